"""Receipts: what is safe at the centre, signed, so that a kiosk may clear its spool and knows a bound for its clock."""

from __future__ import annotations

from pathlib import Path

from kiosk.centre.programme import programme_card, put, write_card, write_roster
from kiosk.centre.store import Store
from kiosk.clock import Clock, stamp
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem
from kiosk.keys import CardStep, EpochReceipt, ManagerKeys, NewerVersion, Receipt, compare, key_id, read_card
from kiosk.stick import Stick
from kiosk.visits.spans import by_epoch


def receipt(data: DataFolder, store: Store, kiosk: str, clock: Clock) -> Receipt:
    """Say what is here of a kiosk, epoch by epoch. What it declared lost counts as safe: nobody need wait."""
    gone = store.ranges(kiosk, lost=True)
    safe, lost = by_epoch([*store.ranges(kiosk, lost=False), *gone]), by_epoch(gone)
    newest = {bundle.epoch: bundle.header_sha256 for bundle in store.bundles(kiosk)}
    epochs = []
    for epoch, spans in sorted(safe.items()):
        contiguous = spans.pop(0)[1] if spans[0][0] == 1 else 0
        epochs.append(
            EpochReceipt(
                epoch=epoch,
                contiguous_to=contiguous,
                extras=tuple(spans),
                lost=tuple(lost.get(epoch, ())),
                header_sha256=newest.get(epoch),
            )
        )
    return Receipt(
        programme=programme_card(data).programme,
        kiosk=kiosk,
        centre_time=stamp(clock.now()),
        epochs=tuple(epochs),
        wanted=tuple(store.wanted(kiosk)),
        revoked=tuple(key_id(key.signing_key) for key in store.accepted_keys(kiosk) if key.revoked_at),
    )


def write_receipt(
    data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, target: Path, clock: Clock
) -> Path:
    """Write a kiosk's receipt onto a stick and return where it is. Raises StoreError when the stick refuses."""
    stick = Stick(target)
    return put(stick, stick.receipts(kiosk), receipt(data, store, kiosk, clock).signed(keys))


def answer(data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, stick: Path, clock: Clock) -> bool:
    """Write onto a stick what a kiosk is told: the newest card, its receipt, and its roster unless it was revoked.

    Only the manager whose key signs the card has something to say: kiosks believe no other, whose answer would only
    stand in the way. Returns whether anything was said. Raises StoreError when the stick refuses.
    """
    if keys.signing_key != programme_card(data).signing_key:
        return False
    if _lacks_card(data, Stick(stick)):
        write_card(data, stick)
    write_receipt(data, store, keys, kiosk, stick, clock)
    if not all(key.revoked_at for key in store.accepted_keys(kiosk)):
        write_roster(data, store, keys, kiosk, stick)
    return True


def _lacks_card(data: DataFolder, stick: Stick) -> bool:
    """Tell whether a stick has no card, or an earlier one of ours; another programme's is left alone."""
    try:
        return compare(read_card(stick.card.read_bytes()), programme_card(data)) is CardStep.NEWER
    except NewerVersion:
        return False
    except (OSError, KeyProblem):
        return True
