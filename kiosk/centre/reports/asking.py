"""Asking for a report by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.reports import old
from kiosk.centre.reports.report import Report
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.centre.tables import Table
from kiosk.centre.totals import summary_table
from kiosk.i18n import N_


class Kind(NamedTuple):
    """A report: its title, and the function that makes it."""

    title: str
    make: Callable[[Store, Scope], Table]


#: Every report by its name on the command line.
REPORTS: Mapping[str, Kind] = {
    "summary": Kind(N_("Programme summary"), summary_table),
    "services": Kind(N_("Services asked for"), old.services),
    "weeks": Kind(N_("Weeks"), old.weeks),
    "places": Kind(N_("Places"), old.places),
    "channels": Kind(N_("Channels"), old.channels),
    "outcomes": Kind(N_("Outcomes"), old.outcomes),
    "languages": Kind(N_("Languages"), old.languages),
    "ages": Kind(N_("Ages"), old.ages),
    "volunteers": Kind(N_("Volunteers"), old.volunteers),
}
REPORT_TITLES: dict[str, str] = {name: kind.title for name, kind in REPORTS.items()}


def report(store: Store, name: str, scope: Scope = EVERYTHING, *, today: date | None = None) -> Report:
    """Return one report by its name; `today` is the day that it says it was made on.

    Raises StoreError for an unknown report, a place that the tree lacks, and a period that ends before it begins.
    """
    if name not in REPORTS:
        raise StoreError(
            "There is no report {name}. There are: {names}.", name=name, names=", ".join(REPORTS)
        )
    place = _place_name(store, scope.place)
    if scope.first and scope.last and scope.last < scope.first:
        raise StoreError("The period ends before it begins.")
    kind = REPORTS[name]
    return Report(name, kind.title, (kind.make(store, scope),), scope, place, today)


def _place_name(store: Store, place: str) -> str:
    if not place:
        return ""
    for node in store.places():
        if node.id == place:
            return node.name
    raise StoreError("The place {place} is not in the tree of places.", place=place)
