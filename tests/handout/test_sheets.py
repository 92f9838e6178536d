"""Sheets for a round: a card whose code cannot be read, or a row that is missing, is found out far from the desk."""

from __future__ import annotations

from random import Random

import pytest
from pytestqt.qtbot import QtBot

from kiosk.codebook import AGE_BANDS, CHANNELS, GENDERS, OUTCOMES
from kiosk.config import resources
from kiosk.i18n import Language, Languages
from kiosk.privacy import guard, new_return_code
from kiosk.tutorials import LANGUAGES
from tests.handout.paper import fonts, read, squashed
from ui.app import application_with_fonts
from ui.handout.paper import to_pdf
from ui.handout.return_card import ON_A_SHEET, card, sheet
from ui.handout.tally import COLUMNS, numbered_services, tally_sheet

CODE = new_return_code(Random(4))


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Languages(resources().translations)[request.param]


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    application_with_fonts()


def test_a_card_says_its_code_and_to_bring_it_in_the_residents_language(language: Language) -> None:
    (page,) = read(to_pdf(card(CODE, language, "Bulaevo")))
    for text in (CODE, language.text("Bring this card next time"), "Bulaevo"):
        assert squashed(text) in page.text
    assert page.codes == (CODE,)
    assert page.edge > 4  # mm: printers leave an edge white
    assert guard(CODE) is None  # else a code in a note would be taken for a number of a person


def test_a_sheet_holds_eight_cards_each_of_another_code(language: Language) -> None:
    random = Random(9)
    codes = [new_return_code(random) for _ in range(ON_A_SHEET)]
    (page,) = read(to_pdf(sheet(codes, language, "Bulaevo")))
    assert sorted(page.codes) == sorted(codes)
    assert all(squashed(code) in page.text for code in codes)


@pytest.mark.parametrize("by_gender", [False, True])
def test_the_tally_sheet_has_every_answer_of_the_panel(language: Language, by_gender: bool) -> None:
    front, back = read(to_pdf(tally_sheet(language, "Bulaevo", "kz", by_gender=by_gender)), codes=False)
    rows = [CHANNELS[code] for code in CHANNELS if code != "self_service"]
    rows += [OUTCOMES[code] for code in OUTCOMES if code != "not_told"]
    rows += [AGE_BANDS[band] for band in AGE_BANDS if band != "not_asked"]
    rows += [GENDERS[gender] for gender in ("f", "m") if by_gender]
    rows += ["First time", "Came before", "People", "Women", "New here"]
    assert [row for row in rows if squashed(language.text(row)) not in front.text] == []
    assert front.edge > 4
    assert 12 <= COLUMNS <= 20
    listed = numbered_services("kz")
    assert [label for _, label in listed if squashed(language.text(label)) not in back.text] == []


def test_the_tally_sheet_has_no_room_for_a_note_or_a_code(language: Language) -> None:
    """What is not asked on paper cannot be lost on the way home."""
    front, _ = read(to_pdf(tally_sheet(language, "", "kz", by_gender=True)), codes=False)
    assert squashed(language.text("Note")) not in front.text
    assert squashed(language.text("Return card")) not in front.text
    warned = "Only ticks and numbers: no names, no telephone numbers, no numbers of documents."
    assert squashed(language.text(warned)) in front.text


def test_the_sheets_carry_their_own_fonts(language: Language) -> None:
    assert {name.split("-")[0] for name in fonts(to_pdf(card(CODE, language, "")))} == {"NotoSans"}
