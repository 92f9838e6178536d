"""Reading totals: of places, kiosks and volunteers, over any period, for a country at a stroke.

A year stands beside its months, so that no period reads more than half a year's: what is left of a year is taken away
from it. The days at a period's edges come out of their month.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kiosk.centre.engine import Engine, among
from kiosk.centre.measures import Measures
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.periods import Edge, Period
from kiosk.centre.rollups.sparse import Ints, Sparse, gathered, total, unpacked, unpacked_all
from kiosk.centre.rollups.who import Who

#: The slot of a measure of a day is `(who * DAYS + day) * WIDTH + measure`; without days, `who * WIDTH + measure`.
DAYS = 32
#: From so many places on all of them are read.
_ALL = 20_000

Truths = npt.NDArray[np.bool_]
_Asked = tuple[str, Period, Sequence[str] | None, Collection[int]]


class Lines(NamedTuple):
    """What rows hold: of each value its row (`at`, a number of `places`) and its slot, `who * WIDTH + measure`."""

    places: list[str]
    at: Ints
    slot: Ints
    value: Ints


class Totals:
    """The totals of a store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._last: tuple[_Asked, Sparse] | None = None

    def by_place(self, period: Period, places: Sequence[str] | None) -> dict[str, Measures]:
        """Return the totals of some places, or of all, each with everything in it."""
        numbers: dict[str, int] = {}
        parts = []
        for lines in self._lines("place", period, places):
            number = np.array([numbers.setdefault(place, len(numbers)) for place in lines.places], np.int64)
            parts.append(gathered(number[lines.at] * WIDTH + lines.slot, lines.value))
        names = list(numbers)
        return {names[number]: found for number, found in measures_of(total(parts)).items()}

    def by_who(
        self, dimension: str, period: Period, places: Sequence[str] | None, only: Collection[int] = ()
    ) -> Sparse:
        """Return the totals of kiosks or volunteers at some places, or at all: in `who * WIDTH + measure`.

        `only` names the measures that are wanted; none: all.
        """
        asked = (dimension, period, places, only)
        if self._last is None or self._last[0] != asked:  # reports ask for several figures of one month
            parts = [gathered(lines.slot, lines.value) for lines in self._lines(*asked)]
            self._last = (asked, total(parts))
        return self._last[1]

    def of_days(self, period: Period, place: str) -> Iterator[tuple[str, Measures]]:
        """Yield a place's totals of each day in the months that a period touches, with everything in it."""
        for month in self.months(*period.months, place):
            query = "SELECT days FROM rollup_totals WHERE dimension = 'place' AND span = ? AND place = ?"
            for (data,) in self._engine.execute(query, (f"m{month}", place)):
                for day, found in measures_of(unpacked(data)).items():
                    yield f"{month}-{day:02}", found

    def kiosks(self, months: tuple[str, str], places: Sequence[str]) -> list[str]:
        """Return the kiosks that have anything at some places in the months from the first to the last."""
        names = Who(self._engine).names("kiosk")
        found = set()
        for lines in self._lines("kiosk", Period(*months, ()), places):
            found.update(np.unique(lines.slot // WIDTH).tolist())
        return sorted(names[number] for number in found)

    def places_of_kiosks(self) -> Iterator[tuple[str, str]]:
        """Yield the places with anything at all and the kiosks that have it there; some several times."""
        names = Who(self._engine).names("kiosk")
        query = "SELECT place, sums FROM rollup_totals WHERE dimension = 'kiosk' AND span BETWEEN 'y' AND 'z'"
        for place, data in self._engine.execute(query):
            for number in np.unique(unpacked(data).slots // WIDTH).tolist():
                yield place, names[number]

    def months(self, first: str, last: str, place: str = "") -> list[str]:
        """Return the months from the first to the last in which anything happened at a place."""
        query = "SELECT span FROM rollup_cells WHERE place = ? AND span BETWEEN ? AND ? ORDER BY span"
        return [span[1:] for (span,) in self._engine.execute(query, (place, f"m{first}", f"m{last}"))]

    # -- rows

    def _lines(
        self, dimension: str, period: Period, places: Sequence[str] | None, only: Collection[int] = ()
    ) -> Iterator[Lines]:
        wanted = np.array([not only or measure in only for measure in range(WIDTH)])
        for span, sign in self._spans(period):
            found = self._rows(dimension, span, "sums", places)
            at, slots, counts = unpacked_all(
                [data for _, data in found], (lambda slots: wanted[slots % WIDTH]) if only else None
            )
            yield Lines([place for place, _ in found], at, slots, counts * sign)
        for edge in period.edges:
            found = self._rows(dimension, f"m{edge.month}", "days", places)
            at, slots, counts = unpacked_all([data for _, data in found], _of_edge(edge, wanted))
            yield Lines([place for place, _ in found], at, without_day(slots), counts)

    def _spans(self, period: Period) -> Iterator[tuple[str, int]]:
        """Yield the fewest spans that make up the whole months of a period, each with 1, or -1 to be taken away."""
        if period.first > period.last:
            return
        wanted = self.months(period.first, period.last)
        for year, some in groupby(wanted, lambda month: month[:4]):
            months = list(some)
            rest = [month for month in self.months(f"{year}-00", f"{year}-99") if month not in months]
            if 1 + len(rest) < len(months):
                yield f"y{year}", 1
                yield from ((f"m{month}", -1) for month in rest)
            else:
                yield from ((f"m{month}", 1) for month in months)

    def _rows(
        self, dimension: str, span: str, column: str, places: Sequence[str] | None
    ) -> list[tuple[str, bytes]]:
        query = f"SELECT place, {column} FROM rollup_totals WHERE dimension = ? AND span = ?"
        if places is None or len(places) > _ALL:
            rows = self._engine.execute(query, (dimension, span))
            wanted = None if places is None else set(places)
            return [(place, data) for place, data in rows if wanted is None or place in wanted]
        return [
            (place, data)
            for place, data in among(self._engine, f"{query} AND place IN", (dimension, span), places)
        ]


def _of_edge(edge: Edge, wanted: Truths) -> Callable[[Ints], Truths]:
    """Return what tells of slots whether they are of an edge's days and of measures that are wanted."""
    days = np.zeros(DAYS, bool)
    days[edge.first : edge.last + 1] = True
    both = np.outer(days, wanted).ravel()
    width = np.uint32(DAYS * WIDTH)  # more than the narrowest slots can hold
    return lambda slots: both[slots % width]


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
    return dict(zip(number[first].tolist(), map(Measures._make, sums.tolist()), strict=True))
