"""Sparse vectors of counts: numbered slots with a count in each, packed into a few hundred bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_K = TypeVar("_K")

#: Many vectors lie in one array of slots: above this many bits of each slot stands its vector's number.
ROW = 40
_SLOT = (1 << ROW) - 1

_SLOTS = (np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"), np.dtype("<u8"))
_COUNTS = (np.dtype("<i1"), np.dtype("<i2"), np.dtype("<i4"), np.dtype("<i8"))


class Sparse(NamedTuple):
    """Slots in rising order, each once, and what is counted in them, never 0."""

    slots: Ints
    counts: Ints

    def packed(self) -> bytes:
        """Return the vector as bytes: a byte that names the two widths, the slots, the counts."""
        if not len(self.slots):
            return b""
        slot = _width(_SLOTS, int(self.slots[-1]), 0)
        count = _width(_COUNTS, int(self.counts.max()), int(self.counts.min()))
        return b"%c%b%b" % (
            slot * 4 + count,
            self.slots.astype(_SLOTS[slot]).tobytes(),
            self.counts.astype(_COUNTS[count]).tobytes(),
        )


def unpacked(data: bytes) -> Sparse:
    """Return the vector that `Sparse.packed` made bytes of."""
    if not data:
        return NOTHING
    slot, count = _SLOTS[data[0] // 4], _COUNTS[data[0] % 4]
    number = (len(data) - 1) // (slot.itemsize + count.itemsize)
    return Sparse(
        np.frombuffer(data, slot, number, 1).astype(np.int64),
        np.frombuffer(data, count, number, 1 + number * slot.itemsize).astype(np.int64),
    )


def gathered(slots: Ints, counts: Ints) -> Sparse:
    """Return a vector of slots in any order, some several times."""
    if not len(slots):
        return NOTHING
    order = np.argsort(slots, kind="stable")
    slots = slots[order]
    starts = np.flatnonzero(np.concatenate(([True], slots[1:] != slots[:-1])))
    sums = np.add.reduceat(counts[order], starts)
    kept = sums != 0
    return Sparse(slots[starts][kept], sums[kept])


def total(vectors: Sequence[Sparse]) -> Sparse:
    """Return the sum of vectors."""
    if not vectors:
        return NOTHING
    return gathered(np.concatenate([v.slots for v in vectors]), np.concatenate([v.counts for v in vectors]))


def by_row(vector: Sparse) -> Iterator[tuple[int, Sparse]]:
    """Yield the parts of a vector whose slots are `row << ROW | slot`, with each row's number."""
    rows = vector.slots >> ROW
    slots = vector.slots & _SLOT
    starts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1]))) if len(rows) else rows
    ends = [*starts[1:].tolist(), len(rows)]
    for row, first, last in zip(rows[starts].tolist(), starts.tolist(), ends, strict=False):
        yield row, Sparse(slots[first:last], vector.counts[first:last])


class Sums(Generic[_K]):
    """Vectors under keys, each the sum of what was added to it."""

    def __init__(self) -> None:
        self._rows: dict[_K, int] = {}
        self._parts: list[Sparse] = []

    def __iter__(self) -> Iterator[_K]:
        return iter(self._rows)

    def add(self, key: _K, vector: Sparse) -> None:
        """Add a vector under a key."""
        self._parts.append(Sparse(vector.slots | self._row(key) << ROW, vector.counts))

    def add_rows(self, keys: Sequence[Sequence[_K]], vector: Sparse) -> None:
        """Add each row of a vector, whose slots are `row << ROW | slot`, under all the keys that are given for it."""
        rows, slots = vector.slots >> ROW, vector.slots & _SLOT
        for depth in range(max(map(len, keys), default=0)):
            here = np.array([self._row(some[depth]) if depth < len(some) else -1 for some in keys], np.int64)
            key = here[rows]
            kept = slice(None) if (here >= 0).all() else key >= 0
            self._parts.append(Sparse(key[kept] << ROW | slots[kept], vector.counts[kept]))

    def plus(self, other: Sums[_K]) -> None:
        """Add what another holds."""
        here = np.array([self._row(key) for key in other], np.int64)
        for slots, counts in other._parts:
            self._parts.append(Sparse(here[slots >> ROW] << ROW | slots & _SLOT, counts))

    def items(self) -> Iterator[tuple[_K, Sparse]]:
        """Yield the keys and their sums; those that come to nothing are left out."""
        keys = list(self._rows)
        for row, vector in by_row(total(self._parts)):
            yield keys[row], vector

    def _row(self, key: _K) -> int:
        return self._rows.setdefault(key, len(self._rows))


def _width(widths: Sequence[np.dtype[np.integer]], most: int, least: int) -> int:
    return next(
        at for at, kind in enumerate(widths) if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max
    )


NOTHING = Sparse(np.zeros(0, np.int64), np.zeros(0, np.int64))
