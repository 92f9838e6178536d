"""The programme's totals, by the names that scripts read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.figures import Figures
from kiosk.centre.measures import NOTHING, Dimension
from kiosk.centre.rollups import figures_of
from kiosk.centre.store import Store
from kiosk.centre.tables import Cell, Column, Format, Table, Text
from kiosk.i18n import N_


@dataclass(frozen=True, slots=True)
class Summary:
    """The programme in one table. The names are stable: scripts read them.

    `alone_rate` is a share between 0 and 1, None without an outcome to judge by; `people_reached` is an estimate.
    """

    settlements: int
    consultations: int
    people_served: int
    people_reached: int
    volunteers: int
    volunteer_hours: float
    alone_rate: float | None
    household_visits: int
    group_sessions: int
    self_service_sessions: int
    kiosks: int
    shifts: int
    shifts_without_length: int
    time_uncertain: int
    time_uncertain_outside: int
    place_unknown: int


SUMMARY_LABELS: dict[str, str] = {
    "settlements": N_("Settlements"),
    "consultations": N_("Consultations"),
    "people_served": N_("People served"),
    "people_reached": N_("People reached (estimate)"),
    "volunteers": N_("Volunteers"),
    "volunteer_hours": N_("Volunteer hours"),
    "alone_rate": N_("Can do it alone now"),
    "household_visits": N_("Household visits"),
    "group_sessions": N_("Groups and courses"),
    "self_service_sessions": N_("Sessions alone at the screen"),
    "kiosks": N_("Kiosks with consultations"),
    "shifts": N_("Shifts"),
    "shifts_without_length": N_("Shifts of unknown length"),
    "time_uncertain": N_("Consultations with an uncertain time"),
    "time_uncertain_outside": N_("Outside this period because of an uncertain time"),
    "place_unknown": N_("Consultations at places not in the list of places"),
}
_SUMMARY_KINDS = {"volunteer_hours": Format.HOURS, "alone_rate": Format.SHARE}


def summary(store: Store, scope: Scope = EVERYTHING) -> Summary:
    """Count the programme's totals."""
    return summed_up(figures_of(store), scope)


def summed_up(figures: Figures, scope: Scope) -> Summary:
    """Return the programme's totals from figures that are already at hand."""
    total = figures.total(scope)
    ever = figures.total(replace(scope, first=None, last=None))
    nowhere = NOTHING if scope.place else figures.children(scope).get("", NOTHING)
    return Summary(
        settlements=figures.active(Dimension.PLACE, scope),
        consultations=total.consultations,
        people_served=total.people,
        people_reached=figures.people_reached(scope),
        volunteers=figures.active(Dimension.VOLUNTEER, scope),
        volunteer_hours=total.volunteer_hours,
        alone_rate=total.alone_rate,
        household_visits=total.household,
        group_sessions=total.groups,
        self_service_sessions=total.self_service,
        kiosks=figures.active(Dimension.KIOSK, scope),
        shifts=total.shifts,
        shifts_without_length=total.shifts_without_length,
        time_uncertain=total.time_uncertain,
        time_uncertain_outside=ever.time_uncertain - total.time_uncertain,
        place_unknown=nowhere.consultations,
    )


def summary_table(figures: Figures, scope: Scope = EVERYTHING) -> Table:
    """The summary as rows of a figure and its value."""
    found = summed_up(figures, scope)
    rows = tuple(
        (field.name, SUMMARY_LABELS[field.name], getattr(found, field.name)) for field in fields(found)
    )
    return figures_table("summary", N_("Programme summary"), rows, _SUMMARY_KINDS)


def figures_table(
    name: str, title: Text, rows: Sequence[tuple[str, Text, Cell]], kinds: Mapping[str, Format]
) -> Table:
    """Return a list of figures: each one's stable name, its label and its value; a count unless `kinds` says more."""
    columns = (
        Column("figure", N_("Figure"), Format.CODE),
        Column("label", N_("Figure"), Format.LABEL),
        Column("value", N_("Value"), Format.COUNT),
    )
    formats = tuple((None, None, kinds.get(figure, Format.COUNT)) for figure, _label, _value in rows)
    return Table(name, title, columns, tuple(rows), formats)
