"""Who holds private keys: a kiosk, in files of its user; a manager, in one file under a passphrase."""

from __future__ import annotations

import base64
import unicodedata
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.config import write_atomically
from kiosk.errors import KeyProblem
from kiosk.i18n import N_
from kiosk.keys.paper import Paper, from_paper, paper_form
from kiosk.keys.sealing import UNUSABLE_KEY, WRONG_PASSPHRASE, SealingKey, lock, unlock
from kiosk.keys.signatures import Context, SigningKey, canonical, encoded, fingerprint, key_id, parse

SIGNING_FILE = "signing.pem"
SEALING_FILE = "sealing.txt"
MANAGER_FILE = "manager.age"
#: Characters; below this a stolen file's passphrase is soon guessed, even at a second a try.
SHORTEST_PASSPHRASE = 8
KEYS_EXIST = N_(
    "There are keys in {path} already. They are never overwritten: what they sealed would be lost."
)
SHORT_PASSPHRASE = N_("The passphrase is too short: use at least {least} characters, best four words.")
NOT_THE_ANNOUNCED = N_("This is not the next signing key that the card announced.")


class _Holder:
    """A signing and a sealing key in one hand."""

    def __init__(self, signer: SigningKey, sealer: SealingKey) -> None:
        self.signer = signer
        self._sealer = sealer

    @property
    def signing_key(self) -> str:
        """The public signing key, base64."""
        return self.signer.public

    @property
    def sealing_key(self) -> str:
        """The public sealing key, age1..."""
        return self._sealer.public

    @property
    def key_id(self) -> str:
        """The signing key's short name."""
        return key_id(self.signing_key)

    def sign(self, context: Context, data: bytes) -> bytes:
        """Sign `data` as what `context` says it is."""
        return self.signer.sign(context, data)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed for this holder. Raises KeyProblem when it was not, or is damaged."""
        return self._sealer.open(sealed)

    def sealing_file(self) -> str:
        """Return the private sealing key as a file for `age -d -i`: to open bundles without us."""
        return self._sealer.text()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key_id})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not copied")


class KioskKeys(_Holder):
    """A kiosk's two keys. Its PIN guards the screen, the disk's own encryption guards these files."""

    @classmethod
    def generate(cls) -> KioskKeys:
        """Make keys that stand in no file."""
        return cls(SigningKey.generate(), SealingKey.generate())

    @classmethod
    def create(cls, folder: Path) -> KioskKeys:
        """Make keys and keep them in `folder`, readable by this user alone.

        Raises KeyProblem when keys are there: they are never overwritten.
        """
        if cls.exist(folder) or (folder / SEALING_FILE).exists():
            raise KeyProblem(KEYS_EXIST, path=folder)
        keys = cls.generate()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The signing key comes last: `exist` looks for it, so a cut between the two leaves no half a pair.
        write_atomically(folder / SEALING_FILE, keys.sealing_file().encode(), mode=0o600)
        write_atomically(folder / SIGNING_FILE, keys.signer.pem(), mode=0o600)
        return keys

    @staticmethod
    def exist(folder: Path) -> bool:
        """Tell whether `folder` holds a kiosk's keys."""
        return (folder / SIGNING_FILE).exists()

    @classmethod
    def load(cls, folder: Path) -> KioskKeys:
        """Read the keys in `folder`.

        Raises KeyProblem when they are missing or unusable; it names the file, never what stands in it.
        """
        signing = _private(_bytes_of(folder / SIGNING_FILE))
        if signing is None:
            raise KeyProblem(UNUSABLE_KEY, path=folder / SIGNING_FILE)
        sealing = _sealing(_bytes_of(folder / SEALING_FILE))
        if sealing is None:
            raise KeyProblem(UNUSABLE_KEY, path=folder / SEALING_FILE)
        return cls(SigningKey(signing), sealing)

    @classmethod
    def renew(cls, folder: Path) -> KioskKeys:
        """Make new keys in the place of those that somebody else may have; those are kept in a folder of their own."""
        if not cls.exist(folder):
            return cls.ensure(folder)
        number = 1
        while (old := folder / f"old-{number}").exists():
            number += 1
        old.mkdir(mode=0o700)
        # The signing key goes first: without it there are no keys, and `ensure` makes new ones.
        (folder / SIGNING_FILE).replace(old / SIGNING_FILE)
        (folder / SEALING_FILE).replace(old / SEALING_FILE)
        return cls.create(folder)

    @classmethod
    def ensure(cls, folder: Path) -> KioskKeys:
        """Read the keys in `folder`, or make them at the first time.

        A sealing key without a signing key is what a power cut left of a first time: nobody has seen it yet.
        """
        if cls.exist(folder):
            return cls.load(folder)
        (folder / SEALING_FILE).unlink(missing_ok=True)
        return cls.create(folder)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise KeyProblem(UNUSABLE_KEY, path=path) from None


def _private(pem: bytes) -> Ed25519PrivateKey | None:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        return None
    return key if isinstance(key, Ed25519PrivateKey) else None


def _sealing(data: bytes) -> SealingKey | None:
    try:
        return SealingKey.from_text(data.decode("ascii"))
    except (KeyProblem, ValueError):
        return None


class ManagerKeys(_Holder):
    """A manager's two keys, and the fingerprint of the next signing key, which waits on paper."""

    def __init__(self, signer: SigningKey, sealer: SealingKey, next_fingerprint: str) -> None:
        super().__init__(signer, sealer)
        self.next_fingerprint = next_fingerprint

    @classmethod
    def generate(cls) -> tuple[ManagerKeys, str]:
        """Make keys that stand in no file; return them and the next signing key's private half, for paper."""
        following = SigningKey.generate()
        keys = cls(SigningKey.generate(), SealingKey.generate(), fingerprint(following.public))
        return keys, paper_form(following.seed(), Paper.NEXT_SIGNING)

    @classmethod
    def create(cls, folder: Path, passphrase: str) -> tuple[ManagerKeys, str]:
        """Make keys and keep them in `folder` under `passphrase`.

        Returns them and the next signing key's private half in the form for paper; it is kept nowhere else.
        Raises KeyProblem when there are keys already, or the passphrase is short.
        """
        if cls.exist(folder):
            raise KeyProblem(KEYS_EXIST, path=folder)
        keys, paper = cls.generate()
        keys.save(folder, passphrase)
        return keys, paper

    @staticmethod
    def exist(folder: Path) -> bool:
        """Tell whether `folder` holds a manager's keys."""
        return (folder / MANAGER_FILE).exists()

    @staticmethod
    def check(passphrase: str) -> str:
        """Return a new passphrase as it is used. Raises KeyProblem when it is short."""
        passphrase = _normal(passphrase)
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise KeyProblem(SHORT_PASSPHRASE, least=SHORTEST_PASSPHRASE)
        return passphrase

    def save(self, folder: Path, passphrase: str) -> None:
        """Keep the keys in `folder/manager.age` (age under a passphrase, mode 0600), over what was there.

        Raises KeyProblem when the passphrase is short.
        """
        passphrase = self.check(passphrase)
        members = {
            "format": {"name": "one-stop-kiosk-manager-keys", "major": 1, "minor": 0},
            "signing": encoded(self.signer.seed()),
            "sealing": self._sealer.secret(),
            "next_fingerprint": self.next_fingerprint,
        }
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(folder / MANAGER_FILE, lock(canonical(members), passphrase), mode=0o600)

    @classmethod
    def load(cls, folder: Path, passphrase: str) -> ManagerKeys:
        """Open the keys in `folder` with their passphrase (about a second: that is what guards them).

        Raises KeyProblem when there are none, or the passphrase is wrong.
        """
        keys = cls._from_json(unlock(_bytes_of(folder / MANAGER_FILE), _normal(passphrase)))
        if keys is None:
            raise KeyProblem(WRONG_PASSPHRASE)
        return keys

    @classmethod
    def _from_json(cls, data: bytes) -> ManagerKeys | None:
        try:
            found = parse(data)
            signer = SigningKey.from_seed(base64.b64decode(found["signing"], validate=True))
            return cls(signer, SealingKey.from_text(found["sealing"]), str(found["next_fingerprint"]))
        except (KeyProblem, KeyError, TypeError, AttributeError, ValueError):
            return None

    def succeeded_by(self, paper: str) -> tuple[ManagerKeys, str]:
        """Take the announced next signing key from its paper; the sealing key stays.

        Returns the new keys (not yet saved) and the paper of the key after it.
        Raises KeyProblem when the paper is misread, or is not the key that was announced.
        """
        found = signing_key_on(paper, Paper.NEXT_SIGNING)
        del paper  # no traceback shall hold it
        if isinstance(found, KeyProblem):
            raise found
        if fingerprint(found.public) != self.next_fingerprint:
            raise KeyProblem(NOT_THE_ANNOUNCED)
        following = SigningKey.generate()
        keys = ManagerKeys(found, self._sealer, fingerprint(following.public))
        return keys, paper_form(following.seed(), Paper.NEXT_SIGNING)

    def papers(self) -> dict[Paper, str]:
        """Return both keys in the form for paper. The next signing key has its paper already."""
        return {
            Paper.SIGNING: paper_form(self.signer.seed(), Paper.SIGNING),
            Paper.SEALING: paper_form(self._sealer.seed(), Paper.SEALING),
        }


def signing_key_on(text: str, *papers: Paper) -> SigningKey | KeyProblem:
    """Return the signing key that somebody typed from paper, or what is wrong with what was typed."""
    found = from_paper(text, *papers)
    return found if isinstance(found, KeyProblem) else SigningKey.from_seed(found)


def sealing_key_on(text: str) -> SealingKey | KeyProblem:
    """Return the sealing key that somebody typed from paper, or what is wrong with what was typed."""
    found = from_paper(text, Paper.SEALING)
    return found if isinstance(found, KeyProblem) else SealingKey.from_seed(found)


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)
