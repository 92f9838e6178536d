"""A line plot of how many consultations each week had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Week:
    """One week, by its Monday, and its consultations."""

    monday: date
    count: int


class Weeks(Part, QWidget):
    """The weeks from left to right; the highest has its figure. `title` names the plot to a screen reader."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._weeks: tuple[Week, ...] = ()
        self._figures: list[str] = []
        self._ends = self._short_ends = ("", "")
        self._scale: list[tuple[int, str]] = []
        self._look = Look()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that a screen reader comes to it

    # Values

    @property
    def weeks(self) -> tuple[Week, ...]:
        """What is shown."""
        return self._weeks

    def show_weeks(self, weeks: Sequence[Week], language: Language) -> None:
        """Show other weeks."""
        self._weeks = tuple(weeks)
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say dates, figures and the accessible text again."""
        days = [language.date(week.monday) for week in self._weeks]
        self._figures = [language.number(week.count) for week in self._weeks]
        self._ends = (days[0], days[-1]) if days else ("", "")
        self._short_ends = (
            (_short(self._weeks[0], language), _short(self._weeks[-1], language)) if days else ("", "")
        )
        highest = round_up(max((week.count for week in self._weeks), default=0))
        self._scale = [(value, language.number(value)) for value in sorted({0, highest // 2, highest})]
        self.setAccessibleName(language.text(self._title))
        said = zip(days, self._figures, strict=True)
        self.setAccessibleDescription("; ".join(f"{day}: {figure}" for day, figure in said))
        self.update()

    def restyle(self, look: Look) -> None:
        """Take colours and sizes."""
        self._look = look
        self.setMaximumHeight(look.size("normal") * 18)  # taller would make every ripple a mountain
        self.updateGeometry()
        self.update()

    # Sizes

    def sizeHint(self) -> QSize:
        """A calm landscape shape."""
        return QSize(360, self._look.size("normal") * 11)

    def minimumSizeHint(self) -> QSize:
        """Room for the scale and two dates."""
        return QSize(self._look.size("normal") * 12, self._look.size("normal") * 8)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scale, the line with its points, the highest figure and the dates at both ends."""
        if not self._weeks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.font("caption"))
        plot = self._plot(painter.fontMetrics())
        self._paint_scale(painter, plot)
        points = self._points(plot)
        self._paint_line(painter, plot, points)
        self._paint_peak(painter, points)
        self._paint_dates(painter, plot)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._look.colour("focus"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _plot(self, metrics: QFontMetrics) -> QRectF:
        left = max(metrics.horizontalAdvance(text) for _value, text in self._scale) + 10
        above = metrics.height() + 8
        below = metrics.height() + 12
        return QRectF(left, above, self.width() - left - 10, self.height() - above - below)

    def _points(self, plot: QRectF) -> list[QPointF]:
        top = max(self._scale[-1][0], 1)
        step = plot.width() / max(len(self._weeks) - 1, 1)
        start = plot.left() if len(self._weeks) > 1 else plot.center().x()
        return [
            QPointF(start + n * step, plot.bottom() - plot.height() * week.count / top)
            for n, week in enumerate(self._weeks)
        ]

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        top = max(self._scale[-1][0], 1)
        height = painter.fontMetrics().height()
        for value, text in self._scale:
            y = plot.bottom() - plot.height() * value / top
            painter.setPen(QPen(self._look.colour("edge" if value == 0 else "line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._look.colour("muted"))
            painter.drawText(QRectF(0, y - height / 2, plot.left() - 10, height), _RIGHT, text)

    def _paint_line(self, painter: QPainter, plot: QRectF, points: list[QPointF]) -> None:
        below = QPolygonF(
            [QPointF(points[0].x(), plot.bottom()), *points, QPointF(points[-1].x(), plot.bottom())]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("brand_soft"))
        painter.drawPolygon(below)
        pen = QPen(self._look.colour("brand"), 3)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(points)
        # Points only where they can be told apart.
        if len(points) * 10 <= plot.width():
            painter.setPen(QPen(self._look.colour("brand"), 2))
            painter.setBrush(self._look.colour("card"))
            for point in points:
                painter.drawEllipse(point, 4, 4)

    def _paint_peak(self, painter: QPainter, points: list[QPointF]) -> None:
        peak = max(range(len(points)), key=lambda n: self._weeks[n].count)
        painter.setFont(self._look.font("small", bold=True))
        painter.setPen(self._look.colour("ink"))
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(self._figures[peak]) + 2
        left = min(max(points[peak].x() - wide / 2, 0), self.width() - wide)
        room = QRectF(left, points[peak].y() - metrics.height() - 5, wide, metrics.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._figures[peak])

    def _paint_dates(self, painter: QPainter, plot: QRectF) -> None:
        painter.setFont(self._look.font("caption"))
        painter.setPen(self._look.colour("muted"))
        metrics = painter.fontMetrics()
        room = QRectF(plot.left(), plot.bottom() + 8, plot.width() + 10, metrics.height() + 2)
        first, last = self._ends
        if len(self._weeks) == 1:
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), first)
            return
        if metrics.horizontalAdvance(first) + metrics.horizontalAdvance(last) + 16 > room.width():
            first, last = self._short_ends
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), first)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight), last)


def _short(week: Week, language: Language) -> str:
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", week.monday, locale=language.locale)


#: Upper ends of a scale, times a power of ten, whose half is a round figure too.
_ROUND = (10, 12, 16, 20, 30, 40, 50, 60, 80, 100)


def round_up(count: int) -> int:
    """Return the scale's upper end: a round figure whose half is one too."""
    if count <= 10:
        return max(2, count + count % 2)
    unit = int(10 ** (int(log10(count)) - 1))
    return next(end * unit for end in _ROUND if end * unit >= count)
