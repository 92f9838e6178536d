"""Indicators: a figure of the programme, named in one short text that a target or a template can hold.

consultations                              all of them
people_served:activity=club                those of one activity
installs:app=vn.vneid                      one app
came_before:age=60_74+75_plus              two bands together
consultations:channel!=group+course        all but these
consultations:service=kz.*                 every code that begins so
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import NamedTuple

from kiosk.centre.engine import StoreError
from kiosk.centre.measures import NOTHING, Dimension, Measures
from kiosk.centre.reports.asked import Asked
from kiosk.centre.reports.labels import label as label_of
from kiosk.centre.tables import Cell, Format, Text, Words, share
from kiosk.i18n import N_

_SPEC = re.compile(r"(?P<figure>\w+)(?::(?P<dimension>\w+)(?P<sign>!?=)(?P<codes>[\w.*+]+))?")
#: Dimensions that tell something about a person: counts of one to four in them are hidden.
_OF_PEOPLE = frozenset(
    {
        Dimension.AGE,
        Dimension.GENDER,
        Dimension.LANGUAGE,
        Dimension.OUTCOME,
        Dimension.NOT_DONE_REASON,
        Dimension.SUPPORT,
        Dimension.HELP_REASON,
        Dimension.REFERRAL,
        Dimension.TRIP,
        Dimension.SERVICE,
    }
)


class Figure(NamedTuple):
    """A figure: what it is called, how it is written, and how it comes about.

    `adds` takes it from figures that may be added, `counts` asks for one that may not.
    """

    label: str
    format: Format
    adds: Callable[[Measures], Cell] | None = None
    counts: Callable[[Asked], Cell] | None = None


def _settlements(asked: Asked) -> Cell:
    return asked.figures.active(Dimension.PLACE, asked.scope)


def _volunteers(asked: Asked) -> Cell:
    return asked.figures.active(Dimension.VOLUNTEER, asked.scope)


def _kiosks(asked: Asked) -> Cell:
    return asked.figures.active(Dimension.KIOSK, asked.scope)


def _reached(asked: Asked) -> Cell:
    return asked.figures.people_reached(asked.scope)


def _teams(asked: Asked) -> Cell:
    return len(asked.teams())


def _members(asked: Asked) -> Cell:
    return sum(team.members for team in asked.teams())


def _teams_at_work(asked: Asked) -> Cell:
    ours = {team.id for team in asked.teams()}
    working = {code for code, m in asked.figures.by(Dimension.VOLUNTEER, asked.scope).items() if m != NOTHING}
    return len({person.team for person in asked.store.people() if person.pseudonym in working} & ours)


def _at_work(level: str) -> Callable[[Asked], Cell]:
    def count(asked: Asked) -> Cell:
        scopes = [replace(asked.scope, place=place) for place in asked.at_level(level)]
        return sum(asked.figures.total(scope) != NOTHING for scope in scopes)

    return count


FIGURES: Mapping[str, Figure] = {
    "consultations": Figure(N_("Consultations"), Format.COUNT, lambda m: m.consultations),
    "people_served": Figure(N_("People served"), Format.COUNT, lambda m: m.people),
    "people_reached": Figure(N_("People reached (estimate)"), Format.COUNT, counts=_reached),
    "new_people": Figure(N_("People who came for the first time"), Format.COUNT, lambda m: m.new_people),
    "came_before": Figure(
        N_("Consultations of people who came before"), Format.COUNT, lambda m: m.came_before
    ),
    "women": Figure(N_("Women"), Format.COUNT, lambda m: m.women),
    "alone": Figure(
        N_("Consultations that ended with “can do it alone now”"), Format.COUNT, lambda m: m.alone
    ),
    "alone_rate": Figure(N_("Can do it alone now"), Format.SHARE, lambda m: share(m.alone, m.judged)),
    "household_visits": Figure(N_("Household visits"), Format.COUNT, lambda m: m.household),
    "group_sessions": Figure(N_("Groups and courses"), Format.COUNT, lambda m: m.groups),
    "installs": Figure(N_("Apps set up"), Format.COUNT, lambda m: m.installs),
    "self_service_sessions": Figure(
        N_("Sessions alone at the screen"), Format.COUNT, lambda m: m.self_service
    ),
    "volunteer_hours": Figure(N_("Volunteer hours"), Format.HOURS, lambda m: m.volunteer_hours),
    "shifts": Figure(N_("Shifts"), Format.COUNT, lambda m: m.shifts),
    "settlements": Figure(N_("Settlements"), Format.COUNT, counts=_settlements),
    "districts": Figure(N_("Districts"), Format.COUNT, counts=_at_work("district")),
    "regions": Figure(N_("Regions"), Format.COUNT, counts=_at_work("region")),
    "kiosks": Figure(N_("Kiosks with consultations"), Format.COUNT, counts=_kiosks),
    "volunteers": Figure(N_("Volunteers"), Format.COUNT, counts=_volunteers),
    "teams": Figure(N_("Teams"), Format.COUNT, counts=_teams),
    "teams_at_work": Figure(N_("Teams with a visit or a shift"), Format.COUNT, counts=_teams_at_work),
    "team_members": Figure(N_("Members of teams"), Format.COUNT, counts=_members),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure, all of it or the part that some codes of a dimension have (or, with `without`, do not have)."""

    figure: str
    dimension: Dimension | None = None
    codes: tuple[str, ...] = ()
    without: bool = False

    @classmethod
    def parse(cls, spec: str) -> Indicator:
        """Read an indicator's short text. Raises StoreError."""
        found = _SPEC.fullmatch(spec.strip())
        if found is None or found["figure"] not in FIGURES:
            raise StoreError(
                "There is no indicator {name}. There are: {names}.", name=spec, names=", ".join(FIGURES)
            )
        if found["dimension"] is None:
            return cls(found["figure"])
        if found["dimension"] not in set(Dimension) or FIGURES[found["figure"]].adds is None:
            raise StoreError(
                "The indicator {name} cannot be told apart by {by}.", name=spec, by=found["dimension"]
            )
        codes = tuple(found["codes"].split("+"))
        return cls(found["figure"], Dimension(found["dimension"]), codes, found["sign"] == "!=")

    @property
    def format(self) -> Format:
        """How its value is written."""
        return FIGURES[self.figure].format

    @property
    def tells_of_people(self) -> bool:
        """Whether a small value could tell who somebody is."""
        return self.dimension in _OF_PEOPLE

    @property
    def label(self) -> Text:
        """What it is called."""
        name = FIGURES[self.figure].label
        if self.dimension is None:
            return name
        dimension = self.dimension
        parts = [Words(label_of(dimension, code)) for code in self.codes]
        every = reduce(lambda one, other: Words(N_("{one}, {other}"), {"one": one, "other": other}), parts)
        said = N_("{figure}: all but {codes}") if self.without else N_("{figure}: {codes}")
        return Words(said, {"figure": Words(name), "codes": every})

    def value(self, asked: Asked) -> Cell:
        """Return its value in the scope that is asked about."""
        figure = FIGURES[self.figure]
        if figure.adds is None:
            return figure.counts(asked) if figure.counts else None
        return figure.adds(self._measures(asked))

    def _measures(self, asked: Asked) -> Measures:
        if self.dimension is None:
            return asked.figures.total(asked.scope)
        found = asked.figures.by(self.dimension, asked.scope)
        sums = NOTHING
        for code, m in found.items():
            if self._has(code) != self.without:
                sums = sums.plus(m)
        return sums

    def _has(self, code: str) -> bool:
        return any(code.startswith(one[:-1]) if one.endswith("*") else code == one for one in self.codes)


def indicator_labels() -> dict[str, str]:
    """Return the figures that an indicator can name, with their messages."""
    return {name: figure.label for name, figure in FIGURES.items()}
