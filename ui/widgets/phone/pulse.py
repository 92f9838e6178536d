"""The ring around what is to be tapped. It swells while somebody may be looking for it, then stands still."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import (
    QElapsedTimer,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRegion

#: How far it reaches beyond the target, and into it, in pixels.
REACH, _INTO = 10, 3
_BEAT_MS, _FRAMES = 2000, 8
#: How often it looks another way, in milliseconds.
PULSE_MS = _BEAT_MS // _FRAMES
#: Whoever has not looked for so long finds a ring that stands still: nothing is painted for an empty chair.
_LASTS_MS = 60_000


class Pulse(QObject):
    """`stirred` when the ring looks another way than before: some four times a second, and only while it pulses."""

    stirred = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._still = False
        self._shape: tuple[QSize, float, int, float] | None = None
        self._rings: dict[int, QPixmap] = {}
        self._timer = QTimer(self, interval=PULSE_MS)
        self._timer.timeout.connect(self._stir)
        self._since, self._begun = QElapsedTimer(), QElapsedTimer()
        self._since.start()

    @property
    def running(self) -> bool:
        """It moves."""
        return self._timer.isActive()

    def keep_still(self, still: bool) -> None:
        """Never move, for whoever is disturbed by it."""
        self._still = still
        if still:
            self.stop()

    def start(self) -> None:
        """Move for a while from now on."""
        self._begun.start()
        if not self._still:
            self._timer.start()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()

    def _stir(self) -> None:
        if self._begun.hasExpired(_LASTS_MS):
            self.stop()
        self.stirred.emit()

    @staticmethod
    def region(target: QRect) -> QRegion:
        """Return what has to be painted again around a target: the ring alone, not what stands inside."""
        inner = target.adjusted(_INTO, _INTO, -_INTO, -_INTO)
        return QRegion(target.adjusted(-REACH, -REACH, REACH, REACH)) - QRegion(inner)

    def paint(self, painter: QPainter, target: QRect, corner: float, colour: QColor) -> None:
        """Paint the ring as it looks now; one that stands still is at its strongest."""
        ratio = painter.device().devicePixelRatioF()
        shape = (target.size(), corner, colour.rgba(), ratio)
        if shape != self._shape:
            self._shape, self._rings = shape, {}
        frame = self._since.elapsed() * _FRAMES // _BEAT_MS % _FRAMES if self.running else _FRAMES // 2
        frame = min(frame, _FRAMES - frame)  # it shrinks as it swells
        if frame not in self._rings:
            self._rings[frame] = _ring(target.size(), corner, colour, ratio, _swell(frame))
        painter.drawPixmap(target.topLeft() - QPoint(REACH, REACH), self._rings[frame])


def _ring(size: QSize, corner: float, colour: QColor, ratio: float, swell: float) -> QPixmap:
    """Return a ring around a target of a size: to draw its curves at every beat would cost more than all else."""
    picture = QPixmap((size + QSize(2 * REACH, 2 * REACH)) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    target = QRectF(QPointF(REACH, REACH), QSizeF(size))
    glow = QColor(colour)
    glow.setAlphaF(0.18 + 0.30 * swell)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(glow, (3.0 + 4.0 * swell) * 2))
    painter.drawRoundedRect(target.adjusted(-3, -3, 3, 3), corner + 3, corner + 3)
    painter.setPen(QPen(colour, 4))
    painter.drawRoundedRect(target.adjusted(-1, -1, 1, 1), corner + 1, corner + 1)
    painter.end()
    return picture


@cache
def _swell(frame: int) -> float:
    return (1 - math.cos(2 * math.pi * frame / _FRAMES)) / 2
