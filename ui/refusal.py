"""A window for what keeps a face from opening: what happened and what to do, never a traceback."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from kiosk.errors import KioskError
from kiosk.i18n import Language
from ui.half import Half
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.picture import Picture
from ui.widgets.text import Label


class RefusalWindow(Half):
    """Says one refusal in the volunteer's language; its button closes the program."""

    def __init__(self, language: Language, look: Look, problem: KioskError) -> None:
        super().__init__(language, look)
        self.setWindowTitle("One-Stop Kiosk")
        self.message = Label("large")
        self.message.setText(language.text(problem.message, **problem.params))
        self.close_button = Button("Close", kind="primary")
        self.close_button.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 40, 60, 40)
        column.setSpacing(24)
        column.addStretch(1)
        column.addWidget(Picture("warning", 48, colour="on_danger"), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.message)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        self.resize(760, 420)
        self.refresh(self)
