"""The programme's lists as a manager edits them: places, volunteers, teams.

A list from a file becomes a `Plan` first: what is wrong, line by line, and what would change. Nothing changes before
somebody has seen it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from kiosk.centre.engine import StoreError
from kiosk.centre.people import LEAD, VOLUNTEER, Person, Team
from kiosk.centre.spreadsheet import Line, read_lines
from kiosk.centre.store import Store
from kiosk.centre.tables import Cell, Column, Format, Table, Words
from kiosk.centre.tree import LEVELS, faults
from kiosk.codebook import Place
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language, Messages
from kiosk.privacy.personal_data import guard

ROLE_LABELS: Mapping[str, str] = {VOLUNTEER: N_("Volunteer"), LEAD: N_("Lead")}
#: The columns of each list: stable names, and headings as messages.
PLACE_COLUMNS = {"id": N_("Id"), "name": N_("Name"), "level": N_("Level"), "parent": N_("Lies in (id)")}
PEOPLE_COLUMNS = {
    "pseudonym": N_("Code name"),
    "role": N_("Role"),
    "kiosk": N_("Kiosk"),
    "team": N_("Team"),
}
TEAM_COLUMNS = {"id": N_("Id"), "name": N_("Name"), "place": N_("Place"), "members": N_("Members")}

LOOKS_LIKE_A_NAME = N_(
    "“{pseudonym}” looks like a person's name. A code name such as A-07 protects that person."
)
MOST_LETTERS = 40
_MOST_MEMBERS = 100_000
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|ұлы|улы|қызы|кызы|uly|qyzy|kyzy)$", re.IGNORECASE)

T = TypeVar("T")


class Fault(NamedTuple):
    """What is wrong at a line of a file; 0 where it is no single line."""

    line: int
    problem: KioskError


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """What a file would make of a list. With `faults` it is not done; `warnings` are for a person to judge."""

    found: tuple[T, ...]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    added: tuple[T, ...] = ()
    changed: tuple[T, ...] = ()
    removed: tuple[T, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the list is as the file says already."""
        return not (self.added or self.changed or self.removed)


def looks_like_a_name(pseudonym: str) -> bool:
    """Tell whether somebody probably wrote a person's name: words of letters alone, capitals, a father's name."""
    words = pseudonym.split()
    letters = [word for word in words if word.replace("-", "").replace(".", "").isalpha() and len(word) > 2]
    return bool(letters) and (
        len(letters) > 1 or _PATRONYMIC.search(letters[0]) is not None or letters[0].istitle()
    )


# -- places


def plan_places(store: Store, path: Path, languages: Sequence[Language]) -> Plan[Place]:
    """Read a tree of places and say what it would change. Raises StoreError when it is no such list at all."""
    lines = read_lines(path, PLACE_COLUMNS, ("id", "name", "level"), languages)
    levels = _codes(LEVELS, languages)
    found = [
        Place(
            line.cells["id"],
            line.cells["name"],
            levels.get(line.cells["level"].casefold(), line.cells["level"]),
            line.cells.get("parent", ""),
        )
        for line in lines
    ]
    wrong = [Fault(lines[index].number, problem) for index, problem in faults(found)]
    plan = planned(found, store.places(), lambda place: place.id, wrong, [])
    return _with_faults(plan, _still_used(store, plan.removed))


def set_places(store: Store, places: Sequence[Place]) -> None:
    """Replace the tree of places. Raises StoreError when it is none, or lacks a place that is in use."""
    kept = {place.id for place in places}
    for problem in _still_used(store, [place for place in store.places() if place.id not in kept]):
        raise problem
    store.set_places(places)


def put_place(store: Store, place: Place) -> None:
    """Add a place, or change the one with its id. Raises StoreError when the tree would be none."""
    store.set_places([*(other for other in store.places() if other.id != place.id), place])


def remove_place(store: Store, place: str) -> None:
    """Remove a place that nothing lies in and nobody uses. Raises StoreError when somebody does."""
    places = store.places()
    if below := next((other for other in places if other.parent == place), None):
        raise StoreError("“{below}” lies in this place. Move or remove it first.", below=below.name)
    set_places(store, [other for other in places if other.id != place])


def _still_used(store: Store, leaving: Sequence[Place]) -> Iterator[StoreError]:
    if not leaving:
        return
    kiosks = {known.place: known.name for known in store.kiosks() if known.place}
    teams = {team.place: team.name for team in store.teams() if team.place}
    for place in leaving:
        if user := kiosks.get(place.id) or teams.get(place.id):
            yield StoreError(
                "“{place}” cannot be removed: “{user}” is there. Move it first.", place=place.name, user=user
            )
        elif store.has_records_at(place.id):
            yield StoreError(
                "“{place}” cannot be removed: visits were recorded there. Rename or move it instead.",
                place=place.name,
            )


# -- volunteers


def plan_people(store: Store, path: Path, languages: Sequence[Language]) -> Plan[Person]:
    """Read a list of volunteers and say what it would change. Raises StoreError when it is no such list at all."""
    lines = read_lines(path, PEOPLE_COLUMNS, ("pseudonym",), languages)
    roles = _codes(ROLE_LABELS, languages)
    kiosks = known_names((known.kiosk, known.name) for known in store.kiosks())
    teams = known_names((team.id, team.name) for team in store.teams())
    found = []
    for line in lines:
        cell = {name: line.cells.get(name, "") for name in PEOPLE_COLUMNS}
        role = roles.get(cell["role"].casefold(), cell["role"]) if cell["role"] else VOLUNTEER
        kiosk = kiosks.get(cell["kiosk"].casefold(), cell["kiosk"])
        found.append(Person(cell["pseudonym"], role, kiosk, teams.get(cell["team"].casefold(), cell["team"])))
    wrong = list(_line_faults(lines, found, _people_faults(store, found)))
    doubtful = [
        Fault(line.number, KioskError(LOOKS_LIKE_A_NAME, pseudonym=person.pseudonym))
        for line, person in zip(lines, found, strict=True)
        if looks_like_a_name(person.pseudonym)
    ]
    return planned(found, store.people(), lambda person: (person.pseudonym, person.kiosk), wrong, doubtful)


def set_people(store: Store, people: Sequence[Person]) -> None:
    """Replace the list of volunteers. Raises StoreError for a person that cannot stand in it."""
    for problem in _people_faults(store, people):
        if problem is not None:
            raise problem
    store.set_people(people)


def put_person(store: Store, person: Person, before: Person | None = None) -> None:
    """Add a volunteer, or put one in the place of `before`. Raises StoreError when that cannot be."""
    set_people(store, [*(other for other in store.people() if other != before), person])


def remove_person(store: Store, person: Person) -> None:
    """Take a volunteer off the list; visits keep the pseudonym."""
    store.set_people([other for other in store.people() if other != person])


def _people_faults(store: Store, people: Sequence[Person]) -> Iterator[StoreError | None]:
    kiosks = {known.kiosk for known in store.kiosks()}
    teams = {team.id for team in store.teams()}
    seen: set[tuple[str, str]] = set()
    for person in people:
        key = (person.pseudonym, person.kiosk)
        yield _person_fault(person, kiosks, teams, twice=key in seen)
        seen.add(key)


def _person_fault(person: Person, kiosks: set[str], teams: set[str], *, twice: bool) -> StoreError | None:
    if not person.pseudonym:
        return StoreError("Every volunteer needs a code name, such as A-07.")
    if len(person.pseudonym) > MOST_LETTERS:
        return StoreError("This code name is too long. Short ones such as A-07 are best.")
    if (held := guard(person.pseudonym)) is not None:
        return StoreError(held.message)
    if person.role not in ROLE_LABELS:
        return StoreError(
            "There is no role “{role}”. The roles are: {roles}.",
            role=person.role,
            roles=Messages(ROLE_LABELS.values()),
        )
    if person.kiosk and person.kiosk not in kiosks:
        return StoreError("No kiosk “{kiosk}” belongs to the programme.", kiosk=person.kiosk)
    if person.team and person.team not in teams:
        return StoreError("There is no team “{team}”. Add it first.", team=person.team)
    if twice:
        return StoreError("“{pseudonym}” stands twice for the same kiosk.", pseudonym=person.pseudonym)
    return None


# -- teams


def plan_teams(store: Store, path: Path, languages: Sequence[Language]) -> Plan[Team]:
    """Read a list of teams and say what it would change. Raises StoreError when it is no such list at all."""
    lines = read_lines(path, TEAM_COLUMNS, ("id", "name"), languages)
    places = known_names((place.id, place.name) for place in store.places())
    found, wrong = [], []
    for line in lines:
        members = line.cells.get("members", "") or "0"
        if not members.isdecimal() or int(members) > _MOST_MEMBERS:
            wrong.append(
                Fault(line.number, StoreError("“{members}” is no number of members.", members=members))
            )
            members = "0"
        place = line.cells.get("place", "")
        found.append(
            Team(line.cells["id"], line.cells["name"], places.get(place.casefold(), place), int(members))
        )
    wrong += _line_faults(lines, found, _team_faults(store, found))
    plan = planned(found, store.teams(), lambda team: team.id, wrong, [])
    return _with_faults(plan, _still_in(store, plan.removed))


def set_teams(store: Store, teams: Sequence[Team]) -> None:
    """Replace the list of teams. Raises StoreError for one that cannot stand in it, or lacks but has volunteers."""
    kept = {team.id for team in teams}
    for problem in (
        *_team_faults(store, teams),
        *_still_in(store, [team for team in store.teams() if team.id not in kept]),
    ):
        if problem is not None:
            raise problem
    store.set_teams(teams)


def put_team(store: Store, team: Team) -> None:
    """Add a team, or change the one with its id. Raises StoreError when that cannot be."""
    set_teams(store, [*(other for other in store.teams() if other.id != team.id), team])


def remove_team(store: Store, team: str) -> None:
    """Remove a team that no volunteer belongs to. Raises StoreError when one does."""
    set_teams(store, [other for other in store.teams() if other.id != team])


def _team_faults(store: Store, teams: Sequence[Team]) -> Iterator[StoreError | None]:
    places = {place.id for place in store.places()}
    seen: set[str] = set()
    for team in teams:
        if not team.id or not team.name:
            yield StoreError("Every team needs an id and a name.")
        elif team.id in seen:
            yield StoreError("The team “{team}” stands twice in the list.", team=team.id)
        elif team.place and team.place not in places:
            yield StoreError("The place “{place}” is not in the list of places.", place=team.place)
        else:
            yield None
        seen.add(team.id)


def _still_in(store: Store, leaving: Sequence[Team]) -> Iterator[StoreError]:
    members = {person.team: person.pseudonym for person in store.people() if person.team}
    for team in leaving:
        if team.id in members:
            yield StoreError(
                "The team “{team}” cannot be removed: {pseudonym} belongs to it.",
                team=team.name,
                pseudonym=members[team.id],
            )


# -- the present lists, to be filled in and brought back; an empty one shows by an example how


def places_table(store: Store) -> Table:
    """The tree of places as a list."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (place.id, place.name, LEVELS.get(place.level, place.level), place.parent) for place in store.places()
    )
    example = (
        ("region-1", Words(N_("Name of the region")), LEVELS["region"], ""),
        ("place-1", Words(N_("Name of the settlement")), LEVELS["settlement"], "region-1"),
    )
    return _table("places-list", N_("Places"), PLACE_COLUMNS, rows or example, labels=("level",))


def people_table(store: Store) -> Table:
    """The volunteers as a list."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (person.pseudonym, ROLE_LABELS.get(person.role, person.role), person.kiosk, person.team)
        for person in store.people()
    )
    example = (("A-01", ROLE_LABELS[VOLUNTEER], "", ""),)
    return _table("volunteers-list", N_("Volunteers"), PEOPLE_COLUMNS, rows or example, labels=("role",))


def teams_table(store: Store) -> Table:
    """The teams as a list."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (team.id, team.name, team.place, team.members) for team in store.teams()
    )
    example = (("team-1", Words(N_("Name of the team")), "", 10),)
    return _table("teams-list", N_("Teams"), TEAM_COLUMNS, rows or example, counts=("members",))


def _table(
    name: str,
    title: str,
    columns: Mapping[str, str],
    rows: tuple[tuple[Cell, ...], ...],
    *,
    labels: Sequence[str] = (),
    counts: Sequence[str] = (),
) -> Table:
    kinds = {**dict.fromkeys(labels, Format.LABEL), **dict.fromkeys(counts, Format.COUNT)}
    return Table(
        name,
        title,
        tuple(Column(column, heading, kinds.get(column, Format.NAME)) for column, heading in columns.items()),
        rows,
    )


# -- what all three share


def _codes(labels: Mapping[str, str], languages: Iterable[Language]) -> dict[str, str]:
    """Return the code for each way of writing it: the code itself, or its label in one of the languages."""
    found = {code.casefold(): code for code in labels}
    for language in languages:
        found |= {language.text(label).casefold(): code for code, label in labels.items()}
    return found


def known_names(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the id for an id, or for a name that only one of them has."""
    by_id: dict[str, str] = {}
    by_name: dict[str, str | None] = {}
    for identity, name in named:
        by_id[identity.casefold()] = identity
        folded = name.casefold()
        by_name[folded] = None if folded in by_name else identity
    return {name: identity for name, identity in by_name.items() if identity} | by_id


def _line_faults(
    lines: Sequence[Line], found: Sequence[object], problems: Iterable[StoreError | None]
) -> Iterator[Fault]:
    for line, _what, problem in zip(lines, found, problems, strict=True):
        if problem is not None:
            yield Fault(line.number, problem)


def planned(
    found: Sequence[T],
    before: Sequence[T],
    key: Callable[[T], object],
    wrong: Sequence[Fault],
    doubtful: Sequence[Fault],
) -> Plan[T]:
    """Return what a list would change of the one before it; `key` says which entries are the same thing."""
    known = {key(item): item for item in before}
    kept = {key(item) for item in found}
    return Plan(
        found=tuple(found),
        faults=tuple(sorted(wrong, key=lambda fault: fault.line)),
        warnings=tuple(doubtful),
        added=tuple(item for item in found if key(item) not in known),
        changed=tuple(item for item in found if key(item) in known and known[key(item)] != item),
        removed=tuple(item for item in before if key(item) not in kept),
    )


def _with_faults(plan: Plan[T], of_the_rest: Iterable[StoreError]) -> Plan[T]:
    """Add what is wrong with what the file lacks; not while its lines are wrong, for those come first."""
    if plan.faults:
        return plan
    more = tuple(Fault(0, problem) for problem in of_the_rest)
    return Plan(plan.found, more, plan.warnings, plan.added, plan.changed, plan.removed)
