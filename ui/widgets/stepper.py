"""A number between a minus and a plus; `say` may write it as something else: a day, a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.widgets.between import Between
from ui.widgets.button import Button
from ui.widgets.text import Label


class Stepper(Part, QWidget):
    """`changed` carries the number. `name` is what it counts, for a screen reader."""

    changed = Signal(int)

    def __init__(
        self,
        name: str,
        number: int = 0,
        least: int = 0,
        most: int = 9999,
        step: int = 1,
        say: Callable[[int], str] = str,
    ) -> None:
        super().__init__()
        self._name = name
        self._least, self._most, self._step = least, most, step
        self._number = number
        self._say = say
        self.less = Button(N_("Decrease"), icon="minus", icon_only=True)
        self.more = Button(N_("Increase"), icon="plus", icon_only=True)
        self.less.setAutoRepeat(True)
        self.more.setAutoRepeat(True)
        self._what = Label("small", message=name, colour="ink")
        self._shown = Label("large", bold=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._what, self._shown):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.addWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Between(self.less, words, self.more))
        self.less.clicked.connect(lambda: self.set_number(self._number - self._step, tell=True))
        self.more.clicked.connect(lambda: self.set_number(self._number + self._step, tell=True))
        self.set_number(number)

    @property
    def number(self) -> int:
        """The number that is shown."""
        return self._number

    def set_number(self, number: int, *, tell: bool = False) -> None:
        """Show another number, within the bounds."""
        self._number = min(max(number, self._least), self._most)
        self._shown.setText(self._say(self._number))
        self.less.setEnabled(self._number > self._least)
        self.more.setEnabled(self._number < self._most)
        if tell:
            self.changed.emit(self._number)

    def retranslate(self, language: Language) -> None:
        """Name both buttons by what they change."""
        name = language.text(self._name)
        self.setAccessibleName(name)
        for button, word in ((self.less, "Decrease"), (self.more, "Increase")):
            button.setAccessibleName(f"{name}: {language.text(word)}")
        self._shown.setText(self._say(self._number))
