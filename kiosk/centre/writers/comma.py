"""A report as CSV for a spreadsheet: UTF-8 with the mark that Excel needs, plain numbers, no cell that could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kiosk.bundles.cells import defused
from kiosk.centre.reports.report import Report
from kiosk.centre.tables import Cell, Column, Format, Hidden, Table, Words, said, written
from kiosk.i18n import N_, Language


def as_csv(report: Report, language: Language) -> bytes:
    """Write a report's tables one under the other, each below its title when there are several.

    What hidden cells mean, and the mark of a report that hides nothing, stand below.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for table in report.tables:
        if len(report.tables) > 1:
            writer.writerow([defused(said(table.title, language))])
        writer.writerows(_rows(table, language))
        if table is not report.tables[-1]:
            writer.writerow([])
    if report.shows_few or any(table.hides() for table in report.tables):
        writer.writerow([])
        writer.writerows([defused(note.said(language))] for note in report.notes())
    return text.getvalue().encode("utf-8-sig")


def _rows(table: Table, language: Language) -> Iterator[list[Cell]]:
    people = set(table.for_people())
    yield [
        defused(_heading(column, language, doubled=at not in people))
        for at, column in enumerate(table.columns)
    ]
    for number, row in enumerate(table.lines()):
        yield [_cell(cell, table.format(number, at), language) for at, cell in enumerate(row)]


def _heading(column: Column, language: Language, *, doubled: bool) -> str:
    """Return a column's heading; of a code beside its own label, that it is the code."""
    heading = said(column.heading, language)
    return language.text(N_("{heading} (code)"), heading=heading) if doubled else heading


def _cell(cell: Cell, format_: Format, language: Language) -> Cell:
    if isinstance(cell, Hidden | Words) or format_ in (Format.LABEL, Format.LANGUAGE):
        return defused(written(cell, format_, language))
    return defused(cell) if isinstance(cell, str) else cell
