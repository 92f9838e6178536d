"""Long work runs beside the window and reports back to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.errors import KioskError
from ui.tasks import Tasks


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


def unexpected(value: object) -> None:
    raise AssertionError(value)


def test_a_result_arrives_in_the_window_s_thread(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[tuple[int, threading.Thread]] = []
    tasks.run(
        threading.get_ident, lambda worker: told.append((worker, threading.current_thread())), unexpected
    )
    qtbot.waitUntil(lambda: bool(told))
    worker, receiver = told[0]
    assert receiver is threading.main_thread()
    assert worker != threading.get_ident()


def test_a_refusal_arrives_as_it_was_said(qtbot: QtBot, tasks: Tasks) -> None:
    def refuse() -> None:
        raise KioskError("The stick is full: {free} bytes left.", free=3)

    refusals: list[KioskError] = []
    tasks.run(refuse, unexpected, refusals.append)
    qtbot.waitUntil(lambda: bool(refusals))
    assert str(refusals[0]) == "The stick is full: 3 bytes left."


def test_a_fault_nobody_foresaw_is_logged_and_told_in_a_plain_sentence(qtbot: QtBot, tasks: Tasks) -> None:
    refusals: list[KioskError] = []
    with qtbot.captureExceptions() as faults:
        tasks.run(lambda: 1 // 0, unexpected, refusals.append)
        qtbot.waitUntil(lambda: bool(refusals))
    assert [kind for kind, _, _ in faults] == [ZeroDivisionError]
    assert "division" not in str(refusals[0])
    assert "safe" in str(refusals[0])


def test_progress_is_told_while_the_work_goes_on_and_in_order(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[object] = []
    tell = tasks.relay(lambda done, of: told.append((done, of)))

    def work() -> str:
        for done in range(1, 4):
            tell(done, 3)
        return "ready"

    tasks.run(work, told.append, unexpected)
    qtbot.waitUntil(lambda: "ready" in told)
    assert told == [(1, 3), (2, 3), (3, 3), "ready"]


def test_work_is_done_one_piece_after_another(qtbot: QtBot, tasks: Tasks) -> None:
    done: list[int] = []
    for piece in range(20):
        tasks.run(lambda piece=piece: piece, done.append, unexpected)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_closing_waits_for_the_export_under_way_and_delivers_nothing_after(qtbot: QtBot) -> None:
    tasks = Tasks()
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def export() -> None:
        begun.set()
        may_end.wait(10)
        ended.set()

    never = threading.Event()
    tasks.run(export, unexpected, unexpected)
    tasks.run(never.set, unexpected, unexpected)
    assert begun.wait(10)
    threading.Timer(0.01, may_end.set).start()
    tasks.close()
    assert ended.is_set()
    assert not never.is_set()
    tasks.run(never.set, unexpected, unexpected)
    qtbot.wait(1)
    assert not never.is_set()
