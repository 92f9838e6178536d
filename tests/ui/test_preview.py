"""`kiosk tutorials preview`: a writer sees every save, and what is wrong with it in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.i18n import Languages
from kiosk.tutorials import Library
from tests.tutorials.made import make, swap
from ui.preview import PreviewWindow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path)


@pytest.fixture
def window(folder: Path, languages: Languages, library: Library, qtbot: QtBot) -> PreviewWindow:
    window = PreviewWindow(folder, languages["en"], languages, library)
    qtbot.addWidget(window)
    window.resize(1040, 768)
    window.show()
    return window


def words(window: PreviewWindow) -> str:
    return window.view.texts[0].text()


def test_a_save_is_seen_at_once_and_the_place_stays(
    window: PreviewWindow, folder: Path, qtbot: QtBot
) -> None:
    assert window.findings == ""
    window.view.next_button.click()
    window.view.page.choices.buttons["none"].click()
    swap("en.toml", "Ask at the bank", "Ask at your bank")(folder)
    qtbot.waitUntil(lambda: "Ask at your bank" in words(window))


def test_an_editor_that_puts_a_new_file_in_the_old_ones_place_is_followed(
    window: PreviewWindow, folder: Path, qtbot: QtBot
) -> None:
    for number in range(2):
        text = (folder / "en.toml").read_text(encoding="utf-8")
        part = folder / "en.toml.part"
        part.write_text(text.replace("Open the app", "Open the app now", 1), encoding="utf-8")
        part.replace(folder / "en.toml")
        qtbot.waitUntil(lambda wanted="Open the app" + " now" * (number + 1): wanted in words(window))


def test_a_fault_is_said_in_words_and_the_last_good_picture_stays(
    window: PreviewWindow, folder: Path, qtbot: QtBot
) -> None:
    swap("screens.toml", "[home]", "[home")(folder)
    qtbot.waitUntil(lambda: "screens.toml" in window.findings)
    assert "Open the app" in words(window)
    swap("screens.toml", "[home", "[home]")(folder)
    qtbot.waitUntil(lambda: window.findings == "")


def test_what_the_check_finds_is_said_with_its_line(
    window: PreviewWindow, folder: Path, qtbot: QtBot
) -> None:
    swap("tutorial.toml", 'confidence = "high"', 'confidence = "low"')(folder)
    qtbot.waitUntil(lambda: "no source to rely on" in window.findings)
    assert "tutorial.toml:" in window.findings
