"""A list that somebody keeps in a spreadsheet, read line by line: XLSX or CSV."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kiosk.centre.engine import StoreError
from kiosk.i18n import Language

#: Endings of the files that are read; by them a dialog chooses.
ENDINGS = (".xlsx", ".csv")
#: Bytes and lines beyond which a file is no list of a programme.
_MOST_BYTES, _MOST_LINES = 50_000_000, 200_000
#: Lines among which the one that names the columns is looked for: a title and a date may stand above it.
_MOST_ABOVE = 20
_ESCAPE = "'"


class Line(NamedTuple):
    """One line of the list: its number in the file (the heading is line 1 as a rule) and its cells by column."""

    number: int
    cells: Mapping[str, str]


def read_lines(
    path: Path, columns: Mapping[str, str], needed: Collection[str], languages: Iterable[Language]
) -> list[Line]:
    """Read a list with the given columns: their names, and their headings as messages.

    One line names the columns, by name or by heading in one of `languages`, in any order; what stands above it, other
    columns and empty lines are passed over. Raises StoreError when the file cannot be read so.
    """
    rows = _rows(path)
    headings = list(languages)
    first, places = 0, dict[str, int]()
    for number, row in enumerate(rows[:_MOST_ABOVE]):
        found = _places(row, columns, headings)
        if len(found) > len(places):
            first, places = number, found
    if missing := [name for name in columns if name in needed and name not in places]:
        raise StoreError(
            "{path} needs a line that names the columns {columns}. Missing: {missing}.",
            path=path.name,
            columns=", ".join(columns),
            missing=", ".join(missing),
        )
    return [
        Line(number, {name: row[place] if place < len(row) else "" for name, place in places.items()})
        for number, row in enumerate(rows[first + 1 :], first + 2)
        if any(row)
    ]


def _places(
    heading: Sequence[str], columns: Mapping[str, str], languages: Iterable[Language]
) -> dict[str, int]:
    names: dict[str, str] = {}
    for language in languages:
        names |= {_bare(language.text(message)): name for name, message in columns.items()}
    names |= {_bare(message): name for name, message in columns.items()} | {name: name for name in columns}
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        if (name := names.get(_bare(cell))) is not None:
            found.setdefault(name, place)
    return found


def _bare(cell: str) -> str:
    return cell.casefold().strip(" *:")


def _rows(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise StoreError("{path} is too large for a list.", path=path.name)
        data = path.read_bytes()
    except OSError as problem:
        raise StoreError(
            "{path} cannot be read: {reason}", path=path.name, reason=problem.strerror
        ) from problem
    rows: Sequence[Sequence[object]]
    rows = _from_text(path, data) if path.suffix.casefold() in (".csv", ".txt") else _from_sheet(path, data)
    if len(rows) > _MOST_LINES:
        raise StoreError("{path} is too large for a list.", path=path.name)
    return [[_cell(cell) for cell in row] for row in rows]


def _from_text(path: Path, data: bytes) -> list[list[str]]:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        written = data.decode(encoding)
        first = written.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        return list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
    except UnicodeDecodeError as problem:  # an older Windows encoding: which one, nobody can tell for certain
        raise StoreError(
            "The letters in {path} cannot be read. Save it as XLSX, or as “CSV UTF-8”.", path=path.name
        ) from problem
    except csv.Error as problem:
        raise StoreError("{path} cannot be read: {reason}", path=path.name, reason=problem) from problem


def _from_sheet(path: Path, data: bytes) -> Sequence[Sequence[object]]:
    from openpyxl import load_workbook  # no other verb shall wait for it

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [["" if cell is None else cell for cell in row] for row in islice(rows, _MOST_LINES + 1)]
    except Exception as problem:  # whatever a broken archive makes its parsers say
        raise StoreError(
            "{path} is no spreadsheet that can be read. XLSX and CSV can.", path=path.name
        ) from problem


def _cell(cell: object) -> str:
    """Return a cell as a text: composed, a whole number without its point, our own escape taken away."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFC", str(cell)).strip()
    return text.removeprefix(_ESCAPE) if text[1:2] in "=+-@'" else text
