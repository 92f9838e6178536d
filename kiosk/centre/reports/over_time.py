"""Reports over time: weeks, months, volunteers' hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from kiosk.centre.counting import Scope
from kiosk.centre.figures import Figures, Grain
from kiosk.centre.measures import NOTHING, Dimension, Measures
from kiosk.centre.reports.coded import ALONE, CONSULTATIONS, HOURS, PEOPLE
from kiosk.centre.reports.whereabouts import rate_of
from kiosk.centre.tables import Cell, Column, Format, Plot, PlotKind, Table, Words
from kiosk.i18n import N_

#: A flat battery's 1970 must not fill a table with hundreds of empty months or weeks.
_MOST = 160
_ESTIMATE = N_("People reached is an estimate for each period by itself: months must never be added.")
REACHED = Column("people_reached", N_("People reached (estimate)"), Format.COUNT)
VOLUNTEERS = Column("volunteers", N_("Volunteers"), Format.COUNT)
_WITHOUT_LENGTH = Column("shifts_without_length", N_("Shifts of unknown length"), Format.COUNT)


def weeks(figures: Figures, scope: Scope) -> Table:
    """Consultations by week, from Monday to Sunday; weeks without any stand between with zeros."""
    found = _filled(figures.series(Grain.WEEK, scope), lambda day: day + timedelta(weeks=1))
    rows = tuple(
        (week.isoformat(), m.consultations, m.people, m.volunteer_hours, rate_of(m))
        for week, m in found.items()
    )
    columns = (Column("week", N_("Week from"), Format.DAY), CONSULTATIONS, PEOPLE, HOURS, ALONE)
    plot = Plot(PlotKind.COLUMNS, "week", ("consultations",))
    return Table("weeks", N_("By week"), columns, rows, plot=plot)


def months(figures: Figures, scope: Scope) -> Table:
    """The programme month by month, with who was reached and who helped in each."""
    rows = tuple(
        (
            _name(month),
            m.consultations,
            m.people,
            figures.people_reached(span),
            figures.active(Dimension.PLACE, span),
            figures.active(Dimension.VOLUNTEER, span),
            m.volunteer_hours,
            rate_of(m),
        )
        for month, m, span in _months(figures, scope)
    )
    columns = (
        Column("month", N_("Month"), Format.MONTH),
        CONSULTATIONS,
        PEOPLE,
        REACHED,
        Column("settlements", N_("Settlements"), Format.COUNT),
        VOLUNTEERS,
        HOURS,
        ALONE,
    )
    plot = Plot(PlotKind.COLUMNS, "month", ("consultations",))
    return Table("months", N_("By month"), columns, rows, plot=plot).with_notes(Words(_ESTIMATE))


def hours(figures: Figures, scope: Scope) -> Table:
    """Volunteers' hours month by month: together, how many each gave on average, and who gave least and most."""
    rows: list[tuple[Cell, ...]] = []
    for month, m, span in _months(figures, scope):
        volunteers = figures.active(Dimension.VOLUNTEER, span)
        each = round(m.volunteer_hours / volunteers, 2) if volunteers else None
        least, most = figures.hours_given(span) or (None, None)
        rows.append(
            (
                _name(month),
                volunteers,
                m.volunteer_hours,
                each,
                least,
                most,
                m.shifts,
                m.shifts_without_length,
            )
        )
    columns = (
        Column("month", N_("Month"), Format.MONTH),
        VOLUNTEERS,
        HOURS,
        Column("hours_each", N_("Hours a volunteer"), Format.MEAN),
        Column("hours_least", N_("Fewest hours of one"), Format.HOURS),
        Column("hours_most", N_("Most hours of one"), Format.HOURS),
        Column("shifts", N_("Shifts"), Format.COUNT),
        _WITHOUT_LENGTH,
    )
    plot = Plot(PlotKind.COLUMNS, "month", ("volunteer_hours",))
    return Table("hours", N_("Volunteers' hours a month"), columns, tuple(rows), plot=plot)


def volunteers(figures: Figures, scope: Scope) -> Table:
    """Consultations and hours of each pseudonym that had a visit or a shift."""
    found = figures.by(Dimension.VOLUNTEER, scope)
    rows = tuple(
        (code, m.consultations, m.people, m.volunteer_hours, m.shifts, m.late)
        for code in sorted(found)
        if code and ((m := found[code]).consultations or m.shifts)
    )
    columns = (
        Column("volunteer", N_("Volunteer"), Format.NAME),
        CONSULTATIONS,
        PEOPLE,
        HOURS,
        Column("shifts", N_("Shifts"), Format.COUNT),
        Column("late", N_("Typed in afterwards"), Format.COUNT),
    )
    return Table("volunteers", N_("Volunteers"), columns, rows)


def _months(figures: Figures, scope: Scope) -> Iterator[tuple[date, Measures, Scope]]:
    """Yield each month with its figures, and the part of it that lies in the scope."""
    for month, m in _filled(figures.series(Grain.MONTH, scope), _next_month).items():
        whole = Scope.month(month, scope.place)
        first = max(month, scope.first) if scope.first else month
        last = min(whole.last or month, scope.last) if scope.last else whole.last
        yield month, m, replace(whole, first=first, last=last)


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _name(month: date) -> str:
    return month.isoformat()[:7]


def _filled(found: dict[date, Measures], after: Callable[[date], date]) -> dict[date, Measures]:
    if not found:
        return found
    every, day, last = dict[date, Measures](), min(found), max(found)
    while day <= last and len(every) <= _MOST:
        every[day] = found.get(day, NOTHING)
        day = after(day)
    return every if len(every) <= _MOST else found
