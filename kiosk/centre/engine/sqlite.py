"""The store in one file beside the kept bundles: nothing to install, nothing to run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.centre.engine import Answer, StoreError, Values


class SQLite:
    """A store's file. Several processes may use it at once: readers always, writers one after another."""

    def __init__(self, path: Path) -> None:
        """Open the file, made when needed. Raises StoreError when it cannot be used as a store."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error) as problem:
            raise _cannot_be_opened(path, problem) from problem
        try:
            connection.execute("PRAGMA busy_timeout = 10000")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.Error as problem:
            connection.close()
            raise _cannot_be_opened(path, problem) from problem
        self._connection = connection

    def execute(self, statement: str, values: Values = (), /) -> list[Answer]:
        """Run a statement and return all its rows."""
        return self._connection.execute(statement, values).fetchall()

    def executemany(self, statement: str, rows: Iterable[Values], /) -> None:
        """Run a statement once for each of many values."""
        self._connection.executemany(statement, rows)

    def load(self, table: str, names: Sequence[str], rows: Sequence[Answer], /) -> None:
        """Put many rows into a table; what is there stays."""
        # ON CONFLICT names the key: OR IGNORE would also swallow a broken NOT NULL.
        marks = ", ".join("?" * len(names))
        self._connection.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT (kiosk, epoch, seq) DO NOTHING",
            rows,
        )

    def define(self, statement: str, /) -> None:
        """Run a statement of the schema."""
        self._connection.execute(statement)

    @contextmanager
    def transaction(self, kiosk: str = "", /) -> Iterator[None]:
        """Do everything in the block or nothing; another importer waits meanwhile."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def steps(self) -> int:
        """Return how many steps of the schema were done."""
        ((version,),) = self.execute("PRAGMA user_version")
        return int(version)

    def set_steps(self, done: int, /) -> None:
        """Note how many steps of the schema were done."""
        self._connection.execute(f"PRAGMA user_version = {done:d}")

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        return [str(said) for (said,) in self.execute("PRAGMA quick_check") if said != "ok"]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _cannot_be_opened(path: Path, problem: Exception) -> StoreError:
    return StoreError(
        "The store {path} cannot be opened: {reason}. To see what can be done: kiosk doctor",
        path=path,
        reason=problem,
    )
