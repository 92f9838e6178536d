"""The manager's window fits in every language and size, and tells its figures to whoever cannot see the plots."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kiosk.centre import Summary
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import Language, Languages
from kiosk.keys import Paper, paper_form
from tests.ui.sticks import stretched
from ui.drives import Drive
from ui.half import Half
from ui.manager.lines import Kind, Line, LineList
from ui.manager.waiting import Asking
from ui.manager.window import ManagerWindow
from ui.manager.work import Overview
from ui.tasks import Tasks
from ui.theme import HIGH_CONTRAST, Look
from ui.widgets.bars import Bar, Bars
from ui.widgets.weeks import Week, Weeks, round_up

LONG = "long"
CODES = ("kk", "ru", "en", "vi", "fi", LONG)
SIZES = ((1024, 768), (1366, 768))
MONDAY = date(2026, 9, 7)
SUMMARY = Summary(
    settlements=30,
    consultations=12_390,
    people_served=27_480,
    people_reached=20_000,
    volunteers=13,
    volunteer_hours=4_161.5,
    alone_rate=0.614,
    household_visits=1,
    group_sessions=1,
    self_service_sessions=0,
    kiosks=2,
    shifts=10,
    shifts_without_length=0,
    time_uncertain=3,
    time_uncertain_outside=0,
    place_unknown=0,
)
BARS = (
    Bar("Criminal record certificate", 128),
    Bar("Psychiatric and narcology certificates", 94),
    Bar("Messengers and video calls", 62),
    Bar("Digital signature", 1),
)
DIGITS = ("12345", "67890", "11111", "22222", "33333", "44444")
FULL = Overview(
    programme="Солтүстік Қазақстан облысы, цифрлық сауаттылық",
    summary=SUMMARY,
    services=BARS,
    weeks=tuple(Week(MONDAY + timedelta(weeks=n), 1_000 + n * n % 7) for n in range(9)),
    asking=(Asking("k-abcdefghij", "Возвышенка", DIGITS, 3), Asking("k-bcdefghijk", "", (), 1)),
)
REFUSAL = "Yavlenka: 22 new, 9 already here, 2 corrected, bundles 5–6 are missing and more is to be said here"


def language(languages: Languages, code: str) -> Language:
    return stretched() if code == LONG else languages[code]


@pytest.fixture
def window(qtbot: QtBot, languages: Languages, tmp_path: Path) -> Iterator[ManagerWindow]:
    tasks = Tasks()
    window = ManagerWindow(DataFolder(tmp_path), languages, languages["en"], Look(), tasks)
    qtbot.addWidget(window)
    yield window
    tasks.close()


def fill(window: ManagerWindow, page: str, spoken: Language) -> None:
    """Bring one page up with everything that can stand on it."""
    window.speak(spoken)
    pages = {
        "desk": window.desk,
        "unlock": window.unlock,
        "create": window.create_page,
        "paper": window.paper,
    }
    window.pages.setCurrentWidget(pages[page])
    if page == "desk":
        window.bar.name_programme(FULL.programme, spoken)
        window.overview.show_overview(FULL, spoken)
        window.overview.waiting.rows[0].open()
        window.overview.new_shop.say_done(Path("/media/stick/OneStopKiosk/programme.card"), spoken)
        window.intake.show_drives([Drive(Path("/media/stick"), "uuid:1", "KINGSTON DATATRAVELER")])
        window.intake.begin()
        for number, kind in enumerate(Kind):
            name = f"k-abcdefghij-0123456789abcdef-00000{number}.kiosk"
            window.intake.advance(number, 5, Line(name, kind, lambda heard: heard.text(REFUSAL), new=12))
        window.intake.end()
    elif page == "unlock":
        window.unlock.begin(spoken)
        window.unlock.refuse(KioskError("The passphrase is wrong, or the key file is damaged."), spoken)
    elif page == "paper":
        window.paper.show_paper(paper_form(b"\x37" * 32, Paper.NEXT_SIGNING))
        window.refresh(window.paper)
    else:
        window.create_page.begin(spoken)
        window.create_page.create_button.click()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def clipped(window: QWidget) -> Iterator[str]:
    """Say what is cut: a label or a button smaller than its words, or one that reaches over its parent."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and widget.text():
            yield from _label(widget)
        elif isinstance(widget, QAbstractButton) and widget.text() and not _holds_its_words(widget):
            yield f"button {widget.text()!r}: {widget.size()}"
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
            yield f"{type(widget).__name__} is wider than the window"
        parent = widget.parentWidget()
        if parent is not None and not parent.rect().contains(widget.geometry()) and not _scrolls(parent):
            yield f"{type(widget).__name__} {widget.geometry()} in {type(parent).__name__} {parent.rect()}"


def _label(label: QLabel) -> Iterator[str]:
    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
    room = QRect(0, 0, label.contentsRect().width(), 10_000)
    needed = QFontMetrics(label.font()).boundingRect(room, int(flags), label.text())
    if needed.height() > label.height() or needed.width() > label.width():
        yield f"label {label.text()!r} needs {needed.size()}, has {label.size()}"


def _holds_its_words(button: QAbstractButton) -> bool:
    longest = max(QFontMetrics(button.font()).horizontalAdvance(word) for word in button.text().split())
    return button.height() >= button.heightForWidth(button.width()) and button.width() > longest


def _scrolls(parent: QWidget) -> bool:
    return isinstance(parent.parentWidget(), QScrollArea)


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_cut(window: ManagerWindow, languages: Languages, code: str) -> None:
    window.show()
    for page in ("desk", "unlock", "create", "paper"):
        fill(window, page, language(languages, code))
        for width, height in SIZES:
            window.resize(width, height)
            settle()
            assert window.width() == width
            assert list(clipped(window)) == [], f"{page} at {width}x{height}"


def test_nothing_is_cut_in_large_print(window: ManagerWindow, languages: Languages) -> None:
    window.resize(1366, 768)
    window.show()
    window.dress(Look(HIGH_CONTRAST, 1.5))
    fill(window, "desk", languages["ru"])
    settle()
    assert list(clipped(window)) == []


@pytest.mark.parametrize("page", ["desk", "unlock", "create", "paper"])
def test_everything_that_can_be_pressed_is_large_enough_named_and_reached_by_tab(
    window: ManagerWindow, languages: Languages, page: str
) -> None:
    window.resize(1366, 768)
    window.show()
    fill(window, page, languages["en"])
    settle()
    targets = [
        w
        for w in window.findChildren(QWidget)
        if isinstance(w, QAbstractButton | QLineEdit) and w.isVisible()
    ]
    assert targets
    small = [w for w in targets if isinstance(w, QAbstractButton) and min(w.width(), w.height()) < 44]
    assert small == []
    unnamed = [w for w in targets if not QAccessible.queryAccessibleInterface(w).text(QAccessible.Text.Name)]
    assert unnamed == []
    assert set(targets) <= set(_tab_chain(window))


def _tab_chain(window: QWidget) -> list[QWidget]:
    chain: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain


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
    assert weeks.accessibleDescription() == "September 7, 2026: 41; September 14, 2026: 7"
    assert not weeks.grab().isNull()
    weeks.show_weeks([Week(MONDAY, 3)], half.language)
    assert not weeks.grab().isNull()
    weeks.show_weeks([], half.language)
    assert weeks.accessibleDescription() == ""


@pytest.mark.parametrize(
    ("most", "scale"), [(0, 2), (1, 2), (7, 8), (10, 10), (41, 42), (128, 140), (1_280, 1_400)]
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
    assert heard == "Not taken in. a sentence REFUSED.kiosk"


def test_a_line_is_as_high_as_its_whole_sentence(half: Half) -> None:
    lines = LineList(half.language)
    put(half, lines)
    half.resize(300, 480)
    lines.resize(260, 400)
    name = "x" * 90 + ".kiosk"  # nothing in it where a line could break
    lines.lines.add(Line(name, Kind.REFUSED, lambda _: f"{name} cannot be read", path=f"/stick/{name}"))
    lines.lines.add(Line("a.kiosk", Kind.REFUSED, lambda _: "short", path="/stick/a.kiosk"))
    settle()
    low, high = lines.visualRect(lines.lines.index(0)), lines.visualRect(lines.lines.index(1))
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
