"""What lies where on a stick."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = "OneStopKiosk"
CARD = "programme.card"


def is_ours(path: Path) -> bool:
    """Tell by its name whether a folder is the one of ours."""
    return path.name.casefold() == FOLDER.casefold()


@dataclass(frozen=True, slots=True)
class Stick:
    """A stick, or any folder: a synced one, a network's, one to be mailed. `place` is its root, or our folder in it."""

    place: Path

    @property
    def root(self) -> Path:
        """What must exist: the stick's root."""
        return self.place.parent if is_ours(self.place) else self.place

    @property
    def folder(self) -> Path:
        """The one folder that is ours."""
        return self.place if is_ours(self.place) else self.place / FOLDER

    @property
    def card(self) -> Path:
        """The programme's card."""
        return self.folder / CARD

    @property
    def visits(self) -> Path:
        """The folder of sealed bundles."""
        return self.folder / "visits"

    @property
    def enrolments(self) -> Path:
        """The folder of requests to join."""
        return self.folder / "enrol"

    @property
    def rosters(self) -> Path:
        """The folder of rosters."""
        return self.folder / "roster"

    @property
    def packs(self) -> Path:
        """The folder of content packs."""
        return self.folder / "packs"

    def part(self, kiosk: str, epoch: str) -> Path:
        """Return the one name under which a kiosk's log writes what is not finished.

        A stale one is found without listing a folder that may hold tens of thousands of files, and no other
        kiosk that shares the folder is trodden on.
        """
        return self.visits / f"{kiosk}-{epoch}.part"

    def roster(self, kiosk: str) -> Path:
        """What the centre tells one kiosk."""
        return self.rosters / f"{kiosk}.age"

    def enrolment(self, kiosk: str) -> Path:
        """One kiosk's request to join."""
        return self.enrolments / f"{kiosk}.json"

    def receipts(self, kiosk: str) -> Path:
        """The centre's receipt for one kiosk."""
        return self.folder / "receipts" / f"{kiosk}.json"
