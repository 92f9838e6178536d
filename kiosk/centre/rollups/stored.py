"""The rows of the roll-ups, as they are changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from kiosk.centre.engine import Engine, among
from kiosk.centre.rollups.cards import by_cell, changed
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.columns import Columns
from kiosk.centre.rollups.delta import Delta
from kiosk.centre.rollups.sparse import Sums, unpacked
from kiosk.centre.rollups.totals import DAYS

_Key = TypeVar("_Key", bound=tuple[Any, ...])

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
        key = ("dimension", "span", "leaf")
        self._add("rollup_days", key, "days", change.days, DAYS * WIDTH)
        self._add("rollup_totals", key, "sums", change.totals, WIDTH)
        self._add("rollup_cells", ("place", "span"), "cells", change.cells)

    def _add(self, table: str, names: Sequence[str], value: str, change: Sums[_Key], unit: int = 0) -> None:
        self._hold(table, names, value, change)
        rows = {key: (*key, vector.packed(unit)) for key, vector in change.items()}
        self._engine.executemany(
            f"INSERT INTO {table} ({', '.join((*names, value))}) VALUES ({', '.join('?' * (len(names) + 1))})"
            f" ON CONFLICT ({', '.join(names)}) DO UPDATE SET {value} = excluded.{value}",
            rows.values(),
        )
        self._engine.executemany(
            f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in names)}",
            [key for key in change if key not in rows],
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
        if months := {month for _place, month, _kiosk in (*added, *removed)}:
            self._engine.executemany(
                "DELETE FROM rollup_came WHERE month = ?", [(month,) for month in sorted(months)]
            )
            self.unsettle(min(months))

    def unsettle(self, month: str) -> None:
        """A visit changes who came for the first time with a card in its month and in all that follow."""
        open_months = "(SELECT month FROM rollup_settled WHERE month >= ? AND closed = 0)"
        self._engine.execute(f"DELETE FROM rollup_reached WHERE month IN {open_months}", (month,))
        self._engine.execute("DELETE FROM rollup_settled WHERE month >= ? AND closed = 0", (month,))


def _without(key: tuple[str, ...], at: int) -> tuple[str, ...]:
    """Return a key without one of its last two parts."""
    return key[:-1] if at == -1 else (*key[:-2], key[-1])
