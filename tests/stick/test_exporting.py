"""Exporting: a shop's day onto a stick, once and whole."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.bundles import read_header
from kiosk.errors import LogError
from kiosk.locks import FileLock
from kiosk.stick import (
    ExportResult,
    Outcome,
    Stick,
    export,
    status,
)
from kiosk.stick import spool as spool_room
from kiosk.visits import Range, Revisions
from tests.programmes import Shop
from tests.stick.shops import SHOP, Kiosk


def test_a_day_goes_onto_the_stick_and_the_manager_reads_every_word(joined: Kiosk) -> None:
    shift = joined.log.start_shift("A-07", "bulaevo", "club")
    visits = joined.work(3, note="Әже өзі кірді")
    notice = joined.log.add_notice("A-07", "bulaevo", "kz-criminal-record", 3, "open", "kk")
    result = joined.export()
    assert (result.outcome, result.visits, result.rows, result.bundles_written) == (Outcome.EXPORTED, 3, 5, 1)
    assert joined.received() == Revisions(tuple(visits), (shift,), (notice,))
    assert result.path == joined.stick / "OneStopKiosk"
    assert status(joined.data, joined.log).unsent == 0
    assert status(joined.data, joined.log).undelivered == 5


def test_the_second_export_of_a_day_has_only_what_is_new(joined: Kiosk) -> None:
    first = joined.work(2)
    joined.export()
    assert joined.export().outcome is Outcome.NOTHING_NEW
    void = joined.log.void(first[0], "typed twice")
    result = joined.export()
    assert (result.rows, result.bundles_already) == (1, 1)
    assert joined.received().visits == (*first, void)
    headers = [read_header(path) for path in joined.on()]
    assert headers[0][0].previous is None
    assert headers[1][0].previous == joined.log.bundles()[0].header_sha256


def test_every_stick_gets_the_same_bytes_until_a_receipt_covers_them(joined: Kiosk, tmp_path: Path) -> None:
    joined.work(2)
    joined.export()
    joined.work(1)
    other = tmp_path / "other"
    other.mkdir()
    assert joined.export(other).bundles_written == 2
    assert joined.on(other)[0].read_bytes() == joined.on()[0].read_bytes()


def test_any_folder_is_a_target_and_so_is_our_folder_itself(joined: Kiosk, tmp_path: Path) -> None:
    joined.work()
    plain = tmp_path / "Synced" / "onestopkiosk"
    plain.mkdir(parents=True)
    assert joined.export(plain).path == plain
    assert {path.name for path in plain.iterdir()} == {"visits", "enrol"}


def test_a_long_winter_goes_out_in_several_bundles(joined: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_room, "BUNDLE_ROWS", 4)
    joined.work(10)
    seen: list[tuple[int, int]] = []
    result = export(joined.data, joined.log, joined.stick, lambda done, total: seen.append((done, total)))
    assert (result.bundles_written, result.rows) == (3, 10)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (20, 20)
    assert [visit.seq for visit in joined.received().visits] == list(range(1, 11))


def test_an_export_can_be_stopped_and_goes_on_next_time(
    joined: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_room, "BUNDLE_ROWS", 4)
    joined.work(10)
    stopped = export(joined.data, joined.log, joined.stick, lambda done, _total: done < 12)
    assert (stopped.outcome, stopped.bundles_written) == (Outcome.STOPPED, 1)
    assert status(joined.data, joined.log).unsent == 6
    assert joined.export().outcome is Outcome.EXPORTED
    assert len(joined.received().visits) == 10


def test_a_kiosk_without_a_programme_logs_as_usual_and_says_why_it_cannot_export(kiosk: Kiosk) -> None:
    kiosk.work()
    result = kiosk.export()
    assert result.outcome is Outcome.NO_PROGRAMME
    assert "joined" in result.sentence()[0]
    assert "card" in result.advice
    assert list(kiosk.stick.iterdir()) == []
    assert status(kiosk.data, kiosk.log).unsent == 1


def test_another_programmes_stick_gets_nothing(joined: Kiosk) -> None:
    other = Shop()
    Stick(joined.stick).card.write_bytes(other.card(programme="p-south").signed(other.manager))
    joined.work()
    assert joined.export().outcome is Outcome.FOREIGN
    assert joined.on() == []


def test_no_stick_is_no_stick_and_leaves_no_folder_behind(joined: Kiosk, tmp_path: Path) -> None:
    joined.work()
    assert joined.export(tmp_path / "pulled").outcome is Outcome.NO_STICK
    assert not (tmp_path / "pulled").exists()
    assert status(joined.data, joined.log).unsent == 1


def test_a_second_export_at_the_same_time_says_so(joined: Kiosk) -> None:
    joined.work()
    with closing(FileLock(joined.data.export_lock)) as lock:
        assert lock.take()
        assert joined.export().outcome is Outcome.BUSY
    assert joined.export().outcome is Outcome.EXPORTED


def test_a_desk_keeps_saving_while_another_thread_exports(joined: Kiosk) -> None:
    joined.work(20)
    results: list[ExportResult] = []
    thread = threading.Thread(target=lambda: results.append(joined.export()))
    thread.start()
    joined.work(20)
    thread.join()
    joined.export()
    assert results[0].outcome is Outcome.EXPORTED
    assert len(joined.received().visits) == 40


def test_keys_that_are_lost_are_named_and_new_ones_send_everything_again(
    joined: Kiosk, tmp_path: Path
) -> None:
    joined.work(2)
    joined.export()
    shutil.rmtree(joined.data.keys)
    joined.work(1)
    assert joined.export().outcome is Outcome.NO_KEYS
    joined.join()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert joined.export(fresh).rows == 3
    assert len(joined.received(fresh).visits) == 3


def test_a_bundle_that_is_gone_from_the_spool_is_built_anew_once(joined: Kiosk, tmp_path: Path) -> None:
    joined.work(2)
    joined.export()
    spooled = next(joined.data.spool.iterdir())
    spooled.write_bytes(spooled.read_bytes()[:-9])
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert joined.export(fresh).rows == 2
    assert joined.export(fresh).outcome is Outcome.NOTHING_NEW
    assert len(joined.log.bundles()) == 2
    assert len(joined.received(fresh).visits) == 2


def test_what_a_crash_left_between_spool_and_log_is_swept(joined: Kiosk) -> None:
    joined.data.spool.mkdir()
    for name in ("k-old-0000000000000000-000001.kiosk", ".k-old.kiosk.77.part"):
        (joined.data.spool / name).write_bytes(b"half")
    joined.work()
    joined.export()
    assert [path.name for path in joined.data.spool.iterdir()] == [joined.log.bundles()[0].file]


def test_a_log_that_grew_from_another_names_its_parent(joined: Kiosk) -> None:
    joined.work(2)
    before = joined.log.epoch
    joined.log.begin_epoch()
    joined.work(1)
    joined.export()
    (header,) = [read_header(path).header for path in joined.on()]
    assert header.parent == (before, 2)
    assert set(header.ranges) == {Range(joined.log.epoch, 1, 1), Range(before, 1, 2)}
    assert len(joined.received().visits) == 3


def test_a_clones_bundle_of_the_same_number_is_kept_beside_ours(joined: Kiosk) -> None:
    joined.work()
    joined.export()
    ours = joined.on()[0].read_bytes()
    clone = SHOP.bundle(keys=joined.keys)
    joined.on()[0].write_bytes(clone)
    assert joined.export().bundles_written == 1
    assert {path.read_bytes() for path in joined.on()} == {ours, clone}


def test_a_log_in_which_a_page_has_turned_is_not_exported_as_if_it_were_whole(joined: Kiosk) -> None:
    joined.work(2)
    joined.log._connection.execute("UPDATE visits SET people = 'many' WHERE seq = 2")
    with pytest.raises(LogError, match="damaged"):
        joined.export()
    assert joined.on() == []
