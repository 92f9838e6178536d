"""Asking for a report by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import kiosk.centre.reports.calls as calls
import kiosk.centre.reports.coded as coded
import kiosk.centre.reports.over_time as over_time
import kiosk.centre.reports.people as people
import kiosk.centre.reports.promised as promised
import kiosk.centre.reports.teams as teams
import kiosk.centre.reports.whereabouts as whereabouts
from kiosk.centre.audit import Deed
from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.engine import StoreError
from kiosk.centre.reports.asked import Asked, Kind, placed, plain
from kiosk.centre.reports.comparing import before, compared
from kiosk.centre.reports.funder import filled_in, shortened
from kiosk.centre.reports.hiding import describes_people, hide_places
from kiosk.centre.reports.protecting import protected
from kiosk.centre.reports.report import Report
from kiosk.centre.reports.template import Template, Templates, funder_templates
from kiosk.centre.store import Store
from kiosk.centre.tables import Table, Text, Words
from kiosk.centre.totals import summary_table
from kiosk.clock import Clock, SystemClock
from kiosk.config import DataFolder
from kiosk.i18n import N_

#: Every report by its name on the command line.
REPORTS: Mapping[str, Kind] = {
    "summary": Kind(N_("Programme summary"), plain(summary_table)),
    "services": Kind(N_("Services asked for"), plain(coded.services)),
    "weeks": Kind(N_("By week"), plain(over_time.weeks), compares=False),
    "places": Kind(N_("By settlement"), placed(whereabouts.places)),
    "tree": Kind(N_("By area"), placed(whereabouts.children)),
    "months": Kind(N_("By month"), plain(over_time.months), compares=False),
    "languages": Kind(N_("By language"), plain(coded.languages)),
    "ages": Kind(N_("Ages"), plain(coded.ages)),
    "genders": Kind(N_("Genders"), plain(coded.genders)),
    "age-gender": Kind(N_("Age and gender"), plain(people.age_gender), ("ages", "genders")),
    "age-outcome": Kind(N_("Age and outcome"), plain(people.age_outcome), ("ages", "outcomes")),
    "services-channels": Kind(
        N_("Services by channel"), plain(people.services_channels), ("services", "channels")
    ),
    "support": Kind(N_("Support given"), plain(coded.support)),
    "help-reasons": Kind(N_("Why help was needed"), plain(coded.help_reasons)),
    "outcomes": Kind(N_("Outcomes"), plain(coded.outcomes)),
    "channels": Kind(N_("Channels"), plain(coded.channels)),
    "activities": Kind(N_("Activities"), plain(coded.activities)),
    "learning": Kind(N_("Visits until alone"), plain(people.learning), hide=people.learning_without_few),
    "apps": Kind(N_("Apps set up"), plain(coded.apps)),
    "referrals": Kind(N_("Sent on to"), plain(coded.referrals)),
    "trips": Kind(N_("Trips avoided"), plain(coded.trips)),
    "volunteers": Kind(N_("Volunteers"), plain(over_time.volunteers)),
    "hours": Kind(N_("Volunteers' hours a month"), plain(over_time.hours), compares=False),
    "self-service": Kind(N_("Sessions alone at the screen"), plain(people.self_service), compares=False),
    "targets": Kind(N_("Targets"), promised.targets, compares=False, hide=promised.without_few),
    "teams": Kind(N_("Teams"), teams.teams),
    "calls": Kind(N_("Needs a call"), calls.calls, compares=False),
    "notices": Kind(N_("Steps that no longer match"), plain(people.notices), compares=False),
}
REPORT_TITLES: dict[str, str] = {name: kind.title for name, kind in REPORTS.items()}


def report_titles(data: DataFolder) -> dict[str, Text]:
    """Return every report by its name: ours, then the funders' templates; a faulty one is called by its fault."""
    own = {name: _title(template) for name, template in funder_templates(data).items()}
    return {**REPORT_TITLES, **own}


def _title(template: Template | StoreError) -> Words:
    if isinstance(template, StoreError):
        return Words(template.message, template.params)
    return Words(own=template.title)


def compares(name: str) -> bool:
    """Tell whether a report can stand beside the one of the period before."""
    return name not in REPORTS or REPORTS[name].compares


def report(
    store: Store,
    name: str,
    scope: Scope = EVERYTHING,
    *,
    compare: bool = False,
    show_few: bool = False,
    clock: Clock | None = None,
    templates: Templates | None = None,
    programme: str = "",
) -> Report:
    """Return one report by its name, ours or one of the `templates`; `programme` is the name that it bears.

    With `compare`, each figure stands beside the one of the period before (`comparing.before`). Small counts of people
    are hidden unless `show_few`, which marks the report as one for the programme's own use. Raises StoreError for an
    unknown report, a place that the tree lacks, a period that ends before it begins, and a comparison that cannot be.
    """
    template = (templates or {}).get(name)
    if isinstance(template, StoreError):
        raise template
    kind = REPORTS.get(name)
    if kind is None and template is None:
        raise StoreError(
            "There is no report {name}. There are: {names}.",
            name=name,
            names=", ".join((*REPORTS, *(templates or ()))),
        )
    asked = Asked.of(store, scope, clock or SystemClock())
    _check(asked, kind, compare=compare)
    make = _Maker(kind, template, show_few)
    tables = make(asked)
    earlier = before(scope) if compare else None
    if earlier is not None:
        tables = tuple(map(compared, tables, make(asked.at(earlier))))
    if template is not None:
        tables = shortened(template, tables)
    return Report(
        name,
        Words(own=template.title) if template else REPORTS[name].title,
        tables,
        scope,
        asked.tree[scope.place].name if scope.place else "",
        (asked.clock.now() + timedelta(minutes=asked.clock.offset())).date(),
        earlier,
        shows_few=show_few and describes_people(tables),
        programme=programme,
    )


def note_given_out(store: Store, told: Report, file: str) -> None:
    """Note in the audit trail that a report went into a file: which, of when and where, and if it hides nothing."""
    scope = told.scope
    about = {
        "first": scope.first.isoformat() if scope.first else "",
        "last": scope.last.isoformat() if scope.last else "",
        "place": scope.place,
        "small_numbers": "shown" if told.shows_few else "",
    }
    known = {name: value for name, value in about.items() if value}
    store.audit(store.actor, Deed.EXPORT, what="report", report=told.name, file=file, **known)


def _check(asked: Asked, kind: Kind | None, *, compare: bool) -> None:
    scope = asked.scope
    if scope.place and scope.place not in asked.tree:
        raise StoreError("The place “{place}” is not in the list of places.", place=scope.place)
    if scope.first and scope.last and scope.last < scope.first:
        raise StoreError("The period ends before it begins.")
    if compare and kind is not None and not kind.compares:
        raise StoreError("This report shows its own course of time: it is not compared with a period before.")


class _Maker:
    """Makes the tables of one report, with small numbers hidden or not."""

    def __init__(self, kind: Kind | None, template: Template | None, show_few: bool) -> None:
        self._kind = kind
        self._template = template
        self._show_few = show_few

    def __call__(self, asked: Asked) -> tuple[Table, ...]:
        if self._template is None:
            return _made(self._kind, asked, show_few=self._show_few) if self._kind else ()
        tables = self._filled(asked)
        if self._show_few:
            return tables
        whole = self._filled(asked.at(asked.everywhere())) if asked.scope.place else tables
        return tuple(map(hide_places, tables, whole))

    def _filled(self, asked: Asked) -> tuple[Table, ...]:
        assert self._template is not None

        def other(name: str) -> tuple[Table, ...]:
            if name not in REPORTS:
                raise StoreError(
                    "There is no report {name}. There are: {names}.", name=name, names=", ".join(REPORTS)
                )
            return _made(REPORTS[name], asked, show_few=self._show_few)

        return filled_in(self._template, asked, other, show_few=self._show_few)


def _made(kind: Kind, asked: Asked, *, show_few: bool) -> tuple[Table, ...]:
    if show_few:
        return kind.make(asked)
    margins = kind.margins and (REPORTS[kind.margins[0]].make, REPORTS[kind.margins[1]].make)
    return protected(kind, asked, margins)
