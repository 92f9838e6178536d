"""What scrolls follows a finger, and a finger that only taps still hits what stands in it."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPointingDevice, QRasterWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from tests.ui.test_walkthrough_fits import settle
from ui.reading_order import reading_order
from ui.theme import Colours
from ui.widgets.edges import Edges
from ui.widgets.scroll import GUTTER, Scroller
from ui.widgets.text import Label

HIGH = 60


@pytest.fixture
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def tapped() -> list[int]:
    return []


@pytest.fixture
def listed(qtbot: QtBot, tapped: list[int]) -> Scroller:
    """A list of forty lines of which six are seen."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for number in range(40):
        line = QPushButton(str(number))
        line.setFixedHeight(HIGH)
        line.clicked.connect(lambda _=False, number=number: tapped.append(number))
        column.addWidget(line)
    listed = Scroller(column)
    qtbot.addWidget(listed)
    listed.resize(300, 6 * HIGH)
    with qtbot.waitExposed(listed):
        listed.show()
    return listed


def drag(listed: Scroller, finger: QPointingDevice, begin: int = 5 * HIGH, by: int = 3 * HIGH) -> None:
    """Draw a finger up, slowly enough that nothing runs on."""
    handle, steps = listed.windowHandle(), 6
    way = [QPoint(100, begin - step * by // steps) for step in range(steps + 1)]
    QTest.touchEvent(handle, finger).press(0, way[0]).commit()
    for place in way[1:]:
        QTest.qWait(30)
        QTest.touchEvent(handle, finger).move(0, place).commit()
    QTest.touchEvent(handle, finger).release(0, way[-1]).commit()


@pytest.mark.parametrize("begin", [4 * HIGH + 10, 4 * HIGH + 30, 5 * HIGH - 10])
def test_a_list_follows_the_finger_and_no_line_is_taken_for_tapped(
    begin: int, listed: Scroller, tapped: list[int], finger: QPointingDevice, qtbot: QtBot
) -> None:
    """A line moves along with the finger, and is still below it when it is lifted."""
    drag(listed, finger, begin, by=HIGH)
    qtbot.waitUntil(lambda: listed.verticalScrollBar().value() > HIGH // 4)
    assert tapped == []


def test_a_tap_reaches_the_line_below_the_finger(
    listed: Scroller, tapped: list[int], finger: QPointingDevice
) -> None:
    handle, place = listed.windowHandle(), QPoint(100, 2 * HIGH + HIGH // 2)
    QTest.touchEvent(handle, finger).press(0, place).commit()
    QTest.touchEvent(handle, finger).release(0, place).commit()
    assert tapped == [2]
    assert listed.verticalScrollBar().value() == 0


def test_a_finger_that_is_moving_when_a_class_ends_scrolls_without_a_warning(
    listed: Scroller, finger: QPointingDevice, qtbot: QtBot
) -> None:
    """The frame around a class's window goes a moment after it: until then no window of ours is at that place."""
    frame = QRasterWindow()
    frame.setGeometry(listed.geometry())
    frame.show()
    qtbot.waitUntil(frame.isExposed)
    drag(listed, finger)
    qtbot.waitUntil(lambda: listed.verticalScrollBar().value() > 2 * HIGH)
    frame.destroy()


def edge_colours(listed: Scroller, y: int) -> set[int]:
    image = listed.grab().toImage()
    return {image.pixel(x, y) for x in range(0, 280)}


def test_an_edge_behind_which_there_is_more_shows_a_line_from_side_to_side(listed: Scroller) -> None:
    """A line of words that is cut through looks broken, unless one sees that it goes on behind something."""
    line = QColor(Colours().edge).rgb()
    bar = listed.verticalScrollBar()
    bar.setValue(HIGH // 2)
    assert edge_colours(listed, 0) == edge_colours(listed, listed.height() - 1) == {line}
    bar.setValue(bar.minimum())
    assert line not in edge_colours(listed, 0)
    bar.setValue(bar.maximum())
    assert line not in edge_colours(listed, listed.height() - 1)


def test_a_table_that_is_too_wide_shows_that_there_are_more_columns(qtbot: QtBot) -> None:
    """Without it a manager never learns of the figures that stand beyond the edge."""
    table = QTableWidget(2, 6)
    table.setFrameShape(QFrame.Shape.NoFrame)
    qtbot.addWidget(table)
    Edges(table)
    table.resize(300, 200)
    with qtbot.waitExposed(table):
        table.show()
    line, bar = QColor(Colours().edge).rgb(), table.horizontalScrollBar()

    def lines() -> tuple[bool, bool]:
        image, right = table.grab().toImage(), table.viewport().geometry().right()
        return image.pixel(0, 50) == line, image.pixel(right, 50) == line

    assert lines() == (False, True)
    bar.setValue(bar.maximum() // 2)
    assert lines() == (True, True)
    bar.setValue(bar.maximum())
    assert lines() == (True, False)


def test_a_tap_at_the_edge_reaches_what_stands_there(
    listed: Scroller, tapped: list[int], qtbot: QtBot
) -> None:
    below = listed.childAt(QPoint(100, listed.height() - 4))
    assert isinstance(below, QPushButton)
    qtbot.mouseClick(below, Qt.MouseButton.LeftButton)
    assert tapped == [5]


@pytest.mark.parametrize("spare", [1, -1])
def test_a_bar_is_there_where_words_do_not_fit_and_never_lies_over_them(spare: int, qtbot: QtBot) -> None:
    """How high they would be in a narrower column is no reason for a bar."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    label = Label()
    label.setText("Words that stand in few lines, or in many where the column is narrow. " * 20)
    column.addWidget(label)
    listed = Scroller(column)
    qtbot.addWidget(listed)
    listed.resize(1200, 1000)
    with qtbot.waitExposed(listed):
        listed.show()
    listed.resize(1200, listed.whole_height() + spare)
    settle()
    assert listed.bar.isVisible() is (spare < 0)
    assert column.contentsMargins().right() == (GUTTER if spare < 0 else 0)


def test_a_way_through_a_scrolled_column_leaves_what_it_holds(qtbot: QtBot) -> None:
    page, held = QWidget(), QLabel("what the resident was told")
    column = QVBoxLayout()
    column.addWidget(held)
    QVBoxLayout(page).addWidget(Scroller(column))
    qtbot.addWidget(page)
    page.show()
    for _ in range(3):
        list(reading_order(page))
        gc.collect()
    assert Shiboken.isValid(held)
