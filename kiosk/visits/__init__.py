"""The visit log: its records, the open visit, and the only queries on the log."""

from __future__ import annotations

from kiosk.codebook import Place
from kiosk.visits.care import Happened
from kiosk.visits.draft import Draft, Slot
from kiosk.visits.epochs import Epoch, Why
from kiosk.visits.history import LEAD, Mark, Month, Page, Revision, Wanted
from kiosk.visits.log import VisitLog
from kiosk.visits.people import PinRefused
from kiosk.visits.records import (
    ERASED,
    BundleRecord,
    Change,
    ClockTrust,
    DayCounts,
    Entry,
    How,
    Notice,
    Range,
    Revisions,
    Shift,
    TutorialUse,
    Visit,
    Volunteer,
)
from kiosk.visits.rows import (
    Batch,
    Column,
    Kind,
    RecordKind,
    Row,
    batches_of,
    columns,
    from_row,
    normal_json,
    revisions_of,
    schema,
    to_row,
)
from kiosk.visits.session import Session

__all__ = [
    "ERASED",
    "LEAD",
    "Batch",
    "BundleRecord",
    "Change",
    "ClockTrust",
    "Column",
    "DayCounts",
    "Draft",
    "Entry",
    "Epoch",
    "Happened",
    "How",
    "Kind",
    "Mark",
    "Month",
    "Notice",
    "Page",
    "PinRefused",
    "Place",
    "Range",
    "RecordKind",
    "Revision",
    "Revisions",
    "Row",
    "Session",
    "Shift",
    "Slot",
    "TutorialUse",
    "Visit",
    "VisitLog",
    "Volunteer",
    "Wanted",
    "Why",
    "batches_of",
    "columns",
    "from_row",
    "normal_json",
    "revisions_of",
    "schema",
    "to_row",
]
