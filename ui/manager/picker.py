"""Choosing one of many: a search, and the list; places as they lie in each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.centre.tree import LEVELS
from kiosk.i18n import N_, Language
from kiosk.search import sift
from kiosk.visits import Place
from ui.alphabet import alphabet
from ui.half import Part, half_of
from ui.manager.entries import MOST_ROWS, Entries, Entry
from ui.manager.form import Field, Problem, shrinking
from ui.manager.sight import bring_into_view
from ui.theme import Look
from ui.widgets.button import Button

_LINES = 14


def in_tree(places: Sequence[Place], language: Language) -> Iterator[tuple[Place, int]]:
    """Yield the places as they lie in each other, in the order of a language, with how deep each lies."""
    known = {place.id for place in places}
    inside: dict[str, list[Place]] = {}
    for place in places:
        inside.setdefault(place.parent if place.parent in known else "", []).append(place)
    order = alphabet(language)

    def within(parent: str, depth: int) -> list[tuple[Place, int]]:
        last_first = sorted(inside.get(parent, ()), key=lambda place: order(place.name), reverse=True)
        return [(place, depth) for place in last_first]

    waiting = within("", 0)
    while waiting:
        place, depth = waiting.pop()
        yield place, depth
        waiting += within(place.id, depth + 1)


def place_entries(
    places: Sequence[Place], language: Language, wanted: str = "", icon: str = "place"
) -> list[Entry]:
    """Return the places as entries; with `wanted`, only those whose name or id holds it."""
    found = sift(in_tree(places, language), wanted, lambda at: f"{at[0].name} {at[0].id}")
    return [
        Entry(
            place.id,
            place.name,
            f"{language.text(LEVELS.get(place.level, place.level))} · {place.id}",
            icon,
            indent=0 if wanted else depth,
        )
        for place, depth in found
    ]


Offer = Callable[[Language, str], Sequence[Entry]]


class Picker(Part, QWidget):
    """A button that says what is chosen; pressed, it shows what there is. `picked` carries the key.

    `none` is what the button says while nothing is chosen. A longer list than `most` scrolls by itself.
    """

    picked = Signal(str)

    def __init__(self, title: str, none: str, *, icon: str = "place", most: int = MOST_ROWS) -> None:
        super().__init__()
        self._title, self._none = title, none
        self._offer: Offer = lambda _language, _wanted: ()
        self._language: Language | None = None
        self.key = ""
        self.button = Button(icon=icon, checkable=True, leading=True, opens=True)
        self.button.toggled.connect(self._toggle)
        self.problem = Problem()
        self.search = Field(N_("Find"))
        self.search.line.textChanged.connect(self._fill)
        self.nothing = Button(none, height=44, role="small")
        self.nothing.clicked.connect(lambda: self._pick(""))
        self.list = Entries(title, most=most)
        self._scrolls = most < MOST_ROWS
        self.list.chosen.connect(self._pick)
        self.panel = QWidget()
        below = QVBoxLayout(self.panel)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        for widget in (self.search, shrinking(self.nothing), self.list):
            below.addWidget(widget)
        self.panel.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(shrinking(self.button))
        layout.addWidget(self.problem)
        layout.addWidget(self.panel)

    def offer(self, offer: Offer, key: str) -> None:
        """Offer what `offer` gives for a language and a search; `key` is chosen."""
        self._offer, self.key = offer, key
        self.button.setChecked(False)
        self.problem.hide()
        if (half := half_of(self)) is not None:
            self.retranslate(half.language)

    def retranslate(self, language: Language) -> None:
        """Say the chosen one again."""
        self._language = language
        name = self.key and next(
            (entry.title for entry in self._offer(language, "") if entry.key == self.key), self.key
        )
        self.button.say(name or language.text(self._none))
        self.button.setAccessibleName(f"{language.text(self._title)}: {self.button.text()}")

    def refuse(self, message: str, language: Language) -> None:
        """Say what is wrong, and be where the keyboard stands."""
        self.problem.say(message, language)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self)

    def restyle(self, look: Look) -> None:
        """Keep some lines in sight."""
        self.list.keep_in_sight(0 if self._scrolls else _LINES * look.size("small"))

    def _toggle(self, shown: bool) -> None:
        self.panel.setVisible(shown)
        if shown:
            self.search.line.clear()
            self._fill()
            self.search.line.setFocus()
            bring_into_view(self)

    def _fill(self, _text: str = "") -> None:
        if self._language is not None:
            wanted = self.search.text().strip()
            self.list.show_entries(lambda language: self._offer(language, wanted), self._language)

    def _pick(self, key: str) -> None:
        self.key = key
        self.button.setChecked(False)
        self.problem.hide()
        if self._language is not None:
            self.retranslate(self._language)
        self.button.setFocus()
        bring_into_view(self.button)
        self.picked.emit(key)


class PlacePicker(Picker):
    """Chooses a place of the tree."""

    def show_places(self, places: Sequence[Place], place: str) -> None:
        """Offer these places; `place` is chosen."""
        self.offer(lambda language, wanted: place_entries(places, language, wanted), place)
