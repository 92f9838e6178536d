"""The programme's roll: the kiosks that its manager accepted, for the other managers on the card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kiosk.codebook import Place
from kiosk.errors import KeyProblem
from kiosk.keys.card import MAJOR, MINOR
from kiosk.keys.documents import NO_PROTECTION, Protection, read_places, read_protection
from kiosk.keys.holders import ManagerKeys
from kiosk.keys.members import HEX64, IDENTIFIER, STAMP, Members, text_of
from kiosk.keys.sealing import UNUSABLE_RECIPIENT, Opener, is_recipient, open_sealed, seal
from kiosk.keys.signatures import Context, decoded, read_document, sign_document

ROLL_FORMAT = "one-stop-kiosk-roll"
_STAMP_OR_NONE = re.compile(f"(?:{STAMP.pattern})?")


class AcceptedKey(NamedTuple):
    """A signing key of a kiosk that was accepted; `revoked_at` is empty while its word counts."""

    signing_key: str
    accepted_at: str
    revoked_at: str = ""


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One kiosk: its name and place, its keys, and the bundles that stay trusted when a key was revoked.

    `retired_at` is empty while it is expected to send something; None in a roll that does not tell.
    """

    kiosk: str
    name: str
    place: str
    sealing_key: str
    keys: tuple[AcceptedKey, ...]
    trusted: tuple[str, ...] = ()
    retired_at: str | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """Every kiosk of a programme as its manager accepted it, at `made` (UTC), with the tree of places.

    `protection` is what every level of the programme has to let go of.
    """

    programme: str
    made: str
    kiosks: tuple[RollEntry, ...]
    places: Sequence[Place] = ()
    protection: Protection = NO_PROTECTION

    def sealed(self, keys: ManagerKeys, recipients: Sequence[str]) -> bytes:
        """Write the roll, signed by the manager and sealed for every manager on the card: it names sites."""
        members = {
            "format": {"name": ROLL_FORMAT, "major": MAJOR, "minor": MINOR},
            "programme": self.programme,
            "made": self.made,
            "kiosks": [
                {
                    "kiosk": entry.kiosk,
                    "name": entry.name,
                    "place": entry.place,
                    "sealing_key": entry.sealing_key,
                    "keys": [key._asdict() for key in entry.keys],
                    "trusted": list(entry.trusted),
                    "retired_at": entry.retired_at,
                }
                for entry in self.kiosks
            ],
            "places": [place._asdict() for place in self.places],
            "protection": self.protection.members(),
        }
        return seal(sign_document(Context.ROLL, members, keys.signer), recipients)


def read_roll(sealed: bytes, openers: Opener | Sequence[Opener], signing_key: str) -> Roll:
    """Open a roll and check that the owner of `signing_key` (the card's) wrote it. Raises KeyProblem."""
    signed, _key = read_document(Context.ROLL, open_sealed(sealed, openers), trusted=signing_key)
    found = Members(signed)
    found.check_format(ROLL_FORMAT, MAJOR)
    return Roll(
        programme=found.string("programme", IDENTIFIER),
        made=found.string("made", STAMP),
        kiosks=tuple(_entry(item) for item in found.objects("kiosks")),
        places=read_places(found),
        protection=read_protection(found),
    )


def _entry(found: Members) -> RollEntry:
    entry = RollEntry(
        kiosk=found.string("kiosk", IDENTIFIER),
        name=found.string("name"),
        place=found.string("place"),
        sealing_key=found.string("sealing_key"),
        keys=tuple(
            AcceptedKey(key.string("signing_key"), key.string("accepted_at", STAMP), key.string("revoked_at"))
            for key in found.objects("keys")
        ),
        trusted=tuple(text_of(digest, HEX64) for digest in found.texts("trusted")),
        retired_at=found.maybe_string("retired_at", _STAMP_OR_NONE),
    )
    for key in entry.keys:
        decoded(key.signing_key, 32)
    if not is_recipient(entry.sealing_key):
        raise KeyProblem(UNUSABLE_RECIPIENT)
    return entry
