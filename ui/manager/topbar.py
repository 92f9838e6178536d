"""The manager's bar: which programme this is, the languages, text size and contrast."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy

from kiosk.i18n import N_, Language
from ui.half import Half
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

#: The bar's own text grows with the pages', but only so far that the languages still stand side by side.
MOST_SCALE = 1.2


class ManagerBar(Half):
    """The programme's name at the left, the languages at the right, each in its own name."""

    language_chosen = Signal(str)
    text_size_wanted = Signal()
    contrast_wanted = Signal()

    def __init__(self, language: Language, look: Look, languages: Iterable[Language]) -> None:
        super().__init__(language, look, background="card")
        self._programme = ""
        self.title = Label("large", bold=True, colour="brand")
        self.buttons: dict[str, Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 14, 7)
        row.setSpacing(4)
        row.addWidget(self.title, 1)
        group = QButtonGroup(self)
        for spoken in languages:
            button = Button(kind="tab", role="small", checkable=True, height=44)
            button.say(spoken.name)
            button.clicked.connect(lambda _on=False, code=spoken.code: self.language_chosen.emit(code))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[spoken.code] = button
        row.addSpacing(8)
        self.text_size = Button(N_("Text size"), icon="text-size", icon_only=True, height=44)
        self.text_size.clicked.connect(self.text_size_wanted)
        self.contrast = Button(N_("Contrast"), icon="contrast", icon_only=True, height=44)
        self.contrast.clicked.connect(self.contrast_wanted)
        for tool in (self.text_size, self.contrast):
            row.addWidget(tool)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.dress(look)
        self.speak(language)

    def name_programme(self, name: str) -> None:
        """Show which programme this is."""
        self._programme = name
        self.speak(self.language)

    def speak(self, language: Language) -> None:
        """Say the title again and mark the language."""
        super().speak(language)
        self.title.setText(self._programme or language.text(N_("One-Stop Kiosk · Manager")))
        if language.code in self.buttons:
            self.buttons[language.code].setChecked(True)

    def dress(self, look: Look) -> None:
        """Take the look, with the text held to what the bar has room for."""
        super().dress(look.at(min(look.scale, MOST_SCALE)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("line"))
