"""Tab goes as one reads: through the layouts as they stand now, not in the order in which widgets were made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QButtonGroup, QGridLayout, QLayout, QWidget

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
    """Yield the widgets below one that the keyboard can use, in the order in which they are read."""
    return _in_order(root, *_excluded(root))


def _in_order(root: QWidget, passed_over: set[QWidget], chosen: set[QWidget]) -> Iterator[QWidget]:
    for child in _children(root):
        if not child.isVisible():
            continue
        # No widget is asked for its focus proxy: nothing of ours has one, and a scroll area's viewport that was asked
        # loses what it holds to the next collection of garbage.
        if (
            child.isEnabled()
            and child not in passed_over
            and (child in chosen or child.focusPolicy() & Qt.FocusPolicy.TabFocus)
        ):
            yield child
        yield from _in_order(child, passed_over, chosen)


def _excluded(root: QWidget) -> tuple[set[QWidget], set[QWidget]]:
    """Return the buttons that Tab passes over for one that is chosen instead, and those that are.

    Qt decides that only when one of them gets the focus: what was chosen otherwise would be passed over.
    """
    passed_over: set[QWidget] = set()
    chosen: set[QWidget] = set()
    for group in root.findChildren(QButtonGroup):
        buttons = group.buttons() if group.exclusive() else []
        for one in buttons:
            if one.isChecked() and one.isVisible() and one.isEnabled():
                chosen.add(one)
                passed_over.update(other for other in buttons if other is not one)
    return passed_over, chosen


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
