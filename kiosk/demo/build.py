"""Living a plan through: the kiosks' days, the sticks' journeys, the centre, by the functions that people use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kiosk import centre
from kiosk.centre import Store
from kiosk.centre.people import Person, Team
from kiosk.centre.targets import Target
from kiosk.config import DataFolder, resources, write_atomically
from kiosk.demo.clock import PracticeClock
from kiosk.demo.desk import Desk
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme
from kiosk.i18n import Language
from kiosk.tutorials import Library, Tutorial

#: What everybody may know: nothing in a practice programme is worth a secret.
PASSPHRASE = "practice"


def live_through(plan: PlannedProgramme, root: Path, language: Language) -> None:
    """Build the programme of a plan in the folder `root`: centre, kiosks and sticks."""
    manager = DataFolder(root / "centre")
    made = centre.new_programme(manager, plan.name, PASSPHRASE, asks=dict(plan.asks))
    first, last = plan.days
    with Store.of(manager) as store:
        store.set_places(plan.places)
        store.set_teams(Team(team.id, team.name, team.place, team.members) for team in plan.teams)
        store.set_targets(Target(name, first, last, promise) for name, promise in plan.promises.items())
        office = _Office(
            plan, manager, store, made, PracticeClock(plan.offset, datetime.combine(first, time(6)))
        )
        walkthroughs = _by_service(Library.load(resources().tutorials))
        kiosks = [Desk(plan, kiosk, root, office, walkthroughs) for kiosk in plan.kiosks]
        for desk in kiosks:
            desk.join()
            desk.work()
        # A desk that fell silent was last heard of when its own last stick came.
        for desk in kiosks:
            if desk.plan.last_day < last - timedelta(days=7):
                office.take_in([desk.stick], desk.plan.last_day)
        office.take_in([desk.stick for desk in kiosks], last)
        for desk in kiosks:
            desk.go_home()
        if again := [desk for desk in kiosks if desk.plan.stick_spoiled]:
            office.take_in([desk.stick for desk in again], last)
            for desk in again:
                desk.take_receipts()
        _write_reports(plan, manager, store, language)


def _write_reports(plan: PlannedProgramme, manager: DataFolder, store: Store, language: Language) -> None:
    for name in ("summary", "services", "weeks", "places", *([plan.template] if plan.template else [])):
        told = centre.report(store, name, templates=centre.funder_templates(manager))
        write_atomically(manager.reports / f"{name}.csv", centre.as_csv(told, language))
        if name in ("summary", plan.template):
            write_atomically(
                manager.reports / f"{name}.txt", (centre.as_text(told, language) + "\n").encode()
            )


class _Office:
    """The manager, who accepts kiosks."""

    def __init__(
        self,
        plan: PlannedProgramme,
        data: DataFolder,
        store: Store,
        made: centre.NewProgramme,
        clock: PracticeClock,
    ) -> None:
        self.data = data
        self._plan = plan
        self._teams = {name: team.id for team in plan.teams for name in team.volunteers}
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
        people = [
            Person(name, self._plan.role(name), kiosk, self._teams.get(name, "")) for name in plan.volunteers
        ]
        self._store.set_people([*self._store.people(), *people])
        centre.write_roster(self.data, self._store, self._keys, kiosk, target)

    def take_in(self, sticks: Sequence[Path], day: date) -> None:
        """Import sticks in the evening of a day."""
        self.clock.reach(datetime.combine(day, time(20)))
        centre.import_paths(self.data, self._store, self._keys, sticks, clock=self.clock)


def _by_service(library: Library) -> dict[str, Tutorial]:
    return {service: tutorial for tutorial in library for service in tutorial.services if tutorial.steps}
