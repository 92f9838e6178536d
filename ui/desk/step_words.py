"""The words of a step: one column of them, or two where two languages have room beside each other."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.desk.step_sheet import Words, blocks
from ui.theme import Look
from ui.widgets.paged_text import PagedText

#: Least width of a column beside another, in sizes of the step's letter, at which it still reads well.
_NARROW_EMS = 11


class StepWords(QHBoxLayout):
    """Says what is to be said in as many pages as it takes; `pages_changed` when their number may be another.

    Where two languages have no room beside each other, the second one follows the first.
    """

    pages_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._first, self._second = PagedText(), PagedText()
        self._beside: Words | None = None
        self._parted = False
        self.setSpacing(28)
        for column in (self._first, self._second):
            self.addWidget(column, 1)
            column.pages_changed.connect(self.pages_changed)

    # Properties

    @property
    def columns(self) -> dict[PagedText, bool]:
        """Both columns, and whether there is something to be read in them."""
        return {self._first: True, self._second: self._parted}

    @property
    def texts(self) -> list[PagedText]:
        """The columns that are shown."""
        return [column for column in self.columns if not column.isHidden()]

    @property
    def pages(self) -> int:
        """How many pages the words take."""
        return max(column.pages for column, said in self.columns.items() if said)

    @property
    def whole_height(self) -> int:
        """How high they would be on one page."""
        columns = self.texts or [self._first]
        return math.ceil(max(max(each.whole, each.minimumSizeHint().height()) for each in columns))

    # Methods

    def say(self, words: Words, beside: Words | None, title: str, width: int, look: Look) -> None:
        """Say this in a width, in a second language too where there is one; `title` is the role of the title."""
        self._beside = beside
        self._parted = beside is not None and width >= 2 * _NARROW_EMS * look.size("step")
        role = "heading" if self._parted else title
        first, second = blocks(words, "ink", role), blocks(beside, "brand", role) if beside else ()
        self._first.show_blocks(first if self._parted else first + second)
        if beside is not None:
            self._second.show_blocks(second)

    def keep_to(self, height: int | None) -> None:
        """Be so high and no higher; without a height, as high as there is room for."""
        for column in self.columns:
            column.keep_to(height)

    def turn(self, page: int) -> None:
        """Turn to a page."""
        for column in self.columns:
            column.turn(page)

    def second_begins_on(self, page: int) -> bool:
        """Tell whether the words in the second language begin on this page."""
        return self._beside is not None and self._first.page_of(self._beside.title) == page
