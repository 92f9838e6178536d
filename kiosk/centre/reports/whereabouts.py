"""Reports by place: the settlements, and the tree node by node."""

from __future__ import annotations

from dataclasses import replace

from kiosk.centre.counting import Scope
from kiosk.centre.figures import Figures
from kiosk.centre.measures import Dimension, Measures
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.reports.coded import ALONE, CONSULTATIONS, HOURS, PEOPLE
from kiosk.centre.tables import Cell, Column, Format, Plot, PlotKind, Table, Words, share
from kiosk.centre.tree import LEVELS
from kiosk.i18n import N_

_HOUSEHOLD = Column("household_visits", N_("Household visits"), Format.COUNT)
_PLACE = (
    Column("place", N_("Place"), Format.CODE),
    Column("name", N_("Place"), Format.NAME),
    Column("level", N_("Level"), Format.CODE),
    Column("level_name", N_("Level"), Format.LABEL),
)
_HERE = N_("here itself, in none of the places below")
_NOT_IN_TREE = N_("places not in the list of places")


def places(figures: Figures, scope: Scope, tree: PlaceTree) -> Table:
    """Consultations by settlement; a place that lies in none, or that the tree lacks, stands for itself."""
    found = {code: m for code, m in figures.by(Dimension.PLACE, scope).items() if m.consultations}
    rows = sorted(
        ((*_place(tree, code), _above(tree, code), *_figures(m)) for code, m in found.items()),
        key=lambda row: (-_size(row[5]), -_size(row[6]), str(row[1]), str(row[0])),
    )
    columns = (
        *_PLACE,
        Column("within", N_("Within"), Format.NAME),
        CONSULTATIONS,
        PEOPLE,
        _HOUSEHOLD,
        ALONE,
    )
    plot = Plot(PlotKind.BARS, "name", ("consultations",))
    return Table("places", N_("By settlement"), columns, tuple(rows), plot=plot)


def children(figures: Figures, scope: Scope, tree: PlaceTree) -> Table:
    """What lies directly in the place of the scope, each with everything in it, in the order of the list of places."""
    found = figures.children(scope)
    order = [*tree.children(scope.place), *sorted(found.keys() - set(tree.children(scope.place)))]
    rows = [
        (*_child(tree, code, scope.place), *_figures(m), _hours(m), _settlements(figures, scope, code))
        for code in order
        if (m := found.get(code)) is not None
    ]
    columns = (
        *_PLACE,
        CONSULTATIONS,
        PEOPLE,
        _HOUSEHOLD,
        ALONE,
        HOURS,
        Column("settlements", N_("Settlements"), Format.COUNT),
    )
    total = figures.total(scope)
    settlements = figures.active(Dimension.PLACE, scope)
    together: tuple[Cell, ...] = (
        "",
        Words(N_("Together")),
        "",
        "",
        *_figures(total),
        _hours(total),
        settlements,
    )
    plot = Plot(PlotKind.BARS, "name", ("consultations",))
    return Table("tree", N_("By area"), columns, tuple(rows), total=together if rows else (), plot=plot)


def _place(tree: PlaceTree, code: str) -> tuple[Cell, Cell, Cell, Cell]:
    if code not in tree:
        return code, code, "", ""
    node = tree[code]
    return code, node.name, node.level, LEVELS[node.level]


def _child(tree: PlaceTree, code: str, parent: str) -> tuple[Cell, Cell, Cell, Cell]:
    if code and code == parent:
        return code, Words(_HERE), "", ""
    return _place(tree, code) if code else ("", Words(_NOT_IN_TREE), "", "")


def _above(tree: PlaceTree, code: str) -> str:
    """Return the name of what a place lies in."""
    chain = tree.chain(code)
    return tree[chain[1]].name if len(chain) > 1 and chain[1] in tree else ""


def _figures(m: Measures) -> tuple[Cell, Cell, Cell, Cell]:
    return m.consultations, m.people, m.household, rate_of(m)


def rate_of(m: Measures) -> Cell:
    """Return the alone rate, with how many stand behind it."""
    return share(m.alone, m.judged)


def _hours(m: Measures) -> Cell:
    return m.volunteer_hours


def _settlements(figures: Figures, scope: Scope, code: str) -> Cell:
    """Count the settlements with a consultation in a child; what stands at the node itself is in none below it."""
    if not code or code == scope.place:
        return None
    return figures.active(Dimension.PLACE, replace(scope, place=code))


def _size(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
