"""The desk against a bare PySide6 window with one label: start, memory; and the switch of language."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject

from kiosk.config import DataFolder, resources
from tests.bench.figures import Figure, percentile

_RUNS = 9

#: Both children report the moment (on the machine-wide monotonic clock) at which their first frame was painted, and
#: their memory once everything has settled.
_REPORT = """
import json, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.seen:
            self.seen = True
            QTimer.singleShot(0, self.painted)
        return False
    def painted(self):
        self.at = time.monotonic()
        QTimer.singleShot(1500, self.report)
    def report(self):
        fields = dict(line.split(":") for line in open("/proc/self/smaps_rollup").read().splitlines()[1:])
        print(json.dumps({"at": self.at, "pss": int(fields["Pss"].split()[0]) / 1024}), flush=True)
        self.parent().quit()
"""
_BARE = (
    """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
window = QLabel("One-Stop Kiosk")
"""
    + _REPORT
    + """
watch = Watch(app)
window.installEventFilter(watch)
window.resize(1366, 768)
window.show()
app.exec()
"""
)
#: The command itself, without a verb, as a volunteer's icon starts it; only the watch is added.
_DESK = (
    "import gc\ngc.disable()\n"  # as the command does first
    + _REPORT
    + """
import sys
import tempfile
from ui.commands import main
import ui.app
build = ui.app.build_desk
def watched(*given):
    from PySide6.QtWidgets import QApplication
    face = build(*given)
    watch = Watch(QApplication.instance())
    face.window.installEventFilter(watch)
    return face
ui.app.build_desk = watched
sys.argv = ["kiosk"]
main()
"""
)

_SIX = ("kz-criminal-record", "kz-eds-renew", "vn-vneid-level1", "fi-suomifi-id", "gen-scam-call", "gen-qr")
#: Before a desk: it takes its walkthroughs from another folder.
_WITH = """
from dataclasses import replace
from pathlib import Path
import kiosk.config as config
found = config.resources()
config.resources = lambda: replace(found, tutorials=Path({folder!r}))
"""


def start_and_memory(data: DataFolder) -> list[Figure]:
    """Measure start to first paint and PSS after it, the two programs in turn."""
    _run(_BARE, data)
    _run(_DESK, data)  # not counted: writes the bytecode that an installed program has
    runs: dict[str, list[tuple[float, float]]] = {"bare": [], "desk": []}
    for _ in range(_RUNS):
        runs["bare"].append(_run(_BARE, data))
        runs["desk"].append(_run(_DESK, data))
    first, floor = (statistics.median(start for start, _ in runs[name]) for name in ("desk", "bare"))
    size, bare = (statistics.median(memory for _, memory in runs[name]) for name in ("desk", "bare"))
    note = f"medians of {_RUNS}, against a bare window"
    return [
        _start_with_all(data),
        Figure("start to first painted desk", first, "ms", 2.0, floor, note),
        Figure("memory of the desk (PSS)", size, "MB", 92.0, note=f"a bare window: {bare:.1f} MB"),
    ]


def _start_with_all(data: DataFolder) -> Figure:
    """Compare the start with every walkthrough to the start with six, the two in turn.

    The least of the runs counts: the difference is smaller than what another program on the machine makes.
    """
    shipped = resources().tutorials
    with tempfile.TemporaryDirectory() as place:
        for name in _SIX:
            shutil.copytree(shipped / name, Path(place) / name)
        starts: dict[str, list[float]] = {place: [], str(shipped): []}
        for folder in list(starts) * _RUNS:
            starts[folder].append(_run(_WITH.format(folder=folder) + _DESK, data)[0])
        few, every = (min(starts[folder]) for folder in (place, str(shipped)))
    note = f"{len(list(shipped.iterdir()))} walkthroughs against {len(_SIX)}, the least of {_RUNS}"
    return Figure("start with all walkthroughs", every, "ms", 1.03, few, note)


def _run(code: str, data: DataFolder) -> tuple[float, float]:
    """Start a child; return milliseconds from the call to its first painted frame, and its PSS in MB."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["KIOSK_DATA"] = str(data.root)
    command = [sys.executable, "-c", code]
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report = json.loads(done.stdout.splitlines()[-1])
    return (report["at"] - begun) * 1000, report["pss"]


#: What a start leaves for after its first picture is done by then.
_START_MS = 2000


class _Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._count += event.type() == QEvent.Type.Paint
        return False

    def take(self) -> int:
        count, self._count = self._count, 0
        return count


def language_switch(data: DataFolder) -> Figure:
    """Measure a switch of the resident's language at a step, from the call to the painted window.

    A start goes on reading walkthroughs for its first second, between two taps; the first switch comes after it.
    """
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui.app import application_with_fonts, build_desk, settle
    from ui.desk.window import DeskWindow

    application_with_fonts()
    face = build_desk(data)
    window = face.window
    assert isinstance(window, DeskWindow)
    window.resize(1366, 768)
    window.show()
    window.open_tutorial("kz-criminal-record")
    QApplication.processEvents()
    QTest.qWait(_START_MS)
    settle()  # as the program does once it has started
    paints = _Paints()
    window.view.installEventFilter(paints)
    took = []
    for number in range(500):
        code = ("kk", "ru", "en", "vi", "fi")[number % 5]
        begun = time.perf_counter()
        window.choose_language(code)
        # The layout settles and what changed is painted, as in the event loop but without its waits.
        QApplication.sendPostedEvents()
        took.append((time.perf_counter() - begun) * 1000)
        assert paints.take() > 0, "nothing was painted"
        QApplication.processEvents()
    window.close()
    face.close()
    note = (
        f"median {statistics.median(took):.1f} ms, {len(took)} switches, painted; "
        f"each language for the first time {max(took[:5]):.1f} ms at most"
    )
    return Figure("language switch p99", percentile(took, 0.99), "ms", 16.0, note=note)
