"""How far along the walkthrough is: one segment a step."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.half import Part
from ui.theme import Look


class Progress(Part, QWidget):
    """Segments, those done filled. The words "step 3 of 7" stand elsewhere: this is no information of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._done = 0
        self._of = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, done: int, of: int) -> None:
        """Fill `done` of `of` segments."""
        self._done, self._of = done, max(of, 1)
        self.update()

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(200, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the segments."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = 8.0
        width = (self.width() - gap * (self._of - 1)) / self._of
        for number in range(self._of):
            painter.setBrush(self._look.colour("brand" if number < self._done else "line"))
            painter.drawRoundedRect(QRectF(number * (width + gap), 0, width, self.height()), 5, 5)
