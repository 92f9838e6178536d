"""The lists that a programme keeps: places, volunteers, teams, targets. How each is read, shown, planned and saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from kiosk.centre import Store, Table, plan_targets, targets_list
from kiosk.centre import roster as core
from kiosk.centre.people import Person, Team
from kiosk.centre.reports.promised import target_said
from kiosk.centre.store import KnownKiosk
from kiosk.centre.targets import Target
from kiosk.centre.tree import LEVELS
from kiosk.i18n import N_, Language
from kiosk.search import sift
from kiosk.visits import Place
from ui.alphabet import alphabet
from ui.manager.entries import Entry
from ui.manager.picker import place_entries

T = TypeVar("T")
PLACES, PEOPLE, TEAMS, TARGETS = "places", "people", "teams", "targets"


@dataclass(frozen=True)
class Lists:
    """What the store knows of all of them, and the kiosks that volunteers sit at."""

    places: tuple[Place, ...] = ()
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    kiosks: tuple[KnownKiosk, ...] = ()
    targets: tuple[Target, ...] = ()

    @classmethod
    def of(cls, store: Store) -> Lists:
        """Ask the store."""
        return cls(
            tuple(store.places()),
            tuple(store.people()),
            tuple(store.teams()),
            tuple(store.kiosks()),
            tuple(store.targets()),
        )

    # A country has twenty thousand of each: names are looked up, not looked for.

    @cached_property
    def _place_names(self) -> dict[str, str]:
        return {place.id: place.name for place in self.places}

    @cached_property
    def _kiosk_names(self) -> dict[str, str]:
        return {known.kiosk: known.name for known in self.kiosks}

    @cached_property
    def _team_names(self) -> dict[str, str]:
        return {team.id: team.name for team in self.teams}

    @cached_property
    def _pseudonyms(self) -> Counter[str]:
        return Counter(person.team for person in self.people)

    def place_name(self, place: str) -> str:
        """Return what a place is called; its id where the tree lacks it."""
        return self._place_names.get(place, place)

    def team_entries(self, language: Language, wanted: str = "") -> list[Entry]:
        """Return the teams, each with its place and its members."""
        found = _found(self.teams, wanted, language, lambda team: team.name, lambda team: team.id)
        return [
            Entry(
                team.id,
                team.name,
                " · ".join(
                    part
                    for part in (
                        self.place_name(team.place),
                        language.plural("{n} member", "{n} members", team.members),
                        language.plural("{n} code name", "{n} code names", self._pseudonyms[team.id]),
                    )
                    if part
                ),
                "users",
                "brand",
            )
            for team in found
        ]

    def target_entries(self, language: Language, wanted: str = "") -> list[Entry]:
        """Return the targets, each with what is promised, until when and where."""
        said = [(target, *target_said(target, language)) for target in self.targets]
        return [
            Entry(
                target_key(target),
                title,
                " · ".join(
                    part
                    for part in (
                        language.text(N_("target: {number}"), number=promise),
                        self.place_name(target.place),
                    )
                    if part
                ),
                "chart",
                "brand",
            )
            for target, title, promise in sift(said, wanted, lambda each: each[1])
        ]

    def kiosk_entries(self, language: Language, wanted: str = "") -> list[Entry]:
        """Return the kiosks, each with its place."""

        def more(known: KnownKiosk) -> str:
            return f"{known.kiosk} {self.place_name(known.place)}"

        found = _found(self.kiosks, wanted, language, lambda known: known.name, more)
        return [
            Entry(known.kiosk, known.name, self.place_name(known.place) or known.kiosk, "screen", "brand")
            for known in found
        ]

    def people_entries(self, language: Language, wanted: str = "") -> list[Entry]:
        """Return the volunteers, each with role, kiosk and team."""

        def more(person: Person) -> str:
            return self.about(person, language)

        found = _found(self.people, wanted, language, lambda person: person.pseudonym, more)
        return [
            Entry(person_key(person), person.pseudonym, self.about(person, language), "user", "brand")
            for person in found
        ]

    def about(self, person: Person, language: Language) -> str:
        """Say what is known of a volunteer."""
        role = language.text(core.ROLE_LABELS.get(person.role, person.role))
        kiosk = self._kiosk_names.get(person.kiosk, person.kiosk)
        team = self._team_names.get(person.team, person.team)
        return " · ".join(part for part in (role, kiosk, team) if part)


def _found(
    items: Sequence[T], wanted: str, language: Language, name: Callable[[T], str], more: Callable[[T], str]
) -> list[T]:
    """Return what a search finds by name or by what more is known of it, in the order of the names."""
    order = alphabet(language)
    found = sift(items, wanted, lambda item: f"{name(item)} {more(item)}")
    return sorted(found, key=lambda item: order(name(item)))


def person_key(person: Person) -> str:
    """Return what tells a volunteer's row from others."""
    return f"{person.pseudonym}\n{person.kiosk}"


def target_key(target: Target) -> str:
    """Return what tells a target's row from others."""
    return "\n".join((target.indicator, target.first.isoformat(), target.last.isoformat(), target.place))


@dataclass(frozen=True, slots=True)
class Kind:
    """One list: its words, and the core's functions for it."""

    title: str
    add: str
    empty: str
    count: Callable[[int, Language], str]
    entries: Callable[[Lists, Language, str], Sequence[Entry]]
    table: Callable[[Store], Table]
    plan: Callable[[Store, Path, Sequence[Language]], core.Plan[Any]]
    save: Callable[[Store, Sequence[Any]], None]
    describe: Callable[[Any, Language], tuple[str, str]]


def _describe_place(place: Place, language: Language) -> tuple[str, str]:
    return place.name, f"{language.text(LEVELS.get(place.level, place.level))} · {place.id}"


def _describe_person(person: Person, language: Language) -> tuple[str, str]:
    role = language.text(core.ROLE_LABELS.get(person.role, person.role))
    return person.pseudonym, " · ".join(part for part in (role, person.kiosk, person.team) if part)


def _describe_team(team: Team, language: Language) -> tuple[str, str]:
    return team.name, f"{team.id} · {language.plural('{n} member', '{n} members', team.members)}"


KINDS: dict[str, Kind] = {
    PLACES: Kind(
        N_("Places"),
        N_("Add a place"),
        N_("There is no place yet. Add the country or the region first, or import the tree from a file."),
        lambda n, language: language.plural("{n} place", "{n} places", n),
        lambda lists, language, wanted: place_entries(lists.places, language, wanted),
        core.places_table,
        core.plan_places,
        core.set_places,
        _describe_place,
    ),
    PEOPLE: Kind(
        N_("Volunteers"),
        N_("Add a volunteer"),
        N_("There is no volunteer yet. Volunteers are known by code names such as A-07, never by their own."),
        lambda n, language: language.plural("{n} volunteer", "{n} volunteers", n),
        Lists.people_entries,
        core.people_table,
        core.plan_people,
        core.set_people,
        _describe_person,
    ),
    TEAMS: Kind(
        N_("Teams"),
        N_("Add a team"),
        N_(
            "There is no team yet. A team is a group of people at a place, with as many members as you count."
        ),
        lambda n, language: language.plural("{n} team", "{n} teams", n),
        Lists.team_entries,
        core.teams_table,
        core.plan_teams,
        core.set_teams,
        _describe_team,
    ),
    TARGETS: Kind(
        N_("Targets"),
        N_("Add a target"),
        N_("There is no target yet. A target says what was promised: how much of what, from when to when."),
        lambda n, language: language.plural("{n} target", "{n} targets", n),
        Lists.target_entries,
        targets_list,
        plan_targets,
        Store.set_targets,
        target_said,
    ),
}
