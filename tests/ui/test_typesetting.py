"""What readers of the screens stumbled over: a J without its tail, a date in two lines, a word that sits too high."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QImage, QTextLayout
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES
from ui.theme import Look, font
from ui.typesetting import set_together
from ui.widgets.button import Button
from ui.widgets.paged_text import Block, PagedText
from ui.widgets.text import Label
from ui.widgets.tile import Tile

NO_BREAK = "\N{NO-BREAK SPACE}"


def picture(widget: QWidget, width: int, height: int) -> QImage:
    widget.resize(width, height)
    return widget.grab().toImage()


def dark(image: QImage, columns: range | None = None) -> list[int]:
    """Return how many dark pixels each row has."""
    return [
        sum(QColor(image.pixel(x, y)).lightness() < 128 for x in columns or range(image.width()))
        for y in range(image.height())
    ]


def lines(text: str, size: int, width: int) -> list[str]:
    """Break a text as Qt does."""
    layout, found = QTextLayout(text, font(size)), []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return found


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["Jatka", "join"])
def test_a_heading_that_begins_with_a_j_shows_all_of_its_tail(text: str, bold: bool, qtbot: QtBot) -> None:
    plain, paged = Label("title", bold=bold), PagedText()
    qtbot.addWidget(plain)
    qtbot.addWidget(paged)
    look = Look(scale=2.0)
    plain.restyle(look)
    plain.setText(text)
    paged.restyle(look)
    paged.show_blocks((Block(text, role="title", bold=bold),))
    inside = Label("title", bold=bold)  # with room on its left, nothing can be cut
    inside.restyle(look)
    inside.setText(f"\N{EM SPACE}{text}")
    qtbot.addWidget(inside)
    whole = sum(dark(picture(inside, 700, 120)))
    for cut in (plain, paged):
        assert sum(dark(picture(cut, 700, 120))) == whole


def test_a_heading_without_such_a_letter_begins_at_the_edge_as_before(qtbot: QtBot) -> None:
    label = Label("title", bold=True)
    qtbot.addWidget(label)
    label.setText("Take it home, join")
    picture(label, 700, 60)
    assert label.indent() <= 0  # "join" stands in the middle of the only line
    picture(label, 200, 200)
    assert label.indent() > 0  # now it may begin one


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_day_is_never_parted_from_its_month(code: str, languages: Languages) -> None:
    day = languages[code].date(date(2026, 11, 26))
    month = {"kk": "қараша", "ru": "ноября", "en": "November", "vi": "tháng", "fi": "marraskuuta"}[code]
    for width in range(90, 600, 3):
        widest = max(
            QFontMetrics(font(17)).horizontalAdvance(word) for word in set_together(day, 17).split(" ")
        )
        if width < widest:
            continue
        broken = lines(set_together(f"What there was {day}.", 17, width), 17, width)
        assert not any(line.split(" ")[-1] in ("26", "26.") for line in broken), broken
        assert any(month in line and "26" in line for line in broken)


def test_figures_keep_their_units_where_they_have_room_and_no_word_is_broken_for_it() -> None:
    assert set_together("a target of 20 mm", 17) == f"a target of 20{NO_BREAK}mm"
    assert set_together("call 8 800 080 7777", 17) == f"call 8{NO_BREAK}800{NO_BREAK}080{NO_BREAK}7777"
    assert set_together("26 November", 17, 40) == "26 November"


def test_a_label_says_what_it_was_given_and_shows_it_set(qtbot: QtBot) -> None:
    label = Label()
    qtbot.addWidget(label)
    label.setText("26 November 2026")
    picture(label, 130, 100)
    assert label.text() == "26 November 2026"  # what is compared and copied has plain spaces
    assert QLabel.text(label) == f"26{NO_BREAK}November 2026"


def test_a_word_that_would_wrap_only_when_it_is_chosen_stands_in_the_middle(qtbot: QtBot) -> None:
    tile = Tile("under 18", role="small", checkable=True)
    qtbot.addWidget(tile)
    tile.say("under 18")
    tile.restyle(Look())
    size = Look().size("small")
    regular = QFontMetrics(font(size)).horizontalAdvance("under 18")
    bold = QFontMetrics(font(size, bold=True)).horizontalAdvance("under 18")
    assert regular < bold
    rows = dark(picture(tile, regular + 14 + 1, 57))[4:-4]
    ink = [at for at, count in enumerate(rows) if count]
    assert abs(ink[0] - (len(rows) - 1 - ink[-1])) <= 4


def test_what_is_chosen_leaves_its_picture_where_it_was(qtbot: QtBot) -> None:
    tile = Tile("At the desk", role="small", icon="desk", checkable=True)
    qtbot.addWidget(tile)
    tile.say("At the desk")
    tile.restyle(Look())
    wide = QFontMetrics(font(Look().size("small"))).horizontalAdvance("At the desk") + 14 + 2
    tops = []
    for chosen in (False, True):
        tile.setChecked(chosen)
        rows = dark(picture(tile, wide, 57), range(8, wide - 8))[4:-4]
        tops.append(next(at for at, count in enumerate(rows) if count > 2))
    assert tops[0] == tops[1]


def test_a_page_that_ends_inside_a_sentence_says_that_it_goes_on(qtbot: QtBot) -> None:
    """ "You need not install it" must not read as "install it" for want of a page."""
    text = PagedText()
    qtbot.addWidget(text)
    text.restyle(Look())

    def ink_of_first_page(said: str) -> int:
        text.show_blocks((Block(said),))
        text.turn(0)
        return sum(dark(picture(text, 600, 40)))

    rest = "install it on your telephone, and it costs nothing to leave it where it is"
    alone, torn = (ink_of_first_page(said) for said in ("Nobody asks you to", f"Nobody asks you to {rest}"))
    assert text.pages > 1
    assert torn > alone
    word = "m" * 25  # has no room in the first line
    assert ink_of_first_page(f"It is not needed. {word}") == ink_of_first_page("It is not needed.")


def test_a_button_is_as_high_as_what_it_shows(qtbot: QtBot) -> None:
    button = Button()
    qtbot.addWidget(button)
    button.say("What there was on 26 November")
    for width in range(120, 300, 4):
        button.resize(width, button.heightForWidth(width))
        rows = dark(button.grab().toImage(), range(12, width - 12))
        assert not any(rows[2:4]), width
        assert not any(rows[-4:-2]), width


@pytest.mark.parametrize(
    "said", ["23.–29. marraskuuta", "tiistai 26. marraskuuta 2026", "Jätkäsaari 26 November"]
)
def test_a_label_knows_how_high_it_will_be_at_a_width_that_it_does_not_have_yet(
    said: str, qtbot: QtBot
) -> None:
    label = Label(bold=True)
    qtbot.addWidget(label)
    label.setText(said)
    label.show()  # a hidden one is not told of its size
    for width in range(60, 400, 9):
        for before in (400, 60):
            label.resize(before, 300)
            asked = label.heightForWidth(width)
            label.resize(width, 300)
            assert asked == label.heightForWidth(width), (before, width)
