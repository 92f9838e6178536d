"""Tab goes as one reads: through the layouts as they stand now, not in the order in which widgets were made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QBoxLayout, QGridLayout, QLayout, QWidget

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
        if _takes_tab(child):
            yield child
        yield from reading_order(child)


def _takes_tab(widget: QWidget) -> bool:
    """Tell whether Tab comes to a widget: of buttons that exclude each other to the chosen one, if any.

    Qt decides that only when one of them gets the focus: what was chosen otherwise would be passed over.
    """
    if not widget.isEnabled() or widget.focusProxy():
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    if chosen is not None and chosen.isVisible() and chosen.isEnabled():
        return widget is chosen
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _children(widget: QWidget) -> list[QWidget]:
    """Return the widgets directly in one: as its layout has them, then what lies over it by place."""
    every = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    layout = widget.layout()
    placed = list(_in_layout(layout, every)) if layout is not None else []
    known = set(placed)
    over = [child for child in every if child not in known and not child.isWindow()]
    return placed + sorted(over, key=lambda child: (child.y(), child.x()))


def _in_layout(layout: QLayout, widgets: list[QWidget]) -> Iterator[QWidget]:
    """Yield those of a widget's children that stand in a layout or in one within it.

    `itemAt` is not asked: Python's hold on an item outlives the item, and what Qt makes next at that address is taken
    for it, which ends in a crash.
    """
    within = [inner for inner in layout.children() if isinstance(inner, QLayout)]
    every: list[QWidget | QLayout] = [*widgets, *within]
    parts = [part for part in every if layout.indexOf(part) >= 0]
    for part in sorted(parts, key=lambda part: _place(layout, layout.indexOf(part))):
        if isinstance(part, QLayout):
            yield from _in_layout(part, widgets)
        else:
            yield part


def _place(layout: QLayout, at: int) -> tuple[int, ...]:
    if isinstance(layout, QGridLayout):
        return tuple(layout.getItemPosition(at)[:2])  # type: ignore[index]
    backwards = isinstance(layout, QBoxLayout) and layout.direction() in _BACKWARDS
    return (-at if backwards else at,)
