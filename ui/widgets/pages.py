"""Pages of which one is shown, in the room that others leave."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QStackedWidget


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
