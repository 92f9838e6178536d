"""What is said aloud, and by which programs: a recording where there is one, else espeak-ng, else nothing.

espeak-ng is GPL and therefore stays a program of its own; its text goes in by its standard input, where no list of
processes shows it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from kiosk.tutorials import Step, StepText, Tutorial

#: Languages whose espeak-ng voice has another name than the language.
_VOICES = {"en": "en-gb"}
#: Words a minute: espeak-ng's own 175 is too fast for a listener who follows with a finger.
_WORDS_A_MINUTE = 140
_LOUDNESS = 120  # of 200
_RATES, _VOLUMES = (0.7, 0.85, 1.0, 1.2), (0.4, 0.7, 1.0, 1.3, 1.6)
_ENDINGS = (".wav", ".ogg", ".opus", ".mp3")
#: Programs that play a file and end; Debian has one of them wherever there is sound.
_PLAYERS: tuple[tuple[str, ...], ...] = (
    ("pw-play",),
    ("paplay",),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
    ("play", "-q"),
    ("aplay", "-q"),
    ("afplay",),
)
#: Programs that record until they are stopped; the file's name comes last.
_RECORDERS: tuple[tuple[str, ...], ...] = (
    ("parecord", "--file-format=wav", "--rate=22050", "--channels=1"),
    ("arecord", "-q", "-f", "S16_LE", "-r", "22050", "-c", "1"),
    ("rec", "-q", "-r", "22050", "-c", "1"),
)
_QUOTES = re.compile("[«»]")

Which = Callable[[str], str | None]


@dataclass(frozen=True)
class Manner:
    """How it is said, both relative to 1.0. Every resident begins with the same."""

    rate: float = 1.0
    volume: float = 1.0

    def slower(self) -> Manner:
        """Return the next slower rate; after the slowest the fastest."""
        return replace(self, rate=max((rate for rate in _RATES if rate < self.rate), default=_RATES[-1]))

    def louder(self) -> Manner:
        """Return the next louder volume; the loudest stays."""
        return replace(self, volume=min((v for v in _VOLUMES if v > self.volume), default=_VOLUMES[-1]))

    def quieter(self) -> Manner:
        """Return the next quieter volume; the quietest stays."""
        return replace(self, volume=max((v for v in _VOLUMES if v < self.volume), default=_VOLUMES[0]))


class Utterance(NamedTuple):
    """A program to start, and what it reads from its standard input."""

    command: tuple[str, ...]
    text: str = ""


def spoken(text: StepText) -> str:
    """Return what is read aloud of a step: title, body and warning, or the form that its writer gave for the ear."""
    body = text.spoken or text.body
    parts = (text.title, body, text.warning)
    said = ". ".join(part.strip().rstrip(".") for part in parts if part)
    return f"{_QUOTES.sub('', said)}." if said else ""


def recording(tutorial: Tutorial, step: Step, language: str, own: Path | None = None) -> Path | None:
    """Return a person's recording of a step: the shop's own below `own`, else the walkthrough's; None without one."""
    folders = [own / tutorial.id / language] if own else []
    for folder in (*folders, tutorial.folder / "audio" / language):
        for ending in _ENDINGS:
            if (path := folder / f"{step.id}{ending}").exists():
                return path
    return None


def utterance(
    text: StepText, recorded: Path | None, manner: Manner, which: Which = shutil.which
) -> Utterance | None:
    """Return how a step is said on this computer; None when it cannot be: the button is hidden then."""
    if recorded and (player := first_of(_PLAYERS, which)):
        return Utterance((*player, str(recorded)))
    return sentence(spoken(text), text.language, manner, which)


def sentence(said: str, language: str, manner: Manner, which: Which = shutil.which) -> Utterance | None:
    """Return how words of the program itself are said on this computer; None when it has no voice."""
    program = which("espeak-ng")
    if program is None:
        return None
    voice = _VOICES.get(language, language)
    rate, loudness = round(_WORDS_A_MINUTE * manner.rate), min(200, round(_LOUDNESS * manner.volume))
    return Utterance((program, "-v", voice, "-s", str(rate), "-a", str(loudness), "-b", "1", "--stdin"), said)


def recorder(which: Which = shutil.which) -> tuple[str, ...] | None:
    """Return a program that records into the file named after it; None when this computer has none."""
    return first_of(_RECORDERS, which)


def player(which: Which = shutil.which) -> tuple[str, ...] | None:
    """Return a program that plays the file named after it."""
    return first_of(_PLAYERS, which)


def first_of(programs: tuple[tuple[str, ...], ...], which: Which) -> tuple[str, ...] | None:
    """Return the first of these commands whose program is there, by its full path."""
    for name, *rest in programs:
        if found := which(name):
            return (found, *rest)
    return None
