"""The volunteer's day: counts, no list; the next visit; what waits for a stick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import DayCounts, Shift
from ui.desk.open_visit import local_time
from ui.desk.visit_pages import WarningLine
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.between import LARGE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chips import Chips
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label


@dataclass(frozen=True)
class DayState:
    """What the day's screen shows."""

    volunteer: str = ""
    shift: Shift | None = None
    place: str = ""
    counts: DayCounts = field(default_factory=DayCounts)
    waiting: int = 0
    on_sticks: int = 0
    at_centre_to: str = ""


class _Figure(Card):
    """A number and what it counts."""

    def __init__(self, message: str = "") -> None:
        super().__init__(edge="line")
        self._number = Label("figure", bold=True, wrap=False)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # A label that wraps and has a translated message of its own.
        self._what = Label("normal", message=message, colour="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._what, 1)
        row.addWidget(self._number)
        self.setMinimumHeight(52)

    def show_number(self, number: str, what: str = "") -> None:
        self._number.setText(number)
        if what:
            self._what.setText(what)


class Today(Part, QWidget):
    """The day at a glance."""

    new_visit = Signal()
    export = Signal()
    history = Signal()
    more = Signal()
    sign_out = Signal()
    language_chosen = Signal(str)

    def __init__(self, half: Half, names: Mapping[str, str]) -> None:
        super().__init__()
        self._half = half
        self._state = DayState()
        self._names = names
        self._meta = Label("small", colour="muted")
        self._visits = _Figure()
        self._people = _Figure()
        self._alone = _Figure(N_("can do it alone now"))
        self._sync = Label("small", colour="muted")
        self._sending = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._notice: KioskError | None = None
        self._warning = WarningLine(half)
        self.languages = Chips(dict.fromkeys(names, ""), columns=5, gap=4)
        self.export_button = Button("Export", icon="usb", role="small")
        self.sign_out_button = Button("End the shift", icon="user-off", icon_only=True)
        self.history_button = Button("Visits", icon="history", role="small")
        self.more_button = Button("More", icon="more", role="small")
        self.new_visit_button = Button(
            "New visit", kind="primary", icon="plus", role="large", bold=True, height=66
        )
        self.begins_with: QWidget = self.new_visit_button
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.languages.chosen.connect(self.language_chosen)
        self.export_button.clicked.connect(self.export)
        self.sign_out_button.clicked.connect(self.sign_out)
        self.new_visit_button.clicked.connect(self.new_visit)
        self.history_button.clicked.connect(self.history)
        self.more_button.clicked.connect(self.more)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addWidget(Scroller(self._numbers()), 1)
        beside = QHBoxLayout()
        beside.addWidget(self.history_button)
        beside.addWidget(self.more_button)
        column.addLayout(beside)
        column.addWidget(self.new_visit_button)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label("heading", message="Today", bold=True))
        words.addWidget(self._meta)
        words.addStretch(1)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.sign_out_button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _numbers(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._warning)
        for figure in (self._visits, self._people, self._alone):
            column.addWidget(figure)
        self._sending.addWidget(self._sync, 3)
        # As high as its words, however long the text beside it.
        self._sending.addWidget(self.export_button, 2, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(self._sending)
        column.addStretch(1)
        column.addWidget(Label("caption", message="Language of this panel", colour="muted"))
        column.addWidget(self.languages)
        return column

    def show_day(self, state: DayState) -> None:
        """Show the day as it is now."""
        self._state = state
        self._notice = None
        self.retranslate(self._half.language)

    def tell(self, notice: KioskError, ground: str = "danger") -> None:
        """Show a notice above the counts, until the day is shown again."""
        self._notice = notice
        self._warning.show_as(ground)
        self.retranslate(self._half.language)

    def restyle(self, look: Look) -> None:
        """At large print what waits and its button stand one below the other."""
        large = look.scale >= LARGE
        self.history_button.set_icon("" if large else "history")
        self.more_button.set_icon_only(large)
        self._sending.setDirection(
            QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight
        )

    def retranslate(self, language: Language) -> None:
        """Say everything that holds a number or a name again."""
        state = self._state
        pieces = [language.text("volunteer {volunteer}", volunteer=state.volunteer)]
        if (shift := state.shift) is not None:
            since = local_time(shift.started_at, shift.utc_offset, language)
            pieces.append(language.text("shift since {time}", time=since))
        if state.place:
            pieces.append(state.place)
        self._meta.setText(" · ".join(pieces))
        counts = state.counts
        self._visits.show_number(
            language.number(counts.visits), language.plural("visit", "visits", counts.visits)
        )
        self._people.show_number(
            language.number(counts.people), language.plural("person", "people", counts.people)
        )
        self._alone.show_number(language.number(counts.alone))
        self._sync.setText(self._sync_line(language))
        self._warning.say(language.text(self._notice.message, **self._notice.params) if self._notice else "")
        self.languages.choose(language.code)
        for code in self._names:
            self._say_language(code)

    def _sync_line(self, language: Language) -> str:
        state = self._state
        lines = []
        if state.waiting:
            lines.append(
                language.plural("{n} entry waits for export.", "{n} entries wait for export.", state.waiting)
            )
        else:
            lines.append(language.text("Nothing waits for export."))
        if state.on_sticks:
            lines.append(
                language.plural(
                    "{n} entry is on sticks only.", "{n} entries are on sticks only.", state.on_sticks
                )
            )
        if state.at_centre_to:
            day = language.date(date.fromisoformat(state.at_centre_to))
            lines.append(language.text("At the centre up to {day}.", day=day))
        return " ".join(lines)

    def _say_language(self, code: str) -> None:
        button = self.languages.button(code)
        button.say(code.upper())
        button.setAccessibleName(self._names[code])
        button.setToolTip(self._names[code])
