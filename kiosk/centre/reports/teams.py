"""What each team has done, by the pseudonyms of its members."""

from __future__ import annotations

from kiosk.centre.measures import NOTHING, Dimension
from kiosk.centre.reports.asked import Asked
from kiosk.centre.reports.coded import CONSULTATIONS, HOURS, PEOPLE
from kiosk.centre.tables import Cell, Column, Format, Plot, PlotKind, Table, Words
from kiosk.i18n import N_

_NOTE = N_("A team counts with the visits and shifts of members who have a code name, wherever they were.")


def teams(asked: Asked) -> tuple[Table, ...]:
    """Return the teams of a part of the tree: members, and what those with a pseudonym have done."""
    of_volunteer = asked.figures.by(Dimension.VOLUNTEER, asked.everywhere())
    team_of = {person.pseudonym: person.team for person in asked.store.people() if person.team}
    done = dict.fromkeys({team.id for team in asked.teams()}, NOTHING)
    for pseudonym, code in team_of.items():
        if code in done:
            done[code] = done[code].plus(of_volunteer.get(pseudonym, NOTHING))
    rows: list[tuple[Cell, ...]] = []
    for team in asked.teams():
        m = done[team.id]
        place = asked.tree[team.place].name if team.place in asked.tree else team.place
        figures = (m.consultations, m.people, m.household, m.installs, m.volunteer_hours)
        rows.append((team.id, team.name, place, team.members, *figures))
    columns = (
        Column("team", N_("Team"), Format.CODE),
        Column("name", N_("Team"), Format.NAME),
        Column("place", N_("Place"), Format.NAME),
        Column("members", N_("Members"), Format.COUNT),
        CONSULTATIONS,
        PEOPLE,
        Column("household_visits", N_("Household visits"), Format.COUNT),
        Column("installs", N_("Apps set up"), Format.COUNT),
        HOURS,
    )
    plot = Plot(PlotKind.BARS, "name", ("consultations",))
    return (Table("teams", N_("Teams"), columns, tuple(rows), plot=plot).with_notes(Words(_NOTE)),)
