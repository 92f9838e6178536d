"""The audit trail: who took in, gave out, changed what, and when. Entries are only ever added.

An entry names the key of the manager who acted, where one was open, else the role `MANAGER`: the computer's accounts
say nothing about who sits at it. It holds counts and ids, nothing of a visit and nothing of a person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple, TypeVar

from kiosk.centre.engine import Engine
from kiosk.clock import SystemClock, stamp
from kiosk.i18n import N_

#: Who acted where no key had to be opened for it.
MANAGER = "manager"
T = TypeVar("T")


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
    KEYS_ON_PAPER = "keys_on_paper"
    ERASE = "erase"
    RETENTION = "retention"
    RENAME = "rename"
    MOVE = "move"
    RETIRE = "retire"
    EXPECT = "expect"
    NEW_PIN = "new_pin"
    PLACES = "places"
    PEOPLE = "people"
    TEAMS = "teams"
    TARGETS = "targets"
    CARD_CHANGED = "card_changed"


DEED_LABELS: dict[str, str] = {
    Deed.IMPORT: N_("imported files"),
    Deed.EXPORT: N_("saved data to a file"),
    Deed.ACCEPT: N_("accepted a kiosk"),
    Deed.REVOKE: N_("revoked a kiosk"),
    Deed.TRUST_AGAIN: N_("trusted a kiosk again"),
    Deed.PROGRAMME_MADE: N_("made the programme"),
    Deed.KEY_ADDED: N_("added a manager's key"),
    Deed.KEY_DROPPED: N_("removed a manager's key"),
    Deed.SIGNING_KEY_CHANGED: N_("changed the signing key"),
    Deed.KEYS_RESTORED: N_("restored the keys from paper"),
    Deed.KEYS_ON_PAPER: N_("made a paper copy of the keys"),
    Deed.ERASE: N_("erased personal data"),
    Deed.RETENTION: N_("changed how long personal data is kept"),
    Deed.RENAME: N_("renamed a kiosk"),
    Deed.MOVE: N_("moved a kiosk to another place"),
    Deed.RETIRE: N_("marked a kiosk as closed"),
    Deed.EXPECT: N_("marked a kiosk as open again"),
    Deed.NEW_PIN: N_("let a volunteer choose a new PIN"),
    Deed.PLACES: N_("changed the places"),
    Deed.PEOPLE: N_("changed the list of volunteers"),
    Deed.TEAMS: N_("changed the teams"),
    Deed.TARGETS: N_("changed the targets"),
    Deed.CARD_CHANGED: N_("changed what the card says"),
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
    #: Who acts, where whoever calls has no keys in hand: the key of the manager at the window, once it is open.
    actor: str = MANAGER

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
        return self._entries("ORDER BY number")

    def newest_audits(self, most: int, deed: str = "") -> list[AuditEntry]:
        """Return at most so many entries, the newest first; with `deed`, only of that."""
        only = "WHERE deed = :deed " if deed else ""
        return self._entries(f"{only}ORDER BY number DESC LIMIT {int(most)}", deed=deed)

    def audited(self) -> dict[str, int]:
        """Return how many entries there are of each deed."""
        rows = self._engine.execute("SELECT deed, COUNT(*) FROM audit GROUP BY deed ORDER BY deed")
        return {str(deed): int(count) for deed, count in rows}

    def _entries(self, which: str, **values: str) -> list[AuditEntry]:
        rows = self._engine.execute(f"SELECT number, at, who, deed, about FROM audit {which}", values)
        return [
            AuditEntry(int(number), at, who, deed, json.loads(about)) for number, at, who, deed, about in rows
        ]

    def _audit_list(
        self, deed: Deed, before: Iterable[T], after: Iterable[T], key: Callable[[T], object], one: str = ""
    ) -> None:
        """Note that a list was changed, if it was: how many entries were added, changed and removed.

        Where it was a single one, its key is noted under the name `one`; without that, none ever is.
        """
        old, new = ({key(item): item for item in items} for items in (before, after))
        added, removed = new.keys() - old.keys(), old.keys() - new.keys()
        changed = {name for name in old.keys() & new.keys() if old[name] != new[name]}
        touched = [*added, *changed, *removed]
        if touched:
            named = {one: str(touched[0])} if one and len(touched) == 1 else {}
            counts = {"added": len(added), "changed": len(changed), "removed": len(removed)}
            self.audit(self.actor, deed, "", **{name: n for name, n in counts.items() if n}, **named)
