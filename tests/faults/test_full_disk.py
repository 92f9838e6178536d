"""A disk that is really full: the visit being typed stays, the message says what to do, and saving works again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import LogError
from kiosk.visits import VisitLog
from tests.desks import HandClock, draft

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk in memory")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def _fill(folder: Path) -> Path:
    filler = folder / "holiday.avi"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return filler


def test_saving_on_a_full_disk_keeps_the_draft_and_works_again_when_there_is_room(small_disk: Path) -> None:
    clock = HandClock()
    with VisitLog.open(small_disk / "log.db", clock) as log:
        log.record(draft(clock))
        open_visit = draft(clock, note="место кончилось")
        log.save_draft(open_visit)
        filler = _fill(small_disk)
        saved = 1
        with pytest.raises(LogError, match="make room on the disk"):  # noqa: PT012 - some may still fit
            while saved < 1000:
                log.record(open_visit)
                saved += 1
                log.save_draft(open_visit)
        with pytest.raises(LogError, match="make room on the disk"):
            log.keep_copy(small_disk / "backups")
        assert len(log.visits_on("2026-11-22")) == saved
        filler.unlink()
        log.record(open_visit)
        saved += 1
    with VisitLog.open(small_disk / "log.db", clock) as log:
        assert len(log.visits_on("2026-11-22")) == saved
        assert log.happened() is None


def test_a_log_on_a_full_disk_says_so_when_it_is_opened_or_salvaged_and_loses_nothing(
    small_disk: Path,
) -> None:
    clock, path = HandClock(), small_disk / "log.db"
    with VisitLog.open(path, clock) as log:
        log.record(draft(clock))
    with path.open("r+b") as file:
        file.write(bytes(100))
    filler = _fill(small_disk)
    for _ in range(2):
        with pytest.raises(LogError, match="make room on the disk"):
            VisitLog.open(path, clock)
    filler.unlink()
    with VisitLog.open(path, clock) as log:
        assert len(log.visits_on("2026-11-22")) == 1
        assert log.lost() == []
