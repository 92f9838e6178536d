"""The interpreter lives through a day of Qt calls (PySide6 6.12.0 under Python 3.11 does not)."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_fifty_thousand_void_calls_leave_none_alive(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for number in range(50_000):
        label.setText(str(number))
    assert label.text() == "49999"
