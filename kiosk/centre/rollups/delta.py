"""What facts add to the rows of the roll-ups: to the place of each record and to everything that it lies in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.columns import distinct, numbered
from kiosk.centre.rollups.facts import Facts
from kiosk.centre.rollups.sparse import Ints, Sums
from kiosk.centre.rollups.totals import DAYS, part_of
from kiosk.centre.rollups.who import LEAF, Who, leaf_of

#: Dimension, span, leaf: a place, or where kiosks or volunteers stand.
TotalsKey = tuple[str, str, str]
#: Place, span.
CellsKey = tuple[str, str]


class Delta(NamedTuple):
    """What is to be added to the rows: totals of days, of parts of months, months and years; and counts by code."""

    days: Sums[TotalsKey]
    totals: Sums[TotalsKey]
    cells: Sums[CellsKey]


class _When(NamedTuple):
    """The local days that occur, and the spans that they lie in; of each record the number of its own among them."""

    days: list[str]
    day: Ints
    parts: tuple[list[str], Ints]
    months: tuple[list[str], Ints]
    years: tuple[list[str], Ints]

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
    places, place = facts.places
    chains = [tree.chain(each) for each in places]
    _add_totals(change, facts, when, "place", chains, place, np.zeros(facts.records, np.int64))
    _add_cells(change, facts, when, tree, chains)
    if not nodes_only:
        for dimension, (codes, code) in (("kiosk", facts.kiosks), ("volunteer", facts.volunteers)):
            kinds, pair = _together(place, code, len(codes))
            number = who.numbers(dimension, [(places[at], codes[it]) for at, it in kinds])[pair]
            leaves, leaf = distinct(number // LEAF, 0)
            _add_totals(
                change, facts, when, dimension, [(leaf_of(each),) for each in leaves.tolist()], leaf, number
            )
    return change


def _when(facts: Facts) -> _When:
    days, day = facts.days

    def spans(span: Callable[[str], str]) -> tuple[list[str], Ints]:
        names, name = numbered([span(each) for each in days])
        return names, name[day]

    return _When(
        days,
        day,
        spans(lambda each: part_of(each[:7], int(each[8:]))),
        spans(lambda each: f"m{each[:7]}"),
        spans(lambda each: f"y{each[:4]}"),
    )


def _add_totals(
    change: Delta,
    facts: Facts,
    when: _When,
    dimension: str,
    leaves: Sequence[Sequence[str]],
    at: Ints,
    who: Ints,
) -> None:
    """Add each record to the totals of those of all `leaves` that it is `at`, under its `who`."""

    def add(sums: Sums[TotalsKey], spans: list[str], span: Ints, slot: Ints) -> None:
        kinds, row = _together(at, span, len(spans))
        keys = [[(dimension, spans[number], leaf) for leaf in leaves[some]] for some, number in kinds]
        sums.add_rows(keys, facts.totals(row, slot))

    add(change.days, *when.parts, (who * DAYS + when.in_month) * WIDTH)
    for spans, span in (when.parts, when.months, when.years):
        add(change.totals, spans, span, who * WIDTH)


def _add_cells(
    change: Delta, facts: Facts, when: _When, tree: PlaceTree, chains: Sequence[Sequence[str]]
) -> None:
    """Add the counts by code: of months to all places above, of days to the large ones."""
    _places, place = facts.places
    months, month = when.months
    kinds, row = _together(place, month, len(months))
    change.cells.add_rows(
        [[(above, months[number]) for above in chains[at]] for at, number in kinds], facts.cells(row)
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
    one.days.plus(other.days)
    one.totals.plus(other.totals)
    one.cells.plus(other.cells)
    return one
