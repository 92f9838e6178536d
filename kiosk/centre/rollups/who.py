"""Numbers for kiosks and volunteers at their places, of whom a country has too many to know them all at each import.

A volunteer who helps out in two villages has two numbers. Sixty-four neighbours share a leaf: a country's month is then
a thousand rows and not twenty thousand, and who comes together is written together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kiosk.centre.engine import Answer, Engine, among
from kiosk.centre.rollups.columns import numbered
from kiosk.centre.rollups.sparse import Ints, Truths, different

#: So many numbers share a leaf.
LEAF = 64

#: A place, and the code of a kiosk or a volunteer there.
Pair = tuple[str, str]


class Roll:
    """Who has a number: for each number the place, and the code by its position in `codes`."""

    def __init__(self, rows: Sequence[Answer]) -> None:
        """Take rows of number, place and code."""
        numbers, places, codes = zip(*rows, strict=True) if rows else ((), (), ())
        self._places: Sequence[str] = places
        self._numbers = np.array(numbers, np.int64)
        #: One more than the greatest number.
        self.limit = 1 + int(self._numbers.max(initial=0))
        self.codes, position = numbered(codes)
        self._code = np.full(self.limit, -1, np.int64)
        self._code[self._numbers] = position

    def positions(self, places: set[str] | None) -> Ints:
        """Return for each number the position of its code; -1 for those that are not at one of the places, if given."""
        if places is None:
            return self._code
        return np.where(self._at(places), self._code, -1)

    def leaves(self, places: set[str]) -> list[str]:
        """Return the leaves on which somebody at one of these places stands."""
        return [leaf_of(number) for number in different(np.flatnonzero(self._at(places)) // LEAF).tolist()]

    def at(self, places: set[str]) -> list[str]:
        """Return the codes at some places."""
        return sorted({self.codes[at] for at in self.positions(places).tolist() if at >= 0})

    def pairs(self) -> Iterator[Pair]:
        """Yield everybody with the place."""
        for place, position in zip(self._places, self._code[self._numbers].tolist(), strict=True):
            yield place, self.codes[position]

    def _at(self, places: set[str]) -> Truths:
        """Tell of each number whether it is at one of the places."""
        found = np.zeros(self.limit, bool)
        found[self._numbers] = [place in places for place in self._places]
        return found


class Who:
    """The kiosks and the volunteers that occur, numbered as they come. A number is never given again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._fresh: list[tuple[int, str, str, str]] = []
        self._rolls: dict[str, Roll] = {}

    def numbers(self, dimension: str, pairs: Sequence[Pair]) -> Ints:
        """Return the numbers of different pairs; those that come for the first time get new ones (see `keep`)."""
        known = {(place, code): number for number, name, place, code in self._fresh if name == dimension}
        query = "SELECT place, code, id FROM rollup_who WHERE dimension = ? AND code IN"
        codes = list({code for _place, code in pairs})
        known |= {
            (place, code): number for place, code, number in among(self._engine, query, (dimension,), codes)
        }
        ((most,),) = self._engine.execute("SELECT COALESCE(MAX(id), 0) FROM rollup_who")
        for place, code in pairs:
            if (place, code) not in known:
                known[place, code] = int(most) + len(self._fresh) + 1
                self._fresh.append((known[place, code], dimension, place, code))
        return np.array([known[pair] for pair in pairs], np.int64)

    def keep(self) -> None:
        """Write down the numbers that are new. Belongs inside the transaction that uses them."""
        self._engine.executemany(
            "INSERT INTO rollup_who (id, dimension, place, code) VALUES (?, ?, ?, ?)", self._fresh
        )
        self._fresh = []

    def roll(self, dimension: str, number: int = 0) -> Roll:
        """Return who has a number, as it was read last, or is now where this number came since."""
        known = self._rolls.get(dimension)
        if known is None or known.limit <= number:
            query = "SELECT id, place, code FROM rollup_who WHERE dimension = ?"
            known = self._rolls[dimension] = Roll(self._engine.execute(query, (dimension,)))
        return known


def leaf_of(number: int) -> str:
    """Return the name of a leaf as it stands in a row's key."""
    return f"{number:08}"
