"""The manager's centre: the programme, the store, what is taken in, and the reports."""

from __future__ import annotations

from kiosk.centre.accepting import accept, requests, site_of
from kiosk.centre.audit import DEED_LABELS, MANAGER, AuditEntry, Deed
from kiosk.centre.counting import Scope
from kiosk.centre.importing import import_paths, import_waiting, take_requests
from kiosk.centre.outcome import FileResult, Outcome
from kiosk.centre.programme import (
    NewProgramme,
    manager_keys,
    new_programme,
    programme_card,
    write_card,
    write_roster,
)
from kiosk.centre.receipts import answer_one
from kiosk.centre.reports import (
    REPORT_TITLES,
    REPORTS,
    Report,
    compares,
    funder_templates,
    indicator_labels,
    note_given_out,
    plan_targets,
    report,
    report_titles,
    targets_list,
)
from kiosk.centre.schema import StoreError
from kiosk.centre.sentences import sentence
from kiosk.centre.store import KnownKiosk, Store
from kiosk.centre.tables import Table
from kiosk.centre.totals import Summary, summary
from kiosk.centre.writers import WRITERS, Writer, as_csv, as_json, as_text, as_xlsx

__all__ = [
    "DEED_LABELS",
    "MANAGER",
    "REPORTS",
    "REPORT_TITLES",
    "WRITERS",
    "AuditEntry",
    "Deed",
    "FileResult",
    "KnownKiosk",
    "NewProgramme",
    "Outcome",
    "Report",
    "Scope",
    "Store",
    "StoreError",
    "Summary",
    "Table",
    "Writer",
    "accept",
    "answer_one",
    "as_csv",
    "as_json",
    "as_text",
    "as_xlsx",
    "compares",
    "funder_templates",
    "import_paths",
    "import_waiting",
    "indicator_labels",
    "manager_keys",
    "new_programme",
    "note_given_out",
    "plan_targets",
    "programme_card",
    "report",
    "report_titles",
    "requests",
    "sentence",
    "site_of",
    "summary",
    "take_requests",
    "targets_list",
    "write_card",
    "write_roster",
]
