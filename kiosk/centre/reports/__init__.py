"""What the store can tell: each report is one function from figures to tables, by its name in `asking.REPORTS`.

What its words count stands in `kiosk.centre.measures`, how small numbers are hidden in `hiding` and `grid`, and how a
file is written in `kiosk.centre.writers`.
"""

from __future__ import annotations

from kiosk.centre.reports.asking import (
    REPORT_TITLES,
    REPORTS,
    compares,
    note_given_out,
    report,
    report_titles,
)
from kiosk.centre.reports.indicators import indicator_labels
from kiosk.centre.reports.promised import plan_targets, targets_list
from kiosk.centre.reports.report import Report
from kiosk.centre.reports.template import funder_templates

__all__ = [
    "REPORTS",
    "REPORT_TITLES",
    "Report",
    "compares",
    "funder_templates",
    "indicator_labels",
    "note_given_out",
    "plan_targets",
    "report",
    "report_titles",
    "targets_list",
]
