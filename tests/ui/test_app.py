"""Starting the program: one window a shop, and a plain word where it cannot start."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.errors import LogError
from kiosk.i18n import Languages
from kiosk.visits import VisitLog
from ui.app import explain

NEWER = "This log was written by a newer version of the program. Install the newer version to open it."
START = "from ui.commands import main; import sys; sys.argv = ['kiosk']; main()"


@pytest.fixture
def shop(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path / "shop").create()
    Settings(volunteer_language="ru").save(data.settings)
    VisitLog.open(data.log, SystemClock()).close()
    return data


def test_a_log_of_a_newer_version_is_refused_in_a_window_in_the_volunteers_language(
    shop: DataFolder, languages: Languages, qtbot: QtBot
) -> None:
    connection = sqlite3.connect(shop.log)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name) SELECT migration_set, '9999-from-the-future'"
        " FROM _sqlite_migrations LIMIT 1"
    )
    connection.commit()
    connection.close()
    with pytest.raises(LogError) as refused:
        VisitLog.open(shop.log, SystemClock())
    window = explain(shop, refused.value)
    qtbot.addWidget(window)
    window.show()
    assert window.message.text() == languages["ru"].text(NEWER)
    window.close_button.click()
    assert not window.isVisible()


def test_a_second_start_opens_no_second_desk_over_one_log(shop: DataFolder, qtbot: QtBot) -> None:
    environment = {**os.environ, "KIOSK_DATA": str(shop.root)}
    first = subprocess.Popen([sys.executable, "-c", START], env=environment)
    try:
        qtbot.waitUntil((shop.root / "desk.lock").exists, timeout=20_000)
        second = subprocess.run([sys.executable, "-c", START], env=environment, timeout=20, check=False)
        assert second.returncode == 0
        assert first.poll() is None, "the first desk goes on"
    finally:
        first.terminate()
        first.wait(20)
