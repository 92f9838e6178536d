"""Sealing: age (age-encryption.org/v1) by pyrage, so that the `age` program opens what we wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn, Protocol

import pyrage
from pyrage import passphrase as by_passphrase
from pyrage import x25519

from kiosk.errors import KeyProblem
from kiosk.i18n import N_

NOT_FOR_US = N_("This was sealed for somebody else's key, or it is damaged.")
WRONG_PASSPHRASE = N_("The passphrase is wrong, or the key file is damaged.")
UNUSABLE_RECIPIENT = N_("A sealing key in the card cannot be used. Ask the manager for a new card.")
UNUSABLE_KEY = N_("The key file {path} cannot be used. Restore the keys from their backup, or join again.")


class Opener(Protocol):
    """Whoever holds a sealing key."""

    @property
    def sealing_key(self) -> str:
        """The public half, age1..."""

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed for this key. Raises KeyProblem when it was not, or is damaged."""


class SealingKey:
    """A private age key (X25519). It shows only its public half, never itself in a repr or an error."""

    __slots__ = ("_identity", "public")

    def __init__(self, identity: x25519.Identity) -> None:
        self._identity = identity
        self.public = str(identity.to_public())

    @classmethod
    def generate(cls) -> SealingKey:
        """Make a new key from the system's randomness."""
        return cls(x25519.Identity.generate())

    @classmethod
    def from_text(cls, text: str) -> SealingKey:
        """Read `AGE-SECRET-KEY-1...`, after the comment lines that age-keygen writes.

        Raises KeyProblem; the error says nothing of the text.
        """
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        identity = _identity(lines[0]) if len(lines) == 1 else None
        if identity is None:
            raise KeyProblem(NOT_FOR_US)
        return cls(identity)

    def text(self) -> str:
        """Return the private half as a file that `age -i` reads."""
        return f"# public key: {self.public}\n{self._identity}\n"

    def secret(self) -> str:
        """Return the private half itself, for the file or the paper that keeps it."""
        return str(self._identity)

    @classmethod
    def from_seed(cls, seed: bytes) -> SealingKey:
        """Return the key that `seed` (32 bytes) is. Raises KeyProblem when it is none."""
        identity = _identity(_bech32(_PRIVATE, seed).upper())
        if identity is None:
            raise KeyProblem(NOT_FOR_US)
        return cls(identity)

    def seed(self) -> bytes:
        """Return the private half as 32 bytes, for the paper that keeps it."""
        values = [_BECH32.index(letter) for letter in self.secret().lower().rpartition("1")[2][:-6]]
        number = 0
        for value in values:
            number = number << 5 | value
        return (number >> (5 * len(values) - 256)).to_bytes(32, "big")

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed for this key.

        Raises KeyProblem when it was sealed for another, was cut or was changed.
        """
        try:
            data: bytes = pyrage.decrypt(sealed, [self._identity])
        except (pyrage.DecryptError, ValueError):
            raise KeyProblem(NOT_FOR_US) from None
        return data

    def __repr__(self) -> str:
        return f"SealingKey({self.public})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not copied")


#: Bech32 (BIP 173), in which age writes its keys: its letters, the generator of its check, our keys' prefix.
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_PRIVATE = "age-secret-key-"


def _bech32(prefix: str, data: bytes) -> str:
    bits = 8 * len(data)
    number = int.from_bytes(data, "big") << (-bits % 5)
    values = [number >> shift & 31 for shift in range(bits + -bits % 5 - 5, -1, -5)]
    head = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = _polymod([*head, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    checks = [check >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(_BECH32[value] for value in (*values, *checks))


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(_GENERATOR):
            check ^= part if top >> place & 1 else 0
    return check


def _identity(text: str) -> x25519.Identity | None:
    try:
        return x25519.Identity.from_str(text)
    except (pyrage.IdentityError, ValueError):
        return None


def seal(data: bytes, recipients: Iterable[str]) -> bytes:
    """Seal `data` so that any one of `recipients` (public keys, age1...) can open it.

    Raises KeyProblem when there is no recipient or one is no key: what cannot be sealed is not written.
    """
    keys = list(recipients)
    if not keys:
        raise KeyProblem(UNUSABLE_RECIPIENT)
    try:
        sealed: bytes = pyrage.encrypt(data, [x25519.Recipient.from_str(key) for key in keys])
    except (pyrage.RecipientError, pyrage.EncryptError, ValueError):
        raise KeyProblem(UNUSABLE_RECIPIENT) from None
    return sealed


def open_sealed(data: bytes, openers: Opener | Sequence[Opener]) -> bytes:
    """Open `data` with the first key that fits.

    Raises KeyProblem when none fits, or the data was cut or changed.
    """
    for opener in openers if isinstance(openers, Sequence) else (openers,):
        try:
            return opener.open(data)
        except KeyProblem:
            continue
    raise KeyProblem(NOT_FOR_US)


def is_recipient(text: str) -> bool:
    """Tell whether `text` is a public sealing key."""
    try:
        return str(x25519.Recipient.from_str(text)) == text
    except (pyrage.RecipientError, ValueError):
        return False


def lock(data: bytes, passphrase: str) -> bytes:
    """Seal `data` under a passphrase (age's scrypt stanza: about a second, by intent)."""
    locked: bytes = by_passphrase.encrypt(data, passphrase)
    return locked


def unlock(data: bytes, passphrase: str) -> bytes:
    """Open what `lock` sealed. Raises KeyProblem for another passphrase or a damaged file."""
    try:
        data_within: bytes = by_passphrase.decrypt(data, passphrase)
    except (pyrage.DecryptError, ValueError):
        raise KeyProblem(WRONG_PASSPHRASE) from None
    return data_within
