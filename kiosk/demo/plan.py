"""A practice programme as a plan: who worked where and when, and who came. Building it is another room's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.visits import Place


@dataclass(slots=True)
class PlannedVisit:
    """A visit as it should end up. `at` is local time, `minutes` how long it took, `says` the draft's fields.

    `slip` holds fields that were typed wrong at first and corrected afterwards; a `doubled` visit is taken back.
    """

    at: datetime
    minutes: int
    place: str
    channel: str
    says: dict[str, Any] = field(default_factory=dict)
    slip: dict[str, Any] = field(default_factory=dict)
    doubled: bool = False
    late: bool = False


@dataclass(slots=True)
class PlannedShift:
    """A volunteer's hours at a place, from `start` (local time), with the visits in it in their order.

    Hours `by_hand` were written down afterwards, with their visits: an evening of chat at home, a second helper.
    `clock_behind`: so far the computer's clock lay behind that day, because somebody had set it wrong.
    """

    volunteer: str
    place: str
    activity: str
    start: datetime
    end: datetime
    visits: list[PlannedVisit]
    by_hand: bool = False
    clock_behind: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class PlannedKiosk:
    """A desk: the folder's name, the site's name for people, its place, who works there, and what happened."""

    name: str
    site: str
    place: str
    volunteers: tuple[str, ...]
    shifts: tuple[PlannedShift, ...]
    #: Shifts at the end whose visits no stick has carried yet.
    unsent: int = 0
    #: The stick came back with a spoiled file; what was in it came with the next one.
    stick_spoiled: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which anybody works there."""
        return max(shift.end for shift in self.shifts).date()


@dataclass(frozen=True, slots=True)
class PlannedTeam:
    """A team: how many people it has, and the pseudonyms of those who sign in, the lead first."""

    id: str
    name: str
    place: str
    members: int
    volunteers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedProgramme:
    """A whole programme; local time is `offset` minutes ahead of UTC, `asks` is what its desks ask beside the usual.

    `template` is the report that its funder wants, `promises` what was promised for its whole time, by indicator.
    """

    name: str
    country: str
    offset: int
    places: tuple[Place, ...]
    kiosks: tuple[PlannedKiosk, ...]
    teams: tuple[PlannedTeam, ...] = ()
    asks: Mapping[str, bool] = field(default_factory=lambda: {"gender": True, "trip_avoided": True})
    template: str = ""
    promises: Mapping[str, float] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which anybody works."""
        shifts = [shift for kiosk in self.kiosks for shift in kiosk.shifts]
        return min(shift.start for shift in shifts).date(), max(shift.end for shift in shifts).date()

    def role(self, pseudonym: str) -> str:
        """Tell a volunteer's role: whoever stands first in a team leads it."""
        leads = any(pseudonym == name for team in self.teams for name in team.volunteers[:1])
        return "lead" if leads else "volunteer"
