"""Epochs: under which name the log numbers its revisions, and why it began a new one.

Numbers are given once. A log that was put back, copied or salvaged may give numbers again that were given
before, so it goes on in a new epoch that names the one it grew from. Two epochs that grew from one, or one that
grew on beside its child, are clones: the centre sees it by the parents in the bundles' headers.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from kiosk.clock import stamp


class Why(StrEnum):
    """Why an epoch began."""

    FIRST = ""
    RESTORED = "restored"
    COPIED = "copied"
    SALVAGED = "salvaged"


class Epoch(NamedTuple):
    """An epoch of this log: its parent with the parent's last revision then, and how far it has come.

    `aside` is where the damaged log is kept that it was salvaged from, `told` says that a person has read of it.
    """

    epoch: str
    parent: str
    parent_seq: int
    last_seq: int
    started_at: str
    why: Why
    aside: str
    told: bool


_BASE32: Final = "abcdefghijklmnopqrstuvwxyz234567"
_COLUMNS: Final = "epoch, parent_epoch, parent_seq, last_seq, started_at, why, aside, told"
#: A moment's newest row is the current epoch.
CURRENT: Final = "(SELECT max(number) FROM epochs)"
_INSERT: Final = (
    "INSERT INTO epochs (epoch, kiosk, parent_epoch, parent_seq, last_seq, clock_high_water, centre_time,"
    " started_at, why, aside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def new_kiosk() -> str:
    """Draw a kiosk's id: five bits of each random byte choose one of 32 characters, all alike."""
    return "k-" + "".join(_BASE32[byte % 32] for byte in os.urandom(10))


class _State(NamedTuple):
    """What goes on from epoch to epoch."""

    epoch: str = ""
    last_seq: int = 0
    clock_high_water: int = 0
    centre_time: int = 0


def epochs(connection: sqlite3.Connection) -> list[Epoch]:
    """Return all epochs of a log, the current one last."""
    return [
        Epoch(epoch, parent, parent_seq, last_seq, started_at, Why(why), aside, bool(told))
        for epoch, parent, parent_seq, last_seq, started_at, why, aside, told in connection.execute(
            f"SELECT {_COLUMNS} FROM epochs ORDER BY number"
        )
    ]


def begin(
    connection: sqlite3.Connection,
    kiosk: str,
    why: Why,
    now: datetime,
    earliest: datetime,
    reached: Mapping[str, int] | None = None,
    aside: str = "",
) -> str:
    """Begin a new epoch in an open transaction, and return its id.

    `reached` tells how far epochs had come elsewhere: numbers up to there were given, and their revisions are
    declared lost as far as this log has them not.
    """
    before = _newest(connection)
    for epoch, seq in (reached or {}).items():
        declare_given(connection, kiosk, epoch, seq, now)
    epoch = os.urandom(8).hex()
    high_water = max(int(earliest.timestamp()), before.clock_high_water)
    connection.execute(
        _INSERT,
        (
            *(epoch, kiosk, before.epoch, before.last_seq, 0, high_water, before.centre_time),
            *(stamp(now), why.value, aside),
        ),
    )
    return epoch


def _newest(connection: sqlite3.Connection) -> _State:
    row = connection.execute(
        f"SELECT epoch, last_seq, clock_high_water, centre_time FROM epochs WHERE number = {CURRENT}"
    ).fetchone()
    return _State(*row) if row else _State()


def declare_given(connection: sqlite3.Connection, kiosk: str, epoch: str, seq: int, now: datetime) -> None:
    """Note that the numbers of an epoch were given as far as `seq`; those that are new here have no revisions."""
    row = connection.execute("SELECT last_seq FROM epochs WHERE epoch = ?", (epoch,)).fetchone()
    if row is None:
        connection.execute(_INSERT, (epoch, kiosk, "", 0, 0, 0, 0, stamp(now), "", ""))
    last = row[0] if row else 0
    if seq > last:
        connection.execute("UPDATE epochs SET last_seq = ? WHERE epoch = ?", (seq, epoch))
        connection.execute("INSERT INTO lost VALUES (?, ?, ?)", (epoch, last + 1, seq))


def count_rows(connection: sqlite3.Connection) -> int:
    """Count the revisions that a log holds."""
    tables = ("visits", "shifts", "notices")
    return sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def _count_lost(connection: sqlite3.Connection) -> int:
    query = "SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM lost"
    return int(connection.execute(query).fetchone()[0])


def numbers_fit(connection: sqlite3.Connection) -> bool:
    """Tell whether each number that was given has its revision, or is declared lost."""
    given = connection.execute("SELECT coalesce(sum(last_seq), 0) FROM epochs").fetchone()[0]
    return count_rows(connection) + _count_lost(connection) == int(given)
