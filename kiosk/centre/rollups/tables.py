"""The tables of the roll-ups, all of which can be made again from the revisions."""

from __future__ import annotations

from kiosk.centre.measures import Measures

_COUNTS = ", ".join(f"{name} INTEGER NOT NULL" for name in Measures._fields)

TABLES = (
    # One row. `built` is 0 in a store that held revisions before it had roll-ups.
    "CREATE TABLE rollup_state (id INTEGER PRIMARY KEY, built INTEGER NOT NULL)",
    """INSERT INTO rollup_state (id, built) SELECT 1,
        CASE WHEN EXISTS (SELECT 1 FROM visits) OR EXISTS (SELECT 1 FROM shifts) THEN 0 ELSE 1 END""",
    "CREATE TABLE rollup_codes (id INTEGER PRIMARY KEY, dimension TEXT NOT NULL, code TEXT NOT NULL)",
    # Totals of a month, and in `days` the same for each day that has any (see `rollups.sparse`). By dimension: `place`
    # counts a place and everything below it ('' everything, `code` empty); `kiosk` and `volunteer` count one of them at
    # the very place of the visit.
    f"""CREATE TABLE rollup_totals (
        dimension TEXT NOT NULL, place TEXT NOT NULL, code TEXT NOT NULL, month TEXT NOT NULL, {_COUNTS},
        days BLOB NOT NULL, PRIMARY KEY (dimension, place, code, month)
    ) WITHOUT ROWID""",
    # Counts by all other dimensions: span is `m2026-11` for every place, `d2026-11-10` for large ones.
    """CREATE TABLE rollup_cells (
        place TEXT NOT NULL, span TEXT NOT NULL, cells BLOB NOT NULL, PRIMARY KEY (place, span)
    ) WITHOUT ROWID""",
    # The visits of people with a return code (see `rollups.cards`).
    """CREATE TABLE rollup_cards (
        place TEXT NOT NULL, month TEXT NOT NULL, kiosk TEXT NOT NULL, visits BLOB NOT NULL,
        PRIMARY KEY (place, month, kiosk)
    ) WITHOUT ROWID""",
    # Different return codes of calendar months: true for the months that stand in `rollup_settled`.
    """CREATE TABLE rollup_reached (
        month TEXT NOT NULL, place TEXT NOT NULL, codes INTEGER NOT NULL, PRIMARY KEY (month, place)
    ) WITHOUT ROWID""",
    # `closed`: return codes of the month have been dropped since, so that it can never be counted again.
    "CREATE TABLE rollup_settled (month TEXT PRIMARY KEY, closed INTEGER NOT NULL)",
    # What an import brought while another one was counting: rows that count from then on, and that count no longer, as
    # JSON. Part of the roll-ups until the next writer or reader counts it.
    """CREATE TABLE rollup_pending (
        id INTEGER PRIMARY KEY AUTOINCREMENT, added TEXT NOT NULL, removed TEXT NOT NULL
    )""",
    # A first revision that is not the visit it names: no log of ours writes one, a store must not be fooled by one.
    """CREATE INDEX visit_oddities ON visits (kiosk, visit_epoch, visit_seq)
        WHERE revision = 1 AND (epoch <> visit_epoch OR seq <> visit_seq)""",
    """CREATE INDEX shift_oddities ON shifts (kiosk, shift_epoch, shift_seq)
        WHERE revision = 1 AND (epoch <> shift_epoch OR seq <> shift_seq)""",
)
#: What came later: revisions wait to be counted by their numbers, no longer as copies; totals stand by month first, so
#: that a country's month is read at a stroke. Whoever opens the store counts it anew.
LATER = (
    """UPDATE rollup_state SET built = 0
        WHERE EXISTS (SELECT 1 FROM visits) OR EXISTS (SELECT 1 FROM shifts)""",
    "DROP TABLE rollup_pending",
    # `kind` is the table of the revisions, `spans` their numbers as JSON: [[first, last], ...].
    """CREATE TABLE rollup_waiting (
        token TEXT PRIMARY KEY, kind TEXT NOT NULL, kiosk TEXT NOT NULL, epoch TEXT NOT NULL, spans TEXT NOT NULL
    )""",
    "DROP TABLE rollup_totals",
    # Totals of a month (span `m2026-11`) or a year (`y2026`), and of a month in `days` the same for each day that has
    # any: see `rollups.totals`. By dimension: `place` counts a place and everything below it ('' everything); `kiosk`
    # and `volunteer` count each of them at the very place of the visit.
    """CREATE TABLE rollup_totals (
        dimension TEXT NOT NULL, span TEXT NOT NULL, place TEXT NOT NULL, sums BLOB NOT NULL, days BLOB NOT NULL,
        PRIMARY KEY (dimension, span, place)
    ) WITHOUT ROWID""",
    "CREATE TABLE rollup_who (id INTEGER PRIMARY KEY, dimension TEXT NOT NULL, code TEXT NOT NULL)",
    "CREATE UNIQUE INDEX rollup_who_codes ON rollup_who (dimension, code)",
    # With all that is asked for, or SQLite reads the whole kiosk instead.
    *(
        statement
        for thing in ("visit", "shift")
        for statement in (
            f"DROP INDEX {thing}_oddities",
            f"""CREATE INDEX {thing}_oddities ON {thing}s (kiosk, {thing}_epoch, {thing}_seq, revision, epoch, seq)
                WHERE revision = 1 AND (epoch <> {thing}_epoch OR seq <> {thing}_seq)""",
        )
    ),
)
#: What came after that: days stand apart from the sums, so that neither is read for the other, by parts of a month
#: (`p2026-11-1`, see `rollups.totals`), which have sums as well. The leaf is a place; of kiosks and volunteers, where
#: their numbers stand (see `rollups.who`). Whoever opens the store counts it anew.
IN_PARTS = (
    """UPDATE rollup_state SET built = 0
        WHERE EXISTS (SELECT 1 FROM visits) OR EXISTS (SELECT 1 FROM shifts)""",
    "DROP TABLE rollup_totals",
    "DROP TABLE rollup_who",
    """CREATE TABLE rollup_who (
        id INTEGER PRIMARY KEY, dimension TEXT NOT NULL, place TEXT NOT NULL, code TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX rollup_who_pairs ON rollup_who (dimension, code, place)",
    *(
        f"""CREATE TABLE rollup_{table} (
            dimension TEXT NOT NULL, span TEXT NOT NULL, leaf TEXT NOT NULL, {value} BLOB NOT NULL,
            PRIMARY KEY (dimension, span, leaf)
        ) WITHOUT ROWID"""
        for table, value in (("totals", "sums"), ("days", "days"))
    ),
)
#: What came after that: visits with a return code stand by month first, as they are read; and the different codes of
#: each month, as digests in rising order, from the first time that somebody asks who is new until a visit changes them.
BY_MONTH = (
    "ALTER TABLE rollup_cards RENAME TO rollup_cards_by_place",
    """CREATE TABLE rollup_cards (
        place TEXT NOT NULL, month TEXT NOT NULL, kiosk TEXT NOT NULL, visits BLOB NOT NULL,
        PRIMARY KEY (month, place, kiosk)
    ) WITHOUT ROWID""",
    """INSERT INTO rollup_cards (place, month, kiosk, visits)
        SELECT place, month, kiosk, visits FROM rollup_cards_by_place ORDER BY month, place, kiosk""",
    "DROP TABLE rollup_cards_by_place",
    "CREATE TABLE rollup_came (month TEXT PRIMARY KEY, codes BLOB NOT NULL)",
)
#: What a rebuild empties; the numbers of codes stay.
REBUILT = ("rollup_totals", "rollup_days", "rollup_cells", "rollup_cards", "rollup_came", "rollup_waiting")
#: What a rebuild changes: all that, and what follows from it.
ROLLUPS = (*REBUILT, "rollup_state", "rollup_reached", "rollup_settled")
