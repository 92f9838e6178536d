"""Visits of people with a return code: who came how often, told apart by code, without reading the visits.

Of each place, month and kiosk, one entry for each service of each such visit. Codes and services stand as 64-bit
digests: two of ten million codes share one with a chance of 1 in 350,000. A digest of a code is still personal data,
and goes where the code goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.centre.measures import Counted
from kiosk.centre.rollups.sparse import Ints
from kiosk.codebook import GROUP_CHANNELS, Channel, Outcome
from kiosk.visits import Row, Visit, columns

Digests = npt.NDArray[np.uint64]
_V = {name: at for at, name in enumerate(columns(Visit))}
_CODE, _CHANNEL = _V["return_code"], _V["channel"]

_NEEDED = itemgetter(
    *[
        _V[name]
        for name in ("kiosk", "services", "visit_date", "started_at", "place", "first_time", "outcome")
    ]
)
#: `minute` counts from the month's first; `first` is 1 for a first visit, 0 for one who came before, 2 where nobody
#: said; `main` is 1 in one entry of each visit.
ENTRY = np.dtype(
    [
        ("code", "<u8"), ("service", "<u8"), ("minute", "<u2"), ("first", "u1"), ("alone", "u1"), ("group", "u1"),
        ("main", "u1"),
    ]
)  # fmt: skip
Entries = npt.NDArray[np.void]


def digest(text: str) -> int:
    """Return 64 bits that stand for a code."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def by_cell(rows: Iterable[Row]) -> dict[tuple[str, str, str], list[tuple[int, ...]]]:
    """Return the entries of visits with a code, by place, month and kiosk."""
    found: dict[tuple[str, str, str], list[tuple[int, ...]]] = {}
    services: dict[str, list[int]] = {}
    for row in rows:
        if not row[_CODE] or row[_CHANNEL] == Channel.SELF_SERVICE:
            continue
        kiosk, text, day, started, place, first, outcome = _NEEDED(row)
        if (asked := services.get(text)) is None:
            asked = services[text] = [digest(service) for service in Counted(row).services()]
        minute = int(day[8:]) * 1440 + (int(started[11:13]) * 60 + int(started[14:16]) if started else 0)
        code, group = digest(row[_CODE]), row[_CHANNEL] in GROUP_CHANNELS
        alone = outcome == Outcome.ALONE
        told = 2 if first is None else first
        cell = found.setdefault((place, day[:7], kiosk), [])
        cell.append((code, asked[0], minute, told, alone, group, True))
        for service in asked[1:]:
            cell.append((code, service, minute, told, alone, group, False))
    return found


def changed(data: bytes, added: Sequence[tuple[Any, ...]], removed: Sequence[tuple[Any, ...]]) -> bytes:
    """Return a cell's entries after some were added and some taken away."""
    data += np.array(list(added), ENTRY).tobytes()
    if not removed:
        return data
    size = ENTRY.itemsize
    entries = [data[at : at + size] for at in range(0, len(data), size)]
    for entry in removed:
        entries.remove(np.array([entry], ENTRY).tobytes())
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
