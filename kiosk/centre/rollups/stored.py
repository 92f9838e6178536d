"""The rows of the roll-ups, as they are changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from kiosk.centre.engine import Engine, among
from kiosk.centre.rollups.cards import by_cell, changed
from kiosk.centre.rollups.columns import Columns
from kiosk.centre.rollups.delta import Delta
from kiosk.centre.rollups.sparse import Sparse, Sums, gathered, unpacked
from kiosk.centre.rollups.totals import without_day

_Key = TypeVar("_Key", bound=tuple[Any, ...])

_PUT_TOTALS = (
    "INSERT INTO rollup_totals (dimension, span, place, sums, days) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (dimension, span, place) DO UPDATE SET sums = excluded.sums, days = excluded.days"
)
_PUT_CELLS = (
    "INSERT INTO rollup_cells (place, span, cells) VALUES (?, ?, ?)"
    " ON CONFLICT (place, span) DO UPDATE SET cells = excluded.cells"
)
_PUT_CARDS = (
    "INSERT INTO rollup_cards (place, month, kiosk, visits) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (place, month, kiosk) DO UPDATE SET visits = excluded.visits"
)


class Stored:
    """The tables of the roll-ups. Every method belongs inside a transaction that has them to itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, change: Delta) -> None:
        """Add to rows; what comes to nothing is removed."""
        self._hold("rollup_totals", ("dimension", "span", "place"), "days", change.months)
        self._hold("rollup_totals", ("dimension", "span", "place"), "sums", change.years)
        self._hold("rollup_cells", ("place", "span"), "cells", change.cells)
        months = {key: (*key, _of_month(days).packed(), days.packed()) for key, days in change.months.items()}
        years = {key: (*key, sums.packed(), b"") for key, sums in change.years.items()}
        cells = {key: (*key, counts.packed()) for key, counts in change.cells.items()}
        self._engine.executemany(_PUT_TOTALS, [*months.values(), *years.values()])
        self._engine.executemany(_PUT_CELLS, cells.values())
        self._engine.executemany(
            "DELETE FROM rollup_totals WHERE dimension = ? AND span = ? AND place = ?",
            [
                key
                for some, puts in ((change.months, months), (change.years, years))
                for key in some
                if key not in puts
            ],
        )
        self._engine.executemany(
            "DELETE FROM rollup_cells WHERE place = ? AND span = ?",
            [key for key in change.cells if key not in cells],
        )

    def _hold(self, table: str, names: Sequence[str], value: str, change: Sums[_Key]) -> None:
        """Add what stands under the keys already. Either of their last two parts is asked for many at a time."""
        at = min((-1, -2), key=lambda part: len({_without(key, part) for key in change}))
        varying: dict[tuple[str, ...], list[_Key]] = {}
        for key in change:
            varying.setdefault(_without(key, at), []).append(key)
        fixed = " AND ".join(f"{name} = ?" for name in _without(tuple(names), at))
        for head, keys in varying.items():
            here = {key[at]: key for key in keys}
            query = f"SELECT {names[at]}, {value} FROM {table} WHERE {fixed} AND {names[at]} IN"
            for found, data in among(self._engine, query, head, list(here)):
                change.add(here[found], unpacked(data))

    def put_cards(self, counted: Columns, uncounted: Columns) -> None:
        """Keep the visits with a return code that count from now on, and drop those that no longer do."""
        added, removed = by_cell(counted), by_cell(uncounted)
        puts: list[tuple[object, ...]] = []
        gone: list[tuple[object, ...]] = []
        for key in sorted({*added, *removed}):
            held = self._engine.execute(
                "SELECT visits FROM rollup_cards WHERE place = ? AND month = ? AND kiosk = ?", key
            )
            data = changed(bytes(held[0][0]) if held else b"", added.get(key), removed.get(key))
            if data:
                puts.append((*key, data))
            else:
                gone.append(key)
        self._engine.executemany(_PUT_CARDS, puts)
        self._engine.executemany("DELETE FROM rollup_cards WHERE place = ? AND month = ? AND kiosk = ?", gone)
        if added or removed:
            self.unsettle(min(month for _place, month, _kiosk in (*added, *removed)))

    def unsettle(self, month: str) -> None:
        """A visit changes who came for the first time with a card in its month and in all that follow."""
        open_months = "(SELECT month FROM rollup_settled WHERE month >= ? AND closed = 0)"
        self._engine.execute(f"DELETE FROM rollup_reached WHERE month IN {open_months}", (month,))
        self._engine.execute("DELETE FROM rollup_settled WHERE month >= ? AND closed = 0", (month,))


def _without(key: tuple[str, ...], at: int) -> tuple[str, ...]:
    """Return a key without one of its last two parts."""
    return key[:-1] if at == -1 else (*key[:-2], key[-1])


def _of_month(days: Sparse) -> Sparse:
    """Return the totals of a month from those of its days."""
    return gathered(without_day(days.slots), days.counts)
