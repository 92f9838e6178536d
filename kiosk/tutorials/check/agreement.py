"""What must be the same in every language of a step: numbers, addresses, and the labels that it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from kiosk.i18n import N_
from kiosk.tutorials.check.problem import Problem, within
from kiosk.tutorials.model import LANGUAGES, Step, Tutorial

#: A number as any of our languages writes it: 1 262,5; 1,262.5; 1.262,5; +7 700 000 00 00; 9:00.
_NUMBER = re.compile(r"\d+(?:[ .,:\u00a0\u202f]\d+)*")
_ADDRESS = re.compile(r"(?<![\w@.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w])")
_QUOTED = re.compile(r"«([^»]*)»")
#: A month that only Vietnamese writes as a number.
_MONTH = re.compile(r"tháng \d+")

Read = Callable[[str], set[str]]


def numbers(text: str) -> set[str]:
    """Return the numbers of a text as bare digits, so that each language's way of writing them is one."""
    plain = _MONTH.sub(" ", _ADDRESS.sub(" ", text.lower()))
    return {re.sub(r"\D", "", found) for found in _NUMBER.findall(plain)}


def addresses(text: str) -> set[str]:
    """Return the addresses of a text."""
    return set(_ADDRESS.findall(text.lower()))


def agreement(tutorial: Tutorial) -> Iterator[Problem]:
    """Compare the languages of each step; the one that differs from most is named."""
    for step in tutorial.steps:
        said = _said(tutorial, step)
        yield from _differing(
            tutorial,
            step,
            {code: numbers(text) for code, text in said.items()},
            N_("The numbers of “{id}” are not those of the other languages: {here} here, {there} there."),
        )
        yield from _differing(
            tutorial,
            step,
            {code: addresses(text) for code, text in said.items()},
            N_("The addresses of “{id}” are not those of the other languages: {here} here, {there} there."),
        )
        yield from _labels(tutorial, step, said)


def _said(tutorial: Tutorial, step: Step) -> dict[str, str]:
    texts = {code: text for code in LANGUAGES if (text := tutorial.text(code)) and step.id in text.steps}
    return {
        code: " \n".join((text.steps[step.id].title, text.steps[step.id].body, text.steps[step.id].warning))
        for code, text in texts.items()
    }


def _differing(tutorial: Tutorial, step: Step, found: dict[str, set[str]], message: str) -> Iterator[Problem]:
    kinds = Counter(frozenset(each) for each in found.values())
    if len(kinds) < 2:
        return
    usual, _ = kinds.most_common(1)[0]
    for code, each in found.items():
        if each != usual:
            yield within(
                tutorial.folder / f"{code}.toml",
                f"[steps.{step.id}]",
                "body",
                message,
                id=step.id,
                here=", ".join(sorted(each)) or "–",
                there=", ".join(sorted(usual)) or "–",
            )


def _labels(tutorial: Tutorial, step: Step, said: dict[str, str]) -> Iterator[Problem]:
    """A label that one language names must be named by all; one that shares its words with another proves nothing."""
    quoted = {code: set(_QUOTED.findall(text)) for code, text in said.items()}
    for name in tutorial.labels:
        shown = {code: tutorial.label(name, code) for code in said}
        naming = [code for code in said if shown[code] in quoted[code] and _alone(tutorial, name, code)]
        lacking = [code for code in said if shown[code] not in quoted[code]]
        # Where only one of many languages names it, that one is the odd one, and free to say more.
        if len(naming) <= len(lacking):
            continue
        for code in lacking:
            yield within(
                tutorial.folder / f"{code}.toml",
                f"[steps.{step.id}]",
                "body",
                N_(
                    "The other languages name the label «{label}» in “{id}”. Name it here as the phone shows it."
                ),
                id=step.id,
                label=shown[code],
            )


def _alone(tutorial: Tutorial, name: str, code: str) -> bool:
    words = tutorial.label(name, code)
    return not any(tutorial.label(other, code) == words for other in tutorial.labels if other != name)
