"""Lines and paragraphs of text by role."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look, font
from ui.typesetting import beginnings, overhang, set_together, unbroken_words

#: A label asks for so many of its letters' sizes at least; a longer word is set smaller where it has no room.
_LEAST_EMS = 5
#: In pixels: smaller letters are none.
_SMALLEST = 10


class Label(Part, QLabel):
    """Text in one of the roles of `theme.SIZES`. With `message` it translates itself; else use `setText`.

    A word that is wider than the label is set smaller: it is neither cut nor broken. Figures stay with their units, and
    letters that reach to the left of where they begin are whole.
    """

    def __init__(
        self,
        role: str = "normal",
        *,
        message: str = "",
        bold: bool = False,
        colour: str = "ink",
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._message = message
        self._bold = bold
        self._colour = colour
        self._look = Look()
        self._given = ""
        self._room = 0
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def retranslate(self, language: Language) -> None:
        """Say the message again."""
        if self._message:
            self.setText(language.text(self._message))

    def restyle(self, look: Look) -> None:
        """Take the role's size and colour."""
        self._look = look
        self._fit()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, look.colour(self._colour))
        self.setPalette(palette)

    def set_colour(self, colour: str, look: Look) -> None:
        """Change the colour's role."""
        self._colour = colour
        self.restyle(look)

    def text(self) -> str:
        """Return what it says, with the spaces that it was given."""
        return self._given

    def setText(self, text: str) -> None:
        """Show another text."""
        self._given = text
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """A few letters wide. The height of words that wrap follows from the width."""
        least = super().minimumSizeHint()
        size = self._look.size(self._role)
        return (
            QSize(min(least.width(), size * _LEAST_EMS), min(least.height(), size))
            if self.wordWrap()
            else least
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the longest word."""
        super().resizeEvent(event)
        self._room = self.contentsRect().width() if self.wordWrap() else 0
        self._fit()

    def _fit(self) -> None:
        size = self._look.size(self._role)
        if self.textFormat() != Qt.TextFormat.PlainText:
            super().setText(self._given)
            self._wear(size)
            return
        hanging = self._hanging(size)
        if hanging != max(self.indent(), 0):
            self.setIndent(hanging)
        room = self._room - hanging if self._room else math.inf
        metrics = QFontMetrics(font(size, bold=self._bold))
        words = unbroken_words(self._given) if self._room else ()
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        if widest > room:
            size = max(_SMALLEST, int(size * room // widest))
        self._wear(size)
        super().setText(set_together(self._given, size, room, bold=self._bold))

    def _wear(self, size: int) -> None:
        wanted = font(size, bold=self._bold)
        if wanted != self.font():
            self.setFont(wanted)

    def _hanging(self, size: int) -> int:
        """Return how many pixels of a letter that begins a line would be cut at the left edge."""
        most = self._overhang(size, wraps=self.wordWrap())
        if most and self._room:
            letters = QFontMetrics(font(size, bold=self._bold))
            if letters.horizontalAdvance(self._given) + most <= self._room:
                return self._overhang(size, wraps=False)
        return most

    def _overhang(self, size: int, *, wraps: bool) -> int:
        firsts = beginnings(self._given, wraps=wraps)
        return max((overhang(first, size, bold=self._bold) for first in firsts), default=0)
