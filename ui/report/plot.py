"""A report's plot in the window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import Language
from ui.half import Part
from ui.report.drawing import Drawing
from ui.report.series import Figure
from ui.theme import Look, font


class ReportPlot(Part, QWidget):
    """Shows one figure; a screen reader hears its title and every value."""

    def __init__(self, figure: Figure, language: Language) -> None:
        super().__init__()
        self._figure = figure
        self._language = language
        self._look = Look()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that a screen reader comes to it
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription(figure.spoken())

    def restyle(self, look: Look) -> None:
        """Take colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as a table usually is."""
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        """Room for labels beside short bars."""
        return QSize(self._look.size("normal") * 12, 0)

    def hasHeightForWidth(self) -> bool:
        """Narrow plots wrap their labels."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the plot's height."""
        return round(self._drawing().height(width)) + 4

    def _drawing(self) -> Drawing:
        em = float(self._look.size("normal"))
        return Drawing(self._figure, self._language, self._look.colours, em, _letters)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plot, and the ring of the focus."""
        painter = QPainter(self)
        self._drawing().draw(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._look.colour("focus"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def _letters(size: float, bold: bool) -> QFont:
    return font(round(size), bold=bold)
