"""The line over a visit from paper: its day, how many of the stack are saved, the way back."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.i18n import Language
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label
from ui.widgets.tile import Tile

#: Paper older than this is no stack from last week but a slip of the finger.
_OLDEST = timedelta(days=400)
#: Text scale from which on a line has no room for buttons beside it.
_LARGE = 1.5
#: Pixels in width under which they have none at any scale.
_NARROW = 290

_Place = tuple[int, int, int, int]
#: Row, column and spans of the count, its buttons, the day, the place.
_WIDE: tuple[_Place, ...] = ((0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 1, 2), (1, 2, 1, 1))
_SLIM: tuple[_Place, ...] = ((0, 0, 1, 3), (2, 1, 1, 2), (1, 0, 1, 3), (2, 0, 1, 1))
_LARGE_PRINT: tuple[_Place, ...] = ((0, 0, 1, 3), (3, 0, 1, 3), (1, 0, 1, 3), (2, 0, 1, 3))


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    beside = QHBoxLayout(row)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(5)
    for widget in widgets:
        beside.addWidget(widget, 1 if isinstance(widget, Label) else 0)
    return row


class LateLine(Part, QWidget):
    """`day_chosen` carries a local day such as `2026-11-22`; `undo` and `finished` come with the buttons."""

    day_chosen = Signal(str)
    place_wanted = Signal()
    undo = Signal()
    more = Signal()
    finished = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._day = self._today = date.min
        self._saved = 0
        self._place = ""
        self._digits = ""
        self._look = half.look
        self._count = Label("small", bold=True)
        self._where = Tile(role="small", icon="place")
        self._date = Label("small", bold=True)
        self.earlier = Button("A day earlier", icon="back", icon_only=True)
        self.later = Button("A day later", icon="next", icon_only=True)
        self.undo_button = Button("Undo", icon="undo", icon_only=True)
        self.more_button = Button("More", icon="more", icon_only=True)
        self.done_button = Button("The stack is done", icon="check", icon_only=True)
        self._lay_out()
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self._where.clicked.connect(self.place_wanted)
        self.undo_button.clicked.connect(self.undo)
        self.more_button.clicked.connect(self.more)
        self.done_button.clicked.connect(self.finished)

    def _lay_out(self) -> None:
        self._buttons = _row(self.undo_button, self.more_button, self.done_button)
        self._days = _row(self.earlier, self._date, self.later)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(5)
        self._places: tuple[_Place, ...] = ()
        self._arrange()

    def _arrange(self) -> None:
        """Stand side by side where words have room beside buttons, else one below the other."""
        places = _SLIM if self.width() < _NARROW else _WIDE
        if self._look.scale >= _LARGE:
            places = _LARGE_PRINT
        if places != self._places:
            self._places = places
            for widget, place in zip(
                (self._count, self._buttons, self._days, self._where), places, strict=True
            ):
                self._grid.removeWidget(widget)
                self._grid.addWidget(widget, *place)
            self._grid.setColumnStretch(0, 1)

    def restyle(self, look: Look) -> None:
        """Larger letters need more room."""
        self._look = look
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """So does a narrow panel."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def place_button(self) -> Button:
        """Where the visits of the stack took place."""
        return self._where

    def show_stack(self, day: str, today: str, saved: int, place: str) -> None:
        """Show the visit's day and place, and how many of the stack are saved."""
        self._day, self._today = date.fromisoformat(day), date.fromisoformat(today)
        self._saved, self._place = saved, place
        self._digits = ""
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say day and count again."""
        row = language.text("From paper, row {row}", row=language.number(self._saved + 1))
        saved = language.plural("{n} saved", "{n} saved", self._saved)
        self._count.setText(f"{row} · {saved}")
        if self._day != date.min:
            self._date.setText(language.day(self._day))
        self._where.say(self._place or language.text("Place"))
        self.later.setEnabled(self._day < self._today)
        self.undo_button.setEnabled(self._saved > 0)

    def step(self, days: int) -> None:
        """Go some days on, never beyond today."""
        self._choose(self._day + timedelta(days=days))

    def type_digit(self, digit: str) -> None:
        """Take a day by its digits: `24` is the last 24th, `2411` the last 24 November."""
        for typed in (self._digits + digit, digit):
            found = _last(typed, self._today)
            if found is not None:
                self._digits = typed if len(typed) < 4 else ""
                digits = self._digits
                self._choose(found)
                self._digits = digits
                return
        self._digits = digit

    def _choose(self, day: date) -> None:
        self._digits = ""
        if self._today - _OLDEST <= day <= self._today:
            self.day_chosen.emit(day.isoformat())


def _last(digits: str, today: date) -> date | None:
    """Return the last day, today or before, that digits mean: day, or day and month."""
    day, month = int(digits[:2]), digits[2:4]
    if len(month) == 1 and month in "01":
        return _last(digits[:2], today)
    for back in range(_OLDEST.days):
        found = today - timedelta(days=back)
        if found.day == day and (not month or found.month == int(month)):
            return found
    return None
