"""The log's file: how it is opened, and written in one transaction at a time."""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple, Self, TypeVar

import kiosk.visits.epochs as epochs
from kiosk import migrations
from kiosk.clock import BUILD_TIME, Clock
from kiosk.errors import LogError
from kiosk.locks import FileLock
from kiosk.visits.epochs import CURRENT, Why
from kiosk.visits.failures import DAMAGED, IN_USE, in_words
from kiosk.visits.files import BUSY_SECONDS, beside, reading
from kiosk.visits.opening import Presence, make_ready
from kiosk.visits.records import ClockTrust, Notice, Shift, Visit
from kiosk.visits.rows import Record, RecordKind, columns, to_row
from kiosk.visits.whereabouts import Whereabouts
from kiosk.visits.witness import Testimony, Witness, witness_of

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
    f" WHERE number = {CURRENT} RETURNING epoch, last_seq, clock_high_water, centre_time,"
    " (SELECT coalesce(max(b.number), 0) FROM bundles b WHERE b.epoch = epochs.epoch)"
)

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class Stamp(NamedTuple):
    """What a new revision gets: its name, and the time with how far it can be believed."""

    epoch: str
    seq: int
    now: datetime
    trust: int


class LogFile:
    """An open log. Several connections may be open on one file, in one program or in several; their
    transactions take turns.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, clock: Clock, earliest: datetime = BUILD_TIME
    ) -> None:
        self._connection = connection
        self._path = path
        self._clock = clock
        self._earliest = earliest
        self._lock = RLock()
        self._turn: FileLock | None = None
        self._testimony = Testimony(witness_of(path))
        self._reached: tuple[str, int, int] | None = None
        self._kiosk = ""
        self._closing = ExitStack()

    @classmethod
    def open(
        cls, path: Path, clock: Clock, backups: Path | None = None, earliest: datetime = BUILD_TIME
    ) -> Self:
        """Open the log: make it, upgrade it, salvage it where it is damaged (`Care.happened` says so then).

        A copy from before an upgrade goes to `backups`, by default the folder of that name beside the log;
        a damaged log goes to the folder `damaged` there. No honest clock shows a time before `earliest`; a
        practice programme may play earlier. Raises LogError when the log is of a newer version, in use or
        out of reach, or the disk is full.
        """
        with in_words(path), ExitStack() as closing:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            presence = Presence(path)
            closing.callback(presence.close)
            first = presence.alone
            if first:
                make_ready(path, backups or path.parent / "backups", clock, earliest)
            connection = _connect(path)
            closing.callback(connection.close)
            log = cls(connection, path, clock, earliest)
            closing.callback(log._end)
            log._know_itself(first)
            presence.let_others_in()
            log._closing = closing.pop_all()
        return log

    @classmethod
    @contextmanager
    def look(cls, path: Path, clock: Clock) -> Iterator[Self]:
        """Open the log for reading alone: a desk may have it open, and a wrong look must not begin an epoch.

        Nothing is mended or upgraded, and whose log it is is not asked. Raises LogError when it is of a newer
        version, sqlite3.Error when it cannot be read.
        """
        with reading(path) as connection:
            migrations.missing(connection)
            yield cls(connection, path, clock)

    def close(self) -> None:
        """Close the log; what it acknowledged is on the disk already."""
        with self._lock, in_words(self._path):
            self._closing.close()

    def _end(self) -> None:
        self._testimony.close()
        with self._my_turn():  # the last connection checkpoints
            self._connection.close()
        if self._turn:
            self._turn.close()

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
        ((epoch,),) = self._read(f"SELECT epoch FROM epochs WHERE number = {CURRENT}")
        return str(epoch)

    def latest_time(self) -> int:
        """Return the latest time that the log believes to have seen, in seconds since 1970; 0 for none."""
        ((seconds,),) = self._read("SELECT coalesce(max(clock_high_water), 0) FROM epochs")
        return int(seconds)

    def damage(self) -> LogError:
        """Return the error of a log in which something stands that no program of ours has written."""
        return LogError(DAMAGED, path=self._path)

    def begin_epoch(self, why: Why = Why.COPIED, reached: Mapping[str, int] | None = None) -> str:
        """Begin a new epoch that names the present one as its parent, and return its id.

        For a log whose numbers may have been given twice. `reached` tells how far epochs had come elsewhere.
        """
        with self._transaction() as connection:
            epoch = self._begin_epoch(connection, why, reached)
        self._testify(Whereabouts.of(self._path))
        return epoch

    def _begin_epoch(
        self, connection: sqlite3.Connection, why: Why, reached: Mapping[str, int] | None = None
    ) -> str:
        if why is not Why.FIRST:
            _log.warning("the log was %s: a new epoch begins; known elsewhere: %s", why.value, reached)
        return epochs.begin(connection, self._kiosk, why, self._clock.now(), self._earliest, reached)

    def _know_itself(self, first: bool) -> None:
        """Learn whose log this is; who opened it first also asks the witness whether it is still itself."""
        with self._transaction() as connection:
            row = connection.execute("SELECT kiosk FROM epochs ORDER BY number DESC LIMIT 1").fetchone()
            self._kiosk = row[0] if row else epochs.new_kiosk()
            if row is None:
                self._begin_epoch(connection, Why.FIRST)
        if not first:
            return
        here = Whereabouts.of(self._path)
        seen = Witness.read(witness_of(self._path))
        why = self._doubt(seen, here)
        if why:
            with self._transaction() as connection:
                told = {seen.epoch: seen.seq} if seen and seen.kiosk == self._kiosk else {}
                self._begin_epoch(connection, why, told)
        self._testify(here, seen)

    def _doubt(self, seen: Witness | None, here: Whereabouts) -> Why | None:
        """Ask whether this log is an older copy of itself or lies in another place; None when it does not."""
        if seen is None:
            witnessed = self._read("SELECT 1 FROM meta WHERE key = 'witnessed'")
            return Why.COPIED if witnessed else None
        if seen.kiosk != self._kiosk:
            return Why.COPIED
        reached = self._reached_in(seen.epoch)
        if reached is None or seen.seq > reached[0] or seen.bundle > reached[1]:
            return Why.RESTORED
        return Why.COPIED if here.differs(seen.where) else None

    def _reached_in(self, epoch: str) -> tuple[int, int] | None:
        """Return the last revision and the last bundle of an epoch; None when the log does not know it."""
        rows = self._read(
            "SELECT last_seq, (SELECT coalesce(max(b.number), 0) FROM bundles b WHERE b.epoch = e.epoch)"
            " FROM epochs e WHERE epoch = ?",
            (epoch,),
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def _testify(self, here: Whereabouts, seen: Witness | None = None) -> None:
        """Write the witness anew. Where the disk refuses, the old one stays: it is behind, or doubts once more."""
        epoch = self.epoch
        seq, bundle = self._reached_in(epoch) or (0, 0)
        present = Witness(self._kiosk, epoch, seq, bundle, here)
        if present == seen:
            return
        self._testimony.close()
        try:
            present.write(witness_of(self._path))
        except OSError as problem:
            _log.warning("the witness cannot be written: %s", problem)
            return
        if not self._read("SELECT 1 FROM meta WHERE key = 'witnessed'"):
            with self._transaction() as connection:
                connection.execute("INSERT INTO meta (key, value) VALUES ('witnessed', '1')")

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        """Write and checkpoint one connection after another.

        SQLite before 3.51.3 can damage a log on which two connections write and checkpoint at the same
        moment (its WAL-reset bug).
        """
        turn = self._turn = self._turn or FileLock(beside(self._path, "-turn"))
        if not turn.take(patience=BUSY_SECONDS):
            raise LogError(IN_USE)
        try:
            yield
        finally:
            turn.release()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Run a block as one transaction, on the disk when the block has ended.

        BEGIN IMMEDIATE: a transaction that reads first and writes later could fail without ever waiting.
        """
        with self._lock, in_words(self._path), self._my_turn():
            connection, self._reached = self._connection, None
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # some failures have rolled back by themselves
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                raise
            if self._reached:
                self._testimony.reached(*self._reached)

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock, in_words(self._path):
            return self._connection.execute(statement, values).fetchall()

    def _stamp(self, connection: sqlite3.Connection) -> Stamp:
        """Take the next number and judge the clock, in the transaction of the revision that gets both."""
        now = self._clock.now()
        seconds = int(now.timestamp())
        epoch, seq, high_water, told, bundle = connection.execute(_COUNT, (seconds,)).fetchone()
        self._reached = (epoch, seq, bundle)
        if seconds < high_water - CLOCK_SLACK:
            return Stamp(epoch, seq, now, ClockTrust.IMPOSSIBLE)
        if told and told <= seconds <= told + CONFIRMED_FOR.total_seconds():
            return Stamp(epoch, seq, now, ClockTrust.CONFIRMED)
        return Stamp(epoch, seq, now, ClockTrust.PLAUSIBLE)

    def _insert(self, connection: sqlite3.Connection, record: Record) -> Record:
        connection.execute(_INSERT[type(record)], to_row(record)[1:])
        return record


def _connect(path: Path) -> sqlite3.Connection:
    """Connect, and set what a connection forgets: measured to lose nothing in power cuts, one flush a commit."""
    with ExitStack() as failing:
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        failing.callback(connection.close)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if sys.platform == "darwin":  # fsync alone leaves the data in the drive's cache there
            connection.execute("PRAGMA fullfsync = ON")
            connection.execute("PRAGMA checkpoint_fullfsync = ON")
        failing.pop_all()
    return connection
