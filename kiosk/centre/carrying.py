"""Carrying what a centre has to other managers of the programme: a district's bundles count in its region too.

The kept bundles travel as they are, so that they are checked again where they arrive. The roll goes with them: signed
by the programme's manager, it vouches for the kiosks whose digits that manager has compared, and says what every level
has to let go of.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.centre.audit import Deed
from kiosk.centre.finding import ROLL
from kiosk.centre.keeping import kept_file
from kiosk.centre.programme import programme_card
from kiosk.centre.schema import StoreError
from kiosk.centre.store import KnownKiosk, Store
from kiosk.clock import Clock, stamp
from kiosk.config import DataFolder, write_atomically
from kiosk.keys import ManagerKeys, Roll, RollEntry, read_roll
from kiosk.stick import Device, Patient, Stick, holds, write_surviving

#: Under which names the store keeps when the newest roll was made, and since when a roll says that a kiosk is retired.
_NEWEST, _RETIRED = "newest roll", "retired by the roll "


def write_roll(data: DataFolder, store: Store, keys: ManagerKeys, clock: Clock) -> None:
    """Keep the roll beside the bundles, as it is now. Only the manager whose key signs the card has a roll to write."""
    card = programme_card(data)
    if keys.signing_key != card.signing_key:
        return
    entries = tuple(
        RollEntry(
            kiosk=known.kiosk,
            name=known.name,
            place=known.place,
            sealing_key=known.sealing_key,
            keys=tuple(store.accepted_keys(known.kiosk)),
            trusted=tuple(store.trusted(known.kiosk)),
            retired_at=known.retired_at,
        )
        for known in store.kiosks()
    )
    roll = Roll(card.programme, stamp(clock.now()), entries, store.places(), store.protection())
    write_atomically(data.bundles / ROLL, roll.sealed(keys, card.recipients))


def take_roll(data: DataFolder, store: Store, keys: ManagerKeys, sealed: bytes) -> int:
    """Take over the kiosks that the programme's manager vouches for; return how many there are. Let go of what must go.

    Names and places that were chosen here stay; what was retired here does too. Raises StoreError for another
    programme's roll, KeyProblem when it is not sealed for us, damaged, or not signed by the card's key.
    """
    card = programme_card(data)
    roll = read_roll(sealed, keys, card.signing_key)
    if roll.programme != card.programme:
        raise StoreError("This list of kiosks belongs to another programme.")
    if not store.places() and roll.places:
        store.set_places(roll.places)
    _let_go(store, roll)
    is_newest = roll.made >= store.meta(_NEWEST)
    for entry in roll.kiosks:
        _take(store, entry, roll.made)
        if is_newest:
            _retire(store, entry)
    if is_newest:
        store.set_meta(_NEWEST, roll.made)
    return len(roll.kiosks)


def _let_go(store: Store, roll: Roll) -> None:
    """Forget whoever asked the programme's manager for it, and keep nothing longer than that manager does.

    Wishes keep their ids: a store that is made anew from its roll must not bid kiosks a second time.
    """
    known = {wish.code for wish in store.wishes()}
    for wish in roll.protection.wishes:
        if wish.code not in known:
            store.forget(wish.code, roll.made, wish.id)
    months, here = roll.protection.keep_months, store.protection().keep_months
    if months and (not here or months < here):
        store.keep_months(months)  # what is older goes when the import that brought the roll ends


def _take(store: Store, entry: RollEntry, made: str) -> None:
    here = store.kiosk(entry.kiosk)
    if here is None:
        store.put_kiosk(KnownKiosk(entry.kiosk, entry.name, entry.place, entry.sealing_key, made))
    # A key that was revoked on either side stays revoked: an older roll must not bring it back.
    revoked = {key.signing_key: key.revoked_at for key in store.accepted_keys(entry.kiosk)}
    keys = [key._replace(revoked_at=key.revoked_at or revoked.get(key.signing_key, "")) for key in entry.keys]
    with store.transaction():
        store.put_keys(entry.kiosk, keys)
        store.trust(entry.kiosk, {*store.trusted(entry.kiosk), *entry.trusted})


def _retire(store: Store, entry: RollEntry) -> None:
    """Expect nothing more of a kiosk that is retired in the newest roll; expect one again that a roll had retired."""
    here = store.accepted(entry.kiosk)
    by_roll = f"{_RETIRED}{entry.kiosk}"
    if entry.retired_at and not here.retired_at:
        store.put_kiosk(replace(here, retired_at=entry.retired_at))
        store.set_meta(by_roll, entry.retired_at)
    elif entry.retired_at == "" and here.retired_at and here.retired_at == store.meta(by_roll):
        store.put_kiosk(replace(here, retired_at=""))


def carry(data: DataFolder, store: Store, folder: Path) -> int:
    """Copy every accepted bundle, the card and the roll into a folder or onto a stick; return how many files.

    What is there already is left alone. Raises StoreError when the folder cannot be written, or a
    kept bundle is missing.
    """
    stick = Stick(folder)
    ways = [
        (kept_file(data, store, bundle), stick.visits / Path(bundle.file).name) for bundle in store.bundles()
    ]
    if (data.bundles / ROLL).exists():
        ways.append((data.bundles / ROLL, stick.folder / ROLL))
    ways.append((data.card, stick.card))
    with Patient() as device:
        copied = sum(_copy(source, goal, device) for source, goal in ways)
    store.audit(store.actor, Deed.EXPORT, what="bundles", files=copied)
    return copied


def _copy(source: Path, goal: Path, device: Device) -> bool:
    """Copy a file unless it is there already; tell whether it was copied."""
    try:
        content = source.read_bytes()
        if holds(goal, content, device):
            return False
        write_surviving(goal, content, device)
    except OSError as problem:
        raise StoreError(
            "{path} cannot be copied to {folder}: {reason}",
            path=source,
            folder=goal.parent,
            reason=problem.strerror or problem,
        ) from problem
    return True
