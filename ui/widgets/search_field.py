"""The field in which one searches: a magnifying glass as large as the letters, and room around it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from ui.half import Part
from ui.theme import Look, pixmap
from ui.widgets.field import frame_style

_ROLE = "large"
_BEFORE, _AFTER = 16, 10


class SearchField(Part, QLineEdit):
    """Says what it is for by its placeholder; whoever owns it names it."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # no window over a resident's

    def restyle(self, look: Look) -> None:
        """Take font and colours, and leave the glass its room."""
        self._look = look
        self.setFont(look.font(_ROLE))
        self.setMinimumHeight(max(look.touch(60), round(look.size(_ROLE) * 1.36) + 16))
        self.setStyleSheet(frame_style("QLineEdit", look, edge="brand"))
        self.setTextMargins(_BEFORE + self._side + _AFTER - 8, 0, 8, 0)

    @property
    def _side(self) -> int:
        return round(self._look.size(_ROLE) * 1.1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glass before the words."""
        super().paintEvent(event)
        side, colour = self._side, self._look.colours.muted
        QPainter(self).drawPixmap(
            _BEFORE, (self.height() - side) // 2, pixmap("search", colour, side, self.devicePixelRatioF())
        )
