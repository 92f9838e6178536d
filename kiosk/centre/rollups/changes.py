"""What an insertion changed about the present: which revisions count now, and which count no longer.

The present state of a visit is its highest revision (of two clones' equal numbers the higher epoch and number), and
none when that is a void one. It must not matter in which order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from kiosk.centre.engine import Engine
from kiosk.visits import RecordKind, Row, Shift, Visit, columns

_THINGS: Mapping[RecordKind, str] = {Visit: "visit", Shift: "shift"}
#: Where the visit or shift that a revision belongs to is named, and its number.
_VISIT_EPOCH, _VISIT_SEQ, _REVISION, _CHANGE = 3, 4, 5, 6
#: How many keys one question names.
_MANY = 200

#: Kiosk, epoch and number of a visit's first revision.
Thing = tuple[str, str, int]


class Changes(NamedTuple):
    """Revisions that count from now on, and those that count no longer."""

    added: Sequence[Row]
    removed: Sequence[Row]


def changes(engine: Engine, kind: RecordKind, fresh: Sequence[Row]) -> Changes:
    """Return what the insertion of `fresh` rows, which are in the store already, changed."""
    fresh = list({row[:3]: row for row in fresh}.values())
    corrected = _corrected(engine, kind, fresh)
    if not corrected:
        return Changes([row for row in fresh if row[_CHANGE] != "void"], ())
    added = [row for row in fresh if thing(row) not in corrected and row[_CHANGE] != "void"]
    removed: list[Row] = []
    new = {row[:3] for row in fresh}
    for rows in _revisions(engine, kind, corrected).values():
        now = current(rows)
        before = current([row for row in rows if row[:3] not in new])
        added += [row for row in now if row not in before]
        removed += [row for row in before if row not in now]
    return Changes(added, removed)


def thing(row: Row) -> Thing:
    """Return which visit or shift a revision belongs to."""
    return row[0], row[_VISIT_EPOCH], row[_VISIT_SEQ]


def current(rows: Sequence[Row]) -> list[Row]:
    """Return which of all revisions of one visit or shift count."""
    latest = max((row for row in rows if row[_REVISION] > 1), key=_rank, default=None)
    return [
        row for row in rows if row[_CHANGE] != "void" and (latest is None or not _rank(row) < _rank(latest))
    ]


def _rank(row: Row) -> tuple[int, str, int]:
    return row[_REVISION], row[1], row[2]


def _corrected(engine: Engine, kind: RecordKind, fresh: Sequence[Row]) -> set[Thing]:
    """Return which of the visits in `fresh` have a later revision."""
    touched: dict[tuple[str, str], list[int]] = {}
    for row in fresh:
        touched.setdefault((row[0], row[_VISIT_EPOCH]), []).append(row[_VISIT_SEQ])
    name = _THINGS[kind]
    query = (
        f"SELECT DISTINCT kiosk, {name}_epoch, {name}_seq FROM {name}s"
        f" WHERE kiosk = ? AND {name}_epoch = ? AND {name}_seq BETWEEN ? AND ? AND revision > 1"
    )
    corrected: set[Thing] = set()
    for epoch, numbers in touched.items():
        wanted = set(numbers)
        corrected |= {
            (kiosk, visit_epoch, seq)
            for kiosk, visit_epoch, seq in engine.execute(query, (*epoch, min(numbers), max(numbers)))
            if seq in wanted
        }
    return corrected


def _revisions(engine: Engine, kind: RecordKind, things: Iterable[Thing]) -> dict[Thing, list[Row]]:
    """Return all revisions of some visits or shifts."""
    name, names = _THINGS[kind], ", ".join(columns(kind))
    conditions = (
        ("epoch = ? AND seq", ""),  # the first revision, by its key
        (f"{name}_epoch = ? AND {name}_seq", " AND revision > 1"),
        (
            f"{name}_epoch = ? AND {name}_seq",
            f" AND revision = 1 AND (epoch <> {name}_epoch OR seq <> {name}_seq)",
        ),
    )
    found: dict[Thing, dict[Thing, Row]] = {}
    by_epoch: dict[tuple[str, str], list[int]] = {}
    for kiosk, epoch, seq in things:
        by_epoch.setdefault((kiosk, epoch), []).append(seq)
    for which, numbers in by_epoch.items():
        for some in _portions(numbers, _MANY):
            marks = ", ".join("?" * len(some))
            for condition, more in conditions:
                query = f"SELECT {names} FROM {name}s WHERE kiosk = ? AND {condition} IN ({marks}){more}"
                for row in engine.execute(query, (*which, *some)):
                    found.setdefault(thing(row), {})[row[:3]] = tuple(row)
    wanted = set(things)
    return {which: list(rows.values()) for which, rows in found.items() if which in wanted}


def _portions(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(numbers)
    while some := list(islice(rest, size)):
        yield some
