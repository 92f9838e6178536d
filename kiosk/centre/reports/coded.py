"""Reports by one code of the visit: what people came for, who they are, how they were met, how it ended."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.centre.counting import Scope
from kiosk.centre.figures import Figures
from kiosk.centre.measures import Dimension, Measures
from kiosk.centre.reports.labels import label, labels_of
from kiosk.centre.tables import Column, Format, Guard, Plot, PlotKind, Table, Words, share
from kiosk.i18n import N_

CONSULTATIONS = Column("consultations", N_("Consultations"), Format.COUNT)
PEOPLE = Column("people_served", N_("People served"), Format.COUNT)
ALONE = Column("alone_rate", N_("Can do it alone now"), Format.SHARE)
HOURS = Column("volunteer_hours", N_("Volunteer hours"), Format.HOURS)
SEVERAL = N_("A consultation about two services counts for both.")
_GROUPS_COUNT = N_("Groups count with the people whose age or gender was noted; the others are “not asked”.")
_NO_GROUPS = N_("Groups and courses have no outcome and are left out.")

_PLOT = Plot(PlotKind.BARS, "label", ("consultations",))
_PLOT_PEOPLE = Plot(PlotKind.BARS, "label", ("people_served",))
#: Of whom a figure of fewer than five could tell something.
_ABOUT_PEOPLE = Guard(("consultations", "people_served"))


def services(figures: Figures, scope: Scope) -> Table:
    """What people came for, the most asked for first. A consultation about two services counts for both."""
    found = {code: m for code, m in figures.by(Dimension.SERVICE, scope).items() if code}
    table = _table(Dimension.SERVICE, N_("Services asked for"), N_("Service"), _by_size(found), alone=True)
    return table.guarded(Guard(("consultations", "people_served"), adds_up=False)).with_notes(Words(SEVERAL))


def languages(figures: Figures, scope: Scope) -> Table:
    """The languages that consultations were held in."""
    found = _by_size(figures.by(Dimension.LANGUAGE, scope))
    return _table(Dimension.LANGUAGE, N_("By language"), N_("Language"), found).guarded(_ABOUT_PEOPLE)


def ages(figures: Figures, scope: Scope) -> Table:
    """People by age band, with the bands that groups counted."""
    found = _in_order(Dimension.AGE, figures.by(Dimension.AGE, scope))
    table = _table(Dimension.AGE, N_("Ages"), N_("Age"), found, plot=_PLOT_PEOPLE)
    return table.guarded(_ABOUT_PEOPLE).with_notes(Words(_GROUPS_COUNT))


def genders(figures: Figures, scope: Scope) -> Table:
    """People by gender, with the women that groups counted."""
    found = _in_order(Dimension.GENDER, figures.by(Dimension.GENDER, scope))
    table = _table(Dimension.GENDER, N_("Genders"), N_("Gender"), found, plot=_PLOT_PEOPLE)
    return table.guarded(_ABOUT_PEOPLE).with_notes(Words(_GROUPS_COUNT))


def support(figures: Figures, scope: Scope) -> Table:
    """What people needed support with; where nobody was asked, that is said."""
    found = _in_order(Dimension.SUPPORT, figures.by(Dimension.SUPPORT, scope))
    return _table(Dimension.SUPPORT, N_("Support given"), N_("Support"), found).guarded(_ABOUT_PEOPLE)


def help_reasons(figures: Figures, scope: Scope) -> Table:
    """Why people needed help."""
    found = _in_order(Dimension.HELP_REASON, figures.by(Dimension.HELP_REASON, scope))
    return _table(Dimension.HELP_REASON, N_("Why help was needed"), N_("Reason"), found).guarded(
        _ABOUT_PEOPLE
    )


def outcomes(figures: Figures, scope: Scope) -> tuple[Table, Table]:
    """How consultations ended, and why some did not work out; groups have no outcome and are left out."""
    ended = {code: m for code, m in figures.by(Dimension.OUTCOME, scope).items() if code}
    why = {code: m for code, m in figures.by(Dimension.NOT_DONE_REASON, scope).items() if code}
    first = _table(Dimension.OUTCOME, N_("Outcomes"), N_("Outcome"), _in_order(Dimension.OUTCOME, ended))
    second = _table(
        Dimension.NOT_DONE_REASON,
        N_("Why it did not work out"),
        N_("Reason"),
        _in_order(Dimension.NOT_DONE_REASON, why),
    )
    note = Words(_NO_GROUPS)
    return first.guarded(_ABOUT_PEOPLE).with_notes(note), second.guarded(_ABOUT_PEOPLE)


def channels(figures: Figures, scope: Scope) -> Table:
    """Where and how people were met."""
    found = {code: m for code, m in figures.by(Dimension.CHANNEL, scope).items() if m.consultations}
    return _table(Dimension.CHANNEL, N_("Channels"), N_("Channel"), _by_size(found))


def activities(figures: Figures, scope: Scope) -> Table:
    """What it was part of, as the manager's list has it: club, campaign, course; with the hours of its shifts."""
    found = _by_size(figures.by(Dimension.ACTIVITY, scope))
    return _table(Dimension.ACTIVITY, N_("Activities"), N_("Activity"), found, hours=True)


def referrals(figures: Figures, scope: Scope) -> Table:
    """Where people were sent on to."""
    found = {code: m for code, m in figures.by(Dimension.REFERRAL, scope).items() if code}
    table = _table(Dimension.REFERRAL, N_("Sent on to"), N_("Where to"), _in_order(Dimension.REFERRAL, found))
    return table.guarded(_ABOUT_PEOPLE)


def trips(figures: Figures, scope: Scope) -> Table:
    """How far people would have had to travel otherwise."""
    found = {code: m for code, m in figures.by(Dimension.TRIP, scope).items() if code}
    table = _table(Dimension.TRIP, N_("Trips avoided"), N_("Trip"), _in_order(Dimension.TRIP, found))
    return table.guarded(_ABOUT_PEOPLE)


def apps(figures: Figures, scope: Scope) -> Table:
    """Apps that were set up with people."""
    found = sorted(figures.by(Dimension.APP, scope).items(), key=lambda item: (-item[1].installs, item[0]))
    columns = (
        Column("code", N_("App"), Format.CODE),
        Column("label", N_("App"), Format.LABEL),
        Column("installs", N_("Set up"), Format.COUNT),
        CONSULTATIONS,
    )
    rows = tuple((code, label(Dimension.APP, code), m.installs, m.consultations) for code, m in found)
    total = ("", Words(N_("Together")), sum(m.installs for _code, m in found), None)
    plot = Plot(PlotKind.BARS, "label", ("installs",))
    return Table("apps", N_("Apps set up"), columns, rows, total=total if rows else (), plot=plot)


def _table(
    dimension: Dimension,
    title: str,
    heading: str,
    found: Mapping[str, Measures],
    *,
    alone: bool = False,
    hours: bool = False,
    plot: Plot = _PLOT,
) -> Table:
    kind = Format.LANGUAGE if dimension is Dimension.LANGUAGE else Format.LABEL
    columns = (
        Column("code", heading, Format.CODE),
        Column("label", heading, kind),
        CONSULTATIONS,
        PEOPLE,
        *([ALONE] if alone else []),
        *([HOURS] if hours else []),
    )
    rows = tuple(
        (
            code,
            label(dimension, code),
            m.consultations,
            m.people,
            *([share(m.alone, m.judged)] if alone else []),
            *([m.volunteer_hours] if hours else []),
        )
        for code, m in found.items()
    )
    return Table(_NAMES[dimension], title, columns, rows, plot=plot)


_NAMES = {
    Dimension.SERVICE: "services",
    Dimension.LANGUAGE: "languages",
    Dimension.AGE: "ages",
    Dimension.GENDER: "genders",
    Dimension.SUPPORT: "support",
    Dimension.HELP_REASON: "help_reasons",
    Dimension.OUTCOME: "outcomes",
    Dimension.NOT_DONE_REASON: "not_done_reasons",
    Dimension.CHANNEL: "channels",
    Dimension.ACTIVITY: "activities",
    Dimension.REFERRAL: "referrals",
    Dimension.TRIP: "trips",
}


def _by_size(found: Mapping[str, Measures]) -> dict[str, Measures]:
    some = [(code, m) for code, m in found.items() if m.consultations or m.people or m.shifts]
    return dict(sorted(some, key=lambda item: (-item[1].consultations, -item[1].people, item[0])))


def _in_order(dimension: Dimension, found: Mapping[str, Measures]) -> dict[str, Measures]:
    """The order of the codebook; codes of a newer one last."""
    known = [code for code in labels_of(dimension) if code in found]
    every = (*known, *sorted(found.keys() - set(known)))
    return {code: found[code] for code in every if found[code].consultations or found[code].people}
