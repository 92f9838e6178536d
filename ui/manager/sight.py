"""What has just opened on a page, or was just refused, is brought to where one looks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

#: Pixels between what is brought into view and the window's edge: those that stand between cards.
_GAP = 14
#: Layouts in each other, at most, and once more for words that wrap once their width is known.
_LEVELS = 16


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page so far that the whole of a part of it is seen; of one that is too high, its beginning."""
    # It has no place yet.
    QTimer.singleShot(0, widget, lambda: _scroll(widget))


def page_of(widget: QWidget) -> QScrollArea | None:
    """Return the page that a part stands on."""
    page: QWidget | None = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    return page


def top_on(page: QScrollArea, part: QWidget) -> int:
    """Return how far down on its page a part begins."""
    top = 0
    above: QWidget | None = part
    while above is not None and above is not page.widget():
        top += above.y()
        above = above.parentWidget()
    return top


def _scroll(widget: QWidget) -> None:
    _let_settle()
    page = page_of(widget)
    if page is None or not widget.isVisible():
        return
    bar, high, top = page.verticalScrollBar(), page.viewport().height(), top_on(page, widget)
    least = top + widget.height() + _GAP - high
    if top - _GAP < bar.value() or least > bar.value():
        # Where the page ends too soon for a clean beginning, its end is shown: nothing empty is put below it.
        bar.setValue(min((edge for edge in _edges(widget, page) if edge >= least), default=top - _GAP))


def _let_settle() -> None:
    """Let everything take its height now: what opened asks for it layout by layout, one of them at each turn."""
    for _level in range(_LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _edges(widget: QWidget, page: QScrollArea) -> Iterator[int]:
    """Yield where the page may begin so that nothing above the widget is cut in two."""
    top = top_on(page, widget)
    above = widget.parentWidget()
    while above is not None and above is not page:
        for other in above.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if other.isVisible() and top_on(page, other) <= top:
                yield max(0, top_on(page, other) - _GAP)
        above = above.parentWidget()
