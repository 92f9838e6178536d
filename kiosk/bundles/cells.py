"""The cells of a table, a whole column at a time: what stands in the log's rows, and what stands in CSV.

An empty cell is None, or an empty text where the column cannot be None. A text that a spreadsheet would run
as a formula gets an apostrophe before it, and so does a text that begins with one, or an empty one beside None:
taking the first apostrophe away restores every text exactly.

A column of thousands of cells has few distinct ones, so that each is looked at once: five times faster than
cell by cell, and nothing is looked at less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache
from typing import Any

from kiosk.keys.signatures import strict_json
from kiosk.visits import Change, Column, Kind, Notice, RecordKind, Shift, Visit, normal_json
from kiosk.visits.rows import Cell

#: Cells that Excel, LibreOffice or Google take for a formula, the full-width signs of East Asian keyboards
#: included.
_RUNS = "=+-@\t\r\n＝＋－＠"
_ESCAPE = "'"
_ESCAPED = (*_RUNS, _ESCAPE)
_QUOTED = re.compile('[",\\r\\n]')
_SPECIAL = re.compile(f"[{re.escape(_RUNS + _ESCAPE)}]|.*{_QUOTED.pattern}", re.DOTALL)
#: The types of the cells of a column, by what it holds and whether it may be empty.
_HOLDS: dict[tuple[Kind, bool], set[type]] = {
    (kind, nullable): {int if kind in (Kind.INTEGER, Kind.BOOLEAN) else str, *([type(None)] * nullable)}
    for kind in Kind
    for nullable in (False, True)
}
_BOOLEANS = {0: "false", 1: "true"}
#: The longest JSON that is remembered: lists of services and walkthroughs repeat, and are short.
_SHORT = 512
_EPOCH = re.compile(r"[a-z0-9-]{1,40}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def written(column: Column, cells: Sequence[Any]) -> Sequence[str]:
    """Return the cells of a column as they stand in CSV. Raises ValueError for a cell of another kind."""
    distinct = set(cells)
    if set(map(type, distinct)) - _HOLDS[column.kind, column.nullable]:
        raise ValueError(f"{column.name} holds something else")
    texts: dict[Any, str] = {None: "", "": _ESCAPE} if column.nullable else {}
    texts |= _TEXTS[column.kind](distinct - {None})
    return [texts.get(cell, cell) for cell in cells] if texts else cells


def _booleans(cells: AbstractSet[Any]) -> dict[Any, str]:
    if cells - _BOOLEANS.keys():
        raise ValueError("neither yes nor no")
    return _BOOLEANS


def _integers(cells: AbstractSet[Any]) -> dict[Any, str]:
    return {number: str(number) for number in cells}


def defused(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run, or that begins with one."""
    return _ESCAPE + text if text.startswith(_ESCAPED) else text


def _guarded(cells: AbstractSet[Any]) -> dict[Any, str]:
    return {text: _quoted(defused(text)) for text in filter(_SPECIAL.match, cells)}


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


#: By what a column holds: those of its cells that stand otherwise in CSV (RFC 4180).
_TEXTS: Mapping[Kind, Callable[[AbstractSet[Any]], dict[Any, str]]] = {
    Kind.BOOLEAN: _booleans,
    Kind.INTEGER: _integers,
    Kind.TEXT: _guarded,
    Kind.LIST: _guarded,
    Kind.OBJECT: _guarded,
}


def read(column: Column, texts: Sequence[str]) -> Sequence[Cell]:
    """Return the cells of a column of CSV as the log's rows hold them.

    Raises ValueError for a cell of another kind, KeyProblem for JSON that is none or not one of ours.
    """
    empty: dict[str, Cell] = {"": None} if column.nullable and "" in texts else {}
    if column.kind is Kind.TEXT:
        special = empty | _escaped(texts)
        return [special.get(text, text) for text in texts] if special else texts
    cell = _READERS[column.kind](column)
    cells = empty | {text: cell(text) for text in set(texts) - empty.keys()}
    return [cells[text] for text in texts]


def _escaped(texts: Sequence[str]) -> dict[str, Cell]:
    if f"\n{_ESCAPE}" not in "\n" + "\n".join(texts):  # one look at them all; it may see one too many
        return {}
    return {text: text[1:] for text in set(texts) if text[:1] == _ESCAPE}


def _boolean(text: str) -> int:
    if text not in _BOOLEANS.values():
        raise ValueError("neither true nor false")
    return int(text == _BOOLEANS[1])


def _integer(text: str) -> int:
    if len(text) > 16 or str(number := int(text)) != text:
        raise ValueError("not a whole number")
    return number


def _json(column: Column) -> Callable[[str], str]:
    return lambda text: _known(column.name, text) if len(text) <= _SHORT else _normal(column.name, text)


def _normal(name: str, text: str) -> str:
    return normal_json(name, strict_json(text.encode()))


_known = lru_cache(maxsize=16384)(_normal)

_READERS: Mapping[Kind, Callable[[Column], Callable[[str], Cell]]] = {
    Kind.INTEGER: lambda _: _integer,
    Kind.BOOLEAN: lambda _: _boolean,
    Kind.LIST: _json,
    Kind.OBJECT: _json,
}


def check(kind: RecordKind, columns: Mapping[str, Sequence[Cell]]) -> None:
    """Check what reports and keys rely on, in the columns of a table by their names. Raises ValueError."""
    for name, holds in _CHECKS[kind].items():
        if not holds(columns[name]):
            raise ValueError(f"{name} cannot be right")


def _days(cells: Iterable[Any]) -> bool:
    return all(date.fromisoformat(day).isoformat() == day for day in set(cells))


def _times(cells: Iterable[Any]) -> bool:
    found = set(cells) - {"", None}
    return all(map(_TIME.fullmatch, found)) and _days(time[:10] for time in found)


def _changes(cells: Iterable[Any]) -> bool:
    return set(cells) <= set(Change)


def _epochs(cells: Iterable[Any]) -> bool:
    return all(map(_EPOCH.fullmatch, set(cells)))


def _counters(cells: Iterable[Any]) -> bool:
    return min(cells, default=1) >= 1


_Check = Callable[[Iterable[Any]], bool]
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
