"""The field of a practice: real typing over the drawing, and nothing left of it afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.tutorials import Box
from ui.theme import font

#: Shortcuts that would keep or bring text: the clipboard's and the undo history's.
_KEEPING = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)


class TypedField(QLineEdit):
    """Lies over a box that is typed into; its grey words say what to type. `read` turns typed keys into what was meant.

    It has no completer, no menu, no selection and no clipboard; `forget` empties it and its undo history.
    """

    def __init__(self, parent: QWidget, read: Callable[[str], str]) -> None:
        super().__init__(parent)
        self._read = read
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhPreferLatin
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        # A selection alone would put the text on the clipboard of some systems.
        self.selectionChanged.connect(self.deselect)
        self.textEdited.connect(self._as_meant)

    def ask(self, value: str, name: str) -> None:
        """Ask for a value; `name` is the field's accessible name."""
        self.forget()
        self.setPlaceholderText(value)
        self.setAccessibleName(name)
        self.setAccessibleDescription(value)

    def restyle_edge(self, colour: str) -> None:
        """Take the colour of the field's edge."""
        self.setStyleSheet(
            f"QLineEdit {{ border: 3px solid {colour}; border-radius: 8px; background: #FFFFFF; color: #10241F;"
            f" placeholder-text-color: #5B6B66; }}"
        )

    def forget(self) -> None:
        """Lose what was typed, its undo history included."""
        self.setText("")

    def place(self, area: QRectF, box: Box, unit: float) -> None:
        """Lie over a box, with letters of its size."""
        self.setGeometry(area.toRect())
        shown = font(max(round(box.size * unit), 11), bold=box.bold)
        self.setFont(shown)
        self.setTextMargins(round(10 * unit), 0, round(10 * unit), 0)

    def _as_meant(self, typed: str) -> None:
        """Put right what another layout of the keyboard made of it."""
        read = self._read(typed)
        if read != typed:
            at = self.cursorPosition()
            self.setText(read)
            self.setCursorPosition(min(at, len(read)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; nothing comes from the clipboard or goes to it."""
        if any(event.matches(key) for key in _KEEPING):
            event.accept()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer no menu."""
        event.accept()
