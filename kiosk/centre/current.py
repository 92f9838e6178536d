"""What counts now, row by row: for whoever takes the whole store elsewhere and must not hold it in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from kiosk.centre.engine import Answer, Engine

#: By a table: where its current rows stand, and their local day.
CURRENT = {
    "visits": ("current_visits", "visit_date"),
    "shifts": ("current_shifts", "shift_date"),
    "notices": ("notices", "notice_date"),
}


class Current:
    """The part of the store that hands out its rows as they are now: the last revision of each, void ones left out."""

    _engine: Engine

    def snapshot(self) -> AbstractContextManager[None]:
        """See in the whole block what was there at its beginning, whoever imports meanwhile. Nothing can be written."""
        return self._engine.snapshot()

    def current(
        self, table: str, expressions: Sequence[str], first: str = "", last: str = "9999-12-31"
    ) -> Iterator[Answer]:
        """Yield the current rows of `CURRENT`'s table in local days, as these expressions over its columns.

        Belongs into a snapshot; rows come some at a time, in the order of their keys where the engine has one.
        """
        view, day = CURRENT[table]
        query = f"SELECT {', '.join(expressions)} FROM {view} WHERE {day} BETWEEN ? AND ?"
        return self._engine.stream(query, (first, last))
