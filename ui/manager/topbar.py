"""The manager's bar: which programme this is, and the languages."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label


class ManagerBar(Part, QWidget):
    """The programme's name at the left, the languages at the right, each in its own name."""

    language_chosen = Signal(str)

    def __init__(self, languages: Iterable[Language]) -> None:
        super().__init__()
        self._look = Look()
        self._programme = ""
        self.title = Label("large", bold=True, colour="brand")
        self.buttons: dict[str, Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 14, 7)
        row.setSpacing(4)
        row.addWidget(self.title, 1)
        group = QButtonGroup(self)
        for language in languages:
            button = Button(kind="tab", role="small", checkable=True, height=44)
            button.say(language.name)
            button.clicked.connect(lambda _on=False, code=language.code: self.language_chosen.emit(code))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[language.code] = button
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def name_programme(self, name: str, language: Language) -> None:
        """Show which programme this is."""
        self._programme = name
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say the title again and mark the language."""
        self.title.setText(self._programme or language.text(N_("One-Stop Kiosk · Manager")))
        if language.code in self.buttons:
            self.buttons[language.code].setChecked(True)

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("card"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.colour("line"))
