"""Pages of which one is shown, in the room that others leave."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ui.widgets.button import Button


@runtime_checkable
class Begins(Protocol):
    """A page that names the widget at which the keyboard begins."""

    @property
    def begins_with(self) -> QWidget:
        """What has the focus when the page comes."""


def turn(stack: QStackedWidget, page: QWidget) -> None:
    """Show a page of a stack. Where the page before had the focus, what this one `begins_with` has it now, else its
    first button: Qt would give it to whatever comes next, with a ring that nobody asked for.
    """
    focus = stack.window().focusWidget()
    if page is stack.currentWidget() or focus is None or not stack.isAncestorOf(focus):
        stack.setCurrentWidget(page)
        return
    by_keys = isinstance(focus, Button) and focus.focused_by_keyboard
    stack.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    stack.setFocus(Qt.FocusReason.OtherFocusReason)
    stack.setCurrentWidget(page)
    first = first_of(page)
    first.setFocus(Qt.FocusReason.ShortcutFocusReason if by_keys else Qt.FocusReason.OtherFocusReason)
    stack.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def first_of(page: QWidget) -> QWidget:
    """Return what a page begins with for the keyboard."""
    if isinstance(page, Begins) and page.begins_with.isVisibleTo(page):
        return page.begins_with
    return next((b for b in page.findChildren(Button) if b.isVisibleTo(page) and b.isEnabled()), page)


class Pages(QStackedWidget):
    """Asks for no height: its pages scroll, so that the words around them are never cut for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its pages may be."""
        return QSize(super().minimumSizeHint().width(), 0)

    def hasHeightForWidth(self) -> bool:
        """Qt would take the height of the highest page, shown or not."""
        return False
