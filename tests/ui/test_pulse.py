"""The ring around a target: it moves while somebody may look for it, and costs an empty room nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import Settings
from kiosk.i18n import Languages
from kiosk.tutorials import Library
from kiosk.walkthrough import Walkthrough
from ui.desk.walkthrough_view import WalkthroughView
from ui.half import Half
from ui.theme import HIGH_CONTRAST, Look, look_of
from ui.widgets.phone import pulse
from ui.widgets.phone.pulse import REACH, Pulse


class Painted(QObject):
    """Remembers which of the widgets were painted."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        self.seen: set[QWidget] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.seen.add(watched)
        return False


def shown(languages: Languages, library: Library, look: Look, qtbot: QtBot) -> tuple[Half, WalkthroughView]:
    """Return a step on the screen, and the half that it lives in."""
    half = Half(languages["fi"], look)
    qtbot.addWidget(half)
    view = WalkthroughView(languages["en"], look, languages.__getitem__)
    view.setParent(half)
    for widget in (half, view):
        widget.resize(1000, 700)
    half.refresh(half)
    half.show()
    view.open(Walkthrough(library["kz-criminal-record"], "fi"))
    return half, view


def test_it_stands_still_for_an_empty_chair_and_moves_for_the_next_step(
    languages: Languages, library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _half, view = shown(languages, library, Look(), qtbot)
    assert view.phone.pulsing
    monkeypatch.setattr(pulse, "_LASTS_MS", 0)
    qtbot.waitUntil(lambda: not view.phone.pulsing)
    monkeypatch.undo()
    view.next_button.click()
    assert view.phone.pulsing


def test_whoever_wants_nothing_to_move_sees_the_ring_stand(
    languages: Languages, library: Library, qtbot: QtBot
) -> None:
    _half, view = shown(languages, library, look_of(Settings(reduced_motion=True)), qtbot)
    view.next_button.click()
    assert not view.phone.pulsing
    ring = view.phone.target.geometry().adjusted(-REACH, -REACH, REACH, REACH)
    colours = {
        view.phone.grab(ring).toImage().pixelColor(x, ring.height() // 2).name() for x in range(REACH + 2)
    }
    assert "#f59e0b" in colours, "it is there, and stands"


def test_a_beat_paints_the_phone_and_nothing_below_it(
    languages: Languages, library: Library, qtbot: QtBot
) -> None:
    half, view = shown(languages, library, Look(), qtbot)
    qtbot.waitUntil(lambda: view.phone.pulsing)
    qtbot.wait(50)  # what the step itself had to paint
    painted = Painted([half, view, *half.findChildren(QWidget)])
    with qtbot.waitSignal(view.phone._pulse.stirred):
        pass
    qtbot.waitUntil(lambda: view.phone in painted.seen)
    phone = {view.phone, *view.phone.findChildren(QWidget)}
    assert painted.seen <= phone, "everything that lies below it was painted as well"


def test_the_phone_leaves_no_hole_where_nothing_is_drawn(
    languages: Languages, library: Library, qtbot: QtBot
) -> None:
    for look in (Look(), Look(HIGH_CONTRAST)):
        _half, view = shown(languages, library, look, qtbot)
        corner = view.grab().toImage().pixelColor(view.phone.mapTo(view, QPoint(1, 1)))
        assert corner == look.colour("paper")
        view.phone.show_screen(None, "", str, "")
        assert view.phone.grab().toImage().pixelColor(20, 20) == look.colour("paper")


def test_only_the_ring_is_painted_again_not_what_stands_in_it() -> None:
    target = QRect(100, 100, 200, 60)
    dirty = Pulse.region(target)
    assert dirty.contains(QPoint(100 - REACH, 130))
    assert not dirty.contains(target.center())
