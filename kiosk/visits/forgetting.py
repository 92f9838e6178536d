"""Letting go of what points at a person: a note, a return code. What was counted stays.

Two occasions (GDPR, Articles 5(1)(e) and 17): the programme's period is over, or a person who holds a card asks. The
second is a revision like any other, so that it travels to every level; each level then also blanks what earlier
revisions of the visit said.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.visits.care import Care
from kiosk.visits.database import SELECT
from kiosk.visits.draft import local_date
from kiosk.visits.failures import in_words
from kiosk.visits.files import BUSY_SECONDS
from kiosk.visits.records import ERASED, Change, Visit
from kiosk.visits.rows import from_row

_BLANK: Final = "UPDATE visits SET note = '', return_code = ''"
_SPEAKS: Final = "(note <> '' OR return_code <> '')"
#: The last state of each visit that shows a code in any of its states.
_HOLDERS: Final = (
    SELECT[Visit] + " v WHERE EXISTS (SELECT 1 FROM visits shown WHERE shown.visit_epoch = v.visit_epoch"
    " AND shown.visit_seq = v.visit_seq AND shown.return_code = ?2)"
    " AND NOT EXISTS (SELECT 1 FROM visits n WHERE n.visit_epoch = v.visit_epoch"
    " AND n.visit_seq = v.visit_seq AND n.revision > v.revision)"
)
# A row whose clock was impossible is as old as what was written after it and can be believed: order comes from the
# counter. Corrections and visits from paper are written long after their day.
_OLD: Final = (
    f"{_BLANK} WHERE {_SPEAKS} AND epoch = :epoch AND seq BETWEEN :first AND :last"
    " AND CASE WHEN clock_trust > 0 THEN visit_date ELSE (SELECT min(later.visit_date) FROM visits later"
    " WHERE later.epoch = visits.epoch AND later.seq > visits.seq AND later.clock_trust > 0"
    " AND later.revision = 1 AND later.entry = 'live') END < :day"
)
#: Remembered until it is done: a cut in between must not leave what was let go in the file for ever.
_TO_SCOUR: Final = "INSERT INTO meta (key, value) VALUES ('scour', '1') ON CONFLICT DO NOTHING"

_log = logging.getLogger(__name__)


class Forgetting(Care):
    """The part of the log that lets go."""

    def forget(self, wishes: Mapping[str, str]) -> int:
        """Take return codes out of the log, and the notes of their visits; return how many visits showed one.

        `wishes` holds the codes by the id of each wish. A wish is followed once: whoever comes again with the card
        afterwards is known by it again. Each of the visits gets a revision that says so. Call `scour` afterwards.
        Raises LogError.
        """
        return sum(self._follow(wish, code) for wish, code in wishes.items())

    def _follow(self, wish: str, code: str) -> int:
        with self._transaction() as connection:
            note = "INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT DO NOTHING"
            if not connection.execute(note, (f"forgotten {wish}",)).rowcount:
                return 0
            visits = [from_row(Visit, row) for row in connection.execute(_HOLDERS, (self._kiosk, code))]
            for visit in visits:
                self._forget(connection, visit)
            if visits:
                connection.execute(_TO_SCOUR)
        return len(visits)

    def _forget(self, connection: sqlite3.Connection, latest: Visit) -> None:
        at = self._stamp(connection)
        void = latest.change == Change.VOID
        self._insert(
            connection,
            replace(
                latest,
                epoch=at.epoch,
                seq=at.seq,
                revision=latest.revision + 1,
                change=(Change.VOID if void else Change.EDIT).value,
                change_reason=ERASED,
                return_code="",
                note="",
            ),
        )
        connection.execute(
            f"{_BLANK} WHERE visit_epoch = ? AND visit_seq = ?", (latest.visit_epoch, latest.visit_seq)
        )

    def drop_before(self, day: str) -> int:
        """Blank notes and return codes of visits before a local day, as far as receipts cover them; return how many.

        What has not arrived keeps them: it is blanked by the centre, and here once its receipt has come. Call `scour`
        afterwards. Raises LogError.
        """
        with self._transaction() as connection:
            dropped = sum(
                connection.execute(_OLD, {**part._asdict(), "day": day}).rowcount for part in self._received()
            )
            if dropped:
                connection.execute(_TO_SCOUR)
        return dropped

    def scour(self, backups: Path) -> bool:
        """Leave nothing of what was let go in the log's file, nor in its copies: a new copy takes their place.

        SQLite leaves what was overwritten in free pages until the file is written anew. Takes a while for a large log:
        call it from a worker, on a log of its own. False when somebody reads the log at the moment: what is due stays
        due. Raises LogError when the disk refuses.
        """
        import kiosk.visits.copies as copies  # the start makes none

        if not self._read("SELECT 1 FROM meta WHERE key = 'scour'"):
            return True
        day = local_date(self._clock.now(), self._clock.offset())
        with self._lock, in_words(self._path), self._my_turn():
            if not self._write_anew():
                _log.warning("the log is in use and was not scoured")
                return False
            older = copies.copies(backups)
            copies.keep(self._connection, backups, "daily", day)
            for copy in older:
                copy.path.unlink(missing_ok=True)
        with self._transaction() as connection:
            connection.execute("DELETE FROM meta WHERE key = 'scour'")
        return True

    def _write_anew(self) -> bool:
        """Write the file anew, without what is free in it; False when somebody else reads it."""
        # The desk may want to save meanwhile: who reads is not waited for.
        self._connection.execute("PRAGMA busy_timeout = 100")
        try:
            self._connection.execute("VACUUM")
            ((busy, *_),) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        return not busy
