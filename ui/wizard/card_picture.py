"""A bank card drawn as large as it is in the hand, as far as anybody knows how large the screen is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import PX_PER_MM, Look

#: ISO/IEC 7810, ID-1: what every bank and identity card measures, in millimetres.
WIDTH, HEIGHT, CORNER = 85.60, 53.98, 3.18
#: Screens are not smaller or larger than that, in pixels per millimetre.
LEAST, MOST = 2.0, 12.0
_FINE, _COARSE = 0.01, 0.1
_KEYS = {
    Qt.Key.Key_Plus: _COARSE,
    Qt.Key.Key_Minus: -_COARSE,
    Qt.Key.Key_Right: _FINE,
    Qt.Key.Key_Up: _FINE,
    Qt.Key.Key_Left: -_FINE,
    Qt.Key.Key_Down: -_FINE,
}


class CardPicture(Part, QWidget):
    """Grows and shrinks by keys, and by dragging its right edge. `changed` carries pixels per millimetre."""

    changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self.px_per_mm = PX_PER_MM
        self._grip = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def show_size(self, px_per_mm: float) -> None:
        """Draw the card at another size, without a word from `changed`."""
        self.px_per_mm = min(max(px_per_mm, LEAST), MOST)
        self.update()

    def grow(self, by: float) -> None:
        """Draw the card larger, or smaller, by pixels per millimetre."""
        self.show_size(round(self.px_per_mm + by, 4))
        self.changed.emit(self.px_per_mm)

    def card(self) -> QRectF:
        """Return where the card is drawn: its upper left corner stays, so that a real one can be held there."""
        return QRectF(8, 8, WIDTH * self.px_per_mm, HEIGHT * self.px_per_mm)

    def retranslate(self, language: Language) -> None:
        """Name the picture."""
        self.setAccessibleName(language.text("A bank card. The arrow keys change its size."))

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a card on most screens."""
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        """Smaller is of no use."""
        return QSize(240, 160)

    # A hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the card where it is touched."""
        self._grip = event.position().x() - self.card().right()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let its right edge follow."""
        wanted = (event.position().x() - self._grip - self.card().left()) / WIDTH
        self.grow(wanted - self.px_per_mm)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Grow and shrink by arrows, plus and minus."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.grow(step)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the outline, a chip and some lines: any bank's card, and nobody's."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, card = self.px_per_mm, self.card()
        painter.setPen(QPen(self._look.colour("focus" if self.hasFocus() else "brand"), 3))
        painter.setBrush(self._look.colour("brand_soft"))
        painter.drawRoundedRect(card, CORNER * scale, CORNER * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("pointer"))
        chip = QRectF(card.left() + 9 * scale, card.top() + 18 * scale, 12 * scale, 9 * scale)
        painter.drawRoundedRect(chip, scale, scale)
        painter.setBrush(self._look.colour("brand"))
        for column in range(4):
            left = card.left() + (9 + 18 * column) * scale
            painter.drawRoundedRect(
                QRectF(left, card.top() + 34 * scale, 14 * scale, 3 * scale), scale, scale
            )
        self._paint_grip(painter, card)

    def _paint_grip(self, painter: QPainter, card: QRectF) -> None:
        painter.setPen(QPen(self._look.colour("brand"), 3))
        middle = card.center().y()
        for at in (-5, 0, 5):
            x = card.right() - 8 + at / 2
            painter.drawLine(QPointF(x, middle - 14), QPointF(x, middle + 14))
