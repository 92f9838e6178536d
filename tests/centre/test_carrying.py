"""A second manager and a region: the same bundles, checked again, with the same result; nobody else's word counts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from kiosk.centre import Outcome, Store, summary
from kiosk.centre.accepting import expect, retire
from kiosk.centre.carrying import carry, take_roll, write_roll
from kiosk.centre.retention import keep
from kiosk.centre.revoking import revoke
from kiosk.centre.watching import watch
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem
from kiosk.keys import KioskKeys, ManagerKeys, read_roll
from kiosk.keys.sealing import open_sealed, seal
from kiosk.keys.signatures import Context, read_document, sign_document
from kiosk.privacy import new_return_code
from kiosk.stick import Stick
from tests.centre.world import Office, SomeKiosk, StillClock


@pytest.fixture
def region(office: Office, tmp_path: Path) -> Iterator[Office]:
    """Another manager, whose key the programme's manager has put onto the card."""
    keys, _paper = ManagerKeys.generate()
    card = replace(office.card, version=2, recipients=(*office.card.recipients, keys.sealing_key))
    office.data.card.write_bytes(card.signed(office.keys))
    data = DataFolder(tmp_path / "region").create()
    shutil.copy(office.data.card, data.card)
    with Store.open(data.centre) as store:
        yield Office(data, keys, store)


@pytest.fixture
def bulaevo(office: Office, region: Office, stick: Path) -> SomeKiosk:
    kiosk = SomeKiosk(office.card)
    office.accept(kiosk, stick, place="bulaevo-desk")
    for _ in range(3):
        kiosk.put(kiosk.bundle(kiosk.visits(2)), stick)
    office.take(stick)
    return kiosk


def test_a_districts_bundles_count_in_the_region_just_the_same(
    office: Office, region: Office, bulaevo: SomeKiosk, tmp_path: Path
) -> None:
    upward = tmp_path / "upward"
    upward.mkdir()
    assert carry(office.data, office.store, upward) == 5
    assert carry(office.data, office.store, upward) == 0
    results = region.take(upward)
    assert [result.outcome for result in results] == [Outcome.KIOSKS, *[Outcome.IMPORTED] * 3]
    assert summary(region.store) == summary(office.store)
    known = region.store.kiosk(bulaevo.kiosk)
    assert known is not None
    assert (known.name, known.place) == ("Булаево", "bulaevo-desk")
    assert [result.outcome for result in region.take(upward)] == [Outcome.KIOSKS, *[Outcome.ALREADY] * 3]
    assert not (Stick(upward).folder / "receipts").exists(), "kiosks believe the card's signer alone"


def test_another_managers_import_leaves_the_receipt_on_the_stick_alone(
    office: Office, region: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    write_roll(office.data, office.store, office.keys, office.clock)
    receipt = Stick(stick).receipts(bulaevo.kiosk).read_bytes()
    results = region.take(office.data.bundles / "kiosks.age", stick)
    assert [result.outcome for result in results][-3:] == [Outcome.IMPORTED] * 3
    assert Stick(stick).receipts(bulaevo.kiosk).read_bytes() == receipt


def test_only_the_programmes_manager_vouches_for_kiosks(
    office: Office, region: Office, bulaevo: SomeKiosk
) -> None:
    write_roll(region.data, region.store, region.keys, region.clock)
    assert not (region.data.bundles / "kiosks.age").exists()
    sealed = (office.data.bundles / "kiosks.age").read_bytes()
    stranger, _paper = ManagerKeys.generate()
    with pytest.raises(KeyProblem):
        take_roll(office.data, office.store, stranger, sealed)
    forged = replace(office, keys=region.keys)
    forged.data.card.write_bytes(
        replace(office.card, signing_key=region.keys.signing_key).signed(region.keys)
    )
    (office.data.bundles / "kiosks.age").unlink()
    write_roll(forged.data, forged.store, region.keys, region.clock)
    (result,) = region.take(office.data.bundles / "kiosks.age")
    assert result.outcome is Outcome.FOREIGN_ROLL
    assert region.store.kiosks() == []


def test_a_revocation_travels_and_an_older_roll_does_not_take_it_back(
    office: Office, region: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    roll = office.data.bundles / "kiosks.age"
    older = roll.read_bytes()
    revoke(office.data, office.store, bulaevo.kiosk, office.clock, after=2)
    write_roll(office.data, office.store, office.keys, office.clock)
    region.take(roll)
    outcomes = [result.outcome for result in region.take(stick)]
    assert outcomes[-3:] == [Outcome.IMPORTED, Outcome.IMPORTED, Outcome.REVOKED]
    take_roll(region.data, region.store, region.keys, older)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    assert region.take(stick)[-1].outcome is Outcome.REVOKED


def test_what_is_retired_is_retired_for_the_region_too_and_comes_back_with_the_newest_roll(
    office: Office, region: Office, bulaevo: SomeKiosk
) -> None:
    roll = office.data.bundles / "kiosks.age"

    def retired_in_the_region() -> bool:
        (known,) = watch(region.store, region.clock)
        return known.retired

    region.take(roll)
    assert not retired_in_the_region()
    retire(office.data, office.store, office.keys, bulaevo.kiosk, At("2026-11-21T10:00:00Z"))
    while_retired = roll.read_bytes()
    region.take(roll)
    assert retired_in_the_region()
    expect(office.data, office.store, office.keys, bulaevo.kiosk, At("2026-11-22T10:00:00Z"))
    region.take(roll)
    assert not retired_in_the_region()
    take_roll(region.data, region.store, region.keys, while_retired)
    assert not retired_in_the_region(), "an older roll that comes late"


def test_what_the_region_retired_itself_stays_retired(
    office: Office, region: Office, bulaevo: SomeKiosk
) -> None:
    roll = office.data.bundles / "kiosks.age"
    region.take(roll)
    retire(region.data, region.store, region.keys, bulaevo.kiosk, region.clock)
    write_roll(office.data, office.store, office.keys, At("2026-11-23T10:00:00Z"))
    region.take(roll)
    assert region.store.accepted(bulaevo.kiosk).retired_at


def test_a_roll_of_an_older_program_says_nothing_of_who_is_retired(
    office: Office, region: Office, bulaevo: SomeKiosk
) -> None:
    retire(office.data, office.store, office.keys, bulaevo.kiosk, office.clock)
    sealed = (office.data.bundles / "kiosks.age").read_bytes()
    roll = read_roll(sealed, region.keys, office.card.signing_key)
    assert roll.kiosks[0].retired_at == office.store.accepted(bulaevo.kiosk).retired_at
    older = _without_retired(open_sealed(sealed, region.keys), office)
    assert read_roll(older, region.keys, office.card.signing_key).kiosks[0].retired_at is None
    take_roll(region.data, region.store, region.keys, older)
    assert not region.store.accepted(bulaevo.kiosk).retired_at


def test_what_was_forgotten_is_forgotten_in_the_region_too_even_before_its_kiosk_says_so(
    office: Office, region: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    code = new_return_code(Random(1))
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2, return_code=code, note="сұрағы қалды")), stick)
    office.take(stick)
    roll = office.data.bundles / "kiosks.age"
    region.take(roll, stick)
    assert region.store.holders(code).visits == 2
    office.store.forget(code, "2026-11-20T10:00:00Z")
    keep(office.store, 24, office.clock)
    write_roll(office.data, office.store, office.keys, office.clock)
    region.take(roll)
    assert region.store.holders(code).visits == 0
    assert region.store.protection() == office.store.protection(), "the same wish, by the same id"
    keep(region.store, 12, region.clock)
    region.take(roll)
    assert region.store.protection().keep_months == 12, "nothing is kept longer because of a roll"


def test_a_store_made_anew_from_its_roll_still_knows_whom_to_forget(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path
) -> None:
    code = new_return_code(Random(1))
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2, return_code=code)), stick)
    office.take(stick)
    office.store.forget(code, "2026-11-20T10:00:00Z")
    write_roll(office.data, office.store, office.keys, office.clock)
    empty = tmp_path / "again"
    shutil.copytree(office.data.root, empty, ignore=shutil.ignore_patterns("centre.db*"))
    data = DataFolder(empty)
    with Store.open(data.centre) as store:
        again = Office(data, office.keys, store)
        again.take(data.bundles)
        assert store.holders(code).visits == 0
        assert store.wishes() == office.store.wishes()


def _without_retired(signed: bytes, office: Office) -> bytes:
    """Write a roll again as a program wrote it that did not know the member yet."""
    members, _key = read_document(Context.ROLL, signed, trusted=office.card.signing_key)
    for kiosk in members["kiosks"]:
        del kiosk["retired_at"]
    del members["protection"]
    return seal(sign_document(Context.ROLL, members, office.keys.signer), office.card.recipients)


class At(StillClock):
    """A clock that stands still at a moment of its own."""

    def __init__(self, moment: str) -> None:
        self._moment = datetime.fromisoformat(moment)

    def now(self) -> datetime:
        return self._moment


def test_a_lost_store_is_rebuilt_from_the_kept_bytes(
    office: Office, bulaevo: SomeKiosk, tmp_path: Path
) -> None:
    before = summary(office.store)
    empty = tmp_path / "again"
    shutil.copytree(office.data.root, empty, ignore=shutil.ignore_patterns("centre.db*"))
    data = DataFolder(empty)
    with Store.open(data.centre) as store:
        again = Office(data, office.keys, store)
        results = again.take(data.bundles)
        assert [result.outcome for result in results] == [Outcome.KIOSKS, *[Outcome.IMPORTED] * 3]
        assert summary(store) == before
        assert len(store.places()) == len(office.store.places())


def test_a_kiosk_is_accepted_by_a_manager_for_whom_its_name_was_not_sealed(
    region: Office, stick: Path
) -> None:
    early = SomeKiosk(replace(region.card, recipients=region.card.recipients[:1]), keys=KioskKeys.generate())
    region.accept(early, stick)
    known = region.store.kiosk(early.kiosk)
    assert known is not None
    assert known.name == early.kiosk
