"""The mock-up phone (or page of a computer): a drawing, its labels as real widgets, and a target that pulses."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QElapsedTimer, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from kiosk.tutorials import Box, Screen
from ui.half import Part, by_keyboard
from ui.theme import Look, font

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_PULSE_MS = 1600
_FRAME_MS = 100
_RING = 10


class ScreenLabel(QLabel):
    """A label of the shown app, as large as its box allows: long words shrink instead of being cut."""

    def __init__(self, parent: QWidget, box: Box) -> None:
        super().__init__(parent)
        self._box = self._set = box
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


class Target(QAbstractButton):
    """What to tap. It paints nothing itself: the drawing and the label below it show it, the pulse points at it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._by_keyboard = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard brought the focus."""
        self._by_keyboard = by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the keyboard's focus only."""
        if self.hasFocus() and self._by_keyboard:
            painter = QPainter(self)
            painter.setPen(QPen(QColor("#B45309"), 3, Qt.PenStyle.DashLine))
            painter.drawRect(self.rect().adjusted(2, 2, -3, -3))


class Phone(Part, QWidget):
    """Shows one screen; `tapped` when the target is tapped."""

    tapped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._screen: Screen | None = None
        self._picture = QPixmap()
        self._labels: dict[str, ScreenLabel] = {}
        self._target = ""
        self._button = Target(self)
        self._button.clicked.connect(self.tapped)
        self._pulse = QTimer(self)
        self._pulse.setInterval(_FRAME_MS)
        self._pulse.timeout.connect(self._beat)
        self._since = QElapsedTimer()
        self._since.start()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # Properties

    @property
    def target(self) -> Target:
        """The button that lies over the target."""
        return self._button

    @property
    def labels(self) -> list[ScreenLabel]:
        """The labels of the screen."""
        return list(self._labels.values())

    @property
    def wide(self) -> bool:
        """A page of a computer, wider than high."""
        return self._screen is not None and self._screen.size[0] > self._screen.size[1]

    # Methods

    def show_screen(self, screen: Screen | None, target: str, label: Callable[[str], str], name: str) -> None:
        """Show a screen, its labels by `label(element)`, and the target; `name` is the target's accessible name."""
        changed = screen is not self._screen
        self._screen = screen
        self._target = target if screen is not None and target in screen.boxes else ""
        if changed:
            self._rebuild()
        self._button.setVisible(bool(self._target))
        self.relabel(label, name)

    def relabel(self, label: Callable[[str], str], name: str) -> None:
        """Say the labels again, in the language that the app would show to this resident."""
        for element, widget in self._labels.items():
            widget.setText(label(element))
        self._button.setAccessibleName(label(self._target) or name)
        self._button.setAccessibleDescription(name)
        self._place()

    def restyle(self, look: Look) -> None:
        """Take the colours of frame and pointer."""
        self._look = look
        self._draw()

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return QSize(260, 540)

    # Geometry

    def drawing_area(self) -> QRectF:
        """Return where the drawing lies inside the frame, in pixels."""
        width, height = self._screen.size if self._screen else (360.0, 720.0)
        bezel = 8.0 if width > height else 11.0
        margin = _RING
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        unit = min((room.width() - 2 * bezel) / width, (room.height() - 2 * bezel) / height)
        size = QRectF(0, 0, width * unit, height * unit)
        size.moveCenter(room.center())
        size.moveTop(room.top() + bezel)
        return size

    def _unit(self) -> float:
        return self.drawing_area().width() / (self._screen.size[0] if self._screen else 360.0)

    def _area(self, box: Box) -> QRectF:
        return area_of(box, self.drawing_area(), self._unit())

    def _rebuild(self) -> None:
        for widget in self._labels.values():
            widget.hide()
            widget.deleteLater()
        boxes = self._screen.boxes if self._screen else {}
        self._labels = {name: ScreenLabel(self, box) for name, box in boxes.items()}
        for name, widget in self._labels.items():
            widget.setObjectName(name)
            widget.show()
        self._button.raise_()
        self._draw()

    def _draw(self) -> None:
        self._picture = QPixmap()
        area = self.drawing_area()
        if self._screen is None or area.width() < 1:
            return
        ratio = self.devicePixelRatioF()
        picture = QPixmap(math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("ink"))
        bezel, radius = (8.0, 10.0) if self.wide else (11.0, 34.0)
        painter.drawRoundedRect(area.adjusted(-bezel, -bezel, bezel, bezel), radius, radius)
        if not self.wide:
            glass = QPainterPath()
            glass.addRoundedRect(area, radius - bezel, radius - bezel)
            painter.setClipPath(glass)
        QSvgRenderer(QByteArray(self._screen.svg)).render(painter, area)
        painter.end()
        self._picture = picture
        self.update()

    def _place(self) -> None:
        if self._screen is None:
            return
        drawing, unit = self.drawing_area(), self._unit()
        for widget in self._labels.values():
            widget.place(drawing, unit)
        if self._target:
            self._button.setGeometry(self._area(self._screen.boxes[self._target]).toRect())
        self.update()

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw at the new size."""
        self._draw()
        self._place()

    def showEvent(self, event: object) -> None:
        """Pulse only while somebody can see it."""
        self._pulse.start()

    def hideEvent(self, event: object) -> None:
        """Rest while hidden."""
        self._pulse.stop()

    def _beat(self) -> None:
        if self._target:
            self.update(self._button.geometry().adjusted(-_RING, -_RING, _RING, _RING))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the drawing, and the ring around the target."""
        if self._screen is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(QPointF(), self._picture)
        if self._target:
            self._paint_pulse(painter)

    def _corner(self) -> float:
        box = self._screen.boxes.get(self._target) if self._screen else None
        return min(box.corner * self._unit(), self._button.height() / 2) if box else 10.0

    def _paint_pulse(self, painter: QPainter) -> None:
        phase = (self._since.elapsed() % _PULSE_MS) / _PULSE_MS
        swell = (1 - math.cos(2 * math.pi * phase)) / 2
        ring = QRectF(self._button.geometry())
        pointer = self._look.colour("pointer")
        glow = QColor(pointer)
        glow.setAlphaF(0.18 + 0.30 * swell)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        spread = 3.0 + 4.0 * swell
        painter.setPen(QPen(glow, spread * 2))
        corner = self._corner()
        painter.drawRoundedRect(ring.adjusted(-3, -3, 3, 3), corner + 3, corner + 3)
        painter.setPen(QPen(pointer, 4))
        painter.drawRoundedRect(ring.adjusted(-1, -1, 1, 1), corner + 1, corner + 1)
