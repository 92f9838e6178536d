"""An icon that only illustrates: the words beside it say the same."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.half import Part
from ui.theme import Look, pixmap


class Picture(Part, QWidget):
    """An icon, `side` pixels square, tinted with a colour of `theme.Colours`; with `grows`, it grows as words do."""

    def __init__(
        self,
        icon: str,
        side: int,
        *,
        colour: str = "ink",
        grows: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._side = self._usual = side
        self._grows = grows
        self._colour = colour
        self._look = Look()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def restyle(self, look: Look) -> None:
        """Take the colour, and the size of the words beside it."""
        self._look = look
        self._side = round(self._usual * look.scale) if self._grows else self._usual
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        colour = getattr(self._look.colours, self._colour)
        QPainter(self).drawPixmap(
            self.rect(), pixmap(self._icon, colour, self._side, self.devicePixelRatioF())
        )
