"""A volunteer's own month in pictures: visits, outcomes, hours; the figures stand beside every bar."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kiosk.clock import Clock
from kiosk.codebook import OUTCOMES
from kiosk.i18n import N_, Language
from kiosk.visits import Month, VisitLog
from kiosk.visits.draft import local_date
from ui.desk.over_page import OverPage
from ui.half import Half
from ui.theme import Look
from ui.widgets.bars import Bar, Bars
from ui.widgets.between import LARGE, Between
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.text import Label

_WEEK = 7
_FEW = 2


class MonthPage(OverPage):
    """Shows the month of one volunteer, and the ones before. `shifts_wanted`: the shifts that make the hours."""

    shifts_wanted = Signal()

    def __init__(self, half: Half, log: VisitLog, clock: Clock) -> None:
        super().__init__(half, N_("My month"))
        self._log = log
        self._clock = clock
        self._volunteer = ""
        self._first = self._present = date.min
        self._month = Month({}, {})
        self.back = Button(N_("The month before"), icon="back", icon_only=True)
        self.forward = Button(N_("The month after"), icon="next", icon_only=True)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        self._name = Label("normal", bold=True)
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.figures = {name: _Figure() for name in ("visits", "people", "hours")}
        self._hours_note = Label("small", colour="muted")
        self.weeks = Bars(N_("Visits by week"), in_order=True)
        self.outcomes = Bars(N_("How the visits went"))
        self._fill()

    def _fill(self) -> None:
        name = QVBoxLayout()
        name.addWidget(self._name)
        self.inside.addWidget(Between(self.back, name, self.forward))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(8)
        for figure in self.figures.values():
            self._row.addWidget(figure, 1)
        self.inside.addLayout(self._row)
        self.inside.addWidget(self._hours_note)
        self._plots = QWidget()
        column = QVBoxLayout(self._plots)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        for heading, bars in (("Visits by week", self.weeks), ("How the visits went", self.outcomes)):
            column.addWidget(Label("normal", message=heading, bold=True))
            column.addWidget(bars)
            column.addSpacing(8)
        self.inside.addWidget(self._plots)
        self.shifts_button = Button(N_("My shifts"), icon="clock", role="small")
        self.shifts_button.clicked.connect(self.shifts_wanted)
        self.inside.addWidget(self.shifts_button)
        self.inside.addStretch(1)

    def open(self, volunteer: str) -> None:
        """Show the present month of a volunteer."""
        self._volunteer = volunteer
        today = date.fromisoformat(local_date(self._clock.now(), self._clock.offset()))
        self._first = self._present = today.replace(day=1)
        self._load()

    def span(self) -> tuple[date, date]:
        """Return the first and the last day of the month that is shown."""
        return self._first, _last_of(self._first)

    def look_again(self) -> None:
        """Count the same month again."""
        self._load()

    def _step(self, months: int) -> None:
        middle = self._first.replace(day=15) + timedelta(days=30 * months)
        self._first = middle.replace(day=1)
        self._load()

    def _load(self) -> None:
        self._month = self._log.month_of(self._volunteer, *self.span())
        self.retranslate(self._half.language)
        self.scroll_up()

    def restyle(self, look: Look) -> None:
        """Large figures stand one below the other."""
        large = look.scale >= LARGE
        self.shifts_button.set_icon("" if large else "clock")
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight
        )

    def retranslate(self, language: Language) -> None:
        """Say months, figures and bars again."""
        super().retranslate(language)
        if self._first == date.min:
            return
        month = self._month
        name = language.month(self._first)
        self._name.setText(name[:1].upper() + name[1:])
        self.forward.setEnabled(self._first < self._present)
        hours = round(month.minutes / 60, 1)
        # A broken number takes the same form as a few.
        counted = int(hours) if hours == int(hours) else _FEW
        for name, number, what in (
            ("visits", month.visits, language.plural("visit", "visits", month.visits)),
            ("people", month.people, language.plural("person", "people", month.people)),
            ("hours", hours, language.plural("hour", "hours", counted)),
        ):
            self.figures[name].show_number(language.number(number), what)
        self._hours_note.setText(_unmeasured(month, language))
        self._hours_note.setVisible(bool(month.unmeasured))
        self._plots.setVisible(bool(month.visits))
        self.weeks.show_bars(_weeks(month, self._first, language), language)
        self.outcomes.show_bars(_outcomes(month, language), language)


class _Figure(Card):
    """A number above what it counts."""

    def __init__(self) -> None:
        super().__init__(edge="line")
        self._number = Label("heading", bold=True)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._what = Label("small", colour="muted")
        self._what.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 8)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(self._what)

    def show_number(self, number: str, what: str) -> None:
        self._number.setText(number)
        self._what.setText(what)


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _weeks(month: Month, first: date, language: Language) -> list[Bar]:
    """Sum the days by calendar week, as far as it lies in the month."""
    bars, monday, last = [], first - timedelta(days=first.weekday()), _last_of(first)
    while monday <= last:
        days = [monday + timedelta(days=n) for n in range(_WEEK)]
        inside = [day for day in days if first <= day <= last]
        label = f"{language.number(inside[0].day)}–{language.number(inside[-1].day)}"
        if len(inside) == 1:
            label = language.number(inside[0].day)
        bars.append(Bar(label, sum(month.days.get(day.isoformat(), 0) for day in inside)))
        monday += timedelta(days=_WEEK)
    return bars


def _outcomes(month: Month, language: Language) -> list[Bar]:
    said = {
        code: language.text(OUTCOMES[code]) if code in OUTCOMES else code for code in month.outcomes if code
    }
    bars = [Bar(said[code], count) for code, count in month.outcomes.items() if code]
    if groups := month.outcomes.get("", 0):
        bars.append(Bar(language.text("Groups and courses"), groups))
    return bars


def _unmeasured(month: Month, language: Language) -> str:
    return language.plural(
        "{n} shift has no known length and is not in the hours.",
        "{n} shifts have no known length and are not in the hours.",
        month.unmeasured,
    )
