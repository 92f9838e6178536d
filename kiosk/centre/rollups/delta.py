"""What facts add to the rows of the roll-ups: to the place of each record and to everything that it lies in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.columns import distinct, numbered
from kiosk.centre.rollups.facts import Facts
from kiosk.centre.rollups.sparse import Ints, Sums

#: Dimension, place, code, month. The slot of a measure of a day of the month is `day * WIDTH + measure`.
TotalsKey = tuple[str, str, str, str]
#: Place, span.
CellsKey = tuple[str, str]


class Delta(NamedTuple):
    """What is to be added to the rows of two tables."""

    totals: Sums[TotalsKey]
    cells: Sums[CellsKey]


def delta(facts: Facts, tree: PlaceTree, *, nodes_only: bool = False) -> Delta:
    """Return what facts add to each row of the roll-ups; with `nodes_only`, to those that depend on the tree."""
    change = Delta(Sums(), Sums())
    if not facts.records:
        return change
    places, place = facts.places
    days, day = facts.days
    months, month_of_day = numbered([day[:7] for day in days])
    month = month_of_day[day]
    in_month = np.array([int(day[8:]) * WIDTH for day in days], np.int64)[day]
    chains = [tree.chain(place) for place in places]
    large = [tuple(above for above in chain if tree.is_large(above)) for chain in chains]
    kinds, row = _together(place, month, len(months))
    change.totals.add_rows(
        [[("place", above, "", months[m]) for above in chains[p]] for p, m in kinds],
        facts.totals(row, in_month),
    )
    change.cells.add_rows(
        [[(above, f"m{months[m]}") for above in chains[p]] for p, m in kinds], facts.cells(row)
    )
    # Places under the same rows are summed first.
    rows, above_of_place = numbered(large)
    kinds, row = _together(above_of_place[place], day, len(days))
    change.cells.add_rows([[(above, f"d{days[d]}") for above in rows[p]] for p, d in kinds], facts.cells(row))
    if not nodes_only:
        for dimension, (codes, code) in (("kiosk", facts.kiosks), ("volunteer", facts.volunteers)):
            at = code * len(places) + place
            kinds, row = _together(at, month, len(months))
            change.totals.add_rows(
                [
                    [(dimension, places[a % len(places)], codes[a // len(places)], months[m])]
                    for a, m in kinds
                ],
                facts.totals(row, in_month),
            )
    return change


def _together(one: Ints, other: Ints, others: int) -> tuple[list[tuple[int, int]], Ints]:
    """Return the pairs of numbers that occur, and the place of each record's pair among them."""
    kinds, kind = distinct(one * others + other, 0)
    return [divmod(pair, others) for pair in kinds.tolist()], kind


def merged(one: Delta, other: Delta) -> Delta:
    """Return both in one."""
    one.totals.plus(other.totals)
    one.cells.plus(other.cells)
    return one
