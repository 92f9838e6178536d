"""The columns that leave the centre: what each is called, what it holds, and from what of the store it comes.

Both ways out, Parquet and the data package, are made of this one list. Codes stand as they are, what they are called
stands in a table of its own; where something happened stands with every level of the place tree.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kiosk.codebook import AGE_BANDS


class Kind(StrEnum):
    """What a column holds, in the words of a Frictionless table schema."""

    TEXT = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DAY = "date"
    TIME = "datetime"
    CODES = "array"
    COUNTS = "object"
    USES = "array of objects"


class Column(NamedTuple):
    """A column; `source` says in SQL what it is over the store's columns, by default the column of that name.

    A `personal` column leaves only when the manager gives out everything.
    """

    name: str
    kind: Kind
    what: str
    source: str = ""
    personal: bool = False


class Table(NamedTuple):
    """A table that leaves: where its rows come from, and its columns after those of `WHERE_AND_WHEN`."""

    name: str
    what: str
    day: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    #: The store's column whose counts become `BANDS`, one column an age band.
    bands: str = ""


#: What stands first in each row; by the first two, Parquet is split into folders.
WHERE_AND_WHEN = (
    Column(
        "country",
        Kind.TEXT,
        "The country of the place, by its id in the place tree; unknown: not in the tree.",
    ),
    Column("month", Kind.TEXT, "The month of the local day, such as 2026-11."),
    Column("region", Kind.TEXT, "The region's id in the place tree."),
    Column("region_name", Kind.TEXT, "The region's name."),
    Column("district", Kind.TEXT, "The district's id."),
    Column("district_name", Kind.TEXT, "The district's name."),
    Column("settlement", Kind.TEXT, "The settlement's id: a town, a village, a commune."),
    Column("settlement_name", Kind.TEXT, "The settlement's name."),
    Column("place_name", Kind.TEXT, "The name of the place itself."),
    Column("place", Kind.TEXT, "The place itself, by its id: a site, or any level above."),
)
_KIOSK = Column("kiosk", Kind.TEXT, "The kiosk's random id.")
_REVISION = Column("revision", Kind.INTEGER, "1 as it was first written; higher after corrections.")
_TRUST = Column(
    "clock_trust",
    Kind.INTEGER,
    "0: the clock cannot have been right. 1: plausible. 2: confirmed by the centre.",
)
_VOLUNTEER = Column("volunteer", Kind.TEXT, "The volunteer's pseudonym.", personal=True)
_ACTIVITY = Column("activity", Kind.TEXT, "The programme's own word: desk, club, campaign, course ...")
_STARTED = Column("started_at", Kind.TIME, "UTC, as the kiosk's clock said.", personal=True)
_ENDED = Column("ended_at", Kind.TIME, "UTC, as the kiosk's clock said.", personal=True)
# The local hour of what was written as it happened; of what was typed in afterwards nobody knows it.
_HOUR = (
    "CASE WHEN entry = 'live' THEN (CAST(substr(started_at, 12, 2) AS INTEGER) * 60"
    " + CAST(substr(started_at, 15, 2) AS INTEGER) + utc_offset + 2880) / 60 % 24 END"
)
#: Of groups alone: how many people of each age band were counted.
BANDS = tuple(
    Column(f"group_{band}", Kind.INTEGER, f"Of a group or course: people of the age band {band}.")
    for band in AGE_BANDS
)

VISITS = Table(
    "visits",
    "One row a visit, in its last state; visits that were taken back are left out.",
    "visit_date",
    ("kiosk", "visit_epoch", "visit_seq"),
    (
        _KIOSK,
        Column("visit_epoch", Kind.TEXT, "With kiosk and visit_seq: the visit's identity, for ever."),
        Column("visit_seq", Kind.INTEGER, "The visit's number in its epoch."),
        _REVISION,
        Column("visit_date", Kind.DAY, "The local day."),
        Column("hour", Kind.INTEGER, "The local hour in which it began, 0 to 23.", _HOUR),
        Column("minutes", Kind.INTEGER, "How long it took; empty when typed in afterwards."),
        Column("entry", Kind.TEXT, "live: written as it happened. late: typed in afterwards."),
        _TRUST,
        _ACTIVITY,
        Column("channel", Kind.TEXT, "Where and how people were met; self_service: nobody helped."),
        Column("people", Kind.INTEGER, "How many people."),
        Column("women", Kind.INTEGER, "Of a group or course: how many women."),
        Column("new_people", Kind.INTEGER, "Of a group or course: how many for the first time."),
        Column("services", Kind.CODES, "What they came for: one code or more."),
        Column("outcome", Kind.TEXT, "How it ended; groups have none."),
        Column("not_done_reason", Kind.TEXT, "Why it did not work out."),
        Column("age_band", Kind.TEXT, "The age of one person; groups: see group_..."),
        Column("gender", Kind.TEXT, "f, m, other, not_asked."),
        Column(
            "first_time", Kind.BOOLEAN, "true: came for the first time; false: came before; empty: not said."
        ),
        Column("referral_to", Kind.TEXT, "Where the person was sent on to."),
        Column("app_installed", Kind.COUNTS, "Apps that were set up: how many by code."),
        Column("help_reason", Kind.TEXT, "Why help was needed."),
        Column("support_given", Kind.TEXT, "What support was given."),
        Column("trip_avoided", Kind.TEXT, "Whether it saved a trip."),
        Column("resident_feedback", Kind.TEXT, "What the resident tapped: good, so_so, bad."),
        Column("language", Kind.TEXT, "The language of the visit."),
        Column("tutorials", Kind.USES, "Walkthroughs that were used, with the steps seen of all steps."),
        Column("has_code", Kind.BOOLEAN, "Whether a return card was shown or given.", "return_code <> ''"),
        _VOLUNTEER,
        Column("return_code", Kind.TEXT, "The code on the person's card.", personal=True),
        Column("note", Kind.TEXT, "The volunteer's note.", personal=True),
        Column("change_reason", Kind.TEXT, "Why it was last corrected.", personal=True),
        Column(
            "shift_epoch", Kind.TEXT, "With kiosk and shift_seq: the shift in which it was.", personal=True
        ),
        Column("shift_seq", Kind.INTEGER, "The shift's number in its epoch.", personal=True),
        _STARTED,
        _ENDED,
    ),
    bands="age_bands",
)
SHIFTS = Table(
    "shifts",
    "One row a shift of a volunteer, in its last state.",
    "shift_date",
    ("kiosk", "shift_epoch", "shift_seq"),
    (
        _KIOSK,
        Column("shift_epoch", Kind.TEXT, "With kiosk and shift_seq: the shift's identity, for ever."),
        Column("shift_seq", Kind.INTEGER, "The shift's number in its epoch."),
        _REVISION,
        Column("shift_date", Kind.DAY, "The local day."),
        Column("minutes", Kind.INTEGER, "How long it was; empty when nobody knows, or while it is open."),
        Column("how", Kind.TEXT, "live: begun and ended at the screen. by_hand: written down afterwards."),
        _TRUST,
        _ACTIVITY,
        _VOLUNTEER,
        _STARTED,
        _ENDED,
    ),
)
NOTICES = Table(
    "notices",
    'One row a volunteer\'s "this step no longer matches".',
    "notice_date",
    ("kiosk", "epoch", "seq"),
    (
        _KIOSK,
        Column("epoch", Kind.TEXT, "With kiosk and seq: the notice's identity, for ever."),
        Column("seq", Kind.INTEGER, "The notice's number in its epoch."),
        Column("notice_date", Kind.DAY, "The local day."),
        _TRUST,
        Column("tutorial", Kind.TEXT, "The walkthrough's id."),
        Column("version", Kind.INTEGER, "The walkthrough's version."),
        Column("step", Kind.TEXT, "The step's id."),
        Column("language", Kind.TEXT, "The language that it was shown in."),
        _VOLUNTEER,
    ),
)
TABLES = (VISITS, SHIFTS, NOTICES)


def columns_of(table: Table, *, full: bool) -> tuple[Column, ...]:
    """Return the columns of a table as it leaves; `full`: with what is personal."""
    own = tuple(column for column in table.columns if full or not column.personal)
    return (*WHERE_AND_WHEN, *own, *(BANDS if table.bands else ()))
