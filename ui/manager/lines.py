"""The list of files that were taken in: one honest line each, what needs somebody first.

A model and a delegate and not a widget a line: a country's day is 20,000 files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from math import ceil
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.theme import Look, pixmap
from ui.widgets.scroll import Scroll

Index = QModelIndex | QPersistentModelIndex


class Kind(IntEnum):
    """How a file ended; the higher, the more it needs somebody, and the higher it stands."""

    ALREADY = 0
    NEW = 1
    LOOK = 2
    WAITING = 3
    REFUSED = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One file: its name and path, how it ended, how it says so, and how many new visits it brought."""

    name: str
    kind: Kind
    say: Callable[[Language], str]
    path: str = ""
    new: int = 0


#: Icon and colour of a kind. The shapes differ too, so that colour is never alone.
_MARKS = {
    Kind.ALREADY: ("info", "muted"),
    Kind.NEW: ("check", "good"),
    Kind.LOOK: ("warning", "on_notice"),
    Kind.WAITING: ("review", "on_notice"),
    Kind.REFUSED: ("close", "danger_line"),
}
#: The kinds in a word, for whoever hears the list.
KIND_NAMES = {
    Kind.ALREADY: N_("Already here"),
    Kind.NEW: N_("Taken in"),
    Kind.LOOK: N_("Needs a look"),
    Kind.WAITING: N_("Waiting"),
    Kind.REFUSED: N_("Not taken in"),
}
LINE_ROLE = int(Qt.ItemDataRole.UserRole)


class LinesModel(QAbstractListModel):
    """The lines in their order: what needs somebody first, among equals the latest first."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._lines: list[Line] = []

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as they stand."""
        return tuple(self._lines)

    def add(self, line: Line) -> None:
        """Put one more line in its place."""
        row = bisect_left(self._lines, -line.kind, key=lambda other: -other.kind)
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.insert(row, line)
        self.endInsertRows()

    def clear(self) -> None:
        """Take every line away."""
        self.beginResetModel()
        self._lines.clear()
        self.endResetModel()

    def speak(self, language: Language) -> None:
        """Say every line in another language."""
        self._language = language
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a line's sentence, what a screen reader says, its tool tip, or the line itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return without_name(line.say(self._language), Path(line.path).name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = self._language.text(KIND_NAMES[line.kind])
            return f"{kind}. {line.say(self._language)} {line.name}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.path or line.name
        return line if role == LINE_ROLE else None


def without_name(sentence: str, name: str) -> str:
    """Take a file's name off the front of its sentence: the list has it on a line of its own, below."""
    rest = sentence.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:] if rest and rest != sentence else sentence


class LineDelegate(QStyledItemDelegate):
    """Paints a line: icon, sentence as long as it needs, the file's name under it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.look = Look()
        self.width = 240
        self._heights: dict[str, int] = {}  # by sentence: a list of thousands is measured again and again

    def measure(self, look: Look, width: int) -> None:
        """Wrap at another width, or in other sizes."""
        self.look, self.width = look, width
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the whole sentence is at the list's width."""
        sentence = str(index.data())
        height = self._heights.get(sentence)
        if height is None:
            height = ceil(self._laid_out(sentence).boundingRect().height()) + 2 * self._gap() + 1
            self._heights[sentence] = height
        return QSize(self.width, height + (self._name_height() if self._name_below(index) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the line and the rule under it."""
        line: Line = index.data(LINE_ROLE)
        icon, colour = _MARKS[line.kind]
        room: QRect = option.rect
        painter.save()
        ratio = painter.device().devicePixelRatioF()
        picture = pixmap(icon, getattr(self.look.colours, colour), self._side(), ratio)
        painter.drawPixmap(room.left(), room.top() + self._gap() + 1, picture)
        painter.setPen(self.look.colour(colour))
        sentence = self._laid_out(str(index.data()))
        left, top = room.left() + self._side() + 10, room.top() + self._gap()
        sentence.draw(painter, QPointF(left, top))
        if name := self._name_below(index):
            self._paint_name(painter, name, QPoint(left, top + ceil(sentence.boundingRect().height())))
        painter.setPen(self.look.colour("line"))
        painter.drawLine(room.left(), room.bottom(), room.right(), room.bottom())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.look.colour("focus"))
            painter.drawRect(room.adjusted(0, 1, -1, -2))
        painter.restore()

    def _paint_name(self, painter: QPainter, name: str, where: QPoint) -> None:
        painter.setFont(self.look.font("caption"))
        painter.setPen(self.look.colour("muted"))
        room = QRect(where, QSize(self._text_width(), self._name_height()))
        # A bundle's name ends in its number: the middle is what can be spared; the tool tip has it whole.
        short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), short)

    @staticmethod
    def _name_below(index: Index) -> str:
        """Return the file's name where the sentence does not say it."""
        line: Line = index.data(LINE_ROLE)
        return "" if line.name in str(index.data()) else line.name

    def _laid_out(self, sentence: str) -> QTextLayout:
        """Break the sentence into lines; a file's long name breaks where it must."""
        layout = QTextLayout(sentence, self.look.font("small", bold=True))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._text_width())
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout

    def _text_width(self) -> int:
        return max(self.width - self._side() - 12, 40)

    def _name_height(self) -> int:
        return QFontMetrics(self.look.font("caption")).height() + 2

    def _side(self) -> int:
        return round(self.look.size("small") * 1.35)

    def _gap(self) -> int:
        return round(self.look.size("small") * 0.7)


class LineList(Part, QListView):
    """The list itself."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.lines = LinesModel(language, self)
        self._delegate = LineDelegate(self)
        self.setModel(self.lines)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # thousands of lines never hold the window up
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = Scroll("card")
        self._scroll.setSingleStep(24)
        self.setVerticalScrollBar(self._scroll)

    def retranslate(self, language: Language) -> None:
        """Say every line again."""
        self.setAccessibleName(language.text("Files"))
        self.lines.speak(language)
        self.scheduleDelayedItemsLayout()

    def restyle(self, look: Look) -> None:
        """Take colours and sizes."""
        self._delegate.measure(look, self._delegate.width)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences anew."""
        self._delegate.measure(self._delegate.look, self.viewport().width())
        super().resizeEvent(event)
