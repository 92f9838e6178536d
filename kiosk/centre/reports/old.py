"""What the store can tell: each report is one function. What their words count stands in `kiosk.centre.counting`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kiosk.centre.counting import ALONE_OF, EVERYTHING, GROUPS, Scope, ask, share
from kiosk.centre.store import Store
from kiosk.centre.tables import Cell, Column, Format, Table
from kiosk.codebook import AGE_BANDS, CHANNELS, OUTCOMES, SERVICES
from kiosk.i18n import N_

_CONSULTATIONS = Column("consultations", N_("Consultations"), Format.COUNT)
_PEOPLE = Column("people_served", N_("People served"), Format.COUNT)
_ALONE = Column("alone_rate", N_("Can do it alone now"), Format.SHARE)


def services(store: Store, scope: Scope = EVERYTHING) -> Table:
    """What people came for. A consultation about two services counts for both."""
    found = ask(
        store,
        """SELECT asked.value, COUNT(*), SUM(people) FROM counted, json_each(counted.services) AS asked
        GROUP BY asked.value ORDER BY 2 DESC, 3 DESC, 1""",
        scope,
    )
    labels = {code: service.label for code, service in SERVICES.items()}
    return _coded("services", N_("Services asked for"), N_("Service"), labels, found)


def channels(store: Store, scope: Scope = EVERYTHING) -> Table:
    """Where and how people were met."""
    return _coded("channels", N_("Channels"), N_("Channel"), CHANNELS, _grouped(store, scope, "channel"))


def outcomes(store: Store, scope: Scope = EVERYTHING) -> Table:
    """How consultations ended; groups have no outcome and are left out."""
    found = [row for row in _grouped(store, scope, "outcome") if row[0]]
    return _coded("outcomes", N_("Outcomes"), N_("Outcome"), OUTCOMES, found)


def languages(store: Store, scope: Scope = EVERYTHING) -> Table:
    """The languages that consultations were held in, by code."""
    return _coded("languages", N_("Languages"), N_("Language"), {}, _grouped(store, scope, "language"))


def ages(store: Store, scope: Scope = EVERYTHING) -> Table:
    """People by age band, with the bands that groups counted; people of a group without a band are "not asked"."""
    counts: dict[str, list[int]] = {band: [0, 0] for band in AGE_BANDS}
    for band, visits, people in ask(
        store,
        f"""SELECT age_band, COUNT(*), SUM(people) FROM counted WHERE channel NOT IN {GROUPS} GROUP BY age_band
        UNION ALL
        SELECT band.key, 0, SUM(band.value) FROM counted, json_each(counted.age_bands) AS band
        WHERE channel IN {GROUPS} GROUP BY band.key""",
        scope,
    ):
        total = counts.setdefault(band or "not_asked", [0, 0])
        total[0] += visits
        total[1] += people
    served = sum(row[2] for row in _grouped(store, scope, "channel"))
    counts["not_asked"][1] += max(0, served - sum(people for _visits, people in counts.values()))
    rows = [(band, visits, people) for band, (visits, people) in counts.items() if visits or people]
    return _coded("ages", N_("Ages"), N_("Age"), AGE_BANDS, rows)


def weeks(store: Store, scope: Scope = EVERYTHING) -> Table:
    """Consultations by week, from Monday to Sunday; weeks without any stand between with zeros."""
    counts: dict[date, list[int]] = {}
    for day, visits, people, alone, judged in ask(
        store,
        f"""SELECT visit_date, COUNT(*), SUM(people),
            {ALONE_OF}
        FROM counted GROUP BY visit_date""",
        scope,
    ):
        _add(counts, day, (visits, people, alone, judged, 0))
    for day, minutes in ask(
        store,
        "SELECT shift_date, COALESCE(SUM(minutes), 0) FROM worked GROUP BY shift_date",
        scope,
    ):
        _add(counts, day, (0, 0, 0, 0, minutes))
    rows = tuple(
        (week.isoformat(), visits, people, round(minutes / 60, 1), share(alone, judged))
        for week, (visits, people, alone, judged, minutes) in sorted(_filled(counts).items())
    )
    columns = (
        Column("week", N_("Week from"), Format.DAY),
        _CONSULTATIONS,
        _PEOPLE,
        Column("volunteer_hours", N_("Volunteer hours"), Format.HOURS),
        _ALONE,
    )
    return Table("weeks", N_("Weeks"), columns, rows)


def places(store: Store, scope: Scope = EVERYTHING) -> Table:
    """Consultations by settlement; a place that lies in none, or that the tree lacks, stands for itself."""
    rows = ask(
        store,
        f""", somewhere AS (
            SELECT counted.*, COALESCE(NULLIF(settlement, ''), counted.place) AS spot
            FROM counted LEFT JOIN place_settlements ON place_settlements.place = counted.place
        )
        SELECT spot, COALESCE(here.name, ''), COALESCE(here.level, ''), COALESCE(above.name, ''),
            COUNT(*), SUM(people), COUNT(*) FILTER (WHERE channel = 'home_visit'),
            {ALONE_OF}
        FROM somewhere LEFT JOIN places AS here ON here.id = spot LEFT JOIN places AS above ON above.id = here.parent
        GROUP BY spot ORDER BY 5 DESC, 6 DESC, 2, 1""",
        scope,
    )
    columns = (
        Column("place", N_("Place"), Format.CODE),
        Column("name", N_("Place"), Format.NAME),
        Column("level", N_("Level"), Format.CODE),
        Column("within", N_("Within"), Format.NAME),
        _CONSULTATIONS,
        _PEOPLE,
        Column("household_visits", N_("Household visits"), Format.COUNT),
        _ALONE,
    )
    shown = tuple((*row[:1], row[1] or row[0], *row[2:7], share(row[7], row[8])) for row in rows)
    return Table("places", N_("Places"), columns, shown)


def volunteers(store: Store, scope: Scope = EVERYTHING) -> Table:
    """Consultations and hours of each pseudonym that had a visit or a shift."""
    rows = ask(
        store,
        """SELECT volunteer, SUM(visits), SUM(served), SUM(spent) FROM (
            SELECT volunteer, 1 AS visits, people AS served, 0 AS spent FROM counted
            UNION ALL
            SELECT volunteer, 0, 0, COALESCE(minutes, 0) FROM worked
        ) AS work WHERE volunteer <> '' GROUP BY volunteer ORDER BY volunteer""",
        scope,
    )
    columns = (
        Column("volunteer", N_("Volunteer"), Format.NAME),
        _CONSULTATIONS,
        _PEOPLE,
        Column("volunteer_hours", N_("Volunteer hours"), Format.HOURS),
    )
    return Table(
        "volunteers", N_("Volunteers"), columns, tuple((*row[:3], round(row[3] / 60, 1)) for row in rows)
    )


def _grouped(store: Store, scope: Scope, column: str) -> list[tuple[Any, ...]]:
    query = (
        f"SELECT {column}, COUNT(*), SUM(people) FROM counted GROUP BY {column} ORDER BY 2 DESC, 3 DESC, 1"
    )
    return ask(store, query, scope)


def _coded(
    name: str, title: str, heading: str, labels: Mapping[str, str], found: Sequence[Sequence[Cell]]
) -> Table:
    columns = (
        Column("code", heading, Format.CODE),
        Column("label", heading, Format.LABEL),
        _CONSULTATIONS,
        _PEOPLE,
    )
    rows = tuple((code, labels.get(str(code), code), visits, people) for code, visits, people in found)
    return Table(name, title, columns, rows)


def _add(counts: dict[date, list[int]], day: str, values: Sequence[int]) -> None:
    try:
        local = date.fromisoformat(day)
    except ValueError:
        return
    total = counts.setdefault(local - timedelta(days=local.weekday()), [0] * len(values))
    for index, value in enumerate(values):
        total[index] += value


#: A flat battery's 1970 must not fill a table with three thousand empty weeks.
_MOST_WEEKS = 160


def _filled(counts: dict[date, list[int]]) -> dict[date, list[int]]:
    if not counts or (max(counts) - min(counts)).days > 7 * _MOST_WEEKS:
        return counts
    first, span = min(counts), (max(counts) - min(counts)).days // 7
    every = [first + timedelta(weeks=n) for n in range(span + 1)]
    return {week: counts.get(week, [0, 0, 0, 0, 0]) for week in every}
