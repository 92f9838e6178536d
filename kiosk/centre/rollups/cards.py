"""Visits of people with a return code: who came how often, told apart by code, without reading the visits.

Of each place, month and kiosk, one entry for each service of each such visit. Codes and services stand as 64-bit
digests: two of ten million codes share one with a chance of 1 in 350,000. A digest of a code is still personal data,
and goes where the code goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.centre.measures import Counted
from kiosk.centre.rollups.columns import Columns, distinct, numbered, repeated
from kiosk.centre.rollups.sparse import Ints
from kiosk.codebook import GROUP_CHANNELS, Channel, Outcome

Digests = npt.NDArray[np.uint64]
#: `minute` counts from the month's first; `first` is 1 for a first visit, 0 for one who came before, 2 where nobody
#: said; `main` is 1 in one entry of each visit.
ENTRY = np.dtype(
    [
        ("code", "<u8"), ("service", "<u8"), ("minute", "<u2"), ("first", "u1"), ("alone", "u1"), ("group", "u1"),
        ("main", "u1"),
    ]
)  # fmt: skip
Entries = npt.NDArray[np.void]
Column = npt.NDArray[Any]
#: So many of a digest's first bits tell its part.
_PART_BITS = 6
#: Place, month, kiosk.
Cell = tuple[str, str, str]


def digest(text: str) -> int:
    """Return 64 bits that stand for a code."""
    return int(_digests([text])[0])


def _digests(texts: Iterable[str]) -> Digests:
    """Return the digests of many codes."""
    codes = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts]
    return np.frombuffer(b"".join(codes), "<u8")


def by_cell(visits: Columns) -> dict[Cell, Entries]:
    """Return the entries of visits with a code, by place, month and kiosk."""
    kept = np.flatnonzero(~visits.are("return_code", ("",)) & ~visits.are("channel", (Channel.SELF_SERVICE,)))
    if not len(kept):
        return {}
    keys, cell = _cells(visits, kept)
    entries, visit = _entries(visits, kept)
    order = np.argsort(cell[visit], kind="stable")
    ends = np.cumsum(np.bincount(cell[visit], minlength=len(keys))).tolist()
    entries = entries[order]
    return {key: entries[first:last] for key, first, last in zip(keys, [0, *ends], ends, strict=False)}


def _cells(visits: Columns, kept: Ints) -> tuple[list[Cell], Ints]:
    """Return the cells that occur, and of each visit that is kept the number of its own."""
    (places, place), (days, day), (kiosks, kiosk) = map(visits.kinds, ("place", "visit_date", "kiosk"))
    months, month = numbered([day[:7] for day in days])
    kinds, kind = distinct(((place * len(months) + month[day]) * len(kiosks) + kiosk)[kept], 0)
    found = []
    for number in kinds.tolist():
        rest, at = divmod(number, len(kiosks))
        found.append((places[rest // len(months)], months[rest % len(months)], kiosks[at]))
    return found, kind


def _entries(visits: Columns, kept: Ints) -> tuple[Entries, Ints]:
    """Return the entries of the visits that are kept, and which of these each belongs to."""
    samples, kind = visits.samples("services")
    services = [[digest(service) for service in Counted(visits.rows[at]).services()] for at in samples]
    lengths = np.array([len(some) for some in services], np.int64)
    flat = np.array([service for some in services for service in some], np.uint64)
    asked = kind[kept]
    visit, inside = repeated(lengths[asked])
    at = kept[visit]
    entries = np.empty(len(visit), ENTRY)
    codes, code = visits.kinds("return_code")
    entries["code"] = _digests(codes)[code[at]]
    entries["service"] = flat[(np.cumsum(lengths) - lengths)[asked][visit] + inside]
    entries["minute"] = _minutes(visits)[at]
    entries["first"] = _each(visits, "first_time", lambda first: 2 if first is None else first, np.uint8)[at]
    entries["alone"] = visits.are("outcome", (Outcome.ALONE,))[at]
    entries["group"] = visits.are("channel", GROUP_CHANNELS)[at]
    entries["main"] = inside == 0
    return entries, visit


def _minutes(visits: Columns) -> Ints:
    """Return when in its month each visit was; one without a time of day at midnight."""
    times, time = numbered([started[11:16] for started in visits["started_at"]])
    of_day = [int(text[:2]) * 60 + int(text[3:]) if text else 0 for text in times]
    return (
        _each(visits, "visit_date", lambda day: int(day[8:]) * 1440, np.int64)
        + np.array(of_day, np.int64)[time]
    )


def _each(visits: Columns, name: str, of: Callable[[Any], int], kind: type[np.generic]) -> npt.NDArray[Any]:
    """Return a number for each row, worked out once for each distinct cell of a column."""
    kinds, at = visits.kinds(name)
    return np.array([of(value) for value in kinds], kind)[at]


def changed(data: bytes, added: Entries | None, removed: Entries | None) -> bytes:
    """Return a cell's entries after some were added and some taken away."""
    if added is not None:
        data += added.tobytes()
    if removed is None:
        return data
    size = ENTRY.itemsize
    entries = [data[at : at + size] for at in range(0, len(data), size)]
    for entry in removed:
        entries.remove(entry.tobytes())
    return b"".join(entries)


def same(one: bytes, other: bytes) -> bool:
    """Tell whether two cells hold the same entries, in whatever order."""
    return len(one) == len(other) and bool(
        (np.sort(np.frombuffer(one, ENTRY)) == np.sort(np.frombuffer(other, ENTRY))).all()
    )


def moments(month: str, entries: Entries) -> Ints:
    """Return when the visits were: numbers that rise with day and time of day across all months."""
    year, number = month.split("-")
    return ((int(year) * 12 + int(number)) << 16) + entries["minute"].astype(np.int64)


def groups(codes: Digests) -> tuple[Ints, Ints]:
    """Return an order in which equal codes stand together, and where each begins in it."""
    order = np.argsort(codes)
    ordered = codes[order]
    return order, np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(
        codes
    ) else order


def in_parts(months: Iterable[Sequence[Column]]) -> Iterator[list[Column]]:
    """Yield columns, of which the first has codes, anew: all that belongs to some of the codes at a time.

    A part fits into a processor's cache. Sorting a country's year by code takes a third of the time so.
    """
    heaps: list[list[list[Column]]] = [[] for _ in range(1 << _PART_BITS)]
    for columns in months:
        part = (columns[0] >> np.uint64(64 - _PART_BITS)).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        ends = np.cumsum(np.bincount(part, minlength=len(heaps))).tolist()
        ordered = [column[order] for column in columns]
        for heap, first, last in zip(heaps, [0, *ends], ends, strict=False):
            heap.append([column[first:last] for column in ordered])
    for heap in filter(None, heaps):
        yield [np.concatenate(column) for column in zip(*heap, strict=True)]
