"""A line to type into, high enough for a finger, named for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look

#: 15 mm at 96 dpi.
HEIGHT = 57
_FRAME = (
    "border: 2px solid {edge}; border-radius: 10px; padding: 6px 8px; background: {card}; color: {ink};"
    " placeholder-text-color: {muted}; selection-background-color: {brand}; selection-color: {on_brand};"
)
_FOCUS = "border-color: {focus};"


def frame_style(kind: str, look: Look, *, edge: str = "edge") -> str:
    """Return the style of a field to type into, with a focus that can be seen."""
    colours = {
        name: getattr(look.colours, name) for name in ("card", "ink", "muted", "brand", "on_brand", "focus")
    }
    return (
        f"{kind} {{ {_FRAME.format(edge=getattr(look.colours, edge), **colours)} }}"
        f" {kind}:focus {{ {_FOCUS.format(focus=look.colours.focus)} }}"
    )


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
        self.setPalette(look.palette())
        self.setStyleSheet(frame_style("QLineEdit", look))
