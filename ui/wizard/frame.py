"""The window in which a desk is set up: what it is about, a page that scrolls, buttons below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import Language
from ui.half import Half
from ui.reading_order import ReadingOrder
from ui.theme import Look
from ui.widgets.pages import Pages
from ui.widgets.scroll import BAR_WIDTH, Scroller
from ui.widgets.text import Label

#: In pixels at 100 %: longer lines are hard to read.
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
        inner = QWidget()
        inner.setMaximumWidth(round(_WIDEST * max(1.0, look.scale * 0.75)))
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self.column.addLayout(self.head)
        self.column.addWidget(self.pages, 1)
        self.column.addLayout(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 24, 32, 24)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)

    def add_page(self, page: QWidget) -> QWidget:
        """Put a page in, so that it scrolls where it is too long; return what `pages` turns to."""
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, BAR_WIDTH + 2, 0)
        inside.addWidget(page)
        scroller = Scroller(inside)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.addWidget(scroller)
        return scroller
