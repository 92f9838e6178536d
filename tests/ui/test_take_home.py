"""To the resident's pocket: paper, a file on a stick, and a voice; and nothing of it for the next one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.config import Settings, resources
from kiosk.i18n import Languages
from kiosk.speech import Manner, Utterance
from kiosk.tutorials import LANGUAGES, Library
from kiosk.visits import VisitLog
from tests.desks import HandClock
from tests.handout.paper import read, squashed
from tests.ui.test_walkthrough_fits import settle
from ui.app import application_with_fonts
from ui.desk import take_home, voice
from ui.desk.banner import Banner
from ui.desk.panel import VisitPanel
from ui.desk.sheets import SheetSaver
from ui.desk.window import DeskWindow
from ui.drives import Drive, FakeDrives
from ui.tasks import Tasks
from ui.theme import Look


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    application_with_fonts()
    found = resources()
    languages, settings = Languages(found.translations), Settings(volunteer_language="ru", site="Bulaevo")
    with VisitLog.open(tmp_path / "log.db", HandClock()) as log:
        log.add_volunteer("A-01", "123456")
        panel = VisitPanel(languages["ru"], Look(), log, settings, HandClock())
        window = DeskWindow(
            settings, languages, Library.load(found.tutorials), panel, Banner(languages["ru"], Look())
        )
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.open_tutorial("gen-qr")
        yield window
        window.view.voice.forget()


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> list[Utterance]:
    """Let a program that says nothing stand in for the voice, and tell what it was given."""
    said: list[Utterance] = []

    def quiet(text: object, _recorded: object, manner: Manner) -> Utterance:
        said.append(Utterance(("sleep", "30"), f"{text} {manner.rate}"))
        return said[-1]

    monkeypatch.setattr(voice, "utterance", quiet)
    return said


def uses(desk: DeskWindow) -> tuple[bool, bool]:
    walk = desk.view.walkthrough
    assert walk is not None
    return walk.use().printed, walk.use().listened


# The voice


def test_a_step_is_heard_only_when_asked_and_the_visit_knows(
    desk: DeskWindow, silence: list[Utterance]
) -> None:
    desk.view.show_step()
    speech = desk.view.voice.speech
    assert not speech.speaking, "it never begins by itself"
    desk.view.page.listen.click()
    assert speech.speaking
    assert uses(desk) == (False, True)
    assert desk.view.page.listen.text() == desk.language.text("Stop")
    desk.view.page.listen.click()
    assert not speech.speaking
    assert desk.view.page.listen.text() == desk.language.text("Listen")


@pytest.mark.parametrize("act", ["next", "language", "topics", "practice", "start over"])
def test_whatever_is_done_next_ends_the_voice(act: str, desk: DeskWindow, silence: list[Utterance]) -> None:
    desk.view.show_step()
    desk.view.page.listen.click()
    speech = desk.view.voice.speech
    assert speech.speaking
    {
        "next": desk.view.next_button.click,
        "language": lambda: desk.choose_language("vi"),
        "topics": desk.show_topics,
        "practice": desk.view.practise,
        "start over": desk.bar.start_over_wanted.emit,
    }[act]()
    assert not speech.speaking


def test_slower_and_louder_last_as_long_as_the_resident(desk: DeskWindow, silence: list[Utterance]) -> None:
    desk.view.show_step()
    page, speech = desk.view.page, desk.view.voice.speech
    page.listen.click()
    assert all(button.isVisible() for button in page.manner)
    page.slower.click()
    assert speech.speaking
    assert silence[-1].text.endswith(str(Manner().slower().rate))
    desk.bar.start_over_wanted.emit()
    assert speech.manner == Manner()
    desk.open_tutorial("gen-qr")
    assert not any(button.isVisible() for button in page.manner)


def test_without_a_voice_there_is_no_button(desk: DeskWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "utterance", lambda *_: None)
    desk.view.show_step()
    assert not desk.view.page.listen.isVisible()


# Paper


def test_the_sheet_is_the_walkthrough_in_the_residents_language(desk: DeskWindow) -> None:
    desk.choose_language("vi")
    desk.view.page.home.click()
    page = desk.take_home
    assert page.isVisible()
    files: list[tuple[str, bytes]] = []
    desk.sheet_wanted.connect(lambda name, pdf: files.append((name, bytes(pdf))))
    page.save_button.click()
    ((name, pdf),) = files
    tutorial = Library.load(resources().tutorials)["gen-qr"]
    assert name.endswith(".pdf")
    assert squashed(tutorial.title("vi")) in read(pdf)[0].text
    page.back_button.click()
    assert desk.view.isVisible()


def test_two_languages_and_large_print_change_the_sheet(desk: DeskWindow) -> None:
    desk.view.page.home.click()
    page = desk.take_home
    plain = page.pages
    for button in page.findChildren(take_home.Button):
        if button.text() in (desk.language.text("Large print"), desk.language.text("Two languages")):
            button.click()
    assert page.pages > plain


def test_a_computer_without_a_printer_says_so_and_the_visit_is_not_told_a_lie(desk: DeskWindow) -> None:
    desk.view.page.home.click()
    assert not desk.take_home.print_button.isEnabled()
    sentence = desk.language.text("There is no printer here. Save it on a stick instead.")
    assert sentence in [label.text() for label in desk.take_home.findChildren(take_home.Label)]
    assert uses(desk) == (False, False)


def test_the_next_resident_sees_no_sheet(desk: DeskWindow) -> None:
    desk.view.page.home.click()
    desk.bar.start_over_wanted.emit()
    assert desk.take_home.pages == 0
    assert desk.chooser.isVisible()


# The stick


@pytest.fixture
def saver(qtbot: QtBot) -> Iterator[tuple[SheetSaver, FakeDrives, list[tuple[str, bool]]]]:
    told: list[tuple[str, bool]] = []
    drives, tasks = FakeDrives(), Tasks()
    yield (
        SheetSaver(drives, tasks, lambda: "A-01", lambda text, _values, done: told.append((text, done))),
        drives,
        told,
    )
    tasks.close()


def test_a_sheet_lies_on_the_stick_and_is_proven(
    saver: tuple[SheetSaver, FakeDrives, list[tuple[str, bool]]], tmp_path: Path, qtbot: QtBot
) -> None:
    sheets, drives, told = saver
    drives.insert(Drive(tmp_path, "uuid:1", "BULAEVO"))
    sheets.save("Quét mã QR.pdf", b"%PDF")
    qtbot.waitUntil(lambda: told == [("Saved on the stick: {name}", True)])
    assert (tmp_path / "Quét mã QR.pdf").read_bytes() == b"%PDF"


def test_a_stick_that_is_gone_is_named(
    saver: tuple[SheetSaver, FakeDrives, list[tuple[str, bool]]], tmp_path: Path, qtbot: QtBot
) -> None:
    sheets, drives, told = saver
    sheets.save("a.pdf", b"%PDF")
    assert told == [("Put the stick in, wait a moment, and try again.", False)]
    drives.insert(Drive(tmp_path / "pulled", "uuid:1", "BULAEVO"))
    sheets.save("a.pdf", b"%PDF")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert not told[1][1]
    assert not (tmp_path / "pulled").exists()


def test_nobody_saves_without_a_volunteer(qtbot: QtBot, tmp_path: Path) -> None:
    told: list[str] = []
    drives, tasks = FakeDrives(), Tasks()
    drives.insert(Drive(tmp_path, "uuid:1", "BULAEVO"))
    SheetSaver(drives, tasks, lambda: "", lambda text, _values, _done: told.append(text)).save("a.pdf", b"")
    tasks.close()
    assert told == ["A volunteer signs in on the right first. Then it can be saved on a stick."]
    assert list(tmp_path.iterdir()) == []


def test_a_title_becomes_a_name_that_every_file_system_takes() -> None:
    assert take_home._file_name('Suomi.fi: "kirjaudu" / sisään?') == "Suomi fi kirjaudu sisään.pdf"


# Large print


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_does_not_shrink_as_the_letters_grow(code: str, desk: DeskWindow) -> None:
    desk.setFixedSize(1366, 768)
    desk.choose_language(code)
    desk.view.page.home.click()
    page, shown = desk.take_home, {}
    for scale in (1.0, 2.0):
        desk.wear(Look(desk.look.colours, scale))
        settle()
        preview = page._preview
        shown[scale] = (
            page._pages[0].size().scaled(preview.size(), Qt.AspectRatioMode.KeepAspectRatio).width()
        )
        assert preview.isVisible()
    assert shown[2.0] >= shown[1.0]
    assert page.save_button.visibleRegion().boundingRect() == page.save_button.rect()


def test_at_large_print_every_page_shows_something_and_their_number_stays(
    desk: DeskWindow, qtbot: QtBot
) -> None:
    desk.setFixedSize(1366, 768)
    desk.wear(Look(desk.look.colours, 2.0))
    desk.open_tutorial("kz-fines")
    walk, page = desk.view.walkthrough, desk.view.page
    assert walk is not None
    seen = []
    while walk.position == 0:
        qtbot.wait(1)
        shown = [widget for widget in (page.phone, *page.texts) if widget.isVisible()]
        assert shown
        assert all(widget.width() > page.width() * 0.8 for widget in shown)
        seen.append(page._pages())
        desk.view.next_button.click()
    assert set(seen) == {len(seen)}


def test_a_warning_in_the_second_of_two_languages_is_never_passed_over(
    desk: DeskWindow, library: Library, qtbot: QtBot
) -> None:
    desk.setFixedSize(1366, 768)
    desk.choose_language("kk")
    view = desk.view
    more = desk.language.text("Read on")
    names = [desk.bar.language_button(code).text() for code in LANGUAGES]
    for tutorial in ("kz-kaspi-start", "kz-fines", "kz-eds-get"):
        desk.open_tutorial(tutorial)
        assert view.walkthrough is not None
        for place in range(view.walkthrough.count):
            view.walkthrough.go(place)
            view.show_step(first=True)
            view.show_both(True)
            qtbot.wait(1)
            pages = max(column.pages for column in view.texts)
            says_so = view.next_button.text().startswith((more, *names))  # or which language follows
            assert says_so == (pages > 1), f"{tutorial} {place}"
            view.show_both(False)
