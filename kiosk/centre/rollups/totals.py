"""Reading totals: of places, kiosks and volunteers, over any period, for a country at a stroke.

A year stands beside its months, so that no period reads more than half a year's: what is left of a year is taken away
from it. Beside a month stand its three parts: of a period's edge no more than one of them is read by its days.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from kiosk.centre.engine import Answer, Engine, among
from kiosk.centre.measures import Measures
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.periods import Period
from kiosk.centre.rollups.sparse import NOTHING, Ints, Sparse, Truths, gathered, total, unpacked, unpacked_all
from kiosk.centre.rollups.who import Pair, Who

#: The slot of a measure of a day is `(who * DAYS + day) * WIDTH + measure`; without days, `who * WIDTH + measure`.
DAYS = 32
#: The parts of a month, by their first and their last day.
PARTS = ((1, 10), (11, 20), (21, 31))
#: From so many leaves on all of them are read.
_ALL = 2_000
#: Nothing, and one span.
_SEVERAL = 2

_Asked = tuple[str, Period, Sequence[str] | None, Collection[int]]


class Named(NamedTuple):
    """Totals of kiosks or volunteers, each by its position in `codes`: in `position * WIDTH + measure`."""

    codes: list[str]
    vector: Sparse


class Lines(NamedTuple):
    """What rows hold: of each value its row (`at`, a number of `leaves`) and its slot, `who * WIDTH + measure`."""

    leaves: list[str]
    at: Ints
    slot: Ints
    value: Ints


class Totals:
    """The totals of a store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._who = Who(engine)
        self._last: tuple[_Asked, Named] | None = None

    def by_place(self, period: Period, places: Sequence[str] | None) -> dict[str, Measures]:
        """Return the totals of some places, or of all, each with everything in it."""
        numbers: dict[str, int] = {}
        parts = []
        for lines in self._lines("place", period, places):
            number = np.array([numbers.setdefault(place, len(numbers)) for place in lines.leaves], np.int64)
            parts.append(gathered(number[lines.at] * WIDTH + lines.slot, lines.value))
        names = list(numbers)
        return {names[number]: found for number, found in measures_of(total(parts)).items()}

    def by_who(
        self, dimension: str, period: Period, places: Sequence[str] | None, only: Collection[int] = ()
    ) -> Named:
        """Return the totals of kiosks or volunteers at some places, or at all.

        `only` names the measures that are wanted; none: all.
        """
        asked = (dimension, period, places, only)
        if self._last is None or self._last[0] != asked:  # reports ask for several figures of one month
            self._last = (asked, self._by_who(dimension, period, places, only))
        return self._last[1]

    def _by_who(
        self, dimension: str, period: Period, places: Sequence[str] | None, only: Collection[int]
    ) -> Named:
        inside = None if places is None else set(places)
        leaves = None if inside is None else self._who.roll(dimension).leaves(inside)
        parts = [
            NOTHING,
            *((lines.slot, lines.value) for lines in self._lines(dimension, period, leaves, only)),
        ]
        slots, counts = map(np.concatenate, zip(*parts, strict=True))
        if len(parts) > _SEVERAL and not only:  # most of them are in each of the spans
            slots, counts = gathered(slots, counts)
        number = slots // WIDTH
        roll = self._who.roll(dimension, int(number.max(initial=0)))
        position = roll.positions(inside)[number]
        here = position >= 0
        at = position[here] * WIDTH + slots[here] % WIDTH
        return Named(roll.codes, _of_few(at, counts[here], only) if only else gathered(at, counts[here]))

    def of_days(self, period: Period, place: str) -> Iterator[tuple[str, Measures]]:
        """Yield a place's totals of each day in the months that a period touches, with everything in it."""
        months = self.months(*period.months, place)
        spans = [part_of(month, first) for month in months for first, _last in PARTS]
        query = "SELECT span, days FROM rollup_days WHERE dimension = 'place' AND leaf = ? AND span IN"
        for span, data in sorted(among(self._engine, query, (place,), spans)):
            for day, found in measures_of(unpacked(data)).items():
                yield f"{span[1:8]}-{day:02}", found

    def kiosks(self, places: Collection[str]) -> list[str]:
        """Return the kiosks that ever had anything at some places."""
        return self._who.roll("kiosk").at(set(places))

    def places_of_kiosks(self) -> Iterator[Pair]:
        """Yield the places where anything ever was, and the kiosks that had it there."""
        yield from self._who.roll("kiosk").pairs()

    def months(self, first: str, last: str, place: str = "") -> list[str]:
        """Return the months from the first to the last in which anything happened at a place."""
        query = "SELECT span FROM rollup_cells WHERE place = ? AND span BETWEEN ? AND ? ORDER BY span"
        return [span[1:] for (span,) in self._engine.execute(query, (place, f"m{first}", f"m{last}"))]

    # -- rows

    def _lines(
        self, dimension: str, period: Period, leaves: Sequence[str] | None, only: Collection[int] = ()
    ) -> Iterator[Lines]:
        wanted = np.array([not only or measure in only for measure in range(WIDTH)])
        for span, days, sign in self._spans(period):
            if days is None:
                found = self._rows("rollup_totals", "sums", (dimension, span), leaves)
                kept = (lambda slots: wanted[slots % WIDTH]) if only else None
            else:
                found = self._rows("rollup_days", "days", (dimension, span), leaves)
                kept = _of_days(days, wanted)
            at, slots, counts = unpacked_all([data for _, data in found], kept)
            names = [leaf for leaf, _ in found]
            yield Lines(names, at, slots if days is None else without_day(slots), counts * sign)

    def _spans(self, period: Period) -> Iterator[tuple[str, Truths | None, int]]:
        """Yield the fewest spans that make up a period, with 1, or -1 to be taken away: whole, or some days of one."""
        touched = self.months(*period.months)
        for year, some in groupby(touched, lambda month: month[:4]):
            there = {month: _days(period, month) for month in some}
            rest = {month: ~there.get(month, _NO_DAYS) for month in self.months(f"{year}-00", f"{year}-99")}
            spans = [span for month, days in there.items() for span in _of_month(month, days)]
            others = [span for month, days in rest.items() for span in _of_month(month, days)]
            if 1 + len(others) < len(spans):
                yield f"y{year}", None, 1
                yield from ((*span, -1) for span in others)
            else:
                yield from ((*span, 1) for span in spans)

    def _rows(
        self, table: str, column: str, key: tuple[str, str], leaves: Sequence[str] | None
    ) -> Sequence[Answer]:
        query = f"SELECT leaf, {column} FROM {table} WHERE dimension = ? AND span = ?"
        if leaves is None:
            return self._engine.execute(query, key)
        if len(leaves) > _ALL:
            wanted = set(leaves)
            return [row for row in self._engine.execute(query, key) if row[0] in wanted]
        return list(among(self._engine, f"{query} AND leaf IN", key, leaves))


def _of_few(slots: Ints, counts: Ints, only: Collection[int]) -> Sparse:
    """Sum slots of few measures: set side by side there is little room between them, which is all gone through."""
    wanted = np.array(sorted(only))
    sums = gathered(slots // WIDTH * len(wanted) + np.searchsorted(wanted, slots % WIDTH), counts)
    who, measure = np.divmod(sums.slots, len(wanted))
    return Sparse(who * WIDTH + wanted[measure], sums.counts)


_NO_DAYS: Truths = np.zeros(DAYS, bool)


def _days(period: Period, month: str) -> Truths:
    """Return which days of a month belong to a period that touches it."""
    days = _NO_DAYS.copy()
    if period.first <= month <= period.last:
        return ~days
    for edge in period.edges:
        if edge.month == month:
            days[edge.first : edge.last + 1] = True
    return days


def _of_month(month: str, days: Truths) -> list[tuple[str, Truths | None]]:
    """Return the fewest spans that hold some days of a month: whole, or its parts, of which some by their days."""
    if days[1:].all():
        return [(f"m{month}", None)]
    parts = [(part_of(month, first), days[first : last + 1]) for first, last in PARTS]
    return [(span, None if part.all() else days) for span, part in parts if part.any()]


def _of_days(days: Truths, wanted: Truths) -> Callable[[Ints], Truths]:
    """Return what tells of slots whether they are of some days and of measures that are wanted."""
    both = np.outer(days, wanted).ravel()
    width = np.uint32(DAYS * WIDTH)  # more than the narrowest slots can hold
    return lambda slots: both[slots % width]


def part_of(month: str, day: int) -> str:
    """Return the span of the part of a month that a day lies in."""
    return f"p{month}-{sum(day > last for _first, last in PARTS) + 1}"


def without_day(slots: Ints) -> Ints:
    """Return the slots of the same measures of whole months."""
    return slots // (DAYS * WIDTH) * WIDTH + slots % WIDTH


def measures_of(vector: Sparse) -> dict[int, Measures]:
    """Return the measures under each number of a vector: in `number * WIDTH + measure`."""
    number = vector.slots // WIDTH
    first = np.ones(len(number), bool)
    first[1:] = number[1:] != number[:-1]
    sums = np.zeros((int(first.sum()), WIDTH), np.int64)
    sums[np.cumsum(first) - 1, vector.slots % WIDTH] = vector.counts
    measures = map(Measures._make, zip(*sums.T.tolist(), strict=True))
    return dict(zip(number[first].tolist(), measures, strict=True))
