"""A course of twenty people: the step fills the wall, the clicker turns it, nobody sees the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library
from kiosk.visits import VisitLog
from tests.ui.stage import Stage
from ui.classroom import Classroom, Slide
from ui.desk.teaching import classroom
from ui.theme import Look

TUTORIAL = "kz-criminal-record"


@pytest.fixture
def stage(tmp_path: Path, languages: Languages, library: Library, qtbot: QtBot) -> Iterator[Stage]:
    """A desk whose resident is at the third step of a walkthrough."""
    with VisitLog.open(tmp_path / "log.db", SystemClock()) as log:
        stage = Stage(log, languages, library, "kk", Look())
        qtbot.addWidget(stage.window)
        stage.window.resize(1366, 768)
        with qtbot.waitActive(stage.window):
            stage.window.show()
        stage.window.prepare()
        stage.go(TUTORIAL, 2)
        yield stage


def _classes() -> list[Classroom]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Classroom)]


@pytest.fixture
def room(stage: Stage) -> Iterator[Classroom]:
    """The class that F5 opens."""
    QTest.keyClick(stage.window, Qt.Key.Key_F5)
    (room,) = _classes()
    yield room
    for left in _classes():
        left.close()


def test_the_class_begins_where_the_desk_is_and_shows_no_log(room: Classroom, library: Library) -> None:
    tutorial = library[TUTORIAL]
    assert tutorial.step_text(tutorial.steps[2], "kk").title in room.accessibleName()
    assert room.isFullScreen()
    assert room.findChildren(QWidget) == [], "there is nothing on it but the slide"
    assert room.size() == room.screen().geometry().size()


def test_keys_clicker_mouse_and_wheel_turn_it_and_never_beyond_the_ends(room: Classroom) -> None:
    begun = room.at
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
        QTest.keyClick(room, key)
    assert room.at == begun + 3
    for key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace):
        QTest.keyClick(room, key)
    assert room.at == begun
    QTest.mouseClick(room, Qt.MouseButton.LeftButton, pos=QPoint(room.width() // 2, 300))
    QTest.mouseClick(room, Qt.MouseButton.LeftButton, pos=QPoint(20, 300))
    assert room.at == begun
    QTest.keyClick(room, Qt.Key.Key_Home)
    QTest.keyClick(room, Qt.Key.Key_Left)
    assert room.at == 0
    QTest.keyClick(room, Qt.Key.Key_End)
    last = room.at
    QTest.keyClick(room, Qt.Key.Key_Right)
    assert room.at == last > begun


def test_the_teacher_darkens_the_wall_and_the_next_slide_lights_it(room: Classroom) -> None:
    QTest.keyClick(room, Qt.Key.Key_B)
    assert room.grab().toImage().pixelColor(room.rect().center()).lightness() == 0
    QTest.keyClick(room, Qt.Key.Key_Right)
    assert not room.dark
    assert room.grab().toImage().pixelColor(5, 5).lightness() == 255


def test_the_class_ends_and_the_desk_is_as_it_was(stage: Stage, room: Classroom, qtbot: QtBot) -> None:
    step = stage.window.view.walkthrough.step  # type: ignore[union-attr]
    QTest.keyClick(room, Qt.Key.Key_Right)
    with qtbot.waitSignal(room.left):
        QTest.keyClick(room, Qt.Key.Key_Escape)
    assert stage.window.view.walkthrough.step == step  # type: ignore[union-attr]


@pytest.mark.usefixtures("room")
def test_a_class_that_begins_ends_the_one_before(stage: Stage, qtbot: QtBot) -> None:
    stage.window.teach(("kk", "ru"))
    qtbot.waitUntil(lambda: len(_classes()) == 1)  # each holds its slides: tens of megabytes


def test_the_largest_screen_does_not_take_the_memory_of_an_old_computer(qtbot: QtBot) -> None:
    wanted: list[int] = []

    def draw(width: int) -> list[QImage]:
        wanted.append(width)
        slide = QImage(width, width * 9 // 16, QImage.Format.Format_RGB32)
        slide.fill(QColor("#123456"))
        return [slide]

    room = Classroom(draw, [Slide("One.")])
    qtbot.addWidget(room)
    room.resize(3840, 2160)
    shown = room.grab().toImage()
    assert wanted == [1920]
    assert shown.pixelColor(3700, 200) == QColor("#123456"), "the slide still fills the screen"


@pytest.mark.parametrize("code", LANGUAGES)
def test_slides_of_two_languages_say_both(
    code: str, stage: Stage, languages: Languages, library: Library, qtbot: QtBot
) -> None:
    walk = stage.window.view.walkthrough
    assert walk is not None
    room = classroom(walk, (code, "ru"), languages.__getitem__)
    qtbot.addWidget(room)
    room.turn(-99)
    assert library[TUTORIAL].title(code) in room.accessibleName()
    assert library[TUTORIAL].title("ru") in room.accessibleName()
