"""A store that moves, is backed up, or is built anew says the same as before, on either engine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.centre import Deed, Outcome, Store, StoreError
from kiosk.centre.rebuilding import rebuild
from kiosk.centre.revoking import revoke
from kiosk.visits import Range
from tests.centre.conftest import TREE, Keep
from tests.centre.records import a_correction, a_notice, a_shift, a_visit
from tests.centre.world import Office, SomeKiosk, outcomes
from tests.postgres import Server, programs


@pytest.fixture(params=["to a file", "to a server"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """An empty store elsewhere."""
    if request.param == "to a file":
        yield tmp_path / "elsewhere" / "centre.db"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as address:
        yield address


@pytest.fixture
def full(store: Store, keep: Keep) -> Store:
    """A store with something of everything that a text may hold."""
    visit = a_visit(note="Әже \\ \t «өзі»\nкірді\r", app_installed={"egov": 1})
    keep(visit, a_correction(visit), a_visit(minutes=None, note="\\N"), a_shift(minutes=None), a_notice())
    store.put_request("k-new", b"\x00\xff signed", "2026-11-20T10:00:00Z")
    store.audit("manager", Deed.EXPORT, what="nothing")
    return store


def test_a_store_that_moves_says_the_same_and_goes_on(full: Store, other: Path | str) -> None:
    with Store.open(other) as moved:
        counts = full.copy_into(moved)
        assert moved.contents() == full.contents()
        assert counts["visits"] == 3
        assert counts["places"] == len(TREE)
        moved.audit("manager", Deed.EXPORT, what="the entry after those that moved")
        deeds = [entry.deed for entry in moved.audit_trail()]
        assert deeds == [Deed.PLACES, Deed.EXPORT, Deed.EXPORT]


def test_a_store_that_holds_something_is_not_written_over(full: Store, other: Path | str) -> None:
    with Store.open(other) as moved:
        full.copy_into(moved)
        before = moved.contents()
        with pytest.raises(StoreError, match="holds something already"):
            full.copy_into(moved)
        assert moved.contents() == before


def test_a_move_that_is_cut_off_leaves_nothing_behind_and_can_begin_again(
    full: Store, other: Path | str
) -> None:
    def cut(done: int, total: int, _name: str) -> None:
        if done == total:
            raise KeyboardInterrupt

    with Store.open(other) as moved:
        with pytest.raises(KeyboardInterrupt):
            full.copy_into(moved, cut)
        assert not any(content.rows for content in moved.contents().values())
        full.copy_into(moved)
        assert moved.contents() == full.contents()


def test_a_back_up_of_a_file_is_a_store_of_its_own(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "safe" / "centre.backup"
    if full.where.startswith("postgresql:"):
        with pytest.raises(StoreError, match="pg_dump --format=custom"):
            full.back_up(file)
        return
    file.parent.mkdir()
    file.write_text("last week's")
    with full.transaction():  # somebody is at work meanwhile
        full.set_meta("half", "done")
        with Store.open(Path(full.where)) as second:
            second.back_up(file)
    with Store.open(file) as saved:
        assert saved.meta("half") == ""
        full.set_meta("half", "")
        saved.set_meta("half", "")
        assert saved.contents() == full.contents()
    assert file.stat().st_mode & 0o077 == 0


def test_a_back_up_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    with Store.open(tmp_path / "centre.db") as store, pytest.raises(StoreError, match="could not be written"):
        store.back_up(Path("/proc/nowhere/centre.backup"))


def test_what_a_manager_is_told_to_run_on_a_server_brings_everything_back(
    postgres: Server, tmp_path: Path
) -> None:
    with postgres.database() as address, postgres.database("TEMPLATE template0") as empty:
        with Store.open(address) as store, store.transaction():
            store.insert([])
            store.set_meta("kept", "Әже")
        with Store.open(address) as store:
            store.set_places(TREE)
            before = store.contents()
        dump = tmp_path / "dump"
        run(programs() / "pg_dump", "--format=custom", f"--file={dump}", address)
        run(programs() / "pg_restore", f"--dbname={empty}", dump)
        with Store.open(empty) as restored:
            assert restored.contents() == before


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})


# -- rebuilding


def at_work(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    """Have some bundles come: corrections, a void, a gap, a restored log, and one that is asked for again."""
    visits = bulaevo.visits(3)
    changed = [
        replace(a_correction(visits[0], people=4), kiosk=bulaevo.kiosk, seq=4),
        replace(a_correction(visits[1], change="void"), kiosk=bulaevo.kiosk, seq=5),
    ]
    bulaevo.seq = 5
    bulaevo.put(bulaevo.bundle(visits), stick)
    bulaevo.put(bulaevo.bundle(changed), stick)
    bulaevo.bundle(bulaevo.visits(2))  # never comes
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2, return_code="ABCD2346")), stick)
    again = replace(bulaevo, epoch="e2", number=0, seq=0, previous=None)
    again.put(again.bundle(again.visits(2)), stick)
    assert set(outcomes(office.take(stick))) == {Outcome.IMPORTED}
    office.store.set_wanted(bulaevo.kiosk, [Range("e1", 6, 7)])


def test_a_store_that_is_built_anew_equals_the_one_that_grew(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    at_work(office, bulaevo, stick)
    before = office.store.contents()
    office.store.ask("UPDATE visits SET people = 99", {})
    office.store.ask("DELETE FROM shifts", {})
    assert office.store.contents() != before
    assert rebuild(office.data, office.store, office.keys, office.clock) == 4
    assert office.store.contents() == before


def test_building_anew_takes_memory_for_a_country_and_gives_it_back(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    at_work(office, bulaevo, stick)

    def memory() -> int:
        ((kibibytes,),) = office.store.ask("PRAGMA cache_size", {})
        return -int(kibibytes)

    before, meanwhile = memory(), set[int]()
    rebuild(office.data, office.store, office.keys, office.clock, lambda *_: meanwhile.add(memory()))
    assert min(meanwhile) > 20 * before  # else most pages of a country are read and written many times
    assert memory() == before


def test_what_was_withdrawn_stays_withdrawn(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    at_work(office, bulaevo, stick)
    revoke(office.data, office.store, bulaevo.kiosk, office.clock, after=2, epoch="e1")
    before = office.store.contents()
    assert (
        rebuild(office.data, office.store, office.keys, office.clock) == 3
    )  # the other epoch did not grow from there
    assert office.store.contents() == before


def test_a_kept_file_that_is_damaged_leaves_the_store_as_it_was(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    at_work(office, bulaevo, stick)
    before = office.store.contents()
    spoiled = office.data.bundles / office.store.bundles()[1].file
    spoiled.write_bytes(spoiled.read_bytes()[:-9])
    with pytest.raises(StoreError, match="1 of 4 kept files"):
        rebuild(office.data, office.store, office.keys, office.clock)
    assert office.store.contents() == before


def test_a_store_that_was_lost_comes_back_from_the_kept_files(
    office: Office, bulaevo: SomeKiosk, stick: Path, other: Path | str
) -> None:
    at_work(office, bulaevo, stick)
    old = office.store
    with Store.open(other) as new:
        assert rebuild(office.data, new, office.keys, office.clock) == 4
        for table in ("visits", "shifts", "notices", "ranges", "places"):
            assert new.contents()[table] == old.contents()[table], table
        assert [known.name for known in new.kiosks()] == [known.name for known in old.kiosks()]
