"""Many rows by their columns, each distinct cell with a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from kiosk.centre.rollups.sparse import Ints
from kiosk.visits import RecordKind, Row, Shift, Visit, columns

_V = TypeVar("_V")

#: Up to this many times the numbers themselves, a mark for each possible number is cheaper than sorting them.
_ROOM = 8
_LEAST_ROOM = 1 << 16


_PLACES: Mapping[RecordKind, Mapping[str, int]] = {
    kind: {name: at for at, name in enumerate(columns(kind))} for kind in (Visit, Shift)
}


class Columns:
    """Records of one kind by the columns of their rows."""

    def __init__(self, rows: Sequence[Row], kind: RecordKind) -> None:
        self.rows = rows
        self._kind = kind
        self._places = _PLACES[kind]
        self._kinds: dict[str, tuple[list[Any], Ints]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> Sequence[Any]:
        return list(map(itemgetter(self._places[name]), self.rows))

    def having(self, name: str, values: Collection[object]) -> Columns:
        """Return the records whose cell in a column is one of some values."""
        at = self._places[name]
        return Columns([row for row in self.rows if row[at] in values], self._kind)

    def kinds(self, name: str) -> tuple[list[Any], Ints]:
        """Return a column's distinct cells, and of each row the number of its cell among them."""
        if (known := self._kinds.get(name)) is None:
            known = self._kinds[name] = numbered(self[name])
        return known

    def samples(self, name: str) -> tuple[list[int], Ints]:
        """Return a row for each of a column's distinct cells, and of each row the number of its cell among them."""
        kinds, kind = self.kinds(name)
        return sampled(kind, len(kinds)), kind

    def are(self, name: str, values: Collection[object]) -> npt.NDArray[np.bool_]:
        """Tell of each row whether its cell is one of some values."""
        kinds, kind = self.kinds(name)
        return np.array([value in values for value in kinds], bool)[kind]

    def together(
        self, names: Sequence[str], beside: npt.NDArray[np.bool_] | None = None
    ) -> tuple[list[int], Ints]:
        """Tell apart the rows by several columns: a row of each kind, and of each row the number of its kind."""
        number = np.zeros(len(self.rows), np.int64) if beside is None else beside.astype(np.int64)
        limit = 1 if beside is None else 2
        for name in names:
            kinds, kind = self.kinds(name)
            number = number * len(kinds) + kind
            limit *= len(kinds)
            if limit > _LEAST_ROOM:  # so that no number of columns overflows
                found, number = distinct(number, limit)
                limit = len(found)
        found, number = distinct(number, limit)
        return sampled(number, len(found)), number


def numbered(values: Sequence[_V]) -> tuple[list[_V], Ints]:
    """Return the distinct values, and of each value its number among them."""
    numbers: defaultdict[_V, int] = defaultdict()
    numbers.default_factory = numbers.__len__  # a value that comes for the first time gets the next number
    found = np.fromiter(map(numbers.__getitem__, values), np.int64, len(values))
    return list(numbers), found


def sampled(kind: Ints, kinds: int) -> list[int]:
    """Return the place of one of each kind."""
    samples = np.empty(kinds, np.int64)
    samples[kind] = np.arange(len(kind))
    return samples.tolist()


def distinct(numbers: Ints, limit: int) -> tuple[Ints, Ints]:
    """Return the distinct numbers in rising order, and the place of each among them; all are below any limit given."""
    if not 0 < limit <= max(_ROOM * len(numbers), _LEAST_ROOM):
        return np.unique(numbers, return_inverse=True)
    there = np.zeros(limit, bool)
    there[numbers] = True
    kinds = np.flatnonzero(there)
    place = np.empty(limit, np.int64)
    place[kinds] = np.arange(len(kinds))
    return kinds, place[numbers]


def repeated(times: Ints) -> tuple[Ints, Ints]:
    """Return each index as often as it says, and beside it which of these times it is."""
    ends = np.cumsum(times)
    index = np.repeat(np.arange(len(times)), times)
    return index, np.arange(len(index)) - (ends - times)[index]
