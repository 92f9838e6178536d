"""The tables in a bundle: CSV that a spreadsheet opens, and the Frictionless package that describes them.

An empty cell is None, or an empty text where the column cannot be None. A text that a spreadsheet would run
as a formula gets an apostrophe before it, and so does a text that begins with one: taking the first
apostrophe away restores every text exactly.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import IO, Any, TypeVar
from zipfile import BadZipFile

from kiosk.bundles.refusals import damaged
from kiosk.errors import KeyProblem
from kiosk.keys.members import STAMP
from kiosk.keys.signatures import strict_json
from kiosk.visits import Change, Column, Kind, Notice, Shift, Visit, columns, from_row, schema, to_row

Cell = str | int | None
Record = TypeVar("Record", Visit, Shift, Notice)

#: Cells that Excel, LibreOffice or Google take for a formula, the full-width signs of East Asian keyboards
#: included.
_RUNS = frozenset("=+-@\t\r\n＝＋－＠")
_ESCAPE = "'"
_ESCAPED = _RUNS | {_ESCAPE}
_BOOLEANS = {"true": 1, "false": 0}
_JSON_KINDS = (Kind.LIST, Kind.OBJECT)
_EMPTY_JSON = ("[]", "{}")
_EPOCH = re.compile(r"[a-z0-9-]{1,40}")
#: What stands in a column of which an older version of the program knew nothing.
_MISSING: dict[Kind, Cell] = {
    Kind.TEXT: "",
    Kind.INTEGER: 0,
    Kind.BOOLEAN: 0,
    Kind.LIST: "[]",
    Kind.OBJECT: "{}",
}
#: Texts that have a type of their own in the package's schema.
_TYPED = {"_at": "datetime", "_date": "date"}


def write_table(cls: type[Record], records: Sequence[Record]) -> bytes:
    """Write records as CSV (RFC 4180, UTF-8): a line of names, then a line a record."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns(cls))
    writer.writerows(_lines(cls, records))
    return text.getvalue().encode()


def _lines(cls: type[Record], records: Iterable[Record]) -> Iterator[list[Cell]]:
    texts = [at for at, column in enumerate(schema(cls)) if column.kind is Kind.TEXT]
    booleans = [at for at, column in enumerate(schema(cls)) if column.kind is Kind.BOOLEAN]
    for record in records:
        cells = list(to_row(record))
        for at in texts:
            cell = cells[at]
            if isinstance(cell, str) and cell[:1] in _ESCAPED:
                cells[at] = _ESCAPE + cell
        for at in booleans:
            if (cell := cells[at]) is not None:
                cells[at] = "true" if cell else "false"
        yield cells


class _Bounded(io.RawIOBase):
    """A stream that ends in a refusal when more comes out of it than it may hold."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file = file
        self._left = limit

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the buffer protocol has no name in 3.11
        """Read into `buffer`, never beyond the limit."""
        try:
            data = self._file.read(len(buffer))
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError) as problem:
            raise damaged(f"a table: {problem!r}") from None
        self._left -= len(data)
        if self._left < 0:
            raise damaged("a table is larger than it may be")
        buffer[: len(data)] = data
        return len(data)


def read_table(cls: type[Record], file: IO[bytes], count: int, limit: int) -> tuple[Record, ...]:
    """Read what `write_table` wrote, perhaps in another version of the program: columns go by their names.

    `count` records are expected, `limit` bytes are the most. Raises BundleRefused (damaged).
    """
    text = io.TextIOWrapper(io.BufferedReader(_Bounded(file, limit)), encoding="utf-8", newline="")
    records: list[Record] = []
    try:
        lines = csv.reader(text, strict=True)
        read = _reader(schema(cls), next(lines, []))
        for line in lines:
            if len(records) == count:
                raise damaged(f"more records than announced: {cls.__name__}")
            records.append(_checked(from_row(cls, read(line))))
    except (ValueError, csv.Error, RecursionError, KeyProblem) as problem:
        raise damaged(f"{cls.__name__}, line {len(records) + 2}: {type(problem).__name__}") from None
    if len(records) != count:
        raise damaged(f"fewer records than announced: {cls.__name__}")
    return tuple(records)


class _reader:  # noqa: N801 - called like the function that it is
    """Turns a line of CSV into a row as the log holds it. Raises ValueError for a cell of another kind."""

    def __init__(self, wanted: Sequence[Column], names: Sequence[str]) -> None:
        where = {name: at for at, name in enumerate(names)}
        if len(where) != len(names) or not where.keys() >= {"kiosk", "epoch", "seq"}:
            raise ValueError("the columns' names")
        self._width = len(names)
        self._plan = [(where.get(column.name), column) for column in wanted]

    def __call__(self, line: Sequence[str]) -> list[Cell]:
        if len(line) != self._width:
            raise ValueError("a line of another length")
        return [
            (None if column.nullable else _MISSING[column.kind]) if at is None else _cell(line[at], column)
            for at, column in self._plan
        ]


def _cell(text: str, column: Column) -> Cell:
    if column.kind is Kind.TEXT:
        if not text and column.nullable:
            return None
        return text[1:] if text[:1] == _ESCAPE else text
    if not text and column.nullable:
        return None
    if column.kind is Kind.INTEGER:
        if len(text) > 16 or str(number := int(text)) != text:
            raise ValueError("not a whole number")
        return number
    if column.kind is Kind.BOOLEAN:
        if text not in _BOOLEANS:
            raise ValueError("neither true nor false")
        return _BOOLEANS[text]
    if text not in _EMPTY_JSON:
        strict_json(text.encode())
    return text


def _checked(record: Record) -> Record:
    """Check what reports and keys rely on. Raises ValueError."""
    if isinstance(record, Notice):
        day, thing, times = record.notice_date, None, (record.made_at,)
    elif isinstance(record, Shift):
        day, thing = record.shift_date, (record.shift_epoch, record.shift_seq)
        times = (record.started_at, record.ended_at or "")
    else:
        day, thing, times = (
            record.visit_date,
            (record.visit_epoch, record.visit_seq),
            (record.started_at, record.ended_at),
        )
    if date.fromisoformat(day).isoformat() != day:
        raise ValueError("not a day")
    if not all(time == "" or STAMP.fullmatch(time) for time in times):
        raise ValueError("not a time")
    if thing is None or isinstance(record, Notice):
        return record
    Change(record.change)
    if record.revision < 1 or thing[1] < 1 or not _EPOCH.fullmatch(thing[0]):
        raise ValueError("no revision of anything")
    return record


def describe(counts: Mapping[str, int], bound: Mapping[str, Any]) -> bytes:
    """Write datapackage.json: the tables' schemas, and `bound`, what the signed header says."""
    package = {
        "profile": "tabular-data-package",
        "name": "one-stop-kiosk-bundle",
        "title": "One-Stop Kiosk: visits, shifts and notices",
        "description": "The apostrophe that begins a cell only keeps spreadsheets from running it.",
        "resources": [_resource(Visit, counts), _resource(Shift, counts), _resource(Notice, counts)],
        "bundle": bound,
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def table_name(cls: type) -> str:
    """Return a table's name: visits, shifts or notices."""
    return f"{cls.__name__.lower()}s"


def _resource(cls: type[Record], counts: Mapping[str, int]) -> dict[str, Any]:
    name = table_name(cls)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "rows": counts[name],
        "schema": {
            "fields": [{"name": column.name, "type": _type(column)} for column in schema(cls)],
            "primaryKey": ["kiosk", "epoch", "seq"],
            "missingValues": [""],
        },
    }


def _type(column: Column) -> str:
    if column.kind is not Kind.TEXT:
        return column.kind.value
    return next((kind for ending, kind in _TYPED.items() if column.name.endswith(ending)), "string")
