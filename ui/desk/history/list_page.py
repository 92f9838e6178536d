"""The list of visits: of a day, of a week, or of what somebody looks for; page by page, the newest first."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk import privacy
from kiosk.clock import Clock
from kiosk.codebook import SERVICES
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.search import fold, readings
from kiosk.visits import Mark, Visit, VisitLog, Wanted
from ui.desk.history.fields import Places
from ui.desk.history.visit_row import VisitRow
from ui.desk.over_page import OverPage
from ui.half import Half
from ui.widgets.between import Between
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.field import Field
from ui.widgets.text import Label

#: As many rows as a volunteer looks through before going on.
PAGE = 12
#: Milliseconds after the last letter before the log is searched.
_PAUSE_MS = 180
_DAY, _WEEK, _SEARCH = "day", "week", "search"
_EVER = ("0001-01-01", "9999-12-31")


class ListPage(OverPage):
    """`chosen` carries the visit that was tapped."""

    chosen = Signal(object)

    def __init__(self, half: Half, log: VisitLog, clock: Clock) -> None:
        super().__init__(half, N_("Visits"))
        self._log = log
        self._clock = clock
        self.places = Places({})
        self._day = self._today = date.min
        self._starts: list[Mark | None] = [None]
        self._visits: tuple[Visit, ...] = ()
        self._after: Mark | None = None
        self.kinds = Chips({_DAY: N_("Day"), _WEEK: N_("Week"), _SEARCH: N_("Search")}, columns=3)
        self.back = Button(N_("Earlier"), icon="back", icon_only=True)
        self.forward = Button(N_("Later"), icon="next", icon_only=True)
        self._when = Label("normal", bold=True)
        self._counts = Label("small", colour="muted")
        self.field = Field(N_("Service, card or word of a note"))
        self.rows = [VisitRow() for _ in range(PAGE)]
        self.newer = Button(N_("Newer"), icon="back")
        self.older = Button(N_("Older"), icon="next", icon_after=True)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._fill()
        self._connect()

    def _fill(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._when)
        words.addWidget(self._counts)
        self._stepping = Between(self.back, words, self.forward)
        self.inside.setSpacing(6)
        for part in (self.kinds, self.field, self._stepping):
            self.inside.addWidget(part)
        for row in self.rows:
            self.inside.addWidget(row)
        turning = QHBoxLayout()
        turning.addWidget(self.newer)
        turning.addWidget(self.older)
        self.inside.addLayout(turning)
        self.inside.addStretch(1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._choose_kind)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        self.field.textEdited.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._begin)
        self._pause.timeout.connect(self._begin)
        self.older.clicked.connect(self._show_older)
        self.newer.clicked.connect(self._show_newer)
        for row in self.rows:
            row.clicked.connect(lambda _on=False, row=row: self._choose(row))

    # Showing

    def open(self, today: date, places: Places) -> None:
        """Show today's visits."""
        self._day = self._today = today
        self.places = places
        self.kinds.choose(_DAY)
        self._choose_kind(_DAY)

    def clear(self) -> None:
        """Show nothing, and forget what was looked for."""
        self._pause.stop()
        self.field.clear()
        self._show((), None)

    def look_again(self) -> None:
        """Show the same page as the log has it now."""
        self._load()

    def _choose_kind(self, kind: str) -> None:
        searching = kind == _SEARCH
        self.field.setVisible(searching)
        self.back.setVisible(not searching)
        self.forward.setVisible(not searching)
        if searching:
            self.field.setFocus()
        self._begin()

    def _step(self, direction: int) -> None:
        self._day += timedelta(days=direction * (7 if self.kinds.value == _WEEK else 1))
        self._begin()

    def _begin(self) -> None:
        self._pause.stop()
        self._starts = [None]
        self._load()

    def _show_older(self) -> None:
        self._starts.append(self._after)
        self._load()

    def _show_newer(self) -> None:
        self._starts.pop()
        self._load()

    def _choose(self, row: VisitRow) -> None:
        if row.visit is not None:
            self.chosen.emit(row.visit)

    # Reading

    def _load(self) -> None:
        self.tell(None)
        if self.kinds.value == _SEARCH:
            self._load_found()
        else:
            first, last = self.span()
            page = self._log.page(first, last, PAGE, self._starts[-1])
            self._show(*page)
        self.scroll_up()

    def _load_found(self) -> None:
        text = self.field.text().strip()
        if found := privacy.guard(text):
            self.tell(KioskError(found.message), "notice")
        elif text:
            page = self._log.page(*_EVER, PAGE, self._starts[-1], wanted(text, self._half.language))
            self._show(*page)
            return
        self._show((), None)

    def span(self) -> tuple[date, date]:
        """Return the first and the last day that the list is about: a day, or a week from its Monday on."""
        if self.kinds.value != _WEEK:
            return self._day, self._day
        monday = self._day - timedelta(days=self._day.weekday())
        return monday, monday + timedelta(days=6)

    def _show(self, visits: tuple[Visit, ...], after: Mark | None) -> None:
        self._visits, self._after = visits, after
        self.newer.setVisible(len(self._starts) > 1)
        self.older.setVisible(after is not None)
        self.retranslate(self._half.language)

    # Words

    def retranslate(self, language: Language) -> None:
        """Say the days, the counts and the rows again."""
        super().retranslate(language)
        with_day = self.kinds.value != _DAY
        for at, row in enumerate(self.rows):
            visit = self._visits[at] if at < len(self._visits) else None
            row.show_visit(visit, language, with_day=with_day)
            row.setVisible(visit is not None)
        if self._today == date.min:
            return
        self.forward.setEnabled(self.span()[1] < self._today)
        if self.kinds.value == _SEARCH:
            self._say_found(language)
        else:
            self._say_counts(language)

    def _say_found(self, language: Language) -> None:
        self._when.setText("")
        nothing = self.field.text().strip() and not self._visits
        self._counts.setText(language.text("Nothing found.") if nothing else "")
        self._stepping.setVisible(bool(nothing))

    def _say_counts(self, language: Language) -> None:
        self._stepping.setVisible(True)
        first, last = self.span()
        counts = self._log.counts_between(first, last)
        self._when.setText(_when(first, last, self._today, language))
        pieces = [
            language.plural("{n} visit", "{n} visits", counts.visits),
            language.plural("{n} person", "{n} people", counts.people),
        ]
        if counts.self_service:
            alone = language.plural("{n} alone at the screen", "{n} alone at the screen", counts.self_service)
            pieces.append(alone)
        self._counts.setText(" · ".join(pieces))


def _when(first: date, last: date, today: date, language: Language) -> str:
    if first != last:
        return language.days(first, last)
    return f"{language.text('Today')}, {language.day(first)}" if first == today else language.day(first)


def wanted(text: str, language: Language) -> Wanted:
    """Return what a typed text looks for: services by label or code, a card by its code, notes by all words."""
    typed = [reading.split() for reading in readings(text)]

    def meant(said: str) -> bool:
        folded = f" {fold(said)}"
        return any(all(f" {word}" in folded for word in words) for words in typed)

    services = frozenset(
        code for code, service in SERVICES.items() if meant(language.text(service.label)) or meant(code)
    )
    return Wanted(services, privacy.normalise_return_code(text) if _is_code(text) else "", meant)


def _is_code(text: str) -> bool:
    try:
        return bool(privacy.normalise_return_code(text))
    except KioskError:
        return False
