"""A line to type into, high enough for a finger, named for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look

#: 15 mm at 96 dpi.
HEIGHT = 57


class Field(Part, QLineEdit):
    """`message` is what it asks for; it stands in the field while that is empty, and is its accessible name."""

    def __init__(self, message: str, *, role: str = "normal", hint: bool = True, **params: object) -> None:
        super().__init__()
        self._message, self._params = message, params
        self._role = role
        self._hint = hint
        self.setMaxLength(140)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # no window over the desk

    def retranslate(self, language: Language) -> None:
        """Say what it asks for again."""
        said = language.text(self._message, **self._params)
        self.setAccessibleName(said)
        if self._hint:
            self.setPlaceholderText(said)

    def restyle(self, look: Look) -> None:
        """Take font and colours."""
        self.setFont(look.font(self._role))
        self.setMinimumHeight(max(HEIGHT, look.size(self._role) * 2))
        self.setTextMargins(8, 0, 8, 0)
        self.setPalette(look.palette())
