"""The kiosks: who asks to join, and all that belong to the programme, those that need a look first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from kiosk.centre.watching import Closely, Watched, look_closely, state_of, watch
from kiosk.clock import SystemClock
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.search import sift
from kiosk.visits import Place
from ui.alphabet import alphabet
from ui.half import Part
from ui.manager.entries import Entries, Entry
from ui.manager.errands import Errands
from ui.manager.form import Field
from ui.manager.kiosk_page import KioskPage, day_here
from ui.manager.page import Beside, Page, Section
from ui.manager.waiting import Waiting
from ui.theme import Look
from ui.widgets.chips import Chips
from ui.widgets.text import Label

FILTERS = {
    "all": N_("All kiosks"),
    "look": N_("Need a look"),
    "retired": N_("Closed"),
}
_LEAST_LINES = 16


def mark_of(kiosk: Watched) -> tuple[str, str]:
    """Return the icon and the colour of how a kiosk is."""
    if kiosk.revoked:
        return "ban", "danger_line"
    if kiosk.retired:
        return "screen-off", "muted"
    return ("warning", "on_notice") if needs_a_look(kiosk) else ("check", "good")


def needs_a_look(kiosk: Watched) -> bool:
    """Tell whether somebody should call there."""
    return bool(kiosk.missing) or kiosk.silent_days is not None


def _turn(kiosk: Watched) -> int:
    return 2 if kiosk.retired else 0 if needs_a_look(kiosk) else 1


def shown(kiosk: Watched, which: str) -> bool:
    """Tell whether a filter lets a kiosk through."""
    return {
        "all": True,
        "look": needs_a_look(kiosk) and not kiosk.retired,
        "retired": kiosk.retired,
    }[which]


class KioskList(Page):
    """Who asks to join, a search, and the kiosks."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(N_("Kiosks"))
        self._kiosks: tuple[Watched, ...] = ()
        self._places: dict[str, str] = {}
        self._language: Language | None = None
        self.waiting = Waiting()
        self.search = Field(N_("Find a kiosk"))
        self.search.line.textChanged.connect(self._show)
        self.filters = Chips(FILTERS, columns=3, height=44)
        self.filters.choose("all")
        self.filters.chosen.connect(self._show)
        self.count = Label("small", colour="muted")
        self.list = Entries(N_("Kiosks"))
        self.list.chosen.connect(self.chosen)
        section = Section()
        section.add(Beside((self.search, 2), (self.filters, 3), ems=40, foot=True))
        section.add(self.count)
        section.column.addWidget(self.list, 1)
        section.column.addStretch()
        self.column.addWidget(self.waiting)
        self.column.addWidget(section, 1)

    def show_kiosks(self, kiosks: Sequence[Watched], places: Sequence[Place], language: Language) -> None:
        """Show these kiosks."""
        # What needs a look stands first, what is closed last; among equals their names keep the order.
        order = alphabet(language)
        by_name = sorted(kiosks, key=lambda kiosk: order(kiosk.known.name))
        self._kiosks = tuple(sorted(by_name, key=_turn))
        self._places = {place.id: place.name for place in places}
        self._language = language
        self._show()

    def _show(self, _what: object = None) -> None:
        if self._language is not None:
            self.list.show_entries(self._entries, self._language)
            self.retranslate(self._language)

    def _entries(self, language: Language) -> list[Entry]:
        offered = [kiosk for kiosk in self._kiosks if shown(kiosk, self.filters.value)]
        return [self._entry(kiosk, language) for kiosk in sift(offered, self.search.text(), self._said)]

    def _said(self, kiosk: Watched) -> str:
        known = kiosk.known
        return f"{known.name} {known.kiosk} {known.place} {self._places.get(known.place, '')}"

    def _entry(self, kiosk: Watched, language: Language) -> Entry:
        state = state_of(kiosk, language)
        icon, colour = mark_of(kiosk)
        title = f"{kiosk.known.name}: {state}" if state else kiosk.known.name
        place = self._places.get(kiosk.known.place, kiosk.known.place)
        bundles = language.plural("{n} file", "{n} files", kiosk.bundles)
        place = "" if place == kiosk.known.name else place  # as most are called
        detail = " · ".join(part for part in (place, last_seen(kiosk, language), bundles) if part)
        return Entry(kiosk.known.kiosk, title, detail, icon, colour, "muted" if kiosk.retired else "ink")

    def retranslate(self, language: Language) -> None:
        """Say the count again."""
        self._language = language
        self.list.setVisible(bool(self.list.keys))
        if not self._kiosks:
            said = language.text(N_("No kiosk belongs to the programme yet."))
        elif count := len(self.list.keys):
            said = language.plural("{n} kiosk", "{n} kiosks", count)
        else:
            said = language.text(N_("Nothing found."))
        self.count.setText(said)

    def restyle(self, look: Look) -> None:
        """Keep some lines in sight."""
        self.list.keep_in_sight(_LEAST_LINES * look.size("small"))


def last_seen(kiosk: Watched, language: Language) -> str:
    """Say when something of a kiosk was last taken in."""
    if not kiosk.last_seen:
        return language.text(N_("nothing has come yet"))
    return language.text(N_("last seen {day}"), day=language.date(day_here(kiosk.last_seen)))


class KiosksPage(Part, QStackedWidget):
    """The list, and behind each row the kiosk's own page."""

    changed = Signal()

    def __init__(self, errands: Errands, language: Language) -> None:
        super().__init__()
        self._errands = errands
        self._language = language
        self.list = KioskList()
        self.page = KioskPage(errands)
        self.addWidget(self.list)
        self.addWidget(self.page)
        self.list.chosen.connect(self.open)
        self.page.back.clicked.connect(self.show_list)
        self.page.changed.connect(self._changed)

    def retranslate(self, language: Language) -> None:
        """Answers are shown in this language."""
        self._language = language

    def look_again(self) -> None:
        """Ask the store anew."""
        self._errands.ask(
            lambda store: (watch(store, SystemClock()), store.places()),
            lambda found: self.list.show_kiosks(*found, self._language),
            self._refuse,
        )

    def show_list(self) -> None:
        """Go back to the list."""
        self.setCurrentWidget(self.list)
        self.list.list.setFocus()

    def open(self, kiosk: str) -> None:
        """Open a kiosk's own page."""
        self._errands.ask(
            lambda store: (look_closely(store, kiosk, SystemClock()), store.places()),
            self._open,
            self._refuse,
        )

    def _open(self, found: tuple[Closely, Sequence[Place]]) -> None:
        self.page.show_kiosk(*found, self._language, fresh=True)
        self.setCurrentWidget(self.page)

    def _changed(self, kiosk: str) -> None:
        self._errands.ask(
            lambda store: (look_closely(store, kiosk, SystemClock()), store.places()),
            # Whoever went back to the list meanwhile stays there.
            lambda found: self.page.show_kiosk(*found, self._language, fresh=False),
            self._refuse,
        )
        self.look_again()
        self.changed.emit()

    def _refuse(self, problem: KioskError) -> None:
        page = self.currentWidget()
        assert isinstance(page, Page)
        page.refuse(problem, self._language)
