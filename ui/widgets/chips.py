"""Answers as buttons in an even grid, of which one (or several) can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from ui.widgets.button import Button
from ui.widgets.tile import Tile

GAP = 7


class Row(NamedTuple):
    """A row of the grid: its height, and each button with its left edge and its width."""

    height: int
    cells: list[tuple[Button, int, int]]


class Chips(QWidget):
    """Buttons in at most `columns` columns of one width; fewer where a word would not fit.

    The last row's buttons share the whole width. With `icons`, or when `tight`, they are tiles, whose words are
    set smaller where columns are narrow; `keys` names the letters that stand on them. With `even`, all rows are as high
    as the highest. `chosen` carries the code that a person has tapped.
    """

    chosen = Signal(str)

    def __init__(
        self,
        choices: Mapping[str, str] | None = None,
        *,
        columns: int = 2,
        role: str = "small",
        kind: str = "plain",
        bold: bool = False,
        height: int = 57,
        gap: int = GAP,
        checkable: bool = True,
        several: bool = False,
        icons: Mapping[str, str] | None = None,
        keys: Mapping[str, str] | None = None,
        tight: bool = False,
        even: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._gap = gap
        self._even = even
        self._group = QButtonGroup(self)
        self._exclusive = checkable and not several
        self._group.setExclusive(self._exclusive)
        self._buttons: dict[str, Button] = {}
        self._hidden: frozenset[str] = frozenset()
        self._measured: tuple[tuple[str, int], ...] = ()
        self._known: dict[int, list[Row]] = {}
        for code, label in (choices or {}).items():
            make = Tile if icons or tight else Button
            button = make(
                label,
                icon=(icons or {}).get(code, ""),
                role=role,
                kind=kind,
                bold=bold,
                height=height,
                checkable=checkable,
                parent=self,
            )
            button.set_key((keys or {}).get(code, ""))
            self._add(code, button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _add(self, code: str, button: Button) -> None:
        button.setObjectName(code)
        button.clicked.connect(lambda: self.chosen.emit(code))
        self._buttons[code] = button
        if (
            self._exclusive
        ):  # Qt leaves only the chosen one of a group to the Tab key; the arrows reach the others
            self._group.addButton(button)

    # Properties

    @property
    def value(self) -> str:
        """The chosen code, empty while nothing is chosen."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), "")

    def button(self, code: str) -> Button:
        """Return the button of a code."""
        return self._buttons[code]

    def press(self, letter: str) -> bool:
        """Tap the button on which this key's letter stands; tell whether one could be tapped."""
        for code, button in self._buttons.items():
            if button.key == letter and code not in self._hidden and button.isEnabled():
                button.click()
                return True
        return False

    def choose(self, *codes: str) -> None:
        """Show these codes as chosen and no others, without a word from `chosen`."""
        self._group.setExclusive(False)
        for other, button in self._buttons.items():
            button.setChecked(other in codes)
        self._group.setExclusive(self._exclusive)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all choices, in order."""
        return tuple(self._buttons)

    def hide_codes(self, codes: Iterable[str]) -> None:
        """Offer every choice but these."""
        hidden = frozenset(codes)
        if hidden != self._hidden:
            self._hidden = hidden
            for code, button in self._buttons.items():
                button.setVisible(code not in hidden)
            self.updateGeometry()
            self._place()

    # Sizes

    def sizeHint(self) -> QSize:
        """As wide as the columns want to be."""
        width = max((b.sizeHint().width() for b in self._shown()), default=0)
        width = width * self._columns + self._gap * (self._columns - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column."""
        return QSize(self._widest(), 0)

    def hasHeightForWidth(self) -> bool:
        """Narrow chips grow in height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width."""
        rows = self._rows(width)
        return sum(row.height for row in rows) + self._gap * max(len(rows) - 1, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the buttons out again."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """A button's text or font has changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _shown(self) -> list[Button]:
        return [button for code, button in self._buttons.items() if code not in self._hidden]

    def _widest(self) -> int:
        return max((button.minimumSizeHint().width() for button in self._shown()), default=0)

    def _rows(self, width: int) -> list[Row]:
        # A layout asks for the same few widths again and again; measuring text is what costs.
        shown = self._shown()
        measured = tuple((button.text(), button.font().pixelSize()) for button in shown)
        if measured != self._measured:
            self._measured = measured
            self._known.clear()
        if width not in self._known:
            rows = self._best_rows(shown, width)
            self._known[width] = _of_one_height(rows) if self._even else rows
        return self._known[width]

    def _best_rows(self, shown: list[Button], width: int) -> list[Row]:
        for columns in range(self._columns, 0, -1):
            rows = [
                self._row(shown[first : first + columns], width) for first in range(0, len(shown), columns)
            ]
            fits = all(button.minimumSizeHint().width() <= w for row in rows for button, _, w in row.cells)
            # As even as can be: five fill two rows as 3 + 2, not as 4 + 1.
            even = columns == self._columns or -(-len(shown) // (columns - 1 or 1)) > len(rows)
            if columns == 1 or (fits and even):
                return rows
        return []

    def _row(self, buttons: list[Button], width: int) -> Row:
        gap = self._gap
        if (narrow := self._uneven(buttons, width)) is not None:
            return narrow
        edges = [round(i * (width + gap) / len(buttons)) for i in range(len(buttons) + 1)]
        cells = [(b, edges[i], edges[i + 1] - edges[i] - gap) for i, b in enumerate(buttons)]
        return Row(max(button.heightForWidth(w) for button, _, w in cells), cells)

    def _uneven(self, buttons: list[Button], width: int) -> Row | None:
        # A single row whose longest word needs more than its share, while the others need less.
        least = [button.minimumSizeHint().width() for button in buttons]
        room = width - self._gap * (len(buttons) - 1)
        alone = len(buttons) == len(self._shown())
        if not alone or sum(least) > room or max(least) <= room // len(buttons):
            return None
        cells, left = [], 0
        for place, button in enumerate(buttons):
            wide = least[place] + (room - sum(least)) // len(buttons)
            cells.append((button, left, wide if place < len(buttons) - 1 else width - left))
            left += wide + self._gap
        return Row(max(button.heightForWidth(w) for button, _, w in cells), cells)

    def _place(self) -> None:
        top, rows = 0, self._rows(self.width())
        tiles = [(b, width) for row in rows for b, _, width in row.cells if isinstance(b, Tile)]
        letters = min((tile.letters_at(width) for tile, width in tiles), default=0)
        for tile, _ in tiles:
            tile.hold_letters(letters)
        for row in rows:
            for button, left, width in row.cells:
                button.setGeometry(QRect(left, top, width, row.height))
            top += row.height + self._gap


def _of_one_height(rows: list[Row]) -> list[Row]:
    high = max((row.height for row in rows), default=0)
    return [Row(high, row.cells) for row in rows]
