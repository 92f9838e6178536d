"""What shows that a scrolled area goes on: an edge behind which there is more casts a shadow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.half import Part
from ui.theme import Look

#: How high, in pixels, and how dark the shadow is at an edge behind which there is more; its line.
_SHADOW, _DARK, _LINE = 14, 0.14, 2


class Edges(QObject):
    """The edges of a scrolled area. What stands in it is cut through somewhere: it must not look broken."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._edges = {edge: _Edge(area, edge) for edge in Qt.Edge}
        area.installEventFilter(self)
        area.viewport().installEventFilter(self)
        for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
            bar.rangeChanged.connect(self._show)
            bar.valueChanged.connect(self._show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go along where the area takes another size, or gives its bars another room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._lie()
        return super().eventFilter(watched, event)

    def _lie(self) -> None:
        across = self._area.rect()
        across.setWidth(self._area.viewport().geometry().right() + 1)
        for edge in self._edges.values():
            edge.lie_in(across)
            edge.raise_()

    def _show(self) -> None:
        """Show on which sides there is more."""
        down, across = self._area.verticalScrollBar(), self._area.horizontalScrollBar()
        more = {
            Qt.Edge.TopEdge: down.value() > down.minimum(),
            Qt.Edge.BottomEdge: down.value() < down.maximum(),
            Qt.Edge.LeftEdge: across.value() > across.minimum(),
            Qt.Edge.RightEdge: across.value() < across.maximum(),
        }
        for edge, there in more.items():
            self._edges[edge].setVisible(there)


class _Edge(Part, QWidget):
    """Lies over one edge, and casts a shadow there: so little that words below it can be read."""

    def __init__(self, parent: QWidget, edge: Qt.Edge) -> None:
        super().__init__(parent)
        self._edge = edge
        self._look = Look()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def lie_in(self, area: QRect) -> None:
        """Take the place of this edge of an area."""
        self.setGeometry(_strip(area, self._edge, _SHADOW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a line, and what it lets through of the light."""
        painter, line = QPainter(self), _strip(self.rect(), self._edge, _LINE)
        shadow, none = self._look.colour("ink"), self._look.colour("ink")
        shadow.setAlphaF(_DARK)
        none.setAlphaF(0)
        away = self.rect().center() * 2 - line.center()
        light = QLinearGradient(away, line.center())
        light.setColorAt(0, none)
        light.setColorAt(1, shadow)
        painter.fillRect(self.rect(), light)
        painter.fillRect(line, self._look.colour("edge"))


def _strip(area: QRect, edge: Qt.Edge, pixels: int) -> QRect:
    """Return what lies at one edge of an area, so many pixels wide."""
    strip = QRect(area)
    if edge is Qt.Edge.TopEdge:
        strip.setHeight(pixels)
    elif edge is Qt.Edge.BottomEdge:
        strip.setTop(area.bottom() + 1 - pixels)
    elif edge is Qt.Edge.LeftEdge:
        strip.setWidth(pixels)
    else:
        strip.setLeft(area.right() + 1 - pixels)
    return strip
