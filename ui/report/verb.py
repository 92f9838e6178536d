"""`kiosk report` with all its ways of writing; one that draws needs no screen for it."""

from __future__ import annotations

import os
from functools import partial

from kiosk.centre import Report, Writer
from kiosk.cli.report import report_verb
from kiosk.i18n import Language


def _drawn(form: str, report: Report, language: Language) -> bytes:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.app import application_with_fonts  # only for what is drawn: a table in a terminal needs no Qt
    from ui.report.writers import ALL_WRITERS

    kept = application_with_fonts()
    written = ALL_WRITERS[form](report, language)
    del kept
    return written


def _writers() -> dict[str, Writer]:
    from kiosk.centre import WRITERS

    return {**WRITERS, **{form: partial(_drawn, form) for form in ("pdf", "png")}}


report = report_verb(_writers())
