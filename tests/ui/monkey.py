"""A monkey at the kiosk: keys, clicks, drags and touches by chance, from a seed, so that a fault comes again.

By hand, on a screen of its own, at any length:

    python -m tests.ui.monkey --minutes 10 --resident
    python -m tests.ui.monkey --minutes 10

What is measured: the memory that this process alone has written to (its heap, its pictures; not the pages of Qt's
files, which every program shares), sampled through the whole run and each time as between two residents: the last
one's walkthrough, sheet and class are left, for what is open is not what leaks. The first quarter warms up: pages are
built and walkthroughs read when they are first wanted, once each. The growth is that from the second quarter's median
to the last quarter's: the trend of a desk that stays open, not the luck of two moments.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from statistics import median
from types import TracebackType

from PySide6.QtCore import QEvent, QMessageLogContext, QPoint, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.visits import Draft, Visit, VisitLog
from ui.app import Face, application_with_fonts, build_desk
from ui.classroom import Classroom
from ui.desk.window import DeskWindow
from ui.resident.window import ResidentWindow

_LEFT, _RIGHT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
_NO, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_HELD = (_NO, _NO, _SHIFT, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)
_KEYS = [
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F11, Qt.Key.Key_Menu, Qt.Key.Key_Delete),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key(code) for code in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
    *(Qt.Key(code) for code in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
]
#: Samples of the memory in one run, and the most that it may grow.
_SAMPLES, _GROWTH = 40, 0.05
#: Qt's own offscreen screen is smaller than a desk: what is touched beyond it has no window for Qt's gestures.
_SCREEN = (
    '{"screens": [{"name": "desk", "x": 0, "y": 0, "width": 1366, "height": 800,'
    ' "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}'
)
VOLUNTEER = "A-07"


class Monkey:
    """Does one thing after another to the window that is shown, and remembers what the log has acknowledged."""

    def __init__(self, face: Face, log: VisitLog, seed: int) -> None:
        self._face = face
        self._chance = random.Random(seed)
        self._finger = QTest.createTouchDevice()
        self.acknowledged: list[Visit] = []
        self.done: Counter[str] = Counter()
        record = log.record

        def recorded(draft: Draft, idle: float = 0.0) -> Visit:
            self.acknowledged.append(record(draft, idle))
            return self.acknowledged[-1]

        log.record = recorded  # type: ignore[method-assign]

    @property
    def window(self) -> QWidget:
        """The window that covers the screen."""
        handover = self._face.handover
        given = handover.window if handover is not None else None
        return self._face.window if given is None else given

    def play(self, steps: int) -> None:
        """Do so many things."""
        ways = (
            self._press,
            self._click,
            self._tap_button,
            self._tap_button,
            self._drag,
            self._touch,
            self._wait,
            self._end_class,
        )
        for _ in range(steps):
            way = self._chance.choice(ways)
            way()
            self.done[way.__name__.strip("_")] += 1
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def tidy_up(self) -> None:
        """Leave what is open, as between two residents: a class or a sheet holds some thirty MB while it is shown."""
        self._end_class()
        window = self.window
        if isinstance(window, DeskWindow):
            window.bar.start_over_wanted.emit()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()

    def others(self) -> list[QWidget]:
        """Return the windows that are shown beside the one that covers the screen."""
        shown = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not self.window]
        foreign = [top for top in shown if top.windowType() != Qt.WindowType.ToolTip]
        if isinstance(self.window, DeskWindow):  # it opens a classroom's screen beside it
            foreign = [top for top in foreign if not type(top).__module__.startswith("ui.")]
        return foreign

    def covers(self) -> bool:
        """Tell whether the window is shown and fills its screen."""
        screen = self.window.screen().availableGeometry()  # a desk keeps its frame
        return self.window.isVisible() and self.window.frameGeometry().contains(screen)

    # What it does

    def _somewhere(self) -> QPoint:
        return QPoint(
            self._chance.randrange(self.window.width()), self._chance.randrange(self.window.height())
        )

    def _press(self) -> None:
        # A key that spells a letter, now and then in the search field, as whoever finds a keyboard does.
        fields = [field for field in self.window.findChildren(QLineEdit) if field.isVisible()]
        if fields and self._chance.random() < 0.3:
            self._chance.choice(fields).setFocus()
        QTest.keyClick(self.window.windowHandle(), self._chance.choice(_KEYS), self._chance.choice(_HELD))

    def _click(self) -> None:
        button = self._chance.choice((_LEFT, _LEFT, _LEFT, _RIGHT, _MIDDLE))
        QTest.mouseClick(self.window.windowHandle(), button, _NO, self._somewhere())

    def _tap_button(self) -> None:
        """Hit a button: at random, chance would mostly hit nothing."""
        shown = [each for each in self.window.findChildren(QAbstractButton) if each.isVisible()]
        if shown:
            button = self._chance.choice(shown)
            where = button.mapTo(self.window, button.rect().center())
            if self.window.rect().contains(where):
                QTest.mouseClick(self.window.windowHandle(), _LEFT, _NO, where)

    def _drag(self) -> None:
        handle = self.window.windowHandle()
        QTest.mousePress(handle, _LEFT, _NO, self._somewhere())
        QTest.mouseMove(handle, self._somewhere())
        QTest.mouseRelease(handle, _LEFT, _NO, self._somewhere())

    def _touch(self) -> None:
        here, there = self._somewhere(), self._somewhere()
        screen = self.window.screen().geometry()  # a finger cannot leave it, as some test's window does
        if not all(screen.contains(self.window.mapToGlobal(where)) for where in (here, there)):
            return
        handle = self.window.windowHandle()
        QTest.touchEvent(handle, self._finger).press(0, here).commit()
        if self._chance.random() < 0.5:
            QTest.touchEvent(handle, self._finger).move(0, there).commit()
            here = there
        QTest.touchEvent(handle, self._finger).release(0, here).commit()

    def _wait(self) -> None:
        """Be gone for a while: the question comes, and now and then nobody answers it. Or come back, with a PIN."""
        window = self.window
        if isinstance(window, DeskWindow) and not window.panel.volunteer and self._chance.random() < 0.3:
            window.panel.sign_in.signed_in.emit(VOLUNTEER)
        if isinstance(window, ResidentWindow) and self._chance.random() < 0.1:
            window.idle.asked.emit()
            if self._chance.random() < 0.5:
                window.idle.expired.emit()

    def _end_class(self) -> None:
        """Leave the class, if there is one, as a teacher does."""
        for top in QApplication.topLevelWidgets():
            if isinstance(top, Classroom) and top.isVisible():
                QTest.keyClick(top, Qt.Key.Key_Escape)


def open_kiosk(place: Path, resident: bool) -> tuple[Face, VisitLog, DataFolder]:
    """Open a real desk, or a resident's window, over a fresh log with one volunteer."""
    data = DataFolder(place / "shop").create()
    Settings(volunteer_language="ru", place="bulaevo").save(data.settings)
    with VisitLog.open(data.log, SystemClock()) as log:
        log.add_volunteer(VOLUNTEER, "135790")
    face = build_desk(data, resident)
    face.open()
    desk = face.window
    assert isinstance(desk, DeskWindow)
    QApplication.processEvents()
    if not resident:
        if QApplication.platformName() == "offscreen":  # its screen is smaller than a desk can be
            desk.showNormal()
            desk.setGeometry(0, 0, 1366, 800)
            QApplication.processEvents()
        desk.panel.sign_in.signed_in.emit(VOLUNTEER)
        desk.bar.handover_button.setEnabled(False)  # it would stay with the resident for good
    return face, desk.panel._log, data


def lost(data: DataFolder, acknowledged: list[Visit]) -> list[Visit]:
    """Return the visits that were acknowledged and are not in the log when it is opened again."""
    with VisitLog.open(data.log, SystemClock()) as log:
        return [
            visit
            for visit in acknowledged
            if log.current(visit.visit_epoch, visit.visit_seq).started_at != visit.started_at
        ]


def _memory() -> float:
    """Return the memory that this process alone has written to, in MB."""
    fields = dict(line.split(":") for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return sum(int(fields[name].split()[0]) for name in ("Pss_Anon", "Pss_Shmem", "SwapPss")) / 1024


def growth(samples: list[float]) -> float:
    """Return by how much the last quarter lies above the second one, as a share; the first one warms up."""
    quarter = len(samples) // 4
    return median(samples[-quarter:]) / median(samples[quarter : 2 * quarter]) - 1


def _play(monkey: Monkey, minutes: float) -> tuple[list[float], list[str]]:
    """Let it play; return the samples of the memory, and what was seen of the screen."""
    samples: list[float] = []
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < minutes * 60:
        monkey.play(50)
        if monkey.others() or not monkey.covers():
            return samples, [f"not covered: {monkey.others()} {monkey.window.geometry()}"]
        if passed > minutes * 60 * len(samples) / _SAMPLES:
            monkey.tidy_up()
            samples.append(_memory())
    return samples, []


def _listen() -> list[str]:
    """Return a list that takes every warning of Qt and every exception that nobody caught, from now on."""
    problems: list[str] = []

    def say(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and "This plugin does not support" not in message:
            problems.append(message)

    def escaped(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        problems.append(f"{kind.__name__}: {problem}")
        traceback.print_exception(kind, problem, trace)

    qInstallMessageHandler(say)
    sys.excepthook = escaped
    return problems


def main() -> int:
    """Let a monkey play for so many minutes; say what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=4)
    options.add_argument("--resident", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "screen.json").write_text(_SCREEN)
        os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={place / 'screen.json'}")
        application_with_fonts()
        face, log, data = open_kiosk(place, chosen.resident)
        problems = _listen()
        monkey = Monkey(face, log, chosen.seed)
        samples, uncovered = _play(monkey, chosen.minutes)
        for window in QApplication.topLevelWidgets():
            window.hide()
        face.close()
        gone = lost(data, monkey.acknowledged)
    problems += uncovered
    done = f"{sum(monkey.done.values())} things in {chosen.minutes} min, seed {chosen.seed}"
    print(f"{done}: {dict(monkey.done)}")
    print(f"visits acknowledged {len(monkey.acknowledged)}, lost {len(gone)}")
    grown = growth(samples) if len(samples) > 3 else 0.0
    print("memory, MB:", *(f"{sample:.0f}" for sample in samples))
    print(f"from the second quarter to the last: {grown:+.1%}")
    print("problems:", Counter(problems).most_common(10) or "none")
    return bool(problems or gone or grown >= _GROWTH)


if __name__ == "__main__":
    sys.exit(main())
