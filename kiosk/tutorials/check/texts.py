"""What the five texts must keep to: complete, short enough, and in the language that they claim."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kiosk.i18n import N_
from kiosk.tutorials.check.languages import foreign
from kiosk.tutorials.check.problem import Problem, problem, within
from kiosk.tutorials.model import StepText, Tutorial, TutorialText

#: Most letters of each text: what the screens' tests show to fit at twice the text size.
LIMITS = {
    "title": 48,
    "summary": 160,
    "question": 90,
    "option": 60,
    "step.title": 44,
    "step.body": 240,
    "step.warning": 160,
    "step.hint": 90,
}
KEYWORDS = (10, 25)


def language(tutorial: Tutorial, code: str) -> Iterator[Problem]:
    """Check one language's text."""
    path = tutorial.folder / f"{code}.toml"
    text = tutorial.text(code)
    if text is None:
        yield Problem(path, 0, N_("This language is missing. Write {name}."), {"name": path.name})
        return
    yield from _complete(path, tutorial, text)
    yield from _branch(path, tutorial, text)
    if text.version < tutorial.version:
        yield problem(
            path,
            "version",
            N_(
                "It was written for version {old}, the walkthrough is at {new}. Read it again and set its version."
            ),
            old=text.version,
            new=tutorial.version,
        )
    yield from _lengths(path, text)
    yield from _language(path, text)


def _complete(path: Path, tutorial: Tutorial, text: TutorialText) -> Iterator[Problem]:
    for step in tutorial.steps:
        if step.id not in text.steps:
            yield Problem(path, 0, N_("The step “{id}” is missing. Write [steps.{id}]."), {"id": step.id})
    for name in sorted(set(text.steps) - {step.id for step in tutorial.steps}):
        yield problem(path, f"[steps.{name}]", N_("tutorial.toml has no step “{id}”."), id=name)
    least, most = KEYWORDS
    if not least <= len(text.keywords) <= most:
        yield problem(
            path,
            "keywords",
            N_(
                "There are {n} keywords. Write {least} to {most}: how people say it, old names, abbreviations."
            ),
            n=len(text.keywords),
            least=least,
            most=most,
        )


def _branch(path: Path, tutorial: Tutorial, text: TutorialText) -> Iterator[Problem]:
    wanted = set(tutorial.branch.options) if tutorial.branch else set()
    written = set(text.branch.options) if text.branch else set()
    for name in sorted(wanted - written):
        yield problem(
            path, "[branch]", N_("The option “{id}” has no text. Write {id} = “…” in [branch]."), id=name
        )
    for name in sorted(written - wanted):
        yield within(path, "[branch]", f"{name} =", N_("tutorial.toml has no option “{id}”."), id=name)


def _lengths(path: Path, text: TutorialText) -> Iterator[Problem]:
    for key, words in (("title", text.title), ("summary", text.summary)):
        if not words.strip():
            yield problem(path, f"{key} =", N_("“{key}” is empty."), key=key)
        yield from _too_long(path, key, words)
    if text.branch:
        yield from _too_long(path, "question", text.branch.question)
        for option in text.branch.options.values():
            yield from _too_long(path, "option", option)
    for name, step in text.steps.items():
        yield from _step_lengths(path, name, step)


def _step_lengths(path: Path, name: str, step: StepText) -> Iterator[Problem]:
    for key, words in (
        ("step.title", step.title),
        ("step.body", step.body),
        ("step.warning", step.warning),
        ("step.hint", step.hint),
    ):
        yield from _too_long(path, key, words)
    if not step.title.strip() or not step.body.strip():
        yield problem(path, f"[steps.{name}]", N_("A step needs a title and a body."))


def _too_long(path: Path, kind: str, words: str) -> Iterator[Problem]:
    limit = LIMITS[kind]
    if len(words) > limit:
        yield problem(
            path,
            words,
            N_("“{start}…” has {n} letters, {limit} fit at large print. Shorten it."),
            n=len(words),
            limit=limit,
            start=words[:30],
        )


def _language(path: Path, text: TutorialText) -> Iterator[Problem]:
    raw = path.read_text(encoding="utf-8")
    if raw != unicodedata.normalize("NFC", raw):
        yield Problem(path, 0, N_("The text is not in Unicode's form NFC. Save it in that form."))
    for name, step in text.steps.items():
        if foreign(f"{step.title}. {step.body} {step.warning}", text.language):
            yield problem(
                path,
                f"[steps.{name}]",
                N_("The step “{id}” does not look like the language “{code}”."),
                id=name,
                code=text.language,
            )
    if foreign(f"{text.title}. {text.summary}", text.language):
        yield problem(
            path, "title", N_("This text does not look like the language “{code}”."), code=text.language
        )
