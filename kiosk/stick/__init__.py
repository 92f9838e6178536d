"""The stick: what lies on it, writing that survives its being pulled, joining and exporting."""

from __future__ import annotations

from kiosk.stick.device import Device, NotVerifiedError, holds, write_surviving, write_together
from kiosk.stick.exporting import ExportResult, Progress, export
from kiosk.stick.folder import FOLDER, Stick
from kiosk.stick.intake import card_at, load_card
from kiosk.stick.joining import Invitation, invitation, join, own_digits
from kiosk.stick.outcomes import ADVICE, SENTENCES, Outcome, StickError, outcome_of, sentence_of
from kiosk.stick.patience import Patient
from kiosk.stick.state import REVOKED, KioskStatus, status

__all__ = [
    "ADVICE",
    "FOLDER",
    "REVOKED",
    "SENTENCES",
    "Device",
    "ExportResult",
    "Invitation",
    "KioskStatus",
    "NotVerifiedError",
    "Outcome",
    "Patient",
    "Progress",
    "Stick",
    "StickError",
    "card_at",
    "export",
    "holds",
    "invitation",
    "join",
    "load_card",
    "outcome_of",
    "own_digits",
    "sentence_of",
    "status",
    "write_surviving",
    "write_together",
]
