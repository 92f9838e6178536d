"""The history over 20,000 visits, against the same over 200: opening it, turning its pages, searching; and memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.clock import SystemClock
from kiosk.config import Settings, resources
from kiosk.i18n import Languages
from kiosk.visits import VisitLog
from tests.bench.figures import Figure, percentile
from tests.bench.opening import fill_log
from ui.app import application_with_fonts
from ui.desk.panel import VisitPanel
from ui.theme import Look

_MANY, _FEW = 21_000, 210  # revisions: one in forty is a shift, a notice or a correction
_RUNS, _PAGES = 200, 400


class _Then(SystemClock):
    """The machine's clock, on the last day of a log."""

    def __init__(self, day: str) -> None:
        super().__init__()
        self._day = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=1)

    def now(self) -> datetime:
        return self._day


class _Desk:
    """A panel over a log of so many revisions, with its history open."""

    def __init__(self, path: Path, revisions: int) -> None:
        fill_log(path, revisions)
        with VisitLog.open(path, SystemClock()) as log:
            (last,) = log.page("0001-01-01", "9999-12-31", 1).visits
        clock = _Then(last.visit_date)
        self.log = VisitLog.open(path, clock)
        self.log.add_volunteer("A-01", "123456", "lead")
        language = Languages(resources().translations)["ru"]
        self.panel = VisitPanel(language, Look(), self.log, Settings(volunteer_language="ru"), clock)
        self.panel.resize(364, 640)
        self.panel.show()
        self.panel.sign_in.signed_in.emit("A-01")
        self.history = self.panel.between.history
        self.page = self.history.list_page
        _settle()

    def open_history(self) -> None:
        """Show the day's list, as a tap does, until it is painted."""
        self.panel.between.open_history()

    def close_history(self) -> None:
        self.panel.show_today()
        _settle()

    def search(self, text: str) -> Callable[[], None]:
        self.page.kinds.button("search").click()
        self.page.field.setText(text)
        return self.page._begin

    def close(self) -> None:
        self.panel.close()
        self.log.close()


def looking_back(folder: Path) -> list[Figure]:
    """Measure from the tap to the painted list."""
    application_with_fonts()
    many, few = _Desk(folder / "many.db", _MANY), _Desk(folder / "few.db", _FEW)
    opened = {desk: [_opening(desk) for _ in range(_RUNS)] for desk in (many, few)}
    many.open_history()
    nothing = [_timed(many.search("qqqqqqqq")) for _ in range(9)]
    found = [_timed(many.search("штрафы")) for _ in range(9)]
    before = _memory()
    turned = _turn(many)
    grown = _memory()
    few.close()
    many.close()
    note = (
        f"median {statistics.median(opened[many]):.1f} ms, of {_RUNS}; 200 visits {_p99(opened[few]):.1f} ms"
    )
    return [
        Figure("history of 20,000 visits, opened, p99", _p99(opened[many]), "ms", 50.0, note=note),
        Figure("the same against 200 visits", _p99(opened[many]), "ms", 1.5, _p99(opened[few])),
        Figure("a page of it turned, p99", _p99(turned), "ms", 50.0, note=f"{len(turned)} pages"),
        Figure("search that finds nothing, worst", max(nothing), "ms", 200.0),
        Figure("search for a service, worst", max(found), "ms", 50.0),
        Figure("memory after all pages against before", grown, "MB", 1.05, before, f"{len(turned)} pages"),
    ]


def _opening(desk: _Desk) -> float:
    spent = _timed(desk.open_history)
    desk.close_history()
    return spent


def _turn(desk: _Desk) -> list[float]:
    desk.page._starts = [None]
    desk.search("1")()  # notes and cards with a one in them: many pages
    turned = []
    while desk.page.older.isVisible() and len(turned) < _PAGES:
        turned.append(_timed(desk.page.older.click))
    return turned


def _timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    _settle()
    return (time.perf_counter() - begun) * 1000


def _settle() -> None:
    for _ in range(2):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def _p99(values: list[float]) -> float:
    return percentile(values, 0.99)


def _memory() -> float:
    """Return this program's proportional memory in MB."""
    fields = dict(line.split(":") for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return int(fields["Pss"].split()[0]) / 1024
