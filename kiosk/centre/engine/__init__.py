"""Where the centre's tables live: one vocabulary over SQLite, the embedded default, and PostgreSQL.

Statements are one text for both: values are `?` in a sequence or `:name` in a mapping, an upsert is
`INSERT ... ON CONFLICT (key) DO UPDATE SET n = t.n + excluded.n`, and what only one engine can say stays in its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from kiosk.errors import KioskError

#: So many values one statement names: fewer than any engine refuses.
_AT_A_TIME = 400
#: The values of a statement: by position for `?`, by name for `:name`.
Values = Sequence[Any] | Mapping[str, Any]
#: One row of an answer.
Answer = tuple[Any, ...]


class StoreError(KioskError):
    """The centre's store refused something; nothing was changed."""


class UnstorableError(StoreError):
    """A text holds a character that the engine cannot keep."""


class Table(NamedTuple):
    """A table's columns in their order, and those of them that are its key."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


class About(NamedTuple):
    """What keeps a store: the engine's name and version, and how many bytes it takes."""

    engine: str
    version: str
    size: int


class Engine(Protocol):
    """A connection to a store; one object belongs to one thread. Every method raises StoreError or the engine's own."""

    #: Where the store is, as it may be shown: a path, or an address without a password.
    where: str
    #: Whether managers at other computers use it too, whose folders we do not see.
    is_shared: bool

    def execute(self, statement: str, values: Values = (), /) -> list[Answer]:
        """Run a statement and return all its rows; none where it has none to give."""

    def executemany(self, statement: str, rows: Iterable[Values], /) -> None:
        """Run a statement that gives no rows once for each of many values."""

    def append(self, table: str, names: Sequence[str], rows: Iterable[Answer], /) -> None:
        """Add rows to a table that has none of them, the fastest way.

        Belongs inside a transaction in which it was asked what is there: of the kiosk, where these are its revisions.
        """

    def stream(self, statement: str, values: Values = (), /) -> Iterator[Answer]:
        """Run a statement and return its rows some at a time. Belongs inside a transaction or a snapshot."""

    def define(self, statement: str, /) -> None:
        """Run a statement of the schema, written in SQLite's words."""

    def refresh(self, view: str, /) -> None:
        """Let a view, by the statement that made it, show what its tables hold now."""

    def transaction(self, kiosk: str = "", /) -> AbstractContextManager[None]:
        """Do everything in the block or nothing. Nobody else writes meanwhile; with `kiosk`, nobody of that kiosk.

        Inside another transaction, it is a part that can fail by itself.
        """

    def wait_for(self, what: str, /) -> None:
        """Have a thing to oneself until the transaction ends, after whoever has it now."""

    def snapshot(self) -> AbstractContextManager[None]:
        """See in the whole block what was there at its beginning, whatever others write meanwhile."""

    def aside(self, tables: Sequence[str], /) -> AbstractContextManager[str]:
        """Work on empty tables of these names in the block, which nobody else sees and nothing remains of.

        Everything else is seen as it was at the beginning. Yields what stands before a name to mean the store's own.
        """

    def at_length(self) -> AbstractContextManager[None]:
        """Let the block, which goes through the whole store, take memory for it: up to 256 MB."""

    def tables(self) -> Mapping[str, Table]:
        """Return the tables of the schema by name."""

    def steps(self) -> int:
        """Return how many steps of the schema were done; 0 in an empty store."""

    def set_steps(self, done: int, /) -> None:
        """Note how many steps of the schema were done."""

    def about(self) -> About:
        """Return what keeps the store."""

    def faults(self) -> list[str]:
        """Return what the engine finds wrong with its files; nothing when they are whole."""

    def back_up(self, file: Path, /) -> None:
        """Write the whole store into a file of its own, as it is at one moment; a file that is there is replaced."""

    def close(self) -> None:
        """Let go of the store."""


def among(engine: Engine, query: str, values: Sequence[Any], wanted: Sequence[Any]) -> Iterator[Answer]:
    """Yield the rows of a query that ends in `column IN`, for any number of values: some are asked for at a time."""
    for first in range(0, len(wanted), _AT_A_TIME):
        some = wanted[first : first + _AT_A_TIME]
        yield from engine.execute(f"{query} ({', '.join('?' * len(some))})", (*values, *some))


def is_address(where: str) -> bool:
    """Tell whether a store is meant that lies on a PostgreSQL server, and not in a file."""
    return where.startswith(("postgresql://", "postgres://"))
