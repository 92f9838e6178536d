"""What the store can tell: each report is one function. What their words count stands in `kiosk.centre.counting`."""

from __future__ import annotations

from kiosk.centre.reports.asking import REPORT_TITLES, REPORTS, report
from kiosk.centre.reports.report import Report

__all__ = ["REPORTS", "REPORT_TITLES", "Report", "report"]
