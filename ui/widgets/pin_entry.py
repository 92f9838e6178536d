"""Typing a PIN: the pad, and above it what was refused and how long to wait."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import Language
from ui.half import Part
from ui.widgets.digit_pad import DigitPad
from ui.widgets.text import Label

_GAP = 8


class PinEntry(Part, QWidget):
    """`entered` carries six digits, once the last dot has been painted: checking them takes a tenth of a second.

    `words` stand above the pad; a page that has more room beside it may put them there.
    """

    entered = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._problem: KioskError | None = None
        self._wait = 0
        self._room = QSize()
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self.tick)
        self.words = Label("small", colour="on_danger", bold=True)
        self.words.hide()
        self.pad = DigitPad()
        self.pad.entered.connect(self._hand_on)
        self.pad.typed.connect(self._typing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.words)
        column.addWidget(self.pad)

    def fit(self, room: QSize) -> None:
        """Be no larger than this: on a low screen the keys stand in other rows."""
        self._room = room
        words = self.words.heightForWidth(room.width()) + _GAP if not self.words.isHidden() else 0
        self.pad.fit(room.width(), room.height() - words)

    @property
    def said(self) -> str:
        """What is said about the last PIN, empty when nothing is."""
        return "" if self.words.isHidden() else self.words.text()

    def clear(self) -> None:
        """Begin anew: nothing typed, nothing refused."""
        self._tick.stop()
        self._problem = None
        self.pad.clear()
        self.pad.allow(True)
        self._say()

    def refuse(self, problem: KioskError, wait: int = 0) -> None:
        """Say why; take no digits for `wait` seconds."""
        self._problem, self._wait = problem, wait
        self.pad.clear()
        self.pad.allow(wait <= 0)
        if wait > 0:
            self._tick.start()
        self._say()

    def tick(self) -> None:
        """A second of the waiting time has passed."""
        self._wait -= 1
        if self._wait <= 0:
            self._tick.stop()
            self._problem = None
            self.pad.allow(True)
        self._say()

    def retranslate(self, language: Language) -> None:
        """Say again what was refused."""
        self._language = language
        self._say()

    def _hand_on(self, digits: str) -> None:
        self.pad.allow(False)

        def hand_on() -> None:
            self.pad.clear()
            self.pad.allow(True)
            self.entered.emit(digits)

        QTimer.singleShot(0, self, hand_on)

    def _typing(self) -> None:
        if self._problem is not None:
            self._problem = None
            self._say()

    def _say(self) -> None:
        problem = self._problem
        if problem is not None:
            self.words.setText(
                self._language.text(problem.message, **{**problem.params, "seconds": self._wait})
            )
        self.words.setVisible(problem is not None)
        if self._room.isValid():
            self.fit(self._room)
