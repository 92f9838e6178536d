"""A stolen kiosk: what it signs after its last trusted bundle counts no longer, and nobody else loses a visit by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bundles import read_header
from kiosk.bundles.container import write_zip
from kiosk.centre import Outcome, StoreError, sentence
from kiosk.centre.revoking import revoke, trust_again
from kiosk.i18n import Language
from kiosk.keys import KioskKeys, key_id, read_receipt
from kiosk.stick import Stick
from kiosk.visits import Revisions, batches_of
from tests.centre.world import Office, SomeKiosk, outcomes
from tests.faults.forging import sealed


def test_what_comes_after_the_last_trusted_bundle_is_refused_with_its_own_reason(
    office: Office, bulaevo: SomeKiosk, stick: Path, english: Language
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    office.take(stick)
    done = revoke(office.data, office.store, bulaevo.kiosk, office.clock)
    assert done.last is not None
    assert (done.last.bundle, done.withdrawn) == (1, ())
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    results = office.take(stick)
    assert outcomes(results) == [Outcome.ALREADY, Outcome.REVOKED]
    assert "was revoked" in sentence(results[-1], english)
    assert office.count() == 2, "what was here stays"
    assert len(list((office.data.bundles / "aside").glob("*.kiosk"))) == 1, "its bytes are kept"


def test_its_receipt_tells_the_kiosk(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    office.take(stick)
    before = Stick(stick).roster(bulaevo.kiosk).read_bytes()
    revoke(office.data, office.store, bulaevo.kiosk, office.clock)
    office.take(stick)
    receipt = read_receipt(Stick(stick).receipts(bulaevo.kiosk).read_bytes(), office.card.signing_key)
    assert receipt.revoked == (key_id(bulaevo.keys.signing_key),)
    assert Stick(stick).roster(bulaevo.kiosk).read_bytes() == before, "who has it learns no new names"


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_earlier_bundles_that_arrive_late_come_in_when_the_chain_leads_to_them(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path, order: tuple[int, int]
) -> None:
    made = [bulaevo.bundle(bulaevo.visits(1)) for _ in range(4)]
    for number in (1, 4):
        bulaevo.put(made[number - 1], stick)
    office.take(stick)
    revoke(office.data, office.store, bulaevo.kiosk, office.clock)
    for number in order:
        office.take(bulaevo.put(made[number - 1], tmp_path / f"late-{number}"))
    assert office.count() == 4, "in whatever order the late sticks come"


def test_a_forged_early_bundle_does_not_come_in_late(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    made = [bulaevo.bundle(bulaevo.visits(1)) for _ in range(3)]
    for number in (1, 3):
        bulaevo.put(made[number - 1], stick)
    office.take(stick)
    revoke(office.data, office.store, bulaevo.kiosk, office.clock)
    thief = replace(bulaevo, number=1, seq=1)
    thief.put(thief.bundle(thief.visits(1, people=99), previous=None), stick)
    results = office.take(stick)
    assert outcomes(results).count(Outcome.REVOKED) == 1
    assert office.count() == 2


def test_a_new_epoch_of_a_revoked_kiosk_is_refused(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    office.take(stick)
    revoke(office.data, office.store, bulaevo.kiosk, office.clock)
    thief = replace(bulaevo, epoch="e2", number=0, seq=0, previous=None)
    thief.put(thief.bundle(thief.visits(1)), stick)
    assert outcomes(office.take(stick)) == [Outcome.ALREADY, Outcome.REVOKED]


def test_with_an_earlier_last_trusted_bundle_the_later_ones_are_withdrawn(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    for _ in range(3):
        bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    grown = replace(bulaevo, epoch="e2", number=0, seq=0, previous=None)
    grown.put(grown.bundle(grown.visits(1)), stick)
    office.take(stick)
    assert office.count() == 7
    with office.store.transaction():
        office.store._engine.execute(
            "UPDATE bundles SET parent_epoch = 'e1', parent_seq = 6 WHERE epoch = 'e2'"
        )
    done = revoke(office.data, office.store, bulaevo.kiosk, office.clock, after=1, epoch="e1")
    assert [(bundle.epoch, bundle.bundle) for bundle in done.withdrawn] == [("e1", 2), ("e1", 3), ("e2", 1)]
    assert office.count() == 2
    assert office.store.ranges(bulaevo.kiosk, lost=False) == [("e1", 1, 2)]
    assert outcomes(office.take(stick)) == [Outcome.ALREADY, *[Outcome.REVOKED] * 3]
    assert len(list((office.data.bundles / "aside").glob("*.kiosk"))) == 3


def test_a_bundle_that_is_not_here_cannot_be_the_last_trusted(office: Office, bulaevo: SomeKiosk) -> None:
    with pytest.raises(StoreError, match="not here"):
        revoke(office.data, office.store, bulaevo.kiosk, office.clock, after=7)
    with pytest.raises(StoreError, match="not accepted"):
        revoke(office.data, office.store, "k-nobody", office.clock)
    with pytest.raises(StoreError, match="not revoked"):
        trust_again(office.store, bulaevo.kiosk)


def test_a_mistake_is_taken_back_and_what_was_set_aside_counts_again(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    for _ in range(2):
        bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    office.take(stick)
    revoke(office.data, office.store, bulaevo.kiosk, office.clock, after=1)
    assert office.count() == 1
    trust_again(office.store, bulaevo.kiosk)
    assert outcomes(office.take(office.data.bundles / "aside")) == [Outcome.IMPORTED]
    assert office.count() == 2


def test_with_new_keys_it_is_accepted_again_and_the_old_ones_stay_revoked(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    office.take(stick)
    revoke(office.data, office.store, bulaevo.kiosk, office.clock)
    thief = replace(bulaevo)
    bulaevo.keys = KioskKeys.generate()
    office.accept(bulaevo, stick)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(3)), stick)
    thief.put(thief.bundle(thief.visits(5)), tmp_path / "thief")
    assert outcomes(office.take(stick, tmp_path / "thief")) == [
        Outcome.ALREADY,
        Outcome.IMPORTED,
        Outcome.REVOKED,
    ]
    assert office.count() == 4
    receipt = read_receipt(Stick(stick).receipts(bulaevo.kiosk).read_bytes(), office.card.signing_key)
    assert receipt.revoked == (key_id(thief.keys.signing_key),), "the kiosk sees that its present key is good"


def test_a_courier_who_seals_other_visits_into_an_honest_bundle_is_found_out(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    # Whoever has the card can seal: only the payload's hash in the signed header tells whose content it is.
    visits = bulaevo.visits(2)
    data = bulaevo.bundle(visits)
    header, raw, signature = read_header(data)
    invented = batches_of(Revisions(tuple(replace(visit, people=50) for visit in visits)))
    payload = sealed(header, invented, office.card.recipients)
    members = [("header.json", raw), ("header.sig", signature), ("payload.age", payload)]
    bulaevo.put(write_zip(members, deflate=False), stick)
    assert outcomes(office.take(stick)) == [Outcome.DAMAGED]
    assert office.count() == 0
