"""Every screen of the manager's window is whole: in every language, at every size, text scale and contrast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QScrollArea, QWidget

from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES
from tests.ui.accessibility import inaccessible
from tests.ui.manager_stage import ManagerStage, Practice, make_practice
from tests.ui.matrix import SIZES, every_look
from tests.ui.stretched import StretchedLanguages
from tests.ui.test_audit import cut
from ui.manager.entries import Entries
from ui.manager.table_view import TableView
from ui.theme import CALM, Colours, Look

#: Pixels of 96 dpi: WCAG 2.5.5.
OFFICE_TARGET = 44
TEXT_SCALES = (1.0, 2.0)


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return make_practice(tmp_path_factory.mktemp("practice"))


def found_on(stage: ManagerStage, size: tuple[int, int]) -> Iterator[str]:
    """Go through the screens and say what is wrong with each."""
    for name, come in stage.screens():
        come()
        stage.wait()
        here = [
            *cut(stage.window, OFFICE_TARGET),
            *inaccessible(stage.window),
            *_unreached(stage.window),
            *_too_wide(stage.window),
        ]
        if stage.window.size().toTuple() != size:
            here.append(f"the window grew to {stage.window.size().toTuple()}")
            stage.window.resize(*size)
        yield from (f"{name}: {fault}" for fault in here)


def _unreached(window: QWidget) -> Iterator[str]:
    """Whatever can be used has a name that is read out, and the keyboard comes to it."""
    chain = _tab_chain(window)
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLineEdit | Entries | TableView) and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                yield f"nameless: {type(widget).__name__}"
            if widget.isEnabled() and widget not in chain:
                yield f"not reached by Tab: {interface.text(QAccessible.Text.Name)}"


def _tab_chain(window: QWidget) -> set[QWidget]:
    chain: set[QWidget] = set()
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        chain.add(widget)
        widget = widget.nextInFocusChain()
    return chain


def _too_wide(window: QWidget) -> Iterator[str]:
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
            yield f"{type(area).__name__} is wider than the window"


def run(practice: Practice, languages: Languages, code: str, look: Look, size: tuple[int, int]) -> list[str]:
    stage = ManagerStage(practice, languages, code, look)
    stage.window.resize(*size)
    stage.window.show()
    stage.wait()
    try:
        return sorted(set(found_on(stage, size)))
    finally:
        stage.close()
        stage.window.deleteLater()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("code", "scale"), [("ru", 2.0)])
def test_every_screen_is_whole_on_the_smallest_usual_display(
    practice: Practice, languages: Languages, code: str, scale: float
) -> None:
    found = run(practice, languages, code, Look(CALM, scale), SIZES[1])
    assert found == [], "\n".join(found)


@pytest.mark.audit
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_screen_holds_texts_that_are_twice_as_long(practice: Practice, code: str) -> None:
    found = run(practice, StretchedLanguages(resources().translations), code, Look(CALM), SIZES[1])
    assert found == [], "\n".join(found)


@every_look(TEXT_SCALES)
@pytest.mark.usefixtures("qapp")
def test_every_screen_is_whole(
    practice: Practice, languages: Languages, code: str, size: tuple[int, int], scale: float, colours: Colours
) -> None:
    found = run(practice, languages, code, Look(colours, scale), size)
    assert found == [], "\n".join(found)


def test_the_practice_has_what_the_screens_show(practice: Practice) -> None:
    assert practice.data.centre.exists()
    assert isinstance(practice.wrong, Path)
