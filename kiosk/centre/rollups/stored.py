"""The rows of the roll-ups, as they are changed."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from kiosk.centre.engine import Engine
from kiosk.centre.measures import Measures
from kiosk.centre.rollups import cards
from kiosk.centre.rollups.codes import WIDTH
from kiosk.centre.rollups.columns import Columns
from kiosk.centre.rollups.delta import CellsKey, Delta, TotalsKey
from kiosk.centre.rollups.sparse import Sums, unpacked

_Key = TypeVar("_Key", bound=tuple[Any, ...])

_COUNTS = Measures._fields
_PUT_TOTALS = (
    f"INSERT INTO rollup_totals (dimension, place, code, month, {', '.join(_COUNTS)}, days)"
    f" VALUES ({', '.join('?' * (len(_COUNTS) + 5))}) ON CONFLICT (dimension, place, code, month)"
    f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in (*_COUNTS, 'days'))}"
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
        self._put_totals(change.totals)
        self._put_cells(change.cells)

    def _put_totals(self, change: Sums[TotalsKey]) -> None:
        self._hold(
            "SELECT month, days FROM rollup_totals WHERE dimension = ? AND place = ? AND code = ?"
            " AND month BETWEEN ? AND ?",
            change,
        )
        puts = {}
        for key, now in change.items():
            sums = np.bincount(now.slots % WIDTH, now.counts, WIDTH).astype(np.int64)
            puts[key] = (*key, *sums.tolist(), now.packed())
        self._engine.executemany(_PUT_TOTALS, puts.values())
        self._engine.executemany(
            "DELETE FROM rollup_totals WHERE dimension = ? AND place = ? AND code = ? AND month = ?",
            [key for key in change if key not in puts],
        )

    def _put_cells(self, change: Sums[CellsKey]) -> None:
        self._hold("SELECT span, cells FROM rollup_cells WHERE place = ? AND span BETWEEN ? AND ?", change)
        puts = {key: (*key, now.packed()) for key, now in change.items()}
        self._engine.executemany(_PUT_CELLS, puts.values())
        self._engine.executemany(
            "DELETE FROM rollup_cells WHERE place = ? AND span = ?",
            [key for key in change if key not in puts],
        )

    def _hold(self, query: str, change: Sums[_Key]) -> None:
        """Add what stands under the keys already; the last part of a key is asked for as a range."""
        spans: dict[tuple[str, ...], dict[str, _Key]] = {}
        for key in change:
            spans.setdefault((*key[:-1], key[-1][:1]), {})[key[-1]] = key
        for (*head, _grain), keys in spans.items():
            for last, data in self._engine.execute(query, (*head, min(keys), max(keys))):
                if last in keys:
                    change.add(keys[last], unpacked(data))

    def put_cards(self, counted: Columns, uncounted: Columns) -> None:
        """Keep the visits with a return code that count from now on, and drop those that no longer do."""
        added, removed = cards.by_cell(counted), cards.by_cell(uncounted)
        puts: list[tuple[object, ...]] = []
        gone: list[tuple[object, ...]] = []
        for key in sorted({*added, *removed}):
            held = self._engine.execute(
                "SELECT visits FROM rollup_cards WHERE place = ? AND month = ? AND kiosk = ?", key
            )
            data = cards.changed(bytes(held[0][0]) if held else b"", added.get(key), removed.get(key))
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
