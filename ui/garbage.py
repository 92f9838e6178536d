"""Garbage is collected in the window's thread alone.

Python collects cycles in whatever thread happens to make one object too many. Windows and their parts stand in cycles,
and Qt dies of a widget that is destroyed beside its thread: its timers go on calling it. So the collector does nothing
by itself, and is asked here, when the interpreter would have done it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

#: Between two looks at what has gathered; making ten thousand objects takes a program some milliseconds. While there is
#: nothing to collect, looks become rarer: every one of them wakes a processor.
_EVERY_MS, _RESTING_MS = 1000, 4000


class Garbage(QObject):
    """Collects as long as its parent lives: the application, whose thread this is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        rest = _EVERY_MS if collect_due() else min(2 * self._timer.interval(), _RESTING_MS)
        if rest != self._timer.interval():
            self._timer.setInterval(rest)


def collect_due() -> bool:
    """Collect the oldest generation that is due by the interpreter's own thresholds; tell whether one was."""
    due = [
        generation
        for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if most and count > most
    ]
    if due:
        gc.collect(due[-1])
    return bool(due)
