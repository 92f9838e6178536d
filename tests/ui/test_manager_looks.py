"""What the manager's window draws: plots tell their figures to whoever cannot see them; lines are whole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.centre.roster import Fault, Plan
from kiosk.centre.tables import Column, Format, Table
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.keys import Paper, paper_form
from kiosk.tutorials import LANGUAGES
from kiosk.visits import Place
from ui.half import Half
from ui.manager.entries import Entries, Entry
from ui.manager.form import Field
from ui.manager.lines import Kind, Line, LineList
from ui.manager.page import Beside, Page, Question, Section
from ui.manager.period import Period
from ui.manager.picker import Picker
from ui.manager.plan_page import PlanPage
from ui.manager.table_view import TableView, _broken
from ui.manager.unlock import PaperPage
from ui.theme import HIGH_CONTRAST, Look
from ui.widgets.bars import Bar, Bars
from ui.widgets.text import Label
from ui.widgets.weeks import Week, Weeks, round_up

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
MONDAY = date(2026, 9, 7)
BARS = (
    Bar("Criminal record certificate", 128),
    Bar("Psychiatric and narcology certificates", 94),
    Bar("Messengers and video calls", 62),
    Bar("Digital signature", 1),
)


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


# -- plots


@pytest.fixture
def half(qtbot: QtBot, languages: Languages) -> Half:
    half = Half(languages["en"], Look())
    qtbot.addWidget(half)
    half.resize(640, 480)
    return half


def put(half: Half, part: QWidget) -> None:
    part.setParent(half)
    half.refresh(part)
    part.resize(600, max(part.heightForWidth(600), 240))
    part.show()


def test_the_bars_tell_their_figures_to_a_screen_reader(half: Half) -> None:
    bars = Bars("Services asked for")
    put(half, bars)
    bars.show_bars(BARS, half.language)
    assert bars.accessibleName() == "Services asked for"
    assert bars.accessibleDescription().startswith("Criminal record certificate: 128; Psychiatric")
    assert bars.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_many_services_end_in_one_line_that_keeps_the_sum(half: Half) -> None:
    bars = Bars("Services asked for")
    bars.show_bars([Bar(f"service {n}", n) for n in range(1, 16)], half.language)
    assert len(bars.bars) == 11
    assert sum(bar.count for bar in bars.bars) == sum(range(1, 16))
    assert bars.accessibleDescription().endswith("5 others: 15")
    bars.show_bars([Bar(f"service {n}", n) for n in range(1, 12)], half.language)
    assert bars.accessibleDescription().endswith("service 1: 1")


@pytest.mark.parametrize("look", [Look(), Look(HIGH_CONTRAST)], ids=["calm", "contrast"])
def test_the_bars_read_in_grey(half: Half, look: Look) -> None:
    half.dress(look)
    bars = Bars("Services asked for")
    put(half, bars)
    bars.show_bars([Bar("kz", 10), Bar("vn", 5)], half.language)
    bars.resize(600, bars.heightForWidth(600))
    grey = half.grab(bars.geometry()).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    row = bars.height() // 2
    ground = QColor(look.colours.paper).lightness()
    lengths = []
    for middle in (row // 2, row + row // 2):
        dark = [x for x in range(100, bars.width()) if grey.pixelColor(x, middle).lightness() < ground - 120]
        lengths.append(max(dark) - min(dark) if dark else 0)
    assert lengths[0] > lengths[1] > 60


def test_the_weeks_tell_their_figures_and_scale_evenly(half: Half) -> None:
    weeks = Weeks("Consultations by week")
    put(half, weeks)
    weeks.show_weeks([Week(MONDAY, 41), Week(MONDAY + timedelta(weeks=1), 7)], half.language)
    assert weeks.accessibleName() == "Consultations by week"
    assert weeks.accessibleDescription() == "7 September 2026: 41; 14 September 2026: 7"
    assert not weeks.grab().isNull()
    weeks.show_weeks([Week(MONDAY, 3)], half.language)
    assert not weeks.grab().isNull()
    weeks.show_weeks([], half.language)
    assert weeks.accessibleDescription() == ""


@pytest.mark.parametrize(
    ("most", "scale"),
    [(0, 2), (1, 2), (7, 8), (10, 10), (41, 50), (71, 80), (100, 100), (128, 160), (1_280, 1_600)],
)
def test_the_scale_ends_in_a_round_figure(most: int, scale: int) -> None:
    assert round_up(most) == scale
    assert scale >= most


# -- lines


def test_what_needs_somebody_stands_first_and_no_colour_is_alone(half: Half) -> None:
    lines = LineList(half.language)
    put(half, lines)
    for kind in (Kind.NEW, Kind.REFUSED, Kind.ALREADY, Kind.WAITING, Kind.LOOK, Kind.NEW):
        lines.lines.add(Line(f"{kind.name}.kiosk", kind, lambda _: "a sentence"))
    kinds = [line.kind for line in lines.lines.lines]
    assert kinds == [Kind.REFUSED, Kind.WAITING, Kind.LOOK, Kind.NEW, Kind.NEW, Kind.ALREADY]
    heard = lines.lines.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Not imported. a sentence REFUSED.kiosk"


def test_a_line_is_as_high_as_its_whole_sentence(half: Half) -> None:
    lines = LineList(half.language)
    put(half, lines)
    half.resize(300, 480)
    lines.resize(260, 400)
    name = "x" * 90 + ".kiosk"  # nothing in it where a line could break
    lines.lines.add(Line(name, Kind.REFUSED, lambda _: f"{name} cannot be read", path=f"/stick/{name}"))
    lines.lines.add(Line("a.kiosk", Kind.REFUSED, lambda _: "short", path="/stick/a.kiosk"))
    settle()
    low, high = (lines.visualRect(lines.model().index(row, 0)) for row in (0, 1))
    line = QFontMetrics(Look().font("small", bold=True)).height()
    assert high.height() > low.height() + 2 * line
    assert high.width() <= lines.viewport().width()


def test_a_country_day_of_files_is_listed(half: Half) -> None:
    lines = LineList(half.language)
    put(half, lines)
    for number in range(3_000):
        lines.lines.add(Line(f"{number}.kiosk", Kind.NEW, lambda _: "Bulaevo: 50 new", new=50))
    settle()
    assert lines.lines.rowCount() == 3_000


# -- lists on their pages


def page_with(half: Half, entries: Entries) -> Page:
    page = Page("Kiosks")
    page.column.addWidget(entries)
    page.column.addStretch()
    put(half, page)
    page.resize(400, 300)
    return page


def rows(count: int) -> list[Entry]:
    return [Entry(f"{n}", f"Kiosk {n}", "last seen November 10, 2026 · 2 files · " * 2) for n in range(count)]


def test_a_list_is_scrolled_by_its_page_alone_and_the_keyboard_is_followed(half: Half) -> None:
    half.show()
    entries = Entries("Kiosks")
    page = page_with(half, entries)
    entries.show_entries(lambda _language: rows(30), half.language)
    settle()
    assert entries.verticalScrollBar().maximum() == 0
    assert page.verticalScrollBar().maximum() > 600
    entries.setFocus()
    for _ in range(20):
        QTest.keyClick(entries, Qt.Key.Key_Down)
    here = entries.visualRect(entries.currentIndex()).translated(
        0, entries.y() - page.verticalScrollBar().value()
    )
    assert 0 <= here.top() < here.bottom() <= page.viewport().height()


def test_a_country_of_kiosks_scrolls_by_itself(half: Half) -> None:
    half.show()
    entries = Entries("Kiosks")
    page_with(half, entries)
    entries.keep_in_sight(200)
    entries.show_entries(lambda _language: rows(3_000), half.language)
    settle()
    assert entries.verticalScrollBar().maximum() > 0
    assert entries.height() < 400


def test_a_list_of_many_choices_ends_between_two_of_them(half: Half) -> None:
    half.show()
    entries = Entries("Reports", most=3)
    page_with(half, entries)
    entries.show_entries(lambda _language: rows(9), half.language)
    settle()
    third = entries.visualRect(entries.model().index(2, 0))
    assert entries.viewport().height() == third.bottom() + 1


def test_a_pushed_open_list_ends_with_its_last_row_however_high_its_card_is(half: Half) -> None:
    half.show()
    section, picker = Section(), Picker("Report", "None", most=3)
    section.add(picker)
    section.column.addStretch()
    put(half, section)
    section.resize(300, 800)
    picker.offer(lambda _language, _wanted: rows(9), "")
    picker.button.click()
    settle()
    assert picker.panel.height() == picker.list.geometry().bottom() + 1
    assert picker.height() < 700


def test_a_heading_over_figures_stands_on_three_lines_at_most() -> None:
    metrics = QFontMetrics(Look().font("small", bold=True))
    heading = ["Can", "do", "it", "alone", "now"]
    whole, two, three = (_broken(heading, lines, metrics) for lines in (1, 2, 3))
    assert whole > two > three >= metrics.horizontalAdvance("Can do")
    assert _broken(["Consultations"], 3, metrics) == metrics.horizontalAdvance("Consultations")


def test_what_a_line_says_of_a_thing_breaks_into_lines_and_is_not_cut(half: Half) -> None:
    half.show()
    entries = Entries("Kiosks")
    page_with(half, entries)
    entries.show_entries(lambda _language: [Entry("a", "Kiosk", "two files"), *rows(1)], half.language)
    settle()
    short, long = (entries.visualRect(entries.model().index(row, 0)).height() for row in (0, 1))
    assert long > short


def test_a_refused_field_is_scrolled_to(half: Half) -> None:
    half.show()
    page, field = Page("Keys"), Field("Name")
    page.column.addWidget(field)
    page.column.addSpacing(900)
    put(half, page)
    page.resize(400, 300)
    settle()
    page.verticalScrollBar().setValue(9_999)
    assert page.verticalScrollBar().value() > 300
    field.refuse("Give the place a name.", half.language)
    settle()
    assert field.problem.visibleRegion().isEmpty() is False


# -- cards are as high as what stands in them


def gaps(section: QWidget) -> list[int]:
    """Pixels between each two neighbours that are shown in a card."""
    shown = [widget for widget in section.findChildren(QWidget, options=DIRECT) if widget.isVisible()]
    shown.sort(key=lambda widget: widget.y())
    return [below.y() - above.geometry().bottom() - 1 for above, below in pairwise(shown)]


def test_what_a_file_would_change_stands_together_and_the_yes_below_it(half: Half) -> None:
    half.show()
    page = PlanPage()
    put(half, page)
    page.resize(600, 700)
    added = Place("new", "Новое", "settlement")
    plans = (
        Plan(found=(added,), added=(added,)),
        Plan(found=(added,), faults=(Fault(3, KioskError("Every place needs an id and a name.")),)),
    )
    for plan in plans:
        page.show_plan(
            Path("places.csv"), plan, lambda place, _language: (place.name, place.id), half.language
        )
        settle()
        section = page.lines.parentWidget()
        assert section.height() > 500
        assert max(gaps(section)) <= 16
    page.show_plan(Path("places.csv"), plans[0], lambda place, _language: (place.name, ""), half.language)
    settle()
    assert page.yes.mapTo(page, QPoint()).y() > page.lines.mapTo(page, QPoint(0, page.lines.height())).y()


def test_a_question_at_the_end_is_seen_whole_and_makes_the_page_no_longer_than_it_is(half: Half) -> None:
    half.show()
    page, question = Page("Kiosks"), Question("Revoke it now")
    page.column.addWidget(high := QWidget())
    high.setMinimumHeight(400)
    page.column.addWidget(question)
    page.column.addStretch()
    put(half, page)
    page.resize(600, 300)
    settle()
    before = page.verticalScrollBar().maximum()
    question.ask("Revoke it?", half.language)
    settle()
    seen = question.mapTo(page, QPoint()).y()
    assert 0 <= seen < seen + question.height() <= page.height()
    inside = page.widget()
    assert inside.height() == inside.layout().totalHeightForWidth(inside.width())
    question.hide()
    settle()
    assert page.verticalScrollBar().maximum() == before


def test_a_card_beside_a_pushed_open_list_ends_where_its_words_end(half: Half) -> None:
    half.show()
    low, high = Section("Known"), Section("Place")
    high.add(long := QWidget())
    long.setMinimumHeight(400)
    sides = Beside((low, 1), (high, 1), ems=10)
    put(half, sides)
    settle()
    assert low.height() == high.height()
    sides.hang(low, hanging=True)
    settle()
    assert low.height() < 100 < 400 < high.height()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_periods_to_choose_from_are_of_one_height(qtbot: QtBot, languages: Languages, code: str) -> None:
    half = Half(languages[code], Look(scale=2.0))
    qtbot.addWidget(half)
    period = Period()
    put(half, period)
    buttons = [period.chips.button(preset) for preset in period.chips.codes]
    widest = max(button.sizeHint().width() for button in buttons)
    half.resize(1000, 800)
    half.show()
    period.resize(2 * widest - 16, 400)  # so narrow that the longest one breaks into two lines
    settle()
    assert max(button.height() for button in buttons) > buttons[0].minimumSizeHint().height()
    assert len({button.height() for button in buttons}) == 1


def test_a_row_of_two_lines_stands_as_far_from_its_neighbours_as_a_row_of_one(half: Half) -> None:
    columns = (Column("place", "Place", Format.NAME), Column("why", "Why", Format.NAME))
    long = "Silent for three weeks, and its clock stands in the year two thousand"
    table = TableView()
    put(half, table)
    table.resize(320, 400)
    table.show_table(
        Table("calls", "Calls", columns, (("Bulaevo", "-"), ("Chistovskoe", long))), half.language
    )
    settle()
    line = QFontMetrics(table.table.look.font(table.table.role)).height()
    one, more = table.rowHeight(0), table.rowHeight(1)
    lines = round((more - (one - line)) / line)
    assert lines > 1
    assert more == lines * line + one - line


def test_the_letters_for_the_paper_are_seen_whole_at_once_in_large_print(
    qtbot: QtBot, languages: Languages
) -> None:
    half = Half(languages["kk"], Look(scale=2.0))
    qtbot.addWidget(half)
    half.resize(1366, 710)  # what the bar leaves of a usual screen
    page = PaperPage()
    put(half, page)
    page.resize(half.size())
    page.show_paper(paper_form(b"\x37" * 32, Paper.NEXT_SIGNING))
    half.refresh(page)
    half.show()
    settle()
    letters = [label for label in page.findChildren(Label) if label.text() in page.paper().split()]
    assert len(letters) == 19
    assert all(label.mapTo(page, label.rect().bottomLeft()).y() < page.height() for label in letters)
