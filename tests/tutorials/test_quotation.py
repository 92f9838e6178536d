"""Quotation marks: one way of writing in the sources, each language's own where a person reads."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.handout import handout
from kiosk.speech import spoken
from kiosk.tutorials import Library, StepText
from kiosk.walkthrough import Walkthrough

SHIPPED = Library.load(Path("tutorials"))


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("kk", "Press «IIN»"),
        ("ru", "Press «IIN»"),
        ("en", "Press “IIN”"),
        ("vi", "Press “IIN”"),
        ("fi", "Press ”IIN”"),
    ],
)
def test_a_label_stands_in_the_marks_of_the_language(language: str, title: str) -> None:
    text = StepText("Press «IIN»", "", spoken="Press I I N", language=language)
    assert text.shown().title == title
    assert text.shown().spoken == "Press I I N"


@pytest.mark.parametrize("language", ["en", "vi", "fi"])
def test_nothing_that_is_printed_has_marks_of_another_language(language: str) -> None:
    told = ""
    for tutorial in SHIPPED:
        sheet = handout(tutorial, (language,), "", date(2026, 11, 26))
        told += " ".join((*sheet.titles, *sheet.summaries, *sheet.bring[0]))
        for step in sheet.steps:
            (words,) = step.words
            told += " ".join((words.title, words.body, words.warning, *step.choice))
    assert "”" in told
    assert "«" not in told


def test_speech_reads_what_was_written() -> None:
    tutorial = next(each for each in SHIPPED if each.id == "kz-portal-login")
    walk = Walkthrough(tutorial, "en")
    walk.go(1)
    text = walk.text()
    assert text is not None
    assert "«" in text._replace(spoken="").body
    assert "«" not in spoken(text._replace(spoken=""))
    assert "“" not in spoken(text._replace(spoken=""))
