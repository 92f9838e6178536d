"""Two programs on one log: they take turns, and none salvages or upgrades under the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.errors import LogError
from kiosk.locks import FileLock
from kiosk.visits import VisitLog
from tests.desks import HandClock, draft

ROOT = Path(__file__).resolve().parents[1]


def test_who_is_alone_keeps_all_others_out_and_who_shares_only_that_one(tmp_path: Path) -> None:
    one, two, three = (FileLock(tmp_path / "lock") for _ in range(3))
    assert one.take()
    assert not two.take(shared=True)
    assert one.take(shared=True), "from alone to shared always works"
    assert two.take(shared=True)
    assert not three.take(patience=0.01)
    one.close()
    two.release()
    assert three.take()
    for lock in (two, three):
        lock.close()


def test_a_lock_ends_with_its_process_however_that_ends(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from kiosk.locks import FileLock;"
        " assert FileLock(Path(sys.argv[1])).take(); os.kill(os.getpid(), signal.SIGTERM)"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "lock"], cwd=ROOT, check=False)
    assert done.returncode < 0
    lock = FileLock(tmp_path / "lock")
    assert lock.take()
    lock.close()


def test_two_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    VisitLog.open(path, SystemClock()).close()
    code = (
        "import sys; from pathlib import Path; from tests.desks import HandClock, draft;"
        " from kiosk.visits import VisitLog; clock = HandClock(); log = VisitLog.open(Path(sys.argv[1]), clock)\n"
        "for _ in range(40): log.record(draft(clock))\n"
        "log.close()"
    )
    programs = [subprocess.Popen([sys.executable, "-c", code, path], cwd=ROOT) for _ in range(2)]
    assert [program.wait(60) for program in programs] == [0, 0]
    with VisitLog.open(path, HandClock()) as log:
        assert [visit.seq for visit in log.visits_on("2026-11-22")] == list(range(1, 81))
        assert log.happened() is None


def test_damage_is_not_mended_under_a_desk_that_has_the_log_open(tmp_path: Path) -> None:
    path, clock = tmp_path / "log.db", HandClock()
    with VisitLog.open(path, clock) as desk:
        desk.record(draft(clock))
        with path.open("r+b") as file:
            file.write(bytes(100))
        with (
            pytest.raises(LogError, match="Close the program and start it again"),
            VisitLog.open(path, clock),
        ):
            pass
        assert not (tmp_path / "damaged").exists()
    with VisitLog.open(path, clock) as log:
        assert len(log.visits_on("2026-11-22")) == 1


def test_a_log_that_another_program_is_making_ready_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.visits.opening.BUSY_SECONDS", 0.01)
    path = tmp_path / "log.db"
    other = FileLock(tmp_path / "log.db-open")
    assert other.take()
    with pytest.raises(LogError, match="Another program"):
        VisitLog.open(path, HandClock())
    other.close()
    VisitLog.open(path, HandClock()).close()
