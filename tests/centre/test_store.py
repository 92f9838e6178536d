"""The centre's store: each revision once, a tree of places that is one, and no store of a later version."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.centre import Store, StoreError
from kiosk.centre.store import OtherContentError
from kiosk.centre.taken import StoredBundle
from kiosk.visits import Notice, Place, Revisions, Shift, Visit, batches_of, columns
from tests.centre.conftest import TREE, Keep
from tests.centre.records import a_correction, a_notice, a_shift, a_visit


@pytest.mark.parametrize(("table", "kind"), [("visits", Visit), ("shifts", Shift), ("notices", Notice)])
def test_the_tables_have_the_columns_of_the_records(store: Store, table: str, kind: type[Visit]) -> None:
    assert store._engine.tables()[table] == (columns(kind), ("kiosk", "epoch", "seq"))


def test_a_revision_that_comes_twice_is_here_once(store: Store) -> None:
    revisions = Revisions((a_visit(), a_visit()), (a_shift(),), (a_notice(),))
    for expected in ((2, 0), (0, 2)):
        with store.transaction():
            visits, shifts, notices = store.insert(batches_of(revisions))
        assert (visits.new, visits.already) == expected
        assert shifts.new + shifts.already == notices.new + notices.already == 1


def test_corrections_are_counted_apart(store: Store) -> None:
    visit = a_visit()
    with store.transaction():
        visits, _shifts, _notices = store.insert(batches_of(Revisions((visit, a_correction(visit)))))
    assert (visits.new, visits.corrected) == (1, 1)


def test_a_revision_that_says_something_else_than_before_is_refused_whole(store: Store) -> None:
    visit = a_visit(people=1)
    with store.transaction():
        store.insert(batches_of(Revisions((visit,))))
    with pytest.raises(OtherContentError), store.transaction():
        store.insert(batches_of(Revisions((a_visit(), replace(visit, people=2)))))
    assert store.ask("SELECT COUNT(*), SUM(people) FROM visits", {}) == [(1, 1)]


def test_a_store_of_a_later_version_is_refused_in_words(tmp_path: Path) -> None:
    Store.open(tmp_path / "centre.db").close()
    with sqlite3.connect(tmp_path / "centre.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(tmp_path / "centre.db")


def test_a_file_that_is_no_store_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "centre.db").write_bytes(b"a shopping list" * 100)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "centre.db")


def test_what_was_committed_is_there_after_the_store_is_opened_again(where: Path | str) -> None:
    with Store.open(where) as store, store.transaction():
        store.insert(batches_of(Revisions((a_visit(),))))
    with Store.open(where) as store:
        assert store.ask("SELECT COUNT(*) FROM visits", {}) == [(1,)]


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ((*TREE, Place("kz", "Kazakhstan again", "country")), "stands twice"),
        ((Place("a", "A", "galaxy"),), "unknown level"),
        ((Place("a", "A", "site", "b"),), "not in the list"),
        ((Place("a", "A", "district", "b"), Place("b", "B", "district", "a")), "cannot be part of"),
        ((Place("a", "A", "region", "b"), Place("b", "B", "settlement")), "cannot be part of"),
        ((Place("a", "", "site"),), "needs an id and a name"),
    ],
)
def test_places_that_are_no_tree_leave_the_old_tree(
    store: Store, places: tuple[Place, ...], sentence: str
) -> None:
    with pytest.raises(StoreError, match=sentence):
        store.set_places(places)
    assert set(store.places()) == set(TREE)


def test_missing_bundles_are_named_right_before_the_one_that_came(store: Store) -> None:
    for number in (1, 2, 7):
        with store.transaction():
            store.add_bundle(StoredBundle("k", "e", number, f"h{number}", "", "f", "", ""), [], [])
    assert store.missing_before("k", "e", 7) == (3, 6)
    assert store.missing_before("k", "e", 2) is None
    assert store.missing_before("k", "other", 2) == (1, 1)


def test_a_place_of_a_deep_tree_finds_its_settlement(store: Store, keep: Keep) -> None:
    assert dict(store.ask("SELECT place, settlement FROM place_settlements", {})) == {
        "kz": "",
        "sko": "",
        "mzh": "",
        "yes": "",
        "bulaevo": "bulaevo",
        "bulaevo-desk": "bulaevo",
        "vozvyshenka": "vozvyshenka",
        "yavlenka": "yavlenka",
    }
