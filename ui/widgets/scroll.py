"""What scrolls: by wheel, finger, keyboard or a slim bar in the program's own colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.half import Part
from ui.theme import Look
from ui.widgets.edges import Edges
from ui.widgets.finger import Finger

_WIDTH = 14
#: The bar that lies over what is scrolled is slimmer still.
BAR_WIDTH = 10
#: What the bar takes from the column, with the distance of the two.
GUTTER = BAR_WIDTH + 2
_LEAST_HIGH = 40


class Scrolled(QWidget):
    """What stands in a scroll area: as high as its words need at the area's width.

    Qt would take the least height over all widths, which for wrapped words is far too much.
    """

    def minimumSizeHint(self) -> QSize:
        """Only the width, where the height follows from it."""
        least, layout = super().minimumSizeHint(), self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


class Scroll(Part, QScrollBar):
    """Vertical. The handle stands where Qt's style would put it, so that dragging and clicking stay Qt's.

    `ground` is the colour behind the handle; without one, what lies below shines through.
    """

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
        if self._ground:
            painter.fillRect(self.rect(), self._look.colour(self._ground))
        if self.maximum() <= self.minimum():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("muted" if self.isSliderDown() else "edge"))
        handle = QRectF(self._handle()).adjusted(3, 1, -3, -1)
        painter.drawRoundedRect(handle, handle.width() / 2, handle.width() / 2)

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        return self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)


class _Overlay(Scroll):
    """Shows and moves another bar's value; there while there is something to scroll."""

    def __init__(self, bar: QScrollBar, parent: QWidget) -> None:
        super().__init__("", parent)
        self._bar = bar
        bar.rangeChanged.connect(self._follow)
        bar.valueChanged.connect(self.setValue)
        self.valueChanged.connect(bar.setValue)
        self._follow(bar.minimum(), bar.maximum())

    def _follow(self, least: int, most: int) -> None:
        if not isValid(self._bar):  # the area goes, and its bar before this one
            return
        self.setRange(least, most)
        self.setPageStep(self._bar.pageStep())
        self.setSingleStep(self._bar.singleStep())
        self.setVisible(most > least)


class Scroller(QScrollArea):
    """A frameless area around a column; there is no bar while everything fits.

    An edge behind which there is more casts a shadow. A bar takes room at the right edge where the column does not fit:
    that is decided by the height at the whole width, as one that made the text wrap, so that it is needed, would never
    be taken away again.
    """

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        inside = Scrolled()
        inside.setLayout(column)
        self._column = column
        self._settled = QTimer(self, interval=0, singleShot=True)
        self._settled.timeout.connect(self._make_room)
        inside.installEventFilter(self)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        # The half's own ground shines through; `setWidget` switches the filling on.
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.bar = _Overlay(self.verticalScrollBar(), self)
        self._edges = Edges(self)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._finger = Finger(self)

    def minimumSizeHint(self) -> QSize:
        """On a low screen a line of it is enough to scroll by; Qt asks for the room of bars that are never shown."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HIGH)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow a finger while somebody can see it."""
        super().showEvent(event)
        self._make_room()  # words may have changed while it was hidden
        self._finger.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow none that touches what is shown instead."""
        self._finger.rest()
        super().hideEvent(event)

    def whole_height(self) -> int:
        """Return how high the column is at the whole width."""
        if not self._column.hasHeightForWidth():
            return self._column.sizeHint().height()
        # The room for the bar is one of the layout's own margins.
        return self._column.totalHeightForWidth(self.width() + self._column.contentsMargins().right())

    def _make_room(self) -> None:
        """Give the bar its room, or the column the whole width; while nobody sees it, nothing is measured."""
        if not self.isVisible():
            return
        margins = self._column.contentsMargins()
        wanted = GUTTER if self.whole_height() > self.height() else 0
        if wanted != margins.right():
            self._column.setContentsMargins(margins.left(), margins.top(), wanted, margins.bottom())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words may need the bar, or need it no more."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._settled.start()  # once the layouts have done what they put off
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the right edge."""
        super().resizeEvent(event)
        self._make_room()
        self.bar.setGeometry(self.width() - BAR_WIDTH, 0, BAR_WIDTH, self.height())
        self.bar.raise_()
