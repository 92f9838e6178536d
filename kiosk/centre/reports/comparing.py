"""The period before, and how a table's figures have changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kiosk.centre.counting import Scope
from kiosk.centre.engine import StoreError
from kiosk.centre.tables import NUMBERS, Cell, Column, Format, Hidden, Table, Words
from kiosk.i18n import N_

_BEFORE, _CHANGE = N_("{figure}, before"), N_("{figure}, change")


def before(scope: Scope) -> Scope:
    """Return the period of the same length right before; whole calendar months are compared with calendar months.

    Raises StoreError when the period has no beginning or no end.
    """
    if scope.first is None or scope.last is None:
        raise StoreError("To compare, the report needs a period with a first and a last day.")
    day_after = scope.last + timedelta(days=1)
    if scope.first.day == 1 and day_after.day == 1:
        months = 12 * (day_after.year - scope.first.year) + day_after.month - scope.first.month
        first = _months_back(scope.first, months)
    else:
        first = scope.first - (day_after - scope.first)
    return replace(scope, first=first, last=scope.first - timedelta(days=1))


def _months_back(day: date, months: int) -> date:
    number = 12 * day.year + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def compared(now: Table, earlier: Table) -> Table:
    """Return a table with each figure as it was before, and its change; rows that were only there before come last.

    Where either figure is hidden, so is the change. A table that shows a course of time itself stays as it is.
    """
    if now.columns[0].format in (Format.DAY, Format.MONTH):
        return now
    keys = [at for at, column in enumerate(now.columns) if column.format not in NUMBERS or now.is_key(at)]
    was = {_key(row, keys): (number, row) for number, row in enumerate(earlier.rows)}
    here = {_key(row, keys) for row in now.rows}
    gone = [(number, row) for key, (number, row) in was.items() if key not in here]
    rows, formats = [], []
    for number, row in enumerate(now.rows):
        then = was.get(_key(row, keys))
        told = [now.format(number, at) for at in range(len(row))]
        rows.append(_line(row, then[1] if then else None, told, keys, known=bool(earlier.rows)))
        formats.append(_formats(told, keys))
    for number, row in gone:
        told = [earlier.format(number, at) for at in range(len(row))]
        nothing = tuple(cell if at in keys else _none(cell, told[at]) for at, cell in enumerate(row))
        rows.append(_line(nothing, row, told, keys, known=True))
        formats.append(_formats(told, keys))
    total: tuple[Cell, ...] = ()
    if now.total:
        told = [column.format for column in now.columns]
        total = _line(now.total, earlier.total or None, told, keys, known=bool(earlier.rows))
        formats.append(_formats(told, keys))
    return replace(
        now, columns=tuple(_columns(now, keys)), rows=tuple(rows), formats=tuple(formats), total=total
    )


def _key(row: tuple[Cell, ...], keys: list[int]) -> tuple[str, ...]:
    return tuple(repr(row[at]) for at in keys[:1])


def _columns(table: Table, keys: list[int]) -> Iterator[Column]:
    for at, column in enumerate(table.columns):
        yield column
        if at not in keys:
            figure = {
                "figure": column.heading if isinstance(column.heading, Words) else Words(column.heading)
            }
            yield Column(f"{column.name}_before", Words(_BEFORE, figure), column.format)
            yield Column(f"{column.name}_change", Words(_CHANGE, figure), _change_of(column.format))


def _formats(told: list[Format], keys: list[int]) -> tuple[Format | None, ...]:
    found: list[Format | None] = []
    for at, format_ in enumerate(told):
        found += [format_] if at in keys else [format_, format_, _change_of(format_)]
    return tuple(found)


def _change_of(format_: Format) -> Format:
    return Format.POINTS if format_ is Format.SHARE else Format.CHANGE


def _line(
    row: tuple[Cell, ...], then: tuple[Cell, ...] | None, told: list[Format], keys: list[int], *, known: bool
) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for at, cell in enumerate(row):
        if at in keys:
            found.append(cell)
            continue
        old = then[at] if then is not None else _none(cell, told[at]) if known else None
        found += [cell, old, _change(cell, old)]
    return tuple(found)


def _none(cell: Cell, format_: Format) -> Cell:
    """Return what stands where a row did not exist: no consultations are 0, a share of nothing is nothing."""
    return None if format_ in (Format.SHARE, Format.MEAN) or cell is None else 0


def _change(now: Cell, then: Cell) -> Cell:
    if isinstance(now, Hidden) or isinstance(then, Hidden):
        return Hidden.COVER
    if isinstance(now, int | float) and isinstance(then, int | float):
        return round(now - then, 4)
    return None
