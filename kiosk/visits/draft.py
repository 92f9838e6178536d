"""The open visit: what the desk knows of it until it is saved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from kiosk.clock import Clock, stamp
from kiosk.codebook import Channel
from kiosk.visits.records import Entry, TutorialUse, Visit
from kiosk.visits.rows import tutorial_use


class Slot(StrEnum):
    """Where a draft is kept: a volunteer's visit and a session without one may be open side by side."""

    DESK = "desk"
    ALONE = "alone"


@dataclass(slots=True)
class Draft:
    """An open visit. Its fields change as it goes on; `VisitLog.save_draft` keeps it, `record` ends it.

    An empty text, None or an empty list mean: not said. `started_mono` (seconds) compares only within `boot`.
    `visit_date` is filled for a visit that is typed in afterwards (`entry` late); else the start says it.
    """

    started_at: str = ""
    started_mono: float = 0.0
    boot: str = ""
    utc_offset: int = 0
    volunteer: str = ""
    place: str = ""
    channel: str = Channel.DESK.value
    activity: str = ""
    services: list[str] = field(default_factory=list)
    tutorials: list[TutorialUse] = field(default_factory=list)
    language: str = ""
    outcome: str = ""
    age_band: str = "not_asked"
    gender: str = "not_asked"
    people: int = 1
    women: int | None = None
    new_people: int | None = None
    age_bands: dict[str, int] = field(default_factory=dict)
    first_time: bool | None = None
    return_code: str = ""
    note: str = ""
    not_done_reason: str = ""
    referral_to: str = ""
    app_installed: dict[str, int] = field(default_factory=dict)
    help_reason: str = ""
    support_given: str = ""
    trip_avoided: str = ""
    resident_feedback: str = ""
    entry: str = Entry.LIVE.value
    visit_date: str = ""

    @classmethod
    def start(
        cls, clock: Clock, *, volunteer: str, place: str, channel: str = Channel.DESK, activity: str = ""
    ) -> Self:
        """Begin a visit now. Only place, channel and activity are carried over from the one before."""
        return cls(
            started_at=stamp(clock.now()),
            started_mono=clock.monotonic(),
            boot=clock.boot(),
            utc_offset=clock.offset(),
            volunteer=volunteer,
            place=place,
            channel=str(channel),
            activity=activity,
        )

    @classmethod
    def of(cls, visit: Visit) -> Self:
        """Return a recorded visit as a draft, for a form that changes it (`VisitLog.edit`)."""
        names = {f.name for f in fields(cls)} & {f.name for f in fields(visit)}
        values: dict[str, Any] = {name: getattr(visit, name) for name in names}
        for name in ("services", "tutorials"):
            values[name] = list(values[name])
        for name in ("age_bands", "app_installed"):
            values[name] = dict(values[name])
        return cls(**values)

    @property
    def slot(self) -> Slot:
        """Where this draft is kept."""
        return Slot.ALONE if self.channel == Channel.SELF_SERVICE else Slot.DESK

    def take(self, use: TutorialUse, services: Sequence[str], language: str) -> None:
        """Note how far a walkthrough has been used.

        Opened once more in the same visit: what was seen, practised, printed or heard before stays true, and a service
        that the volunteer took off does not come back.
        """
        known = next((other for other in self.tutorials if other.id == use.id), None)
        before = known or use
        use = replace(
            use,
            seen=max(use.seen, min(before.seen, use.steps)),
            practised=use.practised or before.practised,
            printed=use.printed or before.printed,
            listened=use.listened or before.listened,
        )
        self.tutorials = [other for other in self.tutorials if other.id != use.id] + [use]
        if known is None:
            self.services += [code for code in services if code not in self.services]
        self.language = language

    def be_one_person(self) -> None:
        """Forget what was counted of a group."""
        self.people, self.women, self.new_people, self.age_bands = 1, None, None, {}

    def to_json(self) -> str:
        """Write the draft as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote, perhaps in another version: unknown members are left out.

        Raises ValueError when the text is no draft.
        """
        found = json.loads(text)
        if not isinstance(found, dict):
            raise ValueError("not a draft")
        values = {f.name: found[f.name] for f in fields(cls) if f.name in found}
        values["tutorials"] = [tutorial_use(item) for item in values.get("tutorials", [])]
        return cls(**values)


def local_date(moment: datetime, offset: int) -> str:
    """Return the day (`2026-11-22`) at `moment` where local time is `offset` minutes ahead of UTC."""
    return (moment.astimezone(UTC) + timedelta(minutes=offset)).date().isoformat()
