"""A long log onto a stick: sealed, signed, written and read back, against csv and deflate of the same rows alone."""

from __future__ import annotations

import csv
import gc
import io
import sqlite3
import statistics
import time
import zlib
from contextlib import closing
from pathlib import Path

from kiosk.config import DataFolder
from kiosk.stick import Outcome
from kiosk.visits import VisitLog
from tests.bench.figures import Figure
from tests.bench.revisions import Rows, Shop
from tests.desks import HandClock
from tests.stick.shops import Kiosk

_REVISIONS = 100_000
_RUNS = 5


def long_export(folder: Path) -> Figure:
    """Export everything to a folder that plays the stick, each time as if nothing had ever been exported."""
    data = DataFolder(folder / "kiosk").create()
    clock = HandClock()
    with VisitLog.open(data.log, clock) as log:
        rows = Shop(log.kiosk, log.epoch, seed=1).work(_REVISIONS)
        _fill(data.log, rows)
        gc.freeze()  # the floor's rows are no burden of the export
        ours, floor = [], []
        for number in range(_RUNS):
            stick = folder / f"stick-{number}"
            stick.mkdir()
            kiosk = Kiosk(data, log, clock, stick)
            kiosk.join()
            begun = time.perf_counter()
            result = kiosk.export()
            ours.append(time.perf_counter() - begun)
            assert (result.outcome, result.rows) == (Outcome.EXPORTED, _REVISIONS), result
            _forget_bundles(data)
            floor.append(_csv_and_deflate(rows))
    speed = _REVISIONS / statistics.median(ours)
    note = f"{speed:,.0f} revisions/s, {result.bundles_written} bundles, medians of {_RUNS}"
    return Figure(
        "export of 100,000 revisions", statistics.median(ours), "s", 2.0, statistics.median(floor), note
    )


def _csv_and_deflate(rows: Rows) -> float:
    begun = time.perf_counter()
    for table in rows:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(table)
        zlib.compress(text.getvalue().encode())
    return time.perf_counter() - begun


def _fill(log: Path, rows: Rows) -> None:
    """Put rows into a log as if they had been recorded there, one by one."""
    with closing(sqlite3.connect(log)) as connection, connection:
        for table, held in zip(("visits", "shifts", "notices"), rows, strict=True):
            marks = ", ".join("?" * (len(held[0]) - 1))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", (row[1:] for row in held))
        connection.execute("UPDATE epochs SET last_seq = ?", (sum(map(len, rows)),))


def _forget_bundles(data: DataFolder) -> None:
    with closing(sqlite3.connect(data.log)) as connection, connection:
        connection.execute("DELETE FROM bundle_ranges")
        connection.execute("DELETE FROM bundles")
    for path in data.spool.iterdir():
        path.unlink()
