"""A damaged log: kept as it is, and a new one made of what can still be read of it and of its copies.

The file is moved aside first and never written again: what is read are copies of it. Reading goes by key, from
both ends of a range towards the damage and by halves between, which saves more than a dump: that ends at the
first damaged page. Where the beginning is gone, a fresh log's stands in for it: the same steps put the same
tables in the same places. What is missing then comes from the daily copies, or from pages that no tree leads to;
what is nowhere is declared lost.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import kiosk.visits.copies as copies
from kiosk import migrations
from kiosk.clock import Clock
from kiosk.config import sync_folder
from kiosk.visits.files import beside
from kiosk.visits.salvage.aside import Source, move_aside, readable_states
from kiosk.visits.salvage.rebuild import Rebuild
from kiosk.visits.witness import Witness, witness_of

__all__ = ["salvage"]

_log = logging.getLogger(__name__)


def salvage(log: Path, backups: Path, clock: Clock, earliest: datetime, fault: str) -> None:
    """Move the damaged log aside, and put a new one in its place that holds what could be saved.

    It begins a new epoch, which names where the damaged one is kept. A salvage that was cut off goes on where
    it was. Raises sqlite3.Error or OSError when the disk refuses; nothing is lost by that.
    """
    aside = move_aside(log, clock.now())
    _log.error("the visit log is damaged (%s); it is kept in %s", fault, aside)
    with TemporaryDirectory(prefix="work-", dir=aside) as place:
        work = Path(place)
        made = work / "salvaged.db"
        migrations.upgrade(made)
        states = readable_states(aside / log.name, work, made)
        older = [Source(copy.path, own=False) for copy in copies.copies(backups)]
        with closing(sqlite3.connect(made, isolation_level=None)) as target:
            target.execute("PRAGMA journal_mode = DELETE")  # one file, that is whole when it is moved
            target.execute("BEGIN")
            rebuild = Rebuild(target, Witness.read(witness_of(aside / log.name)))
            _fill(rebuild, states, older, beside(aside / log.name, "-wal"), clock.now())
            rebuild.finish(clock.now(), earliest, aside)
            target.execute("COMMIT")
        made.chmod(0o600)
        with made.open("r+b") as file:
            os.fsync(file.fileno())
        made.replace(log)
        sync_folder(log.parent)


def _fill(rebuild: Rebuild, states: list[Source], older: list[Source], wal: Path, now: datetime) -> None:
    """Take from the damaged log what its keys lead to, the rest from copies, and what else stands on its pages."""
    rebuild.know([*states, *older], now)
    for source in (*states, *older):
        rebuild.take_revisions(source)
    rebuild.take_tables([*states, *older])
    if states and not rebuild.is_whole():
        # Page by page is slow, and writes over the copy that is read: last, and only where something is missing.
        rebuild.carve(states[-1].path, wal, now)
