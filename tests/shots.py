"""Every screen in every language as a picture, to be looked at: `make shots` writes them into build/shots."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parent / "ui" / "fonts.conf")

from PySide6.QtWidgets import QApplication, QWidget

from kiosk.clock import SystemClock
from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library
from kiosk.visits import VisitLog
from tests.ui.manager_stage import ManagerStage, make_practice
from tests.ui.resident_stage import ResidentStage
from tests.ui.stage import LINES, Come, Lines, SettingUp, Stage
from ui.app import application_with_fonts
from ui.theme import CALM, Look

SIZE = (1366, 768)
SCALES = (1.0, 2.0)
OUT = Path("build/shots")
#: Yellow lines on one picture.
TOGETHER = 9


def picture(window: QWidget, name: str) -> None:
    """Keep what a window shows."""
    for _ in range(2):  # words ask for room, and what stands around them gives it
        QApplication.processEvents()
    path = OUT / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(path))


class Camera:
    """Takes the desk's pictures in one language at one text size."""

    def __init__(self, languages: Languages, library: Library, code: str, scale: float) -> None:
        self._languages, self._library = languages, library
        self._code, self._scale = code, scale
        self._folder = f"{code}/{round(scale * 100)}"

    def take(self, tutorials: list[str]) -> None:
        """Take every screen, or the places of these walkthroughs."""
        with (
            tempfile.TemporaryDirectory() as place,
            VisitLog.open(Path(place) / "log.db", SystemClock()) as log,
        ):
            stage = Stage(log, self._languages, self._library, self._code, Look(CALM, self._scale))
            stage.window.resize(*SIZE)
            stage.window.show()
            for tutorial in tutorials:
                self._take(stage, stage.walkthrough(self._library[tutorial]))
            if not tutorials:
                self._take(stage, stage.screens())
                self._take_lines()
                self._take_setting_up()
                self._take_resident()
            stage.window.close()

    def _take(self, stage: Stage | ResidentStage, screens: Iterable[tuple[str, Come]]) -> None:
        for name, come in screens:
            come()
            picture(stage.window, f"{self._folder}/{name}")

    def _take_lines(self) -> None:
        for first in range(0, len(LINES), TOGETHER):
            lines = LINES[first : first + TOGETHER]
            sheet = Lines(self._languages, self._code, self._scale, lines)
            sheet.resize(SIZE[0], max(SIZE[1], sheet.heightForWidth(SIZE[0])))
            sheet.show()
            picture(sheet, f"{self._folder}/lines-{first // TOGETHER + 1}")
            sheet.close()

    def _take_setting_up(self) -> None:
        with (
            tempfile.TemporaryDirectory() as place,
            VisitLog.open(Path(place) / "log.db", SystemClock()) as log,
        ):
            stage = SettingUp(log, self._languages, self._code, Look(CALM, self._scale))
            for name, window, come in stage.screens():
                if not window.isVisible():
                    stage.show(window, SIZE)
                come()
                picture(window, f"{self._folder}/{name}")
            for window in stage.windows:
                window.close()

    def _take_resident(self) -> None:
        with (
            tempfile.TemporaryDirectory() as place,
            VisitLog.open(Path(place) / "log.db", SystemClock()) as log,
        ):
            stage = ResidentStage(log, self._languages, self._library, self._code, Look(CALM, self._scale))
            stage.window.resize(*SIZE)
            stage.window.show()
            self._take(stage, stage.screens())
            stage.window.idle.rest()
            stage.window.close()


def manager_pictures(languages: Languages, codes: Iterable[str]) -> None:
    """Take every screen of the manager's window over the practice region."""
    with tempfile.TemporaryDirectory() as place:
        practice = make_practice(Path(place))
        for code in codes:
            for scale in SCALES:
                stage = ManagerStage(practice, languages, code, Look(CALM, scale))
                stage.window.resize(*SIZE)
                stage.window.show()
                for name, come in stage.screens():
                    come()
                    stage.wait()
                    picture(stage.window, f"{code}/{round(scale * 100)}/{name}")
                stage.close()


def main(wanted: list[str]) -> int:
    """Take the pictures. Arguments choose languages, and walkthroughs to be taken instead of the screens."""
    application_with_fonts()
    found = resources()
    languages, library = Languages(found.translations), Library.load(found.tutorials)
    codes = [code for code in wanted if code in LANGUAGES] or LANGUAGES
    tutorials = [tutorial for tutorial in wanted if tutorial not in LANGUAGES]
    for code in codes:
        for scale in SCALES:
            Camera(languages, library, code, scale).take(tutorials)
    if not tutorials:
        manager_pictures(languages, codes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
