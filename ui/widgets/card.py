"""A card: the rounded ground that belongs-together stands on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from ui.half import Part
from ui.theme import Look


class Card(Part, QFrame):
    """A rounded ground. `ground` and `edge` are names of `theme.Colours`; without `edge` none is drawn."""

    def __init__(self, ground: str = "card", edge: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._edge = edge
        self._look = Look()

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground; in high contrast every card has an edge, because paper and card are one white."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._look.colours
        edge = self._edge or ("edge" if colours.paper == colours.card else "")
        painter.setPen(QPen(self._look.colour(edge), 2) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
