"""How a period falls into whole calendar months and single days at its edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kiosk.centre.counting import Scope

_BEGIN, _END = "0000-00", "9999-99"


class Edge(NamedTuple):
    """Days of one month that is not counted whole: from `first` to `last`, both included."""

    month: str
    first: int
    last: int

    def span(self) -> tuple[str, str]:
        """Return the first and the last day as they stand in records."""
        return f"{self.month}-{self.first:02}", f"{self.month}-{self.last:02}"


class Period(NamedTuple):
    """Whole months from `first` to `last` (none when `last` is before `first`), and the edges."""

    first: str
    last: str
    edges: tuple[Edge, ...]

    @property
    def months(self) -> tuple[str, str]:
        """Return the first and the last month that is touched at all."""
        touched = [edge.month for edge in self.edges]
        whole = [self.first, self.last] if self.first <= self.last else []
        return min([*touched, *whole], default=_END), max([*touched, *whole], default=_BEGIN)


def period_of(scope: Scope) -> Period:
    """Return a scope's period in whole months and edges."""
    first, last = scope.first, scope.last
    if first and last and last < first:
        return Period(_END, _BEGIN, ())
    if first and last and _month(first) == _month(last):
        if first.day == 1 and _is_last(last):
            return Period(_month(first), _month(first), ())
        return Period(_END, _BEGIN, (Edge(_month(first), first.day, last.day),))
    edges = []
    begin, end = _BEGIN, _END
    if first:
        begin = _month(first) if first.day == 1 else _after(first)
        if first.day > 1:
            edges.append(Edge(_month(first), first.day, 31))
    if last:
        end = _month(last) if _is_last(last) else _before(last)
        if not _is_last(last):
            edges.append(Edge(_month(last), 1, last.day))
    return Period(begin, end, tuple(edges))


def calendar_month(scope: Scope) -> str:
    """Return the month that a scope is exactly; empty when it is something else."""
    found = period_of(scope)
    return found.first if found.first == found.last and not found.edges else ""


def whole_months(scope: Scope) -> bool:
    """Tell whether a scope's period has no edges."""
    return not period_of(scope).edges


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _is_last(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1


def _after(day: date) -> str:
    return _END if (day.year, day.month) == (9999, 12) else _month(day.replace(day=28) + timedelta(days=4))


def _before(day: date) -> str:
    return _BEGIN if (day.year, day.month) == (1, 1) else _month(day.replace(day=1) - timedelta(days=1))


def days_of(month: str, numbers: Iterator[int]) -> Iterator[date]:
    """Yield the days of a month by their numbers."""
    return (date.fromisoformat(f"{month}-{number:02}") for number in numbers)
