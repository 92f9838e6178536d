"""Sparse vectors of counts: numbered slots with a count in each, packed into a few hundred bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

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
    order = np.argsort(slots)
    slots = slots[order]
    starts = np.flatnonzero(np.concatenate(([True], slots[1:] != slots[:-1])))
    sums = np.add.reduceat(counts[order], starts)
    kept = sums != 0
    return Sparse(slots[starts][kept], sums[kept])


def total(vectors: Sequence[Sparse]) -> Sparse:
    """Return the sum of vectors."""
    if len(vectors) == 1:
        return vectors[0]
    if not vectors:
        return NOTHING
    return gathered(np.concatenate([v.slots for v in vectors]), np.concatenate([v.counts for v in vectors]))


def by_row(vector: Sparse, width: int) -> Iterator[tuple[int, Sparse]]:
    """Yield the parts of a vector whose slots are `row * width + slot`, with each row's number."""
    rows = vector.slots // width
    starts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1]))) if len(rows) else rows
    ends = [*starts[1:].tolist(), len(rows)]
    for first, last in zip(starts.tolist(), ends, strict=False):
        row = int(rows[first])
        yield row, Sparse(vector.slots[first:last] - row * width, vector.counts[first:last])


def _width(widths: Sequence[np.dtype[np.integer]], most: int, least: int) -> int:
    return next(
        at for at, kind in enumerate(widths) if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max
    )


NOTHING = Sparse(np.zeros(0, np.int64), np.zeros(0, np.int64))
