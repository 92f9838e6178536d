"""Before a log is opened: it is looked at, salvaged where it is damaged, upgraded where it is old.

Whoever opens a log first does this, alone; who comes later finds it done.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from kiosk import migrations
from kiosk.clock import Clock
from kiosk.config import sync_folder
from kiosk.errors import LogError
from kiosk.locks import FileLock
from kiosk.visits.epochs import numbers_fit
from kiosk.visits.failures import IN_USE, is_damage
from kiosk.visits.files import BUSY_SECONDS, PAGE, beside, damaged_folder, reading
from kiosk.visits.witness import witness_of


class Presence:
    """That a program has the log open. The first is alone until it lets others in."""

    def __init__(self, log: Path) -> None:
        self._lock = FileLock(beside(log, "-open"))
        self.alone = self._lock.take()
        if not self.alone and not self._lock.take(shared=True, patience=BUSY_SECONDS):
            self._lock.close()
            raise LogError(IN_USE)

    def let_others_in(self) -> None:
        """The log is ready: other programs may open it too."""
        self._lock.take(shared=True, patience=BUSY_SECONDS)
        self.alone = False

    def close(self) -> None:
        """The log is closed here."""
        self._lock.close()


def make_ready(log: Path, backups: Path, clock: Clock, earliest: datetime) -> None:
    """Make the file at `log` one that can be opened. The caller is alone on it.

    Raises LogError for a newer version's log, sqlite3.Error or OSError when the disk refuses.
    """
    fault = _fault(log, backups)
    if fault:
        # Only where a log is damaged: a start has no use for it.
        from kiosk.visits.salvage import salvage

        salvage(log, backups, clock, earliest, fault)
    if not log.exists():
        # SQLite would make it readable to all; its -wal and -shm take the log's own mode.
        os.close(os.open(log, os.O_WRONLY | os.O_CREAT, 0o600))
    _upgrade(log, backups)


def _fault(log: Path, backups: Path) -> str:
    """Return what is wrong with the file, empty when nothing is. A log that is gone is a damaged one too."""
    if not log.exists() or log.stat().st_size == 0:
        return "the file is gone or empty" if _traces(log, backups) else ""
    try:
        with reading(log) as connection:
            return fault_of(connection, log.stat().st_size)
    except sqlite3.DatabaseError as problem:
        if not is_damage(problem):
            raise
        return str(problem)


def fault_of(connection: sqlite3.Connection, size: int = 0) -> str:
    """Return what is wrong with an open log of `size` bytes, empty when nothing is."""
    if migrations.is_another_database(connection):
        return "it is no visit log"
    steps = migrations.missing(connection)
    if len(steps) == len(migrations.STEPS):
        return "its tables are gone" if size > PAGE else ""
    ((said,),) = connection.execute("PRAGMA quick_check(1)")
    if said != "ok":
        return str(said)
    return "" if numbers_fit(connection) else "revisions are missing"


def _traces(log: Path, backups: Path) -> bool:
    """Tell whether there was a log here."""
    wal = beside(log, "-wal")
    return (
        witness_of(log).exists()
        or (wal.exists() and wal.stat().st_size > 0)
        or damaged_folder(log).exists()
        or any(backups.glob("log-*.db"))
    )


def _upgrade(log: Path, backups: Path) -> None:
    with reading(log) as connection:
        steps = migrations.missing(connection)
        if steps and len(steps) < len(migrations.STEPS):
            # A start that upgrades nothing has no use for it.
            import kiosk.visits.copies as copies

            copies.keep(connection, backups, "before", steps[0])
    if steps:
        migrations.upgrade(log)
        sync_folder(log.parent)
