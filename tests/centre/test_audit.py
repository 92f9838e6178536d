"""The audit trail: what a manager did can be told afterwards, and nobody tidies it up."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from kiosk.centre import MANAGER, Deed, Store, import_paths
from kiosk.centre.carrying import carry
from kiosk.centre.revoking import revoke, trust_again
from kiosk.centre.succession import add_key, drop_key
from kiosk.keys import SealingKey
from tests import passphrases
from tests.centre.conftest import Keep
from tests.centre.records import a_visit
from tests.centre.world import MOMENT, Office, SomeKiosk


def test_a_year_of_a_centre_can_be_told(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(3)), stick)
    office.take(stick)
    office.take(stick)
    (tmp_path / "region").mkdir()
    carry(office.data, office.store, tmp_path / "region")
    other = SealingKey.generate().public
    with passphrases.quick():
        add_key(office.data, office.store, office.keys, other)
        drop_key(office.data, office.store, office.keys, other)
    revoke(office.data, office.store, bulaevo.kiosk, office.clock)
    trust_again(office.store, bulaevo.kiosk)
    trail = office.store.audit_trail()
    mine = office.keys.key_id
    assert [(entry.who, entry.deed) for entry in trail] == [
        (mine, Deed.PROGRAMME_MADE),
        (MANAGER, Deed.PLACES),
        (mine, Deed.ACCEPT),
        (mine, Deed.IMPORT),
        (mine, Deed.IMPORT),
        (MANAGER, Deed.EXPORT),
        (mine, Deed.KEY_ADDED),
        (mine, Deed.KEY_DROPPED),
        (MANAGER, Deed.REVOKE),
        (MANAGER, Deed.TRUST_AGAIN),
    ]
    assert [entry.number for entry in trail] == list(range(1, len(trail) + 1))
    first, again = (entry for entry in trail if entry.deed == Deed.IMPORT)
    assert (first.at, first.about["imported"], first.about["visits"]) == (MOMENT, 1, 3)
    assert (again.about["already"], again.about["visits"]) == (1, 0)


def test_an_import_that_is_broken_off_tells_what_it_took_in(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    for _ in range(3):
        bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    import_paths(
        office.data, office.store, office.keys, [stick], lambda done, _total, _result: done < 2, office.clock
    )
    assert office.store.audit_trail()[-1].about["imported"] == 2


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_nobody_tidies_up(office: Office, statement: str) -> None:
    office.store.audit(MANAGER, Deed.EXPORT, what="package")
    before = office.store.audit_trail()
    with (
        sqlite3.connect(office.data.centre) as beside,
        pytest.raises(sqlite3.IntegrityError, match="only ever added"),
    ):
        beside.execute(statement)
    beside.close()
    assert office.store.audit_trail() == before


def test_an_entry_stands_or_falls_with_its_transaction(store: Store) -> None:

    def erase() -> None:
        with store.transaction():
            store.audit(MANAGER, Deed.ERASE)
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        erase()
    assert Deed.ERASE not in [entry.deed for entry in store.audit_trail()]


def test_nothing_of_a_visit_is_in_it(office: Office, bulaevo: SomeKiosk, stick: Path, keep: Keep) -> None:
    secret = a_visit(kiosk=bulaevo.kiosk, seq=1, note="asked for the blue form", return_code="K7PM-WX4E-R")
    bulaevo.put(bulaevo.bundle([secret]), stick)
    office.take(stick)
    told = json.dumps([entry._asdict() for entry in office.store.audit_trail()])
    assert "blue form" not in told
    assert "K7PM" not in told
    assert "A-07" not in told
