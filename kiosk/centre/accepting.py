"""Who belongs to the programme: kiosks that ask, and the manager's yes after the digits were compared."""

from __future__ import annotations

from dataclasses import replace

from kiosk.centre.audit import Deed
from kiosk.centre.carrying import write_roll
from kiosk.centre.programme import programme_card, text
from kiosk.centre.schema import StoreError
from kiosk.centre.store import KnownKiosk, Store
from kiosk.clock import Clock, stamp
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem
from kiosk.keys import Enrolment, ManagerKeys, read_enrolment


def take_request(data: DataFolder, store: Store, document: bytes, seen_at: str) -> Enrolment | None:
    """Keep a kiosk's request to join until somebody decides, and return it; None when it is decided already.

    Raises StoreError when it asks for another programme, KeyProblem when it is damaged.
    """
    request = read_enrolment(document)
    card = programme_card(data)
    if request.programme != card.programme:
        raise StoreError(
            "This kiosk asks to join another programme. Let it join again by this programme's card."
        )
    if request.signing_key in store.signing_keys(request.kiosk):
        return None
    store.put_request(request.kiosk, document, seen_at)
    return request


def requests(store: Store) -> list[Enrolment]:
    """Return the requests to join that wait for a decision."""
    return [read_enrolment(document) for document in store.requests().values()]


def accept(
    data: DataFolder,
    store: Store,
    keys: ManagerKeys,
    kiosk: str,
    clock: Clock,
    *,
    name: str = "",
    place: str = "",
) -> KnownKiosk:
    """Let a kiosk that asked into the programme. Whoever calls this has compared the digits with its screen.

    Without `name` the kiosk keeps the name it gave itself. Raises StoreError when it did not ask, or for a place that
    the tree lacks.
    """
    document = store.requests().get(kiosk)
    if document is None:
        raise StoreError("The kiosk {kiosk} has not asked to join, or was accepted already.", kiosk=kiosk)
    request = read_enrolment(document)
    if request.programme != programme_card(data).programme:
        raise StoreError(
            "This kiosk asks to join another programme. Let it join again by this programme's card."
        )
    _check_place(store, place)
    before = store.kiosk(kiosk)
    accepted = KnownKiosk(
        kiosk=kiosk,
        name=text(name) or text(site_of(request, keys)) or (before.name if before else kiosk),
        place=place or (before.place if before else ""),
        sealing_key=request.sealing_key,
        accepted_at=stamp(clock.now()),
        roster_version=before.roster_version if before else 0,
    )
    with store.transaction():
        store.put_kiosk(accepted, request.signing_key)
        store.audit(keys.key_id, Deed.ACCEPT, accepted.accepted_at, kiosk=kiosk, key=request.signing_key)
    write_roll(data, store, keys, clock)
    return accepted


def rename(
    data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, name: str, clock: Clock
) -> KnownKiosk:
    """Call a kiosk by another name; its next roster tells it. Raises StoreError when it was not accepted."""
    if not text(name):
        raise StoreError("A kiosk needs a name.")
    before = store.accepted(kiosk)
    after = replace(before, name=text(name))
    return _change(data, store, keys, after, Deed.RENAME, clock, before=before.name, name=after.name)


def move(
    data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, place: str, clock: Clock
) -> KnownKiosk:
    """Say that a kiosk's desk is at another place (empty: nowhere in particular); its next roster tells it.

    Visits keep the place at which they were held. Raises StoreError when it was not accepted, or for a place that the
    tree lacks.
    """
    _check_place(store, place)
    before = store.accepted(kiosk)
    after = replace(before, place=place)
    return _change(data, store, keys, after, Deed.MOVE, clock, before=before.place, place=place)


def retire(data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, clock: Clock) -> KnownKiosk:
    """Expect nothing more of a kiosk: it is called silent no longer. What came of it stays, and what comes is taken in.

    Raises StoreError when it was not accepted.
    """
    known = store.accepted(kiosk)
    after = replace(known, retired_at=known.retired_at or stamp(clock.now()))
    return _change(data, store, keys, after, Deed.RETIRE, clock)


def expect(data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, clock: Clock) -> KnownKiosk:
    """Expect a retired kiosk again. Raises StoreError when it was not accepted."""
    return _change(data, store, keys, replace(store.accepted(kiosk), retired_at=""), Deed.EXPECT, clock)


def _change(
    data: DataFolder,
    store: Store,
    keys: ManagerKeys,
    known: KnownKiosk,
    deed: Deed,
    clock: Clock,
    **about: str,
) -> KnownKiosk:
    with store.transaction():
        if store.kiosk(known.kiosk) != known:
            store.put_kiosk(known)
            store.audit(keys.key_id, deed, stamp(clock.now()), kiosk=known.kiosk, **about)
    write_roll(data, store, keys, clock)
    return known


def _check_place(store: Store, place: str) -> None:
    if place and all(known.id != place for known in store.places()):
        raise StoreError("The place “{place}” is not in the list of places.", place=place)


def site_of(request: Enrolment, keys: ManagerKeys) -> str:
    """Return the name that a kiosk gave itself; empty when it was sealed before we were on the card."""
    try:
        return request.site_name(keys)
    except KeyProblem:
        return ""
