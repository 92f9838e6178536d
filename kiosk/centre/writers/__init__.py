"""A report written down: for a terminal, for a spreadsheet, for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.centre.reports.report import Report
from kiosk.centre.writers.comma import as_csv
from kiosk.centre.writers.plain import as_json
from kiosk.centre.writers.terminal import as_text
from kiosk.centre.writers.workbook import as_xlsx
from kiosk.i18n import Language

#: Turns a report into a file's bytes, in the reader's language.
Writer = Callable[[Report, Language], bytes]


def _text(report: Report, language: Language) -> bytes:
    return (as_text(report, language) + "\n").encode()


def _json(report: Report, _language: Language) -> bytes:
    return (as_json(report) + "\n").encode()


#: Every way by the ending of its file. What needs a screen's libraries (PDF, PNG) is added where those are.
WRITERS: Mapping[str, Writer] = {"text": _text, "csv": as_csv, "xlsx": as_xlsx, "json": _json}

__all__ = ["WRITERS", "Writer", "as_csv", "as_json", "as_text", "as_xlsx"]
