"""Which kiosks have not been told yet what to let go of, or have not said that they did."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.centre.store import KnownKiosk, Store


class Waiting(NamedTuple):
    """A kiosk on which something waits: whether a stick that tells it was written, how many visits it still shows.

    The visits are those that were forgotten here, and of which the kiosk has not sent word that it forgot them too.
    """

    known: KnownKiosk
    told: bool
    visits: int


class Pending(NamedTuple):
    """The kiosks on which something waits, and how many more of them are no longer expected."""

    kiosks: tuple[Waiting, ...] = ()
    retired: int = 0


def pending(store: Store) -> Pending:
    """Return where it waits. A kiosk whose keys were all revoked is told nothing: nobody knows who has it."""
    told, showing, revoked = store.told(), store.unforgotten(), store.revoked_kiosks()
    nothing = not store.was_protected()
    found = [
        Waiting(known, nothing or known.kiosk in told, showing.get(known.kiosk, 0))
        for known in store.kiosks()
        if known.kiosk not in revoked
    ]
    waiting = [each for each in found if not each.told or each.visits]
    return Pending(
        tuple(each for each in waiting if not each.known.retired_at),
        sum(bool(each.known.retired_at) for each in waiting),
    )
