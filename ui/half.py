"""A half of the screen: it speaks one language and has one look, and tells its parts when either changes.

The resident's half and the volunteer's are two such halves of one window. A part never asks a global for its
language; it is told, by the half it sits in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Look

if TYPE_CHECKING:
    from kiosk.i18n import Language

    _Base = QWidget
else:
    _Base = object


class Part(_Base):
    """Mix into a widget that shows text or colours: `retranslate` and `restyle` are called when it must."""

    def retranslate(self, language: Language) -> None:
        """Say every text again, in `language`."""

    def restyle(self, look: Look) -> None:
        """Take colours, fonts and sizes from `look`."""


class Half(QWidget):
    """A region of a window that holds a `Language` and a `Look` of its own."""

    def __init__(self, language: Language, look: Look, background: str = "paper") -> None:
        super().__init__()
        self._language = language
        self._look = look
        self._background = background
        self.setPalette(look.palette())

    # Properties

    @property
    def language(self) -> Language:
        """The language that this half speaks."""
        return self._language

    @property
    def look(self) -> Look:
        """This half's colours and text scale."""
        return self._look

    # Methods

    def speak(self, language: Language) -> None:
        """Change the language; every part of this half says its texts again, nothing else changes."""
        # Told part by part, not by Qt's LanguageChange: that one repaints the whole window.
        self._language = language
        for part in self._parts():
            part.retranslate(language)

    def dress(self, look: Look) -> None:
        """Change the look of every part."""
        self._look = look
        self.setPalette(look.palette())
        for part in self._parts():
            part.restyle(look)
        self.update()

    def refresh(self, part: QWidget) -> None:
        """Bring a part that has just been put into this half up to its language and look."""
        for widget in (part, *part.findChildren(QWidget)):
            if isinstance(widget, Part) and half_of(widget) is self:
                widget.restyle(self._look)
                widget.retranslate(self._language)

    def _parts(self) -> list[Part]:
        # A half inside this one has parts of its own.
        found: list[Part] = []
        below = _widgets_in(self)
        while below:
            child = below.pop()
            if not isinstance(child, Half):
                below += _widgets_in(child)
                if isinstance(child, Part):
                    found.append(child)
        return found[::-1]  # whoever lays parts out measures them as they will be

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(getattr(self._look.colours, self._background)))


def _widgets_in(widget: QWidget) -> list[QWidget]:
    return widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)


def half_of(widget: QWidget) -> Half | None:
    """Return the half that a widget sits in, None while it sits in none."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Half):
        above = above.parentWidget()
    return above


def by_keyboard(event: QFocusEvent) -> bool:
    """Tell whether the keyboard moved the focus here: only then is its ring of use."""
    return event.reason() in (
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    )
