"""Tab goes as one reads: through the layouts as they stand now, not in the order in which widgets were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QGridLayout, QLayout, QStackedLayout, QWidget

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object

_BACKWARDS = (QBoxLayout.Direction.RightToLeft, QBoxLayout.Direction.BottomToTop)


class ReadingOrder(_Base):
    """Mix into a window: Tab and Shift+Tab follow the reading order of what is shown, and begin anew at its end."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Give the focus to the next widget that the keyboard can use; False where there is none."""
        way = list(reading_order(self))
        if not way:
            return False
        here = QApplication.focusWidget()
        while here is not None and here not in way:
            here = here.parentWidget()  # a field within a control
        at = way.index(here) + (1 if forward else -1) if here is not None else 0 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        way[at % len(way)].setFocus(reason)
        return True


def reading_order(root: QWidget) -> Iterator[QWidget]:
    """Yield what Tab comes to in a widget, in the order in which it is read."""
    for child in _children(root):
        if not child.isVisible():
            continue
        if child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.focusProxy():
            yield child
        yield from reading_order(child)


def _children(widget: QWidget) -> list[QWidget]:
    """Return the widgets directly in one: as its layout has them, then what lies over it by place."""
    layout = widget.layout()
    placed = list(_in_layout(layout)) if layout is not None else []
    every = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    known = set(placed) | (set(_all_in(layout)) if layout is not None else set())
    over = [child for child in every if child not in known and not child.isWindow()]
    return placed + sorted(over, key=lambda child: (child.y(), child.x()))


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    if isinstance(layout, QStackedLayout):
        if (current := layout.currentWidget()) is not None:
            yield current
        return
    for at in _places(layout):
        yield from _widgets(layout, at, _in_layout)


def _places(layout: QLayout) -> list[int]:
    every = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        return sorted(every, key=lambda at: layout.getItemPosition(at)[:2])  # type: ignore[index]
    backwards = isinstance(layout, QBoxLayout) and layout.direction() in _BACKWARDS
    return every[::-1] if backwards else every


def _all_in(layout: QLayout) -> Iterator[QWidget]:
    """Yield every widget of a layout, also those that it does not show now."""
    for at in range(layout.count()):
        yield from _widgets(layout, at, _all_in)


def _widgets(layout: QLayout, at: int, within: Callable[[QLayout], Iterator[QWidget]]) -> Iterator[QWidget]:
    """Yield the widget at a place of a layout, or those of the layout that stands there."""
    item = layout.itemAt(at)
    if item is None:
        return
    if (inner := item.layout()) is not None:
        yield from within(inner)
    elif (widget := item.widget()) is not None:
        yield widget
