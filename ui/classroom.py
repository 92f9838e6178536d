"""Class mode: one step fills the projector, arrows or a clicker turn it, and nothing of the log can be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.announcing import announce
from ui.theme import CALM

_Key = Qt.Key
#: What keyboards and clickers send, as in other programs that show slides.
_ON = {
    _Key.Key_Right,
    _Key.Key_Down,
    _Key.Key_PageDown,
    _Key.Key_Space,
    _Key.Key_Return,
    _Key.Key_Enter,
    _Key.Key_N,
}
_BACK = {_Key.Key_Left, _Key.Key_Up, _Key.Key_PageUp, _Key.Key_Backspace, _Key.Key_P}
_LEAVE = {_Key.Key_Escape, _Key.Key_F5, _Key.Key_Q}
_DARK = {_Key.Key_B, _Key.Key_Period}
#: The part of the width whose tap goes back.
_BACK_SHARE = 0.25
#: The least and the most width of a slide, in pixels. All slides are held: twenty as wide as the largest screens would
#: take two thirds of a gigabyte, and from a class's seats nobody sees the difference.
_NARROWEST, _WIDEST = 320, 1920


class Slide(NamedTuple):
    """What a slide says, for whoever hears it rather than sees it."""

    words: str


class Classroom(QWidget):
    """Fills a screen with slides. `left` when the class is over; `turned` with the slide shown, from 0.

    `draw` returns the slides as pictures of a width in pixels; `slides` says what is on them.
    """

    left = Signal()
    turned = Signal(int)

    def __init__(self, draw: Callable[[int], Sequence[QImage]], slides: Sequence[Slide], at: int = 0) -> None:
        super().__init__()
        self._draw = draw
        self._slides = slides
        self._at = min(max(at, 0), len(slides) - 1)
        self._pages: Sequence[QImage] = ()
        self._dark = False
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._tell()

    # Values

    @property
    def at(self) -> int:
        """The slide that is shown, from 0."""
        return self._at

    @property
    def dark(self) -> bool:
        """Whether the screen was darkened, so that people look at the teacher."""
        return self._dark

    # Methods

    def open_beside(self, window: QWidget) -> None:
        """Fill the projector: a second screen where there is one, else the window's own."""
        screen = _projector(window)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self.setFocus()

    def turn(self, by: int) -> None:
        """Turn by so many slides, to the first or last at most."""
        self._dark = False
        at = min(max(self._at + by, 0), len(self._slides) - 1)
        if at != self._at:
            self._at = at
            self._tell()
            self.turned.emit(at)
        self.update()

    def _tell(self) -> None:
        words = self._slides[self._at].words
        self.setWindowTitle(words.partition(".")[0])
        self.setAccessibleName(words)
        announce(self, words)

    # What people do

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn, darken, or end the class."""
        key = event.key()
        if key in _ON:
            self.turn(1)
        elif key in _BACK:
            self.turn(-1)
        elif key in (_Key.Key_Home, _Key.Key_End):
            self.turn(-self._at if key == _Key.Key_Home else len(self._slides))
        elif key in _DARK:
            self._dark = not self._dark
            self.update()
        elif key in _LEAVE:
            self.close()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap turns on; on the left edge, or with the other button, back."""
        back = event.position().x() < self.width() * _BACK_SHARE
        self.turn(-1 if back or event.button() == Qt.MouseButton.RightButton else 1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel turns as well."""
        if event.angleDelta().y():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)

    def closeEvent(self, event: object) -> None:
        """The class is over."""
        self._pages = ()
        self.left.emit()

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the slides anew, as sharp as this screen is, within bounds."""
        self._pages = ()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slide in the middle, and below it how far we are."""
        painter = QPainter(self)
        if self._dark:
            painter.fillRect(self.rect(), QColor("#000000"))
            return
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        page = self._page()
        size = QSize(page.size() / page.devicePixelRatio()).scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        area = QRect(QPointF(0, 0).toPoint(), size)
        area.moveCenter(self.rect().center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, page)
        self._paint_progress(painter)

    def _page(self) -> QImage:
        if not self._pages:
            ratio = self.devicePixelRatioF()
            wide = min(self.width(), round(self.height() * 16 / 9))
            self._pages = self._draw(min(max(round(wide * ratio), _NARROWEST), _WIDEST))
            for page in self._pages:
                page.setDevicePixelRatio(ratio)
        return self._pages[min(self._at, len(self._pages) - 1)]

    def _paint_progress(self, painter: QPainter) -> None:
        high = max(4, self.height() // 160)
        done = round(self.width() * (self._at + 1) / len(self._slides))
        painter.fillRect(0, self.height() - high, self.width(), high, QColor(CALM.line))
        painter.fillRect(0, self.height() - high, done, high, QColor(CALM.brand))


def _projector(window: QWidget) -> QScreen:
    others = [screen for screen in QGuiApplication.screens() if screen is not window.screen()]
    return others[0] if others else window.screen()
