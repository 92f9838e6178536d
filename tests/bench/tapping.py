"""How long any tap takes until its answer is painted: buttons of the desk at random, as a volunteer in a hurry."""

from __future__ import annotations

import random
import statistics
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.config import DataFolder
from tests.bench.figures import Figure, percentile
from ui.app import application_with_fonts, build_desk, settle
from ui.desk.window import DeskWindow
from ui.widgets.button import Button

TAPS, WARM = 1500, 300
#: What leaves the desk: a stick or a folder, the printer, the projector, another face, the settings.
_AWAY = frozenset({"usb", "folder", "printer", "screen", "hand-over", "settings", "user-off"})


def taps(data: DataFolder) -> Figure:
    """Measure real clicks on buttons that are shown, from the press to the painted window, after a warm-up."""
    application_with_fonts()
    face = build_desk(data)
    window = face.window
    assert isinstance(window, DeskWindow)
    window.resize(1366, 768)
    window.show()
    QApplication.processEvents()
    window.panel.sign_in.signed_in.emit("A-01")
    settle()  # as the program does once it has started
    draw, took = random.Random(11), []
    for number in range(WARM + TAPS):
        button = draw.choice(_offered(window))
        begun = time.perf_counter()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.sendPostedEvents()
        if number >= WARM:
            took.append((time.perf_counter() - begun) * 1000)
        QApplication.processEvents()
    window.close()
    face.close()
    note = (
        f"median {statistics.median(took):.1f} ms, most {max(took):.0f} ms, {TAPS} taps on buttons at random"
    )
    return Figure("any tap to its painted answer p99", percentile(took, 0.99), "ms", 50.0, note=note)


def _offered(window: DeskWindow) -> list[Button]:
    """Return the buttons that can be tapped now and lead nowhere else."""
    return [
        button
        for button in window.findChildren(Button)
        if button.isVisible() and button.isEnabled() and button.icon_name not in _AWAY
    ]
