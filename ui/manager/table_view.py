"""A report's table on the screen: numbers to the right, the total apart, read by eyes and by screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from kiosk.centre import Table
from kiosk.centre.tables import NUMBERS, said
from kiosk.i18n import Language
from ui.half import Part
from ui.manager.entries import Index
from ui.theme import Look
from ui.widgets.edges import Edges
from ui.widgets.scroll import Scroll

#: Rows beyond which the table scrolls by itself instead of making the page longer.
_MOST_ROWS = 60
_PAD = 9
#: Pixels above and below a row's words together: a row of two lines has as much as a row of one.
_AIR = 14
#: Rows that are measured: a long list's later rows look like its first.
_MEASURED = 500


class TableModel(QAbstractTableModel):
    """A table in one language."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings: list[str] = []
        self.rows: list[list[str]] = []
        self.numbers: list[bool] = []
        self.total = False
        self.look = Look()
        self.role = "small"

    def show(self, table: Table, language: Language) -> None:
        """Show a table."""
        self.beginResetModel()
        self.headings, self.rows = table.shown(language)
        self.numbers = [table.columns[index].format in NUMBERS for index in table.for_people()]
        self.total = bool(table.total)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell, where it stands, in which font."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headings[index.column()]}: {self.rows[index.row()][index.column()]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return self.look.font(self.role, bold=self.total and index.row() == len(self.rows) - 1)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.numbers[column] else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class _Heading(QHeaderView):
    """The line of headings, in the program's look; a long heading wraps."""

    def __init__(self, model: TableModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._model = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's own
        """Paint one heading and the line below it."""
        look = self._model.look
        painter.save()
        painter.fillRect(rect, look.colour("card"))
        painter.setPen(look.colour("muted"))
        painter.setFont(look.font(self._model.role, bold=True))
        room = rect.adjusted(_PAD // 2, 4, -_PAD // 2, -6)
        flags = self._model._side(logicalIndex) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, self._model.headings[logicalIndex])
        painter.setPen(QPen(look.colour("edge"), 2))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def sizeHint(self) -> QSize:
        """As high as the highest heading at its width."""
        metrics = QFontMetrics(self._model.look.font(self._model.role, bold=True))
        highest = metrics.height()
        for section, heading in enumerate(self._model.headings):
            room = metrics.boundingRect(
                0,
                0,
                max(self.sectionSize(section) - _PAD, 20),
                10_000,
                int(Qt.TextFlag.TextWordWrap),
                heading,
            )
            highest = max(highest, room.height())
        return QSize(super().sizeHint().width(), highest + 12)


class TableView(Part, QTableView):
    """The table; as high as it is long, so that the page scrolls it."""

    def __init__(self) -> None:
        super().__init__()
        self.table = TableModel(self)
        self._given: Table | None = None
        self.setModel(self.table)
        self.setHorizontalHeader(_Heading(self.table))
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBar(Scroll("card"))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._edges = Edges(self)

    def show_table(self, table: Table, language: Language) -> None:
        """Show a table."""
        self._given = table
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say every cell again."""
        if self._given is None:
            return
        self.table.show(self._given, language)
        self.setAccessibleName(said(self._given.title, language))
        self._fit()

    def restyle(self, look: Look) -> None:
        """Take colours and sizes."""
        self.table.look = look
        self.setPalette(look.palette())
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def sizeHintForRow(self, row: int) -> int:
        """As high as the words of its cells, and what keeps them from the rows beside it."""
        return super().sizeHintForRow(row) + _AIR

    def _fit(self) -> None:
        """Give each column what its words need; what is left goes to them all, what lacks is taken from long ones."""
        if not self.table.headings:
            return
        room = self.viewport().width()
        # A table of many columns is set a little smaller, before its words break or it is pushed from side to side.
        for self.table.role in ("small", "caption"):
            needs = [self._needs(column) for column in range(len(self.table.headings))]
            if sum(max(need) for need in needs) <= room:
                break
        widths = shared(room, _wishes(room, needs))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        line = QFontMetrics(self.table.look.font(self.table.role)).height()
        self.verticalHeader().setMinimumSectionSize(line + _AIR)
        self.resizeRowsToContents()
        heading = self.horizontalHeader()
        heading.setFixedHeight(heading.sizeHint().height())
        rows = min(len(self.table.rows), _MOST_ROWS)
        policies = Qt.ScrollBarPolicy
        scrolls = rows < len(self.table.rows)
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOn if scrolls else policies.ScrollBarAlwaysOff
        )
        high = sum(self.rowHeight(row) for row in range(rows)) + heading.height()
        self.setFixedHeight(
            high + (self.horizontalScrollBar().sizeHint().height() if sum(widths) > room else 0) + 4
        )

    def _needs(self, column: int) -> Needs:
        """Measure a column."""
        metrics = QFontMetrics(self.table.look.font(self.table.role, bold=True))
        cells = [row[column] for row in self.table.rows[:_MEASURED]]
        words = {word for text in (self.table.headings[column], *cells) for word in text.split()}
        least = max((metrics.horizontalAdvance(word) for word in words), default=0)
        whole = max((metrics.horizontalAdvance(cell) for cell in cells), default=0)
        heading = self.table.headings[column].split()
        two, three = (_broken(heading, lines, metrics) for lines in (2, 3))
        # A number is never broken.
        longest = max(map(metrics.horizontalAdvance, heading), default=0)
        least = max(whole, longest) if self.table.numbers[column] else least
        # A heading on three lines has its distance from the next one only, the width of a pad.
        return Needs(least + 2 * _PAD, whole + 2 * _PAD, three + _PAD + 2, two + 2 * _PAD)


class Needs(NamedTuple):
    """The widths that a column needs: at least, and to keep cells on a line, its heading on three, on two."""

    least: int
    cells: int
    three: int
    two: int


def _wishes(room: int, needs: Sequence[Needs]) -> list[tuple[int, int]]:
    """Return what the columns need and what they wish.

    Cells that stay on a line come before headings on few: there are more of them. Where they cannot all, a heading is
    not spelt down the page for their sake.
    """
    if sum(max(need.least, need.cells) for need in needs) > room:
        lines = [(max(need.least, need.three), need.cells) for need in needs]
        fits = sum(least for least, _ in lines) <= room
        return lines if fits else [(need.least, need.cells) for need in needs]
    tall = [(max(need.least, need.cells), need.three) for need in needs]
    low = [(least, need.two) for (least, _), need in zip(tall, needs, strict=True)]
    return low if sum(map(max, low)) <= room else tall


def shared(room: int, needs: Sequence[tuple[int, int]]) -> list[int]:
    """Return the columns' widths: their wishes and an even share of the rest, or less where the room is short.

    The last one ends where the room does, unless they all need more.
    """
    least, wished = sum(low for low, _ in needs), sum(max(low, high) for low, high in needs)
    if wished <= room:
        widths = [max(low, high) + (room - wished) // len(needs) for low, high in needs]
    else:
        part = max(0.0, (room - least) / max(1, wished - least))
        widths = [low + int((max(low, high) - low) * part) for low, high in needs]
    widths[-1] += max(0, room - sum(widths))
    return widths


def _broken(words: Sequence[str], lines: int, metrics: QFontMetrics) -> int:
    """Return the width at which words stand on so many lines at most: on more they are spelt rather than read."""
    whole = metrics.horizontalAdvance(" ".join(words))
    if lines == 1 or len(words) < 2:
        return whole
    cuts = range(1, len(words))
    broken = (
        max(metrics.horizontalAdvance(" ".join(words[:cut])), _broken(words[cut:], lines - 1, metrics))
        for cut in cuts
    )
    return min(whole, *broken)
