"""One desk of a practice programme through its whole plan, by the functions that people use."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from kiosk import stick
from kiosk.codebook import Channel
from kiosk.config import PRACTICE_PIN, DataFolder, Settings
from kiosk.demo.clock import PracticeClock
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme, PlannedShift, PlannedVisit
from kiosk.errors import KioskError
from kiosk.tutorials import Tutorial
from kiosk.visits import Draft, Entry, TutorialUse, VisitLog

PIN = PRACTICE_PIN
#: So many of a desk's volunteers have a PIN; the others choose one at their next sign-in. Hashing is slow on purpose.
_SIGNED_IN = 6


class Manager(Protocol):
    """Whoever accepts desks."""

    def give_card(self, target: Path) -> None:
        """Put the programme's card onto a stick."""

    def accept(self, kiosk: str, plan: PlannedKiosk, target: Path) -> None:
        """Accept the kiosk that asks on a stick, and tell it its place and its volunteers."""


class Desk:
    """One kiosk through its whole plan."""

    def __init__(
        self,
        programme: PlannedProgramme,
        plan: PlannedKiosk,
        root: Path,
        office: Manager,
        walkthroughs: Mapping[str, Tutorial],
    ) -> None:
        self._programme = programme
        self.plan = plan
        self._office = office
        self._data = DataFolder(root / "kiosks" / plan.name)
        self.stick = root / "sticks" / plan.name
        self._clock = PracticeClock(programme.offset, plan.shifts[0].start - timedelta(hours=2))
        self._draw = random.Random(plan.name)
        self._by_service = walkthroughs

    def join(self) -> None:
        """Join by the stick's card, be accepted, take the roster, let the volunteers choose their PINs."""
        self._data.create()
        self.stick.mkdir(parents=True)
        self._office.give_card(self.stick)
        with self._log() as log:
            stick.join(
                self._data, log, self.stick, lambda _card, _digits: True, self.plan.site, clock=self._clock
            )
            self._office.accept(log.kiosk, self.plan, self.stick)
            self._export(log)
            for pseudonym in self.plan.volunteers[:_SIGNED_IN]:
                log.add_volunteer(pseudonym, PIN, self._programme.role(pseudonym))
        settings = Settings.load(self._data.settings).with_changes(
            country=self._programme.country, site=self.plan.site, place=self.plan.place, practice=True
        )
        settings.save(self._data.settings)

    def _log(self) -> VisitLog:
        # Its days lie in the past, perhaps before the program existed: for once that is no sign of a flat battery.
        return VisitLog.open(self._data.log, self._clock, earliest=self._clock.now().replace(year=2020))

    def work(self) -> None:
        """Work all shifts that a stick will carry, and export half way and at the end."""
        shifts = self.plan.shifts[: len(self.plan.shifts) - self.plan.unsent]
        middle = len(shifts) // 2
        with self._log() as log:
            for part in (shifts[:middle], shifts[middle:]):
                self._work(log, part)
                self._export(log)
        if self.plan.stick_spoiled:
            self._spoil_stick()

    def _spoil_stick(self) -> None:
        """Let a byte of the last bundle on the stick go bad on its way."""
        file = max((self.stick / "OneStopKiosk" / "visits").iterdir())
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)

    def go_home(self) -> None:
        """Take the receipts from the stick, and work the shifts that no stick has carried yet."""
        with self._log() as log:
            self._export(log)
            self._work(log, self.plan.shifts[len(self.plan.shifts) - self.plan.unsent :])

    def take_receipts(self) -> None:
        """Put the stick in once more."""
        with self._log() as log:
            self._export(log)

    def _export(self, log: VisitLog) -> None:
        result = stick.export(self._data, log, self.stick, clock=self._clock)
        if not result.outcome.good:
            message, values = result.sentence()
            raise KioskError(message, **values)

    def _work(self, log: VisitLog, shifts: Iterable[PlannedShift]) -> None:
        for planned in shifts:
            self._clock.reach(planned.start)
            self._clock.behind = planned.clock_behind
            if planned.by_hand:
                self._write_down(log, planned)
                continue
            shift = log.start_shift(planned.volunteer, planned.place, planned.activity)
            self._receive(log, planned)
            self._clock.reach(planned.end)
            log.end_shift(shift)
            self._clock.behind = timedelta()

    def _write_down(self, log: VisitLog, planned: PlannedShift) -> None:
        """Have hours away from the desk, and type them in with their visits."""
        self._clock.reach(planned.end)
        started, ended = (self._utc(local) for local in (planned.start, planned.end))
        log.add_shift_by_hand(planned.volunteer, planned.place, planned.activity, started, ended)
        self._receive(log, planned)

    def _utc(self, local: datetime) -> datetime:
        return (local - timedelta(minutes=self._programme.offset)).replace(tzinfo=UTC)

    def _receive(self, log: VisitLog, planned: PlannedShift) -> None:
        for visit in sorted(planned.visits, key=lambda visit: (visit.late, visit.at)):
            self._visit(log, planned, visit)

    def _visit(self, log: VisitLog, shift: PlannedShift, planned: PlannedVisit) -> None:
        """Have one visit, with the slip that the plan has in it."""
        self._clock.reach(planned.at)
        volunteer = "" if planned.channel == Channel.SELF_SERVICE else shift.volunteer
        draft = Draft.start(
            self._clock,
            volunteer=volunteer,
            place=planned.place,
            channel=planned.channel,
            activity=shift.activity,
        )
        for name, value in {**planned.says, **planned.slip}.items():
            setattr(draft, name, value)
        draft.tutorials = self._tutorials(draft)
        if planned.late:
            draft.entry = Entry.LATE.value
            draft.visit_date = planned.at.date().isoformat()
        else:
            self._clock.reach(planned.at + timedelta(minutes=planned.minutes))
        visit = log.record(draft)
        if planned.slip:
            log.edit(visit, {name: planned.says[name] for name in planned.slip}, "wrong tap")
        if planned.doubled:
            log.void(visit, "saved twice")
        if draft.tutorials and self._draw.random() < 0.03:
            use = draft.tutorials[0]
            step = self._by_service[draft.services[0]].steps[use.seen - 1].id
            log.add_notice(volunteer, planned.place, use.id, use.version, step, use.language)

    def _tutorials(self, draft: Draft) -> list[TutorialUse]:
        tutorial = self._by_service.get(draft.services[0]) if draft.services else None
        if tutorial is None:
            return []
        steps = len(tutorial.steps)
        seen = steps if self._draw.random() < 0.75 else self._draw.randint(1, steps)
        practised, printed = self._draw.random() < 0.4, self._draw.random() < 0.3
        return [TutorialUse(tutorial.id, tutorial.version, draft.language, seen, steps, practised, printed)]
