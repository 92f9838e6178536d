"""A finger on what scrolls: it moves the content, and lets it run on when it is lifted."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTouchEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QScrollBar, QScroller
from shiboken6 import isValid

_Input = QScroller.Input
_INPUTS = {
    QEvent.Type.TouchBegin: _Input.InputPress,
    QEvent.Type.TouchUpdate: _Input.InputMove,
    QEvent.Type.TouchEnd: _Input.InputRelease,
    QEvent.Type.TouchCancel: _Input.InputRelease,
}
_FAR_AWAY = QPointF(-100_000, -100_000)


class Finger(QObject):
    """Watches the touches on a window, and moves what an area shows by those that begin on it.

    Qt's own way, `QScroller.grabGesture`, starts a gesture, for which Qt looks on the screen for the window under the
    finger and warns where it finds none: the frame of a class that ends goes a moment after its window. And it lets a
    button that moves along with the finger take the end of the way for a tap.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._scroller = QScroller.scroller(area.viewport())
        self._window: QWindow | None = None
        self._place = QPointF()
        self._holds = False
        self._pressed: QAbstractButton | None = None

    def watch(self) -> None:
        """Begin to watch, once the area is shown."""
        self.rest()
        self._window = self._area.window().windowHandle()
        if self._window is not None:
            self._window.installEventFilter(self)

    def rest(self) -> None:
        """Watch no longer."""
        window, self._window = self._window, None
        self._holds = False
        if window is not None and isValid(window):
            window.removeEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Take part in every touch; nothing is held back. A wheel stops what still runs on."""
        kind = event.type()
        if kind in _INPUTS:
            self._follow(_INPUTS[kind], cast(QTouchEvent, event))
        elif kind == QEvent.Type.Wheel:
            self._scroller.stop()
        return False

    def _follow(self, input_: QScroller.Input, touch: QTouchEvent) -> None:
        points = touch.points()
        if len(points) == 1:
            self._place = self._area.viewport().mapFromGlobal(points[0].globalPosition())
        else:
            input_ = _Input.InputRelease  # two fingers scroll nothing
        if input_ is _Input.InputPress:
            self._holds = self._is_here()
        if not self._holds:
            return
        self._scroller.handleInput(input_, self._place, touch.timestamp())
        if self._scroller.state() == QScroller.State.Dragging:
            self._let_go()
        self._holds = input_ is not _Input.InputRelease

    def _is_here(self) -> bool:
        """Tell whether the finger is on this area, and on none that stands in it; note which button is there."""
        viewport, window = self._area.viewport(), self._area.window()
        widget = window.childAt(viewport.mapTo(window, self._place.toPoint()))
        self._pressed = None
        while widget is not None and not isinstance(widget, QScrollArea | QScrollBar):
            if isinstance(widget, QAbstractButton):
                self._pressed = widget
            widget = widget.parentWidget()
        return widget is self._area

    def _let_go(self) -> None:
        """Let the button that the finger came down on know that this is no tap."""
        button, self._pressed = self._pressed, None
        if button is not None and isValid(button):
            none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
            away = (_FAR_AWAY, _FAR_AWAY, left, none, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(button, QMouseEvent(QEvent.Type.MouseButtonRelease, *away))
