"""A question's line: its number, its words, and whether it is the next one, answered, or waits."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.half import Half, Part
from ui.theme import Look, font, pixmap
from ui.widgets.text import Label


class State(Enum):
    """How far a question is."""

    WAITS = auto()
    NEXT = auto()
    ANSWERED = auto()


class _Mark(Part, QWidget):
    """The number in a circle: full for the next question, a tick for an answered one."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = str(number)
        self._look = Look()
        self.state = State.WAITS

    def restyle(self, look: Look) -> None:
        self._look = look
        side = round(look.size("caption") * 1.4)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.state is State.ANSWERED:
            picture = pixmap("check", self._look.colours.good, self.width(), self.devicePixelRatioF())
            painter.drawPixmap(self.rect(), picture)
            return
        following = self.state is State.NEXT
        painter.setPen(QPen(self._look.colour("brand" if following else "edge"), 1.5))
        painter.setBrush(self._look.colour("brand" if following else "card"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(self._look.colour("on_brand" if following else "muted"))
        painter.setFont(font(round(self.height() * 0.6), bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._number)


class Question(QWidget):
    """The line over a question's answers."""

    def __init__(self, half: Half, number: int) -> None:
        super().__init__()
        self._half = half
        self._mark = _Mark(number)
        self._bold, self._plain = (
            Label("caption", bold=True, colour="brand"),
            Label("caption", colour="muted"),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._bold, 1)
        row.addWidget(self._plain, 1)
        self.show_state(State.WAITS)

    def say(self, text: str) -> None:
        """Say the question."""
        self._bold.setText(text)
        self._plain.setText(text)

    def show_state(self, state: State) -> None:
        """Show how far the question is: never by colour alone."""
        self._mark.state = state
        self._mark.update()
        self._bold.setVisible(state is State.NEXT)
        self._plain.setVisible(state is not State.NEXT)
