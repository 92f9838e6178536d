"""A surface to set type on, in hundredths of a millimetre from the top left corner of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import segno
from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtSvg import QSvgRenderer

from kiosk.tutorials import Screen
from ui.theme import CALM, font
from ui.typesetting import set_together
from ui.widgets.phone import area_of, fitted

#: Hundredths of a millimetre in an inch: the resolution of everything drawn here.
UNITS = 2540
#: The same in a typographic point.
POINT = UNITS / 72
_LEADING = 1.28
#: All type is laid out in letters of this size and drawn as large as it should be: what fits a page is sought at many
#: sizes, and Qt would keep the letters of every one of them.
_MASTER = 1000
#: The same for a drawn screen's labels: how large one unit of the drawing is when they are fitted, in pixels.
_MASTER_UNIT = 6


class Type(NamedTuple):
    """How a text is set: size in points, weight, colour, and where its lines begin."""

    size: float
    bold: bool = False
    colour: str = CALM.ink
    centred: bool = False

    def scaled(self, factor: float) -> Type:
        """Return the same, larger or smaller."""
        return self._replace(size=self.size * factor)


def searchable(font_: QFont) -> QFont:
    """Return the font without joined and taken apart letters: Qt's PDF names one glyph a letter, and "office" or "dịch"
    could neither be found nor copied.
    """
    plain = QFont(font_)
    for feature in ("liga", "clig", "ccmp"):
        plain.setFeature(QFont.Tag(feature), 0)
    return plain


def advance(text: str, type_: Type) -> float:
    """Return how long a text is in one line."""
    return QFontMetricsF(_master(bold=type_.bold)).horizontalAdvance(text) * _scale(type_)


def _master(*, bold: bool) -> QFont:
    return searchable(font(_MASTER, bold=bold))


def _scale(type_: Type) -> float:
    return type_.size * POINT / _MASTER


@contextmanager
def _scaled(painter: QPainter, at: QPointF, scale: float) -> Iterator[None]:
    """Draw from a point on, so much larger."""
    painter.save()
    painter.translate(at)
    painter.scale(scale, scale)
    yield
    painter.restore()


class Canvas:
    """Sets text, pictures and codes on pages. `new_page` of the device is called for every page but the first."""

    def __init__(self, painter: QPainter, width: int, height: int, turn: Callable[[], object]) -> None:
        self._painter = painter
        self._turn = turn
        self.width = width
        self.height = height
        self.pages = 1

    @property
    def painter(self) -> QPainter:
        """What draws on the present page, for drawings of another room."""
        return self._painter

    def new_page(self) -> None:
        """Go on with an empty page."""
        self._turn()
        self.pages += 1

    def text_height(self, text: str, width: float, type_: Type) -> float:
        """Return how high a text is when it is set so."""
        return self._set(text, width, type_, None)

    def text(self, x: float, y: float, width: float, text: str, type_: Type, *, draw: bool = True) -> float:
        """Set a text, or with `draw` off only measure it; return its height."""
        self._painter.setPen(QColor(type_.colour))
        return self._set(text, width, type_, QPointF(x, y) if draw else None)

    def _set(self, text: str, width: float, type_: Type, at: QPointF | None) -> float:
        scale = _scale(type_)
        room = width / scale
        layout = QTextLayout(set_together(text, _MASTER, room, bold=type_.bold), _master(bold=type_.bold))
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if type_.centred else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        down = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, down))
            down += _MASTER * _LEADING
        layout.endLayout()
        if at is not None:
            with _scaled(self._painter, at, scale):
                layout.draw(self._painter, QPointF())
        return down * scale

    def box(self, area: QRectF, fill: str, edge: str = "", radius: float = 200) -> None:
        """Draw a rounded box."""
        self._painter.setBrush(QColor(fill))
        self._painter.setPen(QPen(QColor(edge), 35) if edge else Qt.PenStyle.NoPen)
        self._painter.drawRoundedRect(area, radius, radius)

    def disc(self, x: float, y: float, size: float, text: str, type_: Type) -> None:
        """Draw a number in a full circle whose square begins at x and y."""
        self._painter.setBrush(QColor(CALM.brand))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.drawEllipse(QRectF(x, y, size, size))
        high = self.text_height(text, size, type_)
        self.text(x, y + (size - high) / 2, size, text, type_)

    def line(self, x: float, y: float, width: float) -> None:
        """Draw a thin line."""
        self.rule(x, y, width, CALM.line)

    def rule(self, x: float, y: float, width: float, colour: str) -> None:
        """Draw a thin line in a colour."""
        self._painter.setPen(QPen(QColor(colour), 25))
        self._painter.drawLine(QPointF(x, y), QPointF(x + width, y))

    def picture(self, area: QRectF, screen: Screen, target: str, labels: dict[str, str]) -> None:
        """Draw a screen in its frame, its labels set as text, its target ringed."""
        width, height = screen.size
        unit = min(area.width() / width, area.height() / height)
        drawing = QRectF(0, 0, width * unit, height * unit)
        drawing.moveCenter(area.center())
        frame = 8 * unit
        self.box(drawing.adjusted(-frame, -frame, frame, frame), CALM.ink, radius=20 * unit)
        QSvgRenderer(QByteArray(screen.svg)).render(self._painter, drawing)
        for name, text in labels.items():
            self._label(screen, name, text, drawing, unit)
        if target in screen.boxes:
            ring = area_of(screen.boxes[target], drawing, unit)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.setPen(QPen(QColor(CALM.pointer), 7 * unit))
            self._painter.drawRoundedRect(ring.adjusted(-unit, -unit, unit, unit), 12 * unit, 12 * unit)

    def _label(self, screen: Screen, name: str, text: str, drawing: QRectF, unit: float) -> None:
        box = screen.boxes[name].label(text)
        room = area_of(box, drawing, unit)
        align = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}
        flags = align.get(box.align, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
        scale = unit / _MASTER_UNIT
        width, height = room.width() / scale, room.height() / scale
        self._painter.setPen(QColor(box.ink))
        with _scaled(self._painter, room.topLeft(), scale):
            self._painter.setFont(searchable(fitted(text, box, width, height, _MASTER_UNIT)))
            self._painter.drawText(QRectF(0, 0, width, height), int(flags | Qt.TextFlag.TextWordWrap), text)

    def code(self, x: float, y: float, size: float, content: str) -> None:
        """Draw a QR code (ISO/IEC 18004, level M) with its quiet zone, in a square."""
        rows = list(segno.make(content, error="m", micro=False).matrix_iter(border=4))
        cell = size / len(rows)
        self._painter.fillRect(QRectF(x, y, size, size), QColor("#FFFFFF"))
        for down, row in enumerate(rows):
            for along, dark in enumerate(row):
                if dark:
                    # A hair wider than a cell: no white lines between them, whoever draws the file.
                    self._painter.fillRect(
                        QRectF(x + along * cell, y + down * cell, cell * 1.02, cell * 1.02), QColor("#000000")
                    )
