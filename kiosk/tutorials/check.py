"""What a walkthrough must keep to before a resident sees it. Each finding says where, what, and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.codebook import COUNTRIES, SERVICES
from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.tutorials.model import LANGUAGES, Step, StepText, Tutorial, TutorialText
from kiosk.tutorials.screen import Screen

TITLE_LIMIT, STEP_TITLE_LIMIT, BODY_LIMIT, WARNING_LIMIT = 48, 44, 240, 160
#: Least size of a target in the drawing's units, so that a finger hits it at every size we show.
TARGET_WIDTH, TARGET_HEIGHT, TARGET_ROOM = 80, 40, 4
#: Letters that a text of some length in this language cannot do without, in any case.
TELLTALE = {"kk": "әғқңөұүі", "ru": "ыиоэ", "vi": "ạảấầậắặẹếềệịọốộớợụứựđ", "fi": "äöy", "en": "aeiou"}
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
QUOTED = re.compile(r"«[^»]*»")


@dataclass(frozen=True)
class Problem:
    """One finding: the file, its line (0 = the whole file) and a message with its values."""

    path: Path
    line: int
    message: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message.format(**self.params)}"


def check(folder: Path, today: date | None = None) -> list[Problem]:
    """Check one walkthrough's folder, or every walkthrough below `folder`; an empty list means none is at fault."""
    today = today or date.today()
    folders = (
        [folder] if (folder / "tutorial.toml").exists() else sorted(p for p in folder.iterdir() if p.is_dir())
    )
    found: list[Problem] = []
    for each in folders:
        if each.name.startswith(("_", ".")):
            continue
        try:
            found += _check_one(Tutorial.load(each), today)
        except KioskError as problem:
            found.append(Problem(each, 0, problem.message, problem.params))
    return found


def _check_one(tutorial: Tutorial, today: date) -> Iterator[Problem]:
    yield from _metadata(tutorial, today)
    for step in tutorial.steps:
        yield from _claims(tutorial, step)
        yield from _target(tutorial, step)
    yield from _screens(tutorial)
    for language in LANGUAGES:
        yield from _language(tutorial, language)


def _metadata(tutorial: Tutorial, today: date) -> Iterator[Problem]:
    path = tutorial.folder / "tutorial.toml"
    if tutorial.id != tutorial.folder.name:
        yield Problem(
            path, 1, N_("The id “{id}” is not the folder's name. Make them equal."), {"id": tutorial.id}
        )
    for code in tutorial.services:
        if code not in SERVICES:
            line = _line(path, code)
            yield Problem(
                path, line, N_("The codebook has no service “{code}”. Use one of its codes."), {"code": code}
            )
    if tutorial.country not in COUNTRIES:
        line = _line(path, "country")
        yield Problem(
            path, line, N_("Unknown country “{code}”. Use kz, vn, fi or all."), {"code": tutorial.country}
        )
    if tutorial.expires < today:
        line = _line(path, "expires")
        yield Problem(
            path,
            line,
            N_("It expired on {day}. Check the facts again and set a later day."),
            {"day": tutorial.expires},
        )
    if len({step.id for step in tutorial.steps}) != len(tutorial.steps):
        yield Problem(path, 0, N_("Two steps have the same id. Give each its own."))


def _claims(tutorial: Tutorial, step: Step) -> Iterator[Problem]:
    path = tutorial.folder / "tutorial.toml"
    line = _line(path, f'id = "{step.id}"')
    for key in step.sources:
        if key not in tutorial.sources:
            yield Problem(
                path, line, N_("The step names the source “{key}”, which is not listed."), {"key": key}
            )
    known = [tutorial.sources[key] for key in step.sources if key in tutorial.sources]
    if not step.needs_local_review and not any(source.confidence != "low" for source in known):
        yield Problem(
            path,
            line,
            N_("The step “{id}” has no source to rely on. Name one, or set needs_local_review = true."),
            {"id": step.id},
        )


def _target(tutorial: Tutorial, step: Step) -> Iterator[Problem]:
    screen = tutorial.screen(step)
    path = tutorial.folder / "tutorial.toml"
    line = _line(path, f'id = "{step.id}"')
    if screen is None or not step.target:
        return
    if step.target not in screen.boxes:
        yield Problem(
            path,
            line,
            N_("The screen {screen} has no rectangle “{target}”."),
            {"screen": step.screen, "target": step.target},
        )
        return
    box, (width, height) = screen.boxes[step.target], screen.size
    small = box.width < TARGET_WIDTH or box.height < TARGET_HEIGHT
    room = min(box.x, box.y, width - box.x - box.width, height - box.y - box.height)
    if small or room < TARGET_ROOM:
        yield Problem(
            screen.path,
            _line(screen.path, f'"{step.target}"'),
            N_("The target “{target}” is too small or too near the edge."),
            {"target": step.target},
        )


def _screens(tutorial: Tutorial) -> Iterator[Problem]:
    for name in sorted({step.screen for step in tutorial.steps if step.screen}):
        screen = Screen.read(tutorial.folder / "screens" / f"{name}.svg")
        for thing in screen.forbidden:
            yield Problem(
                screen.path,
                _line(screen.path, thing),
                N_("A screen may not hold “{thing}”. Draw it with plain shapes."),
                {"thing": thing},
            )


def _language(tutorial: Tutorial, language: str) -> Iterator[Problem]:
    path = tutorial.folder / f"{language}.toml"
    text = tutorial.text(language)
    if text is None:
        yield Problem(path, 0, N_("This language is missing. Write {name}."), {"name": path.name})
        return
    missing = [step.id for step in tutorial.steps if step.id not in text.steps]
    extra = sorted(set(text.steps) - {step.id for step in tutorial.steps})
    for name in missing:
        yield Problem(path, 0, N_("The step “{id}” is missing. Write [steps.{id}]."), {"id": name})
    for name in extra:
        yield Problem(
            path, _line(path, f"[steps.{name}]"), N_("tutorial.toml has no step “{id}”."), {"id": name}
        )
    if text.version < tutorial.version:
        yield Problem(
            path,
            1,
            N_(
                "It was written for version {old}, the walkthrough is at {new}. Read it again and set its version."
            ),
            {"old": text.version, "new": tutorial.version},
        )
    yield from _words(path, text)


def _words(path: Path, text: TutorialText) -> Iterator[Problem]:
    if len(text.title) > TITLE_LIMIT:
        yield _too_long(path, text.title, TITLE_LIMIT)
    for step in text.steps.values():
        yield from _lengths(path, step)
    whole = " ".join(
        (text.title, text.summary, *(f"{s.title} {s.body} {s.warning}" for s in text.steps.values()))
    )
    if whole != unicodedata.normalize("NFC", whole):
        yield Problem(path, 0, N_("The text is not in Unicode's form NFC. Save it in that form."))
    if not _plausible(whole, text.language):
        yield Problem(
            path, 0, N_("This text does not look like the language “{code}”."), {"code": text.language}
        )


def _lengths(path: Path, step: StepText) -> Iterator[Problem]:
    for words, limit in (
        (step.title, STEP_TITLE_LIMIT),
        (step.body, BODY_LIMIT),
        (step.warning, WARNING_LIMIT),
    ):
        if len(words) > limit:
            yield _too_long(path, words, limit)
    if not step.title.strip() or not step.body.strip():
        yield Problem(path, _line(path, step.title), N_("A step needs a title and a body."))


def _too_long(path: Path, words: str, limit: int) -> Problem:
    params: dict[str, object] = {"n": len(words), "limit": limit, "start": words[:30]}
    return Problem(
        path,
        _line(path, words),
        N_("“{start}…” has {n} letters, {limit} fit at large print. Shorten it."),
        params,
    )


def _plausible(text: str, language: str) -> bool:
    """Tell whether a text can be in its language: the right script, and letters that only this language needs."""
    plain = QUOTED.sub("", text).lower()
    cyrillic, latin = len(CYRILLIC.findall(plain)), len(LATIN.findall(plain))
    expected, other = (cyrillic, latin) if language in ("kk", "ru") else (latin, cyrillic)
    kazakh = sum(plain.count(letter) for letter in TELLTALE["kk"])
    if language == "ru" and kazakh > cyrillic * 0.02:
        return False
    telltale = sum(plain.count(letter) for letter in TELLTALE.get(language, ""))
    return expected > other * 2 and telltale > expected * 0.03


def _line(path: Path, needle: str) -> int:
    if not path.exists():
        return 0
    head = needle.splitlines()[0] if needle else ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if head and head in line:
            return number
    return 0
