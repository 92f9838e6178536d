"""A report as an XLSX workbook: a sheet a table, with real numbers, days and shares.

openpyxl and not XlsxWriter: the centre also reads workbooks (targets, places), and one library does both.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, time
from textwrap import wrap
from typing import TYPE_CHECKING, cast

from kiosk.centre.reports.report import Report
from kiosk.centre.tables import NUMBERS, Cell, Format, Hidden, Table, said, written
from kiosk.i18n import N_, Language

if TYPE_CHECKING:
    from openpyxl.cell import Cell as _Cell
    from openpyxl.worksheet.worksheet import Worksheet

_Value = str | float | date | None
_LOOKS = {
    Format.COUNT: "#,##0",
    Format.HOURS: "#,##0.0",
    Format.MEAN: "#,##0.00",
    Format.SHARE: "0%",
    Format.DAY: "yyyy-mm-dd",
    Format.MONTH: "mmmm yyyy",
    Format.CHANGE: "+#,##0.#;-#,##0.#;0",
}
#: Names of months in the report's language, wherever it is opened; else in the spreadsheet's own.
_MONTHS = {"kk": "[$-43F]", "ru": "[$-FC19]", "en": "[$-809]", "vi": "[$-42A]", "fi": "[$-40B]"}
#: What the name of a sheet may not hold, and its longest length; Excel refuses the file otherwise.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31
_NARROWEST, _WIDEST = 9, 60
#: A heading takes up to so many lines rather than widening its column.
_HEADING_LINES = 3
#: Points that a line of the heading is high.
_LINE = 15.5
#: The face of an empty workbook: what is bold shall not fall back to another one.
_FACE = "Calibri"
#: No control characters in XML 1.0; a place's name may have come from anywhere.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_xlsx(report: Report, language: Language) -> bytes:
    """Write a report as a workbook, in the reader's language. Texts are texts: no cell can run."""
    from openpyxl import Workbook  # an eighth of a second, for those who want a workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = _clean(said(report.title, language))
    book.properties.creator = "One-Stop Kiosk"
    if report.made_on is not None:  # the same report of the same day is the same file
        book.properties.created = book.properties.modified = datetime.combine(report.made_on, time(), UTC)
    taken: set[str] = set()
    for table in report.tables:
        sheet = book.create_sheet(_sheet_name(said(table.title, language), taken))
        _fill(sheet, report, table, language)
    written_book = io.BytesIO()
    book.save(written_book)
    return written_book.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that no other sheet has, in whichever letters' case."""
    plain = _FORBIDDEN.sub(" ", _clean(title)).strip() or "–"
    name, number = plain[:_LONGEST].strip(), 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _LONGEST - 4].strip()} {number}"
    taken.add(name.casefold())
    return name


def _fill(sheet: Worksheet, report: Report, table: Table, language: Language) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    _put(sheet, 1, 1, said(table.title, language)).font = Font(_FACE, bold=True, size=14)
    row = 2
    for label, value in report.heading(language):
        _put(sheet, row, 1, f"{label}: {value}")
        row += 1
    row += 1
    keep = table.for_people()
    for at, index in enumerate(keep, 1):
        heading = _put(sheet, row, at, said(table.columns[index].heading, language))
        _as_heading(heading, number=table.columns[index].format in NUMBERS)
    sheet.freeze_panes = f"A{row + 1}"
    first = row + 1
    for number, line in enumerate(table.lines()):
        row += 1
        for at, index in enumerate(keep, 1):
            cell = _put(sheet, row, at, *_value(line[index], table.format(number, index), language))
            if number == len(table.rows):
                cell.font = Font(_FACE, bold=True)
            if isinstance(line[index], Hidden):
                cell.alignment = Alignment(horizontal="right")
    if not table.rows:
        row += 1
        _put(sheet, row, 1, language.text(table.nothing))
    if len(table.rows) > 1:  # the total stays out of it: sorted, it stands below still
        sheet.auto_filter.ref = f"A{first - 1}:{_letter(len(keep))}{first - 1 + len(table.rows)}"
    _widen(sheet, first - 1, len(keep))
    for note in report.notes_of(table):
        row += 1
        _put(sheet, row + 1, 1, note.said(language)).font = Font(_FACE, italic=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = False  # as many pages as it takes, each as wide as the table
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{first - 1}:{first - 1}"


def _as_heading(cell: _Cell, *, number: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell.font = Font(_FACE, bold=True)
    cell.fill = PatternFill("solid", start_color="DDEFEA")
    cell.border = Border(bottom=Side("thin", color="0B4F45"))
    cell.alignment = Alignment(horizontal="right" if number else "left", wrap_text=True, vertical="bottom")


def _put(sheet: Worksheet, row: int, column: int, value: _Value, look: str = "") -> _Cell:
    """Put a value into a cell; a text stays a text, whatever it begins with."""
    cell = cast("_Cell", sheet.cell(row, column))
    if isinstance(value, str):
        cell.value = _clean(value)
        cell.data_type = "s"
    else:
        cell.value = value
    if look:
        cell.number_format = look
    return cell


def _value(cell: Cell, format_: Format, language: Language) -> tuple[_Value, str]:
    """Return what stands in a cell, and how it looks."""
    if cell is None:
        return None, ""
    if isinstance(cell, str) and format_ is Format.DAY:
        return date.fromisoformat(cell), _LOOKS[format_]
    if isinstance(cell, str) and format_ is Format.MONTH:
        return date.fromisoformat(f"{cell}-01"), f"{_MONTHS.get(language.code, '')}{_LOOKS[format_]}"
    if isinstance(cell, int | float):
        if (
            format_ is Format.POINTS
        ):  # of hundred, with their own word: a percent sign would say something else
            unit = language.text(N_("{points} pp"), points="").strip()
            return round(100 * cell, 2), f'+0" {unit}";-0" {unit}";0" {unit}"'
        return cell, _LOOKS.get(format_, "")
    return written(cell, format_, language), ""


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _widen(sheet: Worksheet, heading: int, columns: int) -> None:
    """Give each column the width of what stands in it; a heading breaks between its words, and its row is as high."""
    lines = 1
    for column in range(1, columns + 1):
        cells = (sheet.cell(row, column).value for row in range(heading + 1, sheet.max_row + 1))
        longest = max((len(str(value)) for value in cells if value is not None), default=0)
        title = str(sheet.cell(heading, column).value or "")
        words = max((len(word) for word in title.split()), default=0)
        width = min(max(longest, words, -(-len(title) // _HEADING_LINES)) + 2, _WIDEST)
        sheet.column_dimensions[_letter(column)].width = max(width, _NARROWEST)
        lines = max(lines, len(wrap(title, max(width, _NARROWEST) - 2)))
    sheet.row_dimensions[heading].height = _LINE * lines


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
