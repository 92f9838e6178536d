"""An area that scrolls when what is in it is too long: by wheel, finger, keyboard or a slim bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QScrollBar,
    QScroller,
    QStyle,
    QStyleOptionSlider,
    QVBoxLayout,
    QWidget,
)

from ui.half import Part
from ui.theme import Look

BAR_WIDTH = 10


class _SlimBar(Part, QScrollBar):
    """Shows and moves another bar's value."""

    def __init__(self, bar: QScrollBar, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._look = Look()
        self._bar = bar
        bar.rangeChanged.connect(self._follow)
        bar.valueChanged.connect(self.setValue)
        self.valueChanged.connect(bar.setValue)
        self._follow(bar.minimum(), bar.maximum())

    def _follow(self, least: int, most: int) -> None:
        self.setRange(least, most)
        self.setPageStep(self._bar.pageStep())
        self.setSingleStep(self._bar.singleStep())
        self.setVisible(most > least)

    def restyle(self, look: Look) -> None:
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        thumb = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("edge"))
        painter.drawRoundedRect(QRectF(thumb).adjusted(3, 2, -1, -2), 3, 3)


class Scroller(QScrollArea):
    """A frameless area around a column; there is no bar while everything fits.

    The bar lies over the right edge. One that took room would make the text wrap, so that it is needed: a layout
    that fits without it would never be found again.
    """

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        inside = QWidget()
        inside.setLayout(column)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        # The half's own ground shines through; `setWidget` switches the filling on.
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._slim = _SlimBar(self.verticalScrollBar(), self)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the right edge."""
        super().resizeEvent(event)
        self._slim.setGeometry(self.width() - BAR_WIDTH, 0, BAR_WIDTH, self.height())
        self._slim.raise_()
