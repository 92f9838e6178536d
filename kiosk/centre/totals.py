"""The programme's totals, each by one query over the revisions."""

from __future__ import annotations

from dataclasses import dataclass, fields

from kiosk.centre.counting import ALONE_OF, EVERYTHING, GROUPS, Scope, ask, share
from kiosk.centre.store import Store
from kiosk.centre.tables import Column, Format, Table
from kiosk.i18n import N_

_TOTALS = f"""
SELECT COUNT(*), COALESCE(SUM(people), 0),
    COUNT(*) FILTER (WHERE channel = 'home_visit'),
    COUNT(*) FILTER (WHERE channel IN {GROUPS}),
    COUNT(*) FILTER (WHERE clock_trust = 0),
    {ALONE_OF},
    COUNT(DISTINCT kiosk),
    COUNT(*) FILTER (WHERE place NOT IN (SELECT id FROM places))
FROM counted
"""
_SETTLEMENTS = """
SELECT COUNT(DISTINCT settlement) FROM place_settlements
WHERE settlement <> '' AND place IN (SELECT place FROM counted)
"""
_VOLUNTEERS = """
SELECT COUNT(*) FROM (
    SELECT volunteer FROM counted WHERE volunteer <> '' UNION SELECT volunteer FROM worked WHERE volunteer <> ''
) AS somebody
"""
_MINUTES = """
SELECT COALESCE(SUM(minutes), 0), COUNT(*), COUNT(*) FILTER (WHERE minutes IS NULL)
FROM worked WHERE ended_at IS NOT NULL
"""
_SELF_SERVICE = "SELECT COUNT(*) FROM held WHERE channel = 'self_service'"
_UNCERTAIN_OUTSIDE = """
SELECT COUNT(*) FROM anywhen
WHERE clock_trust = 0 AND channel <> 'self_service' AND NOT visit_date BETWEEN :first AND :last
"""
# A card handed out on a returning visit is not one more person: whoever holds it was counted when they first came
# without one. So a code whose first visit ever says "came before" is left out of the period in which that visit lies.
_CODES = """
SELECT COUNT(*) FROM (
    SELECT DISTINCT return_code FROM counted WHERE return_code <> ''
) AS shown
WHERE NOT EXISTS (
    SELECT 1 FROM current_visits AS issue
    WHERE issue.return_code = shown.return_code AND issue.first_time = 0
      AND issue.visit_date BETWEEN :first AND :last
      AND NOT EXISTS (
          SELECT 1 FROM current_visits AS older
          WHERE older.return_code = issue.return_code
            AND (older.visit_date, older.started_at, older.kiosk, older.visit_epoch, older.visit_seq)
              < (issue.visit_date, issue.started_at, issue.kiosk, issue.visit_epoch, issue.visit_seq)
      )
)
"""
# Who came first together with the holder of a card has none: they are people without a code.
_FIRST_TIME = f"""
SELECT COALESCE(SUM(CASE
    WHEN channel IN {GROUPS} THEN COALESCE(new_people, 0)
    WHEN first_time = 1 AND return_code = '' THEN people
    WHEN first_time = 1 THEN people - 1
    ELSE 0 END), 0)
FROM counted
"""


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
    (totals,) = ask(store, _TOTALS, scope)
    ((settlements,),) = ask(store, _SETTLEMENTS, scope)
    ((volunteers,),) = ask(store, _VOLUNTEERS, scope)
    ((minutes, shifts, unmeasured),) = ask(store, _MINUTES, scope)
    ((alone_at_screen,),) = ask(store, _SELF_SERVICE, scope)
    ((outside,),) = ask(store, _UNCERTAIN_OUTSIDE, scope)
    visits, people, home, groups, uncertain, alone, judged, kiosks, nowhere = totals
    return Summary(
        settlements=settlements,
        consultations=visits,
        people_served=people,
        people_reached=people_reached(store, scope),
        volunteers=volunteers,
        volunteer_hours=round(minutes / 60, 1),
        alone_rate=share(alone, judged),
        household_visits=home,
        group_sessions=groups,
        self_service_sessions=alone_at_screen,
        kiosks=kiosks,
        shifts=shifts,
        shifts_without_length=unmeasured,
        time_uncertain=uncertain,
        time_uncertain_outside=outside,
        place_unknown=nowhere,
    )


def people_reached(store: Store, scope: Scope = EVERYTHING) -> int:
    """Estimate how many different people came in the period; two periods' estimates must never be added."""
    ((codes,),) = ask(store, _CODES, scope)
    ((first_time,),) = ask(store, _FIRST_TIME, scope)
    return int(codes) + int(first_time)


def summary_table(store: Store, scope: Scope = EVERYTHING) -> Table:
    """The summary as rows of a figure and its value."""
    found = summary(store, scope)
    rows = [(field.name, SUMMARY_LABELS[field.name], getattr(found, field.name)) for field in fields(found)]
    columns = (
        Column("figure", N_("Figure"), Format.CODE),
        Column("label", N_("Figure"), Format.LABEL),
        Column("value", N_("Value"), Format.COUNT),
    )
    kinds = tuple((None, None, _SUMMARY_KINDS.get(name, Format.COUNT)) for name, _label, _value in rows)
    return Table("summary", N_("Programme summary"), columns, tuple(rows), kinds)
