"""Moving a store from one engine to the other: every row of every table, counted and read again at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from kiosk.centre.engine import Answer, Engine, StoreError, Table

#: Called before each table with its number, how many there are, and its name.
Told = Callable[[int, int, str], None]
#: What a store that was used has something in; everything else may stand in a new one.
_USED = ("visits", "shifts", "notices", "bundles", "kiosks", "requests", "places", "audit")


class Content(NamedTuple):
    """What a table holds: how many rows, and a digest of them in the order of their keys."""

    rows: int
    sha256: str


def contents(engine: Engine) -> dict[str, Content]:
    """Return what every table holds, roll-ups left out: they follow from the rest, in more than one form.

    Belongs inside a snapshot or a transaction.
    """
    return {
        name: _content(_rows(engine, name, table))
        for name, table in engine.tables().items()
        if not name.startswith("rollup_")
    }


def copied(source: Engine, target: Engine, told: Told | None = None) -> dict[str, int]:
    """Copy everything into an empty store, all or nothing, and read it again; return how many rows each table has.

    Raises StoreError when the target holds something, or reads back otherwise.
    """
    tables = source.tables()
    with source.snapshot(), target.transaction():
        if any(target.execute(f"SELECT 1 FROM {name} LIMIT 1") for name in _USED):
            raise StoreError(
                "The store {where} holds something already. Copy into an empty one.", where=target.where
            )
        counts: dict[str, int] = {}
        for number, (name, table) in enumerate(tables.items(), 1):
            if told:
                told(number, len(tables), name)
            counts[name] = _copy(source, target, name, table)
        return counts


def _copy(source: Engine, target: Engine, name: str, table: Table) -> int:
    if name not in _USED:
        target.execute(f"DELETE FROM {name}")  # what a new store begins with
    seen = _Seen()
    target.append(name, table.columns, seen.passing(_rows(source, name, table)))
    if _content(_rows(target, name, table)) != seen.content():
        raise StoreError(
            "The table {table} reads back otherwise from {where}. Nothing was copied: please try again.",
            table=name,
            where=target.where,
        )
    return seen.count


def _rows(engine: Engine, name: str, table: Table) -> Iterator[Answer]:
    order = ", ".join(table.key or table.columns)
    return engine.stream(f"SELECT {', '.join(table.columns)} FROM {name} ORDER BY {order}")


def _content(rows: Iterable[Answer]) -> Content:
    seen = _Seen()
    for _row in seen.passing(rows):
        pass
    return seen.content()


class _Seen:
    """Looks at rows on their way."""

    def __init__(self) -> None:
        self.count = 0
        self._digest = sha256()

    def passing(self, rows: Iterable[Answer]) -> Iterator[Answer]:
        """Let rows pass."""
        for row in rows:
            self.count += 1
            self._digest.update(repr(row).encode())
            yield row

    def content(self) -> Content:
        """Return what has passed."""
        return Content(self.count, self._digest.hexdigest())
