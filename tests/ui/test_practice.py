"""Practice on the screen: finished by hand and by keyboard, forgiving, and without a trace afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.config import Settings
from kiosk.i18n import Languages
from kiosk.tutorials import Library, Tutorial
from kiosk.visits import VisitLog
from kiosk.walkthrough import Practice, Walkthrough
from tests.tutorials.made import make
from tests.ui.test_walkthrough_fits import settle
from tests.walkthrough.ways import answers
from ui.desk.open_visit import OpenVisit
from ui.desk.walkthrough_view import WalkthroughView
from ui.half import Half
from ui.theme import CALM, Look

LEFT = Qt.MouseButton.LeftButton
SIZE = (994, 640)
#: No practice has so many places; whoever is still under way then is going round in circles.
FAR = 60


@pytest.fixture
def scale() -> float:
    return 1.0


@pytest.fixture
def view(languages: Languages, library: Library, qtbot: QtBot, scale: float) -> Iterator[WalkthroughView]:
    half = Half(languages["en"], Look(CALM, scale))
    qtbot.addWidget(half)
    view = WalkthroughView(languages["ru"], Look(CALM, scale), languages.__getitem__, library.get)
    view.setParent(half)
    half.resize(*SIZE)
    view.resize(*SIZE)
    half.refresh(half)
    half.show()
    half.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is half)
    yield view
    half.close()


def begin(view: WalkthroughView, tutorial: Tutorial) -> Walkthrough:
    walk = Walkthrough(tutorial, "en")
    view.open(walk)
    view.practise()
    return walk


def touch(view: WalkthroughView, qtbot: QtBot, answer: str) -> None:
    """Do what the screen asks for, with nothing known but what is seen on it: one touch, or one value typed."""
    page = view.page
    if view.phone.field is not None and view.phone.isVisible():
        qtbot.keyClicks(view.phone.field, view.phone.field.placeholderText())
    elif page.choices.isVisible():
        qtbot.mouseClick(page.choices.buttons[answer], LEFT)
    elif view.phone.isVisible() and view.practice is not None and view.practice.helped:
        qtbot.mouseClick(view.phone.target, LEFT)
    else:
        qtbot.mouseClick(page.next, LEFT)  # read on, show me, or next


def finish(view: WalkthroughView, qtbot: QtBot, answer: str) -> None:
    for _ in range(FAR):
        if view.practice is None or view.practice.finished:
            return
        touch(view, qtbot, answer)


def test_every_practice_can_be_finished_by_touch(
    view: WalkthroughView, library: Library, qtbot: QtBot
) -> None:
    stuck = []
    for tutorial in library:
        for answer in answers(tutorial):
            walk = begin(view, tutorial)
            if not Practice.offered(walk):
                assert view.practice is None
                continue
            finish(view, qtbot, answer)
            if not walk.use().practised:
                stuck.append(f"{tutorial.id} {answer} at {walk.step.id if walk.step else 'a question'}")
    assert stuck == []


def press_until(qtbot: QtBot, wanted: QWidget) -> None:
    """Press Tab until the wanted widget has the focus."""
    for _ in range(FAR):
        focused = QApplication.focusWidget()
        if focused is wanted:
            return
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {wanted.accessibleName()!r}")


def press(view: WalkthroughView, qtbot: QtBot, answer: str) -> None:
    """The same by keyboard alone."""
    page = view.page
    if view.phone.field is not None:
        assert view.phone.field.hasFocus()
        qtbot.keyClicks(QApplication.focusWidget(), view.phone.field.placeholderText())
        return
    if page.choices.isVisible():
        wanted: QWidget = page.choices.buttons[answer]
    elif view.practice is not None and view.practice.helped and view.phone.isVisible():
        wanted = view.phone.target
    else:
        wanted = page.next
    press_until(qtbot, wanted)
    qtbot.keyClick(wanted, Qt.Key.Key_Space)


def test_every_practice_can_be_finished_by_keyboard(
    view: WalkthroughView, library: Library, qtbot: QtBot
) -> None:
    stuck = []
    for tutorial in library:
        answer = answers(tutorial)[-1]
        walk = begin(view, tutorial)
        for _ in range(FAR):
            if view.practice is None or view.practice.finished:
                break
            press(view, qtbot, answer)
        if Practice.offered(walk) and not walk.use().practised:
            stuck.append(tutorial.id)
    assert stuck == []


@pytest.fixture
def made(tmp_path: Path) -> Tutorial:
    return Tutorial.load(make(tmp_path))


@pytest.mark.parametrize("scale", [2.0])
def test_at_large_print_the_phone_has_a_page_of_its_own_and_is_still_reached(
    view: WalkthroughView, made: Tutorial, qtbot: QtBot
) -> None:
    walk = begin(view, made)
    finish(view, qtbot, "codes")
    assert walk.use().practised


def test_a_wrong_tap_gives_a_hint_and_the_ring(view: WalkthroughView, made: Tutorial, qtbot: QtBot) -> None:
    walk = begin(view, made)
    qtbot.mouseClick(view.phone.targets["shop"], LEFT)
    assert "Open the app" in view.texts[0].text()
    assert walk.number == 1
    assert view.phone.target is view.phone.targets["app"]


def test_every_box_is_a_real_button_with_the_name_that_the_app_shows(
    view: WalkthroughView, made: Tutorial
) -> None:
    begin(view, made)
    assert {name: target.accessibleName() for name, target in view.phone.targets.items()} == {
        "app": "Messenger",
        "shop": "Shop",
    }


def test_the_code_comes_by_an_invented_message(view: WalkthroughView, made: Tutorial, qtbot: QtBot) -> None:
    begin(view, made)
    qtbot.mouseClick(view.phone.targets["app"], LEFT)
    touch(view, qtbot, "codes")
    assert view.phone.message == "Your code: 000000"
    assert view.phone.field is not None
    assert view.phone.field.hasFocus()


def test_what_was_typed_is_gone_when_the_resident_leaves(
    view: WalkthroughView, made: Tutorial, qtbot: QtBot
) -> None:
    begin(view, made)
    qtbot.mouseClick(view.phone.targets["app"], LEFT)
    touch(view, qtbot, "codes")
    field = view.phone.field
    assert field is not None
    qtbot.keyClicks(field, "0000")
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    view.close_walkthrough()
    assert QApplication.clipboard().text() == ""
    assert (field.text(), field.isUndoAvailable(), field.isVisible()) == ("", False, False)
    assert (view.phone.field, view.phone.message) == (None, "")


def test_a_change_of_language_keeps_what_was_typed_and_the_place(
    view: WalkthroughView, made: Tutorial, languages: Languages, qtbot: QtBot
) -> None:
    walk = begin(view, made)
    qtbot.mouseClick(view.phone.targets["app"], LEFT)
    touch(view, qtbot, "codes")
    assert view.phone.field is not None
    qtbot.keyClicks(view.phone.field, "000")
    view.retranslate(languages["ru"])
    assert view.phone.field.text() == "000"
    assert walk.number == 2
    assert view.phone.message == "Ваш код: 000000"


def test_the_end_is_gentle_and_leads_on(view: WalkthroughView, made: Tutorial, qtbot: QtBot) -> None:
    moves = []
    view.moved.connect(lambda: moves.append(view.walkthrough and view.walkthrough.use().practised))
    begin(view, made)
    finish(view, qtbot, "none")
    assert "You did it yourself!" in view.texts[0].text()
    assert moves[-1] is True
    assert view.back_button.text() == "Back to the steps"  # the one way back
    qtbot.mouseClick(view.page.choices.buttons["again"], LEFT)
    assert view.practice is not None
    qtbot.mouseClick(view.back_button, LEFT)
    assert view.practice is None


def test_from_the_end_of_the_practice_the_steps_begin_anew(
    view: WalkthroughView, made: Tutorial, qtbot: QtBot
) -> None:
    begin(view, made)
    finish(view, qtbot, "none")
    qtbot.mouseClick(view.back_button, LEFT)
    assert view.practice is None
    assert view.walkthrough is not None
    assert view.walkthrough.at_start


def test_answers_follow_their_question_at_once(view: WalkthroughView, made: Tutorial, qtbot: QtBot) -> None:
    view.open(Walkthrough(made, "en"))
    qtbot.mouseClick(view.next_button, LEFT)
    settle()
    words, answers = view.texts[0].geometry(), view.page.choices.geometry()
    assert answers.top() - words.bottom() < 30
    assert words.height() < view.height() / 4


def test_the_question_stands_in_large_buttons_and_back_leads_to_it(
    view: WalkthroughView, made: Tutorial, qtbot: QtBot
) -> None:
    view.open(Walkthrough(made, "en"))
    qtbot.mouseClick(view.next_button, LEFT)
    assert view.texts[0].text() == "Do you have a code?"
    assert not view.next_button.isVisible()
    qtbot.mouseClick(view.page.choices.buttons["none"], LEFT)
    assert "Ask at the bank" in view.texts[0].text()
    qtbot.mouseClick(view.back_button, LEFT)
    assert view.page.choices.buttons["none"].isChecked()


def test_the_question_is_asked_in_both_languages(view: WalkthroughView, made: Tutorial, qtbot: QtBot) -> None:
    view.open(Walkthrough(made, "en"))
    qtbot.mouseClick(view.next_button, LEFT)
    view.show_both(True)
    said = "\n".join(column.text() for column in view.texts)
    assert "Do you have a code?" in said
    assert "У вас есть код?" in said
    assert view.page.choices.buttons["none"].text() == "I have none\nУ меня нет кода"


def test_a_card_of_what_has_changed_leads_to_what_took_its_place(
    view: WalkthroughView, library: Library, qtbot: QtBot
) -> None:
    card = next(tutorial for tutorial in library if tutorial.replaced_by)
    walk = Walkthrough(card, "en")
    view.open(walk)
    walk.go(99)
    view.show_step(first=True)
    with qtbot.waitSignal(view.wanted) as wanted:
        qtbot.mouseClick(view.page.choices.buttons[card.replaced_by[0]], LEFT)
    assert wanted.args == [card.replaced_by[0]]


def test_opened_once_more_in_the_same_visit_the_practice_is_not_forgotten(
    made: Tutorial, tmp_path: Path
) -> None:
    with VisitLog.open(tmp_path / "log.db", SystemClock()) as log:
        visit = OpenVisit(log, Settings(), SystemClock())
        draft = visit.begin("A-07")
        walk = Walkthrough(made, "en")
        walk.practised = True
        visit.take(walk.use(), made.services, "en")
        visit.take(Walkthrough(made, "en").use(), made.services, "en")
        assert [use.practised for use in draft.tutorials] == [True]
