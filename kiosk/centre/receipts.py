"""Receipts: what is safe at the centre, signed, so that a kiosk may clear its spool and knows a bound for its clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from kiosk.centre.programme import Rosters, programme_card, refused_by
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.clock import Clock, stamp
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem
from kiosk.keys import (
    Card,
    CardStep,
    EpochReceipt,
    ManagerKeys,
    NewerVersion,
    Receipt,
    compare,
    key_id,
    read_card,
)
from kiosk.stick import Device, Patient, Stick, write_surviving, write_together
from kiosk.visits.spans import by_epoch

#: So many kiosks are answered together: few enough that a stick pulled meanwhile spoils little.
_TOGETHER = 50


def receipt(programme: str, store: Store, kiosk: str, clock: Clock) -> Receipt:
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
        programme=programme,
        kiosk=kiosk,
        centre_time=stamp(clock.now()),
        epochs=tuple(epochs),
        wanted=tuple(store.wanted(kiosk)),
        revoked=tuple(key_id(key.signing_key) for key in store.accepted_keys(kiosk) if key.revoked_at),
    )


def answer(
    data: DataFolder, store: Store, keys: ManagerKeys, kiosks: Iterable[str], stick: Path, clock: Clock
) -> Iterator[tuple[str, StoreError | None]]:
    """Write onto a stick what kiosks are told: the newest card, their receipts, and rosters of those not revoked.

    Yields each kiosk whose word is on the stick now, or with what kept it from there. Only the manager whose key signs
    the card has something to say: kiosks believe no other, whose answer would only stand in the way.
    """
    card = programme_card(data)
    if keys.signing_key != card.signing_key:
        return
    answers = _Answers(card, store, keys, Stick(stick), clock)
    left = iter(kiosks)
    with Patient() as device:
        while some := list(islice(left, _TOGETHER)):
            failed = answers.write(data.card.read_bytes(), some, device)
            yield from ((kiosk, failed.get(kiosk)) for kiosk in some)


def answer_one(
    data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, stick: Path, clock: Clock
) -> None:
    """Write onto a stick what one kiosk is told. Raises StoreError when the stick refuses."""
    for _kiosk, problem in answer(data, store, keys, [kiosk], stick, clock):
        if problem:
            raise problem


class _Answers:
    """What the centre has to say to the kiosks of one stick."""

    def __init__(self, card: Card, store: Store, keys: ManagerKeys, stick: Stick, clock: Clock) -> None:
        self._card = card
        self._store = store
        self._keys = keys
        self._stick = stick
        self._clock = clock
        self._rosters = Rosters(card.programme, store, keys)

    def write(self, card: bytes, kiosks: Sequence[str], device: Device) -> dict[str, StoreError]:
        """Write what some kiosks are told; return those for whom the stick refused, with the reason."""
        try:
            if _lacks_card(self._card, self._stick):
                write_surviving(self._stick.card, card, device)
        except OSError as problem:
            return dict.fromkeys(kiosks, refused_by(self._stick, problem))
        with self._store.transaction():
            files = {path: (kiosk, word) for kiosk in kiosks for path, word in self._words(kiosk)}
        failed = write_together({path: word for path, (_kiosk, word) in files.items()}, device)
        refused = {files[path][0]: refused_by(self._stick, problem) for path, problem in failed.items()}
        self._rosters.note_written(refused)
        return refused

    def _words(self, kiosk: str) -> Iterator[tuple[Path, bytes]]:
        told = receipt(self._card.programme, self._store, kiosk, self._clock)
        yield self._stick.receipts(kiosk), told.signed(self._keys)
        if not all(key.revoked_at for key in self._store.accepted_keys(kiosk)):
            yield self._stick.roster(kiosk), self._rosters.sealed(kiosk)


def _lacks_card(ours: Card, stick: Stick) -> bool:
    """Tell whether a stick has no card, or an earlier one of ours; another programme's is left alone."""
    try:
        return compare(read_card(stick.card.read_bytes()), ours) is CardStep.NEWER
    except NewerVersion:
        return False
    except (OSError, KeyProblem):
        return True
