"""A bar plot that says its figures beside the bars, so that it reads in grey and aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look

#: More bars than this are no picture any more: the rest becomes one line.
MOST_BARS = 10
#: Where there are fewer ems than these, labels stand above their bars.
_NARROW = 14
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that was counted. `label` is a message; a text that is none passes through unchanged."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    figure: str
    count: int
    is_rest: bool = False


class Bars(Part, QWidget):
    """Horizontal bars, the longest first or in the order given. `title` names the plot to a screen reader."""

    def __init__(self, title: str, parent: QWidget | None = None, *, in_order: bool = False) -> None:
        super().__init__(parent)
        self._title = title
        self._in_order = in_order
        self._bars: tuple[Bar, ...] = ()
        self._hidden = 0  # how many bars stand behind the last line
        self._rows: list[_Row] = []
        self._look = Look()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that a screen reader comes to it

    # Values

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown, in its order."""
        return self._bars

    def show_bars(self, bars: Sequence[Bar], language: Language) -> None:
        """Show other values. Those beyond the tenth are added up in a last line of their own."""
        ordered = list(bars) if self._in_order else sorted(bars, key=lambda bar: -bar.count)
        rest = ordered[MOST_BARS:]
        if len(rest) > 1:  # one alone is named, not called "another"
            ordered = [*ordered[:MOST_BARS], Bar("", sum(bar.count for bar in rest))]
        self._hidden = len(rest)
        self._bars = tuple(ordered)
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say labels, figures and the accessible text again."""
        self._rows = [self._row(bar, language) for bar in self._bars]
        self.setAccessibleName(language.text(self._title))
        self.setAccessibleDescription("; ".join(f"{row.label}: {row.figure}" for row in self._rows))
        self.updateGeometry()
        self.update()

    def _row(self, bar: Bar, language: Language) -> _Row:
        if bar.label:
            return _Row(language.text(bar.label), language.number(bar.count), bar.count)
        label = language.plural("{n} other", "{n} others", self._hidden)
        return _Row(label, language.number(bar.count), bar.count, is_rest=True)

    def restyle(self, look: Look) -> None:
        """Take colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    # Sizes

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        """Room for a short bar beside its label."""
        return QSize(self._look.size("normal") * 6, 0)

    def hasHeightForWidth(self) -> bool:
        """Narrow plots wrap their labels."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width."""
        column = self._label_column(width)
        stacked = self._is_narrow(width)
        return sum(self._row_height(row, column, stacked=stacked) for row in self._rows)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._look.font("normal"))

    def _label_column(self, width: int) -> int:
        if self._is_narrow(width):
            return width
        widest = max((self._metrics().horizontalAdvance(row.label) for row in self._rows), default=0)
        return min(widest + 2, round(width * 0.42))

    def _is_narrow(self, width: int) -> bool:
        """Tell whether labels stand above their bars: there is no room beside them."""
        return width < self._look.size("normal") * _NARROW

    def _figure_column(self) -> int:
        metrics = QFontMetrics(self._look.font("normal", bold=True))
        return max((metrics.horizontalAdvance(row.figure) for row in self._rows), default=0) + 2

    def _row_height(self, row: _Row, column: int, *, stacked: bool) -> int:
        text = self._metrics().boundingRect(QRect(0, 0, column, 10_000), _WRAP, row.label)
        label = max(text.height(), self._metrics().height())
        below = self._thickness() + 4 if stacked else 0
        return label + below + round(self._look.size("normal") * 0.65)

    def _thickness(self) -> int:
        return round(self._look.size("normal") * 1.18)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint label, bar and figure of each row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = self._label_column(self.width())
        top = 0
        for row in self._rows:
            height = self._row_height(row, column, stacked=self._is_narrow(self.width()))
            self._paint_row(painter, row, QRect(0, top, self.width(), height), column)
            top += height
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._look.colour("focus"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_row(self, painter: QPainter, row: _Row, room: QRect, column: int) -> None:
        painter.setFont(self._look.font("normal"))
        painter.setPen(self._look.colour("muted" if row.is_rest else "ink"))
        left = column + 16
        if self._is_narrow(self.width()):
            painter.drawText(room.adjusted(0, 0, 0, -self._thickness() - 8), _WRAP, row.label)
            room = room.adjusted(0, room.height() - self._thickness() - 12, 0, 0)
            left = 0
        else:
            painter.drawText(QRect(0, room.top(), column, room.height()), _WRAP, row.label)
        if not row.is_rest:  # several services together are no bar beside single ones
            bar = self._bar(row, room, left)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("brand"))
            painter.drawRoundedRect(bar, 4, 4)
            left = round(bar.right()) + 10
        figure = QRect(left, room.top(), self._figure_column(), room.height())
        painter.setFont(self._look.font("normal", bold=True))
        painter.setPen(self._look.colour("muted" if row.is_rest else "ink"))
        painter.drawText(figure, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), row.figure)

    def _bar(self, row: _Row, room: QRect, left: int) -> QRectF:
        longest = max(1, room.width() - left - 10 - self._figure_column())
        most = max(1, *(other.count for other in self._rows if not other.is_rest))
        # A single one of many is still seen.
        length = max(4.0, longest * row.count / most) if row.count else 0.0
        thick = self._thickness()
        return QRectF(left, room.center().y() - thick / 2 + 1, length, thick)
