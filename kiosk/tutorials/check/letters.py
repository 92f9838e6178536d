"""Letters that the shipped fonts have: a text with any other would show an empty box."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.i18n import N_
from kiosk.tutorials.check.problem import Problem, problem
from kiosk.tutorials.model import LANGUAGES, Tutorial, TutorialText

#: Code points that both weights of the shipped Noto Sans have, as hexadecimal ranges. A test holds it to the files.
_RANGES = (
    "20-7e a0-17f 1a0-1a1 1af-1b0 300-303 306 308-30a 30c 31b 323 400-45f 490-493 49a-49b 4a2-4a3 4ae-4b1 4ba-4bb"
    " 4d8-4d9 4e8-4e9 1e00-1eff 2009 2010-2015 2018-201a 201c-201e 2022 2026 202f 2039-203a 20ab-20ac 20b8 2116 2212"
)


def _points() -> Iterator[int]:
    for piece in _RANGES.split():
        first, _, last = piece.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


KNOWN = frozenset(map(chr, _points()))


def letters(tutorial: Tutorial) -> Iterator[Problem]:
    """Check the labels and the texts of every language."""
    labels = {text for label in tutorial.labels.values() for text in label.texts.values()}
    shown = {"tutorial.toml": labels}
    shown |= {f"{code}.toml": _said(text) for code in LANGUAGES if (text := tutorial.text(code))}
    for name, texts in shown.items():
        for lacking in sorted({c for text in texts for c in text if c not in KNOWN and not c.isspace()}):
            yield problem(
                tutorial.folder / name,
                lacking,
                N_("Our font has no “{letter}” (U+{code}). Write it in another way."),
                letter=lacking,
                code=f"{ord(lacking):04X}",
            )


def _said(text: TutorialText) -> set[str]:
    said = {text.title, text.summary, *text.bring}
    for step in text.steps.values():
        said |= {step.title, step.body, step.warning, step.hint}
    return said | ({text.branch.question, *text.branch.options.values()} if text.branch else set())
