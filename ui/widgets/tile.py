"""A small button: its picture, if it has one, above its words; eight stand together, with nothing left unsaid."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from ui.theme import font
from ui.typesetting import set_together
from ui.widgets.button import MOST_WORD, SMALLEST, Button, text_height

#: Pixels from the edge to the words, and between picture and words.
_EDGE, _GAP = 7, 1
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)


class Tile(Button):
    """A `Button` whose icon stands above its text."""

    _held = 0

    def hold_letters(self, most: int) -> None:
        """Set the words no larger than this: those beside it have letters of one size."""
        if most != self._held:
            self._held = most
            self.update()

    def letters_at(self, width: int) -> int:
        """Return the size of letters that this width has room for."""
        return self._letters(width)

    def minimumSizeHint(self) -> QSize:
        """As narrow as a finger, or as the longest word in the smallest letters."""
        smallest = self._longest_word() * SMALLEST // max(SMALLEST, self._look.size(self._role))
        return QSize(max(self._least, min(smallest, MOST_WORD) + self._frame()), self._least)

    def sizeHint(self) -> QSize:
        """As wide as its longest word."""
        width = max(self._least, min(self._longest_word(), MOST_WORD) + 2 * _EDGE + 2)
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the picture and every line at this width."""
        room = max(1, width - 2 * _EDGE)
        words = text_height(self.text(), self._letters(width), room) if self.text() else 0
        return max(self._least, self._above() + words + 6)

    def _frame(self) -> int:
        return 2 * _EDGE + 2

    def _icon_side(self) -> int:
        return round(max(18, self._look.size(self._role) * 1.2))

    def _above(self) -> int:
        return self._icon_side() + _GAP if self._icon else 0

    def _paint_content(self, painter: QPainter, colour: str) -> None:
        side, letters = self._icon_side(), min(self._letters(self.width()), self._held or MOST_WORD)
        room = self.width() - 2 * _EDGE
        said = set_together(self.text(), letters, room, bold=True)

        def set_in(*, bold: bool) -> int:
            painter.setFont(font(letters, bold=bold))
            return painter.boundingRect(QRect(0, 0, room, self.height()), _WRAP, said).height()

        plain, strong = set_in(bold=False), set_in(bold=True)
        # Edge and ground tell what is chosen: bold letters that need another line would only push the picture away.
        words = set_in(bold=self._stands_out and strong <= plain)
        top = (self.height() - self._above() - words) // 2
        if self._icon:
            where = QRect((self.width() - side) // 2, top, side, side)
            painter.drawPixmap(where, self._picture(colour, side))
        painter.setPen(QColor(colour))
        painter.drawText(QRect(_EDGE, top + self._above(), room, words + 2), _WRAP, said)
