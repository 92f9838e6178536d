"""The program's own half of the lock. The other half, which holds what no program can, is the system's session."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QApplication, QWidget

_log = logging.getLogger(__name__)

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_BUTTONS = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick}
)
#: Never let through, whoever it is for.
_HELD = frozenset(
    {
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.ToolTip,
        QEvent.Type.WhatsThis,
        QEvent.Type.QueryWhatsThis,
        QEvent.Type.Quit,
        QEvent.Type.Shortcut,
    }
)
_WATCHED = _KEYS | _BUTTONS | _HELD | {QEvent.Type.Close, QEvent.Type.Show, QEvent.Type.WindowStateChange}
#: What a reader needs beside letters and digits.
_PLAIN = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_SCHEMES = ("http", "https", "file", "mailto", "ftp", "tel")
_Modifier = Qt.KeyboardModifier


class Guards(QObject):
    """While it is on, one window covers its screen: no key, button, menu, link, drop or other window gets past it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._on = False
        self._screen: QScreen | None = None

    @property
    def on(self) -> bool:
        """The window is locked."""
        return self._on

    def close(self) -> None:
        """Cover the screen and let nothing past."""
        application = QApplication.instance()
        if self._on or not isinstance(application, QApplication):
            return
        self._on = True
        application.setQuitOnLastWindowClosed(False)
        application.installEventFilter(self)
        for scheme in _SCHEMES:
            # The stub says bytes; PySide6 6.11 takes a str only.
            QDesktopServices.setUrlHandler(scheme, self, "open_nothing")  # type: ignore[arg-type]
        self.cover()

    def open(self) -> None:
        """Let everything past again."""
        application = QApplication.instance()
        if not self._on or not isinstance(application, QApplication):
            return
        self._on = False
        application.removeEventFilter(self)
        application.setQuitOnLastWindowClosed(True)
        for scheme in _SCHEMES:
            QDesktopServices.unsetUrlHandler(scheme)
        self._follow(None)

    def cover(self) -> None:
        """Fill the screen.

        On X11 without a window manager being full-screen does nothing: the geometry is set as well. Under Wayland the
        compositor alone gives sizes, and a window that sets its own stays black (Qt 6.11 in cage).
        """
        window, screen = self._window, self._window.screen()
        self._follow(screen)
        if not QGuiApplication.platformName().startswith("wayland"):
            window.setGeometry(screen.geometry())
        window.showFullScreen()
        window.raise_()
        window.activateWindow()

    @Slot(QUrl)
    def open_nothing(self, url: QUrl) -> None:
        """What a link opens while the window is locked."""
        _log.warning("a link was not opened: %s", url.scheme())

    def _follow(self, screen: QScreen | None) -> None:
        """Go with the screen when its size changes."""
        if screen is self._screen:
            return
        if self._screen is not None:
            self._screen.geometryChanged.disconnect(self._fill)
        self._screen = screen
        if screen is not None:
            screen.geometryChanged.connect(self._fill)

    def _fill(self) -> None:
        if self._on:
            self.cover()

    # What is held back

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back what could lead out of the window."""
        kind = event.type()
        if kind not in _WATCHED:
            return False
        if (
            kind in _HELD
            or (isinstance(event, QKeyEvent) and not harmless(event))
            or (isinstance(event, QMouseEvent) and event.button() != Qt.MouseButton.LeftButton)
        ):
            event.ignore()
            return True
        return isinstance(watched, QWidget) and watched.isWindow() and self._hold_window(watched, kind, event)

    def _hold_window(self, window: QWidget, kind: QEvent.Type, event: QEvent) -> bool:
        mine = window is self._window
        if mine and kind == QEvent.Type.Close:
            event.ignore()
            return True
        if mine and kind == QEvent.Type.WindowStateChange and window.isMinimized():
            QTimer.singleShot(0, self, self._fill)
        elif not mine and kind == QEvent.Type.Show:
            _log.warning("a second window was hidden: %s", type(window).__name__)
            QTimer.singleShot(0, window, window.hide)
        return False


def harmless(event: QKeyEvent) -> bool:
    """Tell whether a key only writes, moves or taps: no function key, no Super, nothing with Ctrl or Alt.

    Ctrl and Alt together are how some systems report the key that writes the third letter of a keyboard's keys.
    """
    held = event.modifiers() & (_Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier)
    writes = bool(event.text()) and event.text().isprintable()
    if held == (_Modifier.ControlModifier | _Modifier.AltModifier):
        return writes
    return not held and (writes or event.key() in _PLAIN)
