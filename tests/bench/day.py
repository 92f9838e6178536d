"""A day's export onto a stick in memory against writing, flushing and reading back the same bytes."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.stick import Outcome, Stick, export, join
from kiosk.visits import Draft, VisitLog
from tests.bench.figures import Figure
from tests.programmes import Shop

_VISITS, _DAYS = 40, 15
#: A stick in memory, where there is one.
_MEMORY = Path("/dev/shm")


def day_s_export() -> list[Figure]:
    """Export a day's visits, then the next day's, as the desk does: from the log opened to "safe to remove"."""
    ours, floor, clock = [], [], SystemClock()
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as place:
        data, stick = DataFolder(Path(place) / "data").create(), Path(place) / "stick"
        shop = Shop()
        Stick(stick).folder.mkdir(parents=True)
        Stick(stick).card.write_bytes(shop.card().signed(shop.manager))
        with VisitLog.open(data.log, clock) as log:
            join(data, log, stick, lambda _card, _digits: True, "Bulaevo", clock=clock)
        for _ in range(_DAYS):
            _work(data, clock)
            begun = time.perf_counter()
            with VisitLog.open(data.log, clock) as log:
                result = export(data, log, stick, clock=clock)
            ours.append((time.perf_counter() - begun) * 1000)
            assert result.outcome is Outcome.EXPORTED
            newest = max(data.spool.glob("*.kiosk"))
            floor.append(_bare(Stick(stick).visits / "floor", newest.read_bytes()))
    note = f"{_VISITS} visits, median of {_DAYS} days, worst {max(ours):.0f} ms"
    value, least = statistics.median(ours), statistics.median(floor)
    return [
        Figure("a day's export, to safe to remove", value, "ms", 300, note=note),
        Figure("a day's export, against its bytes alone", value, "ms", float("inf"), least, note),
    ]


def _work(data: DataFolder, clock: SystemClock) -> None:
    with VisitLog.open(data.log, clock) as log:
        for number in range(_VISITS):
            draft = Draft.start(clock, volunteer="A-07", place="bulaevo")
            draft.outcome, draft.services = "alone", ["kz.criminal_record"]
            draft.note = f"Әже үшін көмек {number}"
            log.record(draft)


def _bare(path: Path, content: bytes) -> float:
    begun = time.perf_counter()
    path.write_bytes(content)
    with path.open("r+b") as file:
        os.fsync(file.fileno())
    assert path.read_bytes() == content
    spent = (time.perf_counter() - begun) * 1000
    path.unlink()
    return spent
