"""What facts add to the rows of the roll-ups: to the place of each record and to everything that it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.columns import distinct, numbered
from kiosk.centre.rollups.facts import Facts
from kiosk.centre.rollups.sparse import Ints, Sums
from kiosk.centre.rollups.totals import DAYS
from kiosk.centre.rollups.who import Who

#: Dimension, span, place.
TotalsKey = tuple[str, str, str]
#: Place, span.
CellsKey = tuple[str, str]


class Delta(NamedTuple):
    """What is to be added to the rows: totals of the days of months, totals of years, and counts by code."""

    months: Sums[TotalsKey]
    years: Sums[TotalsKey]
    cells: Sums[CellsKey]


class _When(NamedTuple):
    """The local days, months and years that occur, and of each record the number of its own among them."""

    days: list[str]
    day: Ints
    months: list[str]
    month: Ints
    years: list[str]
    year: Ints

    @property
    def in_month(self) -> Ints:
        """Return of each record the number of its day in the month."""
        return np.array([int(day[8:]) for day in self.days], np.int64)[self.day]


def delta(facts: Facts, tree: PlaceTree, who: Who, *, nodes_only: bool = False) -> Delta:
    """Return what facts add to each row of the roll-ups; with `nodes_only`, to those that depend on the tree."""
    change = Delta(Sums(), Sums(), Sums())
    if not facts.records:
        return change
    when = _when(facts)
    places, _place = facts.places
    chains = [tree.chain(each) for each in places]
    _add_totals(change, facts, when, "place", chains, np.zeros(facts.records, np.int64))
    _add_cells(change, facts, when, tree, chains)
    if not nodes_only:
        alone = [(each,) for each in places]
        for dimension, (codes, code) in (("kiosk", facts.kiosks), ("volunteer", facts.volunteers)):
            _add_totals(change, facts, when, dimension, alone, who.numbers(dimension, codes)[code])
    return change


def _when(facts: Facts) -> _When:
    days, day = facts.days
    months, month_of_day = numbered([each[:7] for each in days])
    years, year_of_day = numbered([each[:4] for each in days])
    return _When(days, day, months, month_of_day[day], years, year_of_day[day])


def _add_totals(
    change: Delta, facts: Facts, when: _When, dimension: str, rows: Sequence[Sequence[str]], who: Ints
) -> None:
    """Add to the totals: to those of all `rows` that the place of a record has, under its `who`."""
    _places, place = facts.places
    kinds, row = _together(place, when.month, len(when.months))
    change.months.add_rows(
        [[(dimension, f"m{when.months[month]}", above) for above in rows[at]] for at, month in kinds],
        facts.totals(row, (who * DAYS + when.in_month) * WIDTH),
    )
    kinds, row = _together(place, when.year, len(when.years))
    change.years.add_rows(
        [[(dimension, f"y{when.years[year]}", above) for above in rows[at]] for at, year in kinds],
        facts.totals(row, who * WIDTH),
    )


def _add_cells(
    change: Delta, facts: Facts, when: _When, tree: PlaceTree, chains: Sequence[Sequence[str]]
) -> None:
    """Add the counts by code: of months to all places above, of days to the large ones."""
    _places, place = facts.places
    kinds, row = _together(place, when.month, len(when.months))
    change.cells.add_rows(
        [[(above, f"m{when.months[month]}") for above in chains[at]] for at, month in kinds], facts.cells(row)
    )
    # Places under the same large ones are summed first.
    rows, row_of_place = numbered(
        [tuple(above for above in chain if tree.is_large(above)) for chain in chains]
    )
    kinds, row = _together(row_of_place[place], when.day, len(when.days))
    change.cells.add_rows(
        [[(above, f"d{when.days[day]}") for above in rows[at]] for at, day in kinds], facts.cells(row)
    )


def _together(one: Ints, other: Ints, others: int) -> tuple[list[tuple[int, int]], Ints]:
    """Return the pairs of numbers that occur, and the place of each record's pair among them."""
    kinds, kind = distinct(one * others + other, 0)
    return [divmod(pair, others) for pair in kinds.tolist()], kind


def merged(one: Delta, other: Delta) -> Delta:
    """Return both in one."""
    one.months.plus(other.months)
    one.years.plus(other.years)
    one.cells.plus(other.cells)
    return one
