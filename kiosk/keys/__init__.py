"""Keys, signatures and sealing, and the signed documents between kiosks and their manager."""

from __future__ import annotations

from kiosk.keys.card import Card, CardStep, compare, joining_digits, read_card
from kiosk.keys.documents import (
    Enrolment,
    EpochReceipt,
    Protection,
    Receipt,
    Roster,
    RosterVolunteer,
    Wish,
    read_enrolment,
    read_receipt,
    read_roster,
)
from kiosk.keys.holders import KioskKeys, ManagerKeys, sealing_key_on, signing_key_on
from kiosk.keys.members import IDENTIFIER, Members, NewerVersion
from kiosk.keys.paper import Paper, from_paper, paper_code, paper_form
from kiosk.keys.roll import AcceptedKey, Roll, RollEntry, read_roll
from kiosk.keys.sealing import Opener, SealingKey, open_sealed, seal
from kiosk.keys.signatures import (
    Context,
    SigningKey,
    canonical,
    decoded,
    digits,
    encoded,
    fingerprint,
    key_id,
    parse,
    read_document,
    sign_document,
    verify,
)

__all__ = [
    "IDENTIFIER",
    "AcceptedKey",
    "Card",
    "CardStep",
    "Context",
    "Enrolment",
    "EpochReceipt",
    "KioskKeys",
    "ManagerKeys",
    "Members",
    "NewerVersion",
    "Opener",
    "Paper",
    "Protection",
    "Receipt",
    "Roll",
    "RollEntry",
    "Roster",
    "RosterVolunteer",
    "SealingKey",
    "SigningKey",
    "Wish",
    "canonical",
    "compare",
    "decoded",
    "digits",
    "encoded",
    "fingerprint",
    "from_paper",
    "joining_digits",
    "key_id",
    "open_sealed",
    "paper_code",
    "paper_form",
    "parse",
    "read_card",
    "read_document",
    "read_enrolment",
    "read_receipt",
    "read_roll",
    "read_roster",
    "seal",
    "sealing_key_on",
    "sign_document",
    "signing_key_on",
    "verify",
]
