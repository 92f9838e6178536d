"""A resident alone: learns, says whether it worked, and leaves nothing behind but one coded row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QDesktopServices,
    QDropEvent,
    QGuiApplication,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import DataFolder, Settings
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.tutorials import Library
from kiosk.visits import Session, TutorialUse, Visit, VisitLog
from tests.desks import NOON, HandClock, draft
from tests.ui.keyboard import write
from ui.desk.banner import Banner
from ui.desk.panel import VisitPanel
from ui.desk.window import DeskWindow
from ui.idle import COUNTDOWN, Idle
from ui.resident.handover import Handover
from ui.resident.window import ResidentWindow
from ui.theme import HIGH_CONTRAST, Look
from ui.widgets.button import Button
from ui.widgets.text import Label

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PIN = "135790"
DAY = NOON.date().isoformat()
#: What the first resident types: into the search, into a practice, and marks with the mouse.
SEARCHED, TYPED = "qzxдәрігерім", "qzx77half"
CODE = "kz-criminal-record"


class Kiosk:
    """A desk that was handed over, its log and its clock."""

    def __init__(self, data: DataFolder, languages: Languages, library: Library, qtbot: QtBot) -> None:
        self.data, self.qtbot = data, qtbot
        self.clock = HandClock()
        self.log = VisitLog.open(data.log, self.clock)
        self.log.add_volunteer("A-07", PIN)
        settings = Settings(volunteer_language="ru", place="bulaevo")
        settings.save(data.settings)
        self.panel = VisitPanel(languages["ru"], Look(), self.log, settings, self.clock)
        self.desk = DeskWindow(settings, languages, library, self.panel, Banner(languages["ru"], Look()))
        self.desk.settings_changed.connect(
            lambda changes: settings.with_changes(**changes).save(data.settings)
        )
        qtbot.addWidget(self.desk)
        self.desk.resize(1366, 768)
        self.handover = Handover(self.desk, languages, library, self.log, self.clock, data)

    def give(self) -> ResidentWindow:
        self.desk.hand_over_wanted.emit()
        QApplication.processEvents()
        return self.window

    @property
    def window(self) -> ResidentWindow:
        assert self.handover.window is not None
        return self.handover.window

    def tap(self, button: QWidget) -> None:
        self.qtbot.mouseClick(button, LEFT)

    def sessions(self) -> list[Visit]:
        return self.log.visits_on(DAY)


@pytest.fixture
def kiosk(tmp_path: Path, languages: Languages, library: Library, qtbot: QtBot) -> Iterator[Kiosk]:
    found = Kiosk(DataFolder(tmp_path / "shop").create(), languages, library, qtbot)
    yield found
    if found.handover.window is not None:
        found.handover.window.end()
        found.handover.window.deleteLater()
    QGuiApplication.clipboard().clear()
    found.log.close()


# What a resident does


def test_a_resident_learns_alone_and_says_that_it_worked(kiosk: Kiosk, languages: Languages) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("fi"))
    window.open_tutorial("gen-qr")
    walk = window.view.walkthrough
    assert walk is not None
    kiosk.clock.tick(minutes=4)
    while window.view.isVisible():
        kiosk.tap(window.view.next_button)
    kiosk.tap(window.feedback.faces["so_so"])
    kiosk.tap(window.feedback.done_button)
    (visit,) = kiosk.sessions()
    assert (visit.channel, visit.outcome, visit.resident_feedback) == ("self_service", "not_told", "so_so")
    assert (visit.language, visit.place, visit.minutes, visit.volunteer) == ("fi", "bulaevo", 4, "")
    assert [(use.id, use.seen, use.steps) for use in visit.tutorials] == [("gen-qr", walk.count, walk.count)]
    assert window.languages_page.isVisible()


def test_whoever_only_looks_at_the_topics_is_not_counted(kiosk: Kiosk) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("vi"))
    kiosk.tap(window.bar.start_over)
    assert kiosk.sessions() == []


def test_changing_the_language_on_the_way_comes_back_to_the_same_step(kiosk: Kiosk, library: Library) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("fi"))
    window.open_tutorial("gen-qr")
    walk = window.view.walkthrough
    assert walk is not None
    while walk.position == 0:
        kiosk.tap(window.view.next_button)
    kiosk.tap(window.bar.language)
    kiosk.tap(window.languages_page.button("kk"))
    text = library["gen-qr"].text("kk")
    assert text is not None
    second = library["gen-qr"].steps[1].id
    assert window.view.texts[0].text().startswith(text.steps[second].title)


def test_a_resident_turns_the_pages_of_the_sheet_by_finger_and_by_key(kiosk: Kiosk, library: Library) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("fi"))
    window.open_tutorial(CODE)
    kiosk.tap(window.view.page.home)
    QApplication.processEvents()
    paper, turning = window.paper, window.paper.turning
    before, after = turning.before, turning.after
    assert (before.accessibleName(), after.accessibleName()) == ("Edellinen sivu", "Seuraava sivu")
    finger = window.look.mm(20)
    assert min(*after.size().toTuple(), *before.size().toTuple()) >= finger
    seen = [paper._preview._page]
    assert not before.isEnabled()
    kiosk.tap(after)
    seen.append(paper._preview._page)
    while after.isEnabled():
        kiosk.qtbot.keyClick(paper, Qt.Key.Key_PageDown)
    seen.append(paper._preview._page)
    assert seen[0] != seen[1] != seen[2]
    after.setFocus(Qt.FocusReason.TabFocusReason)
    kiosk.qtbot.keyClick(paper, Qt.Key.Key_PageUp)
    while before.isEnabled():
        before.setFocus(Qt.FocusReason.TabFocusReason)
        kiosk.qtbot.keyClick(before, Qt.Key.Key_Space)
    assert after.hasFocus()  # where the way back ends, the keyboard finds the way on
    assert paper._preview._page == seen[0]
    kiosk.tap(paper.back_button)
    window.open_tutorial("gen-qr")
    kiosk.tap(window.view.page.home)
    assert turning.page == 0


def test_at_large_print_a_step_still_says_which_topic_it_belongs_to(
    kiosk: Kiosk, languages: Languages, library: Library
) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("kk"))
    window.resize(1024, 768)
    window.wear(window.look.at(2.0))
    window.open_tutorial(CODE)
    QApplication.processEvents()
    topic = library[CODE].title("kk")
    (caption,) = [
        label
        for label in window.view.page.findChildren(Label)
        if label.isVisible() and label.accessibleName().startswith(topic)
    ]
    first, step = caption.text().split("\n")
    assert topic.startswith(first.removesuffix("…"))
    assert len(first) > 8
    assert step.startswith("1")
    assert caption.heightForWidth(caption.width()) <= caption.height()


def test_no_word_of_the_log_is_on_a_resident_s_screen(kiosk: Kiosk, languages: Languages) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("ru"))
    window.open_tutorial(CODE)
    assert not window.findChildren(VisitPanel)
    said = {button.text() for button in window.findChildren(Button) if button.isVisible()}
    for_volunteers = ("First time", "Came before", "This step no longer matches", "Two languages")
    assert not said & {languages["ru"].text(message) for message in for_volunteers}
    assert window.view.review_text == ""
    assert not kiosk.desk.isVisible()


def test_calling_a_volunteer_is_answered_in_both_languages(kiosk: Kiosk, languages: Languages) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("vi"))
    kiosk.tap(window.bar.help)
    assert window.bar.help.text() == languages["vi"].text("Volunteer called")
    said = window.called.findChildren(QWidget)
    words = {getattr(widget, "text", str)() for widget in said}
    assert languages["vi"].text("A volunteer has been called. You can go on meanwhile.") in words
    assert languages["ru"].text("A resident asks for help.") in words
    kiosk.tap(window.called.button)
    assert not window.called.isVisible()
    assert window.bar.help.text() == languages["vi"].text("Call a volunteer")


def test_the_bell_speaks_no_language_before_one_is_chosen_and_has_its_name_in_all(
    kiosk: Kiosk, languages: Languages
) -> None:
    window = kiosk.give()
    every = " · ".join(languages[code].text("Call a volunteer") for code in ("kk", "ru", "en", "vi", "fi"))
    for _resident in range(2):
        assert window.bar.help.accessibleName() == every
        assert window.bar.help.width() < 2 * window.bar.help.height()
        kiosk.tap(window.languages_page.button("fi"))
        assert window.bar.help.text() == languages["fi"].text("Call a volunteer")
        kiosk.tap(window.bar.start_over)


# What a resident leaves behind


def traces(root: QObject, *needles: str) -> list[str]:
    """Return every property, of every object below, in which one of the words stands."""
    found = []
    for item in (root, *root.findChildren(QObject)):
        meta = item.metaObject()
        names = [meta.property(number).name() for number in range(meta.propertyCount())]
        said = {name: str(item.property(name)) for name in names}
        said |= {name: str(value) for name, value in vars(item).items()} if hasattr(item, "__dict__") else {}
        if callable(text := getattr(item, "text", None)):
            said["text()"] = str(text())
        found += [
            f"{type(item).__name__}.{n}" for n, value in said.items() if any(w in value for w in needles)
        ]
    return found


def files_with(folder: Path, *needles: str) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(word.encode() in path.read_bytes() for word in needles)]


def test_nothing_of_the_first_resident_is_left_but_one_coded_row(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    window = kiosk.give()
    settings = kiosk.data.settings.read_bytes()
    kiosk.tap(window.languages_page.button("vi"))
    search = window.chooser.findChild(QLineEdit)
    assert search is not None
    write(search, SEARCHED)
    search.selectAll()
    kiosk.tap(window.chooser.country_button("fi"))
    window.chooser.search(SEARCHED)
    kiosk.tap(window.bar.text_size)
    kiosk.tap(window.bar.contrast)
    window.open_tutorial("gen-sms-codes")
    window.open_tutorial(CODE)
    window.view.practise()
    practice = window.view.practice
    assert practice is not None
    while practice.does != "type":
        practice.go_on()
    window.view.show_step()
    field = window.view.phone.field
    assert field is not None
    kiosk.qtbot.keyClicks(field, TYPED)
    QGuiApplication.clipboard().setText(TYPED)
    window.view.voice.speech.manner = window.view.voice.speech.manner.louder()
    assert traces(window, SEARCHED, TYPED), "or the search for traces would find nothing anywhere"
    kiosk.clock.tick(minutes=3, seconds=window.idle.silence)

    window.idle.asked.emit()
    assert window.still_there.isVisible()
    window.idle.expired.emit()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    tops = QApplication.topLevelWidgets()
    assert [found for top in tops for found in traces(top, SEARCHED, TYPED)] == []
    clipboard = QGuiApplication.clipboard()
    modes = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
    assert not any(clipboard.text(mode) for mode in modes)
    assert files_with(kiosk.data.root, SEARCHED, TYPED, "qzx") == []
    assert "qzx" not in caplog.text
    assert not any(
        line.isUndoAvailable() or line.isRedoAvailable() for line in window.findChildren(QLineEdit)
    )
    assert kiosk.data.settings.read_bytes() == settings
    assert (window.language.code, window.look.scale) == ("kk", 1.0)
    assert window.look.colours is not HIGH_CONTRAST
    assert window.view.voice.speech.manner.volume == 1.0
    assert window.chooser.country_button("kz").isChecked()
    assert window.languages_page.isVisible()
    assert not [path for path in kiosk.data.root.rglob("*") if path.suffix in (".pdf", ".part")]
    (visit,) = kiosk.sessions()
    assert [use.id for use in visit.tutorials] == ["gen-sms-codes", CODE]
    assert visit.minutes == 3, "nobody was there any more when the screen asked"
    assert not any("qzx" in str(value) for value in astuple(visit))


# Is anybody there?


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[Callable[..., Idle]]:
    made: list[Idle] = []

    def build(busy: Callable[[], bool] = lambda: False) -> Idle:
        made.append(Idle(20, busy))
        made[-1].watch()
        return made[-1]

    yield build
    for idle in made:
        idle.rest()


def test_the_question_can_be_answered_as_often_as_one_likes(kiosk: Kiosk) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("fi"))
    window.open_tutorial("gen-qr")
    for _ in range(15):
        window.idle._ask()
        assert window.still_there.isVisible()
        for _ in range(COUNTDOWN - 1):
            window.idle.count()
        assert window.still_there.isVisible(), "the last second is one too"
        kiosk.tap(window.still_there.button)
        assert window.view.isVisible()
    assert kiosk.sessions() == []


def test_one_key_answers_the_question_too(kiosk: Kiosk) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("fi"))
    window.idle._ask()
    assert window.still_there.button.hasFocus()
    kiosk.qtbot.keyClick(window.still_there.button, Qt.Key.Key_Space)
    assert window.chooser.isVisible()


def test_nobody_is_asked_while_a_step_is_read_aloud(watch: Callable[..., Idle], qtbot: QtBot) -> None:
    speaking = True
    idle = watch(lambda: speaking)
    idle._ask()
    assert not idle.asking
    speaking = False
    with qtbot.waitSignal(idle.asked):
        idle._ask()


def test_a_tap_and_a_key_put_the_question_off(watch: Callable[..., Idle], qtbot: QtBot) -> None:
    idle = watch()
    button = QLineEdit()
    qtbot.addWidget(button)
    button.show()
    for sign in (lambda: qtbot.mouseClick(button, LEFT), lambda: qtbot.keyClicks(button, "a")):
        idle._quiet.start(5)
        sign()
        assert idle._quiet.remainingTime() >= 0
        idle._quiet.setInterval(20_000)
    assert not idle.asking


# Locked


def swallowed(target: QWidget, event: QEvent) -> bool:
    """Send an event as the system does; tell whether somebody held it back before the widget saw it."""
    event.accept()
    QApplication.sendEvent(target, event)
    return not event.isAccepted()


def test_what_leads_out_of_a_window_does_nothing(kiosk: Kiosk, qtbot: QtBot) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("ru"))
    search = window.chooser.findChild(QLineEdit)
    assert search is not None
    window.close()
    assert window.isVisible()
    here = QPointF(5, 5)
    no = Qt.KeyboardModifier.NoModifier
    assert swallowed(search, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5)))
    for button in (RIGHT, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton):
        assert swallowed(search, QMouseEvent(QEvent.Type.MouseButtonPress, here, here, button, button, no))
    dropped = QMimeData()
    dropped.setText("from elsewhere")
    QApplication.sendEvent(search, QDropEvent(here, Qt.DropAction.CopyAction, dropped, LEFT, no))
    for keys in ("a", "c", "v", "q", "w", "p", "o"):
        qtbot.keyClick(search, keys, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F11, Qt.Key.Key_Escape, Qt.Key.Key_Menu, Qt.Key.Key_Print):
        qtbot.keyClick(search, key)
    assert search.text() == ""
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    for address in ("https://example.org", "file:///etc/passwd", "mailto:a@example.org"):
        assert QDesktopServices.openUrl(QUrl(address)), "taken by the guard, and opened by nobody"
    assert [top for top in QApplication.topLevelWidgets() if top.isVisible()] == [window]


def test_letters_of_every_layout_can_be_typed(kiosk: Kiosk, qtbot: QtBot) -> None:
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("ru"))
    search = window.chooser.findChild(QLineEdit)
    assert search is not None
    write(search, "әдТ đÄ@9")
    assert search.text() == "әдТ đÄ@9"


def test_a_tap_on_the_mark_does_nothing_and_three_seconds_ask_for_the_pin(kiosk: Kiosk) -> None:
    window = kiosk.give()
    kiosk.tap(window.bar.mark)
    assert not window.exit_page.isVisible()
    window.bar.mark._timer.setInterval(10)
    kiosk.qtbot.mousePress(window.bar.mark, LEFT)
    kiosk.qtbot.waitUntil(window.exit_page.isVisible)


def test_a_roster_that_takes_the_last_pin_does_not_lock_everybody_out(kiosk: Kiosk) -> None:
    window = kiosk.give()
    kiosk.log.forget_pins(["A-07"])
    window.bar.mark._timer.setInterval(10)
    kiosk.qtbot.mousePress(window.bar.mark, LEFT)
    kiosk.qtbot.waitUntil(kiosk.desk.isVisible)
    assert kiosk.panel.volunteer == "", "the desk asks who is there"
    assert kiosk.panel.sign_in.isVisible()


def test_holding_the_space_bar_is_the_keyboard_s_way(kiosk: Kiosk) -> None:
    window = kiosk.give()
    window.bar.mark._timer.setInterval(10)
    kiosk.qtbot.keyPress(window.bar.mark, Qt.Key.Key_Space)
    kiosk.qtbot.waitUntil(window.exit_page.isVisible)


def type_pin(kiosk: Kiosk, digits: str) -> None:
    for digit in digits:
        key = kiosk.window.exit_page.entry.pad.findChild(Button, f"digit {digit}")
        assert key is not None
        kiosk.tap(key)
    QApplication.processEvents()


def test_the_pin_brings_the_desk_back_and_wrong_ones_wait(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("fi"))
    window.open_tutorial("gen-qr")
    window.bar.mark.held.emit()
    for _ in range(3):
        type_pin(kiosk, "000000")
    assert "5" in window.exit_page.entry.said
    type_pin(kiosk, PIN)
    assert kiosk.handover.window is window, "not before the wait is over"
    kiosk.clock.tick(seconds=6)
    for _ in range(6):
        window.exit_page.entry.tick()
    type_pin(kiosk, PIN)
    assert kiosk.handover.window is None
    assert kiosk.desk.isVisible()
    assert kiosk.panel.volunteer == "A-07"
    assert len(kiosk.sessions()) == 1, "the session ended when the volunteer came"
    said = caplog.text
    assert "A-07" in said
    assert "000000" not in said
    assert PIN not in said


def test_a_resident_who_came_to_the_pin_page_finds_the_way_back(kiosk: Kiosk) -> None:
    window = kiosk.give()
    window.bar.mark.held.emit()
    kiosk.tap(window.exit_page.back_button)
    assert window.languages_page.isVisible()


# Handing over


def test_only_a_volunteer_who_is_signed_in_can_hand_over(kiosk: Kiosk) -> None:
    kiosk.desk.show()
    button = kiosk.desk.bar.handover_button
    assert not button.isVisible()
    kiosk.panel.sign_in.signed_in.emit("A-07")
    assert button.isVisible()
    kiosk.tap(button)
    assert kiosk.window.isVisible()
    assert not kiosk.desk.isVisible()


def test_the_volunteer_s_open_visit_waits_behind_the_resident_s_session(kiosk: Kiosk) -> None:
    kiosk.log.save_draft(draft(kiosk.clock))
    window = kiosk.give()
    kiosk.tap(window.languages_page.button("fi"))
    window.open_tutorial("gen-qr")
    kiosk.tap(window.bar.start_over)
    assert len(kiosk.sessions()) == 1
    assert kiosk.log.draft() is not None


def test_without_a_pin_that_could_end_it_resident_mode_does_not_begin(kiosk: Kiosk) -> None:
    kiosk.log.set_volunteers([])
    with pytest.raises(KioskError, match="PIN"):
        kiosk.handover.give()
    assert kiosk.handover.window is None


def test_a_session_that_a_crash_ended_is_recorded_at_the_next_start(kiosk: Kiosk) -> None:
    used = TutorialUse("gen-qr", 1, "fi", seen=1, steps=6)
    Session(kiosk.log, kiosk.clock, "bulaevo").follow(used, ("gen.qr_code",), "fi")
    kiosk.handover.take_up()
    assert [visit.channel for visit in kiosk.sessions()] == ["self_service"]
