"""A few large buttons: the answers to a question, one below the other, or two by two where there are many."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button

_GAP = 10
#: More answers than these stand two by two, where each has so many sizes of its letter.
_MANY, _WIDE_EMS = 3, 20


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
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)

    @property
    def buttons(self) -> dict[str, Button]:
        """The buttons by their answer's code."""
        return dict(self._buttons)

    def offer(self, choices: tuple[Choice, ...], chosen: str = "") -> None:
        """Offer these answers; `chosen` is the one that was given before."""
        if choices != self._choices:
            self._choices = choices
            for button in self._buttons.values():
                self._grid.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._buttons = {choice.code: self._button(choice) for choice in choices}
        for code, button in self._buttons.items():
            button.setChecked(code == chosen)

    def restyle(self, look: Look) -> None:
        """Take the look of buttons that are made later, and the room between them."""
        self._look = look
        self._grid.setSpacing(self._gap)

    def fit(self, width: int, room: int) -> bool:
        """Tell whether every answer is whole in this room, one below the other or two by two."""
        pages = self._split(width, room)
        return len(pages) == 1 and self._height_of(pages[0], width) <= room

    def begin(self, width: int, room: int) -> bool:
        """Tell whether the first answers are whole in this room, which others share."""
        return self._height_of(self._split(width, room)[0], width) <= room

    def pages(self, width: int, room: int, first: int | None = None) -> int:
        """Return on how many pages of this height all answers are whole; `first` is the room of the first, if less."""
        return len(self._split(width, room, first))

    def lay_out(self, width: int, room: int, page: int = 0, first: int | None = None) -> None:
        """Give every answer of a page its place, and the height that shows it whole at this width."""
        pages = self._split(width, room, first)
        rows = pages[min(page, len(pages) - 1)]
        shown = [button for row in rows for button in row]
        for button in self._buttons.values():
            button.setVisible(button in shown)
        used = max((len(row) for row in rows), default=0)
        for column in range(max(self._grid.columnCount(), 2)):
            self._grid.setColumnStretch(column, 1 if column < used else 0)
        for at, row in enumerate(rows):
            for column, button in enumerate(row):
                self._grid.addWidget(button, at, column, 1, used if len(row) == 1 else 1)
                button.setFixedHeight(self._height(row, width))

    @property
    def _gap(self) -> int:
        return self._look.gap(_GAP)

    def _rows(self, width: int) -> list[list[Button]]:
        buttons = list(self._buttons.values())
        wide = (width - self._gap) // 2 >= _WIDE_EMS * self._look.size("large")
        return self._in_columns(2 if len(buttons) > _MANY and wide else 1)

    def _split(self, width: int, room: int, first: int | None = None) -> list[list[list[Button]]]:
        """Split the answers into pages of rows; where the height is short, they stand two by two."""
        rows = self._rows(width)
        half = (width - self._gap) // 2
        paired = all(button.minimumSizeHint().width() <= half for button in self._buttons.values())
        if len(rows) > 1 and paired and self._height_of(rows, width) > (room if first is None else first):
            rows = min(rows, self._in_columns(2), key=lambda each: self._height_of(each, width))
        pages: list[list[list[Button]]] = [[]]
        for row in rows:
            here = first if first is not None and len(pages) == 1 else room
            if pages[-1] and self._height_of([*pages[-1], row], width) > here:
                pages.append([])
            pages[-1].append(row)
        return pages

    def _in_columns(self, columns: int) -> list[list[Button]]:
        buttons = list(self._buttons.values())
        return [buttons[first : first + columns] for first in range(0, len(buttons), columns)]

    def _height_of(self, rows: list[list[Button]], width: int) -> int:
        return sum(self._height(row, width) for row in rows) + self._gap * max(0, len(rows) - 1)

    def _height(self, row: list[Button], width: int) -> int:
        room = (width - self._gap * (len(row) - 1)) // len(row)
        return max(button.heightForWidth(room) for button in row)

    def _button(self, choice: Choice) -> Button:
        button = Button(kind="strong", role="large", bold=True, height=76, checkable=True, parent=self)
        button.restyle(self._look)
        button.say(choice.text)
        button.clicked.connect(lambda: self.chosen.emit(choice.code))
        button.show()
        return button
