"""The centre's tables, as named steps that are only ever added to.

Plain SQL and not sqlite-utils, because the same steps run on both engines: written in SQLite's words, of which
`TEXT`, `INTEGER`, `BLOB` and `WITHOUT ROWID` are all that PostgreSQL says otherwise. A store that has done more steps
than we know is refused in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.centre.engine import Engine, StoreError
from kiosk.centre.rollups.tables import BY_MONTH, IN_PARTS, LATER, TABLES

__all__ = ["STEPS", "StoreError", "upgrade"]


_VISITS = """
CREATE TABLE visits (
    kiosk TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    visit_epoch TEXT NOT NULL, visit_seq INTEGER NOT NULL, revision INTEGER NOT NULL,
    change TEXT NOT NULL, change_reason TEXT NOT NULL,
    started_at TEXT NOT NULL, ended_at TEXT NOT NULL, utc_offset INTEGER NOT NULL, minutes INTEGER,
    boot TEXT NOT NULL, clock_trust INTEGER NOT NULL, visit_date TEXT NOT NULL, entry TEXT NOT NULL,
    place TEXT NOT NULL, volunteer TEXT NOT NULL, shift_epoch TEXT, shift_seq INTEGER,
    activity TEXT NOT NULL, channel TEXT NOT NULL,
    people INTEGER NOT NULL, women INTEGER, new_people INTEGER, age_bands TEXT NOT NULL,
    services TEXT NOT NULL, tutorials TEXT NOT NULL, outcome TEXT NOT NULL, not_done_reason TEXT NOT NULL,
    age_band TEXT NOT NULL, gender TEXT NOT NULL, first_time INTEGER, return_code TEXT NOT NULL,
    referral_to TEXT NOT NULL, app_installed TEXT NOT NULL, help_reason TEXT NOT NULL,
    support_given TEXT NOT NULL, trip_avoided TEXT NOT NULL, resident_feedback TEXT NOT NULL,
    language TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (kiosk, epoch, seq)
) WITHOUT ROWID
"""
_SHIFTS = """
CREATE TABLE shifts (
    kiosk TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    shift_epoch TEXT NOT NULL, shift_seq INTEGER NOT NULL, revision INTEGER NOT NULL,
    change TEXT NOT NULL, change_reason TEXT NOT NULL,
    volunteer TEXT NOT NULL, activity TEXT NOT NULL, place TEXT NOT NULL,
    started_at TEXT NOT NULL, ended_at TEXT, utc_offset INTEGER NOT NULL, shift_date TEXT NOT NULL,
    boot TEXT NOT NULL, clock_trust INTEGER NOT NULL, how TEXT NOT NULL, minutes INTEGER,
    PRIMARY KEY (kiosk, epoch, seq)
) WITHOUT ROWID
"""
_NOTICES = """
CREATE TABLE notices (
    kiosk TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    made_at TEXT NOT NULL, utc_offset INTEGER NOT NULL, notice_date TEXT NOT NULL,
    boot TEXT NOT NULL, clock_trust INTEGER NOT NULL,
    volunteer TEXT NOT NULL, place TEXT NOT NULL, tutorial TEXT NOT NULL, version INTEGER NOT NULL,
    step TEXT NOT NULL, language TEXT NOT NULL,
    PRIMARY KEY (kiosk, epoch, seq)
) WITHOUT ROWID
"""

# Corrections are rare. An index of them alone keeps the first revisions, nearly all rows, at the speed of one
# insert, and answers "has a later revision come?" at once. Two clones may write the same revision number: the
# higher (epoch, seq) then wins everywhere, so that the order of import never shows.
_CORRECTIONS = (
    "CREATE INDEX visit_corrections ON visits (kiosk, visit_epoch, visit_seq, revision, epoch, seq) WHERE revision > 1",
    "CREATE INDEX shift_corrections ON shifts (kiosk, shift_epoch, shift_seq, revision, epoch, seq) WHERE revision > 1",
    "CREATE INDEX visit_codes ON visits (return_code, visit_date) WHERE return_code <> ''",
)
_CURRENT = """
CREATE VIEW current_{things} AS
SELECT * FROM {things} AS this
WHERE change <> 'void' AND NOT EXISTS (
    SELECT 1 FROM {things} AS later
    WHERE later.revision > 1
      AND later.kiosk = this.kiosk AND later.{thing}_epoch = this.{thing}_epoch AND later.{thing}_seq = this.{thing}_seq
      AND (later.revision, later.epoch, later.seq) > (this.revision, this.epoch, this.seq)
)
"""
# Every place with the settlement that it is or lies in ('' when there is none). UNION, not UNION ALL: a ring in a
# hand-made tree then ends by itself.
_SETTLEMENTS = """
CREATE VIEW place_settlements AS
WITH RECURSIVE up (id, at, level, parent) AS (
    SELECT id, id, level, parent FROM places
    UNION
    SELECT up.id, places.id, places.level, places.parent
    FROM up JOIN places ON places.id = up.parent WHERE up.level <> 'settlement'
)
SELECT places.id AS place, COALESCE(found.at, '') AS settlement
FROM places LEFT JOIN (SELECT id, at FROM up WHERE level = 'settlement') AS found ON found.id = places.id
"""

_VIEW = re.compile(r"\s*(?P<verb>CREATE|DROP) VIEW (?:IF EXISTS )?(?P<name>\w+)")

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "2026-11 the first store",
        (
            _VISITS,
            _SHIFTS,
            _NOTICES,
            *_CORRECTIONS,
            _CURRENT.format(things="visits", thing="visit"),
            _CURRENT.format(things="shifts", thing="shift"),
            "CREATE TABLE places (id TEXT PRIMARY KEY, name TEXT NOT NULL, level TEXT NOT NULL, parent TEXT NOT NULL)",
            _SETTLEMENTS,
            """CREATE TABLE kiosks (
                kiosk TEXT PRIMARY KEY, name TEXT NOT NULL, place TEXT NOT NULL, sealing_key TEXT NOT NULL,
                accepted_at TEXT NOT NULL, roster_version INTEGER NOT NULL
            )""",
            # Every signing key that was ever accepted: a kiosk that joins again must not orphan its old sticks.
            """CREATE TABLE kiosk_keys (
                kiosk TEXT NOT NULL, signing_key TEXT NOT NULL, accepted_at TEXT NOT NULL,
                PRIMARY KEY (kiosk, signing_key)
            ) WITHOUT ROWID""",
            # What a stick brought and nobody has decided yet: the request's own signed bytes.
            "CREATE TABLE requests (kiosk TEXT PRIMARY KEY, document BLOB NOT NULL, seen_at TEXT NOT NULL)",
            """CREATE TABLE bundles (
                kiosk TEXT NOT NULL, epoch TEXT NOT NULL, bundle INTEGER NOT NULL, header_sha256 TEXT NOT NULL,
                previous_sha256 TEXT NOT NULL, file TEXT NOT NULL, created TEXT NOT NULL, imported_at TEXT NOT NULL,
                parent_epoch TEXT NOT NULL, parent_seq INTEGER NOT NULL,
                PRIMARY KEY (kiosk, epoch, bundle)
            ) WITHOUT ROWID""",
            """CREATE TABLE ranges (
                kiosk TEXT NOT NULL, epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                lost INTEGER NOT NULL, PRIMARY KEY (kiosk, epoch, first, last, lost)
            ) WITHOUT ROWID""",
            """CREATE TABLE volunteers (
                kiosk TEXT NOT NULL, pseudonym TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (kiosk, pseudonym)
            ) WITHOUT ROWID""",
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        ),
    ),
    (
        "2026-11 revoked keys and ranges wanted again",
        (
            "ALTER TABLE kiosk_keys ADD COLUMN revoked_at TEXT NOT NULL DEFAULT ''",
            # Of a kiosk whose key was revoked: the headers of the bundles that stay trusted.
            """CREATE TABLE trusted (
                kiosk TEXT NOT NULL, header_sha256 TEXT NOT NULL, PRIMARY KEY (kiosk, header_sha256)
            ) WITHOUT ROWID""",
            """CREATE TABLE wanted (
                kiosk TEXT NOT NULL, epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                PRIMARY KEY (kiosk, epoch, first)
            ) WITHOUT ROWID""",
        ),
    ),
    (
        "2026-11 retired kiosks, teams",
        (
            # Empty while the kiosk is expected to send something.
            "ALTER TABLE kiosks ADD COLUMN retired_at TEXT NOT NULL DEFAULT ''",
            # `members` is how many people the manager counts in a team; few of them need a pseudonym.
            "CREATE TABLE teams ("
            "id TEXT PRIMARY KEY, name TEXT NOT NULL, place TEXT NOT NULL, members INTEGER NOT NULL)",
            "ALTER TABLE volunteers ADD COLUMN team TEXT NOT NULL DEFAULT ''",
        ),
    ),
    (
        "2026-11 an audit trail that only grows",
        (
            """CREATE TABLE audit (
                number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, deed TEXT NOT NULL,
                about TEXT NOT NULL
            )""",
            *(
                f"""CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END"""
                for verb in ("UPDATE", "DELETE")
            ),
        ),
    ),
    (
        "2026-11 targets",
        (
            # What was promised is a number as it was typed: a count, or a share between 0 and 1.
            """CREATE TABLE targets (
                indicator TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, place TEXT NOT NULL,
                target TEXT NOT NULL, PRIMARY KEY (indicator, first, last, place)
            ) WITHOUT ROWID""",
        ),
    ),
    (
        "2026-11 wishes to be forgotten",
        (
            "CREATE TABLE wishes (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, asked_at TEXT NOT NULL)",
            # Visits that showed a code which was forgotten here: what comes of them later is let go of as well.
            """CREATE TABLE forgotten_visits (
                kiosk TEXT NOT NULL, visit_epoch TEXT NOT NULL, visit_seq INTEGER NOT NULL,
                PRIMARY KEY (kiosk, visit_epoch, visit_seq)
            ) WITHOUT ROWID""",
            # Asked of each bundle that comes in: has a visit of this kiosk been erased?
            "CREATE INDEX visit_erasures ON visits (kiosk, visit_epoch, visit_seq) WHERE change_reason = '#erased'",
        ),
    ),
    ("2026-11 roll-ups", TABLES),
    (
        "2026-11 the bundles' bytes, where several managers share a server",
        (
            # Each manager's folder keeps what that manager took in; this is where the others find it.
            "CREATE TABLE kept (header_sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
        ),
    ),
    ("2026-11 roll-ups by month, and what waits to be counted", LATER),
    ("2026-11 roll-ups of months in three parts", IN_PARTS),
    ("2026-11 visits with a return code by month", BY_MONTH),
)


def upgrade(engine: Engine) -> None:
    """Do the steps that this store has not done, all or none.

    Raises StoreError when the store was written by a newer version.
    """
    done = engine.steps()
    if done == len(STEPS):
        return
    if done > len(STEPS):
        raise StoreError(
            "This store was written by a newer version of the program. Install the newer version to open it."
        )
    with engine.transaction():
        # Asked again under the lock: a second manager may have just done it.
        for _name, statements in STEPS[engine.steps() :]:
            for statement in statements:
                engine.define(statement)
        for view in _views():
            engine.refresh(view)
        engine.set_steps(len(STEPS))


def _views() -> Iterator[str]:
    """Yield the statements that made the views which there are, in their order."""
    made: dict[str, str] = {}
    for _name, statements in STEPS:
        for statement in statements:
            if found := _VIEW.match(statement):
                made.pop(found["name"], None)
                if found["verb"] == "CREATE":
                    made[found["name"]] = statement
    yield from made.values()
