"""What a resident takes home of a walkthrough: its words in one or two languages, its pictures, where help is.

Words only; `ui.handout` sets them on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kiosk.i18n import N_
from kiosk.tutorials import Screen, Step, StepText, Tutorial
from kiosk.tutorials.quotation import quoted

#: A sheet carries the resident's language and at most one beside it.
MOST_LANGUAGES = 2
NO_PRINTER = N_("There is no printer here. Save it on a stick instead.")


class Kind(StrEnum):
    """What is made of a walkthrough: to take home, for the wall, for a projector."""

    HANDOUT = "handout"
    POSTER = "poster"
    SLIDES = "slides"


class HandoutStep(NamedTuple):
    """One step: its words, language by language, and its picture with what is tapped on it.

    `choice` names the branch that begins with this step, language by language; empty where none begins.
    """

    number: int
    words: tuple[StepText, ...]
    choice: tuple[str, ...] = ()
    screen: Screen | None = None
    target: str = ""
    labels: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple's default is never written to


class Handout(NamedTuple):
    """All that stands on a sheet. `languages` are codes, the resident's first; `contact` is the shop's own line."""

    languages: tuple[str, ...]
    titles: tuple[str, ...]
    summaries: tuple[str, ...]
    bring: tuple[tuple[str, ...], ...]
    steps: tuple[HandoutStep, ...]
    address: str
    help_line: str
    contact: str
    day: date

    @property
    def link(self) -> str:
        """The official address as a phone's camera opens it."""
        return f"https://{self.address}" if self.address and "://" not in self.address else self.address

    @property
    def call(self) -> str:
        """The help line as a phone's camera dials it (RFC 3966)."""
        return "tel:" + "".join(sign for sign in self.help_line if sign.isdigit() or sign == "+")


def handout(tutorial: Tutorial, languages: Sequence[str], contact: str, day: date) -> Handout:
    """Put together what a sheet says in `languages`. A step that one of them lacks stands in another language.

    Raises TutorialError when no language has a step.
    """
    codes = tuple(dict.fromkeys(languages))[:MOST_LANGUAGES]
    texts = [tutorial.text(code) for code in codes]
    return Handout(
        languages=codes,
        titles=tuple(tutorial.title(code) for code in codes),
        summaries=tuple(tutorial.summary(code) for code in codes),
        bring=tuple(tuple(quoted(t, text.language) for t in text.bring) if text else () for text in texts),
        steps=tuple(_steps(tutorial, codes)),
        address=tutorial.address,
        help_line=tutorial.help_line,
        contact=contact,
        day=day,
    )


def _steps(tutorial: Tutorial, codes: Sequence[str]) -> list[HandoutStep]:
    made: list[HandoutStep] = []
    option, number = "", 0
    for step in tutorial.steps:
        begins = bool(step.only) and step.only != option
        # Each way through a branch counts on from the step before the question.
        number = _before(tutorial, step) + 1 if begins and option else number + 1
        option = step.only
        screen = tutorial.screen(step)
        made.append(
            HandoutStep(
                number=number,
                words=tuple(tutorial.step_text(step, code).shown() for code in codes),
                choice=tuple(_option(tutorial, code, step.only) for code in codes) if begins else (),
                screen=screen,
                target=step.target,
                labels={name: tutorial.label(name, codes[0]) for name in screen.boxes} if screen else {},
            )
        )
    return made


def _before(tutorial: Tutorial, step: Step) -> int:
    steps = list(tutorial.steps)
    return sum(1 for other in steps[: steps.index(step)] if not other.only)


def _option(tutorial: Tutorial, code: str, option: str) -> str:
    """Return the question and this answer to it, as they head one of its ways."""
    text = tutorial.text(code)
    if text is None or text.branch is None:
        return ""
    branch = text.branch.shown(code)
    return f"{branch.question} {branch.options.get(option, '')}"
