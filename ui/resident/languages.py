"""The first screen: the languages, each in its own name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

_CHOOSE = N_("Choose your language")
_GAP = 14


class LanguagesPage(Part, QWidget):
    """`chosen` with the code of a language."""

    chosen = Signal(str)

    def __init__(self, languages: Sequence[Language]) -> None:
        super().__init__()
        self._look = Look()
        self._title = Label("large", colour="muted")
        self._title.setText(" · ".join(dict.fromkeys(language.text(_CHOOSE) for language in languages)))
        self._buttons = {language.code: self._button(language) for language in languages}
        self._grid = QGridLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 20, 26, 24)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addLayout(self._grid, 1)

    def button(self, code: str) -> Button:
        """Return the button of one language."""
        return self._buttons[code]

    def restyle(self, look: Look) -> None:
        """Give the languages their places: in two columns, where the longest name has room in one."""
        self._look = look
        self._grid.setSpacing(look.gap(_GAP))
        self._arrange()

    def _button(self, language: Language) -> Button:
        button = Button(kind="strong", role="title", bold=True)
        button.say(language.name)
        button.setProperty("code", language.code)
        button.clicked.connect(lambda: self.chosen.emit(language.code))
        return button

    def _arrange(self) -> None:
        buttons = list(self._buttons.values())
        widest = max(button.minimumSizeHint().width() for button in buttons)
        columns = 2 if 2 * widest + self._grid.spacing() <= self.width() - 52 else 1
        for place, button in enumerate(buttons):
            alone = columns == 2 and place == len(buttons) - 1 and place % 2 == 0
            self._grid.addWidget(button, place // columns, place % columns, 1, columns if alone else 1)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row * columns < len(buttons) else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        self._arrange()
