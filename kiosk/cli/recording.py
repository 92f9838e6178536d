"""A volunteer's own voice, step by step: read, listen, keep or read again."""

from __future__ import annotations

import subprocess
import wave
from pathlib import Path

import click

from kiosk.cli.group import App
from kiosk.config import sync_folder
from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.speech import player, recorder, spoken
from kiosk.tutorials import Step, Tutorial

#: Seconds; a shorter recording is a slip of the finger.
_SHORTEST = 0.5
_KEEP, _AGAIN, _SKIP = "k", "a", "s"


class Studio:
    """Records the steps of one walkthrough in one language into a folder, one file a step."""

    def __init__(self, app: App, tutorial: Tutorial, language: str, folder: Path) -> None:
        self._app = app
        self._tutorial = tutorial
        self._language = language
        self._folder = folder

    def record(self, *, again: bool) -> None:
        """Go through the steps. Raises KioskError when this computer cannot record, or the language is missing."""
        program = recorder()
        if program is None:
            raise KioskError("This computer has no program that records. Install alsa-utils or sox.")
        if self._tutorial.text(self._language) is None:
            raise KioskError("This walkthrough is not written in “{code}” yet.", code=self._language)
        self._folder.mkdir(parents=True, exist_ok=True)
        for number, step in enumerate(self._tutorial.steps, 1):
            path = self._folder / f"{step.id}.wav"
            if again or not path.exists():
                self._step(number, step, path, program)
        self._app.say(N_("The recordings are in {path}."), path=self._folder)

    def _step(self, number: int, step: Step, path: Path, program: tuple[str, ...]) -> None:
        text = self._tutorial.step_text(step, self._language)
        part = path.with_suffix(".part.wav")
        try:
            while True:
                click.echo(f"\n{number}/{len(self._tutorial.steps)}  {spoken(text)}\n")
                self._take(program, part)
                answer = self._answer()
                if answer == _KEEP:
                    part.replace(path)
                    sync_folder(self._folder)
                if answer != _AGAIN:
                    return
        finally:
            part.unlink(missing_ok=True)

    def _take(self, program: tuple[str, ...], part: Path) -> None:
        """Record one take, as often as it takes to get one that is not empty; then play it."""
        while True:
            self._wait(N_("Press Enter, then read."))
            process = subprocess.Popen([*program, str(part)], stdin=subprocess.DEVNULL)
            self._wait(N_("Press Enter when you have read it."))
            # Each of them ends its file whole then, as at an interrupt, which what runs in a background does not hear.
            process.terminate()
            process.wait(timeout=10)
            if _seconds(part) >= _SHORTEST:
                break
            self._app.say(N_("Nothing was recorded. Look whether the microphone is on."))
        if play := player():
            subprocess.run([*play, str(part)], check=False, stdin=subprocess.DEVNULL)

    def _wait(self, message: str) -> None:
        click.prompt(self._app.language.text(message), default="", show_default=False, prompt_suffix=" ")

    def _answer(self) -> str:
        question = self._app.language.text(N_("Keep it (k), read again (a), or skip this step (s)?"))
        return str(click.prompt(question, type=click.Choice([_KEEP, _AGAIN, _SKIP]), default=_KEEP))


def _seconds(path: Path) -> float:
    try:
        with wave.open(str(path)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return 0.0
