"""What the screens' tests share: the shipped fonts and no others, real catalogues, real walkthroughs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

# Before Qt starts: system fonts must not fill the gaps that a shop's machine would show.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.config import DataFolder, resources
from kiosk.i18n import Languages
from kiosk.tutorials import Library
from tests.ui.office import Office
from ui.manager.window import ManagerWindow
from ui.tasks import Tasks
from ui.theme import Look


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Arguments of the one application."""
    return ["one-stop-kiosk"]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: object) -> None:
    """Give every test the program's own style, fonts and collector of garbage."""
    from ui.app import application_with_fonts

    application_with_fonts()


@pytest.fixture(scope="session")
def languages() -> Languages:
    """The compiled catalogues."""
    return Languages(resources().translations)


@pytest.fixture(scope="session")
def library() -> Library:
    """The walkthroughs that are shipped."""
    return Library.load(resources().tutorials)


@pytest.fixture
def open_office(
    qtbot: QtBot, languages: Languages, tmp_path: Path
) -> Iterator[Callable[[DataFolder], Office]]:
    """Open a manager's window over a data folder; its workers end with the test."""
    workers: list[Tasks] = []

    def open_(data: DataFolder) -> Office:
        quick, slow = Tasks(), Tasks()
        workers.extend((quick, slow))
        window = ManagerWindow(data, languages, languages["en"], Look(), quick, slow)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        with qtbot.waitExposed(window):
            window.show()
        return Office(qtbot, window, data, tmp_path / "sticks")

    yield open_
    for tasks in workers:
        tasks.close()
