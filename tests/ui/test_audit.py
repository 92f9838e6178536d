"""The long matrix, by `make audit`: every screen of the desk, whole at every size, text scale and contrast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library
from kiosk.visits import VisitLog
from tests.ui.stage import Come, Stage
from tests.ui.test_walkthrough_fits import faults, settle
from ui.theme import CALM, HIGH_CONTRAST, Colours, Look
from ui.widgets.button import Button
from ui.widgets.text import Label
from ui.widgets.top_bar import TEXT_SCALES

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
#: 15 mm at 96 dpi.
LEAST_TARGET = 57


@pytest.fixture
def log(tmp_path: Path) -> Iterator[VisitLog]:
    with VisitLog.open(tmp_path / "log.db", SystemClock()) as log:
        yield log


def cut(root: QWidget, least: int = LEAST_TARGET) -> Iterator[str]:
    """Say which button or label is smaller than its words, too small for a finger, nameless, or out of sight."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, Button | Label):
            yield from (
                f"{fault}: “{widget.text()}” {widget.size().toTuple()}" for fault in _faults(widget, least)
            )


def _faults(widget: Button | Label, least: int) -> Iterator[str]:
    if widget.hasHeightForWidth() and widget.heightForWidth(widget.width()) > widget.height():
        yield "cut"
    if widget.width() < widget.minimumSizeHint().width():
        yield "too narrow for its words"
    if widget.text() and not _whole(widget):
        yield "out of sight"
    if isinstance(widget, Button) and min(widget.width(), widget.height()) < least:
        yield "too small for a finger"
    if isinstance(widget, Button) and not widget.accessibleName():
        yield "nameless"


def _whole(widget: QWidget) -> bool:
    """Tell whether all of a widget can be seen; what scrolls may stand above or below, never beside the edge."""
    seen = widget.visibleRegion().boundingRect()
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return seen == widget.rect() if above is None else seen.isEmpty() or seen.width() == widget.width()


def found_in(stage: Stage, screens: Iterable[tuple[str, Come]], size: tuple[int, int]) -> Iterator[str]:
    """Go through screens and say what is wrong with each."""
    for name, come in screens:
        come()
        settle()
        here = [*cut(stage.window)]
        if stage.window.size().toTuple() != size:
            here.append(f"the window grew to {stage.window.size().toTuple()}")
            stage.window.resize(*size)
        if stage.window.view.isVisible():
            here += [*faults(stage.window.view, stage.window.look), *cut(stage.window)]
        yield from (f"{name}: {fault}" for fault in here)


def stage_for(
    log: VisitLog,
    languages: Languages,
    library: Library,
    code: str,
    look: Look,
    size: tuple[int, int],
    qtbot: QtBot,
) -> Stage:
    stage = Stage(log, languages, library, code, look)
    qtbot.addWidget(stage.window)
    stage.window.resize(*size)
    stage.window.show()
    return stage


@pytest.mark.parametrize(("code", "scale"), list(zip(LANGUAGES, (2.0, 1.0, 2.0, 1.0, 2.0), strict=True)))
def test_every_screen_is_whole_on_the_smallest_usual_display(
    code: str, scale: float, log: VisitLog, languages: Languages, library: Library, qtbot: QtBot
) -> None:
    stage = stage_for(log, languages, library, code, Look(CALM, scale), SIZES[1], qtbot)
    found = sorted(set(found_in(stage, stage.screens(), SIZES[1])))
    assert found == [], "\n".join(found)


@pytest.mark.audit
@pytest.mark.parametrize("colours", [CALM, HIGH_CONTRAST], ids=["calm", "contrast"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_screen_and_every_step_is_whole(
    code: str,
    size: tuple[int, int],
    scale: float,
    colours: Colours,
    log: VisitLog,
    languages: Languages,
    library: Library,
    qtbot: QtBot,
) -> None:
    stage = stage_for(log, languages, library, code, Look(colours, scale), size, qtbot)
    found = [*found_in(stage, stage.screens(), size)]
    for tutorial in library:
        found += found_in(stage, stage.walkthrough(tutorial), size)
    assert found == [], "\n".join(sorted(set(found)))
