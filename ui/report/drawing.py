"""Drawing a plot, on a screen or on paper: it reads in grey, and its figures stand beside what they measure.

All lengths are in ems, the size of the plot's letters, so that one drawing serves any resolution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from kiosk.centre.tables import PlotKind
from kiosk.i18n import Language
from ui.report.series import Figure, Series
from ui.theme import Colours
from ui.widgets.weeks import round_up

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
#: A bar and the room around it, and how high columns and curves are.
_BAR, _BAR_GAP, _AXIS = 1.15, 0.7, 12.0
#: How round the ends of bars and columns are.
_ROUNDING = 0.24
#: Labels get at most this share of the width.
_LABELS = 0.4
#: Grounds of the series, dark to light, told apart in grey; the letters on each.
_SHADES = (("#0B4F45", "#FFFFFF"), ("#5F9E90", "#000000"), ("#BFE0D8", "#000000"), ("#FFFFFF", "#000000"))


@dataclass(frozen=True)
class Drawing:
    """Draws one figure. `letters` returns a font of a size in the painter's units, bold or not."""

    figure: Figure
    language: Language
    colours: Colours
    em: float
    letters: Callable[[float, bool], QFont]

    def height(self, width: float) -> float:
        """Return how high the plot is at a width."""
        if self.figure.kind in (PlotKind.BARS, PlotKind.STACKED):
            rows = sum(self._row(label, width) for label in self.figure.labels)
            return rows + (self._legend_height(width) if len(self.figure.series) > 1 else 0)
        return self.em * (_AXIS + 2.6)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the plot into an area of that height."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.figure.kind is PlotKind.BARS:
            self._bars(painter, area, self.figure.series[:1])
        elif self.figure.kind is PlotKind.STACKED:
            below = self._legend(painter, area)
            self._bars(painter, area.adjusted(0, below, 0, 0), self.figure.series)
        else:
            self._along(painter, area, self.figure.series[0])
        painter.restore()

    # Bars, one row each

    def _bars(self, painter: QPainter, area: QRectF, series: tuple[Series, ...]) -> None:
        column = self._label_column(area.width())
        figures = max(
            (self._advance(self._sum(series, at), bold=True) for at in range(len(self.figure.labels))),
            default=0.0,
        )
        room = max(area.width() - column - figures - 2 * self.em, self.em)
        scale = room / self.figure.highest
        top = area.top()
        for at, label in enumerate(self.figure.labels):
            high = self._row(label, area.width())
            self._write(painter, QRectF(area.left(), top, column, high), label, _LEFT)
            left = area.left() + column + self.em
            for number, one in enumerate(series):
                left = self._segment(painter, left, top + high / 2, one, at, number, scale)
            where = QRectF(left + self.em * 0.5, top, figures + self.em, high)
            self._write(painter, where, self._sum(series, at), _LEFT, bold=True)
            top += high

    def _segment(
        self, painter: QPainter, left: float, middle: float, one: Series, at: int, number: int, scale: float
    ) -> float:
        """Draw one part of a bar, its figure in it where there is room; return where it ends."""
        value = one.values[at] or 0
        if not value:
            return left
        long, thick = max(value * scale, self.em * 0.15), self.em * _BAR
        box = QRectF(left, middle - thick / 2, long, thick)
        ground, ink = _SHADES[number % len(_SHADES)]
        painter.setPen(QPen(QColor(self.colours.brand), self.em * 0.06))
        painter.setBrush(QColor(ground))
        # The parts of a stack meet in a straight edge.
        round_ = self.em * _ROUNDING if len(self.figure.series) == 1 else 0.0
        painter.drawRoundedRect(box, round_, round_)
        if len(self.figure.series) > 1 and self._advance(one.figures[at]) < long - self.em * 0.3:
            self._write(painter, box, one.figures[at], _CENTRE, colour=ink, size=0.85)
        return left + long

    def _sum(self, series: tuple[Series, ...], at: int) -> str:
        if len(series) == 1:
            return series[0].figures[at]
        known = [one.values[at] for one in series]
        return self.language.number(self.figure.whole(at)) if None not in known else ""

    def _row(self, label: str, width: float) -> float:
        metrics = QFontMetricsF(self.letters(self.em, False))
        room = QRectF(0, 0, self._label_column(width), 1e6)
        return max(metrics.boundingRect(room, _LEFT, label).height(), self.em * _BAR) + self.em * _BAR_GAP

    def _label_column(self, width: float) -> float:
        widest = max((self._advance(label) for label in self.figure.labels), default=0.0)
        return min(widest + self.em * 0.2, width * _LABELS)

    # The legend of a stack

    def _legend(self, painter: QPainter, area: QRectF) -> float:
        for number, (x, y) in enumerate(self._legend_places(area.width())):
            ground, _ink = _SHADES[number % len(_SHADES)]
            box = QRectF(area.left() + x, area.top() + y + self.em * 0.25, self.em, self.em)
            painter.setPen(QPen(QColor(self.colours.brand), self.em * 0.06))
            painter.setBrush(QColor(ground))
            painter.drawRect(box)
            name = self.figure.series[number].name
            text = QRectF(
                box.right() + self.em * 0.4, area.top() + y, self._advance(name) + self.em, self.em * 1.5
            )
            self._write(painter, text, name, _LEFT)
        return self._legend_height(area.width())

    def _legend_height(self, width: float) -> float:
        return self._legend_places(width)[-1][1] + self.em * 2.2

    def _legend_places(self, width: float) -> list[tuple[float, float]]:
        places, x, y = [], 0.0, 0.0
        for series in self.figure.series:
            long = self._advance(series.name) + self.em * 2.6
            if x and x + long > width:
                x, y = 0.0, y + self.em * 1.7
            places.append((x, y))
            x += long
        return places

    # Columns and curves, along an axis

    def _along(self, painter: QPainter, area: QRectF, series: Series) -> None:
        top = 1.0 if self.figure.is_share else float(round_up(ceil(self.figure.highest)))
        marks = [(value, self._mark(value)) for value in (0.0, top / 2, top)]
        left = max(self._advance(text) for _value, text in marks) + self.em * 0.8
        plot = QRectF(area.left() + left, area.top() + self.em * 1.4, 0, 0)
        plot.setRight(area.right() - self.em * 0.6)
        plot.setBottom(area.bottom() - self.em * 1.8)
        for value, text in marks:
            y = plot.bottom() - plot.height() * value / top
            painter.setPen(QPen(QColor(self.colours.line), self.em * 0.07))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            where = QRectF(area.left(), y - self.em, left - self.em * 0.6, self.em * 2)
            self._write(painter, where, text, _RIGHT, colour=self.colours.muted, size=0.85)
        step = plot.width() / len(self.figure.labels)
        points = [
            QPointF(plot.left() + step * (at + 0.5), plot.bottom() - plot.height() * (value or 0) / top)
            for at, value in enumerate(series.values)
        ]
        if self.figure.kind is PlotKind.CURVE:
            self._curve(painter, points, series)
        else:
            self._columns(painter, points, step, plot.bottom())
        self._figures(painter, points, series, step)
        self._axis(painter, plot, step)

    def _mark(self, value: float) -> str:
        return self.language.percent(value) if self.figure.is_share else self.language.number(value)

    def _columns(self, painter: QPainter, points: list[QPointF], step: float, bottom: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.brand))
        wide = min(step * 0.7, self.em * 3)
        for point in points:
            box = QRectF(point.x() - wide / 2, point.y(), wide, bottom - point.y())
            painter.drawRoundedRect(box, self.em * _ROUNDING, self.em * _ROUNDING)

    def _curve(self, painter: QPainter, points: list[QPointF], series: Series) -> None:
        known = [point for point, value in zip(points, series.values, strict=True) if value is not None]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.colours.brand), self.em * 0.18))
        painter.drawPolyline(QPolygonF(known))
        painter.setBrush(QColor(self.colours.card))
        for point in known:
            painter.drawEllipse(point, self.em * 0.28, self.em * 0.28)

    def _figures(self, painter: QPainter, points: list[QPointF], series: Series, step: float) -> None:
        """Write the figures above their places: all where they fit, else the highest alone."""
        widest = max(self._advance(text, bold=True) for text in series.figures) * 0.85
        highest = max(range(len(points)), key=lambda at: series.values[at] or 0)
        shown = range(len(points)) if widest + self.em * 0.3 < step else [highest]
        for at in shown:
            if series.values[at] is not None:
                where = QRectF(
                    points[at].x() - self.em * 5, points[at].y() - self.em * 1.5, self.em * 10, self.em * 1.2
                )
                self._write(painter, where, series.figures[at], _CENTRE, bold=True, size=0.85)

    def _axis(self, painter: QPainter, plot: QRectF, step: float) -> None:
        """Write the labels below: every one where they fit, else every second, third ..., always from the first."""
        widest = max(self._advance(label) for label in self.figure.labels) * 0.85 + self.em * 0.6
        every = max(1, ceil(widest / step))
        for at in range(0, len(self.figure.labels), every):
            wide = max(widest, step)
            middle = plot.left() + step * (at + 0.5)
            left = min(max(middle - wide / 2, plot.left() - self.em), plot.right() + self.em * 0.6 - wide)
            where = QRectF(left, plot.bottom() + self.em * 0.3, wide, self.em * 1.4)
            self._write(painter, where, self.figure.labels[at], _CENTRE, colour=self.colours.muted, size=0.85)

    # Letters

    def _advance(self, text: str, *, bold: bool = False) -> float:
        return QFontMetricsF(self.letters(self.em, bold)).horizontalAdvance(text)

    def _write(
        self,
        painter: QPainter,
        where: QRectF,
        text: str,
        how: int,
        *,
        bold: bool = False,
        colour: str = "",
        size: float = 1.0,
    ) -> None:
        painter.setFont(self.letters(self.em * size, bold))
        painter.setPen(QColor(colour or self.colours.ink))
        painter.drawText(where, how, text)
