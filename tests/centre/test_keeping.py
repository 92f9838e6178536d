"""The kept bytes: found damaged, mended from another stick, or made anew by the kiosk that still has them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bundles import Parent
from kiosk.centre import Outcome, StoreError, sentence
from kiosk.centre.keeping import ask_again, gaps, look, ranges_of
from kiosk.i18n import Language
from kiosk.keys import read_receipt
from kiosk.stick import Stick
from kiosk.visits import Range
from tests.centre.world import Office, SomeKiosk, lost


@pytest.fixture
def bulaevo(office: Office, stick: Path) -> SomeKiosk:
    kiosk = SomeKiosk(office.card)
    office.accept(kiosk, stick)
    for _ in range(3):
        kiosk.put(kiosk.bundle(kiosk.visits(2)), stick)
    office.take(stick)
    return kiosk


def kept(office: Office, number: int) -> Path:
    return office.data.bundles / office.store.bundles()[number - 1].file


def spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def test_damaged_bytes_are_found_asked_for_and_mended_by_another_stick(
    office: Office, bulaevo: SomeKiosk, stick: Path, english: Language
) -> None:
    spoil(kept(office, 2))
    kept(office, 3).unlink()
    spoiled = list(look(office.data, office.store))
    assert [found.bundle.bundle for found in spoiled] == [2, 3]
    for found in spoiled:
        ask_again(office.store, bulaevo.kiosk, ranges_of(office.data, found.bundle, office.store))
    assert office.store.wanted(bulaevo.kiosk) == [Range("e1", 3, 6)]
    results = office.take(stick)
    assert [result.mended for result in results] == [False, True, True]
    assert "whole again" in sentence(results[-1], english)
    assert list(look(office.data, office.store)) == []
    assert office.store.wanted(bulaevo.kiosk) == []


def test_a_forged_copy_does_not_mend(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    spoil(kept(office, 2))
    ask_again(office.store, bulaevo.kiosk, [Range("e1", 3, 4)])
    for path in Stick(stick).visits.iterdir():
        spoil(path)
    office.take(stick)
    assert [found.bundle.bundle for found in look(office.data, office.store)] == [2]
    assert office.store.wanted(bulaevo.kiosk) == [Range("e1", 3, 4)]


def test_what_is_asked_for_stands_in_the_receipt_until_a_new_bundle_brings_it(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    ask_again(office.store, bulaevo.kiosk, [Range("e1", 1, 3)])
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    office.take(stick)
    receipt = read_receipt(Stick(stick).receipts(bulaevo.kiosk).read_bytes(), office.card.signing_key)
    assert receipt.wanted == (), "the sticks brought the very bundles"
    ask_again(office.store, bulaevo.kiosk, [Range("e9", 1, 3)])
    office.take(stick)
    receipt = read_receipt(Stick(stick).receipts(bulaevo.kiosk).read_bytes(), office.card.signing_key)
    assert receipt.wanted == (("e9", 1, 3),)
    with pytest.raises(StoreError, match="not accepted"):
        ask_again(office.store, "k-nobody", [])


def test_gaps_are_what_must_exist_and_is_not_here(office: Office, stick: Path) -> None:
    kiosk = SomeKiosk(office.card)
    office.accept(kiosk, stick)
    made = [kiosk.bundle(kiosk.visits(2)) for _ in range(5)]
    for number in (0, 2):
        kiosk.put(made[number], stick)
    kiosk.put(kiosk.bundle(kiosk.visits(1), lost=(lost(7, 8),)), stick)
    office.take(stick)
    assert gaps(office.store, kiosk.kiosk) == [Range("e1", 3, 4), Range("e1", 9, 10)]


def test_a_copy_that_goes_on_beside_its_origin_is_named_with_both_epochs(
    office: Office, bulaevo: SomeKiosk, stick: Path, english: Language
) -> None:
    clone = replace(bulaevo, epoch="e2", number=0, seq=0, previous=None)
    clone.put(clone.bundle(clone.visits(1), parent=Parent("e1", 4), created="2026-11-20T11:00:00Z"), stick)
    assert office.take(stick)[-1].copies == (), "a log that was restored goes on alone"
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1), created="2026-11-21T10:00:00Z"), stick)
    result = next(found for found in office.take(stick) if found.outcome is Outcome.IMPORTED)
    assert result.copies == ("e1", "e2")
    assert "two copies of this kiosk are at work: ask whether its computer was copied" in sentence(
        result, english
    )
    second = replace(bulaevo, epoch="e3", number=0, seq=0, previous=None)
    second.put(second.bundle(second.visits(1), parent=Parent("e1", 4)), stick)
    (found,) = [each for each in office.take(stick) if each.outcome is Outcome.IMPORTED]
    assert found.copies in (("e1", "e3"), ("e2", "e3"))
    assert office.count() == 9, "both copies' visits count: they are different visits"
