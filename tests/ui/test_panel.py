"""The volunteer's half of the desk, by real clicks on a real log."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import Settings
from kiosk.errors import KioskError, LogError
from kiosk.i18n import Language, Languages
from kiosk.visits import DayCounts, Draft, PinRefused, Place, TutorialUse, Visit, VisitLog, Volunteer
from ui.desk.panel import VisitPanel
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

PIN = "246810"
EDS = TutorialUse("kz-eds-renew", 1, "kk", 1, 6)
ENGLISH = Language("en", gettext.NullTranslations())
#: 768 lines without the top bar and the banner.
HEIGHT = 768 - 64 - 66


class DeskClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)
        self._seconds = 1000.0
        self.name = "boot1"

    def now(self) -> datetime:
        return self._now

    def offset(self) -> int:
        return 300

    def monotonic(self) -> float:
        return self._seconds

    def boot(self) -> str:
        return self.name

    def advance(self, **length: float) -> None:
        self._now += timedelta(**length)
        self._seconds += timedelta(**length).total_seconds()


class Desk:
    """A panel over a log on disk; opened again, it is what stands there after a restart."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.clock = DeskClock()
        self.path = folder / "log.db"
        self.settings = Settings(place="bulaevo", channel="desk")
        self.language = ENGLISH
        self.log = VisitLog.open(self.path, self.clock)
        self.panel: VisitPanel

    def open(self, width: int = 364, **options: str) -> VisitPanel:
        self.panel = VisitPanel(self.language, Look(), self.log, self.settings, self.clock, **options)  # type: ignore[arg-type]
        self.qtbot.addWidget(self.panel)
        self.panel.resize(width, HEIGHT)
        with self.qtbot.waitExposed(self.panel):
            self.panel.show()
        return self.panel

    def beside(self) -> tuple[QWidget, QPushButton]:
        """Put the panel into a window, below something of the resident's; return both. Take it out in the end."""
        window, left = QWidget(), QPushButton("resident's side")
        column = QVBoxLayout(window)
        column.addWidget(left)
        column.addWidget(self.panel)
        self.qtbot.addWidget(window)
        window.resize(420, 1000)
        window.show()
        return window, left

    def settle(self) -> None:
        """Let the layouts do what they have put off."""
        for _ in range(3):
            QApplication.sendPostedEvents()
            QApplication.processEvents()

    def restart(self) -> VisitPanel:
        self.log.close()
        self.panel.close()
        self.log = VisitLog.open(self.path, self.clock)
        return self.open()

    def tap(self, button: QWidget) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def type_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            key = self.panel.sign_in.pad.findChild(QAbstractButton, f"digit {digit}")
            assert isinstance(key, QAbstractButton)
            self.tap(key)
        self.qtbot.waitUntil(lambda: self.panel.sign_in.pad._digits == "" or self.panel.volunteer != "")

    def sign_in(self, volunteer: str = "A-07") -> VisitPanel:
        """Let a volunteer be signed in; the PIN, slow on purpose, has tests of its own."""
        self.log.set_volunteers([Volunteer(volunteer)])
        panel = self.open()
        panel.sign_in.signed_in.emit(volunteer)
        return panel

    def outcome(self, code: str) -> Button:
        return self.panel.form.answers.outcomes.button(code)

    def age(self, code: str) -> Button:
        return self.panel.form.answers.ages.button(code)

    def visits(self) -> list[Visit]:
        return self.log.visits_on("2026-11-22")

    def words(self) -> str:
        """All that can be read on the panel now."""
        return " | ".join(label.text() for label in self.panel.findChildren(Label) if label.isVisible())


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, tmp_path)
    yield desk
    desk.panel.close()
    desk.log.close()


# Signing in


def test_the_first_volunteer_of_a_new_desk_needs_a_finger_only(desk: Desk) -> None:
    panel = desk.open()
    with desk.qtbot.waitSignal(panel.signed_in) as signed_in:
        desk.tap(panel.sign_in.name_page.next_button)
        desk.type_pin()
        desk.type_pin()
    assert signed_in.args == ["A-01"]
    assert panel.today.isVisible()
    desk.log.check_pin("A-01", PIN)


def test_a_name_of_one_s_own_is_typed_on_the_keyboard(desk: Desk) -> None:
    panel = desk.open()
    panel.sign_in.name_page.field.clear()
    desk.qtbot.keyClicks(panel.sign_in.name_page.field, "B-12")
    desk.qtbot.keyClick(panel.sign_in.name_page.field, Qt.Key.Key_Return)
    with desk.qtbot.waitSignal(panel.signed_in):
        for _ in range(2):
            desk.qtbot.keyClicks(panel.sign_in.pad, PIN)
            desk.qtbot.waitUntil(lambda: panel.sign_in.pad._digits == "")
    assert [volunteer.pseudonym for volunteer in desk.log.volunteers()] == ["B-12"]


def test_a_phone_number_is_no_code_name(desk: Desk) -> None:
    panel = desk.open()
    panel.sign_in.name_page.field.setText("+7 701 234 5678"[: panel.sign_in.name_page.field.maxLength()])
    desk.tap(panel.sign_in.name_page.next_button)
    desk.type_pin()
    desk.type_pin()
    assert desk.log.volunteers() == []
    assert "A volunteer needs a code name" in desk.words()


def test_two_different_new_pins_are_chosen_again(desk: Desk) -> None:
    panel = desk.open()
    desk.tap(panel.sign_in.name_page.next_button)
    desk.type_pin("111111")
    desk.type_pin("222222")
    assert "not the same" in desk.words()
    assert desk.log.volunteers() == []
    with desk.qtbot.waitSignal(panel.signed_in):
        desk.type_pin()
        desk.type_pin()


def test_a_wrong_pin_is_told_in_words_and_tried_again(desk: Desk) -> None:
    desk.log.add_volunteer("A-07", PIN)
    panel = desk.open()
    desk.tap(panel.sign_in.choose_page.button("A-07"))
    desk.type_pin("000000")
    assert "The PIN is not right." in desk.words()
    with desk.qtbot.waitSignal(panel.signed_in):
        desk.type_pin()


def test_too_many_wrong_pins_wait_and_the_wait_is_counted_down(desk: Desk) -> None:
    desk.log.add_volunteer("A-07", PIN)
    panel = desk.open()
    desk.tap(panel.sign_in.choose_page.button("A-07"))
    for _ in range(10):
        desk.type_pin("000000")
        if "Wait" in desk.words():
            break
    assert "Wait 5 seconds" in desk.words()
    desk.qtbot.keyClicks(panel.sign_in.pad, PIN)
    assert panel.volunteer == ""
    for left in ("4", "3", "2", "1"):
        desk.clock.advance(seconds=1)
        panel.sign_in.entry.tick()
        assert f"Wait {left} seconds" in desk.words()
    desk.clock.advance(seconds=1)
    panel.sign_in.entry.tick()
    assert "Wait" not in desk.words()
    with desk.qtbot.waitSignal(panel.signed_in):
        desk.type_pin()


def test_going_back_during_the_wait_does_not_shorten_it(desk: Desk) -> None:
    desk.log.add_volunteer("A-07", PIN)
    panel = desk.open()
    desk.tap(panel.sign_in.choose_page.button("A-07"))
    while "Wait" not in desk.words():
        desk.type_pin("000000")
    desk.tap(panel.sign_in.back_button)
    desk.tap(panel.sign_in.choose_page.button("A-07"))
    desk.type_pin()
    assert panel.volunteer == ""
    assert "Wait 5 seconds" in desk.words()


def test_a_volunteer_from_the_roster_chooses_a_pin_at_the_first_sign_in(desk: Desk) -> None:
    desk.log.set_volunteers([Volunteer("C-03", "lead")])
    panel = desk.open()
    desk.tap(panel.sign_in.choose_page.button("C-03"))
    with desk.qtbot.waitSignal(panel.signed_in):
        desk.type_pin()
        desk.type_pin()
    assert desk.log.volunteers() == [Volunteer("C-03", "lead", active=True, has_pin=True)]


def test_a_practice_shop_says_its_pin(desk: Desk) -> None:
    desk.log.add_volunteer("A-07", PIN)
    panel = desk.open(practice_pin=PIN)
    desk.tap(panel.sign_in.choose_page.button("A-07"))
    assert PIN in desk.words()


def test_a_roster_that_arrives_while_nobody_is_signed_in_is_offered(desk: Desk) -> None:
    desk.log.add_volunteer("A-07", PIN)
    panel = desk.open()
    desk.log.set_volunteers([Volunteer("D-01"), Volunteer("D-02")])
    panel.refresh_counts()
    desk.settle()
    assert panel.sign_in.choose_page.button("D-02").isVisible()
    with pytest.raises(KeyError):
        panel.sign_in.choose_page.button("A-07")


# The day


def test_the_day_shows_counts_volunteer_shift_and_place(desk: Desk) -> None:
    desk.log.set_places([Place("bulaevo", "с. Булаево", "settlement")])
    desk.sign_in()
    for piece in ("A-07", "8:42", "с. Булаево"):
        assert piece in desk.words()


def test_signing_in_starts_a_shift_and_signing_out_ends_it(desk: Desk) -> None:
    panel = desk.sign_in()
    assert desk.log.open_shift("A-07") is not None
    desk.clock.advance(hours=3)
    with desk.qtbot.waitSignal(panel.signed_out):
        desk.tap(panel.today.sign_out_button)
    assert desk.log.open_shift("A-07") is None
    assert panel.sign_in.isVisible()
    assert panel.volunteer == ""


def test_a_shift_goes_on_after_the_program_was_restarted(desk: Desk) -> None:
    desk.sign_in()
    before = desk.log.open_shift("A-07")
    assert before is not None
    desk.restart().sign_in.signed_in.emit("A-07")
    assert desk.log.open_shift("A-07") == before
    assert desk.panel.today.isVisible()


def test_the_volunteer_changes_the_panel_s_language_on_the_panel(desk: Desk) -> None:
    panel = desk.sign_in()
    with desk.qtbot.waitSignal(panel.volunteer_language_chosen) as chosen:
        desk.tap(panel.today.languages.button("kk"))
    assert chosen.args == ["kk"]
    panel.speak(Language("kk", gettext.NullTranslations()))
    assert panel.today.languages.value == "kk"


def test_languages_are_called_as_they_call_themselves(desk: Desk) -> None:
    panel = VisitPanel(ENGLISH, Look(), desk.log, desk.settings, desk.clock, names={"kk": "Қазақша"})
    desk.panel = panel
    desk.qtbot.addWidget(panel)
    panel.today.retranslate(ENGLISH)
    assert panel.today.languages.button("kk").accessibleName() == "Қазақша"


def test_the_export_button_asks_for_a_sync(desk: Desk) -> None:
    panel = desk.sign_in()
    with desk.qtbot.waitSignal(panel.sync_wanted):
        desk.tap(panel.today.export_button)


def test_what_waits_for_a_stick_is_said(desk: Desk) -> None:
    desk.sign_in()
    assert "1 entry waits for export." in desk.words()  # the shift's beginning


# A visit


def test_a_visit_takes_three_taps_from_the_end_of_a_walkthrough(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.clock.advance(minutes=6)
    with desk.qtbot.waitSignal(panel.visit_closed):
        desk.tap(desk.outcome("alone"))
        desk.tap(desk.age("60_74"))
        desk.tap(panel.form.saving.first_time_button)
    (visit,) = desk.visits()
    assert (visit.outcome, visit.age_band, visit.first_time) == ("alone", "60_74", True)
    assert (visit.services, visit.tutorials, visit.language) == (("kz.eds",), (EDS,), "kk")
    assert (visit.volunteer, visit.place, visit.channel, visit.minutes) == ("A-07", "bulaevo", "desk", 6)
    assert visit.shift_seq is not None
    assert "Saved." in desk.words()
    assert "1 visit today · 1 person" in desk.words()


def test_nothing_about_the_person_carries_over_to_the_next_visit(desk: Desk) -> None:
    panel = desk.sign_in()
    for _ in range(2):
        panel.follow(EDS, ("kz.eds",), "kk")
        assert panel.form.answers.outcomes.value == ""
        assert panel.form.answers.ages.bands.value == ""
        assert not panel.form.saving.first_time_button.isEnabled()
        desk.tap(desk.outcome("with_help"))
        desk.tap(desk.age("75_plus"))
        desk.tap(panel.form.saving.came_before_button)
    assert [visit.first_time for visit in desk.visits()] == [False, False]


def test_an_age_that_nobody_asked_is_kept_as_not_asked(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    assert desk.visits()[0].age_band == "not_asked"


def test_saving_waits_for_the_outcome_and_says_so(desk: Desk) -> None:
    panel = desk.sign_in()
    desk.tap(panel.today.new_visit_button)
    assert "first choose how it went" in desk.words()
    assert not panel.form.saving.first_time_button.isEnabled()
    desk.tap(desk.outcome("alone"))
    assert "first choose how it went" not in desk.words()
    assert panel.form.saving.came_before_button.isEnabled()


def test_what_the_law_reserves_to_one_s_own_hands_is_never_done_for_them(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.criminal_record",), "kk")
    desk.tap(desk.outcome("done_for"))
    panel.follow(replace(EDS, id="kz-eds-new"), ("kz.eds",), "kk")
    assert not desk.outcome("done_for").isVisible()
    assert "own hands only" in desk.words()
    assert not panel.form.saving.first_time_button.isEnabled()


def test_why_it_did_not_work_out_is_asked_and_may_be_left_open(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("not_done"))
    desk.tap(panel.form.reason_page.reasons.button("documents"))
    assert "papers are missing" in desk.words()
    desk.tap(panel.form.saving.first_time_button)
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("not_done"))
    desk.tap(panel.form.reason_page.back_button)
    desk.tap(panel.form.saving.first_time_button)
    assert [visit.not_done_reason for visit in desk.visits()] == ["documents", ""]


def test_a_reason_is_forgotten_when_it_worked_out_after_all(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("not_done"))
    desk.tap(panel.form.reason_page.reasons.button("gave_up"))
    desk.tap(desk.outcome("with_help"))
    desk.tap(panel.form.saving.first_time_button)
    assert desk.visits()[0].not_done_reason == ""


def test_a_visit_without_a_walkthrough_gets_its_service_from_the_list(desk: Desk) -> None:
    panel = desk.sign_in()
    with desk.qtbot.waitSignal(panel.visit_opened):
        desk.tap(panel.today.new_visit_button)
    desk.tap(panel.form.answers.service_button)
    desk.tap(panel.form.services.groups.button("fi"))
    desk.tap(panel.form.services.services.button("fi.kela"))
    assert panel.form.answers.service_button.text() == "Kela benefits"
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    assert desk.visits()[0].services == ("fi.kela",)


def test_a_second_service_is_added_and_a_wrong_one_taken_away(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(panel.form.answers.service_button)
    assert panel.form.services.services.button("kz.eds").isChecked()
    desk.tap(panel.form.services.services.button("kz.egov_app"))
    desk.tap(panel.form.services.services.button("kz.eds"))
    desk.tap(panel.form.services.done_button)
    assert panel.form.answers.service_button.text() == "eGov Mobile app"


def test_services_of_today_stand_first_in_the_list(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("gen.qr_code",), "kk")
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    panel.start_visit()
    desk.tap(panel.form.answers.service_button)
    assert panel.form.services.groups.value == "favourites"
    desk.tap(panel.form.services.services.button("gen.qr_code"))


def test_the_walkthrough_s_progress_is_the_last_that_was_seen(desk: Desk) -> None:
    panel = desk.sign_in()
    with desk.qtbot.waitSignal(panel.visit_opened):
        panel.follow(EDS, ("kz.eds",), "kk")
    further = TutorialUse("kz-eds-renew", 1, "ru", 5, 6)
    other = TutorialUse("gen-qr", 1, "ru", 2, 4)
    panel.follow(further, ("kz.eds",), "ru")
    panel.follow(other, ("gen.qr_code",), "ru")
    draft = desk.log.draft()
    assert draft is not None
    assert draft.tutorials == [further, other]
    assert draft.services == ["kz.eds", "gen.qr_code"]
    assert draft.language == "ru"


def test_minutes_are_counted_on_the_panel(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.clock.advance(minutes=7)
    panel.form.show_minutes()
    assert "7 min" in desk.words()


def test_a_visit_can_be_cancelled_after_a_question(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(panel.form.cancel_button)
    desk.tap(panel.form.cancel_page.keep_button)
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.cancel_button)
    with desk.qtbot.waitSignal(panel.visit_closed):
        desk.tap(panel.form.cancel_page.cancel_button)
    assert panel.today.isVisible()
    assert desk.log.draft() is None
    assert desk.visits() == []


def test_the_last_visit_is_taken_back(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    desk.tap(panel.saved.undo_button)
    assert panel.today.isVisible()
    assert "undone" in desk.words()
    assert desk.log.today("2026-11-22") == DayCounts()


def test_saved_gives_way_to_the_day_by_itself(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.saved.timer.setInterval(1)
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    desk.qtbot.waitUntil(panel.today.isVisible)


def test_a_tap_anywhere_on_saved_goes_on(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    desk.qtbot.mouseClick(panel.saved, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert panel.today.isVisible()


def test_the_next_resident_does_not_wait_for_saved_to_go_away(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    panel.follow(EDS, ("kz.eds",), "ru")
    assert panel.form.isVisible()
    assert not panel.saved.timer.isActive()


def test_a_group_needs_no_outcome(desk: Desk) -> None:
    desk.settings = Settings(place="bulaevo", channel="group")
    panel = desk.sign_in()
    desk.tap(panel.today.new_visit_button)
    desk.tap(panel.form.saving.group_button)
    assert desk.visits()[0].channel == "group"


# Interruptions


def test_a_visit_open_at_a_power_cut_is_offered_again(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("with_help"))
    desk.tap(desk.age("50_59"))
    desk.clock.name = "boot2"
    panel = desk.restart()
    assert "A visit is open" in desk.words()
    panel.sign_in.signed_in.emit("A-07")
    assert "This visit was interrupted" in desk.words()
    assert panel.form.answers.outcomes.value == "with_help"
    assert panel.form.answers.ages.bands.value == "50_59"
    desk.tap(panel.form.saving.first_time_button)
    (visit,) = desk.visits()
    assert (visit.services, visit.minutes) == (("kz.eds",), None)


def test_a_resident_who_starts_before_the_volunteer_has_signed_in_is_not_lost(desk: Desk) -> None:
    desk.log.set_volunteers([Volunteer("A-07")])
    panel = desk.open()
    with desk.qtbot.waitSignal(panel.visit_opened):
        panel.follow(EDS, ("kz.eds",), "kk")
    assert panel.sign_in.isVisible()
    panel.sign_in.signed_in.emit("A-07")
    assert "interrupted" not in desk.words()
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    assert desk.visits()[0].volunteer == "A-07"


class FullDisk(VisitLog):
    """A log whose disk is full while `full` is set."""

    full = False

    def record(self, draft: Draft) -> Visit:
        if self.full:
            raise LogError("The disk is full.")
        return super().record(draft)

    def save_draft(self, draft: Draft) -> None:
        if self.full:
            raise LogError("The disk is full.")
        super().save_draft(draft)


def test_a_save_that_the_disk_refuses_is_told_and_nothing_is_lost(desk: Desk) -> None:
    log = FullDisk.open(desk.path, desk.clock)
    desk.log.close()
    desk.log = log
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("alone"))
    log.full = True
    desk.tap(panel.form.saving.first_time_button)
    assert "The disk is full." in desk.words()
    assert panel.form.isVisible()
    assert panel.visit_open
    log.full = False
    desk.tap(panel.form.saving.first_time_button)
    assert len(desk.visits()) == 1


def test_a_step_that_no_longer_matches_is_noted_and_the_volunteer_thanked(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    before = desk.log.unsent()
    panel.report_step("kz-eds-renew", 1, "open-app", "kk")
    assert desk.log.unsent() == before + 1
    assert "Thank you" in desk.words()
    desk.tap(desk.outcome("alone"))
    assert "Thank you" not in desk.words()


# Every screen, every width, every language


class Longer(gettext.NullTranslations):
    """A language whose every message is a third longer than in English."""

    def gettext(self, message: str) -> str:
        return f"{message} {message[: len(message) // 3].strip()}".strip()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


CODES = ["kk", "ru", "en", "vi", "fi"]


def screens(desk: Desk) -> Iterator[str]:
    """Visit every screen of the panel, one after another."""
    panel = desk.panel
    yield "first volunteer"
    panel.sign_in._name("A-01")
    yield "new pin"
    desk.log.set_volunteers([Volunteer(f"A-{number:02}") for number in range(1, 14)])
    panel.sign_in.start()
    yield "volunteers"
    panel.sign_in._choose("A-07")
    panel.sign_in.entry.refuse(
        PinRefused("The PIN is not right. Wait {seconds} seconds, then try again.", 300), 300
    )
    yield "pin"
    panel._sign_in("A-07")
    yield "today"
    panel.start_visit()
    yield "visit"
    panel.follow(EDS, ("kz.psych_narco", "kz.eds"), "kk")
    yield "visit of own hands"
    panel.form.answers.service_button.click()
    yield "services"
    panel.form.services.done_button.click()
    panel.form.answers.outcomes.button("not_done").click()
    yield "reasons"
    panel.form.reason_page.reasons.button("service_down").click()
    panel.form.tell(KioskError("This visit was interrupted. Finish or cancel it."), "notice")
    yield "notice"
    panel.form.cancel_button.click()
    yield "cancel"
    panel.form.cancel_page.keep_button.click()
    panel.form.saving.first_time_button.click()
    yield "saved"


def faults(panel: VisitPanel) -> list[str]:
    found = []
    for widget in panel.findChildren(QWidget):
        if not isinstance(widget, Button | Label) or not widget.isVisible() or not widget.text():
            continue
        if widget.heightForWidth(widget.width()) > widget.height():
            found.append(f"cut below: {widget.text()}")
        if isinstance(widget, Button):
            if widget.minimumSizeHint().width() > widget.width():
                found.append(f"cut at the side: {widget.text()}")
            if min(widget.width(), widget.height()) < 57:
                found.append(f"below 15 mm: {widget.text()} {widget.size().toTuple()}")
            if not widget.accessibleName():
                found.append(f"no name: {widget.objectName()}")
        right = widget.mapTo(panel, widget.rect().bottomRight())
        if right.x() >= panel.width():
            found.append(f"beyond the edge: {widget.text()}")
    return found


WIDTHS = (300, 340, 372)


@pytest.mark.parametrize("code", [*CODES, "longer"])
def test_no_screen_cuts_a_text_or_offers_a_small_target(desk: Desk, code: str, languages: Languages) -> None:
    desk.language = languages[code] if code in CODES else Language("en", Longer())
    panel = desk.open(WIDTHS[0])
    for screen in screens(desk):
        for width in WIDTHS:
            panel.resize(width, HEIGHT)
            desk.settle()
            assert (screen, panel.size().toTuple(), faults(panel)) == (screen, (width, HEIGHT), [])


@pytest.mark.parametrize("code", CODES)
def test_the_three_questions_and_save_need_no_scrolling(desk: Desk, code: str, languages: Languages) -> None:
    desk.language = languages[code]
    panel = desk.open(WIDTHS[0])
    for screen in screens(desk):
        if screen not in ("today", "visit", "visit of own hands"):
            continue
        for width in WIDTHS:
            panel.resize(width, HEIGHT)
            desk.settle()
            for area in panel.findChildren(QScrollArea):
                if area.isVisible():
                    assert (screen, width, area.verticalScrollBar().maximum()) == (screen, width, 0)


def test_the_panel_speaks_another_language_in_the_middle_of_a_visit_and_keeps_its_place(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds",), "kk")
    desk.tap(desk.outcome("not_done"))
    panel.speak(Language("en", Longer()))
    assert panel.form.reason_page.isVisible()
    assert panel.form.reason_page.back_button.text().startswith("Back to the visit Back")


def test_a_service_that_the_volunteer_took_off_does_not_come_back_with_the_next_step(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(EDS, ("kz.eds", "kz.fines"), "kk")
    draft = panel._visit.draft
    assert draft is not None
    draft.services.remove("kz.fines")
    panel.follow(replace(EDS, seen=2), ("kz.eds", "kz.fines"), "kk")
    assert draft.services == ["kz.eds"]


def test_a_walkthrough_that_is_opened_again_keeps_how_far_it_was_read(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.follow(replace(EDS, seen=6), (), "kk")
    panel.follow(replace(EDS, seen=1), (), "kk")
    assert panel._visit.draft is not None
    assert [(use.seen, use.steps) for use in panel._visit.draft.tutorials] == [(6, 6)]


def test_a_second_click_where_a_button_gave_way_to_another_presses_nothing(desk: Desk) -> None:
    panel = desk.sign_in()
    desk.tap(panel.today.new_visit_button)
    # What stands where the first click was: Qt calls the second one a double click of whoever is there now.
    desk.qtbot.mouseDClick(desk.outcome("alone"), Qt.MouseButton.LeftButton)
    assert panel._visit.draft is not None
    assert not panel._visit.draft.outcome
    desk.tap(desk.outcome("alone"))
    assert panel._visit.draft.outcome == "alone"


def test_the_keyboard_begins_the_day_with_a_new_visit_and_not_at_the_end_of_the_shift(desk: Desk) -> None:
    panel = desk.sign_in()
    panel.start_visit()
    panel.form.focus_first()
    desk.tap(desk.outcome("alone"))
    desk.tap(panel.form.saving.first_time_button)
    panel.saved.done_button.setFocus()
    panel.saved.timer.timeout.emit()
    assert panel.window().focusWidget() is panel.today.new_visit_button


def test_the_keyboard_stays_in_the_panel_when_the_button_that_it_was_on_goes(desk: Desk) -> None:
    panel = desk.sign_in()
    window, left = desk.beside()
    panel.start_visit()
    group = panel.form.answers.channels.tiles.button("group")
    group.setFocus()
    desk.tap(group)
    assert not group.isVisible()
    focus = window.focusWidget()
    assert focus is not None
    assert panel.isAncestorOf(focus)
    left.setFocus()  # a person may go where she likes
    assert window.focusWidget() is left
    panel.setParent(None)
