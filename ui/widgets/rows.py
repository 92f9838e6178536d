"""A row of a list: a button of two lines, the first one bold, both from the left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from ui.typesetting import set_together
from ui.widgets.button import Button

_LEFT = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_MARGIN, _GAP = 12, 2


class TwoLines(Button):
    """What is `gone` is struck through; the second line says why in words."""

    def __init__(self) -> None:
        super().__init__(role="small")
        self._title = self._details = ""
        self._gone = False

    def show_lines(self, title: str, details: str, *, gone: bool = False) -> None:
        """Show other lines; each may be empty."""
        self._title, self._details, self._gone = title, details, gone
        self.say("\n".join(line for line in (title, details) if line))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room, as high as both lines need."""
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        """Narrow columns wrap."""
        return QSize(120, super().minimumSizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows every line at this width."""
        room = width - 2 * _MARGIN
        lines = self._height_of(self._title, room, bold=True) + self._height_of(
            self._details, room, bold=False
        )
        return max(super().minimumSizeHint().height(), lines + _GAP + 16)

    def _height_of(self, text: str, width: int, *, bold: bool) -> int:
        metrics = QFontMetrics(self._look.font(self._role, bold=bold))
        words = self._line(text, width, bold=bold)
        return metrics.boundingRect(QRect(0, 0, width, 10_000), _LEFT, words).height() if text else 0

    def _line(self, text: str, width: int, *, bold: bool) -> str:
        return set_together(text, self._look.size(self._role), width, bold=bold)

    def _paint_content(self, painter: QPainter, colour: str) -> None:
        room = self.rect().adjusted(_MARGIN, 8, -_MARGIN, -8)
        font = QFont(self._look.font(self._role, bold=True))  # the look's own is everybody's
        font.setStrikeOut(self._gone)
        painter.setFont(font)
        painter.setPen(QColor(self._look.colours.muted if self._gone else colour))
        painter.drawText(room, _LEFT, self._line(self._title, room.width(), bold=True))
        room.setTop(room.top() + self._height_of(self._title, room.width(), bold=True) + _GAP)
        painter.setFont(self._look.font(self._role))
        painter.setPen(self._look.colour("muted"))
        painter.drawText(room, _LEFT, self._line(self._details, room.width(), bold=False))
