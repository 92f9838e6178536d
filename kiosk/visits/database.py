"""The log's file: how it is opened, written in one transaction at a time, and what its failures mean."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple, Self, TypeVar

from kiosk import migrations
from kiosk.clock import BUILD_TIME, Clock, stamp
from kiosk.config import sync_folder
from kiosk.errors import LogError
from kiosk.i18n import N_
from kiosk.visits.records import ClockTrust, Notice, Shift, Visit
from kiosk.visits.rows import Record, RecordKind, columns, to_row

BUSY_SECONDS = 5.0
#: A clock that goes back by less was only set right.
CLOCK_SLACK = 2
#: So long after a receipt's time the centre still vouches for a clock that is not behind it.
CONFIRMED_FOR: Final = timedelta(days=31)

_TABLES: Final[dict[RecordKind, str]] = {Visit: "visits", Shift: "shifts", Notice: "notices"}
#: Columns as they stand in the log: `kiosk` is the same in every row and is not stored.
_STORED: Final[dict[RecordKind, tuple[str, ...]]] = {
    Visit: columns(Visit)[1:],
    Shift: columns(Shift)[1:],
    Notice: columns(Notice)[1:],
}
#: Reads whole records; the first value is the kiosk.
SELECT: Final = {cls: f"SELECT ?1, {', '.join(names)} FROM {_TABLES[cls]}" for cls, names in _STORED.items()}
_INSERT: Final = {
    cls: f"INSERT INTO {_TABLES[cls]} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    for cls, names in _STORED.items()
}
_COUNT: Final = (
    "UPDATE epochs SET last_seq = last_seq + 1, clock_high_water = max(clock_high_water, ?)"
    " WHERE epoch = ? RETURNING last_seq, clock_high_water, centre_time"
)

Result = TypeVar("Result")


class Stamp(NamedTuple):
    """What a new revision gets: its number, and the time with how far it can be believed."""

    seq: int
    now: datetime
    trust: int


class LogFile:
    """An open log. One connection writes; several threads may use it, one after another."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, clock: Clock, earliest: datetime = BUILD_TIME
    ) -> None:
        self._connection = connection
        self._path = path
        self._clock = clock
        self._earliest = earliest
        self._lock = RLock()
        self._kiosk = ""
        self._epoch = ""

    @classmethod
    def open(
        cls, path: Path, clock: Clock, backups: Path | None = None, earliest: datetime = BUILD_TIME
    ) -> Self:
        """Open the log, making or upgrading it where needed.

        A copy from before an upgrade goes to `backups`, by default the folder of that name beside the log.
        No honest clock shows a time before `earliest`; a practice programme may play earlier.
        Raises LogError when the log is of a newer version, damaged, in use or out of reach.
        """
        with _in_words(path):
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                # SQLite would make it readable to all; its -wal and -shm take the log's own mode.
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                if changed := migrations.pending(connection):
                    migrations.upgrade(path, backups)
                _set_pragmas(connection)
                log = cls(connection, path, clock, earliest)
                log._read_identity()
                if changed:
                    sync_folder(path.parent)
            except BaseException:
                connection.close()
                raise
        return log

    def close(self) -> None:
        """Close the log; what it acknowledged is on the disk already."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def kiosk(self) -> str:
        """This kiosk's id, drawn at random once."""
        return self._kiosk

    @property
    def epoch(self) -> str:
        """The id of this log's current epoch."""
        return self._epoch

    def damage(self) -> LogError:
        """Return the error of a log in which something stands that no program of ours has written."""
        return LogError(_DAMAGED, path=self._path)

    def begin_epoch(self) -> str:
        """Begin a new epoch that names the present one as its parent, and return its id.

        For a log that was restored, salvaged or copied: its numbers may have been given twice.
        """
        with self._transaction() as connection:
            self._insert_epoch(connection, self._kiosk)
        self._read_identity()
        return self._epoch

    def _read_identity(self) -> None:
        with self._transaction() as connection:
            newest = "SELECT kiosk, epoch FROM epochs ORDER BY number DESC LIMIT 1"
            if connection.execute(newest).fetchone() is None:
                # 32 characters: five bits of each random byte choose one, all alike.
                name = "".join(_BASE32[byte % 32] for byte in os.urandom(10))
                self._insert_epoch(connection, f"k-{name}")
            self._kiosk, self._epoch = connection.execute(newest).fetchone()

    def _insert_epoch(self, connection: sqlite3.Connection, kiosk: str) -> None:
        connection.execute(
            "INSERT INTO epochs"
            " (epoch, kiosk, parent_epoch, parent_seq, last_seq, clock_high_water, centre_time, started_at)"
            " SELECT ?, ?, coalesce(max(p.epoch), ''), coalesce(max(p.last_seq), 0), 0,"
            " max(?, coalesce(max(p.clock_high_water), 0)), coalesce(max(p.centre_time), 0), ?"
            " FROM (SELECT * FROM epochs ORDER BY number DESC LIMIT 1) p",
            (os.urandom(8).hex(), kiosk, int(self._earliest.timestamp()), stamp(self._clock.now())),
        )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Run a block as one transaction, on the disk when the block has ended.

        BEGIN IMMEDIATE: a transaction that reads first and writes later could fail without ever waiting.
        """
        with self._lock, _in_words(self._path):
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # some failures have rolled back by themselves
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                raise

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock, _in_words(self._path):
            return self._connection.execute(statement, values).fetchall()

    def _stamp(self, connection: sqlite3.Connection) -> Stamp:
        """Take the next number and judge the clock, in the transaction of the revision that gets both."""
        now = self._clock.now()
        seconds = int(now.timestamp())
        seq, high_water, told = connection.execute(_COUNT, (seconds, self._epoch)).fetchone()
        if seconds < high_water - CLOCK_SLACK:
            return Stamp(seq, now, ClockTrust.IMPOSSIBLE)
        if told and told <= seconds <= told + CONFIRMED_FOR.total_seconds():
            return Stamp(seq, now, ClockTrust.CONFIRMED)
        return Stamp(seq, now, ClockTrust.PLAUSIBLE)

    def _insert(self, connection: sqlite3.Connection, record: Record) -> Record:
        connection.execute(_INSERT[type(record)], to_row(record)[1:])
        return record


_BASE32: Final = "abcdefghijklmnopqrstuvwxyz234567"


def _set_pragmas(connection: sqlite3.Connection) -> None:
    """Set what a connection forgets: measured to lose nothing in power cuts, with one flush a commit."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    if sys.platform == "darwin":  # fsync alone leaves the data in the drive's cache there
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite or the system says into what a person can do about it."""
    try:
        yield
    except sqlite3.Error as problem:
        raise _explained(problem, path) from problem
    except OSError as problem:
        raise LogError(_OUT_OF_REACH, path=path) from problem


_FULL: Final = N_(
    "The disk is full, so nothing was saved. What you typed is still here:"
    " make room on the disk, then save again."
)
_IN_USE: Final = N_("Another program is using the visit log. Close it, then try again.")
_OUT_OF_REACH: Final = N_(
    "The visit log {path} cannot be opened or written. Check that you may write to its folder."
)
_DAMAGED: Final = N_("The visit log {path} is damaged. Keep the file, and ask the manager what to do.")
_REFUSED: Final = N_("The visit log refused this ({reason}). What you typed is still here: try again.")

_SENTENCES: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_READONLY: _OUT_OF_REACH,
    sqlite3.SQLITE_CANTOPEN: _OUT_OF_REACH,
    sqlite3.SQLITE_PERM: _OUT_OF_REACH,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def _explained(problem: sqlite3.Error, path: Path) -> LogError:
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF  # the primary code; the rest is detail
    return LogError(_SENTENCES.get(code, _REFUSED), path=path, reason=problem)
