"""The desk says what became of its log until somebody has read it, and has a copy made each day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.visits import VisitLog
from tests.desks import HandClock, draft
from ui.desk.banner import Banner
from ui.desk.log_care import LogCare
from ui.tasks import Tasks
from ui.theme import Look


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "shop").create()


@pytest.fixture
def banner(languages: Languages, qtbot: QtBot) -> Banner:
    made = Banner(languages["ru"], Look())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_a_salvage_is_told_in_the_volunteers_language_until_it_was_read(
    data: DataFolder, banner: Banner, tasks: Tasks
) -> None:
    clock = HandClock()
    with VisitLog.open(data.log, clock) as log:
        log.record(draft(clock))
    data.log.write_bytes(b"")
    with VisitLog.open(data.log, clock) as log:
        for _ in range(2):  # the program was closed before anybody read it
            LogCare(log, data, tasks, banner, clock=clock).tell()
            assert "Потеряно: 1" in banner.text
            assert str(data.root / "damaged") in banner.text
        banner.buttons[0].click()
        assert banner.text == ""
        LogCare(log, data, tasks, banner, clock=clock).tell()
        assert banner.text == ""


def raise_(problem: KioskError) -> None:
    raise problem


def test_each_day_gets_one_copy_and_three_are_kept(
    data: DataFolder, banner: Banner, tasks: Tasks, qtbot: QtBot
) -> None:
    clock = HandClock()

    done: list[int] = []
    with VisitLog.open(data.log, clock) as log:
        care = LogCare(log, data, tasks, banner, clock=clock)
        for day in range(1, 6):
            for _ in range(2):
                care.keep_copy()
            tasks.run(lambda day=day: day, done.append, raise_)
            qtbot.waitUntil(lambda day=day: day in done, timeout=20_000)
            clock.tick(hours=24)
    tasks.close()
    assert sorted(copy.name[:10] for copy in data.backups.iterdir()) == [
        "log-000003",
        "log-000004",
        "log-000005",
    ]
