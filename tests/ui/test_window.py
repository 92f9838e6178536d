"""The desk's two halves: the resident's language changes at any step, the volunteer's half keeps its own."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.codebook import COUNTRIES
from kiosk.config import Settings, resources
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, VOLUNTEERS, Library
from kiosk.visits import Draft, VisitLog
from tests.tutorials.made import ID, make
from ui.desk.banner import Banner
from ui.desk.panel import VisitPanel
from ui.desk.window import DeskWindow
from ui.theme import HIGH_CONTRAST, Look
from ui.widgets.button import Button
from ui.widgets.topic_card import TopicCard

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def log(tmp_path: Path) -> Generator[VisitLog, None, None]:
    with VisitLog.open(tmp_path / "log.db", SystemClock()) as log:
        log.add_volunteer("A-07", "123456")
        yield log


@pytest.fixture
def desk(log: VisitLog, languages: Languages, library: Library, qtbot: QtBot) -> DeskWindow:
    settings = Settings(volunteer_language="ru")
    panel = VisitPanel(languages["ru"], Look(), log, settings, SystemClock(), languages=languages.__getitem__)
    window = DeskWindow(settings, languages, library, panel, Banner(languages["ru"], Look()))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    panel.sign_in.signed_in.emit("A-07")
    QApplication.processEvents()
    return window


def words(window: DeskWindow) -> str:
    return window.view.texts[0].text()


def click(qtbot: QtBot, button: Button) -> None:
    qtbot.mouseClick(button, LEFT)


@pytest.mark.parametrize("code", LANGUAGES)
def test_switching_the_residents_language_keeps_the_step(
    code: str, desk: DeskWindow, library: Library, qtbot: QtBot
) -> None:
    desk.open_tutorial("gen-qr")
    click(qtbot, desk.view.next_button)
    click(qtbot, desk.bar.language_button(code))
    text = library["gen-qr"].text(code)
    assert text is not None
    step = library["gen-qr"].steps[1]
    assert words(desk).startswith(text.steps[step.id].title)
    assert desk.view.walkthrough is not None
    assert desk.view.walkthrough.position == 1


def test_the_volunteers_half_keeps_its_own_language(
    desk: DeskWindow, languages: Languages, qtbot: QtBot
) -> None:
    desk.open_tutorial("gen-qr")
    for code in LANGUAGES:
        click(qtbot, desk.bar.language_button(code))
        shown = {button.text() for button in desk.panel.findChildren(Button)}
        assert languages["ru"].text("First time") in shown
        assert desk.view.next_button.text() == languages[code].text("Next")


def test_a_sheet_of_cards_speaks_the_language_of_the_residents_half(
    desk: DeskWindow, languages: Languages, qtbot: QtBot
) -> None:
    click(qtbot, desk.bar.language_button("vi"))
    desk.panel.between.open_more()
    desk.panel.between.more.paper_button.click()
    desk.panel.paperwork.page.cards_button.click()
    names = []
    for code in ("vi", "kk"):
        click(qtbot, desk.bar.language_button(code))
        with qtbot.waitSignal(desk.panel.sheet_wanted) as wanted:
            desk.panel.paperwork.sheet.save_button.click()
        assert wanted.args is not None
        names.append(wanted.args[0])
    assert all(
        name.startswith(languages[code].text("Return cards"))
        for code, name in zip(("vi", "kk"), names, strict=True)
    )


def test_the_visit_knows_the_topic_the_steps_and_the_language_without_a_tap(
    desk: DeskWindow, log: VisitLog, qtbot: QtBot
) -> None:
    desk.open_tutorial("kz-eds-renew")
    click(qtbot, desk.view.next_button)
    click(qtbot, desk.bar.language_button("fi"))

    def draft() -> Draft:
        found = log.draft()
        assert found is not None
        return found

    qtbot.waitUntil(lambda: draft().language == "fi")
    assert draft().services == ["kz.eds"]
    assert [(use.id, use.seen) for use in draft().tutorials] == [("kz-eds-renew", 2)]


def test_one_step_is_shown_in_both_languages(desk: DeskWindow, library: Library) -> None:
    desk.choose_language("kk")
    desk.open_tutorial("gen-scam-call")
    desk.view.show_both(True)
    QApplication.processEvents()
    shown = "\n".join(column.text() for column in desk.view.texts)
    for code in ("kk", "ru"):
        text = library["gen-scam-call"].text(code)
        assert text is not None
        assert next(iter(text.steps.values())).body in shown


def test_tapping_the_target_on_the_phone_goes_on(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.open_tutorial("kz-criminal-record")
    qtbot.mouseClick(desk.view.phone.target, LEFT)
    assert desk.view.walkthrough is not None
    assert desk.view.walkthrough.position == 1


def test_the_last_step_leads_back_to_the_topics_and_the_visit_stays_open(
    desk: DeskWindow, qtbot: QtBot
) -> None:
    desk.open_tutorial("gen-qr")
    walk = desk.view.walkthrough
    assert walk is not None
    for _ in walk.tutorial.steps:
        click(qtbot, desk.view.next_button)
    assert desk.chooser.isVisible()
    assert desk.panel.visit_open


def test_large_print_shows_every_page_before_the_next_step(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.resize(1024, 768)
    desk.wear(Look(scale=2.0))
    desk.open_tutorial("kz-eds-renew")
    QApplication.processEvents()
    walk = desk.view.walkthrough
    assert walk is not None
    click(qtbot, desk.view.next_button)
    assert walk.position == 0, "the first step has more pages than one at this size"
    for _ in range(8):
        if walk.position == 0:
            click(qtbot, desk.view.next_button)
    assert walk.position == 1


def test_a_claim_that_nobody_has_checked_is_marked_for_the_volunteer_only(
    desk: DeskWindow, languages: Languages, library: Library
) -> None:
    desk.choose_language("fi")
    desk.open_tutorial("gen-qr")
    walk = desk.view.walkthrough
    assert walk is not None
    note = languages["ru"].text("For the volunteer: not yet checked on a real phone here.")
    marked = {}
    for number, step in enumerate(walk.tutorial.steps):
        walk.go(number)
        desk.view.show_step()
        marked[step.id] = desk.view.review_text
    assert marked == {
        step.id: note if library["gen-qr"].needs_local_review(step) else "" for step in walk.tutorial.steps
    }


def test_starting_over_leaves_nothing_of_the_last_resident(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.choose_language("vi")
    desk.wear(Look(HIGH_CONTRAST, 2.0))
    desk.chooser.search("lua dao")
    desk.bar.start_over_wanted.emit()
    assert desk.language.code == "kk"
    assert desk.look.scale == 1.0
    assert desk.chooser.query == ""


def test_the_next_resident_s_contrast_is_both_halves(desk: DeskWindow) -> None:
    desk.bar.contrast_wanted.emit()
    assert {desk.look.colours, desk.panel.look.colours} == {HIGH_CONTRAST}
    desk.bar.start_over_wanted.emit()
    assert desk.look.colours == desk.panel.look.colours != HIGH_CONTRAST


def test_enter_opens_what_was_found_first_and_escape_takes_the_words_back(
    desk: DeskWindow, qtbot: QtBot
) -> None:
    desk.prepare()
    field = next(field for field in desk.findChildren(QLineEdit) if field.isVisible())
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.view.walkthrough is None, "nothing was asked for"
    qtbot.keyClicks(field, "Aiyppul")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    qtbot.keyClicks(field, "aiyppul")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.view.walkthrough is not None
    assert desk.view.walkthrough.tutorial.id == "kz-fines"


def test_what_is_chosen_at_the_desk_is_kept_by_itself(desk: DeskWindow, qtbot: QtBot) -> None:
    # A join or a roster may have written other settings since the window was opened.
    with qtbot.waitSignal(desk.settings_changed) as changed:
        desk.panel.volunteer_language_chosen.emit("kk")
    assert changed.args == [{"volunteer_language": "kk"}]


def test_the_search_field_s_glass_grows_with_its_letters_and_leaves_the_words_their_room(
    desk: DeskWindow,
) -> None:
    field = desk.chooser.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    small = field.textMargins().left()
    desk.wear(Look(scale=2.0))
    assert field.textMargins().left() > small
    desk.wear(Look())
    assert field.textMargins().left() == small


def test_other_text_sizes_all_day_delete_no_line_of_countries(desk: DeskWindow) -> None:
    """Python would take what Qt makes next in the place of a deleted layout for it, and crash."""

    def enlarge() -> list[QHBoxLayout]:
        for look in (Look(scale=2.0), Look(), Look(scale=2.0)):
            desk.wear(look)
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return desk.chooser.findChildren(QHBoxLayout)

    assert enlarge() == enlarge()
    chips = [desk.chooser.country_button(code) for code in (*COUNTRIES, "course")]
    assert [chip.y() for chip in chips] == sorted(chip.y() for chip in chips)
    assert chips[0].y() < chips[-1].y()


def test_a_long_press_on_a_field_opens_no_menu_over_the_desk(desk: DeskWindow) -> None:
    desk.panel.start_visit()
    desk.panel.form.more_button.click()
    desk.panel.between.open_history()
    desk.panel.between.open_place()
    fields = [*desk.findChildren(QLineEdit), *desk.findChildren(QPlainTextEdit)]
    assert len(fields) >= 4
    for field in fields:
        where = field.rect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, field.mapToGlobal(where))
        QApplication.sendEvent(field, asked)
        assert QApplication.activePopupWidget() is None, field.accessibleName()


def test_a_search_without_marks_shows_the_topic(desk: DeskWindow) -> None:
    desk.chooser.prepare()
    desk.chooser.search("lua dao")
    assert [tutorial.id for tutorial in desk.chooser.shown()][:1] == ["gen-scam-call"]


def test_calling_for_help_is_seen_in_the_volunteers_language(desk: DeskWindow, languages: Languages) -> None:
    desk.choose_language("vi")
    desk.bar.help_wanted.emit()
    banner = desk.findChild(Banner)
    assert banner is not None
    assert banner.isVisible()
    assert languages["ru"].text("A resident asks for help.") in banner.text


def test_a_step_that_no_longer_matches_is_noted_with_one_tap(desk: DeskWindow, log: VisitLog) -> None:
    desk.open_tutorial("gen-qr")
    before = log.unsent()
    desk.view.no_longer_matches.emit()
    assert log.unsent() == before + 1


def test_the_visit_panel_folds_away_and_the_visit_stays_open(desk: DeskWindow) -> None:
    desk.open_tutorial("gen-qr")
    desk.bar.fold_wanted.emit()
    assert desk.panel.isHidden()
    desk.bar.fold_wanted.emit()
    assert desk.panel.isVisible()
    assert desk.panel.visit_open


def test_all_countries_offer_their_topics(desk: DeskWindow, qtbot: QtBot) -> None:
    for code, own in (
        ("kz", "kz-eds-renew"),
        ("vn", "vn-vneid-level1"),
        ("fi", "fi-suomifi-id"),
        ("all", "gen-qr"),
    ):
        click(qtbot, desk.chooser.country_button(code))
        assert own in [tutorial.id for tutorial in desk.chooser.shown()]


def test_the_first_page_of_topics_makes_no_more_cards_than_it_shows(
    desk: DeskWindow, library: Library
) -> None:
    """Every card reads a title: with a thousand walkthroughs the desk must not open slower."""
    shown = [card for card in desk.chooser.findChildren(TopicCard) if card.isVisible()]
    assert 0 < len(desk.chooser.findChildren(TopicCard)) <= len(shown) + 9 < len(library)


@pytest.mark.parametrize("country", [*COUNTRIES, "course"])
def test_every_walkthrough_can_be_reached_from_the_chooser(
    country: str, desk: DeskWindow, library: Library, qtbot: QtBot
) -> None:
    seen: set[str] = set()
    for code in (*COUNTRIES, "course") if country == "all" else (country,):
        click(qtbot, desk.chooser.country_button(code))
        for _ in range(len(library)):
            seen |= {c.tutorial.id for c in desk.chooser.findChildren(TopicCard) if c.isVisible()}
            if not desk.chooser.more_button.isVisible():
                break
            click(qtbot, desk.chooser.more_button)
    course = {tutorial.id for tutorial in library if tutorial.audience == VOLUNTEERS}
    assert course
    if country == "course":
        assert seen == course
    elif country == "all":
        assert seen == {tutorial.id for tutorial in library}
    else:
        assert seen == {tutorial.id for tutorial in library if tutorial.country in ("all", country)} - course


def test_a_walkthrough_of_the_shop_that_cannot_be_shown_is_named_to_the_volunteer(
    log: VisitLog, languages: Languages, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make(tmp_path / "own")
    (folder / "screens.toml").write_text("[home", encoding="utf-8")
    settings = Settings(volunteer_language="ru")
    banner = Banner(languages["ru"], Look())
    panel = VisitPanel(languages["ru"], Look(), log, settings, SystemClock())
    library = Library.load(resources().tutorials, tmp_path / "own")
    window = DeskWindow(settings, languages, library, panel, banner)
    qtbot.addWidget(window)
    window.show()
    window.prepare()
    assert "screens.toml" in banner.text
    window.open_tutorial(ID)
    assert window.view.walkthrough is None
