"""Are you still there? One question that fills the screen, and one button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.idle import COUNTDOWN
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

QUESTION = N_("Are you still there?")
_EXPLAINED = N_("If you do not answer, the screen is cleared, so that nobody sees what you looked at.")


class Countdown(Part, QWidget):
    """A number in a ring that runs out."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._left = COUNTDOWN

    def show_left(self, seconds: int, said: str) -> None:
        """Show so many seconds; `said` is what a screen reader says."""
        self._left = seconds
        self.setAccessibleName(said)
        self.update()

    def restyle(self, look: Look) -> None:
        """Take colours and letters."""
        self._look = look
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """A ring around two figures."""
        side = round(self._look.size("figure") * 2.3)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ring and number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.setPen(QPen(self._look.colour("line"), 8))
        painter.drawEllipse(ring)
        painter.setPen(QPen(self._look.colour("brand"), 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(ring, 90 * 16, -round(360 * 16 * self._left / COUNTDOWN))
        painter.setPen(self._look.colour("ink"))
        painter.setFont(self._look.font("figure", bold=True))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._left))


class StillThere(Part, QWidget):
    """`stay` when somebody answers."""

    stay = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._language: Language | None = None
        self._countdown = Countdown()
        self._title = Label("title", message=QUESTION, bold=True)
        self._text = Label("large", message=_EXPLAINED)
        self.button = Button(N_("I need more time"), kind="primary", role="title", bold=True, height=110)
        self.button.clicked.connect(self.stay)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        ring = QHBoxLayout()
        ring.addStretch(1)
        ring.addWidget(self._countdown)
        ring.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 32)
        column.setSpacing(16)
        column.addStretch(1)
        column.addLayout(ring)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addStretch(1)
        column.addWidget(self.button)

    def show_left(self, seconds: int) -> None:
        """Show how many seconds are left."""
        if self._language is not None:
            said = self._language.plural("{n} second left", "{n} seconds left", seconds)
            self._countdown.show_left(seconds, said)

    def retranslate(self, language: Language) -> None:
        """Take the language of the next number."""
        self._language = language
