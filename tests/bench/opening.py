"""Opening a log of a million revisions against the check of its pages that opening makes."""

from __future__ import annotations

import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.visits import Notice, Shift, Visit, VisitLog, columns
from tests.bench.figures import Figure
from tests.bench.revisions import Shop

_REVISIONS = 1_000_000
_BATCH = 50_000
_RUNS = 5


def million(folder: Path) -> Figure:
    """Open such a log, look at its draft as the desk does, and in turn run quick_check alone on the same file."""
    path = folder / "million.db"
    fill_log(path, _REVISIONS)
    ours, floor = [], []
    for _ in range(_RUNS):
        begun = time.perf_counter()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        floor.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        with VisitLog.open(path, SystemClock()) as log:
            log.draft()
            ours.append((time.perf_counter() - begun) * 1000)
            assert log.happened() is None
    note = f"medians of {_RUNS}, against quick_check, {path.stat().st_size / 1e6:.0f} MB"
    return Figure(
        "opening a log of a million revisions",
        statistics.median(ours),
        "ms",
        1.5,
        statistics.median(floor),
        note,
    )


def fill_log(path: Path, revisions: int) -> None:
    """Make a log of so many revisions, as a shop would have written them."""
    with VisitLog.open(path, SystemClock()) as log:
        shop = Shop(log.kiosk, log.epoch, 1)
    with closing(sqlite3.connect(path)) as connection, connection:
        for done in range(0, revisions, _BATCH):
            work = shop.work(min(_BATCH, revisions - done))
            for kind, table, rows in zip(
                (Visit, Shift, Notice), ("visits", "shifts", "notices"), work, strict=True
            ):
                marks = ", ".join("?" for _ in columns(kind)[1:])
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", (row[1:] for row in rows))
        connection.execute("UPDATE epochs SET last_seq = ?", (revisions,))
