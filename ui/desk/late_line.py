"""The line over a visit from paper: its day, how many of the stack are saved, the way back."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

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
_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


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
        buttons, days = QHBoxLayout(), QHBoxLayout()
        for button in (self.undo_button, self.more_button, self.done_button):
            buttons.addWidget(button)
        days.addWidget(self.earlier)
        days.addWidget(self._date, 1)
        days.addWidget(self.later)
        self._rows = (QBoxLayout(_BESIDE), QBoxLayout(_BESIDE))
        self._rows[0].addWidget(self._count, 1)
        self._rows[0].addLayout(buttons)
        self._rows[1].addLayout(days, 3)
        self._rows[1].addWidget(self._where, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for row in (buttons, days, *self._rows):
            row.setSpacing(5)
        for row in self._rows:
            column.addLayout(row)

    def restyle(self, look: Look) -> None:
        """At large print words and buttons stand one below the other."""
        for row in self._rows:
            row.setDirection(_BELOW if look.scale >= _LARGE else _BESIDE)

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
            self._date.setText(language.date(self._day))
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
