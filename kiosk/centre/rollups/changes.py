"""What an insertion changed about the present: which revisions count now, and which count no longer.

The present state of a visit is its highest revision (of two clones' equal numbers the higher epoch and number), and
none when that is a void one. It must not matter in which order they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from kiosk.centre.engine import Engine, among
from kiosk.visits import RecordKind, Row, Shift, Visit, columns

_THINGS: Mapping[RecordKind, str] = {Visit: "visit", Shift: "shift"}
_TABLES: Mapping[RecordKind, str] = {Visit: "visits", Shift: "shifts"}
#: Where the visit or shift that a revision belongs to is named, and its number.
_VISIT_EPOCH, _VISIT_SEQ, _REVISION, _CHANGE = 3, 4, 5, 6

#: Kiosk, epoch and number of a visit's first revision.
Thing = tuple[str, str, int]
#: Tells which visit or shift a revision belongs to.
thing: Callable[[Row], Thing] = itemgetter(0, _VISIT_EPOCH, _VISIT_SEQ)


class Changes(NamedTuple):
    """Revisions that count from now on, and those that count no longer."""

    added: Sequence[Row]
    removed: Sequence[Row]


def changes(
    engine: Engine, kind: RecordKind, fresh: Sequence[Row], uncounted: Callable[[], Iterable[Row]] = tuple
) -> Changes:
    """Return what the insertion of `fresh` rows, which are in the store already, changed.

    `uncounted` tells the keys of what has come into the store since: others may write meanwhile.
    """
    new = {row[:3]: row for row in fresh}
    fresh = list(new.values())
    corrected = _corrected(engine, kind, fresh)
    if not corrected:
        return Changes([row for row in fresh if row[_CHANGE] != "void"], ())
    added = [row for row in fresh if thing(row) not in corrected and row[_CHANGE] != "void"]
    removed: list[Row] = []
    found = _revisions(engine, kind, corrected, new)
    later = set(uncounted())
    known = new.keys() | later
    for rows in found.values():
        now = current([row for row in rows if row[:3] not in later])
        before = current([row for row in rows if row[:3] not in known])
        added += [row for row in now if row not in before]
        removed += [row for row in before if row not in now]
    return Changes(added, removed)


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
    name = _THINGS[kind]
    query = (
        f"SELECT DISTINCT kiosk, {name}_epoch, {name}_seq FROM {name}s"
        f" WHERE kiosk = ? AND {name}_epoch = ? AND {name}_seq BETWEEN ? AND ? AND revision > 1"
    )
    things = list(map(thing, fresh))
    corrected: set[Thing] = set()
    for epoch, numbers in _by_epoch(things).items():
        corrected.update(engine.execute(query, (*epoch, min(numbers), max(numbers))))
    return corrected.intersection(things)


def _revisions(
    engine: Engine, kind: RecordKind, things: Iterable[Thing], at_hand: Mapping[Row, Row]
) -> dict[Thing, list[Row]]:
    """Return all revisions of some visits or shifts; `at_hand` are rows by their keys."""
    wanted = set(things)
    keys = wanted | _later_keys(engine, kind, wanted)
    rows = [at_hand[key] for key in keys if key in at_hand]
    query = f"SELECT {', '.join(columns(kind))} FROM {_TABLES[kind]} WHERE kiosk = ? AND epoch = ? AND seq IN"
    for epoch, some in _by_epoch(key for key in keys if key not in at_hand).items():
        rows += among(engine, query, epoch, some)
    found: dict[Thing, list[Row]] = {}
    for row in rows:
        if (which := thing(row)) in wanted:
            found.setdefault(which, []).append(row)
    return found


def _later_keys(engine: Engine, kind: RecordKind, things: Iterable[Thing]) -> set[Row]:
    """Return the keys of all revisions of some visits or shifts but the first ones, which are named like them.

    Asks for nothing but what the indexes of corrections and oddities hold: SQLite would else read the whole kiosk.
    """
    name, table = _THINGS[kind], _TABLES[kind]
    keys: set[Row] = set()
    for epoch, some in _by_epoch(things).items():
        for condition in (
            "revision > 1",
            f"revision = 1 AND (epoch <> {name}_epoch OR seq <> {name}_seq)",
        ):
            query = (
                f"SELECT kiosk, epoch, seq FROM {table}"
                f" WHERE kiosk = ? AND {name}_epoch = ? AND {condition} AND {name}_seq IN"
            )
            keys.update(among(engine, query, epoch, some))
    return keys


def _by_epoch(keys: Iterable[Thing]) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of keys by kiosk and epoch. Those of one kiosk mostly come one after another."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for epoch, some in groupby(keys, itemgetter(0, 1)):
        numbers.setdefault(epoch, []).extend(map(itemgetter(2), some))
    return numbers
