"""An indicator per week, per month or per volunteer: how long a period is, and by what is divided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kiosk.centre.counting import Scope
from kiosk.centre.figures import Grain
from kiosk.centre.measures import Dimension
from kiosk.centre.reports.asked import Asked
from kiosk.centre.reports.indicators import Indicator
from kiosk.centre.tables import Cell, Format, Text, Words
from kiosk.i18n import N_

#: Days of a month and of a year on average, where a period has none whole.
_MONTH, _YEAR, _WEEK = 30.4375, 365.25, 7.0


class Per(NamedTuple):
    """A divisor: the words for an indicator divided by it, and how much of it a scope has."""

    words: str
    amount: Callable[[Asked], float]


def _days(asked: Asked) -> float:
    first, last = span(asked)
    return (last - first).days + 1 if first and last else 0


def _months(asked: Asked) -> float:
    first, last = span(asked)
    if first is None or last is None:
        return 0
    after = last + timedelta(days=1)
    if first.day == after.day == 1:
        return 12 * (after.year - first.year) + after.month - first.month
    return _days(asked) / _MONTH


def _years(asked: Asked) -> float:
    months = _months(asked)
    return months / 12 if months == int(months) else _days(asked) / _YEAR


PER: Mapping[str, Per] = {
    "week": Per(N_("{figure} a week"), lambda asked: _days(asked) / _WEEK),
    "month": Per(N_("{figure} a month"), _months),
    "year": Per(N_("{figure} a year"), _years),
    "volunteer": Per(
        N_("{figure} per volunteer"), lambda asked: asked.figures.active(Dimension.VOLUNTEER, asked.scope)
    ),
}


def span(asked: Asked) -> tuple[date | None, date | None]:
    """Return the first and last day of a scope; where it is open, the first or last day with anything in it."""
    scope: Scope = asked.scope
    if scope.first and scope.last:
        return scope.first, scope.last
    days = list(asked.figures.series(Grain.DAY, scope))
    return scope.first or min(days, default=None), scope.last or max(days, default=None)


def rate(indicator: Indicator, per: Sequence[str], asked: Asked) -> Cell:
    """Return an indicator's value, divided by each of these; None where there is nothing to divide by."""
    value = indicator.value(asked)
    for name in per:
        amount = PER[name].amount(asked)
        if not isinstance(value, int | float) or not amount:
            return None
        value = value / amount
    return round(value, 4) if per and isinstance(value, int | float) else value


def rate_label(label: Text, per: Sequence[str]) -> Text:
    """Return what an indicator is called when it is divided."""
    for name in per:
        label = Words(PER[name].words, {"figure": label if isinstance(label, Words) else Words(label)})
    return label


def rate_format(indicator: Indicator, per: Sequence[str]) -> Format:
    """Return how it is written."""
    return Format.MEAN if per else indicator.format
