"""Keys that reach the visit from anywhere on the desk where nobody types: F2, the letters on the buttons, a scanner."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.desk.visit_keys import VisitKeys


class PanelKeys(QObject):
    """Takes the keys that no focused widget of the window wanted.

    `ready` says whether a visit is open and shown. Where there is a field to type into on the resident's half (the
    search, a practice), keys struck over there belong to it; F2 then leads to the panel first.
    """

    def __init__(self, panel: QWidget, ready: Callable[[], bool], focus: Callable[[], None]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._ready = ready
        self._window: QWidget | None = None
        self.keys = VisitKeys(self)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_F2), panel)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(focus)

    def watch(self) -> None:
        """Listen in the window that the panel stands in now."""
        if (window := self._panel.window()) is not self._window:
            if self._window is not None:
                self._window.removeEventFilter(self)
            self._window = window
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key press that came up to the window."""
        return (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and watched is self._window
            and self._ready()
            and not self._somebody_types()
            and self.keys.take(event)
        )

    def _somebody_types(self) -> bool:
        window = self._window
        focus = window.focusWidget() if window is not None else None
        if window is None or (focus is not None and self._panel.isAncestorOf(focus)):
            return isinstance(focus, QLineEdit | QPlainTextEdit)
        fields = window.findChildren(QLineEdit)
        return any(field.isVisible() and not self._panel.isAncestorOf(field) for field in fields)
