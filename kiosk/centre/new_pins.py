"""A volunteer forgot the PIN and no lead is there: the manager's next roster lets them choose a new one.

The roster carries how often that was asked for each volunteer; a kiosk that knows a lower number forgets the PIN. So
a roster that comes twice forgets nothing twice, and nothing but the PIN is touched.
"""

from __future__ import annotations

import json

from kiosk.centre.audit import Deed
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store

#: Among a roster's settings: pseudonyms with how often a new PIN was asked for.
NEW_PINS = "new_pins"


def ask_new_pin(store: Store, kiosk: str, pseudonym: str) -> None:
    """Let a volunteer choose a new PIN, once the kiosk's next stick has told it.

    Raises StoreError for a kiosk that was not accepted, and for somebody who is not on its list.
    """
    store.accepted(kiosk)
    if pseudonym not in {known for known, _role in store.volunteers(kiosk)}:
        raise StoreError(
            "{name} is not on this kiosk's list of volunteers. See its list, then try again.", name=pseudonym
        )
    with store.transaction():
        asked = new_pins(store, kiosk)
        asked[pseudonym] = asked.get(pseudonym, 0) + 1
        store.set_meta(_key(kiosk), json.dumps(asked, sort_keys=True))
        store.audit(store.actor, Deed.NEW_PIN, kiosk=kiosk)


def new_pins(store: Store, kiosk: str) -> dict[str, int]:
    """Return how often a new PIN was asked for, by pseudonym."""
    kept = store.meta(_key(kiosk))
    return {str(name): int(count) for name, count in json.loads(kept).items()} if kept else {}


def _key(kiosk: str) -> str:
    return f"{NEW_PINS} {kiosk}"
