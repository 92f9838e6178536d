"""The pages of the volunteer's half: one is shown, each is built when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ui.half import Half
from ui.widgets.pages import first_of, turn

_Page = TypeVar("_Page", bound=QWidget)


class PanelPages(QStackedWidget):
    """A stack of pages in one half. `turned` comes with the page that is shown now.

    A page that is opened by its name lies over the one from which it was opened, and `back` returns there.
    """

    turned = Signal(QWidget)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._made: dict[str, QWidget] = {}
        self._below: list[QWidget] = []
        application = QApplication.instance()
        assert isinstance(application, QApplication), "a widget lives in one"
        application.focusChanged.connect(self._keep_focus)

    def offer(self, name: str, make: Callable[[], QWidget]) -> None:
        """Let a page be opened as `name`; `make` builds it when it is first opened.

        The page goes away by a signal of its own that `make` connects to `back`.
        """
        self._makers[name] = make

    def page(self, name: str) -> QWidget:
        """Return the page of this name, built now if it was not yet."""
        if name not in self._made:
            self._made[name] = self.add(self._makers[name]())
        return self._made[name]

    def add(self, page: _Page) -> _Page:
        """Put a page into the stack, in the half's language and look; return it."""
        self.addWidget(page)
        self._half.refresh(page)
        return page

    def open(self, name: str) -> QWidget:
        """Show the page of this name over the one that is shown now; return it."""
        page = self.page(name)
        self.lay_over(page)
        return page

    def lay_over(self, page: QWidget) -> None:
        """Show a page over the one that is shown now."""
        below = self.currentWidget()
        if below is not None and below is not page:
            self._below.append(below)
        self._turn(page)

    def turn_to(self, page: QWidget) -> None:
        """Show a page in the place of all others."""
        self._below.clear()
        self._turn(page)

    def back(self) -> None:
        """Return from a page to the one it lies over."""
        if self._below:
            self._turn(self._below.pop())

    def take_away(self, page: QWidget) -> None:
        """Remove a page for good; where it is shown, what it lies over is shown again."""
        self._below = [other for other in self._below if other is not page]
        if self.currentWidget() is page:
            self.back()
        self.removeWidget(page)
        page.deleteLater()

    def _keep_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Keep the keyboard here when what had it goes away: Qt would hand it to the resident's half."""
        page = self.currentWidget()
        if old is None or new is None or page is None or new.window() is not self.window():
            return
        gone = self.isAncestorOf(old) and not old.isVisibleTo(self)
        if gone and not self._half.isAncestorOf(new) and self.isVisible():
            first_of(page).setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, page: QWidget) -> None:
        turn(self, page)
        self.turned.emit(page)
