"""The long matrix, by `make audit`: every screen of the desk, whole at every size, text scale and contrast."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from kiosk.clock import SystemClock
from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library
from kiosk.visits import VisitLog
from tests.ui.accessibility import inaccessible
from tests.ui.matrix import SIZES, every_look
from tests.ui.resident_stage import ResidentStage
from tests.ui.scaled import STEPS
from tests.ui.stage import Come, SettingUp, Stage, question
from tests.ui.stretched import StretchedLanguages
from tests.ui.test_walkthrough_fits import faults, settle
from ui.half import Half, half_of
from ui.theme import CALM, HIGH_CONTRAST, PX_PER_MM, Colours, Look, Metric
from ui.widgets.button import Button
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label
from ui.widgets.top_bar import TEXT_SCALES

#: Screens in their own pixels, and by how much the system enlarges what stands on them.
SCALED = (("1366x768", "1.25"), ("1920x1080", "1.25"), ("1920x1080", "1.5"))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[VisitLog]:
    with VisitLog.open(tmp_path / "log.db", SystemClock()) as log:
        yield log


def cut(root: QWidget, least: int = 0) -> Iterator[str]:
    """Say which button or label is smaller than its words, too small for a finger, nameless, or out of sight.

    `least` is the least target in pixels, where it is not the face's own.
    """
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
    if isinstance(widget, Button) and min(widget.width(), widget.height()) < (least or least_target(widget)):
        yield "too small for a finger"
    if isinstance(widget, Button) and not widget.accessibleName():
        yield "nameless"


def least_target(widget: QWidget) -> int:
    """Return the least target of the face that a widget belongs to, in pixels: 15 mm at the desk, 20 for residents."""
    half = half_of(widget)
    assert half is not None
    return half.look.touch()


def crowded(root: Half) -> Iterator[str]:
    """Say which two buttons lie nearer to each other than this face allows."""
    if not root.look.metric.gap:
        return
    shown = [button for button in root.findChildren(Button) if button.isVisible()]
    places = [QRect(button.mapTo(root, QPoint()), button.size()) for button in shown]
    for (one, here), (other, there) in itertools.combinations(zip(shown, places, strict=True), 2):
        beside = max(there.left() - here.right(), here.left() - there.right()) - 1
        above = max(there.top() - here.bottom(), here.top() - there.bottom()) - 1
        if max(beside, above) < root.look.gap(0):
            yield f"nearer than a finger: “{one.text()}” and “{other.text()}” {beside} {above}"


def covered(window: QWidget) -> Iterator[str]:
    """Say over which scrolled widgets a bar lies."""
    for area in window.findChildren(Scroller):
        if not area.bar.isVisible():
            continue
        for widget in area.widget().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            right = widget.mapTo(area, QPoint(widget.width(), 0)).x()
            if widget.isVisible() and right > area.bar.x():
                yield f"below the scroll bar: {type(widget).__name__} “{widget.accessibleName()}”"


def _whole(widget: QWidget) -> bool:
    """Tell whether all of a widget can be seen; what scrolls may stand above or below, never beside the edge."""
    seen = widget.visibleRegion().boundingRect()
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return seen == widget.rect() if above is None else seen.isEmpty() or seen.width() == widget.width()


def found_in(
    stage: Stage | ResidentStage, screens: Iterable[tuple[str, Come]], size: tuple[int, int]
) -> Iterator[str]:
    """Go through screens and say what is wrong with each."""
    for name, come in screens:
        come()
        settle()
        here = found_on(stage.window, size)
        if stage.window.view.isVisible():
            here += [*faults(stage.window.view, stage.window.look), *cut(stage.window)]
        yield from (f"{name}: {fault}" for fault in here)


def found_on(window: Half, size: tuple[int, int]) -> list[str]:
    """Say what is wrong with the screen that a window shows; it must not have grown."""
    here = [*cut(window), *inaccessible(window)]
    if window.size().toTuple() != size:
        here.append(f"the window grew to {window.size().toTuple()}")
        window.resize(*size)
    return [*here, *crowded(window), *covered(window)]


def found_in_setting_up(
    log: VisitLog, languages: Languages, code: str, look: Look, size: tuple[int, int]
) -> list[str]:
    """Go through every screen of setting up, and a refusal, and say what is wrong with each."""
    found: list[str] = []
    stage = SettingUp(log, languages, code, look)
    shown: dict[Half, tuple[int, int]] = {}
    for name, window, come in stage.screens():
        if window not in shown:
            shown[window] = stage.show(window, size)
        come()
        settle()
        found += (f"{name}: {fault}" for fault in found_on(window, shown[window]))
    for window in stage.windows:
        delete(window)
    return sorted(set(found))


class Audit:
    """Goes through the screens of stages over one log."""

    def __init__(self, log: VisitLog, languages: Languages, library: Library, qtbot: QtBot) -> None:
        self._log, self._languages, self._library, self._qtbot = log, languages, library, qtbot

    def __call__(
        self,
        kind: type[Stage | ResidentStage],
        code: str,
        look: Look,
        size: tuple[int, int],
        *,
        steps: bool = False,
        spoken: Languages | None = None,
    ) -> list[str]:
        """Return what is wrong, once each; with `steps` on every step too, in the catalogues' languages or others."""
        stage = kind(self._log, spoken or self._languages, self._library, code, look)
        self._qtbot.addWidget(stage.window)
        stage.window.resize(*size)
        stage.window.show()
        found = [*found_in(stage, stage.screens(), size)]
        for tutorial in self._library if steps else ():
            found += found_in(stage, stage.walkthrough(tutorial), size)
        return sorted(set(found))


@pytest.fixture
def audit(log: VisitLog, languages: Languages, library: Library, qtbot: QtBot) -> Audit:
    """An audit over a log of its own."""
    return Audit(log, languages, library, qtbot)


def one_in_the_suite(first: str) -> list[Any]:
    """Return every language: `first` for the suite, the others for the long matrix."""
    return [first, *(pytest.param(code, marks=pytest.mark.audit) for code in LANGUAGES if code != first)]


@pytest.mark.parametrize(("code", "scale"), list(zip(LANGUAGES, (2.0, 1.0, 2.0, 1.0, 2.0), strict=True)))
def test_every_screen_is_whole_on_the_smallest_usual_display(code: str, scale: float, audit: Audit) -> None:
    found = audit(Stage, code, Look(CALM, scale), SIZES[1])
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("code", one_in_the_suite("en"))
def test_the_desk_holds_texts_that_are_twice_as_long(code: str, audit: Audit) -> None:
    found = audit(Stage, code, Look(CALM), SIZES[1], spoken=StretchedLanguages(resources().translations))
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("code", one_in_the_suite("kk"))
def test_a_resident_s_screens_hold_texts_that_are_twice_as_long(code: str, audit: Audit) -> None:
    found = audit(
        ResidentStage, code, Look(CALM), SIZES[1], spoken=StretchedLanguages(resources().translations)
    )
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("code", ["vi", "fi"])
def test_the_name_of_the_way_on_makes_no_page_that_the_other_name_unmakes(
    code: str, log: VisitLog, languages: Languages, library: Library, qtbot: QtBot
) -> None:
    """On a small screen at large print, "read on" and what follows it need another number of lines."""
    stage = Stage(log, languages, library, code, Look(CALM, 2.0))
    qtbot.addWidget(stage.window)
    stage.window.resize(*SIZES[0])
    stage.window.show()
    found = []
    for name, come in stage.screens():
        if name.startswith("practice"):
            found += found_in(stage, [(name, come)], SIZES[0])
        else:
            come()
    assert found == [], "\n".join(found)


def scaled(factor: str, screen: str, code: str, *faces: str) -> str:
    """Return what is said of faces on a screen that the system scales, by a process that is scaled as a whole."""
    run = [sys.executable, "-m", "tests.ui.scaled", factor, screen, code, *faces]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    return done.stdout if not done.returncode else done.stdout + done.stderr[-2000:]


def test_a_small_screen_that_the_system_scales_shows_all_of_the_desk() -> None:
    assert scaled("1.25", "1366x768", "ru", "desk", "resident") == "looked at every screen\n"


@pytest.mark.audit
@pytest.mark.parametrize(
    "faces", [("desk", STEPS), ("resident", STEPS), ("setup",), ("manager",)], ids=lambda f: f[0]
)
@pytest.mark.parametrize(("screen", "factor"), SCALED)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_face_is_whole_on_a_screen_that_the_system_scales(
    code: str, screen: str, factor: str, faces: tuple[str, ...]
) -> None:
    assert scaled(factor, screen, code, *faces) == "looked at every screen\n"


@every_look(TEXT_SCALES)
def test_every_screen_and_every_step_is_whole(
    code: str, size: tuple[int, int], scale: float, colours: Colours, audit: Audit
) -> None:
    found = audit(Stage, code, Look(colours, scale), size, steps=True)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(("code", "size", "scale"), [("fi", SIZES[0], 2.0), ("vi", SIZES[0], 1.0)])
def test_a_resident_s_screens_are_whole_and_made_for_a_finger(
    code: str, size: tuple[int, int], scale: float, audit: Audit
) -> None:
    found = audit(ResidentStage, code, Look(CALM, scale), size)
    assert found == [], "\n".join(found)


#: A laptop's dense screen: 1920 x 1080 on 15.6 inches.
DENSE = 5.55


@pytest.mark.audit
@pytest.mark.parametrize("colours", [CALM, HIGH_CONTRAST], ids=["calm", "contrast"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize(("size", "px_per_mm"), [*((size, PX_PER_MM) for size in SIZES), (SIZES[2], DENSE)])
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_step_is_whole_for_a_resident_alone(
    code: str, size: tuple[int, int], px_per_mm: float, scale: float, colours: Colours, audit: Audit
) -> None:
    found = audit(ResidentStage, code, Look(colours, scale, Metric(px_per_mm)), size, steps=True)
    assert found == [], "\n".join(found)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("code", "scale", "size", "colours"),
    [("kk", 2.0, SIZES[0], CALM), ("fi", 1.0, SIZES[0], HIGH_CONTRAST), ("vi", 2.0, SIZES[1], CALM)],
)
def test_every_screen_of_setting_up_is_whole_on_a_small_display(
    code: str, scale: float, size: tuple[int, int], colours: Colours, log: VisitLog, languages: Languages
) -> None:
    found = found_in_setting_up(log, languages, code, Look(colours, scale), size)
    assert found == [], "\n".join(found)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", one_in_the_suite("ru"))
def test_the_screens_of_setting_up_hold_texts_that_are_twice_as_long(code: str, log: VisitLog) -> None:
    stretched = StretchedLanguages(resources().translations)
    found = found_in_setting_up(log, stretched, code, Look(CALM), SIZES[1])
    assert found == [], "\n".join(found)


@every_look(TEXT_SCALES)
@pytest.mark.usefixtures("qapp")
def test_every_screen_of_setting_up_is_whole(
    code: str, size: tuple[int, int], scale: float, colours: Colours, log: VisitLog, languages: Languages
) -> None:
    found = found_in_setting_up(log, languages, code, Look(colours, scale), size)
    assert found == [], "\n".join(found)


def test_a_question_after_another_offers_its_answers_and_no_way_past_them(
    log: VisitLog, languages: Languages, library: Library, qtbot: QtBot
) -> None:
    stage = ResidentStage(log, languages, library, "kk", Look(CALM, 1.5))
    qtbot.addWidget(stage.window)
    stage.window.choose_language("kk")
    stage.window.resize(1366, 768)
    stage.window.show()
    for tutorial in library:
        if tutorial.branch:
            stage.go(tutorial.id, question(library, tutorial.id))
            settle()
            assert not stage.window.view.next_button.isVisible(), tutorial.id
