"""A store on a server: what a manager reads when it refuses, and no password anywhere that others could read."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kiosk.centre import Store, StoreError
from kiosk.centre.engine.postgresql import PARTITIONS
from kiosk.centre.rollups import figures_of
from kiosk.visits import Revisions, batches_of
from tests.centre.conftest import TREE
from tests.centre.records import a_visit
from tests.postgres import GUEST, PASSWORD, Server


@pytest.fixture
def address(postgres: Server) -> Iterator[str]:
    """An empty store on the server."""
    with postgres.database() as address:
        yield address


def refusal(where: str) -> str:
    """Return what a manager reads, with all that a log would keep beside it."""
    with pytest.raises(StoreError) as caught:
        Store.open(where)
    problem = caught.value
    assert problem.__suppress_context__ or problem.__context__ is None, "a log would show the cause"
    assert PASSWORD not in f"{problem} {problem.params} {problem.__cause__}"
    assert "Traceback" not in str(problem)
    return str(problem)


def as_guest(address: str, word: str = "") -> str:
    """Return the address for somebody who needs a password."""
    return re.sub(r"//\w+@", f"//{GUEST}:{word}@" if word else f"//{GUEST}@", address)


def test_a_server_that_is_off_is_said_to_be_off(postgres: Server) -> None:
    said = refusal(f"postgresql://{GUEST}:sesame@127.0.0.1:1/centre")
    assert said.startswith(
        "The server of the store postgresql://guest@127.0.0.1:1/centre cannot be reached: Conn"
    )


def test_a_server_whose_name_is_unknown_is_said_to_be_out_of_reach() -> None:
    assert "cannot be reached" in refusal("postgresql://guest@no-such-host.invalid/centre")


def test_a_missing_password_and_a_wrong_one_are_told_apart(
    postgres: Server, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "nowhere"))
    assert "asks for a password" in refusal(as_guest(address))
    assert "refused the user's name or password" in refusal(as_guest(address, "open-barley"))


def test_a_user_without_rights_is_told_whom_to_ask_and_the_password_comes_from_its_file(
    postgres: Server, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "passwords"
    file.write_text(f"127.0.0.1:{postgres.port}:*:{GUEST}:{PASSWORD}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert "does not give this user the right" in refusal(as_guest(address))
    database = address.rpartition("/")[2]
    postgres.run(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {GUEST}", database)
    with Store.open(as_guest(address)) as store:
        store.set_places(TREE)
        with store.transaction("k-bulaevo"):
            store.insert(batches_of(Revisions((a_visit(),))))
        assert PASSWORD not in store.where


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://guest:{PASSWORD}@server/centre",
        "postgresql://guest:se%ZZsame@server/centre",
        "postgresql://guest:sesame@server/centre?colour=red",
        "postgresql://guest:sesame@server:many/centre",
    ],
)
def test_what_is_no_address_is_refused_without_being_repeated(address: str) -> None:
    said = refusal(address)
    assert "sesame" not in said


def test_a_database_that_is_not_there_is_named(postgres: Server) -> None:
    said = refusal(postgres.address("nobody_made_it"))
    assert "does not let us in" in said
    assert '"nobody_made_it" does not exist' in said


def test_a_database_that_cannot_hold_every_language_is_refused(postgres: Server) -> None:
    with postgres.database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0") as address:
        assert "createdb --encoding=UTF8" in refusal(address)


def test_a_store_of_a_later_version_is_refused_in_words(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("UPDATE schema_steps SET done = 99")
    assert "newer version" in refusal(address)


def test_a_store_that_may_only_be_read_is_read(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        name = connection.info.dbname  # this test's own: others are at work on the same server
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    with Store.open(address) as store:
        assert store.places() == []
        with pytest.raises(StoreError, match="can be read, but not written"):
            store.set_meta("a", "b")


def test_a_connection_that_is_cut_says_that_nothing_was_kept(address: str) -> None:
    with Store.open(address) as store, psycopg.connect(address, autocommit=True) as other:

        def cut() -> None:
            with store.transaction("k-bulaevo"):
                store.insert(batches_of(Revisions((a_visit(),))))
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                store.set_meta("a", "b")

        with pytest.raises(StoreError, match="was lost: terminating connection"):
            cut()
        assert other.execute("SELECT COUNT(*) FROM visits").fetchone() == (0,)


def test_a_value_that_the_server_stumbles_over_is_not_repeated(address: str) -> None:
    with Store.open(address) as store, pytest.raises(StoreError) as caught:
        store.ask("SELECT CAST(:note AS INTEGER)", {"note": "a private note"})
    assert "private" not in str(caught.value)


def test_two_managers_who_start_at_once_make_one_store(postgres: Server, tmp_path: Path) -> None:
    with postgres.database("TEMPLATE template0") as address:
        for where in (address, str(tmp_path / "centre.db")):
            spawn = multiprocessing.get_context("spawn")
            with spawn.Pool(2) as pool:
                assert pool.map(_open, [where] * 4) == [0, 0, 0, 0]


def _open(where: str) -> int:
    with Store.open(where) as store:
        return len(store.places())


def test_revisions_are_spread_by_kiosk(address: str) -> None:
    with Store.open(address) as store:
        for number in range(40):
            with store.transaction(f"k-{number}"):
                store.insert(batches_of(Revisions((a_visit(kiosk=f"k-{number}"),))))
        used = store.ask("SELECT COUNT(DISTINCT tableoid) FROM visits", {})
    assert PARTITIONS // 2 < used[0][0] <= PARTITIONS


def test_importers_of_two_kiosks_do_not_wait_for_each_other(address: str) -> None:
    with Store.open(address) as one, Store.open(address) as other:
        other.ask("SET lock_timeout = 300", {})
        with one.transaction("k-bulaevo"):
            one.insert(batches_of(Revisions((a_visit(kiosk="k-bulaevo"),))))
            with other.transaction("k-yavlenka"):
                other.insert(batches_of(Revisions((a_visit(kiosk="k-yavlenka"),))))
            with pytest.raises(StoreError, match="do it again"), other.transaction("k-bulaevo"):
                pass
            with pytest.raises(StoreError, match="do it again"), other.transaction():
                pass
        assert one.ask("SELECT COUNT(*) FROM visits", {}) == [(2,)]
        assert figures_of(one).total().consultations == 2, "what one left to the other is counted"


def test_a_text_with_a_zero_character_is_refused_and_nothing_else_with_it(address: str) -> None:
    with Store.open(address) as store:
        with pytest.raises(StoreError, match="cannot keep"), store.transaction("k-bulaevo"):
            store.insert(batches_of(Revisions((a_visit(), a_visit(note="a\0b")))))
        assert store.ask("SELECT COUNT(*) FROM visits", {}) == [(0,)]
