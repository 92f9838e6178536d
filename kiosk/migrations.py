"""The schema of the visit log: named steps, applied once and in order, never changed after release.

sqlite-utils applies them, each in a transaction together with the record of it. Importing it costs 150 ms of
the start, so it is imported only when a step is due; whether one is due is asked in plain sqlite3.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import sync_folder
from kiosk.errors import LogError

if TYPE_CHECKING:
    from sqlite_utils import Database

#: The name under which sqlite-utils records our steps.
MIGRATION_SET = "visit log"

Step = Callable[["Database"], None]


def _execute(*statements: str) -> Step:
    def step(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return step


#: Every number, time and code in these tables is explained at its record in `kiosk.visits.records`.
_FIRST = (
    # The newest row is the current epoch. `last_seq` is the counter of all revisions; `clock_high_water`
    # and `centre_time` (seconds since 1970) are the latest time seen and the latest that a receipt told (0:
    # none), kept in the same row so that one statement moves and reads them all.
    """
    CREATE TABLE epochs (
        number INTEGER PRIMARY KEY,
        epoch TEXT NOT NULL UNIQUE,
        kiosk TEXT NOT NULL,
        parent_epoch TEXT NOT NULL,
        parent_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        clock_high_water INTEGER NOT NULL,
        centre_time INTEGER NOT NULL,
        started_at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE visits (
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        visit_epoch TEXT NOT NULL,
        visit_seq INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        change TEXT NOT NULL,
        change_reason TEXT NOT NULL,
        started_at TEXT NOT NULL,
        ended_at TEXT NOT NULL,
        utc_offset INTEGER NOT NULL,
        minutes INTEGER,
        boot TEXT NOT NULL,
        clock_trust INTEGER NOT NULL,
        visit_date TEXT NOT NULL,
        entry TEXT NOT NULL,
        place TEXT NOT NULL,
        volunteer TEXT NOT NULL,
        shift_epoch TEXT,
        shift_seq INTEGER,
        activity TEXT NOT NULL,
        channel TEXT NOT NULL,
        people INTEGER NOT NULL,
        women INTEGER,
        new_people INTEGER,
        age_bands TEXT NOT NULL,
        services TEXT NOT NULL,
        tutorials TEXT NOT NULL,
        outcome TEXT NOT NULL,
        not_done_reason TEXT NOT NULL,
        age_band TEXT NOT NULL,
        gender TEXT NOT NULL,
        first_time INTEGER,
        return_code TEXT NOT NULL,
        referral_to TEXT NOT NULL,
        app_installed TEXT NOT NULL,
        help_reason TEXT NOT NULL,
        support_given TEXT NOT NULL,
        trip_avoided TEXT NOT NULL,
        resident_feedback TEXT NOT NULL,
        language TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (epoch, seq)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX visits_by_visit ON visits (visit_epoch, visit_seq, revision)",
    "CREATE INDEX visits_by_date ON visits (visit_date)",
    """
    CREATE TABLE shifts (
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        shift_epoch TEXT NOT NULL,
        shift_seq INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        change TEXT NOT NULL,
        change_reason TEXT NOT NULL,
        volunteer TEXT NOT NULL,
        activity TEXT NOT NULL,
        place TEXT NOT NULL,
        started_at TEXT NOT NULL,
        ended_at TEXT,
        utc_offset INTEGER NOT NULL,
        shift_date TEXT NOT NULL,
        boot TEXT NOT NULL,
        clock_trust INTEGER NOT NULL,
        how TEXT NOT NULL,
        minutes INTEGER,
        PRIMARY KEY (epoch, seq)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX shifts_by_shift ON shifts (shift_epoch, shift_seq, revision)",
    "CREATE INDEX shifts_by_date ON shifts (shift_date)",
    """
    CREATE TABLE notices (
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        made_at TEXT NOT NULL,
        utc_offset INTEGER NOT NULL,
        notice_date TEXT NOT NULL,
        boot TEXT NOT NULL,
        clock_trust INTEGER NOT NULL,
        volunteer TEXT NOT NULL,
        place TEXT NOT NULL,
        tutorial TEXT NOT NULL,
        version INTEGER NOT NULL,
        step TEXT NOT NULL,
        language TEXT NOT NULL,
        PRIMARY KEY (epoch, seq)
    ) WITHOUT ROWID
    """,
    # What follows is this kiosk's working state; no bundle carries it.
    "CREATE TABLE drafts (slot TEXT PRIMARY KEY, body TEXT NOT NULL, saved_at TEXT NOT NULL) WITHOUT ROWID",
    # The shift that each volunteer has open, with what its length needs and no record keeps.
    """
    CREATE TABLE open_shifts (
        volunteer TEXT PRIMARY KEY,
        shift_epoch TEXT NOT NULL,
        shift_seq INTEGER NOT NULL,
        started_mono REAL NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE volunteers (
        pseudonym TEXT PRIMARY KEY,
        pin_hash TEXT NOT NULL,
        role TEXT NOT NULL,
        active INTEGER NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0,
        failed_at TEXT NOT NULL DEFAULT '',
        failed_mono REAL NOT NULL DEFAULT 0,
        failed_boot TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID
    """,
    # `number` keeps the order in which the manager lists the places.
    """
    CREATE TABLE places (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        level TEXT NOT NULL,
        parent TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE bundles (
        epoch TEXT NOT NULL,
        number INTEGER NOT NULL,
        header_sha256 TEXT NOT NULL,
        created_at TEXT NOT NULL,
        file TEXT NOT NULL,
        exported_at TEXT NOT NULL,
        PRIMARY KEY (epoch, number)
    ) WITHOUT ROWID
    """,
    # A bundle may carry ranges of several epochs: unreceipted revisions of an older one travel in the newer.
    """
    CREATE TABLE bundle_ranges (
        bundle_epoch TEXT NOT NULL,
        bundle_number INTEGER NOT NULL,
        epoch TEXT NOT NULL,
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        PRIMARY KEY (bundle_epoch, bundle_number, epoch, first_seq),
        FOREIGN KEY (bundle_epoch, bundle_number) REFERENCES bundles (epoch, number)
    ) WITHOUT ROWID
    """,
    # `extras` is JSON: pairs of first and last beyond `contiguous_to` that the centre has too.
    """
    CREATE TABLE receipts (
        epoch TEXT PRIMARY KEY,
        contiguous_to INTEGER NOT NULL,
        extras TEXT NOT NULL,
        centre_time TEXT NOT NULL,
        received_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    # Revisions that a salvage could not save: declared, so that receipts go on past them.
    """
    CREATE TABLE lost (
        epoch TEXT NOT NULL,
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        PRIMARY KEY (epoch, first_seq)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

#: The steps in order. A released step is never edited, renamed or moved: a change is a new step at the end.
STEPS: dict[str, Step] = {
    "2026-11-visits-shifts-notices": _execute(*_FIRST),
}


def pending(connection: sqlite3.Connection) -> bool:
    """Tell whether the log lacks a step that this program knows.

    Raises LogError when the log has one that this program does not know.
    """
    return bool(_missing(connection))


def _missing(connection: sqlite3.Connection) -> list[str]:
    applied = _applied(connection)
    if applied - STEPS.keys():
        raise LogError(
            "This log was written by a newer version of the program. Install the newer version to open it."
        )
    return [name for name in STEPS if name not in applied]


def _applied(connection: sqlite3.Connection) -> set[str]:
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    if connection.execute(known).fetchone() is None:
        return set()
    names = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
    return {name for (name,) in connection.execute(names, (MIGRATION_SET,))}


def upgrade(path: Path, backups: Path | None = None) -> Path | None:
    """Apply the steps that the log at `path` lacks; return the copy made of it before, if it held anything.

    The copy goes to `backups`, by default the folder of that name beside the log. A log that lacks nothing is
    not touched. Raises LogError for a newer version's log, sqlite3.Error when the log or the disk refuses.
    """
    with closing(sqlite3.connect(path)) as connection:
        missing = _missing(connection)
        if not missing:
            return None
        copy = None
        if _applied(connection):
            copy = _copy(connection, backups or path.parent / "backups", f"before-{missing[0]}")
        from sqlite_utils import Database, Migrations

        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        migrations = Migrations(MIGRATION_SET)
        for name, step in STEPS.items():
            migrations(name=name)(step)
        migrations.apply(Database(connection))
    return copy


def _copy(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Write a compact copy of a log that appears under its name only when it is whole and on the disk."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = 1
    while (copy := folder / f"log-{name}-{number}.db").exists():
        number += 1
    part = copy.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(part),))
        part.chmod(0o600)
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.replace(copy)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(folder)
    return copy
