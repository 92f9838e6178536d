"""A report's table, and how it is written down: for eyes, for a spreadsheet, for a program."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.bundles.cells import defused
from kiosk.i18n import Language

Cell = str | int | float | None


class Format(StrEnum):
    """What a column holds, so that each way of writing can show it rightly."""

    CODE = "code"
    LABEL = "label"
    NAME = "name"
    COUNT = "count"
    HOURS = "hours"
    SHARE = "share"
    DAY = "day"


_NUMBERS = frozenset({Format.COUNT, Format.HOURS, Format.SHARE})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, its heading as a message, and what it holds."""

    name: str
    heading: str
    format: Format


@dataclass(frozen=True, slots=True)
class Table:
    """A report: raw values in rows. Labels are messages; codes and names are the same in every language.

    `formats` overrides the columns' formats cell by cell where one column holds figures of several kinds.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    formats: tuple[tuple[Format | None, ...], ...] = ()

    def shown(self, language: Language) -> tuple[list[str], list[list[str]]]:
        """Return headings and rows as a person reads them: codes left out where a label or a name says the same."""
        keep = self._columns_for_people()
        rows = [
            [_written(row[index], self._format(number, index), language) for index in keep]
            for number, row in enumerate(self.rows)
        ]
        return [language.text(self.columns[index].heading) for index in keep], rows

    def _columns_for_people(self) -> list[int]:
        named = {c.heading for c in self.columns if c.format in (Format.LABEL, Format.NAME)}
        return [
            i for i, c in enumerate(self.columns) if c.format is not Format.CODE or c.heading not in named
        ]

    def _format(self, row: int, column: int) -> Format:
        special = self.formats[row][column] if self.formats else None
        return special or self.columns[column].format


def _written(cell: Cell, format_: Format, language: Language) -> str:
    if cell is None:
        return "–"
    if format_ is Format.LABEL:
        return language.text(str(cell))
    if isinstance(cell, str):
        return language.date(date.fromisoformat(cell)) if format_ is Format.DAY else cell
    return language.percent(cell) if format_ is Format.SHARE else language.number(cell)


def as_text(table: Table, language: Language) -> str:
    """Write a table for a terminal, in the reader's language."""
    headings, rows = table.shown(language)
    everything = [headings, *rows]
    widths = [max(len(row[index]) for row in everything) for index in range(len(headings))]
    right = [column.format in _NUMBERS for column in (table.columns[i] for i in table._columns_for_people())]
    lines = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in everything
    ]
    lines.insert(1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join((language.text(table.title), "", *lines))


def as_csv(table: Table, language: Language) -> bytes:
    """Write a table for a spreadsheet: UTF-8 with the mark that Excel needs, plain numbers, no cell that could run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([defused(language.text(column.heading)) for column in table.columns])
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        writer.writerow([_for_a_spreadsheet(cell, column.format, language) for cell, column in cells])
    return text.getvalue().encode("utf-8-sig")


def as_json(table: Table) -> str:
    """Write a table for a program: stable names, raw values, no label in any language.

    The summary is one object of its figures; every other report is an object with its rows.
    """
    if [column.name for column in table.columns] == ["figure", "label", "value"]:
        return json.dumps({str(name): value for name, _label, value in table.rows}, indent=2)
    rows = [
        {c.name: cell for c, cell in zip(table.columns, row, strict=True) if c.format is not Format.LABEL}
        for row in table.rows
    ]
    return json.dumps({"report": table.name, "rows": rows}, ensure_ascii=False, indent=2)


def _for_a_spreadsheet(cell: Cell, format_: Format, language: Language) -> Cell:
    text = language.text(str(cell)) if format_ is Format.LABEL else cell
    return defused(text) if isinstance(text, str) else text
