"""Noticing that nobody is there any more: a question after a while, and an end when nobody answers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

#: So long the question stands (EN 301 549 and WCAG 2.2.1 ask for 20 seconds at least).
COUNTDOWN = 30
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class Idle(QObject):
    """Asks after so many seconds without a sign of life: `asked`; then `counted` each second; at zero `expired`.

    Whatever a person does counts, and so does what the program does for one: `busy` says that something is being
    said or played just now. Once the question stands only `stay` answers it, as often as somebody likes.
    """

    asked = Signal()
    counted = Signal(int)
    expired = Signal()

    def __init__(self, seconds: int, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self._busy = busy
        self._left = 0
        self._watching = False
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._ask)
        self._count = QTimer(self, interval=1000)
        self._count.timeout.connect(self.count)

    @property
    def asking(self) -> bool:
        """The question stands."""
        return self._left > 0

    @property
    def left(self) -> int:
        """Seconds until it expires."""
        return self._left

    @property
    def silence(self) -> int:
        """Seconds since the last sign of life when it expires."""
        return self.seconds + COUNTDOWN

    def watch(self) -> None:
        """Begin to watch, or begin anew: somebody is there now."""
        application = QApplication.instance()
        if not self._watching and application is not None:
            application.installEventFilter(self)
            self._watching = True
        self._begin()

    def rest(self) -> None:
        """Watch no longer."""
        application = QApplication.instance()
        if self._watching and application is not None:
            application.removeEventFilter(self)
        self._watching = False
        self._left = 0
        self._quiet.stop()
        self._count.stop()

    def stay(self) -> None:
        """Somebody has answered: everything goes on as it was."""
        self._begin()

    def count(self) -> None:
        """A second of the countdown has passed."""
        if not self._left:
            return
        self._left -= 1
        if self._left:
            self.counted.emit(self._left)
        else:
            self._count.stop()
            self.expired.emit()

    def _begin(self) -> None:
        self._left = 0
        self._count.stop()
        self._quiet.start(self.seconds * 1000)

    def _ask(self) -> None:
        if self._busy():
            self._begin()
            return
        self._left = COUNTDOWN
        self._count.start()
        self.asked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take every sign of life; nothing is held back. What Qt makes up itself is no sign of life."""
        if not self._left and event.type() in _SIGNS_OF_LIFE and event.spontaneous():
            self._quiet.start()
        return False
