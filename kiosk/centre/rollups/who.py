"""Numbers for kiosks and volunteers, of whom a country has too many to know them all at each import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kiosk.centre.engine import Engine, among
from kiosk.centre.rollups.sparse import Ints


class Who:
    """The kiosks and the volunteers that occur, numbered as they come. A number is never given again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._fresh: list[tuple[int, str, str]] = []

    def numbers(self, dimension: str, codes: Sequence[str]) -> Ints:
        """Return the numbers of different codes; those that come for the first time get new ones (see `keep`)."""
        known = dict(self._known(dimension, codes))
        ((most,),) = self._engine.execute("SELECT COALESCE(MAX(id), 0) FROM rollup_who")
        for code in codes:
            if code not in known:
                known[code] = int(most) + len(self._fresh) + 1
                self._fresh.append((known[code], dimension, code))
        return np.array([known[code] for code in codes], np.int64)

    def _known(self, dimension: str, codes: Sequence[str]) -> Iterator[tuple[str, int]]:
        yield from ((code, number) for number, name, code in self._fresh if name == dimension)
        query = "SELECT code, id FROM rollup_who WHERE dimension = ? AND code IN"
        yield from among(self._engine, query, (dimension,), codes)

    def keep(self) -> None:
        """Write down the numbers that are new. Belongs inside the transaction that uses them."""
        self._engine.executemany("INSERT INTO rollup_who (id, dimension, code) VALUES (?, ?, ?)", self._fresh)
        self._fresh = []

    def names(self, dimension: str) -> dict[int, str]:
        """Return the codes of a dimension by their numbers."""
        return dict(self._engine.execute("SELECT id, code FROM rollup_who WHERE dimension = ?", (dimension,)))

    def nobody(self, dimension: str) -> list[int]:
        """Return the number of the empty code, if it has one."""
        return [number for _code, number in self._known(dimension, [""])]
