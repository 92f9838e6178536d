"""Windows that nobody holds any more go in the window's thread, whoever makes the garbage: Qt dies of any other."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.errors import KioskError
from ui import garbage
from ui.tasks import Tasks


class Page(QWidget):
    """A part that holds itself, as one does whose signals end in its own methods."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def make_garbage() -> None:
    for _ in range(20_000):
        cycle: list[object] = []
        cycle.append(cycle)


def test_a_page_that_is_gone_is_not_destroyed_by_work_beside_the_window(qtbot: QtBot) -> None:
    tasks, gone, done = Tasks(), list[int](), list[None]()

    def refused(problem: KioskError) -> None:
        raise problem

    gc.collect()
    weakref.finalize(Page(), lambda: gone.append(threading.get_ident()))
    for _ in range(12):  # each goes through the youngest many times: the oldest are due in the end
        tasks.run(make_garbage, done.append, refused)
    qtbot.waitUntil(lambda: len(done) == 12 and bool(gone), timeout=15_000)
    tasks.close()
    assert gone == [threading.get_ident()]


def test_a_desk_that_does_nothing_is_seldom_looked_at_and_one_that_works_often(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = iter([False, False, False, True])
    monkeypatch.setattr(garbage, "collect_due", lambda: next(due))
    monkeypatch.setattr(garbage.gc, "disable", lambda: None)  # of this interpreter, for every test after it
    parent = QObject()
    collects = garbage.Garbage(parent)
    waits = []
    for _ in range(4):
        collects._timer.timeout.emit()
        waits.append(collects._timer.interval())
    assert waits == [2000, 4000, 4000, 1000]
