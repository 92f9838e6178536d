"""Every screen in every language as a picture, to be looked at: `make shots` writes them into build/shots."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parent / "ui" / "fonts.conf")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings, resources
from kiosk.demo import build
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library, Tutorial
from kiosk.visits import VisitLog
from kiosk.walkthrough import Walkthrough
from tests.walkthrough.ways import answers, places
from ui.app import application_with_fonts, build_manager
from ui.desk.banner import Banner
from ui.desk.panel import VisitPanel
from ui.desk.window import DeskWindow
from ui.manager.window import ManagerWindow
from ui.theme import CALM, Look

SIZES = ((1366, 768), (1024, 768))
SCALES = (1.0, 2.0)
OUT = Path("build/shots")
#: The volunteer's language beside each of the resident's: never the same, so that both halves are seen.
BESIDE = {"kk": "ru", "ru": "kk", "en": "vi", "vi": "en", "fi": "ru"}


class Stage:
    """A desk over a practice shop, and the ways to its screens."""

    def __init__(self, data: DataFolder, code: str, scale: float) -> None:
        found = resources()
        languages = Languages(found.translations)
        settings = Settings.load(data.settings).with_changes(volunteer_language=BESIDE[code])
        self.log = VisitLog.open(data.log, SystemClock())
        self.log.discard_draft()
        names = {each: languages[each].name for each in LANGUAGES}
        volunteer = languages[BESIDE[code]]
        self.panel = VisitPanel(volunteer, Look(), self.log, settings, SystemClock(), names=names)
        self.banner = Banner(volunteer, Look())
        self.library = Library.load(found.tutorials)
        self.window = DeskWindow(settings, languages, self.library, self.panel, self.banner)
        self.window.wear(Look(CALM, scale))
        self.window.choose_language(code)
        self.window.chooser.prepare()

    def screens(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield each screen's name and how to come to it."""
        yield "sign-in", lambda: None
        yield "topics", lambda: self.panel.sign_in.signed_in.emit("A-01")
        for tutorial in self.library:
            yield from self._places(tutorial)
        yield "both", lambda: self._both("kz-criminal-record")
        yield "practice", lambda: self._practise("kz-criminal-record", 0)
        yield "practice-hint", lambda: self._miss("address-bar")
        yield "practice-code", lambda: self._practise("kz-criminal-record", 1)
        yield "services", self.panel.form.answers.service_button.click
        yield "today", self.panel.form.cancel_button.click

    def _places(self, tutorial: Tutorial) -> Iterator[tuple[str, Callable[[], None]]]:
        for answer in answers(tutorial):
            walk = Walkthrough(tutorial, self.window.language.code)
            for _ in places(walk, answer):
                name = walk.step.id if walk.step else "question" if walk.asking else "replaced"
                come = partial(self._place, tutorial.id, answer, walk.position)
                yield f"{tutorial.id}-{answer}-{walk.position + 1:02}-{name}", come

    def _place(self, tutorial: str, answer: str, number: int) -> None:
        self._step(tutorial, 0)
        walk = self.window.view.walkthrough
        assert walk is not None
        walk.choose(answer)
        walk.go(number)
        self.window.view.show_step(first=True)

    def _practise(self, tutorial: str, number: int) -> None:
        self._step(tutorial, number)
        self.window.view.practise()

    def _miss(self, box: str) -> None:
        self.window.view.phone.targets[box].click()

    def _step(self, tutorial: str, number: int) -> None:
        walk = self.window.view.walkthrough
        if walk is None or walk.tutorial.id != tutorial or self.window.view.practice is not None:
            self.window.open_tutorial(tutorial)
            walk = self.window.view.walkthrough
        assert walk is not None
        walk.go(number)
        self.window.view.show_step(first=True)

    def _both(self, tutorial: str) -> None:
        self._step(tutorial, 2)
        self.window.view.show_both(True)

    def close(self) -> None:
        """Leave nothing open."""
        self.window.close()
        self.log.discard_draft()
        self.log.close()


def picture(window: QWidget, name: str) -> None:
    """Keep what a window shows."""
    QApplication.processEvents()
    path = OUT / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(path))


def desk_pictures(data: DataFolder, code: str) -> None:
    """Take the desk in one language, at every size and text scale."""
    for scale in SCALES:
        for width, height in SIZES:
            stage = Stage(data, code, scale)
            stage.window.resize(width, height)
            stage.window.show()
            for name, come in stage.screens():
                come()
                picture(stage.window, f"{code}/{width}-{round(scale * 100)}/{name}")
            stage.close()


def manager_picture(data: DataFolder, code: str) -> None:
    """Take the manager's window once its figures stand."""
    Settings.load(data.settings).with_changes(volunteer_language=code).save(data.settings)
    face = build_manager(data)
    window = face.window
    assert isinstance(window, ManagerWindow)
    waiting = QEventLoop()
    window.refreshed.connect(waiting.quit)
    window.resize(1366, 768)
    window.show()
    waiting.exec()
    picture(window, f"{code}/1366-100/manager")
    face.close()


def main(wanted: list[str]) -> int:
    """Take the pictures; arguments choose languages (all by default)."""
    application_with_fonts()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        build(root / "shop")
        build(root / "region", "north-kazakhstan")
        for code in wanted or LANGUAGES:
            desk_pictures(DataFolder(root / "shop" / "kiosks" / "desk"), code)
            manager_picture(DataFolder(root / "region" / "centre"), code)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
