"""A short play of the monkey in each face; `python -m tests.ui.monkey` lets it play for as long as one likes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.monkey import Monkey, lost, open_kiosk

STEPS = {"resident": 150, "desk": 80}


@pytest.mark.parametrize("face", STEPS)
def test_a_monkey_breaks_nothing_uncovers_nothing_and_loses_no_visit(
    face: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exceptions and Qt's warnings fail it by themselves."""
    monkeypatch.setenv("PATH", "")  # no voice: it would only take time here
    opened, log, data = open_kiosk(tmp_path, face == "resident")
    monkey = Monkey(opened, log, seed=4)
    monkey.play(STEPS[face])
    assert monkey.others() == []
    assert monkey.covers()
    window = monkey.window
    if opened.handover is not None and opened.handover.window is not None:
        opened.handover.window.end()
    for top in {window, opened.window}:
        top.hide()
        top.deleteLater()
    QApplication.processEvents()
    opened.close()
    assert lost(data, monkey.acknowledged) == []
