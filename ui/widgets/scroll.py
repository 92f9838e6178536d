"""What scrolls: a slim bar in the program's own colours, and the ground of what is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QWidget

from ui.half import Part
from ui.theme import Look

_WIDTH = 14


class Scrolled(QWidget):
    """What stands in a scroll area: as high as its words need at the area's width.

    Qt would take the least height over all widths, which for wrapped words is far too much.
    """

    def minimumSizeHint(self) -> QSize:
        """Only the width: the height follows from it."""
        return QSize(super().minimumSizeHint().width(), 0)


class Scroll(Part, QScrollBar):
    """Vertical. The handle stands where Qt's style would put it, so that dragging and clicking stay Qt's."""

    def __init__(self, ground: str = "paper", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._ground = ground
        self._look = Look()

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """Slim."""
        return QSize(_WIDTH, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the handle on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.colour(self._ground))
        if self.maximum() <= self.minimum():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("muted" if self.isSliderDown() else "edge"))
        handle = QRectF(self._handle()).adjusted(4, 0, -4, 0)
        painter.drawRoundedRect(handle, handle.width() / 2, handle.width() / 2)

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        return self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)
