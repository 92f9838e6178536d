"""Choosing a period: this month, the last one, a quarter, a year, everything, or days of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.centre import Scope
from kiosk.clock import SystemClock
from kiosk.i18n import N_, SOURCE, Language
from ui.half import Part, half_of
from ui.manager.form import Field
from ui.manager.sight import bring_into_view
from ui.widgets.button import Button
from ui.widgets.chips import Chips

OWN, ALL = "own", "all"
PRESETS = {
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    ALL: N_("Everything"),
    OWN: N_("Choose days"),
}
_EXAMPLE, LAST_EXAMPLE = date(2026, 11, 1), date(2026, 11, 30)
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_LOCAL = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's quarter."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, month_of(first + timedelta(days=62))[1]


_DAYS: dict[str, Callable[[date], tuple[date, date]]] = {
    "month": month_of,
    "last_month": lambda today: month_of(today.replace(day=1) - timedelta(days=1)),
    "quarter": quarter_of,
    "year": lambda today: (date(today.year, 1, 1), date(today.year, 12, 31)),
}


def read_day(typed: str) -> date | None:
    """Return the day that somebody typed, as 2026-11-01 or as any of our languages writes it; None when it is none.

    The day comes before the month in all of them; English is not read as in America.
    """
    typed = typed.strip()
    if found := _ISO.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := _LOCAL.fullmatch(typed):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_day(day: date, language: Language) -> str:
    """Write a day as one types it in this language: 1.11.2026, 01/11/2026."""
    if language.code == SOURCE:
        return day.isoformat()  # its own form would be the American one
    from babel.dates import format_skeleton

    return format_skeleton("yMMdd", day, locale=language.locale)


def example_day(language: Language) -> str:
    """Write a day that shows how one is typed."""
    return write_day(_EXAMPLE, language)


def such_a_day(language: Language, day: date = _EXAMPLE) -> str:
    """Say how a day is typed, so that nobody takes the example for a day that stands in the field already."""
    return language.text(N_("such as {day}"), day=write_day(day, language))


def typed_days(
    first: Field, last: Field, language: Language, *, both: bool = False
) -> tuple[date | None, date | None] | None:
    """Return the days, None for an empty field; where one is wrong, its field says so and nothing is returned.

    With `both`, an empty field is wrong too.
    """
    days = []
    for field in (first, last):
        day = read_day(field.text())
        if day is None and (both or field.text().strip()):
            field.refuse(N_("Write a day such as {day}."), language, day=example_day)
            return None
        field.accept()
        days.append(day)
    if days[0] and days[1] and days[1] < days[0]:
        last.refuse(N_("The period ends before it begins."), language)
        return None
    return days[0], days[1]


class Period(Part, QWidget):
    """`changed` when another period is meant."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chips = Chips(PRESETS, columns=2, height=44, even=True)
        self._preset = "month"
        self.chips.choose(self._preset)
        self.chips.chosen.connect(self._choose)
        self.first = Field(N_("From"), example=example_day)
        self.last = Field(N_("To"), example=example_day)
        self.show_days = Button(N_("Show"), icon="check", kind="strong")
        self.show_days.clicked.connect(self._own)
        for field in (self.first, self.last):
            field.line.returnPressed.connect(self._own)
        self.days = QWidget()
        row = QHBoxLayout(self.days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for field in (self.first, self.last):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.own = QWidget()
        below = QVBoxLayout(self.own)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.days)
        below.addWidget(self.show_days)
        self.own.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.chips)
        column.addWidget(self.own)

    def days_of(self, today: date) -> tuple[date | None, date | None]:
        """Return the first and the last day; None where the period is open."""
        if self.chips.value == OWN:
            return read_day(self.first.text()), read_day(self.last.text())
        preset = _DAYS.get(self.chips.value)
        return preset(today) if preset else (None, None)

    def scope(self, today: date, place: str) -> Scope:
        """Return what a report is to be about."""
        return Scope(*self.days_of(today), place)

    def choose(self, code: str) -> None:
        """Choose a preset as a click does."""
        self.chips.choose(code)
        self._choose(code)

    def _choose(self, code: str) -> None:
        self.own.setVisible(code == OWN)
        if code != OWN:
            self._preset = code
            self.changed.emit()
            return
        self._propose()
        self.first.line.setFocus()
        self.first.line.selectAll()
        bring_into_view(self.own)
        self._own()

    def _propose(self) -> None:
        """Begin with the days that were shown, of everything with this month's: empty fields would say nothing."""
        half = half_of(self)
        if half is None or self.first.text() or self.last.text():
            return
        days = _DAYS.get(self._preset, month_of)(SystemClock().now().date())
        for field, day in zip((self.first, self.last), days, strict=True):
            field.line.setText(write_day(day, half.language))

    def _own(self) -> None:
        half = half_of(self)
        if half is None:
            return
        if typed_days(self.first, self.last, half.language) is not None:
            self.changed.emit()

    def retranslate(self, language: Language) -> None:
        """The words say themselves again."""
