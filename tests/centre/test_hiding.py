"""Nobody can work out a small number that a table hides: not from its totals, not from the places around.

What a reader can work out is tried by counting every table that would look the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kiosk.centre.reports.hiding import codes_to_hide, codes_to_hide_below, hide_cells, hide_rows
from kiosk.centre.tables import FEW, Column, Format, Guard, Hidden, Table

CODES = ("a", "b", "c", "d")
COUNTS = st.integers(0, 9)
#: Tables that one example may be compared with; larger ones are left out.
MOST_TABLES = 60_000


def table(counts: dict[str, int], *, adds_up: bool = True) -> Table:
    columns = (Column("code", "Code", Format.CODE), Column("people", "People", Format.COUNT))
    return Table("t", "T", columns, tuple(counts.items()), guard=Guard(("people",), adds_up=adds_up))


def cross(cells: list[list[int]]) -> Table:
    names = tuple(f"c{number}" for number in range(len(cells[0])))
    columns = (
        Column("code", "Code", Format.CODE),
        *(Column(name, name, Format.COUNT) for name in names),
        Column("total", "Total", Format.COUNT),
    )
    rows = tuple((f"r{number}", *row, sum(row)) for number, row in enumerate(cells))
    sums = [sum(column) for column in zip(*cells, strict=True)]
    return Table(
        "x", "X", columns, rows, total=("", *sums, sum(sums)), guard=Guard((*names, "total"), crossed=True)
    )


def possible(cell: object, most: int) -> range:
    """What a reader who knows the rules takes a cell for; None: nothing of its table is shown."""
    if cell is None:
        return range(most + 1)
    if cell is Hidden.FEW:
        return range(1, FEW)
    if cell is Hidden.COVER:
        return range(FEW, most + 1)
    assert isinstance(cell, int)
    return range(cell, cell + 1)


def consistent(cells: list[object], total: int) -> Iterator[tuple[int, ...]]:
    """Yield every line that would look the same and has this sum."""
    for line in product(*(possible(cell, total) for cell in cells)):
        if sum(line) == total:
            yield line


@settings(max_examples=120, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_no_hidden_number_of_a_breakdown_can_be_worked_out_from_its_total(counts: list[int]) -> None:
    whole = table(dict(zip(CODES, counts, strict=False)))
    shown = hide_rows(whole, codes_to_hide(whole))
    if not shown.rows:
        assert any(0 < count < FEW for count in counts)
        return
    cells = [row[1] for row in shown.rows]
    assert all(not (isinstance(cell, int) and 0 < cell < FEW) for cell in cells)
    found = list(consistent(cells, sum(counts)))
    assert tuple(counts) in found
    for at, cell in enumerate(cells):
        assert cell is not Hidden.FEW or len({line[at] for line in found}) > 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.lists(COUNTS, min_size=2, max_size=3), min_size=2, max_size=3))
def test_no_hidden_number_of_a_crossed_table_can_be_worked_out_from_its_margins(
    cells: list[list[int]],
) -> None:
    width = min(map(len, cells))
    cells = [row[:width] for row in cells]
    whole = cross(cells)
    rows = table({f"r{number}": sum(row) for number, row in enumerate(cells)})
    columns = table({f"c{number}": sum(column) for number, column in enumerate(zip(*cells, strict=True))})
    shown = hide_cells(whole, codes_to_hide(rows), codes_to_hide(columns))
    if shown.rows:
        inner = [list(row[1:-1]) for row in shown.rows]
        margins, sums = [row[-1] for row in shown.rows], list(shown.total[1:-1])
        assert not [count for count in (*margins, *sums) if isinstance(count, int) and 0 < count < FEW]
        _nothing_is_told(inner, margins, sums, cells)


def _nothing_is_told(
    shown: list[list[object]], margins: list[object], sums: list[object], cells: list[list[int]]
) -> None:
    """Count every table that would look the same: no small count is the same in all of them."""
    total = sum(map(sum, cells))
    lines = [list(_lines(row, margin, total)) for row, margin in zip(shown, margins, strict=True)]
    assume(prod(map(len, lines)) <= MOST_TABLES)
    allowed = [possible(cell, total) for cell in sums]
    seen: dict[tuple[int, int], set[int]] = {}
    for choice in product(*lines):
        columns = [sum(column) for column in zip(*choice, strict=True)]
        if sum(columns) != total or any(s not in those for s, those in zip(columns, allowed, strict=True)):
            continue
        for r, line in enumerate(choice):
            for c, value in enumerate(line):
                seen.setdefault((r, c), set()).add(value)
    for r, line in enumerate(cells):
        for c, count in enumerate(line):
            assert count in seen[r, c]
            assert not 0 < count < FEW or len(seen[r, c]) > 1, (shown, margins, sums)


def _lines(cells: list[object], margin: object, total: int) -> Iterator[tuple[int, ...]]:
    sums = possible(margin, total)
    for line in product(*(possible(cell, max(sums)) for cell in cells)):
        if sum(line) in sums:
            yield line


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.lists(COUNTS, min_size=2, max_size=3), min_size=2, max_size=3))
def test_taking_one_place_from_the_place_it_lies_in_tells_nothing(villages: list[list[int]]) -> None:
    width = min(map(len, villages))
    villages = [counts[:width] for counts in villages]
    district = table(dict(zip(CODES, map(sum, zip(*villages, strict=True)), strict=False)))
    parts = {
        f"v{number}": table(dict(zip(CODES, counts, strict=False))) for number, counts in enumerate(villages)
    }
    above = codes_to_hide(district)
    if above is None:
        return  # the district's own table is not shown, nor any of its villages'
    below = codes_to_hide_below(district, above, parts)
    shown = [hide_rows(part, below[name]) for name, part in parts.items()]
    # How many came to each village, everybody may know; of a table that is not shown, nobody knows a cell.
    rows = [[row[1] for row in part.rows] or [None] * width for part in shown]
    sums: list[object] = [row[1] for row in hide_rows(district, above).rows]
    if any(part.rows for part in shown):
        _nothing_is_told(rows, [sum(counts) for counts in villages], sums, villages)


def test_a_reader_who_knows_the_rule_learns_nothing_either() -> None:
    # Two hidden ones whose sum is two can only be one and one: a third line has to cover them.
    whole = table({"a": 1, "b": 1, "c": 40, "d": 60})
    shown = hide_rows(whole, codes_to_hide(whole))
    assert [row[1] for row in shown.rows] == [Hidden.FEW, Hidden.FEW, Hidden.COVER, 60]


def test_a_table_that_cannot_hide_anything_is_not_shown() -> None:
    whole = table({"a": 3})
    shown = hide_rows(whole, codes_to_hide(whole))
    assert (shown.rows, shown.total) == ((), ())
    assert shown.notes, "the reader learns why"
    assert shown.nothing != whole.nothing, "that it is hidden is not that there was nothing"


def test_where_rows_do_not_add_up_only_the_small_one_is_hidden() -> None:
    whole = table({"a": 3, "b": 9}, adds_up=False)
    assert [row[1] for row in hide_rows(whole, codes_to_hide(whole)).rows] == [Hidden.FEW, 9]


@pytest.mark.parametrize("count", [0, FEW, 400])
def test_zeros_and_enough_people_are_shown(count: int) -> None:
    whole = table({"a": count, "b": 70})
    assert hide_rows(whole, codes_to_hide(whole)) == whole
