"""The voice of the desk: silent at once when it should be, and never left running."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.speech import Manner, Utterance
from ui.speech import Speech

SHORT = Utterance((shutil.which("true") or "true",), "unread")


@pytest.fixture
def speech(qtbot: QtBot) -> Iterator[Speech]:
    made = Speech()
    yield made
    made.stop()


@pytest.fixture
def long() -> Utterance:
    """Stand in for a long text: say nothing for a minute, under a command line that no other test has."""
    return Utterance((shutil.which("sleep") or "sleep", f"60.{secrets.randbelow(10**9)}"))


def running(what: Utterance) -> int:
    found = subprocess.run(
        ["pgrep", "-fc", " ".join(what.command)], capture_output=True, text=True, check=False
    )
    return int(found.stdout)


def test_it_tells_when_it_begins_and_ends(speech: Speech, qtbot: QtBot) -> None:
    heard: list[bool] = []
    speech.changed.connect(heard.append)
    speech.say(SHORT)
    qtbot.waitUntil(lambda: heard == [True, False])
    assert not speech.speaking


def test_stopping_is_immediate_and_leaves_no_program_behind(speech: Speech, long: Utterance) -> None:
    speech.say(long)
    assert speech.speaking
    assert running(long) == 1
    speech.stop()
    assert not speech.speaking
    assert running(long) == 0


def test_a_new_sentence_ends_the_old_one(speech: Speech, long: Utterance) -> None:
    speech.say(long)
    speech.say(long)
    assert speech.speaking
    assert running(long) == 1


def test_a_program_that_is_not_there_says_nothing(speech: Speech) -> None:
    speech.say(Utterance(("/nowhere/espeak-ng",), "text"))
    assert not speech.speaking


def test_the_next_resident_hears_it_as_everybody_does(speech: Speech, long: Utterance) -> None:
    speech.manner = speech.manner.slower().louder()
    speech.say(long)
    speech.reset()
    assert speech.manner == Manner()
    assert not speech.speaking
