"""Which cells of a table must be hidden so that no small count can be worked out.

A count of one to four people is hidden (primary suppression). Where counts add up to a total that anybody can know, one
hidden cell could be worked out from the rest: further cells are hidden as its cover (complementary suppression), the
smallest that do. Whether they do is decided exactly, for tables of one and two dimensions with all their margins: a
hidden cell can have another value if and only if there is a ring of hidden cells through it along which one person
could be moved. A reader is assumed to know that a cell marked as few holds one to four, any other hidden one at least
five.

After the Handbook on Statistical Disclosure Control, chapters 4 and 5 (sdctools.github.io/HandbookSDC); a two-way table
seen as a network is Cox's (1980) and Gusfield's (1988).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import count as numbers

from kiosk.centre.tables import FEW

#: What names a cell of a table.
Key = Hashable
#: A line of counts whose sum is known; `None` in a cell: nothing is known of the sum in that direction.
_Node = tuple[bool, Hashable]


def is_few(count: object) -> bool:
    """Tell whether a count stands for so few people that it is hidden. Nobody stands behind a zero: it is shown."""
    return isinstance(count, int | float) and 0 < count < FEW


@dataclass(frozen=True, slots=True)
class Spot:
    """A count, and the two lines of known sums that it lies in.

    A margin is a sum itself: it counts against its line. A cell of a table that is not shown at all is `loose`: nobody
    knows even whether it is few or none.
    """

    count: int
    row: Hashable = None
    column: Hashable = None
    margin: bool = False
    loose: bool = False

    def can(self, step: int) -> bool:
        """Tell whether, as far as a reader of the hidden cell knows, one more or one fewer could stand in it."""
        moved = self.count - step if self.margin else self.count + step
        if self.loose:
            return moved >= 0
        return 0 < moved < FEW if is_few(self.count) else self.count >= FEW and moved >= FEW


class Grid:
    """One kind of counts in a table, by cell."""

    def __init__(self, spots: Mapping[Key, Spot]) -> None:
        self.spots = spots

    @cached_property
    def _along(self) -> dict[_Node, list[Key]]:
        lines: dict[_Node, list[Key]] = {}
        for key, spot in self.spots.items():
            lines.setdefault((True, spot.row), []).append(key)
            lines.setdefault((False, spot.column), []).append(key)
        return lines

    def few(self) -> list[Key]:
        """Return the cells of few people."""
        return [key for key, spot in self.spots.items() if is_few(spot.count)]

    def ring(self, key: Key, hidden: set[Key], may_hide: Callable[[Key], bool]) -> set[Key] | None:
        """Return the cells of the cheapest ring through a hidden cell along which a person could be moved.

        A hidden cell costs nothing, one that `may_hide` allows to hide costs its count. None when there is no ring.
        """
        if self.spots[key].row is None and self.spots[key].column is None:
            return set()  # it is in no sum that anybody knows
        rings = [
            found
            for step in (1, -1)
            if self.spots[key].can(step) and (found := self._ring(key, step, hidden, may_hide)) is not None
        ]
        return min(rings, key=lambda ring: ring[0])[1] if rings else None

    def _ring(
        self, key: Key, step: int, hidden: set[Key], may_hide: Callable[[Key], bool]
    ) -> tuple[int, set[Key]] | None:
        """Go from the cell's column back to its row: leaving a column takes what the cell got, leaving a row gives."""
        order = numbers()
        start, goal = (False, self.spots[key].column), (True, self.spots[key].row)
        waiting: list[tuple[int, int, _Node, tuple[Key, ...]]] = [(0, next(order), start, ())]
        done: set[_Node] = set()
        while waiting:
            cost, _, here, way = heappop(waiting)
            if here == goal:
                return cost, set(way)
            if here in done:
                continue
            done.add(here)
            is_row = here[0]
            for at in self._along.get(here, ()):
                spot = self.spots[at]
                if at == key or at in way or not spot.can(step if is_row else -step):
                    continue
                if at not in hidden and not may_hide(at):
                    continue
                there = (False, spot.column) if is_row else (True, spot.row)
                price = 0 if at in hidden else spot.count
                heappush(waiting, (cost + price, next(order), there, (*way, at)))
        return None


def conceal(grids: Iterable[Grid], hidden: set[Key], shown: Iterable[Key] = ()) -> bool:
    """Hide in all grids the cells of few people, and what else is needed so that none of them can be worked out.

    `hidden` is what is hidden already, and grows; `shown` must not be hidden: it is known from elsewhere. Several grids
    are several counts of the same cells. False: nothing helps, the table would tell.
    """
    grids, known = list(grids), set(shown)
    for grid in grids:
        hidden.update(grid.few())
    for grid in grids:
        for key in grid.few():
            # What is hidden only grows, so that a cell that is safe once stays so.
            if grid.ring(key, hidden, lambda _: False) is None:
                cover = grid.ring(key, hidden, lambda at: at not in known)
                if cover is None:
                    return False
                hidden |= cover
    return True
