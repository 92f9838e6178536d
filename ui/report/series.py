"""What a plot shows, out of a report's table: labels along an axis, and one or more series of figures."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.centre.tables import Cell, Format, Hidden, PlotKind, Table, said, written
from kiosk.i18n import Language

#: Bars beyond these are left to the table: a plot is looked at, not read.
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Series:
    """One figure along the axis. `values` are None where nothing is known or shown, `figures` how people read them."""

    name: str
    values: tuple[float | None, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot's content, in its reader's language.

    `is_share`: the values are shares of one. `more` counts the rows that were left to the table.
    """

    kind: PlotKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    is_share: bool = False
    more: int = 0

    @property
    def highest(self) -> float:
        """The largest value on the scale: of a stack, its whole."""
        if self.kind is PlotKind.STACKED:
            return max((self.whole(at) for at in range(len(self.labels))), default=0)
        return max((value or 0 for series in self.series for value in series.values), default=0)

    def whole(self, at: int) -> float:
        """Return the sum of all series at a place of the axis."""
        return sum(series.values[at] or 0 for series in self.series)

    def spoken(self) -> str:
        """Return every figure in words, for whoever cannot see the plot."""
        return "; ".join(f"{label}: {self._spoken_at(at)}" for at, label in enumerate(self.labels))

    def _spoken_at(self, at: int) -> str:
        if len(self.series) == 1:
            return self.series[0].figures[at]
        return ", ".join(f"{series.name} {series.figures[at]}" for series in self.series)


def figure_of(table: Table, language: Language) -> Figure | None:
    """Return what the plot of a table shows; None where the table names none, or has nothing to draw."""
    plot = table.plot
    if plot is None or not table.rows:
        return None
    rows = list(enumerate(table.rows))
    if plot.kind is PlotKind.BARS:
        first = table.at(plot.figures[0])
        rows = [(number, row) for number, row in rows if _value(row[first])]
        rows.sort(key=lambda item: -(_value(item[1][first]) or 0))
    more = max(0, len(rows) - MOST_BARS) if plot.kind is PlotKind.BARS else 0
    rows = rows[: len(rows) - more]
    along = table.at(plot.along)
    series = tuple(
        Series(
            name=said(table.columns[at].heading, language),
            values=tuple(_value(row[at]) for _number, row in rows),
            figures=tuple(written(row[at], table.format(number, at), language) for number, row in rows),
        )
        for at in map(table.at, plot.figures)
    )
    labels = tuple(written(row[along], table.format(number, along), language) for number, row in rows)
    is_share = table.columns[table.at(plot.figures[0])].format is Format.SHARE
    figure = Figure(plot.kind, said(table.title, language), labels, series, is_share, more)
    return figure if figure.highest > 0 else None


def _value(cell: Cell) -> float | None:
    return None if isinstance(cell, Hidden) or not isinstance(cell, int | float) else cell
