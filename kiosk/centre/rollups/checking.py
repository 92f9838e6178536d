"""Whether the roll-ups are what a recount of all revisions gives, and if not, where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from kiosk.centre.engine import Engine
from kiosk.centre.measures import Measures
from kiosk.centre.rollups.cards import same
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.sparse import Sparse, gathered, unpacked
from kiosk.centre.rollups.tables import ROLLUPS
from kiosk.centre.rollups.totals import DAYS
from kiosk.centre.rollups.writing import Writer
from kiosk.centre.store import Store

#: Each table with its key and the column that is compared.
_COMPARED = (
    ("rollup_totals", ("dimension", "span", "leaf"), "sums"),
    ("rollup_days", ("dimension", "span", "leaf"), "days"),
    ("rollup_cells", ("place", "span"), "cells"),
    ("rollup_cards", ("place", "month", "kiosk"), "visits"),
)
#: What gives codes, kiosks and volunteers their numbers: a recount uses the same.
_NUMBERS = ("rollup_codes", "rollup_who")


class Difference(NamedTuple):
    """One count that is stored otherwise than it is counted.

    `where` names the roll-up's row (place, month or day, kiosk ...), `what` the count in it.
    """

    where: tuple[str, ...]
    what: tuple[str, ...]
    stored: int
    counted: int


def differences(
    store: Store, *, repair: bool = False, counted: Callable[[int, int], None] | None = None
) -> list[Difference]:
    """Count every revision anew and return what the roll-ups have otherwise; with `repair`, mend them then.

    Others may import meanwhile, save while something is mended. `counted` is told of how many kiosks how many are done.
    """
    found = None
    while found is None:
        store.catch_up()
        found = _recounted(store.engine, counted)
    if found and repair:
        with store.transaction():
            Writer(store.engine).rebuild(counted)
    return found


def _recounted(engine: Engine, counted: Callable[[int, int], None] | None) -> list[Difference] | None:
    """Count aside; None when somebody was faster by a moment, so that the roll-ups are behind."""
    with engine.aside((*ROLLUPS, *_NUMBERS)) as stored:
        if engine.execute(f"SELECT 1 FROM {stored}rollup_waiting LIMIT 1"):
            return None
        for table in _NUMBERS:
            engine.execute(f"INSERT INTO {table} SELECT * FROM {stored}{table}")
        Writer(engine).rebuild(counted)
        return [found for compared in _COMPARED for found in _different(engine, stored, *compared)]


def _different(
    engine: Engine, stored_in: str, table: str, key: tuple[str, ...], value: str
) -> Iterator[Difference]:
    names = ", ".join(f"one.{name}" for name in key)
    alike = " AND ".join(f"other.{name} = one.{name}" for name in key)
    for one, other, only in (
        (f"{stored_in}{table}", table, ""),
        (table, f"{stored_in}{table}", f" WHERE other.{key[0]} IS NULL"),
    ):
        rows = engine.execute(
            f"SELECT {names}, one.{value}, other.{value} FROM {one} AS one LEFT JOIN {other} AS other ON {alike}"
            + (only or f" WHERE other.{value} IS NULL OR other.{value} <> one.{value}")
        )
        for *where, here, there in rows:
            stored, recounted = (here, there) if not only else (there, here)
            yield from _told(
                engine, value, tuple(map(str, where)), bytes(stored or b""), bytes(recounted or b"")
            )


def _told(
    engine: Engine, value: str, where: tuple[str, ...], stored: bytes, recounted: bytes
) -> Iterator[Difference]:
    if value == "visits":
        if not same(stored, recounted):
            yield Difference(where, ("return codes",), len(stored), len(recounted))
        return
    mine, right = unpacked(stored), unpacked(recounted)
    apart = gathered(*_minus(mine, right))
    stored_at, counted_at = (
        dict(zip(v.slots.tolist(), v.counts.tolist(), strict=True)) for v in (mine, right)
    )
    for slot in apart.slots.tolist():
        measure = Measures._fields[slot % WIDTH]
        what = (measure, *_code(engine, value, slot // WIDTH))
        yield Difference(where, what, stored_at.get(slot, 0), counted_at.get(slot, 0))


def _minus(one: Sparse, other: Sparse) -> Sparse:
    return Sparse(np.concatenate((one.slots, other.slots)), np.concatenate((one.counts, -other.counts)))


def _code(engine: Engine, value: str, number: int) -> tuple[str, ...]:
    """Return in words what a number in a slot stands for: whose day of the month, whose sum, or a dimension's code."""
    if value == "cells":
        found = engine.execute("SELECT dimension, code FROM rollup_codes WHERE id = ?", (number,))
        return (found[0][0], found[0][1].replace("\x1f", " + ")) if found else (str(number),)
    who = number // DAYS if value == "days" else number
    names = engine.execute("SELECT code, place FROM rollup_who WHERE id = ?", (who,)) if who else []
    named = [str(name) for row in names for name in row]
    return (*named, f"day {number % DAYS}") if value == "days" else tuple(named)
