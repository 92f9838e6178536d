"""A durable save through the log against raw sqlite3 writing the same rows with the same pragmas."""

from __future__ import annotations

import sqlite3
import statistics
import time
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.visits import Draft, Visit, VisitLog, columns, to_row
from tests.bench.figures import Figure, percentile

_SAVES = 2000


def durable_save(folder: Path) -> list[Figure]:
    """Save visits through the log and, in turn, the very same rows by plain sqlite3; both commits are synced."""
    log = VisitLog.open(folder / "bench.db", SystemClock())
    raw = _raw(folder / "raw.db")
    marks = ", ".join("?" for _ in columns(Visit))
    ours, floor = [], []
    for _ in range(_SAVES):
        draft = Draft(
            started_at="2026-11-22T08:00:00Z", volunteer="A-01", outcome="alone", services=["gen.qr_code"]
        )
        begun = time.perf_counter()
        visit = log.record(draft)
        ours.append((time.perf_counter() - begun) * 1000)
        row = to_row(visit)
        begun = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE epochs SET last_seq = ?", (visit.seq,))
        raw.execute(f"INSERT INTO visits VALUES ({marks})", row)
        raw.execute("COMMIT")
        floor.append((time.perf_counter() - begun) * 1000)
    log.close()
    raw.close()
    note = f"medians {statistics.median(ours):.3f} / {statistics.median(floor):.3f} ms, {_SAVES} saves"
    return [
        Figure(
            "durable save of a visit, p99", percentile(ours, 0.99), "ms", 2.0, percentile(floor, 0.99), note
        )
    ]


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        f"CREATE TABLE visits ({', '.join(columns(Visit))}, PRIMARY KEY (epoch, seq)) WITHOUT ROWID"
    )
    # A visit takes its number from the counter in the same commit: that row is written too.
    connection.execute("CREATE TABLE epochs (last_seq)")
    connection.execute("INSERT INTO epochs VALUES (0)")
    connection.execute("CREATE INDEX by_visit ON visits (visit_epoch, visit_seq, revision)")
    connection.execute("CREATE INDEX by_day ON visits (visit_date)")
    return connection
