"""A desk that nobody touches: what a pulsing target costs a processor, and what the rest of the program does."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from kiosk.config import DataFolder
from tests.bench.figures import Figure
from ui.widgets.phone.pulse import PULSE_MS

#: Long enough that a timer of a minute weighs what it weighs.
_SECONDS, _SETTLES = 30, 20
_IDLE = """
import gc
gc.disable()
import json, resource, sys, time
from PySide6.QtCore import QTimer
import ui.app
build = ui.app.build_desk
def used():
    found = resource.getrusage(resource.RUSAGE_SELF)
    return found.ru_utime + found.ru_stime
def watched(*given):
    face = build(*given)
    window = face.window
    def begin():
        window.open_tutorial("kz-criminal-record")
        phone = window.view.phone
        still = {still}
        if still:
            phone._pulse.stop()
        # What a start leaves for later (today's copy of the log, say) is done by then.
        QTimer.singleShot({settles} * 1000, lambda: measure(phone))
    def measure(phone):
        begun, at = used(), time.monotonic()
        {touch}
        def report():
            share = (used() - begun) / (time.monotonic() - at)
            print(json.dumps({{"share": share, "pulsing": phone.pulsing}}), flush=True)
            window.close()
        QTimer.singleShot({seconds} * 1000, report)
    QTimer.singleShot(3000, begin)
    return face
ui.app.build_desk = watched
from ui.commands import main
sys.argv = ["kiosk"]
main()
"""

#: A window with one line that is painted as often as the pulse is: what waking and painting cost this machine at least.
_FLOOR = """
import json, resource, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("0")
label.show()
beat = QTimer()
beat.timeout.connect(label.update)
beat.start({beat})
def used():
    found = resource.getrusage(resource.RUSAGE_SELF)
    return found.ru_utime + found.ru_stime
def measure():
    begun, at = used(), time.monotonic()
    def report():
        print(json.dumps({{"share": (used() - begun) / (time.monotonic() - at)}}), flush=True)
        application.quit()
    QTimer.singleShot({seconds} * 1000, report)
QTimer.singleShot(2000, measure)
application.exec()
"""


def idle(data: DataFolder) -> list[Figure]:
    """Measure the share of one processor that a desk takes with a step on the screen, pulsing and not."""
    floor = _share(_FLOOR.format(seconds=_SECONDS, beat=PULSE_MS), data)["share"] * 100
    pulsing, still = (_desk(data, still=still) for still in (False, True))
    note = (
        f"{_SECONDS} s, software rendering, the target pulses all the time; without a pulse {still:.2f} %; "
        f"a bare window with one line that is painted as often {floor:.2f} %"
    )
    return [Figure("idle desk with a pulsing target", pulsing, "%", 1.0, note=note)]


def _desk(data: DataFolder, *, still: bool) -> float:
    # Whoever is there moves the mouse now and then, and the pulse goes on; here it is kept going by hand.
    touch = "" if still else "beat = QTimer(window); beat.timeout.connect(phone.go_on); beat.start(5000)"
    code = _IDLE.format(still=still, seconds=_SECONDS, settles=_SETTLES, touch=touch or "pass")
    report = _share(code, data)
    assert report["pulsing"] is not still, "what was to be measured"
    return report["share"] * 100


def _share(code: str, data: DataFolder) -> dict[str, float]:
    """Run a child; return what it says of itself."""
    environment = {**os.environ, "KIOSK_DATA": str(data.root)}
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


if __name__ == "__main__":
    import tempfile
    from pathlib import Path

    from kiosk.demo import build

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        build(Path(place) / "practice")
        for figure in idle(DataFolder(Path(place) / "practice" / "kiosks" / "desk")):
            print(figure.line())
