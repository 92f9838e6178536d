"""The schema of the visit log: named steps, applied once and in order, never changed after release.

sqlite-utils applies them, each in a transaction together with the record of it. Importing it costs 150 ms of
the start, so it is imported only when a step is due; whether one is due is asked in plain sqlite3.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

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
    # Numbers that were given and whose revisions this log has not: a salvage could not save them, or an older
    # log was put back. Every other number has its row.
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

#: Why an epoch began, where the damaged log is kept, and whether a person has read of it.
_WHY_EPOCHS = (
    "ALTER TABLE epochs ADD COLUMN why TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE epochs ADD COLUMN aside TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE epochs ADD COLUMN told INTEGER NOT NULL DEFAULT 0",
)

#: Who changed a visit, and when: this kiosk's own knowledge, in no bundle.
_WHO_CHANGED = (
    """
    CREATE TABLE changes (
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        made_at TEXT NOT NULL,
        utc_offset INTEGER NOT NULL,
        volunteer TEXT NOT NULL,
        PRIMARY KEY (epoch, seq)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX shifts_by_volunteer ON shifts (volunteer, shift_date)",
)

#: The steps in order. A released step is never edited, renamed or moved: a change is a new step at the end.
STEPS: dict[str, Step] = {
    "2026-11-visits-shifts-notices": _execute(*_FIRST),
    "2026-11-why-epochs-began": _execute(*_WHY_EPOCHS),
    "2026-11-writers-of-changes": _execute(*_WHO_CHANGED),
}


def missing(connection: sqlite3.Connection) -> list[str]:
    """Return the steps that the log lacks, in order; all of them for an empty file.

    Raises LogError when the log has one that this program does not know.
    """
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


def is_another_database(connection: sqlite3.Connection) -> bool:
    """Tell whether an open file holds tables, but none of a visit log."""
    others = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> '_sqlite_migrations'"
    return bool(connection.execute(others).fetchone()[0]) and not _applied(connection)


def upgrade(path: Path) -> None:
    """Apply the steps that the log at `path` lacks. A log that lacks nothing is not touched.

    Raises LogError for a newer version's log, sqlite3.Error when the log or the disk refuses.
    """
    with closing(sqlite3.connect(path)) as connection:
        if not missing(connection):
            return
        from sqlite_utils import Database, Migrations

        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        migrations = Migrations(MIGRATION_SET)
        for name, step in STEPS.items():
            migrations(name=name)(step)
        migrations.apply(Database(connection))
