"""Looking after the log: its copies, and what happened to it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import kiosk.visits.epochs as epochs
from kiosk.i18n import N_
from kiosk.visits.draft import local_date
from kiosk.visits.epochs import Epoch, Why
from kiosk.visits.failures import in_words
from kiosk.visits.sending import Sending
from kiosk.visits.spans import total

_SENTENCES: Final[dict[Why, str]] = {
    Why.RESTORED: N_("An older visit log was put back. Entries lost: {lost}. Please tell the manager."),
    Why.COPIED: N_(
        "This visit log was copied or moved here. Only one place may go on with it. Please tell the manager."
    ),
    Why.SALVAGED: N_(
        "The visit log was damaged. Entries saved: {saved}. Entries lost: {lost}."
        " The damaged file is kept here: {path}"
    ),
}


class Happened(NamedTuple):
    """What happened to the log, for the volunteer to read: `saved` entries are in it, `lost` are nowhere."""

    why: Why
    at: str
    saved: int
    lost: int
    aside: str

    def sentence(self) -> tuple[str, dict[str, object]]:
        """Return the message that says it, and its values."""
        return _SENTENCES[self.why], {"saved": self.saved, "lost": self.lost, "path": self.aside}


class Care(Sending):
    """The part of the log that knows what became of itself."""

    def happened(self) -> Happened | None:
        """Return what nobody has read yet of the log's own fate, the newest first; None when there is nothing."""
        untold = [e for e in self.epochs() if e.why is not Why.FIRST and not e.told]
        if not untold:
            return None
        newest = untold[-1]
        with self._lock, in_words(self._path):
            saved = epochs.count_rows(self._connection)
        return Happened(newest.why, newest.started_at, saved, total(self.lost()), newest.aside)

    def was_told(self) -> None:
        """Note that a person has read what happened."""
        with self._transaction() as connection:
            connection.execute("UPDATE epochs SET told = 1")

    def epochs(self) -> list[Epoch]:
        """Return this log's epochs, the current one last."""
        with self._lock, in_words(self._path):
            return epochs.epochs(self._connection)

    def keep_copy(self, backups: Path) -> Path | None:
        """Copy the log into a folder, once a local day; return the new copy, None when the day has one.

        Takes a while for a large log: call it from a worker, on a log of its own. Raises LogError.
        """
        import kiosk.visits.copies as copies  # the start makes none

        day = local_date(self._clock.now(), self._clock.offset())
        with self._lock, in_words(self._path):
            return copies.daily(self._connection, backups, day)
