"""The list of files that were taken in: one honest line each, what needs somebody first.

A model and a delegate and not a widget a line: a country's day is 20,000 files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QSortFilterProxyModel, Qt

from kiosk.i18n import N_, Language
from ui.manager.entries import ENTRY_ROLE, Entry, EntryView, Index


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
    Kind.NEW: N_("Imported"),
    Kind.LOOK: N_("Needs a look"),
    Kind.WAITING: N_("Waiting"),
    Kind.REFUSED: N_("Not imported"),
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
        if role == ENTRY_ROLE:
            return self._entry(line)
        return line if role == LINE_ROLE else None

    def _entry(self, line: Line) -> Entry:
        sentence = without_name(line.say(self._language), Path(line.path).name)
        icon, colour = _MARKS[line.kind]
        return Entry(line.path, sentence, "" if line.name in sentence else line.name, icon, colour, colour)


def without_name(sentence: str, name: str) -> str:
    """Take a file's name off the front of its sentence: the list has it on a line of its own, below."""
    rest = sentence.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:] if rest and rest != sentence else sentence


class LineList(EntryView):
    """The list itself, all of its lines or only those of some kinds."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.lines = LinesModel(language, self)
        self._shown = _Shown(self)
        self._shown.setSourceModel(self.lines)
        self.setModel(self._shown)

    def show_kinds(self, kinds: frozenset[Kind]) -> None:
        """Show the lines of these kinds only."""
        self._shown.show_kinds(kinds)

    def retranslate(self, language: Language) -> None:
        """Say every line again."""
        self.setAccessibleName(language.text("Files"))
        self.lines.speak(language)
        self.scheduleDelayedItemsLayout()


class _Shown(QSortFilterProxyModel):
    """The lines of some kinds, in the order that they have."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kinds = frozenset(Kind)

    def show_kinds(self, kinds: frozenset[Kind]) -> None:
        self.beginResetModel()
        self._kinds = kinds
        self.endResetModel()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: N802 - Qt's own name
        index = self.sourceModel().index(source_row, 0, source_parent)
        line: Line = index.data(LINE_ROLE)
        return line.kind in self._kinds
