"""Hiding small numbers in the tables of a report, with a look at the places around."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from kiosk.centre.counting import Scope
from kiosk.centre.reports.asked import Asked, Kind, Make
from kiosk.centre.reports.hiding import (
    Codes,
    codes_to_hide,
    codes_to_hide_below,
    hide_cells,
    hide_rows,
    hide_shares,
)
from kiosk.centre.tables import Table


def protected(kind: Kind, asked: Asked, margins: tuple[Make, Make] | None) -> tuple[Table, ...]:
    """Return a report's tables without small counts of people. `margins` make the tables of a cross's two codes."""
    tables = kind.make(asked)
    if kind.hide is not None:
        return tuple(map(kind.hide, tables))
    if margins is not None:
        rows, columns = (_codes(make, asked, 0) for make in margins)
        return tuple(hide_cells(table, rows, columns) for table in tables)
    return tuple(
        hide_shares(table)
        if table.guard is None
        else hide_shares(hide_rows(table, _codes(kind.make, asked, number)))
        for number, table in enumerate(tables)
    )


def _codes(make: Make, asked: Asked, number: int) -> Codes:
    """Return what a table must hide: among the places around it, and within the months and the year that it lies in."""
    scopes = _enclosing(asked.scope)
    hidden = _among_places(make, asked.at(scopes[0]), number)
    for whole, part in pairwise(scopes):
        tables = [make(asked.at(scope))[number] for scope in (whole, part)]
        below = codes_to_hide_below(tables[0], hidden, {"": tables[1]})[""]
        beside = _among_places(make, asked.at(part), number)
        hidden = None if below is None or beside is None else below | beside
    return hidden


def _enclosing(scope: Scope) -> list[Scope]:
    """Return the calendar years and months that a period lies in, then the period; each once, the longest first."""
    if scope.first is None or scope.last is None:
        return [scope]
    months = replace(scope, first=scope.first.replace(day=1), last=Scope.month(scope.last).last)
    years = replace(months, first=date(scope.first.year, 1, 1), last=date(scope.last.year, 12, 31))
    return list(dict.fromkeys((years, months, scope)))


def _among_places(make: Make, asked: Asked, number: int) -> Codes:
    """Go down the tree from its top, level by level, and look at the places beside each other."""
    scopes = [replace(asked.scope, place=place) for place in reversed(asked.tree.chain(asked.scope.place))]
    whole = make(asked.at(scopes[0]))[number]
    hidden = codes_to_hide(whole)
    for above, scope in pairwise(scopes):
        beside = asked.tree.children(above.place)
        parts = {place: make(asked.at(replace(scope, place=place)))[number] for place in beside}
        hidden = codes_to_hide_below(whole, hidden, parts)[scope.place]
        whole = parts[scope.place]
    return hidden
