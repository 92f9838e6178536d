"""The store in one file beside the kept bundles: nothing to install, nothing to run."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kiosk.centre.engine import About, Answer, StoreError, Table, Values
from kiosk.config import sync_folder

_ALONE = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
#: Kibibytes, as SQLite wants them: with the 2 MB that it has by itself, counting a country anew reads and writes most
#: pages many times.
_ROOM = -256 * 1024
# Where the name stands in what made a table or an index of one.
_TEMPORARY = re.compile(r"(CREATE (?:TABLE|(?:UNIQUE )?INDEX) )")
_INSIDE = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))


class SQLite:
    """A store's file. Several processes may use it at once: readers always, writers one after another."""

    is_shared = False

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
        self.where = str(path)

    def execute(self, statement: str, values: Values = (), /) -> list[Answer]:
        """Run a statement and return all its rows."""
        return self._connection.execute(statement, values).fetchall()

    def executemany(self, statement: str, rows: Iterable[Values], /) -> None:
        """Run a statement once for each of many values."""
        self._connection.executemany(statement, rows)

    def define(self, statement: str, /) -> None:
        """Run a statement of the schema."""
        self._connection.execute(statement)

    def append(self, table: str, names: Sequence[str], rows: Iterable[Answer], /) -> None:
        """Add rows to a table that has none of them."""
        marks = ", ".join("?" * len(names))
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)

    def refresh(self, view: str, /) -> None:
        """Do nothing: SQLite reads a view's statement anew each time."""

    @contextmanager
    def transaction(self, kiosk: str = "", /) -> Iterator[None]:
        """Do everything in the block or nothing; another writer waits meanwhile, whatever its kiosk."""
        begin, commit, undo = _ALONE if not self._connection.in_transaction else _INSIDE
        self._begin(begin)
        try:
            yield
            self._connection.execute(commit)
        except BaseException:
            if self._connection.in_transaction:
                for statement in undo:
                    self._connection.execute(statement)
            raise

    def _begin(self, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise StoreError(
                "Somebody else is writing into the store {path}. Please wait a moment, and do it again.",
                path=self.where,
            ) from None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See in the whole block what was there at its beginning."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    @contextmanager
    def aside(self, tables: Sequence[str], /) -> Iterator[str]:
        """Work on empty temporary tables in the block: SQLite looks for a name among these first."""
        marks = ", ".join("?" * len(tables))
        query = (
            f"SELECT sql FROM main.sqlite_schema WHERE tbl_name IN ({marks}) AND sql <> '' ORDER BY type DESC"
        )
        with self.snapshot():
            for (statement,) in self.execute(query, tables):
                self.execute(_TEMPORARY.sub(r"\1temp.", statement, count=1))
            yield "main."

    @contextmanager
    def at_length(self) -> Iterator[None]:
        """Keep more pages in memory in the block, of the store and of what is temporary."""
        before = {part: self.execute(f"PRAGMA {part}.cache_size")[0][0] for part in ("main", "temp")}
        for part in before:
            self._connection.execute(f"PRAGMA {part}.cache_size = {_ROOM}")
        try:
            yield
        finally:
            for part, size in before.items():
                self._connection.execute(f"PRAGMA {part}.cache_size = {size:d}")

    def stream(self, statement: str, values: Values = (), /) -> Iterator[Answer]:
        """Run a statement and return its rows some at a time."""
        return iter(self._connection.execute(statement, values))

    def tables(self) -> dict[str, Table]:
        """Return the tables of the schema by name."""
        names = self.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        return {name: self._table(name) for (name,) in sorted(names)}

    def _table(self, name: str) -> Table:
        columns = self.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,))
        return Table(tuple(name for name, _ in columns), tuple(name for name, key in columns if key))

    def wait_for(self, what: str, /) -> None:
        """Do nothing: whoever writes is alone."""

    def steps(self) -> int:
        """Return how many steps of the schema were done."""
        ((version,),) = self.execute("PRAGMA user_version")
        return int(version)

    def set_steps(self, done: int, /) -> None:
        """Note how many steps of the schema were done."""
        self._connection.execute(f"PRAGMA user_version = {done:d}")

    def about(self) -> About:
        """Return what keeps the store."""
        return About("SQLite", sqlite3.sqlite_version, Path(self.where).stat().st_size)

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        return [str(said) for (said,) in self.execute("PRAGMA quick_check") if said != "ok"]

    def back_up(self, file: Path, /) -> None:
        """Copy the file as it is at one moment, page by page, while others go on writing; the copy is read again."""
        part = file.with_name(f".{file.name}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(part)) as copy:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                ((said,),) = copy.execute("PRAGMA quick_check").fetchall()
            if said != "ok":
                raise sqlite3.DatabaseError(said)
            part.chmod(0o600)
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(file)
            sync_folder(file.parent)
        except (OSError, sqlite3.Error) as problem:
            raise StoreError(
                "The back-up {path} could not be written: {reason}. Choose another place for it.",
                path=file,
                reason=getattr(problem, "strerror", None) or problem,
            ) from problem
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _cannot_be_opened(path: Path, problem: Exception) -> StoreError:
    return StoreError(
        "The store {path} cannot be opened: {reason}. To see what can be done: kiosk doctor",
        path=path,
        reason=problem,
    )
