"""The cells of a table, a whole column at a time: what stands in the log's rows, and what stands in CSV.

An empty cell is None, or an empty text where the column cannot be None. A text that a spreadsheet would run
as a formula gets an apostrophe before it, and so does a text that begins with one: taking the first
apostrophe away restores every text exactly.

A column of thousands of cells has few distinct ones, so that each is looked at once: five times faster than
cell by cell, and nothing is looked at less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from kiosk.keys.signatures import strict_json
from kiosk.visits import Change, Column, Kind, Notice, RecordKind, Shift, Visit, normal_json

Cell = str | int | None

#: Cells that Excel, LibreOffice or Google take for a formula, the full-width signs of East Asian keyboards
#: included.
_RUNS = frozenset("=+-@\t\r\n＝＋－＠")
_ESCAPE = "'"
_ESCAPED = _RUNS | {_ESCAPE}
_TRUE, _FALSE = "true", "false"
_BOOLEANS: dict[Cell, str] = {None: "", 0: _FALSE, 1: _TRUE}
#: The longest JSON that is remembered: lists of services and walkthroughs repeat, and are short.
_SHORT = 512
_EPOCH = re.compile(r"[a-z0-9-]{1,40}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def written(column: Column, cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells of a column as they stand in CSV."""
    if column.kind is Kind.BOOLEAN:
        return [_BOOLEANS[cell] for cell in cells]
    if column.kind is not Kind.TEXT:
        return cells
    marked = {cell for cell in set(cells) if isinstance(cell, str) and cell[:1] in _ESCAPED}
    return [f"{_ESCAPE}{cell}" if cell in marked else cell for cell in cells] if marked else cells


def read(column: Column, texts: Sequence[str]) -> Sequence[Cell]:
    """Return the cells of a column of CSV as the log's rows hold them.

    Raises ValueError for a cell of another kind, KeyProblem for JSON that is none or not one of ours.
    """
    distinct = set(texts)
    empty: dict[str, Cell] = {"": None} if column.nullable and "" in distinct else {}
    distinct -= empty.keys()
    if column.kind is Kind.TEXT:
        special = empty | {text: text[1:] for text in distinct if text[:1] == _ESCAPE}
        return [special.get(text, text) for text in texts] if special else texts
    cell = _READERS[column.kind](column)
    cells = empty | {text: cell(text) for text in distinct}
    return [cells[text] for text in texts]


def _boolean(text: str) -> int:
    if text not in (_TRUE, _FALSE):
        raise ValueError("neither true nor false")
    return int(text == _TRUE)


def _integer(text: str) -> int:
    if len(text) > 16 or str(number := int(text)) != text:
        raise ValueError("not a whole number")
    return number


def _json(column: Column) -> Callable[[str], str]:
    return lambda text: _known(column.name, text) if len(text) <= _SHORT else _normal(column.name, text)


def _normal(name: str, text: str) -> str:
    return normal_json(name, strict_json(text.encode()))


_known = lru_cache(maxsize=4096)(_normal)

_READERS: Mapping[Kind, Callable[[Column], Callable[[str], Cell]]] = {
    Kind.INTEGER: lambda _: _integer,
    Kind.BOOLEAN: lambda _: _boolean,
    Kind.LIST: _json,
    Kind.OBJECT: _json,
}


def check(kind: RecordKind, columns: Mapping[str, Sequence[Cell]]) -> None:
    """Check what reports and keys rely on, in the columns of a table by their names. Raises ValueError."""
    for name, holds in _CHECKS[kind].items():
        if not holds({cell for cell in set(columns[name]) if cell is not None}):
            raise ValueError(f"{name} cannot be right")


def _days(cells: Iterable[Cell]) -> bool:
    return all(date.fromisoformat(str(day)).isoformat() == day for day in cells)


def _times(cells: Iterable[Cell]) -> bool:
    found = [_TIME.fullmatch(str(time)) for time in cells if time != ""]
    return all(found) and _days({time[1] for time in found if time})


def _changes(cells: Iterable[Cell]) -> bool:
    return set(cells) <= set(Change)


def _epochs(cells: Iterable[Cell]) -> bool:
    return all(_EPOCH.fullmatch(str(epoch)) for epoch in cells)


def _counters(cells: Iterable[Cell]) -> bool:
    return all(isinstance(number, int) and number >= 1 for number in cells)


_Check = Callable[[Iterable[Cell]], bool]
_CHECKS: Mapping[RecordKind, Mapping[str, _Check]] = {
    Visit: {
        "visit_date": _days,
        "started_at": _times,
        "ended_at": _times,
        "change": _changes,
        "revision": _counters,
        "visit_epoch": _epochs,
        "visit_seq": _counters,
    },
    Shift: {
        "shift_date": _days,
        "started_at": _times,
        "ended_at": _times,
        "change": _changes,
        "revision": _counters,
        "shift_epoch": _epochs,
        "shift_seq": _counters,
    },
    Notice: {"notice_date": _days, "made_at": _times},
}
