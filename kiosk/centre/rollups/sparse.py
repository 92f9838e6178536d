"""Sparse vectors of counts: numbered slots with a count in each, packed into a few hundred bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_K = TypeVar("_K")

#: Up to this many times what is summed, a place for each possible slot is cheaper than sorting.
_ROOM = 16
#: Many vectors lie in one array of slots: above this many bits of each slot stands its vector's number.
ROW = 40
_SLOT = (1 << ROW) - 1

_SLOTS = (np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"), np.dtype("<u8"))
_COUNTS = (np.dtype("<i1"), np.dtype("<i2"), np.dtype("<i4"), np.dtype("<i8"))
_SLOT_RANGES, _COUNT_RANGES = (
    [(int(np.iinfo(kind).min), int(np.iinfo(kind).max)) for kind in kinds] for kinds in (_SLOTS, _COUNTS)
)


class Sparse(NamedTuple):
    """Slots in rising order, each once, and what is counted in them, never 0."""

    slots: Ints
    counts: Ints

    def packed(self) -> bytes:
        """Return the vector as bytes: a byte that names the two widths, the slots, the counts."""
        if not len(self.slots):
            return b""
        slot = _width(_SLOT_RANGES, int(self.slots[-1]), 0)
        count = _width(_COUNT_RANGES, int(self.counts.max()), int(self.counts.min()))
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


def unpacked_all(
    data: Sequence[bytes], kept: Callable[[Ints], npt.NDArray[np.bool_]] | None = None
) -> tuple[Ints, Ints, Ints]:
    """Return what many vectors hold in the slots that are kept: the number of the vector, the slot, the count."""
    by_widths: dict[int, list[int]] = {}
    for number, each in enumerate(data):
        if each:
            by_widths.setdefault(each[0], []).append(number)
    parts = [NOTHING_AT]
    for widths, numbers in by_widths.items():
        slot, count = _SLOTS[widths // 4], _COUNTS[widths % 4]
        some = [data[number] for number in numbers]
        many = [(len(each) - 1) // (slot.itemsize + count.itemsize) for each in some]
        ends = [1 + each * slot.itemsize for each in many]
        slots: Any = np.frombuffer(b"".join([e[1:end] for e, end in zip(some, ends, strict=True)]), slot)
        counts: Any = np.frombuffer(b"".join([e[end:] for e, end in zip(some, ends, strict=True)]), count)
        at = np.repeat(np.array(numbers), many)
        if kept:  # before they are made as wide as numbers are here: most are let go of
            these = kept(slots)
            at, slots, counts = at[these], slots[these], counts[these]
        parts.append((at, slots.astype(np.int64), counts.astype(np.int64)))
    at, slots, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
    return at, slots, counts


def gathered(slots: Ints, counts: Ints) -> Sparse:
    """Return a vector of slots in any order, some several times."""
    if not len(slots):
        return NOTHING
    if (limit := int(slots.max()) + 1) <= _ROOM * len(slots):
        sums = np.bincount(slots, counts, limit).astype(np.int64)
        kept = np.flatnonzero(sums)
        return Sparse(kept, sums[kept])
    order = np.argsort(slots, kind="stable")
    slots = slots[order]
    starts = np.flatnonzero(np.concatenate(([True], slots[1:] != slots[:-1])))
    sums = np.add.reduceat(counts[order], starts)
    return Sparse(slots[starts][sums != 0], sums[sums != 0])


def total(vectors: Sequence[Sparse]) -> Sparse:
    """Return the sum of vectors."""
    vectors = [vector for vector in vectors if len(vector.slots)]
    if len(vectors) < 2:
        return vectors[0] if vectors else NOTHING
    limit = max(int(vector.slots[-1]) for vector in vectors) + 1
    if limit > _ROOM * sum(len(vector.slots) for vector in vectors):
        return gathered(
            np.concatenate([v.slots for v in vectors]), np.concatenate([v.counts for v in vectors])
        )
    sums = np.zeros(limit, np.int64)
    for slots, counts in vectors:
        sums[slots] += counts  # a vector has each slot once
    kept = np.flatnonzero(sums)
    return Sparse(kept, sums[kept])


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
        self._parts: dict[_K, list[Sparse]] = {}

    def __iter__(self) -> Iterator[_K]:
        return iter(self._parts)

    def add(self, key: _K, vector: Sparse) -> None:
        """Add a vector under a key."""
        self._parts.setdefault(key, []).append(vector)

    def add_rows(self, keys: Sequence[Sequence[_K]], vector: Sparse) -> None:
        """Add each row of a vector, whose slots are `row << ROW | slot`, under all the keys that are given for it."""
        for row, part in by_row(vector):
            for key in keys[row]:
                self.add(key, part)

    def plus(self, other: Sums[_K]) -> None:
        """Add what another holds."""
        for key, parts in other._parts.items():
            self._parts.setdefault(key, []).extend(parts)

    def items(self) -> Iterator[tuple[_K, Sparse]]:
        """Yield the keys and their sums; those that come to nothing are left out."""
        for key, parts in self._parts.items():
            if len((vector := total(parts)).slots):
                yield key, vector


def _width(ranges: Sequence[tuple[int, int]], most: int, least: int) -> int:
    return next(at for at, (low, high) in enumerate(ranges) if low <= least and most <= high)


NOTHING = Sparse(np.zeros(0, np.int64), np.zeros(0, np.int64))
NOTHING_AT = (np.zeros(0, np.int64), *NOTHING)
