"""One visit in a list: what it was about, how it went, and whether it was changed since."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from kiosk.i18n import Language
from kiosk.visits import Change, Visit
from ui.desk.history.fields import began, summary, title
from ui.widgets.button import Button

_LEFT = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_MARGIN, _GAP = 12, 2


class VisitRow(Button):
    """A button of two lines; what does not count is struck through and says so in words."""

    def __init__(self) -> None:
        super().__init__(role="small")
        self.visit: Visit | None = None
        self._title = self._details = ""

    def show_visit(self, visit: Visit | None, language: Language, *, with_day: bool) -> None:
        """Show another visit; None leaves the row empty."""
        self.visit = visit
        self._title = self._details = ""
        if visit is not None:
            when = [began(visit, language)]
            if with_day:
                when.insert(0, language.day(date.fromisoformat(visit.visit_date)))
            self._title = f"{' · '.join(when)} · {title(visit, language)}"
            pieces = [summary(visit, language), _mark(visit, language)]
            self._details = " · ".join(piece for piece in pieces if piece)
        self.say("\n".join(line for line in (self._title, self._details) if line))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room, as high as both lines need."""
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        """Narrow columns wrap."""
        return QSize(120, self._least)

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows every line at this width."""
        room = width - 2 * _MARGIN
        lines = self._height_of(self._title, room, bold=True) + self._height_of(
            self._details, room, bold=False
        )
        return max(self._least, lines + _GAP + 16)

    def _height_of(self, text: str, width: int, *, bold: bool) -> int:
        metrics = QFontMetrics(self._look.font(self._role, bold=bold))
        return metrics.boundingRect(QRect(0, 0, width, 10_000), _LEFT, text).height() if text else 0

    def _paint_content(self, painter: QPainter, colour: str) -> None:
        room = self.rect().adjusted(_MARGIN, 8, -_MARGIN, -8)
        void = self.visit is not None and self.visit.change == Change.VOID
        font = QFont(self._look.font(self._role, bold=True))  # the look's own is everybody's
        font.setStrikeOut(void)
        painter.setFont(font)
        painter.setPen(QColor(self._look.colours.muted if void else colour))
        painter.drawText(room, _LEFT, self._title)
        room.setTop(room.top() + self._height_of(self._title, room.width(), bold=True) + _GAP)
        painter.setFont(self._look.font(self._role))
        painter.setPen(self._look.colour("muted"))
        painter.drawText(room, _LEFT, self._details)


def _mark(visit: Visit, language: Language) -> str:
    if visit.change == Change.VOID:
        return language.text("does not count")
    return language.text("changed") if visit.change == Change.EDIT else ""
