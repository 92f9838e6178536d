"""A label of the shown app, set over the drawing."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.tutorials import Box
from ui.theme import font

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class ScreenLabel(QLabel):
    """A label of the shown app, as large as its box allows: long words shrink instead of being cut."""

    def __init__(self, parent: QWidget, box: Box) -> None:
        super().__init__(parent)
        self._box = self._set = box
        self._wanted = box.size
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(
            _ALIGN.get(box.align, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        palette = self.palette()
        palette.setColor(self.foregroundRole(), QColor(box.ink))
        self.setPalette(palette)

    def place(self, drawing: QRectF, unit: float) -> None:
        """Lie over the box's room for a label; one unit of the drawing is `unit` pixels."""
        self._set = self._box.label(self.text())
        room = area_of(self._set, drawing, unit)
        self.setGeometry(room.toRect())
        self.setFont(fitted(self.text(), self._set, room.width(), room.height(), unit))
        self._wanted = self._set.size * unit

    @property
    def shrunk(self) -> float:
        """The size that the label is set at, as a share of the size that the app sets it at."""
        return self.font().pixelSize() / max(self._wanted, 1.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a code one character a cell, everything else as Qt does."""
        if not self._set.cells:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(QColor(self._set.ink))
        width = self.width() / self._set.cells
        for number, character in enumerate(self.text()):
            cell = QRectF(number * width, 0, width, self.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, character)


def area_of(box: Box, drawing: QRectF, unit: float) -> QRectF:
    """Return where a box lies, in pixels, in a drawing whose unit is `unit` pixels."""
    return QRectF(drawing.x() + box.x * unit, drawing.y() + box.y * unit, box.width * unit, box.height * unit)


@lru_cache(maxsize=1024)
def fitted(text: str, box: Box, width: float, height: float, unit: float) -> QFont:
    """Return the largest font, up to the box's own size, in which `text` fits; never below 7 pixels."""
    words = text.split()
    size = max(round(box.size * unit), 7)
    while True:
        found = font(size, bold=box.bold)
        metrics = QFontMetrics(found)
        bounds = metrics.boundingRect(0, 0, int(width), 10_000, int(Qt.TextFlag.TextWordWrap), text)
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        if size <= 7 or (bounds.height() <= height and widest <= width):
            return found
        size -= 1
