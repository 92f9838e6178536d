"""Living a plan through: the kiosks' days, the sticks' journeys, the centre, by the functions that people use."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path

from kiosk import centre, stick
from kiosk.centre import Store
from kiosk.codebook import Channel
from kiosk.config import PRACTICE_PIN, DataFolder, Settings, resources, write_atomically
from kiosk.demo.clock import PracticeClock
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme, PlannedShift, PlannedVisit
from kiosk.errors import KioskError
from kiosk.i18n import Language
from kiosk.tutorials import Library, Tutorial
from kiosk.visits import Draft, Entry, TutorialUse, VisitLog

#: What everybody may know: nothing in a practice programme is worth a secret.
PASSPHRASE = "practice"
PIN = PRACTICE_PIN


def live_through(plan: PlannedProgramme, root: Path, language: Language) -> None:
    """Build the programme of a plan in the folder `root`: centre, kiosks and sticks."""
    manager = DataFolder(root / "centre")
    made = centre.new_programme(manager, plan.name, PASSPHRASE, asks={"gender": True, "trip_avoided": True})
    evening = _evening(plan)
    with Store.of(manager) as store:
        store.set_places(plan.places)
        office = _Office(manager, store, made, PracticeClock(plan.offset, evening))
        kiosks = [_Desk(plan, kiosk, root, office) for kiosk in plan.kiosks]
        for desk in kiosks:
            desk.join()
            desk.work()
        centre.import_paths(manager, store, made.keys, [root / "sticks"], clock=office.clock)
        for desk in kiosks:
            desk.go_home()
        _write_reports(manager, store, language)


def _evening(plan: PlannedProgramme) -> datetime:
    ends = [shift.end for kiosk in plan.kiosks for shift in kiosk.shifts]
    return datetime.combine(max(ends).date(), time(20))


def _write_reports(manager: DataFolder, store: Store, language: Language) -> None:
    for name in ("summary", "services", "weeks", "places"):
        told = centre.report(store, name)
        write_atomically(manager.reports / f"{name}.csv", centre.as_csv(told, language))
        if name == "summary":
            write_atomically(
                manager.reports / "summary.txt", (centre.as_text(told, language) + "\n").encode()
            )


class _Office:
    """The manager, who accepts kiosks."""

    def __init__(
        self, data: DataFolder, store: Store, made: centre.NewProgramme, clock: PracticeClock
    ) -> None:
        self.data = data
        self.clock = clock
        self._store = store
        self._keys = made.keys

    def give_card(self, target: Path) -> None:
        """Put the programme's card onto a stick."""
        centre.write_card(self.data, target)

    def accept(self, kiosk: str, plan: PlannedKiosk, target: Path) -> None:
        """Accept the kiosk that asks on a stick, and tell it its place and its volunteers."""
        centre.take_requests(self.data, self._store, [target], self.clock)
        centre.accept(self.data, self._store, self._keys, kiosk, self.clock, place=plan.place)
        self._store.set_volunteers(kiosk, [(pseudonym, "volunteer") for pseudonym in plan.volunteers])
        centre.write_roster(self.data, self._store, self._keys, kiosk, target)


class _Desk:
    """One kiosk through its whole plan."""

    def __init__(self, programme: PlannedProgramme, plan: PlannedKiosk, root: Path, office: _Office) -> None:
        self._programme = programme
        self._plan = plan
        self._office = office
        self._data = DataFolder(root / "kiosks" / plan.name)
        self._stick = root / "sticks" / plan.name
        self._clock = PracticeClock(programme.offset, plan.shifts[0].start - timedelta(hours=2))
        self._draw = random.Random(plan.name)
        self._by_service = _by_service(Library.load(resources().tutorials))

    def join(self) -> None:
        """Join by the stick's card, be accepted, take the roster, let the volunteers choose their PINs."""
        self._data.create()
        self._stick.mkdir(parents=True)
        self._office.give_card(self._stick)
        with self._log() as log:
            stick.join(
                self._data, log, self._stick, lambda _card, _digits: True, self._plan.site, clock=self._clock
            )
            self._office.accept(log.kiosk, self._plan, self._stick)
            self._export(log)
            for pseudonym in self._plan.volunteers:
                log.add_volunteer(pseudonym, PIN)
        settings = Settings.load(self._data.settings).with_changes(
            country=self._programme.country, site=self._plan.site, place=self._plan.place, practice=True
        )
        settings.save(self._data.settings)

    def _log(self) -> VisitLog:
        # Its days lie in the past, perhaps before the program existed: for once that is no sign of a flat battery.
        return VisitLog.open(self._data.log, self._clock, earliest=self._clock.now().replace(year=2020))

    def work(self) -> None:
        """Work all shifts that a stick will carry, and export half way and at the end."""
        shifts = self._plan.shifts[: len(self._plan.shifts) - self._plan.unsent]
        middle = len(shifts) // 2
        with self._log() as log:
            for part in (shifts[:middle], shifts[middle:]):
                self._work(log, part)
                self._export(log)

    def go_home(self) -> None:
        """Take the receipts from the stick, and work the shifts that no stick has carried yet."""
        with self._log() as log:
            self._export(log)
            self._work(log, self._plan.shifts[len(self._plan.shifts) - self._plan.unsent :])

    def _export(self, log: VisitLog) -> None:
        result = stick.export(self._data, log, self._stick, clock=self._clock)
        if not result.outcome.good:
            message, values = result.sentence()
            raise KioskError(message, **values)

    def _work(self, log: VisitLog, shifts: Iterable[PlannedShift]) -> None:
        for planned in shifts:
            self._clock.reach(planned.start)
            shift = log.start_shift(planned.volunteer, planned.place, planned.activity)
            for visit in sorted(planned.visits, key=lambda visit: (visit.late, visit.at)):
                self._visit(log, planned, visit)
            self._clock.reach(planned.end)
            log.end_shift(shift)

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


def _by_service(library: Library) -> dict[str, Tutorial]:
    return {service: tutorial for tutorial in library for service in tutorial.services if tutorial.steps}
