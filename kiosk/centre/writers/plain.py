"""A report for a program: stable names, raw values, no label in any language."""

from __future__ import annotations

import json

from kiosk.centre.reports.report import Report
from kiosk.centre.tables import Cell, Format, Hidden, Table, Words

_LABELS = frozenset({Format.LABEL})


def as_json(report: Report) -> str:
    """Write a report's raw values.

    The summary is one object of its figures. A report of one table is an object with its `rows`, of several one with
    its `tables` by name. A hidden cell is null, and `hidden` in its row says for each such cell "few" or "cover".
    """
    if len(report.tables) == 1 and report.table.is_figures:
        return _dumped(_figures(report.table))
    about = {"report": report.name, **_about(report)}
    if len(report.tables) == 1:
        return _dumped({**about, **_rows(report.table)})
    return _dumped({**about, "tables": {table.name: _told(table) for table in report.tables}})


def _told(table: Table) -> dict[str, object]:
    return _figures(table) if table.is_figures else _rows(table)


def _about(report: Report) -> dict[str, object]:
    first, last = report.scope.first, report.scope.last
    return {
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        "place": report.scope.place or None,
        "small_numbers_hidden": not report.shows_few,
    }


def _figures(table: Table) -> dict[str, object]:
    """The first value of each figure; those of other columns below their own names."""
    found: dict[str, object] = {str(row[0]): _value(row[2]) for row in table.rows}
    for at in range(3, len(table.columns)):
        found[table.columns[at].name] = {str(row[0]): _value(row[at]) for row in table.rows}
    hidden = {str(row[0]): row[2].value for row in table.rows if isinstance(row[2], Hidden)}
    return {**found, "hidden": hidden} if hidden else found


def _rows(table: Table) -> dict[str, object]:
    rows = [_row(table, row) for row in table.rows]
    return {"rows": rows, "total": _row(table, table.total)} if table.total else {"rows": rows}


def _row(table: Table, row: tuple[Cell, ...]) -> dict[str, object]:
    cells = {c.name: cell for c, cell in zip(table.columns, row, strict=True) if c.format not in _LABELS}
    hidden = {name: cell.value for name, cell in cells.items() if isinstance(cell, Hidden)}
    told = {name: _value(cell) for name, cell in cells.items()}
    return {**told, "hidden": hidden} if hidden else told


def _value(cell: Cell) -> object:
    if isinstance(cell, Words):
        count = {"n": cell.counted[1]} if cell.counted else {}
        return {"message": cell.message, **count, **cell.values} if cell.message else dict(cell.own)
    return None if isinstance(cell, Hidden) else cell


def _dumped(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)
