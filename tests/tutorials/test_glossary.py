"""One thing has one name: a resident who reads two walkthroughs must not think that they speak of two things."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.config import resources
from kiosk.tutorials import Library, Tutorial

LIBRARY = Library.load(resources().tutorials)
LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("glossary.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
TERMS = [dict(zip(LINES[0], line, strict=True)) for line in LINES[1:]]


def words(tutorial: Tutorial, language: str) -> str:
    text = tutorial.text(language)
    assert text is not None
    steps = (f"{step.title} {step.body} {step.warning}" for step in text.steps.values())
    return " ".join((text.title, text.summary, *text.bring, *steps)).casefold()


def missing(language: str) -> tuple[list[str], int]:
    """Return where a term of ours is not used though the English text has it, and how often that was asked."""
    found, asked = [], 0
    for tutorial in LIBRARY:
        english, own = words(tutorial, "en"), words(tutorial, language)
        for term in TERMS:
            if re.search(term["en"], english):
                asked += 1
                if not re.search(term[language].casefold(), own):
                    found.append(f"{tutorial.id}: {term['en']} -> {term[language]}")
    return found, asked


@pytest.mark.parametrize("language", ["kk", "ru", "vi", "fi"])
def test_the_glossarys_terms_are_used(language: str) -> None:
    found, asked = missing(language)
    assert asked > 250
    # A translation may say a thing otherwise once in a while; another term for it everywhere would show.
    assert len(found) <= asked * 0.03, found
