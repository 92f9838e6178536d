"""A report as lines of a terminal."""

from __future__ import annotations

from kiosk.centre.reports.report import Report
from kiosk.centre.tables import NUMBERS, Table, said
from kiosk.i18n import Language


def as_text(report: Report, language: Language) -> str:
    """Write a report for a terminal, in the reader's language."""
    title = said(report.title, language)
    parts = [title, *(f"{label}: {value}" for label, value in report.heading(language))]
    for table in report.tables:
        heading = said(table.title, language)
        parts += ["", *([] if heading == title else [heading, ""]), *_lines(table, language)]
    notes = [note.said(language) for note in report.notes()]
    return "\n".join((*parts, *([""] if notes else []), *notes))


def _lines(table: Table, language: Language) -> list[str]:
    headings, rows = table.shown(language)
    if not rows:
        return [language.text(table.nothing)]
    everything = [headings, *rows]
    widths = [max(len(row[index]) for row in everything) for index in range(len(headings))]
    right = [table.columns[index].format in NUMBERS for index in table.for_people()]
    lines = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in everything
    ]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    lines.insert(1, rule)
    if table.total:
        lines.insert(len(lines) - 1, rule)
    return lines
