"""What became of a file that somebody handed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """What became of one file. A bundle's own `Reason` has the same word here."""

    IMPORTED = "imported"
    ALREADY = "already"
    WAITING = "waiting"
    REQUEST = "request"
    KIOSKS = "kiosks"
    FOREIGN_ROLL = "foreign_roll"
    WRONG_PROGRAMME = "wrong_programme"
    FORGED = "forged"
    REVOKED = "revoked"
    FORK = "fork"
    DAMAGED = "damaged"
    NEWER_VERSION = "newer_version"
    OTHER_KEY = "other_key"
    UNREADABLE = "unreadable"
    NOTHING_HERE = "nothing_here"
    NO_RECEIPT = "no_receipt"


#: Outcomes after which nothing is wrong.
GOOD = frozenset({Outcome.IMPORTED, Outcome.ALREADY, Outcome.WAITING, Outcome.REQUEST, Outcome.KIOSKS})


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: `new`, `already` and `corrected` count revisions of visits, `missing` the bundle numbers
    right before this one that have not come (first and last, both included), `copies` names the epochs of two copies
    of one kiosk that are both at work, `mended` says that the bytes kept here were damaged and are whole again,
    `reason` is what the system said.
    """

    path: Path
    outcome: Outcome
    kiosk: str = ""
    site: str = ""
    new: int = 0
    already: int = 0
    corrected: int = 0
    shifts: int = 0
    notices: int = 0
    missing: tuple[int, int] | None = None
    copies: tuple[str, ...] = ()
    mended: bool = False
    digits: tuple[str, ...] = ()
    reason: str = ""
