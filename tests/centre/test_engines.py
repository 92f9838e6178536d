"""Two engines, one store: whatever comes in whatever order, however often and however cut off, both say the same."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.centre import Outcome, Store, StoreError, import_paths
from kiosk.centre.carrying import carry
from kiosk.centre.engine import Answer
from kiosk.centre.keeping import look
from kiosk.centre.rebuilding import rebuild
from kiosk.config import DataFolder
from kiosk.visits import Visit, columns
from tests.centre.deliveries import Deliveries, import_here, make
from tests.centre.world import StillClock
from tests.postgres import Server

#: What is written down when something happens; and the bytes, which only a server keeps.
_DIARY = {"audit", "kept"}


class _CrashError(BaseException):
    """Nobody catches this: as if the program had ended."""


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Deliveries:
    return make(tmp_path_factory.mktemp("deliveries"))


@pytest.fixture(scope="module")
def both(
    deliveries: Deliveries, postgres: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[DataFolder, DataFolder]]:
    """Two managers of the same programme: one with a file, one with a server."""
    folder = tmp_path_factory.mktemp("managers")
    with postgres.database() as address:
        yield deliveries.office(folder / "file"), deliveries.office(folder / "server", address)


#: Which file comes next, and after how many writings of rows it is cut off (0: not at all).
_COMING = st.lists(
    st.tuples(st.integers(0, 15), st.sampled_from((0, 0, 0, 1, 2, 3))), min_size=1, max_size=14
)


@settings(max_examples=12, deadline=None)
@given(coming=_COMING)
def test_any_bundles_in_any_order_give_the_same_store_as_a_recount_and_as_the_other_engine(
    deliveries: Deliveries, both: tuple[DataFolder, DataFolder], coming: list[tuple[int, int]]
) -> None:
    compare(deliveries, both, coming)


@pytest.mark.audit
@settings(max_examples=400, deadline=None)
@given(coming=_COMING)
def test_the_same_with_very_many_orders(
    deliveries: Deliveries, both: tuple[DataFolder, DataFolder], coming: list[tuple[int, int]]
) -> None:
    compare(deliveries, both, coming)


def compare(
    deliveries: Deliveries, both: tuple[DataFolder, DataFolder], coming: list[tuple[int, int]]
) -> None:
    """Let the same come to both managers: each holds what the bundles held, and both the same."""
    told = []
    held = []
    for data in both:
        with Store.of(data) as store:
            forget(store)
            deliveries.begin(store)
            came = [_take(data, store, deliveries, deliveries.files[at], cut) for at, cut in coming]
            told.append([outcome for outcome in came if outcome is not None])
            held.append({name: held for name, held in store.contents().items() if name not in _DIARY})
            recount(deliveries, store, coming, came)
    assert told[0] == told[1]
    assert held[0] == held[1]


def _take(data: DataFolder, store: Store, deliveries: Deliveries, file: Path, cut: int) -> Outcome | None:
    """Import one file; None when it was cut off."""
    append, left = store.engine.append, cut

    def crash(table: str, names: Sequence[str], rows: Iterable[Answer]) -> None:
        nonlocal left
        append(table, names, rows)
        left -= 1
        if left == 0:
            raise _CrashError

    with patch.object(store.engine, "append", crash), suppress(_CrashError):
        return import_paths(data, store, deliveries.keys, [file], clock=StillClock())[0].outcome
    return None


def recount(
    deliveries: Deliveries, store: Store, coming: list[tuple[int, int]], came: list[Outcome | None]
) -> None:
    """Every revision of every bundle that was taken in is here once, and no other."""
    rows = {
        row[:3]
        for (at, _cut), outcome in zip(coming, came, strict=True)
        if outcome is Outcome.IMPORTED
        for row in deliveries.rows(deliveries.files[at])
    }
    here = [
        row
        for table in ("visits", "shifts", "notices")
        for row in store.ask(f"SELECT kiosk, epoch, seq FROM {table}", {})
    ]
    assert len(here) == len(set(here))
    assert set(here) == rows


def forget(store: Store) -> None:
    """Empty a store, for the next example."""
    with store.transaction():
        for table in store._engine.tables():
            if table not in _DIARY:
                store._engine.execute(f"DELETE FROM {table}")


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, deliveries: Deliveries, tmp_path: Path) -> Iterator[DataFolder]:
    """A store that several managers use at once."""
    if request.param == "sqlite":
        yield deliveries.office(tmp_path / "office")
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as address:
        yield deliveries.office(tmp_path / "office", address)


def test_two_managers_import_at_once_while_a_third_one_dies_in_the_middle(
    deliveries: Deliveries, shared: DataFolder, tmp_path: Path
) -> None:
    files = [
        file for file in deliveries.files if not file.name.startswith("5-")
    ]  # of two copies, one comes first
    spawn = multiprocessing.get_context("spawn")
    runs = [
        spawn.Process(target=import_here, args=(shared.root, shared.db, *how))
        for how in ((files,), (files[::-1],), (files, 3))
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs[:2]] == [0, 0]
    with Store.of(shared) as store:
        import_paths(shared, store, deliveries.keys, files, clock=StillClock())
        here = store.contents()
    alone = deliveries.office(tmp_path / "alone")
    with Store.of(alone) as store:
        import_paths(alone, store, deliveries.keys, files, clock=StillClock())
        assert {**store.contents(), **{name: here[name] for name in _DIARY}} == here


def test_the_server_forgets_nothing_that_it_has_acknowledged(
    deliveries: Deliveries, postgres: Server, tmp_path: Path
) -> None:
    """A connection dies between two files: the first one stays, the second one comes in the next time."""
    with postgres.database() as address:
        data = deliveries.office(tmp_path / "office", address)
        with Store.of(data) as store, suppress(psycopg.Error):
            assert _take(data, store, deliveries, deliveries.files[0], 0) is Outcome.IMPORTED
            assert _take(data, store, deliveries, deliveries.files[1], 1) is None
        with Store.of(data) as store:
            assert _take(data, store, deliveries, deliveries.files[0], 0) is Outcome.ALREADY
            assert _take(data, store, deliveries, deliveries.files[1], 0) is Outcome.IMPORTED


def test_rows_that_another_program_wrote_meanwhile_are_refused_and_nothing_is_lost(
    deliveries: Deliveries, postgres: Server, tmp_path: Path
) -> None:
    """It did not wait for the kiosk's lock, so that the store was told that the rows are not there."""
    with postgres.database() as address:
        data = deliveries.office(tmp_path / "office", address)
        with Store.of(data) as store:
            assert _take(data, store, deliveries, deliveries.files[0], 0) is Outcome.IMPORTED
            before, rows = store.contents(), store.ask("SELECT * FROM visits", {})

            def again() -> None:
                with store.transaction(rows[0][0]):
                    store.set_meta("half", "done")
                    store.engine.append("visits", columns(Visit), rows[:1])

            with pytest.raises(StoreError, match="Another program writes"):
                again()
            assert store.contents() == before


def test_what_one_manager_took_in_is_whole_for_another_at_another_computer(
    deliveries: Deliveries, postgres: Server, tmp_path: Path
) -> None:
    with postgres.database() as address:
        one = deliveries.office(tmp_path / "one", address)
        other = DataFolder(Path(shutil.copytree(deliveries.folder / "centre", tmp_path / "other")), address)
        with Store.of(one) as store:
            import_paths(one, store, deliveries.keys, deliveries.files[:3], clock=StillClock())
            before = store.contents()
            damaged = one.bundles / store.bundles()[0].file
            damaged.write_bytes(b"a bad disk")
            assert list(look(one, store)) == []
            assert damaged.read_bytes() == deliveries.files[0].read_bytes()
        with Store.of(other) as store:
            assert list(look(other, store)) == []
            assert rebuild(other, store, deliveries.keys, StillClock()) == 3
            assert store.contents() == before
            (tmp_path / "stick").mkdir()
            assert carry(other, store, tmp_path / "stick") == 4
