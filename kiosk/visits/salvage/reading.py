"""Reading what can be read of a damaged table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from copy import copy
from typing import Any, Final, Self

#: Rows read at a time: bounds the memory, and what one damaged page makes us read twice.
_CHUNK: Final = 5_000

Row = tuple[Any, ...]


class Table:
    """A table of a damaged or older log, read as if it had the columns of `like`, today's."""

    def __init__(self, source: sqlite3.Connection, like: sqlite3.Connection, name: str) -> None:
        self.columns = _columns(like, name)
        self._source = source
        self._name = name
        there = {column for column, *_ in _info(source, name)}
        defaults = {column: default for column, _, _, default, _ in _info(like, name)}
        self._list = ", ".join(c if c in there else str(defaults[c] or "NULL") for c in self.columns)
        self._key = [column for column, *_, key in _info(like, name) if key]
        self._kinds = [(kind, bool(required)) for _, kind, required, *_ in _info(like, name)]

    def over(self, source: sqlite3.Connection) -> Self:
        """Return the same table of another connection to the same file."""
        other = copy(self)
        other._source = source
        return other

    def all(self) -> tuple[list[Row], bool]:
        """Read a small table from both ends; return the sound rows, and whether the table was read whole."""
        rows, whole = self._read("", ())
        if not whole:
            rows += self._read("", (), backwards=True)[0]
        return [row for row in dict.fromkeys(rows) if self._sound(row)], whole

    def between(self, epoch: str, first: int, last: int) -> Iterator[Row]:
        """Read the revisions `first` to `last` of an epoch: towards the damage from both ends, then by halves."""
        pending = [(start, min(start + _CHUNK - 1, last)) for start in range(first, last + 1, _CHUNK)]
        while pending:
            low, high = pending.pop()
            if low > high:
                continue
            alone = low == high
            rows, whole = self._range(epoch, low, high)
            yield from rows
            if whole or alone:
                continue
            low = max([low, *(self._seq(row) + 1 for row in rows[-1:])])
            rows, _ = self._range(epoch, low, high, backwards=True)
            yield from rows
            high = min([high, *(self._seq(row) - 1 for row in rows[-1:])])
            middle = (low + high) // 2
            pending += [(low, middle), (middle + 1, high)]

    def _range(self, epoch: str, low: int, high: int, *, backwards: bool = False) -> tuple[list[Row], bool]:
        rows, whole = self._read(" WHERE epoch = ? AND seq BETWEEN ? AND ?", (epoch, low, high), backwards)
        return [row for row in rows if self._sound(row) and low <= self._seq(row) <= high], whole

    def _read(self, where: str, values: Row, backwards: bool = False) -> tuple[list[Row], bool]:
        way = " DESC" if backwards else ""
        order = ", ".join(f"{column}{way}" for column in self._key)
        rows: list[Row] = []
        try:
            cursor = self._source.execute(
                f"SELECT {self._list} FROM {self._name}{where} ORDER BY {order}", values
            )
            for row in cursor:  # one by one: what came before the damage is kept
                rows.append(row)
        except sqlite3.Error:
            return rows, False
        return rows, True

    def _seq(self, row: Row) -> int:
        return int(row[self.columns.index("seq")])

    def _sound(self, row: Row) -> bool:
        """Tell whether each cell is of its column's kind: a damaged page may still look like rows."""
        types = {"TEXT": (str,), "INTEGER": (int,), "REAL": (float, int)}
        return all(
            isinstance(cell, types[kind]) or (cell is None and not required)
            for cell, (kind, required) in zip(row, self._kinds, strict=True)
        )


def epochs_in(source: sqlite3.Connection, table: str) -> list[str]:
    """Return the epochs that a table's revisions name, as far as they can be read."""
    found, after = [], ""
    try:
        while after is not None:
            ((after,),) = source.execute(f"SELECT min(epoch) FROM {table} WHERE epoch > ?", (after,))
            found += [after] if isinstance(after, str) else []
    except sqlite3.Error:
        return found
    return found


def last_in(source: sqlite3.Connection, table: str, epoch: str) -> int | None:
    """Return the last revision of an epoch in a table; None when it cannot be read."""
    try:
        ((last,),) = source.execute(f"SELECT max(seq) FROM {table} WHERE epoch = ?", (epoch,))
    except sqlite3.Error:
        return None
    return last if isinstance(last, int) else 0


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [column for column, *_ in _info(connection, table)]


def _info(connection: sqlite3.Connection, table: str) -> list[Row]:
    return connection.execute(
        'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', (table,)
    ).fetchall()
