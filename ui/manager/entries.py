"""A list of things with a line about each: painted row by row, so that a country's kiosks fit into it.

Arrow keys move along it, Enter or a click chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from kiosk.i18n import Language
from ui.half import Part
from ui.manager.sight import page_of, top_on
from ui.theme import Look, pixmap
from ui.widgets.scroll import Scroll

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
#: Rows beyond which a list scrolls by itself instead of making the page longer.
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it is, what is to be known about it, a mark before it. `heard` replaces the words when read out.

    The mark's shape says the same as its colour; the title is in `ink`. `indent` moves a row to the right, as deep as
    it lies in a tree.
    """

    key: str
    title: str
    detail: str = ""
    icon: str = ""
    colour: str = "brand"
    ink: str = "ink"
    indent: int = 0
    heard: str = ""


class _Lines:
    """A text in as many lines as it needs; a file's long name breaks where it must. `high` is 0 without a text."""

    def __init__(self, text: str, font: QFont, width: int) -> None:
        self.layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.layout.setTextOption(option)
        self.layout.beginLayout()
        height = 0.0
        while text and (line := self.layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        self.layout.endLayout()
        self.high = ceil(height)


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry: icon, title and below it the detail, as long as they need."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.look = Look()
        self.width = 240
        self.least = 0  # pixels that a row is high at least, where it can be chosen
        self._heights: dict[tuple[str, str, int], int] = {}  # a list of thousands is measured again and again

    def measure(self, look: Look, width: int) -> None:
        """Wrap at another width, or in other sizes."""
        self.look, self.width = look, width
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the whole title is at the list's width."""
        entry: Entry = index.data(ENTRY_ROLE)
        key = (entry.title, entry.detail, entry.indent)
        height = self._heights.get(key)
        if height is None:
            height = self._title(entry).high + self._detail(entry).high + 2 * self._gap() + 1
            self._heights[key] = height
        return QSize(self.width, max(self.least, height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the entry and the rule under it."""
        entry: Entry = index.data(ENTRY_ROLE)
        room: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, self.look.colour("brand_soft"))
        left = room.left() + self._left(entry)
        if entry.icon:
            ratio = painter.device().devicePixelRatioF()
            picture = pixmap(entry.icon, getattr(self.look.colours, entry.colour), self._side(), ratio)
            painter.drawPixmap(left, room.top() + self._gap() + 1, picture)
        painter.setPen(self.look.colour(entry.ink))
        title = self._title(entry)
        left += self._side() + 10 if entry.icon else 0
        top = room.top() + self._gap()
        title.layout.draw(painter, QPointF(left, top))
        if entry.detail:
            painter.setPen(self.look.colour("muted"))
            self._detail(entry).layout.draw(painter, QPointF(left, top + title.high))
        painter.setPen(self.look.colour("line"))
        painter.drawLine(room.left(), room.bottom(), room.right(), room.bottom())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.look.colour("focus"))
            painter.drawRect(room.adjusted(0, 1, -1, -2))
        painter.restore()

    def _title(self, entry: Entry) -> _Lines:
        return _Lines(entry.title, self.look.font("small", bold=True), self._text_width(entry))

    def _detail(self, entry: Entry) -> _Lines:
        return _Lines(entry.detail, self.look.font("caption"), self._text_width(entry))

    def _left(self, entry: Entry) -> int:
        return 6 + min(entry.indent * round(self.look.size("small") * 1.3), self.width // 3)

    def _text_width(self, entry: Entry) -> int:
        icon = self._side() + 12 if entry.icon else 4
        return max(self.width - self._left(entry) - icon, 40)

    def _side(self) -> int:
        return round(self.look.size("small") * 1.35)

    def _gap(self) -> int:
        return round(self.look.size("small") * 0.7)


class EntryView(Part, QListView):
    """A list view in the program's look over any model that gives entries for `ENTRY_ROLE`."""

    def __init__(self, *, ground: str = "card") -> None:
        super().__init__()
        self.delegate = EntryDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # thousands of lines never hold the window up
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = Scroll(ground)
        self._scroll.setSingleStep(24)
        self.setVerticalScrollBar(self._scroll)
        # Always there, drawn only when wanted: one that comes and goes would make the words wrap, so that it is wanted.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def restyle(self, look: Look) -> None:
        """Take colours and sizes."""
        self.delegate.measure(look, self.delegate.width)
        palette = look.palette()
        self.setPalette(palette)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the titles anew."""
        self.delegate.measure(self.delegate.look, self.viewport().width())
        super().resizeEvent(event)


class EntriesModel(QAbstractListModel):
    """Entries in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return an entry, its title, what a screen reader says, or its tool tip."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.heard or ". ".join(part for part in (entry.title, entry.detail) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.detail or entry.title
        return entry if role == ENTRY_ROLE else None


class Entries(EntryView):
    """A list to choose from: `chosen` carries the key of the entry that was clicked, or where Enter was pressed.

    It is as high as its rows, so that the page scrolls it. One of more than `most` rows scrolls by itself: it is as
    high as its page says, or else as its first rows, so that no row is cut in two.
    """

    chosen = Signal(str)

    def __init__(self, title: str, *, ground: str = "card", most: int = MOST_ROWS) -> None:
        super().__init__(ground=ground)
        self._title = title
        self._say: Callable[[Language], Sequence[Entry]] = lambda _language: ()
        self.entries = EntriesModel(self)
        self.setModel(self.entries)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)
        self._most, self._least = most, 0

    def keep_in_sight(self, pixels: int) -> None:
        """Say how high the list is at least where it scrolls by itself."""
        self._least = pixels
        self._fit()

    def show_most(self, rows: int) -> None:
        """Say how many rows are shown before the list scrolls by itself."""
        if rows != self._most:
            self._most = rows
            self._fit()

    def show_entries(self, say: Callable[[Language], Sequence[Entry]], language: Language) -> None:
        """Show what `say` says; it is asked again when the language changes."""
        self._say = say
        self.retranslate(language)

    @property
    def key(self) -> str:
        """The key of the marked entry; empty where none is."""
        index = self.currentIndex()
        return self.entries.entries[index.row()].key if index.isValid() else ""

    @property
    def keys(self) -> list[str]:
        """The keys in their order."""
        return [entry.key for entry in self.entries.entries]

    def mark(self, key: str) -> None:
        """Mark an entry, without a word from `chosen`."""
        if key in self.keys:
            self.setCurrentIndex(self.entries.index(self.keys.index(key)))

    def press(self, key: str) -> None:
        """Choose an entry as a click does."""
        self.mark(key)
        self._choose(self.currentIndex())

    def retranslate(self, language: Language) -> None:
        """Say every entry again; the marked one stays marked."""
        key = self.key
        self.setAccessibleName(language.text(self._title))
        self.entries.show(self._say(language))
        self.mark(key)
        self._fit()

    def restyle(self, look: Look) -> None:
        """Take colours and sizes; a row is a target."""
        self.delegate.least = look.touch()
        super().restyle(look)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the titles anew; what then needs another height gets it."""
        super().resizeEvent(event)
        self._fit()

    def currentChanged(  # noqa: N802 - Qt's own name
        self, current: Index, previous: Index
    ) -> None:
        """Have the page follow the keyboard."""
        super().currentChanged(current, previous)
        page = page_of(self)
        if page is not None and self.hasFocus() and self.is_whole:
            row = self.visualRect(current)
            page.ensureVisible(0, top_on(page, self) + row.center().y(), 0, row.height())

    @property
    def is_whole(self) -> bool:
        """Whether all of its rows stand on the page."""
        return len(self.entries.entries) <= self._most

    def sizeHint(self) -> QSize:
        """As high as the rows."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _fit(self) -> None:
        high, policy = self._least, QSizePolicy.Policy.Expanding
        if self.is_whole or not self._least:
            option, rows = QStyleOptionViewItem(), range(min(len(self.entries.entries), self._most))
            high = sum(self.delegate.sizeHint(option, self.entries.index(row)).height() for row in rows)
            high, policy = max(high, self.delegate.least), QSizePolicy.Policy.Minimum
        self.setSizePolicy(QSizePolicy.Policy.Expanding, policy)
        self.setMinimumHeight(high)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        """Show where the keyboard stands."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid() and self.entries.entries:
            self.setCurrentIndex(self.entries.index(0))

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(self.entries.entries[index.row()].key)
