"""The window in which a desk is set up: what it is about, a page that scrolls, buttons below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import Language
from ui.half import Half
from ui.reading_order import ReadingOrder
from ui.theme import Look
from ui.widgets.pages import Pages
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

#: In pixels at 100 %: longer lines are hard to read. They may grow with their letters.
_WIDEST = 760


class SetupFrame(ReadingOrder, Half):
    """`head` above, `pages` in the middle, `foot` below; all of one width that the eye can follow."""

    def __init__(self, language: Language, look: Look) -> None:
        super().__init__(language, look, background="card")
        self.setWindowTitle("One-Stop Kiosk")
        self.title = Label("title", bold=True)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        self.pages = Pages()
        self.foot = QHBoxLayout()
        self.foot.setSpacing(12)
        self._inner = QWidget()
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self.column.addLayout(self.head)
        self.column.addWidget(self.pages, 1)
        self.column.addLayout(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 24, 32, 24)
        row.addStretch(1)
        row.addWidget(self._inner, 1000)
        row.addStretch(1)
        self._widen(look)

    def dress(self, look: Look) -> None:
        """Take another look: larger letters get longer lines."""
        super().dress(look)
        self._widen(look)

    def _widen(self, look: Look) -> None:
        self._inner.setMaximumWidth(round(_WIDEST * max(1.0, look.scale)))

    def add_page(self, page: QWidget, *, scrolls: bool = False) -> QWidget:
        """Put a page in, so that it scrolls where it is too long; return what `pages` turns to.

        One that `scrolls` by itself keeps its buttons in sight.
        """
        if scrolls:
            self.pages.addWidget(page)
            return page
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(page)
        scroller = Scroller(inside)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.addWidget(scroller)
        return scroller
