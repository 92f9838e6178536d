"""The audit trail: who took in, gave out, let in, shut out or changed keys, and when. Entries are only ever added.

An entry names the key of the manager who acted, where one was open, else the role `MANAGER`: the computer's accounts
say nothing about who sits at it. It holds counts and ids, nothing of a visit and nothing of a person.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import NamedTuple

from kiosk.centre.engine import Engine
from kiosk.clock import SystemClock, stamp
from kiosk.i18n import N_

#: Who acted where no key had to be opened for it.
MANAGER = "manager"


class Deed(StrEnum):
    """What was done."""

    IMPORT = "import"
    EXPORT = "export"
    ACCEPT = "accept"
    REVOKE = "revoke"
    TRUST_AGAIN = "trust_again"
    PROGRAMME_MADE = "programme_made"
    KEY_ADDED = "key_added"
    KEY_DROPPED = "key_dropped"
    SIGNING_KEY_CHANGED = "signing_key_changed"
    KEYS_RESTORED = "keys_restored"
    ERASE = "erase"


DEED_LABELS: dict[str, str] = {
    Deed.IMPORT: N_("took files in"),
    Deed.EXPORT: N_("gave data out"),
    Deed.ACCEPT: N_("let a kiosk in"),
    Deed.REVOKE: N_("revoked a kiosk"),
    Deed.TRUST_AGAIN: N_("trusted a kiosk again"),
    Deed.PROGRAMME_MADE: N_("made the programme"),
    Deed.KEY_ADDED: N_("added a manager's key"),
    Deed.KEY_DROPPED: N_("dropped a manager's key"),
    Deed.SIGNING_KEY_CHANGED: N_("changed the signing key"),
    Deed.KEYS_RESTORED: N_("restored the keys from paper"),
    Deed.ERASE: N_("erased personal data"),
}


class AuditEntry(NamedTuple):
    """One line of the trail: its number from 1, UTC time, a key's id or a role, the deed, what it was about."""

    number: int
    at: str
    who: str
    deed: str
    about: dict[str, str | int]


class AuditTrail:
    """The part of the store that remembers what managers did."""

    _engine: Engine

    def audit(self, who: str, deed: Deed, at: str = "", /, **about: str | int) -> None:
        """Add an entry; `at` is a stamp, by default now. Inside a transaction it stands or falls with what it tells.

        `about` holds ids, counts and file names: never a note, a return code or a name of a person.
        """
        self._engine.execute(
            "INSERT INTO audit (at, who, deed, about) VALUES (?, ?, ?, ?)",
            (
                at or stamp(SystemClock().now()),
                who,
                deed.value,
                json.dumps(about, ensure_ascii=False, sort_keys=True),
            ),
        )

    def audit_trail(self) -> list[AuditEntry]:
        """Return every entry, the oldest first."""
        rows = self._engine.execute("SELECT number, at, who, deed, about FROM audit ORDER BY number")
        return [
            AuditEntry(int(number), at, who, deed, json.loads(about)) for number, at, who, deed, about in rows
        ]
