"""A log that was put back, copied or cut off from its last commits begins a new epoch at its next start, by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.visits import DayCounts, Range, VisitLog
from kiosk.visits.whereabouts import Whereabouts, _mount, _serial
from kiosk.visits.witness import Witness, witness_of
from tests.desks import HandClock, draft


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop" / "log.db"


def _work(path: Path, clock: HandClock, visits: int = 1) -> str:
    """Open the log, record visits, close it; return the epoch."""
    with VisitLog.open(path, clock) as log:
        for _ in range(visits):
            log.record(draft(clock))
        return log.epoch


def _why(path: Path, clock: HandClock) -> tuple[str, tuple[str, int] | None, list[Range]]:
    with VisitLog.open(path, clock) as log:
        happened = log.happened()
        return happened.why if happened else "", log.parent(), log.lost()


def test_starts_power_cuts_a_new_month_and_a_moved_folder_begin_no_epoch(
    path: Path, clock: HandClock
) -> None:
    epoch = _work(path, clock, 3)
    clock.restart()
    clock.tick(hours=24 * 40)
    assert _work(path, clock) == epoch
    behind = Witness.read(witness_of(path))
    assert behind is not None
    behind._replace(seq=1).write(witness_of(path))  # what a power cut leaves of a witness
    assert _work(path, clock) == epoch
    moved = path.parent.parent / "elsewhere"
    path.parent.rename(moved)
    assert _work(moved / "log.db", clock) == epoch


def test_a_log_of_the_program_before_there_were_witnesses_goes_on(path: Path, clock: HandClock) -> None:
    epoch = _work(path, clock, 2)
    with VisitLog.open(path, clock) as log:
        log._connection.execute("DELETE FROM meta")
    witness_of(path).unlink()
    assert _work(path, clock) == epoch


def test_an_older_copy_put_back_says_what_is_missing(path: Path, clock: HandClock) -> None:
    old = _work(path, clock, 3)
    kept = path.read_bytes()
    _work(path, clock, 2)
    path.write_bytes(kept)
    assert _why(path, clock) == ("restored", (old, 3), [Range(old, 4, 5)])
    assert _why(path, clock)[1] == (old, 3), "once is enough"
    with VisitLog.open(path, clock) as log:
        visit = log.record(draft(clock))
        assert (visit.epoch, visit.seq) == (log.epoch, 1)
        assert log.today("2026-11-22") == DayCounts(visits=4, people=4, alone=4)
        assert log.unbundled(10) == [Range(old, 1, 3), Range(visit.epoch, 1, 1)]


def test_a_copy_from_before_the_present_epoch_is_an_older_one_too(path: Path, clock: HandClock) -> None:
    first = _work(path, clock, 3)
    kept = path.read_bytes()
    with VisitLog.open(path, clock) as log:
        second = log.begin_epoch()
        log.record(draft(clock))
    path.write_bytes(kept)
    assert _why(path, clock) == ("restored", (first, 3), [Range(second, 1, 1)])


@pytest.mark.parametrize("with_witness", [True, False])
def test_a_copy_in_another_folder_is_a_clone_and_the_first_goes_on(
    path: Path, clock: HandClock, tmp_path: Path, with_witness: bool
) -> None:
    epoch = _work(path, clock, 2)
    there = tmp_path / "there" / "log.db"
    there.parent.mkdir()
    shutil.copy2(path, there)
    if with_witness:
        shutil.copy2(witness_of(path), witness_of(there))
    assert _why(there, clock) == ("copied", (epoch, 2), [])
    assert _why(path, clock) == ("", None, [])
    assert _work(path, clock) == epoch


def test_commits_that_stood_in_a_wal_that_is_gone_are_missed(path: Path, clock: HandClock) -> None:
    epoch = _work(path, clock, 3)
    log = VisitLog.open(path, clock)
    for _ in range(4):
        log.record(draft(clock))
    kept = path.read_bytes()  # the last commits are in the -wal alone
    log.close()
    path.write_bytes(kept)
    assert _why(path, clock) == ("restored", (epoch, 3), [Range(epoch, 4, 7)])


def test_a_new_epoch_that_another_connection_begins_numbers_the_next_visit(
    path: Path, clock: HandClock
) -> None:
    with VisitLog.open(path, clock) as desk, VisitLog.open(path, clock) as worker:
        first = desk.record(draft(clock))
        worker.record_receipt(first.epoch, 9, "2026-11-22T08:00:00Z")
        second = desk.record(draft(clock))
        corrected = desk.edit(first, {"people": 2}, "two")
        assert (second.epoch, second.seq) == (worker.epoch, 1) != (first.epoch, 1)
        assert (corrected.epoch, corrected.seq) == (worker.epoch, 2)
    assert _why(path, clock)[0] == "restored"  # by the receipt; the start finds nothing new
    with VisitLog.open(path, clock) as log:
        assert len(log.epochs()) == 2


def test_a_disk_tells_its_number_and_what_cannot_be_known_compares_with_nothing(tmp_path: Path) -> None:
    here = Whereabouts("m", "d", "1")
    assert not here.differs(Whereabouts()), "nothing is known there"
    assert not here.differs(here)
    assert all(here.differs(here._replace(**{part: "x"})) for part in Whereabouts._fields)
    disk = tmp_path / "devices" / "vda"
    (disk / "vda1").mkdir(parents=True)
    (disk / "wwid").write_text("eui.0025\n")
    (tmp_path / "259:1").symlink_to(disk / "vda1")
    assert _serial((259 << 8) | 1, "", tmp_path) == "eui.0025"
    assert _serial((259 << 8) | 2, "", tmp_path) == ""


def test_the_file_system_of_a_folder_is_the_deepest_that_holds_it(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(
        "22 1 254:1 / / rw shared:1 - ext4 /dev/vda1 rw\n"
        f"23 22 8:1 / {tmp_path}/our\\040stick rw - vfat /dev/sda1 rw\n"
    )
    assert _mount(tmp_path / "our stick" / "log.db", table) == ("vfat", "/dev/sda1")
    assert _mount(tmp_path / "log.db", table) == ("ext4", "/dev/vda1")
    assert _mount(tmp_path / "log.db", tmp_path / "none") == ("", "")
