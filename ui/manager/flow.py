"""Widgets one after another, as words in a line: what has no room goes to the next."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """From the left, each as wide as it wants to be and no wider than the line; those in a line are of one height."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 12) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)

    # What Qt asks of a layout

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's own name
        """Put one more at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's own name
        """Ask for no more room than there is."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrow line breaks."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        lines = self._lines(width)
        return sum(height for height, _ in lines) + self._gap * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's own name
        """As narrow as the widest one's longest word."""
        return QSize(max((item.minimumSize().width() for item in self._shown()), default=0), 0)

    def setGeometry(self, room: QRect) -> None:  # noqa: N802 - Qt's own name
        """Give each its place."""
        super().setGeometry(room)
        top = room.top()
        for height, cells in self._lines(room.width()):
            for item, left, width in cells:
                item.setGeometry(QRect(room.left() + left, top, width, height))
            top += height + self._gap

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, room: int) -> list[tuple[int, list[tuple[QLayoutItem, int, int]]]]:
        lines: list[list[tuple[QLayoutItem, int, int]]] = []
        left = room + 1
        for item in self._shown():
            width = min(item.sizeHint().width(), max(room, 1))
            if left + width > room:
                lines.append([])
                left = 0
            lines[-1].append((item, left, width))
            left += width + self._gap
        return [(max(_height(item, width) for item, _, width in cells), cells) for cells in lines]


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
