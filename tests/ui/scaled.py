"""A face on a screen that the system scales: a process of its own, because Qt reads the factor as it starts.

python -m tests.ui.scaled 1.25 1366x768 kk desk resident steps
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

STEPS = "steps"


def main(factor: str, screen: str, code: str, *faces: str) -> None:
    """Print what is wrong with some faces on a screen of so many pixels, scaled by `factor`.

    A face is "desk", "resident", "setup" or "manager"; "steps" among them: every step of every walkthrough as well.
    """
    os.environ["QT_SCALE_FACTOR"] = factor
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
    from ui.app import application_with_fonts

    application = application_with_fonts()
    assert application.devicePixelRatio() == float(factor)
    width, height = (round(int(side) / float(factor)) for side in screen.split("x"))
    for face in (face for face in faces if face != STEPS):
        with tempfile.TemporaryDirectory() as folder:
            place = (Path(folder), code, (width, height))
            alone = {"manager": _manager, "setup": _setting_up}.get(face)
            found = alone(*place) if alone is not None else _stage(*place, face, STEPS in faces)
            for fault in sorted(set(found)):
                print(f"{face}: {fault}")
    print("looked at every screen")


def _stage(folder: Path, code: str, size: tuple[int, int], face: str, steps: bool) -> Iterator[str]:
    from shiboken6 import delete

    from kiosk.clock import SystemClock
    from kiosk.config import resources
    from kiosk.i18n import Languages
    from kiosk.tutorials import Library
    from kiosk.visits import VisitLog
    from tests.ui.resident_stage import ResidentStage
    from tests.ui.stage import Stage
    from tests.ui.test_audit import found_in
    from ui.theme import CALM, Look

    languages, library = Languages(resources().translations), Library.load(resources().tutorials)
    with VisitLog.open(folder / "log.db", SystemClock()) as log:
        kind = ResidentStage if face == "resident" else Stage
        stage = kind(log, languages, library, code, Look(CALM))
        stage.window.resize(*size)
        stage.window.show()
        yield from found_in(stage, stage.screens(), size)
        for tutorial in library if steps else ():
            yield from found_in(stage, stage.walkthrough(tutorial), size)
        delete(stage.window)


def _setting_up(folder: Path, code: str, size: tuple[int, int]) -> list[str]:
    from kiosk.clock import SystemClock
    from kiosk.config import resources
    from kiosk.i18n import Languages
    from kiosk.visits import VisitLog
    from tests.ui.test_audit import found_in_setting_up
    from ui.theme import CALM, Look

    with VisitLog.open(folder / "log.db", SystemClock()) as log:
        return found_in_setting_up(log, Languages(resources().translations), code, Look(CALM), size)


def _manager(folder: Path, code: str, size: tuple[int, int]) -> list[str]:
    from kiosk.config import resources
    from kiosk.i18n import Languages
    from tests.ui.manager_stage import make_practice
    from tests.ui.test_manager_audit import run
    from ui.theme import CALM, Look

    practice = make_practice(folder)
    return run(practice, Languages(resources().translations), code, Look(CALM), size)


if __name__ == "__main__":
    main(*sys.argv[1:])
