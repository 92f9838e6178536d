"""Filling in a funder's template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from kiosk.centre.engine import StoreError
from kiosk.centre.reports.asked import Asked
from kiosk.centre.reports.grid import is_few
from kiosk.centre.reports.rates import rate
from kiosk.centre.reports.template import Block, Figures, Part, Places, Template
from kiosk.centre.tables import Cell, Column, Format, Guard, Hidden, Plot, PlotKind, Table, Text, Words
from kiosk.centre.totals import figures_table
from kiosk.i18n import N_

#: Makes the tables of one of our own reports, small numbers hidden or not, by its name.
Other = Callable[[str], tuple[Table, ...]]


def filled_in(template: Template, asked: Asked, other: Other, *, show_few: bool) -> tuple[Table, ...]:
    """Return a template's tables; `Places` come guarded, small figures of people in `Figures` are hidden here."""
    return tuple(
        replace(_filled(block, asked, other, show_few), name=f"{number}-{_kind(block)}")
        for number, block in enumerate(template.blocks, 1)
    )


def shortened(template: Template, tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """Return a template's tables with no more rows than it wants: after a comparison, which needs them all."""
    return tuple(
        replace(table, rows=table.rows[: block.rows], formats=table.formats[: block.rows])
        if isinstance(block, Part) and 0 < block.rows < len(table.rows)
        else table
        for block, table in zip(template.blocks, tables, strict=True)
    )


def _kind(block: Block) -> str:
    if isinstance(block, Part):
        return block.report
    return block.level if isinstance(block, Places) else "figures"


def _filled(block: Block, asked: Asked, other: Other, show_few: bool) -> Table:
    if isinstance(block, Figures):
        return _figures(block, asked, show_few)
    if isinstance(block, Places):
        return _places(block, asked)
    if isinstance(block, Part):
        return _part(block, other)
    assert_never(block)


def _figures(block: Figures, asked: Asked, show_few: bool) -> Table:
    rows: list[tuple[str, Text, Cell]] = []
    for line in block.lines:
        value = rate(line.indicator, line.per, asked)
        few = line.indicator.tells_of_people and not show_few and is_few(line.indicator.value(asked))
        rows.append((line.name, line.label, Hidden.FEW if few else value))
    kinds = {line.name: line.format for line in block.lines}
    table = figures_table("figures", _title(block, Words(N_("Figures"))), rows, kinds)
    tells = any(line.indicator.tells_of_people for line in block.lines)
    return table.guarded(Guard(())) if tells else table


def _places(block: Places, asked: Asked) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for place in asked.at_level(block.level):
        here = asked.at(replace(asked.scope, place=place))
        values = [rate(line.indicator, line.per, here) for line in block.columns]
        if any(value for value in values):
            rows.append((place, asked.tree[place].name, *values))
    columns = (
        Column("place", N_("Place"), Format.CODE),
        Column("name", N_("Place"), Format.NAME),
        *(Column(line.name, line.label, line.format) for line in block.columns),
    )
    total = [rate(line.indicator, line.per, asked) for line in block.columns]
    guarded = tuple(line.name for line in block.columns if line.indicator.tells_of_people)
    return Table(
        "places",
        _title(block, Words(N_("Places"))),
        columns,
        tuple(rows),
        total=("", Words(N_("Together")), *total) if rows else (),
        plot=Plot(PlotKind.BARS, "name", (block.columns[0].name,)),
        guard=Guard(guarded, only=True) if guarded else None,
    )


def _part(block: Part, other: Other) -> Table:
    tables = other(block.report)
    named = [table for table in tables if table.name == block.table] if block.table else tables
    if not named:
        raise StoreError("The report {name} has no table {table}.", name=block.report, table=block.table)
    return replace(named[0], title=_title(block, named[0].title))


def _title(block: Block, ours: Text) -> Text:
    return Words(own=block.title) if block.title else ours
