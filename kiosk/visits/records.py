"""The records of the log.

The fields of a visit, a shift and a notice, in the order in which they stand here, are the columns of the
log, of a bundle's tables and of the centre's store (see `kiosk.visits.rows`): a new field goes to the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Change(StrEnum):
    """What a revision does to the visit or shift that it names."""

    NEW = "new"
    EDIT = "edit"
    VOID = "void"


#: The reason that only an erasure gives: whoever takes such a revision in also blanks the note and the return code of
#: every other revision of its visit.
ERASED = "#erased"


class Entry(StrEnum):
    """When a visit was written down: as it happened, or typed in afterwards (its minutes are unknown)."""

    LIVE = "live"
    LATE = "late"


class How(StrEnum):
    """How a shift's times came about."""

    LIVE = "live"
    BY_HAND = "by_hand"


class ClockTrust:
    """How far a record's times can be believed."""

    IMPOSSIBLE = 0
    PLAUSIBLE = 1
    CONFIRMED = 2


@dataclass(frozen=True, slots=True)
class TutorialUse:
    """One walkthrough as it was used in a visit: `seen` of `steps` steps."""

    id: str
    version: int
    language: str
    seen: int
    steps: int
    practised: bool = False
    printed: bool = False
    listened: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One revision of a visit.

    `(kiosk, epoch, seq)` names this revision, `(kiosk, visit_epoch, visit_seq)` the visit; its current state
    is the revision with the highest `revision`. Times are UTC as the clock said (`2026-11-22T08:15:00Z`),
    `utc_offset` is in minutes, `visit_date` is the local day, which reports use. None means: not asked, or
    does not apply.
    """

    kiosk: str
    epoch: str
    seq: int
    visit_epoch: str
    visit_seq: int
    revision: int
    change: str
    change_reason: str
    started_at: str
    ended_at: str
    utc_offset: int
    minutes: int | None
    boot: str
    clock_trust: int
    visit_date: str
    entry: str
    place: str
    volunteer: str
    shift_epoch: str | None
    shift_seq: int | None
    activity: str
    channel: str
    people: int
    women: int | None
    new_people: int | None
    age_bands: dict[str, int]
    services: tuple[str, ...]
    tutorials: tuple[TutorialUse, ...]
    outcome: str
    not_done_reason: str
    age_band: str
    gender: str
    first_time: bool | None
    return_code: str
    referral_to: str
    app_installed: dict[str, int]
    help_reason: str
    support_given: str
    trip_avoided: str
    resident_feedback: str
    language: str
    note: str


@dataclass(frozen=True, slots=True)
class Shift:
    """One revision of a volunteer's shift; `ended_at` and `minutes` are None while it is open.

    A closed shift may have no `minutes`, when the clock jumped and the machine was started again meanwhile.
    """

    kiosk: str
    epoch: str
    seq: int
    shift_epoch: str
    shift_seq: int
    revision: int
    change: str
    change_reason: str
    volunteer: str
    activity: str
    place: str
    started_at: str
    ended_at: str | None
    utc_offset: int
    shift_date: str
    boot: str
    clock_trust: int
    how: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A volunteer's "this step no longer matches"."""

    kiosk: str
    epoch: str
    seq: int
    made_at: str
    utc_offset: int
    notice_date: str
    boot: str
    clock_trust: int
    volunteer: str
    place: str
    tutorial: str
    version: int
    step: str
    language: str


class Volunteer(NamedTuple):
    """A volunteer by pseudonym (such as A-07). The PIN's hash stays in the log; `has_pin`: one is set."""

    pseudonym: str
    role: str = "volunteer"
    active: bool = True
    has_pin: bool = False


class Range(NamedTuple):
    """Revisions `first` to `last` of an epoch, both included."""

    epoch: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Revisions:
    """The revisions in a range, each kind in the order of its numbers."""

    visits: tuple[Visit, ...] = ()
    shifts: tuple[Shift, ...] = ()
    notices: tuple[Notice, ...] = ()

    def __len__(self) -> int:
        return len(self.visits) + len(self.shifts) + len(self.notices)


class BundleRecord(NamedTuple):
    """A bundle that was built: the revisions in it, the hash that the next one names, its file in the spool.

    `exported_at` is empty until a stick has been read back and held it (`VisitLog.mark_exported`).
    """

    epoch: str
    number: int
    header_sha256: str
    ranges: tuple[Range, ...]
    created_at: str
    file: str
    exported_at: str = ""


class DayCounts(NamedTuple):
    """One local day: visits (groups too, self-service apart), people in them, how many ended "alone"."""

    visits: int = 0
    people: int = 0
    alone: int = 0
    self_service: int = 0
