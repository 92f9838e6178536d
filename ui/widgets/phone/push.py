"""An invented message that slides onto the shown phone."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.tutorials import Box
from ui.theme import pixmap
from ui.widgets.phone.label import fitted

#: Where it lies, and how its words are set: the kit's notification.
BOX = Box(8, 32, 344, 84, size=15, align="left", corner=18)
_TEXT = Box(0, 0, 0, 0, size=15)
_SLIDE_MS = 350


class Push(QLabel):
    """Says a message over the screen until the step is done. A screen reader reads it as a label."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._unit = 1.0
        self._still = False
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        palette = self.palette()
        palette.setColor(self.foregroundRole(), QColor("#10241F"))
        self.setPalette(palette)
        self.hide()

    def place(self, area: QRectF, unit: float) -> None:
        """Lie over `area`; one unit of the drawing is `unit` pixels."""
        self._slide.stop()
        self._unit = unit
        self.setGeometry(area.toRect())
        left, right = round(58 * unit), round(12 * unit)
        self.setContentsMargins(left, round(3 * unit), right, round(3 * unit))
        self.setFont(fitted(self.text(), _TEXT, area.width() - left - right, area.height() - 6 * unit, unit))

    def keep_still(self, still: bool) -> None:
        """Never slide, for whoever is disturbed by it."""
        self._still = still

    def arrive(self) -> None:
        """Slide in from above, or be there."""
        if self._still:
            self.show()
            self.raise_()
            return
        here = self.pos()
        self._slide.setStartValue(QPoint(here.x(), here.y() - self.height()))
        self._slide.setEndValue(here)
        self.show()
        self.raise_()
        self._slide.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slip, its picture, and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#8390A2"), 1.5))
        painter.setBrush(QColor("#FFFFFF"))
        slip = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(slip, BOX.corner * self._unit, BOX.corner * self._unit)
        side = 34 * self._unit
        tile = QRectF(12 * self._unit, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#1B7536"))
        painter.drawRoundedRect(tile, 10 * self._unit, 10 * self._unit)
        inner = tile.adjusted(side * 0.2, side * 0.2, -side * 0.2, -side * 0.2).toRect()
        picture = pixmap("messages", "#FFFFFF", inner.width(), self.devicePixelRatioF())
        painter.drawPixmap(inner, picture)
        painter.end()
        super().paintEvent(event)
