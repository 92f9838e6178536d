"""Choosing a place: down the programme's tree, or by typing a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.codebook import Place
from kiosk.i18n import N_, Language
from kiosk.search import fold, readings
from ui.desk.over_page import OverPage
from ui.half import Half
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.text import Label

#: More buttons than these nobody looks through: typing finds the rest.
MOST = 40


class PlacesPage(OverPage):
    """`chosen` carries a place's id. `title` says what the place is for."""

    chosen = Signal(str)

    def __init__(self, half: Half, title: str) -> None:
        super().__init__(half, title)
        self._places: dict[str, Place] = {}
        self._within = ""
        self._own: Place | None = None
        self.field = Field(N_("Search for a place"))
        self.field.textEdited.connect(lambda _text: self._show())
        self.own_button = Button(icon="place", kind="strong")
        self.own_button.clicked.connect(self._choose_own)
        self.above_button = Button(icon="up", role="small")
        self.above_button.clicked.connect(self._go_up)
        self.here_button = Button(kind="strong")
        self.here_button.clicked.connect(lambda: self.chosen.emit(self._within))
        self._nothing = Label("normal", colour="muted")
        self.buttons: list[Button] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.top.addWidget(self.field)
        for part in (self.own_button, self.above_button, self.here_button, self._nothing):
            self.inside.addWidget(part)
        self.inside.addLayout(self._list)
        self.inside.addStretch(1)

    def open(self, places: Sequence[Place], own: str = "") -> None:
        """Begin at the top of a tree; `own` is the desk's own place, offered first."""
        self._places = {place.id: place for place in places}
        self._own = self._places.get(own)
        self.field.clear()
        self._within = self._first_with_a_choice()
        self._show()

    def _first_with_a_choice(self) -> str:
        """Skip the levels that have one place only: a programme of one region begins with its districts."""
        within = ""
        while len(below := self._below(within)) == 1 and self._below(below[0].id):
            within = below[0].id
        return within

    def _below(self, parent: str) -> list[Place]:
        known = self._places
        return [p for p in known.values() if p.parent == parent or (not parent and p.parent not in known)]

    def _go_up(self) -> None:
        self._within = self._places[self._within].parent
        self._show()

    def _choose_own(self) -> None:
        if self._own is not None:
            self.chosen.emit(self._own.id)

    def _choose(self, place: Place) -> None:
        if self._below(place.id) and not self.field.text().strip():
            self._within = place.id
            self._show()
        else:
            self.chosen.emit(place.id)

    # Showing

    def _show(self) -> None:
        for button in self.buttons:
            self._list.removeWidget(button)
            button.hide()
            button.deleteLater()
        found = self._found() if self.field.text().strip() else self._below(self._within)
        self.buttons = [self._button(place) for place in found[:MOST]]
        self.retranslate(self._half.language)
        self.scroll_up()

    def _button(self, place: Place) -> Button:
        opens = bool(self._below(place.id)) and not self.field.text().strip()
        button = Button(icon="next" if opens else "", icon_after=True)
        above = self._places.get(place.parent)
        searching = bool(self.field.text().strip())
        button.say(f"{place.name} · {above.name}" if searching and above else place.name)
        button.clicked.connect(lambda: self._choose(place))
        self._list.addWidget(button)
        self._half.refresh(button)
        button.show()
        return button

    def _found(self) -> list[Place]:
        typed = [reading.split() for reading in readings(self.field.text())]

        def meant(place: Place) -> bool:
            folded = f" {fold(place.name)}"
            return any(all(f" {word}" in folded for word in words) for words in typed)

        return [place for place in self._places.values() if meant(place)]

    def retranslate(self, language: Language) -> None:
        """Say what stands above the list again."""
        super().retranslate(language)
        searching = bool(self.field.text().strip())
        here = self._places.get(self._within)
        above = self._places.get(here.parent) if here else None
        self.own_button.setVisible(self._own is not None and not searching)
        if self._own is not None:
            self.own_button.say(language.text("The desk's own place: {place}", place=self._own.name))
        self.above_button.setVisible(here is not None and not searching)
        self.above_button.say(above.name if above else language.text("All places"))
        self.here_button.setVisible(here is not None and not searching)
        if here is not None:
            self.here_button.say(language.text("{place} itself", place=here.name))
        self._nothing.setText(self._nothing_line(language))
        self._nothing.setVisible(bool(self._nothing.text()))

    def _nothing_line(self, language: Language) -> str:
        if not self._places:
            return language.text(
                "The manager's list of places comes with a stick. Until then, the desk's place stays."
            )
        return "" if self.buttons else language.text("Nothing found.")
