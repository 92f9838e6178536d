"""The long matrix, by `make audit`: every step and page of the desk, whole at every size, text scale and contrast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.config import Settings
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library
from kiosk.visits import VisitLog
from tests.ui.test_walkthrough_fits import faults
from tests.walkthrough.ways import answers, places
from ui.desk.banner import Banner
from ui.desk.panel import VisitPanel
from ui.desk.window import DeskWindow
from ui.theme import CALM, HIGH_CONTRAST, Look
from ui.widgets.button import Button
from ui.widgets.text import Label
from ui.widgets.top_bar import TEXT_SCALES

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
#: 15 mm at 96 dpi.
LEAST_TARGET = 57

pytestmark = pytest.mark.audit


@pytest.fixture
def desk(tmp_path: Path, languages: Languages, library: Library, qtbot: QtBot) -> Iterator[DeskWindow]:
    with VisitLog.open(tmp_path / "log.db", SystemClock()) as log:
        log.add_volunteer("A-07", "123456")
        settings = Settings(volunteer_language="ru")
        panel = VisitPanel(languages["ru"], Look(), log, settings, SystemClock())
        window = DeskWindow(settings, languages, library, panel, Banner(languages["ru"], Look()))
        qtbot.addWidget(window)
        window.show()
        window.prepare()
        panel.sign_in.signed_in.emit("A-07")
        yield window


def cut(root: QWidget) -> Iterator[str]:
    """Say which visible button or label is smaller than its words, or too small for a finger."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, Button | Label):
            continue
        if isinstance(widget, Button) and min(widget.width(), widget.height()) < LEAST_TARGET:
            yield f"too small for a finger: “{widget.text()}” {widget.size().toTuple()}"
        if widget.hasHeightForWidth() and widget.heightForWidth(widget.width()) > widget.height():
            yield f"cut: “{widget.text()}” {widget.size().toTuple()}"
        if isinstance(widget, Button) and not widget.accessibleName():
            yield f"nameless: {widget}"


def place_faults(desk: DeskWindow) -> Iterator[str]:
    """Say what is wrong where the walkthrough stands now."""
    view = desk.view
    view.show_step(first=True)
    QApplication.processEvents()
    here = [*cut(desk), *faults(view, desk.look), *cut(desk)]
    step = view.walkthrough.step if view.walkthrough else None
    yield from (f"{step.id if step else 'a question'}: {fault}" for fault in here)


@pytest.mark.parametrize("colours", [CALM, HIGH_CONTRAST], ids=["calm", "contrast"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_screen_of_the_desk_is_whole(
    code: str, size: tuple[int, int], scale: float, colours: object, desk: DeskWindow, library: Library
) -> None:
    desk.resize(*size)
    desk.wear(Look(HIGH_CONTRAST if colours is HIGH_CONTRAST else CALM, scale))
    desk.choose_language(code)
    QApplication.processEvents()
    found = [f"topics: {fault}" for fault in cut(desk)]
    for tutorial in library:
        desk.open_tutorial(tutorial.id)
        view = desk.view
        assert view.walkthrough is not None
        for answer in answers(tutorial):
            for _ in places(view.walkthrough, answer):
                found += [f"{tutorial.id}/{fault}" for fault in place_faults(desk)]
    assert sorted(set(found)) == []
