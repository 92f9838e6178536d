"""Something between a way back and a way on; with large text the two buttons stand below it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button

#: Text scale from which on a narrow half has no room for words between two buttons.
LARGE = 1.5


class Between(Part, QWidget):
    """`before` and `after` stand at both sides of `middle`."""

    def __init__(self, before: Button, middle: QLayout, after: Button) -> None:
        super().__init__()
        self._before, self._middle, self._after = before, QWidget(), after
        middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setLayout(middle)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._large: bool | None = None
        self.restyle(Look())

    def restyle(self, look: Look) -> None:
        """Put the buttons where there is room for them."""
        large = look.scale >= LARGE
        if large is self._large:
            return
        self._large = large
        for widget in (self._before, self._middle, self._after):
            self._grid.removeWidget(widget)
        if large:
            self._grid.addWidget(self._middle, 0, 0, 1, 2)
            self._grid.addWidget(self._before, 1, 0)
            self._grid.addWidget(self._after, 1, 1)
        else:
            for column, widget in enumerate((self._before, self._middle, self._after)):
                self._grid.addWidget(widget, 0, column)
        for column in range(3):
            self._grid.setColumnStretch(column, int(large and column < 2) or int(not large and column == 1))
