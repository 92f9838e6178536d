"""Logging a visit: three taps, three keys, a group, a return card, a stack of paper; never a number of a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import Settings
from kiosk.i18n import Languages
from kiosk.privacy import new_return_code
from kiosk.visits import DayCounts, Entry, Place, TutorialUse, Visit
from tests.ui.test_panel import EDS, Desk
from ui.desk.panel import VisitPanel
from ui.desk.visit_keys import CHANNEL_KEYS
from ui.widgets.button import Button

IIN = "900101300017"
CODE = new_return_code(Random(7))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, tmp_path)
    desk.log.set_places([Place("bulaevo", "Булаев", "settlement"), Place("uspenka", "Успенка", "settlement")])
    yield desk
    desk.panel.close()
    desk.log.close()


@pytest.fixture
def panel(desk: Desk) -> VisitPanel:
    return desk.sign_in()


@pytest.fixture
def open_visit(panel: VisitPanel) -> VisitPanel:
    """A walkthrough has just been gone through to its end."""
    panel.follow(EDS, ("kz.criminal_record",), "kk")
    return panel


class Counting:
    """Taps and keys of one person, counted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.done = 0

    def tap(self, button: QWidget) -> None:
        self._desk.tap(button)
        self.done += 1

    def strike(self, *keys: str) -> None:
        for key in keys:
            strike(self._desk.panel, key)
            self._desk.panel.keys.keys.settle()
            self.done += 1


def strike(window: QWidget, text: str, key: int = 0) -> None:
    """Let a key come up to the window from a widget that does not want it."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(
            window, QKeyEvent(kind, key or ord(text.upper()[0]), Qt.KeyboardModifier.NoModifier, text)
        )


def scan(panel: VisitPanel, text: str) -> None:
    """Type as a scanner does: all keys at once, then Enter."""
    for sign in text:
        strike(panel, sign)
    strike(panel, "\r", Qt.Key.Key_Return)


def only(desk: Desk) -> Visit:
    (visit,) = desk.visits()
    return visit


# Three taps, three keys


def test_a_walk_in_is_saved_by_exactly_three_taps(desk: Desk, open_visit: VisitPanel) -> None:
    form, counting = open_visit.form, Counting(desk)
    counting.tap(form.answers.outcomes.button("with_help"))
    counting.tap(form.answers.ages.button("60_74"))
    counting.tap(form.saving.first_time_button)
    assert counting.done == 3
    assert (only(desk).outcome, only(desk).age_band, only(desk).first_time) == ("with_help", "60_74", True)
    assert open_visit.saved.isVisible()


def test_a_walk_in_is_saved_by_exactly_three_keys(desk: Desk, open_visit: VisitPanel) -> None:
    counting = Counting(desk)
    counting.strike("W", "G", "L")
    assert counting.done == 3
    assert (only(desk).outcome, only(desk).age_band, only(desk).first_time) == ("with_help", "60_74", False)
    assert open_visit.saved.isVisible()


def test_where_the_programme_asks_for_gender_it_is_the_same_tap_as_the_age(
    desk: Desk, panel: VisitPanel
) -> None:
    panel.take_programme({"gender": True}, {})
    panel.follow(EDS, ("kz.criminal_record",), "kk")
    counting = Counting(desk)
    counting.tap(panel.form.answers.outcomes.button("alone"))
    counting.tap(panel.form.answers.ages.button("75_plus", "f"))
    counting.tap(panel.form.saving.came_before_button)
    panel.follow(EDS, ("kz.criminal_record",), "kk")
    counting.strike("Q", "B", "K")
    assert counting.done == 6
    assert [(v.age_band, v.gender) for v in desk.visits()] == [("75_plus", "f"), ("60_74", "m")]


@pytest.mark.parametrize("keys", ["WGL", "wgl", "ЦПД", "цпд"])
def test_the_keyboard_s_layout_does_not_matter(desk: Desk, open_visit: VisitPanel, keys: str) -> None:
    Counting(desk).strike(*keys)
    assert (only(desk).outcome, only(desk).age_band, only(desk).first_time) == ("with_help", "60_74", False)


def test_every_letter_stands_on_its_button_and_on_no_other(panel: VisitPanel) -> None:
    """Two buttons that are shown together and answer to one key would record what nobody meant."""
    panel.take_programme({"gender": True}, {})
    for asked, channel in ((True, "desk"), (False, "desk"), (False, "group")):
        panel.take_programme({"gender": asked}, {})
        panel.start_visit()
        panel.form.answers.channels.chosen.emit(channel)
        QApplication.processEvents()
        letters = [b.key for b in panel.form.findChildren(Button) if b.isVisible() and b.key]
        assert len(letters) == len(set(letters)) >= 12
        panel.cancel()


def test_letters_typed_into_a_search_are_no_answers_until_f2(qtbot: QtBot, desk: Desk) -> None:
    panel = desk.sign_in()
    window, search = QWidget(), QLineEdit()
    row = QHBoxLayout(window)
    row.addWidget(search)
    row.addWidget(panel)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    panel.follow(EDS, ("kz.criminal_record",), "kk")
    search.setFocus()
    qtbot.keyClicks(search, "qgk")
    strike(window, "q")
    panel.keys.keys.settle()
    assert desk.visits() == []
    assert panel.form.answers.outcomes.value == ""
    qtbot.keyClick(search, Qt.Key.Key_F2)
    focus = window.focusWidget()
    assert focus is panel.form.answers.outcomes.button("alone")
    for key in "qgk":
        qtbot.keyClick(focus, key)
        panel.keys.keys.settle()
    assert only(desk).age_band == "60_74"
    assert search.text() == "qgk"
    panel.setParent(None)


def test_tab_goes_down_the_panel_as_one_reads_it(qtbot: QtBot, desk: Desk, open_visit: VisitPanel) -> None:
    form = open_visit.form
    form.more_button.setFocus()
    seen: list[tuple[int, int]] = []
    first = open_visit.focusWidget()
    while (
        (focus := open_visit.focusWidget()) is not None
        and (focus is not first or not seen)
        and len(seen) < 40
    ):
        corner = focus.mapTo(open_visit, focus.rect().topLeft())
        seen.append((corner.y(), corner.x()))
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == sorted(seen)
    assert len(seen) >= 6  # one stop for each question: arrows go through its answers


def test_a_tap_on_an_age_that_is_chosen_takes_it_back(desk: Desk, open_visit: VisitPanel) -> None:
    age = open_visit.form.answers.ages.button("60_74")
    desk.tap(age)
    desk.tap(age)
    assert open_visit.form.answers.ages.bands.value == ""
    Counting(desk).strike("Q", "K")
    assert only(desk).age_band == "not_asked"


# Channels


@pytest.mark.parametrize("channel", [c for c in CHANNEL_KEYS if c not in ("group", "course")])
def test_every_way_to_meet_somebody_is_one_tap_away(desk: Desk, open_visit: VisitPanel, channel: str) -> None:
    desk.tap(open_visit.form.answers.channels.tiles.button(channel))
    Counting(desk).strike("Q", "K")
    assert only(desk).channel == channel


def test_the_next_home_visit_needs_no_tap_and_nothing_of_the_person_is_left(
    desk: Desk, panel: VisitPanel
) -> None:
    panel.take_programme({"gender": True, "help_reason": True}, {"activities": ["club"]})
    panel.start_visit()
    Counting(desk).strike("Y")
    draft = panel._visit.draft
    assert draft is not None
    draft.return_code, draft.note, draft.people, draft.help_reason = CODE, "glasses", 2, "skill"
    draft.activity = "club"
    Counting(desk).strike("Q", "G", "K")
    panel.start_visit()
    following = panel._visit.draft
    assert following is not None
    carried = (following.place, following.channel, following.activity)
    assert carried == ("bulaevo", "home_visit", "club")
    personal = (following.age_band, following.gender, following.return_code, following.note, following.people)
    assert personal == ("not_asked", "not_asked", "", "", 1)
    assert (following.help_reason, following.outcome, following.services) == ("", "", [])


def test_after_a_group_the_next_who_comes_alone_is_not_counted_as_a_group(
    desk: Desk, panel: VisitPanel
) -> None:
    panel.start_visit()
    Counting(desk).strike("M", "8", "K")
    panel.start_visit()
    assert not panel.form.saving.group_button.isVisible()
    Counting(desk).strike("Q", "K")
    assert [visit.channel for visit in desk.visits()] == ["group", "desk"]


def test_whoever_signs_in_next_begins_at_the_desk(desk: Desk, panel: VisitPanel) -> None:
    panel.start_visit()
    Counting(desk).strike("I", "Q", "K")
    panel.sign_out()
    panel.sign_in.signed_in.emit("A-07")
    panel.start_visit()
    Counting(desk).strike("Q", "K")
    assert [visit.channel for visit in desk.visits()] == ["phone", "desk"]


# Groups


def test_a_group_of_eight_takes_seven_taps_at_most(desk: Desk, panel: VisitPanel) -> None:
    panel.start_visit()
    answers, counting = panel.form.answers, Counting(desk)
    counting.tap(answers.channels.tiles.button("group"))
    for number in ("8", "5", "3"):
        counting.tap(answers.group.numbers.button(number))
    counting.tap(answers.group.bands.button("60_74"))
    counting.tap(panel.form.saving.group_button)
    assert counting.done <= 7
    visit = only(desk)
    assert (visit.channel, visit.people, visit.women, visit.new_people) == ("group", 8, 5, 3)
    assert (visit.age_bands, visit.outcome, visit.first_time) == ({"60_74": 8}, "", None)


def test_a_group_of_eight_takes_seven_keys_at_most(desk: Desk, panel: VisitPanel) -> None:
    panel.start_visit()
    counting = Counting(desk)
    counting.strike("M", "8", "W", "5", "3", "G", "K")
    assert counting.done <= 7
    visit = only(desk)
    assert (visit.people, visit.women, visit.new_people, visit.age_bands) == (8, 5, 3, {"60_74": 8})


def test_a_course_of_twenty_five_is_typed_or_tapped(desk: Desk, panel: VisitPanel) -> None:
    panel.start_visit()
    Counting(desk).strike("J", "2", "5", "K")
    panel.start_visit()
    desk.settle()
    group = panel.form.answers.group
    desk.tap(panel.form.answers.channels.tiles.button("course"))
    desk.tap(group.numbers.button("5"))
    desk.tap(group.numbers.button("ten_more"))
    desk.tap(group.numbers.button("ten_more"))
    desk.tap(panel.form.saving.group_button)
    assert [(visit.channel, visit.people) for visit in desk.visits()] == [("course", 25)] * 2


def test_no_count_of_a_group_can_be_larger_than_the_group(desk: Desk, panel: VisitPanel) -> None:
    panel.start_visit()
    counting = Counting(desk)
    counting.strike("M", "5", "G", "3", "H")
    group = panel.form.answers.group
    assert not group.numbers.button("6").isEnabled()
    desk.tap(group.counters.button("people"))
    desk.tap(group.numbers.button("2"))  # fewer came: ages that no longer fit are asked again
    counting.strike("K")
    assert (only(desk).people, only(desk).age_bands) == (2, {})


def test_two_ages_share_a_group(desk: Desk, panel: VisitPanel) -> None:
    panel.start_visit()
    Counting(desk).strike("M", "8", "G", "5", "H", "K")
    assert only(desk).age_bands == {"60_74": 5, "75_plus": 3}


# Services and what is seldom asked


def test_every_service_of_a_long_visit_can_be_seen_and_taken_away(desk: Desk, panel: VisitPanel) -> None:
    panel.follow(EDS, ("kz.fines", "kz.taxes", "kz.pension", "kz.post"), "kk")
    form = panel.form
    assert "+ 2" in form.answers.service_button.text()
    desk.tap(form.answers.service_button)
    assert form.services.groups.value == "chosen"
    for code in ("kz.fines", "kz.taxes", "kz.pension", "kz.post"):
        assert form.services.services.button(code).isVisible()
    desk.tap(form.services.services.button("kz.pension"))
    desk.tap(form.services.done_button)
    Counting(desk).strike("Q", "K")
    assert only(desk).services == ("kz.fines", "kz.taxes", "kz.post")


def test_own_hands_has_no_key_either(desk: Desk, panel: VisitPanel) -> None:
    panel.follow(EDS, ("kz.eds",), "kk")
    Counting(desk).strike("E", "K")
    assert desk.visits() == []
    assert panel.form.answers.outcomes.value == ""


def test_apps_are_counted_one_by_one_and_one_too_many_is_taken_away(
    desk: Desk, open_visit: VisitPanel
) -> None:
    desk.tap(open_visit.form.more_button)
    extras = open_visit.form.extras
    for app in ("kz.kaspi", "kz.kaspi", "kz.egov_mobile", "kz.egov_mobile"):
        desk.qtbot.mouseClick(extras.apps.button(app), Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(extras.one_less, Qt.MouseButton.LeftButton)
    assert "2" in extras.apps.button("kz.kaspi").text()
    desk.tap(extras.done_button)
    Counting(desk).strike("Q", "K")
    assert only(desk).app_installed == {"kz.kaspi": 2, "kz.egov_mobile": 1}


def test_only_what_the_programme_asks_is_asked(desk: Desk, panel: VisitPanel) -> None:
    def shown() -> set[str]:
        panel.start_visit()
        desk.tap(panel.form.more_button)
        found = {name for name, chips in panel.form.extras.picks.items() if chips.isVisible()}
        panel.cancel()
        return found

    assert shown() == {"referral_to"}
    asked = {"gender": True, "help_reason": True, "support_given": True, "trip_avoided": True}
    panel.take_programme(asked, {"activities": ["club", "campaign"]})
    assert shown() == {"referral_to", "activity", *asked}


def test_what_is_seldom_asked_is_recorded_and_can_be_taken_back(desk: Desk, panel: VisitPanel) -> None:
    panel.take_programme({"help_reason": True, "support_given": True, "trip_avoided": True}, {})
    panel.follow(EDS, ("kz.criminal_record",), "kk")
    desk.tap(panel.form.more_button)
    picks = panel.form.extras.picks
    for name, code in (("referral_to", "bank"), ("help_reason", "skill"), ("trip_avoided", "yes")):
        picks[name].button(code).click()
    picks["support_given"].button("seeing").click()
    picks["support_given"].button("seeing").click()
    panel.form.extras.together.button("2").click()
    desk.tap(panel.form.extras.done_button)
    Counting(desk).strike("Q", "K")
    visit = only(desk)
    assert (visit.referral_to, visit.help_reason, visit.trip_avoided) == ("bank", "skill", "yes")
    assert (visit.support_given, visit.people) == ("", 2)


# Personal data


def test_a_number_of_a_person_is_noticed_while_it_is_typed_and_never_kept(
    desk: Desk, open_visit: VisitPanel
) -> None:
    desk.tap(open_visit.form.more_button)
    note = open_visit.form.extras.note
    desk.qtbot.keyClicks(note.field, f"Call back, IIN {IIN}")
    assert "Kazakh IIN" in desk.words()
    assert "the note is left out" in desk.words()
    desk.tap(open_visit.form.extras.done_button)
    assert "The note is left out" in desk.words()
    Counting(desk).strike("Q", "K")
    assert only(desk).note == ""
    assert IIN.encode() not in desk.path.read_bytes() + desk.path.with_name("log.db-wal").read_bytes()


def test_a_note_that_is_put_right_is_kept(desk: Desk, open_visit: VisitPanel) -> None:
    desk.tap(open_visit.form.more_button)
    note = open_visit.form.extras.note
    note.field.setPlainText("a@b.kz")
    assert note.refused
    note.field.setPlainText("Brings the paper on Monday, helpline 1414")
    assert not note.refused
    desk.tap(open_visit.form.extras.done_button)
    assert "left out" not in desk.words()
    Counting(desk).strike("Q", "K")
    assert only(desk).note == "Brings the paper on Monday, helpline 1414"


def test_a_note_that_is_too_long_says_so(desk: Desk, open_visit: VisitPanel) -> None:
    desk.tap(open_visit.form.more_button)
    open_visit.form.extras.note.field.setPlainText("so " * 60)
    assert "at most 140 characters" in desk.words()
    assert open_visit._visit.draft is not None
    assert open_visit._visit.draft.note == ""


# Return cards


@pytest.mark.parametrize("layout", ["latin", "russian"])
def test_a_scanner_finds_the_visit_wherever_the_focus_is_on_the_panel(
    desk: Desk, open_visit: VisitPanel, layout: str
) -> None:
    keys = str.maketrans("ABCEKMPX", "ФИСУЛЬЗЧ") if layout == "russian" else {}
    scan(open_visit, CODE.translate(keys))
    assert CODE in desk.words()
    assert desk.visits() == []  # the letters of the code were no answers, and K did not save
    Counting(desk).strike("W", "L")
    assert (only(desk).return_code, only(desk).first_time) == (CODE, False)


def test_what_is_no_return_card_is_said_at_once_and_hinders_nothing(
    desk: Desk, open_visit: VisitPanel
) -> None:
    scan(open_visit, "4008400820086")
    assert "not a return code" in desk.words()
    Counting(desk).strike("Q", "K")
    assert only(desk).return_code == ""


def test_a_code_scanned_into_the_note_is_a_code_and_no_note(desk: Desk, open_visit: VisitPanel) -> None:
    desk.tap(open_visit.form.more_button)
    field = open_visit.form.extras.note.field
    desk.qtbot.keyClicks(field, f"glasses {CODE}")
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.toPlainText() == "glasses"
    assert open_visit.form.extras.code.field.text() == CODE


def test_a_code_typed_by_hand_is_judged_when_it_is_whole(desk: Desk, open_visit: VisitPanel) -> None:
    desk.tap(open_visit.form.more_button)
    code = open_visit.form.extras.code
    desk.qtbot.keyClicks(code.field, CODE[:-1].lower().replace("-", " "))
    assert "not a return code" not in desk.words()
    wrong = "2" if CODE[-1] != "2" else "3"
    desk.qtbot.keyClicks(code.field, wrong)
    assert "not a return code" in desk.words()
    desk.qtbot.keyClick(code.field, Qt.Key.Key_Backspace)
    desk.qtbot.keyClicks(code.field, CODE[-1])
    assert f"The code is right: {CODE}" in desk.words()


def test_a_new_card_is_shown_and_goes_with_the_visit(desk: Desk, open_visit: VisitPanel) -> None:
    desk.tap(open_visit.form.more_button)
    desk.tap(open_visit.form.extras.card_button)
    sheet = open_visit.paperwork.sheet
    assert sheet.isVisible()
    with desk.qtbot.waitSignal(open_visit.sheet_wanted) as wanted:
        desk.tap(sheet.save_button)
    assert wanted.args is not None
    assert bytes(wanted.args[1]).startswith(b"%PDF")
    desk.tap(sheet.back_button)
    desk.tap(open_visit.form.extras.done_button)
    Counting(desk).strike("Q", "K")
    assert only(desk).return_code != ""


# Paper


def test_a_sheet_for_residents_is_named_in_the_volunteer_s_language(desk: Desk, languages: Languages) -> None:
    panel = desk.sign_in()
    panel.between.open_more()
    panel.between.more.paper_button.click()
    panel.paperwork.page.cards_button.click()
    assert "Return cards" in desk.words()
    assert languages[panel.settings.languages[0]].text("Return cards") not in desk.words()


def late(panel: VisitPanel) -> VisitPanel:
    panel.between.open_more()
    panel.between.more.paper_button.click()
    panel.paperwork.page.late_button.click()
    return panel


def test_a_stack_of_paper_is_typed_in_by_the_keyboard_alone(desk: Desk, panel: VisitPanel) -> None:
    late(panel)
    counting = Counting(desk)
    counting.strike("2", "0", "Q", "G", "K")  # the 20th
    counting.strike("W", "H", "L")  # the same day still
    counting.strike("2", "1", "Y", "Q", "A", "K")  # the 21st, at home
    assert "4" in desk.words()
    assert "3 saved" in desk.words()
    visits = desk.log.visits_on("2026-11-20") + desk.log.visits_on("2026-11-21")
    assert [(v.visit_date, v.channel, v.age_band) for v in visits] == [
        ("2026-11-20", "desk", "60_74"),
        ("2026-11-20", "desk", "75_plus"),
        ("2026-11-21", "home_visit", "under_18"),
    ]
    assert {(v.entry, v.minutes) for v in visits} == {(Entry.LATE, None)}


def test_the_last_row_is_taken_back_and_the_count_goes_with_it(desk: Desk, panel: VisitPanel) -> None:
    late(panel)
    Counting(desk).strike("Q", "K", "Q", "K")
    desk.tap(panel.form.late.undo_button)
    assert "1 saved" in desk.words()
    assert desk.log.today("2026-11-22") == DayCounts(1, 1, 1)


def test_the_next_stack_begins_at_the_day_typed_last_and_never_in_the_future(
    desk: Desk, panel: VisitPanel
) -> None:
    late(panel)
    Counting(desk).strike("1", "9", "Q", "K")
    desk.tap(panel.form.late.done_button)
    assert panel.today.isVisible()
    late(panel)
    Counting(desk).strike("Q", "K")
    assert len(desk.log.visits_on("2026-11-19")) == 2
    Counting(desk).strike("2", "4")  # the 24th is still to come: the last one was in October
    draft = panel._visit.draft
    assert draft is not None
    assert draft.visit_date == "2026-10-24"
    while panel.form.late.later.isEnabled():
        panel.form.late.step(7)
        panel.form.late.step(1)
    assert draft.visit_date <= "2026-11-22"


def test_a_stack_has_a_place_of_its_own(desk: Desk, panel: VisitPanel) -> None:
    late(panel)
    desk.tap(panel.form.late.place_button)
    panel.paperwork.places.chosen.emit("uspenka")
    Counting(desk).strike("Q", "K", "Q", "K")
    assert {visit.place for visit in desk.visits()} == {"uspenka"}
    desk.tap(panel.form.late.done_button)
    panel.start_visit()
    Counting(desk).strike("Q", "K")
    assert desk.visits()[-1].place == "bulaevo"


def test_each_undo_of_a_stack_takes_back_the_row_before(desk: Desk, panel: VisitPanel) -> None:
    late(panel)
    Counting(desk).strike("Q", "A", "K", "Q", "S", "K", "Q", "D", "K")
    for left in (2, 1, 0):
        desk.tap(panel.form.late.undo_button)
        assert len(desk.visits()) == left
        assert panel.stack.saved == left
    assert not panel.form.late.undo_button.isEnabled()


def test_whoever_comes_while_a_stack_is_typed_in_is_no_row_of_it(desk: Desk, panel: VisitPanel) -> None:
    use = TutorialUse("kz-fines", 1, "kk", 1, 6)
    late(panel)
    Counting(desk).strike("1", "9", "Q")
    panel.follow(use, ("kz.fines",), "kk")
    draft = panel._visit.draft
    assert draft is not None
    assert (draft.entry, draft.services, draft.tutorials) == (Entry.LATE, [], [])
    Counting(desk).strike("K")  # the row is finished; the next one is still empty
    panel.follow(use, ("kz.fines",), "kk")
    live = panel._visit.draft
    assert live is not None
    assert (live.entry, live.visit_date, live.services) == (Entry.LIVE, "", ["kz.fines"])
    assert not panel.stack.running
    assert len(desk.log.visits_on("2026-11-19")) == 1


def test_a_group_by_mistake_leaves_no_people_behind(desk: Desk, open_visit: VisitPanel) -> None:
    draft = open_visit._visit.draft
    assert draft is not None
    open_visit.form.answers._choose_channel("group")
    draft.people, draft.women, draft.new_people, draft.age_bands = 12, 7, 3, {"75_plus": 12}
    open_visit.form.answers._choose_channel("course")
    assert draft.people == 12, "from one kind of group to another"
    open_visit.form.answers._choose_channel("desk")
    Counting(desk).strike("Q", "K")
    visit = only(desk)
    assert (visit.channel, visit.people, visit.women, visit.new_people, visit.age_bands) == (
        *("desk", 1, None, None),
        {},
    )


def test_a_row_that_was_begun_is_not_thrown_away_unasked(desk: Desk, panel: VisitPanel) -> None:
    late(panel)
    Counting(desk).strike("Q")
    desk.tap(panel.form.late.done_button)
    assert panel.form.cancel_page.isVisible()
    desk.tap(panel.form.cancel_page.keep_button)
    Counting(desk).strike("K")
    assert len(desk.visits()) == 1


def test_a_power_cut_in_a_stack_loses_no_row(desk: Desk, panel: VisitPanel) -> None:
    late(panel)
    Counting(desk).strike("2", "0", "Q", "K", "W", "H")
    panel = desk.restart()
    panel.sign_in.signed_in.emit("A-07")
    assert panel.form.late.isVisible()
    Counting(desk).strike("K")
    assert [v.age_band for v in desk.log.visits_on("2026-11-20")] == ["not_asked", "75_plus"]


def test_the_same_step_flagged_twice_is_one_notice(desk: Desk, open_visit: VisitPanel) -> None:
    before = desk.log.unsent()
    for _ in range(2):
        open_visit.report_step("kz-eds-renew", 1, "open-app", "kk")
        assert "Thank you" in desk.words()
    assert desk.log.unsent() == before + 1


def test_a_panel_in_a_low_window_shows_the_channel_and_opens_the_others(
    desk: Desk, panel: VisitPanel
) -> None:
    panel.take_programme({"gender": True}, {})
    panel.resize(364, 600)
    panel.start_visit()
    desk.settle()
    strip = panel.form.answers.channels
    assert not strip.tiles.isVisible()
    desk.tap(strip.present)
    desk.settle()
    desk.tap(strip.tiles.button("video"))
    desk.settle()
    assert strip.present.text() == "By video"
    assert isinstance(strip.present, QAbstractButton)


def test_a_desk_of_another_channel_starts_there(desk: Desk) -> None:
    desk.settings = Settings(place="bulaevo", channel="chat")
    panel = desk.sign_in()
    panel.start_visit()
    assert panel.form.answers.channels.tiles.value == "chat"


@pytest.mark.parametrize("code", ["kk", "ru", "en", "vi", "fi"])
def test_every_question_stands_open_on_a_usual_display_in_every_language(
    desk: Desk, code: str, languages: Languages
) -> None:
    """1366x768: all eight channels, the outcomes, ages by gender and Save at once, without scrolling."""
    desk.language = languages[code]
    panel = desk.sign_in()
    panel.resize(369, 768 - 64)
    panel.take_programme({"gender": True}, {})
    panel.follow(EDS, ("kz.criminal_record",), "kk")
    panel.form.answers.outcomes.button("alone").click()
    desk.settle()
    answers = panel.form.answers
    assert answers.channels.tiles.isVisible()
    assert [area.verticalScrollBar().maximum() for area in answers.findChildren(QScrollArea)] == [0]
    for button in (answers.channels.tiles.button("course"), answers.ages.button("75_plus", "m")):
        assert button.visibleRegion().boundingRect() == button.rect()
