"""Lines and paragraphs of text by role."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
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


class _Set(NamedTuple):
    """How words are set: what stays together, the size of the letters, and how far lines begin from the left edge."""

    text: str
    size: int
    hanging: int


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
        self._set = _Set("", 0, 0)
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

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words as they will be set at a width, where less may stay together than now."""
        edges = self.contentsMargins()
        room = width - edges.left() - edges.right()
        if not self.wordWrap() or self.textFormat() != Qt.TextFormat.PlainText or room <= 0:
            return super().heightForWidth(width)
        wanted = self._set_in(room)
        if wanted == self._set:
            return super().heightForWidth(width)
        lines = QRect(0, 0, room - wanted.hanging, 10_000)
        letters = QFontMetrics(font(wanted.size, bold=self._bold))
        high = letters.boundingRect(lines, int(Qt.TextFlag.TextWordWrap), wanted.text).height()
        return high + edges.top() + edges.bottom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the longest word."""
        super().resizeEvent(event)
        self._room = self.contentsRect().width() if self.wordWrap() else 0
        self._fit()

    def _fit(self) -> None:
        if self.textFormat() != Qt.TextFormat.PlainText:
            super().setText(self._given)
            self._wear(self._look.size(self._role))
            return
        self._set = self._set_in(self._room)
        if self._set.hanging != max(self.indent(), 0):
            self.setIndent(self._set.hanging)
        self._wear(self._set.size)
        super().setText(self._set.text)

    def _set_in(self, width: int) -> _Set:
        """Return how the words are set in lines of a width; 0: in one line of any."""
        size = self._look.size(self._role)
        hanging = self._hanging(size, width)
        room = width - hanging if width else math.inf
        metrics = QFontMetrics(font(size, bold=self._bold))
        words = unbroken_words(self._given) if width else ()
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        if widest > room:
            size = max(_SMALLEST, int(size * room // widest))
        return _Set(set_together(self._given, size, room, bold=self._bold), size, hanging)

    def _wear(self, size: int) -> None:
        wanted = font(size, bold=self._bold)
        if wanted != self.font():
            self.setFont(wanted)

    def _hanging(self, size: int, width: int) -> int:
        """Return how many pixels of a letter that begins a line would be cut at the left edge."""
        most = self._overhang(size, wraps=self.wordWrap())
        if most and width:
            letters = QFontMetrics(font(size, bold=self._bold))
            if letters.horizontalAdvance(self._given) + most <= width:
                return self._overhang(size, wraps=False)
        return most

    def _overhang(self, size: int, *, wraps: bool) -> int:
        firsts = beginnings(self._given, wraps=wraps)
        return max((overhang(first, size, bold=self._bold) for first in firsts), default=0)
