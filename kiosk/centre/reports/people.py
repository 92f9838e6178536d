"""Reports about people as such: age by gender and by outcome, learning, sessions alone at the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.centre.counting import Scope
from kiosk.centre.figures import Figures, Grain
from kiosk.centre.measures import Dimension, Measures
from kiosk.centre.reports.coded import SEVERAL
from kiosk.centre.reports.grid import is_few
from kiosk.centre.reports.hiding import codes_to_hide, hide_rows
from kiosk.centre.reports.labels import label, labels_of
from kiosk.centre.tables import Cell, Column, Format, Guard, Plot, PlotKind, Table, Text, Words
from kiosk.i18n import N_

_TOGETHER = N_("Together")
_MANY = 12
_SESSIONS = Column("self_service_sessions", N_("Sessions alone at the screen"), Format.COUNT)
_CARDS = N_(
    "Only people with a return card can be followed; groups are left out. The visits of this period count."
)
_LAST = N_("Visit {visit} stands for all later ones too.")
_BY_PEOPLE = N_("Cells count people; of groups, those whose age was noted.")
_BY_CONSULTATIONS = N_("Cells count consultations; groups have no outcome and are left out.")


def age_gender(figures: Figures, scope: Scope) -> Table:
    """People by age band and gender."""
    found = {pair: m.people for pair, m in figures.cross(Dimension.AGE, Dimension.GENDER, scope).items()}
    table = crossed("age_gender", N_("Age and gender"), (Dimension.AGE, Dimension.GENDER), found, N_("Age"))
    return table.with_notes(Words(_BY_PEOPLE))


def age_outcome(figures: Figures, scope: Scope) -> Table:
    """How consultations ended, by the person's age band."""
    cells = figures.cross(Dimension.AGE, Dimension.OUTCOME, scope).items()
    found = {pair: m.consultations for pair, m in cells if pair[1]}
    table = crossed(
        "age_outcome", N_("Age and outcome"), (Dimension.AGE, Dimension.OUTCOME), found, N_("Age")
    )
    return table.with_notes(Words(_BY_CONSULTATIONS))


def services_channels(figures: Figures, scope: Scope) -> Table:
    """Which services people were helped with, by the way they were met."""
    cells = figures.cross(Dimension.SERVICE, Dimension.CHANNEL, scope).items()
    found = {pair: m.consultations for pair, m in cells if pair[0]}
    pair = (Dimension.SERVICE, Dimension.CHANNEL)
    table = crossed("services_channels", N_("Services by channel"), pair, found, N_("Service"), adds_up=False)
    return table.with_notes(Words(SEVERAL))


def crossed(
    name: str,
    title: Text,
    pair: tuple[Dimension, Dimension],
    found: Mapping[tuple[str, str], int],
    heading: Text,
    *,
    adds_up: bool = True,
) -> Table:
    """Return a table of counts with a line for each code of the first dimension and a column for each of the second."""
    down = _order(pair[0], {one for (one, _), count in found.items() if count})
    across = _order(pair[1], {other for (_, other), count in found.items() if count})
    names = tuple(other or "not_noted" for other in across)
    columns = (
        Column("code", heading, Format.CODE),
        Column("label", heading, Format.LABEL),
        *(
            Column(column, label(pair[1], other), Format.COUNT)
            for column, other in zip(names, across, strict=True)
        ),
        Column("total", _TOGETHER, Format.COUNT),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in down:
        cells = [found.get((one, other), 0) for other in across]
        rows.append((one, label(pair[0], one), *cells, sum(cells)))
    sums = [sum(found.get((one, other), 0) for one in down) for other in across]
    total: tuple[Cell, ...] = ("", Words(_TOGETHER), *sums, sum(sums))
    return Table(
        name,
        title,
        columns,
        tuple(rows),
        total=total if rows and adds_up else (),
        plot=Plot(PlotKind.STACKED, "label", names),
        guard=Guard((*names, "total"), adds_up=adds_up, crossed=True),
    )


def learning(figures: Figures, scope: Scope) -> Table:
    """How many visits people with a card needed until they could do it alone."""
    curve = figures.learning_curve(scope)
    most = max((*curve.alone_at, *curve.not_yet), default=0)
    codes = sum(curve.alone_at.values()) + sum(curve.not_yet.values())
    rows: list[tuple[Cell, ...]] = []
    so_far = 0
    for visit in range(1, min(most, _MANY) + 1):
        beyond = range(visit, most + 1) if visit == _MANY else (visit,)
        alone = sum(curve.alone_at[n] for n in beyond)
        so_far += alone
        rows.append((visit, alone, sum(curve.not_yet[n] for n in beyond), round(so_far / codes, 4)))
    columns = (
        Column("visit", N_("Visit"), Format.COUNT),
        Column("alone", N_("People who could do it alone for the first time"), Format.COUNT),
        Column("not_yet", N_("People who came so often and cannot yet"), Format.COUNT),
        Column("alone_so_far", N_("Can do it alone by then"), Format.SHARE),
    )
    notes = (Words(_CARDS), Words(_LAST, {"visit": _MANY}))
    return Table(
        "learning",
        N_("Visits until alone"),
        columns,
        tuple(rows),
        notes=notes if most > _MANY else notes[:1],
        plot=Plot(PlotKind.CURVE, "visit", ("alone_so_far",)),
        guard=Guard(("alone", "not_yet"), adds_up=False, derived=("alone_so_far",)),
    )


def learning_without_few(table: Table) -> Table:
    """Return the learning curve with its last visits put together until none of them is of few people, if that can be.

    Few people come many times: hidden one by one, they would take the curve with them.
    """
    rows = list(table.rows)
    while len(rows) > 1 and any(is_few(cell) for cell in rows[-1][1:3]):
        *rows, (_visit, alone, not_yet, so_far) = rows
        visit, *before, _share = rows[-1]
        rows[-1] = (visit, *map(_sum, before, (alone, not_yet)), so_far)
    folded = replace(table, rows=tuple(rows))
    if len(rows) < len(table.rows):
        folded = replace(folded, notes=(table.notes[0], Words(_LAST, {"visit": rows[-1][0]})))
    return hide_rows(folded, codes_to_hide(folded))


def _sum(one: Cell, other: Cell) -> int:
    return sum(cell for cell in (one, other) if isinstance(cell, int))


def self_service(figures: Figures, scope: Scope) -> tuple[Table, Table, Table]:
    """Sessions alone at the screen: month by month, how they ended, and which walkthroughs were opened."""
    months = figures.series(Grain.MONTH, scope)
    sessions = sum(m.self_service for m in months.values())
    over_time = Table(
        "months",
        N_("Sessions alone at the screen"),
        (Column("month", N_("Month"), Format.MONTH), _SESSIONS),
        tuple((month.isoformat()[:7], m.self_service) for month, m in months.items() if m.self_service),
        total=(Words(_TOGETHER), sessions) if sessions else (),
        plot=Plot(PlotKind.COLUMNS, "month", ("self_service_sessions",)),
    )
    return (
        over_time,
        _sessions(
            Dimension.FEEDBACK, N_("Did it work?"), N_("Answer"), figures.by(Dimension.FEEDBACK, scope)
        ),
        _sessions(
            Dimension.TUTORIAL,
            N_("Walkthroughs"),
            N_("Walkthrough"),
            figures.by(Dimension.TUTORIAL, scope),
            False,
        ),
    )


def _sessions(
    dimension: Dimension, title: str, heading: str, found: Mapping[str, Measures], adds_up: bool = True
) -> Table:
    held = {code: m.self_service for code, m in found.items() if m.self_service}
    codes = [code for code in labels_of(dimension) if code in held]
    codes += sorted(held.keys() - set(codes), key=lambda code: (-held[code], code))
    columns = (
        Column("code", heading, Format.CODE),
        Column("label", heading, Format.LABEL),
        _SESSIONS,
    )
    rows = tuple((code, label(dimension, code), held[code]) for code in codes)
    plot = Plot(PlotKind.BARS, "label", ("self_service_sessions",))
    guard = Guard(("self_service_sessions",), adds_up=adds_up)
    return Table(str(dimension), title, columns, rows, plot=plot, guard=guard)


def notices(figures: Figures, scope: Scope) -> Table:
    """Steps that volunteers said no longer match, the most reported first."""
    found = sorted(figures.notices(scope).items(), key=lambda item: (-item[1].notices, item[0]))
    columns = (
        Column("tutorial", N_("Walkthrough"), Format.NAME),
        Column("version", N_("Version"), Format.COUNT),
        Column("step", N_("Step"), Format.NAME),
        Column("language", N_("Language"), Format.LANGUAGE),
        Column("notices", N_("Reported"), Format.COUNT),
        Column("last", N_("Last on"), Format.DAY),
    )
    rows = tuple((*step, said.notices, said.last) for step, said in found)
    return Table("notices", N_("Steps that no longer match"), columns, rows)


def _order(dimension: Dimension, codes: set[str]) -> list[str]:
    known = [code for code in labels_of(dimension) if code in codes]
    return [*known, *sorted(codes - set(known))]
