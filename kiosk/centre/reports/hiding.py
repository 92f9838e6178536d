"""Tables without small counts of people. How it is decided what to hide stands in `kiosk.centre.reports.grid`.

Hidden are counts of one to four in tables that describe people (`Guard`), with what could tell them: the rest of their
row, other rows of the table, the same cells of the places beside and above, and of the months and the year around the
period, so that nothing shows when one report is taken from a larger one. Not hidden: programme totals and counts of
work (settlements, volunteers, kiosks, shifts). Not guarded against: two periods of somebody's own choice that overlap
for all but a few days, reports made before their period was over, and what a reader knows already. What is handed out
should be of whole months that are over.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from kiosk.centre.reports.grid import Grid, Spot, conceal, is_few
from kiosk.centre.tables import NO_BREAKDOWN, NUMBERS, Cell, Hidden, Share, Table, Words

_SUM, _REST = "sum", "rest"

#: The codes of a table's rows that must be hidden; None: the table must not be shown at all.
Codes = frozenset[str] | None


def codes_to_hide(table: Table) -> Codes:
    """Return what a table by itself must hide."""
    guard = table.guard
    if guard is None or guard.crossed:
        return frozenset()
    hidden: set[Hashable] = set()
    grids = [
        Grid(
            {
                code: Spot(count, _SUM if guard.adds_up else None)
                for code, count in _counts(table, name).items()
            }
        )
        for name in guard.counts
    ]
    return frozenset(map(str, hidden)) if conceal(grids, hidden) else None


def codes_to_hide_below(whole: Table, hidden: Codes, parts: Mapping[str, Table]) -> dict[str, Codes]:
    """Return what the tables of the parts of a whole must hide: the places that lie in a place.

    `hidden` is what the table of the whole hides. The parts need not add up to it: the rest is a part of its own.
    """
    guard = whole.guard
    if guard is None or guard.crossed:
        return dict.fromkeys(parts, frozenset())
    if hidden is None:
        return dict.fromkeys(parts)
    alone = {part: codes_to_hide(table) for part, table in parts.items()}
    keys: set[Hashable] = {(_SUM, code) for code in hidden}
    keys |= {(part, code) for part, codes in alone.items() if codes is None for code in _codes(whole)}
    grids = [_around(name, whole, hidden, parts, alone) for name in guard.counts]
    if not conceal(grids, keys):
        return dict.fromkeys(parts)
    return {
        part: None
        if alone[part] is None
        else frozenset(code for code in _codes(table) if (part, code) in keys)
        for part, table in parts.items()
    }


def _around(
    name: str, whole: Table, hidden: frozenset[str], parts: Mapping[str, Table], alone: Mapping[str, Codes]
) -> Grid:
    """The counts of one column: a line for each part, a column for each code, and the sums that are not shown."""
    sums = _counts(whole, name)
    counts = {part: _counts(table, name) for part, table in parts.items()}
    counts[_REST] = {code: sums[code] - sum(found.get(code, 0) for found in counts.values()) for code in sums}
    adds_up = whole.guard is not None and whole.guard.adds_up
    spots: dict[Hashable, Spot] = {}
    for part, found in counts.items():
        loose = part in alone and alone[part] is None
        for code in sums:
            count = found.get(code, 0)
            if count > 0 or loose:
                spots[part, code] = Spot(count, part if adds_up else None, code, loose=loose)
    for code in hidden:
        spots[_SUM, code] = Spot(sums.get(code, 0), _SUM if adds_up else None, code, margin=True)
    return Grid(spots)


def hide_rows(table: Table, codes: Codes) -> Table:
    """Return a table with the rows of these codes hidden, or without rows when it must not be shown."""
    if table.guard is None or not table.rows or codes == frozenset():
        return table
    if codes is None:
        return _not_shown(table)
    figures = {at for at, column in enumerate(table.columns) if at and column.format in NUMBERS}
    if table.guard.only:
        figures = {table.at(name) for name in table.guard.counts}
    empty = {table.at(name) for name in table.guard.derived}
    rows = [
        tuple(
            None if at in empty else _mark(cell) if at in figures and code in codes else cell
            for at, cell in enumerate(row)
        )
        for code, row in zip(_codes(table), table.rows, strict=True)
    ]
    return replace(table, rows=tuple(rows))


def hide_cells(table: Table, rows: Codes, columns: Codes) -> Table:
    """Return a crossed table without small counts; `rows` and `columns` are what its two margins hide elsewhere."""
    if table.guard is None or not table.rows:
        return table
    if rows is None or columns is None:
        return _not_shown(table)
    *inner, last = (table.at(name) for name in table.guard.counts)
    lines = list(table.lines())
    spots: dict[Hashable, Spot] = {}
    hidden: set[Hashable] = set()
    for number, line in enumerate(lines):
        for at in (*inner, last):
            margin = number == len(table.rows) or at == last
            secret = str(line[0]) in rows if at == last else table.columns[at].name in columns
            count = _number(line[at])
            if margin and not secret and not is_few(count):
                continue  # a sum that is shown is a constant
            if margin and number == len(table.rows) and at == last:
                continue  # so is the sum of all
            spots[number, at] = Spot(count, number, at if table.total else None, margin=margin)
            hidden |= {(number, at)} if margin else set()
    if not conceal([Grid(spots)], hidden):
        return _not_shown(table)
    shown = [
        tuple(_mark(cell) if (number, at) in hidden else cell for at, cell in enumerate(line))
        for number, line in enumerate(lines)
    ]
    return replace(table, rows=tuple(shown[: len(table.rows)]), total=shown[-1] if table.total else ())


def hide_places(table: Table, whole: Table) -> Table:
    """Return a table of places without small counts; `whole` is the same one for all places."""
    if table.guard is None or not table.guard.only:
        return table
    mine, all_of_them = codes_to_hide(table), codes_to_hide(whole)
    return hide_rows(table, None if mine is None or all_of_them is None else mine | all_of_them)


def hide_shares(table: Table) -> Table:
    """Return a table without shares of fewer than five; the totals of a programme keep theirs."""
    if table.is_figures:
        return table
    rows = tuple(_without_few_of(row) if Share in map(type, row) else row for row in table.lines())
    return replace(table, rows=rows[: len(table.rows)], total=rows[-1] if table.total else ())


def _without_few_of(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(Hidden.FEW if isinstance(cell, Share) and is_few(cell.of) else cell for cell in row)


def _not_shown(table: Table) -> Table:
    return replace(table, rows=(), total=(), formats=(), plot=None, withheld=True).with_notes(
        Words(NO_BREAKDOWN)
    )


def _mark(cell: Cell) -> Hidden:
    return Hidden.FEW if is_few(cell) else Hidden.COVER


def _codes(table: Table) -> list[str]:
    return [str(row[0]) for row in table.rows]


def _counts(table: Table, name: str) -> dict[str, int]:
    at = table.at(name)
    return {str(row[0]): _number(row[at]) for row in table.rows}


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def describes_people(tables: Iterable[Table]) -> bool:
    """Tell whether there is a table in which small counts would be hidden."""
    return any(table.guard is not None for table in tables)
