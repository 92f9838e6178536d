"""A few large buttons, one below the other: the answers to a question."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button

_GAP = 14


class Choice(NamedTuple):
    """An answer: its code and what the button says."""

    code: str
    text: str


class Choices(Part, QWidget):
    """`chosen` with the code of the answer that was tapped."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._choices: tuple[Choice, ...] = ()
        self._buttons: dict[str, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)

    @property
    def buttons(self) -> dict[str, Button]:
        """The buttons by their answer's code."""
        return dict(self._buttons)

    def offer(self, choices: tuple[Choice, ...], chosen: str = "") -> None:
        """Offer these answers; `chosen` is the one that was given before."""
        if choices != self._choices:
            self._choices = choices
            for button in self._buttons.values():
                self._column.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._buttons = {choice.code: self._button(choice) for choice in choices}
        for code, button in self._buttons.items():
            button.setChecked(code == chosen)

    def restyle(self, look: Look) -> None:
        """Take the look of buttons that are made later."""
        self._look = look

    def height_at(self, width: int) -> int:
        """Return the height that shows every answer whole at this width."""
        tall = sum(button.heightForWidth(width) for button in self._buttons.values())
        return tall + _GAP * max(0, len(self._buttons) - 1)

    def lay_out(self, width: int) -> None:
        """Give every answer the height that shows it whole at this width."""
        for button in self._buttons.values():
            button.setFixedHeight(button.heightForWidth(width))

    def _button(self, choice: Choice) -> Button:
        button = Button(kind="strong", role="large", bold=True, height=76, checkable=True, parent=self)
        button.restyle(self._look)
        button.say(choice.text)
        button.clicked.connect(lambda: self.chosen.emit(choice.code))
        self._column.addWidget(button)
        button.show()
        return button
