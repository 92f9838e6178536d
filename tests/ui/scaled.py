"""The desk on a screen that the system scales: a process of its own, because Qt reads the factor as it starts."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

FULL_HD = (1920, 1080)


def main(factor: str, code: str) -> None:
    """Print what is wrong with the desk's screens on a full HD screen that is scaled by `factor`."""
    os.environ["QT_SCALE_FACTOR"] = factor
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
    from ui.app import application_with_fonts

    application = application_with_fonts()
    from kiosk.clock import SystemClock
    from kiosk.config import resources
    from kiosk.i18n import Languages
    from kiosk.tutorials import Library
    from kiosk.visits import VisitLog
    from tests.ui.stage import Stage
    from tests.ui.test_audit import found_in
    from ui.theme import CALM, Look

    assert application.devicePixelRatio() == float(factor)
    width, height = (round(side / float(factor)) for side in FULL_HD)
    languages, library = Languages(resources().translations), Library.load(resources().tutorials)
    with (
        tempfile.TemporaryDirectory() as folder,
        VisitLog.open(Path(folder) / "log.db", SystemClock()) as log,
    ):
        stage = Stage(log, languages, library, code, Look(CALM))
        stage.window.resize(width, height)
        stage.window.show()
        for fault in sorted(set(found_in(stage, stage.screens(), (width, height)))):
            print(fault)
        print("looked at every screen")


if __name__ == "__main__":
    main(*sys.argv[1:])
