"""What a resident takes home must say what the screen said: a lost line at home is a lost pension."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.config import resources
from kiosk.errors import KioskError
from kiosk.handout import Handout, Kind, handout
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library, Tutorial
from tests.handout.paper import Page, fonts, read, squashed
from ui.app import application_with_fonts
from ui.handout import Sheet, print_now, save
from ui.handout.making import to_pdf

DAY = date(2026, 11, 25)
CONTACT = "Bulaevo, library: +7 715 00 00 00"
LIBRARY = Library.load(resources().tutorials)
TUTORIALS = [tutorial for tutorial in LIBRARY if tutorial.kind == "walkthrough"]
#: Every walkthrough once, the languages and papers in turn.
IN_TURN = [
    pytest.param(tutorial, language, paper, id=f"{tutorial.id}-{language}")
    for tutorial, language, paper in zip(TUTORIALS, cycle(LANGUAGES), cycle(("A4", "A5", "A4")), strict=False)
]
EVERYTHING = [
    pytest.param(tutorial, language, paper, large, id=f"{tutorial.id}-{language}-{paper}-{large}")
    for tutorial in TUTORIALS
    for language in LANGUAGES
    for paper in ("A4", "A5")
    for large in (False, True)
]


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(resources().translations)


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    application_with_fonts()


def everything_said(content: Handout) -> Iterator[str]:
    yield from content.titles
    yield from content.summaries
    yield from (thing for things in content.bring for thing in things)
    for step in content.steps:
        for words in step.words:
            yield from (words.title, words.body, words.warning)
    yield from (content.address, content.help_line, content.contact)


def check(content: Handout, sheet: Sheet, languages: Languages) -> list[Page]:
    """Hold a handout's PDF against what it should say, and return its pages."""
    pdf = to_pdf(content, sheet, languages.__getitem__)
    pages = read(pdf)
    whole = "".join(page.text for page in pages)
    assert [said for said in everything_said(content) if squashed(said) not in whole] == []
    assert min(page.edge for page in pages) > 8, "every printer can print it"
    assert [code for page in pages for code in page.codes] == [
        code for text, code in ((content.address, content.link), (content.help_line, content.call)) if text
    ]
    assert fonts(pdf) <= {"NotoSans-Regular", "NotoSans-Bold"}
    return pages


@pytest.mark.parametrize(("tutorial", "language", "paper"), IN_TURN)
def test_a_handout_says_what_the_screen_says(
    tutorial: Tutorial, language: str, paper: str, languages: Languages
) -> None:
    check(handout(tutorial, [language], CONTACT, DAY), Sheet(paper=paper), languages)


@pytest.mark.audit
@pytest.mark.parametrize(("tutorial", "language", "paper", "large"), EVERYTHING)
def test_every_handout_in_every_language_on_every_paper(
    tutorial: Tutorial, language: str, paper: str, large: bool, languages: Languages
) -> None:
    check(handout(tutorial, [language], CONTACT, DAY), Sheet(paper=paper, large_print=large), languages)


@pytest.mark.parametrize("pair", [("kk", "ru"), ("vi", "kk"), ("ru", "fi")])
def test_two_languages_stand_below_each_other_in_large_print_too(
    pair: tuple[str, str], languages: Languages
) -> None:
    for tutorial in islice(TUTORIALS, 3):
        content = handout(tutorial, pair, CONTACT, DAY)
        check(content, Sheet(large_print=True), languages)
        check(content, Sheet(paper="A5"), languages)


def test_a_third_language_and_a_repeated_one_are_left_out() -> None:
    assert handout(TUTORIALS[0], ["kk", "kk", "ru", "en"], "", DAY).languages == ("kk", "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_is_one_page(language: str, languages: Languages) -> None:
    for tutorial in TUTORIALS[::7]:
        content = handout(tutorial, [language], CONTACT, DAY)
        (page,) = read(to_pdf(content, Sheet(Kind.POSTER), languages.__getitem__))
        titles = [step.words[0].title for step in content.steps]
        assert [title for title in titles if squashed(title) not in page.text] == []
        assert page.edge > 8
        assert list(page.codes) == ([content.link] if content.address else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_show_one_step_a_page(language: str, languages: Languages) -> None:
    for tutorial in TUTORIALS[3::7]:
        content = handout(tutorial, [language, "ru"], CONTACT, DAY)
        pages = read(to_pdf(content, Sheet(Kind.SLIDES), languages.__getitem__), codes=False)
        assert len(pages) == 1 + len(content.steps)
        for step, page in zip(content.steps, pages[1:], strict=True):
            assert all(squashed(words.body) in page.text for words in step.words)
            assert page.edge > 8


def test_ways_of_a_branch_are_named_and_counted_each_from_the_question() -> None:
    branched = [tutorial for tutorial in TUTORIALS if any(step.only for step in tutorial.steps)]
    for tutorial in branched:
        content = handout(tutorial, ["en"], CONTACT, DAY)
        named = [step for step in content.steps if step.choice]
        assert len(named) == len({step.only for step in tutorial.steps if step.only})
        assert len({step.number for step in named}) == 1, "both ways go on from the same step"


def test_the_file_is_whole_or_not_there(tmp_path: Path, languages: Languages) -> None:
    content = handout(TUTORIALS[0], ["kk"], CONTACT, DAY)
    (tmp_path / "full").write_text("a file, no folder")
    with pytest.raises(OSError, match=r"[Nn]ot a directory|exists"):
        save(content, Sheet(), languages.__getitem__, tmp_path / "full" / "sheet.pdf")
    save(content, Sheet(), languages.__getitem__, tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert list(tmp_path.glob(".*.part")) == []


def test_without_a_printer_there_is_another_way(languages: Languages) -> None:
    with pytest.raises(KioskError, match="Save it on a stick"):
        print_now(handout(TUTORIALS[0], ["kk"], CONTACT, DAY), Sheet(), languages.__getitem__)
