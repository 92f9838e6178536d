"""Whoever cannot see the screen hears what has the focus, in its half's language; secrets are not said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from kiosk.config import Settings
from kiosk.i18n import Languages
from ui.app import speak_of_focus
from ui.half import Half
from ui.spoken_focus import SpokenFocus
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.digit_pad import DigitPad

_VOICE = """#!/bin/sh
text=$(cat)
printf '%s: %s\n' "$2" "$text" >>{heard}
"""


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """A voice that writes down what it is given to say, after its language."""
    written, program = tmp_path / "heard", tmp_path / "bin" / "espeak-ng"
    program.parent.mkdir()
    program.write_text(_VOICE.format(heard=written))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    return lambda: written.read_text().splitlines() if written.exists() else []


@pytest.fixture
def half(languages: Languages, qtbot: QtBot) -> Half:
    """A Kazakh half with two buttons and a pad for digits."""
    half = Half(languages["kk"], Look())
    qtbot.addWidget(half)
    column = QVBoxLayout(half)
    for part in (Button("Next"), Button("Back", checkable=True), DigitPad()):
        column.addWidget(part)
        half.refresh(part)
    with qtbot.waitActive(half):
        half.show()
    return half


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[SpokenFocus]:
    for other in qapp.findChildren(SpokenFocus):  # of a desk that was opened before, on the one application
        other.switch(False)
    focus = SpokenFocus(qapp)
    yield focus
    focus.switch(False)
    qapp.removeEventFilter(focus)
    focus.setParent(None)
    focus.deleteLater()


def test_f8_begins_and_ends_it_and_each_step_of_tab_is_said(
    half: Half, spoken: SpokenFocus, heard: Callable[[], list[str]], qtbot: QtBot
) -> None:
    on, back = half.findChildren(Button)[:2]
    on.setFocus()
    QTest.keyClick(half.windowHandle(), Qt.Key.Key_F8)
    assert spoken.on
    qtbot.waitUntil(lambda: heard() == [f"kk: {half.language.text('Next')}"])
    back.setChecked(True)
    QTest.keyClick(half.windowHandle(), Qt.Key.Key_Tab)
    chosen = f"kk: {half.language.text('Back')}. {half.language.text('chosen')}"
    qtbot.waitUntil(lambda: heard()[1:] == [chosen])
    QTest.keyClick(half.windowHandle(), Qt.Key.Key_F8)
    on.setFocus()
    assert not spoken.on
    assert not spoken.speech.speaking
    assert len(heard()) == 2


def test_a_pad_for_digits_is_never_spoken(
    half: Half, spoken: SpokenFocus, heard: Callable[[], list[str]], qtbot: QtBot
) -> None:
    spoken.switch(True)
    pad = half.findChild(DigitPad)
    assert pad is not None
    for digit in pad.findChildren(Button):
        digit.setFocus()
    on = half.findChildren(Button)[0]
    on.setFocus()
    qtbot.waitUntil(lambda: bool(heard()))
    assert set(heard()) == {f"kk: {half.language.text('Next')}"}


def test_a_desk_that_comes_back_from_its_settings_says_everything_once(qapp: QApplication) -> None:
    for on in (True, False, True, False):
        speak_of_focus(Settings(spoken_focus=on))
        (speaker,) = qapp.findChildren(SpokenFocus)
        assert speaker.on is on
