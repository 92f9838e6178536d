"""Who is at the desk: a code name by one tap, then a PIN."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import Language
from kiosk.visits import PinRefused, VisitLog
from ui.desk.volunteers import NamePage, VolunteersPage
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.pages import Pages
from ui.widgets.pin_entry import PinEntry
from ui.widgets.text import Label


class _Step(Enum):
    CHOOSE = auto()
    NAME = auto()
    PIN = auto()
    NEW_PIN = auto()
    AGAIN = auto()


class SignIn(Part, QWidget):
    """Signs a volunteer in; where there is none yet, adds the first. `signed_in` carries the pseudonym."""

    signed_in = Signal(str)

    def __init__(self, half: Half, log: VisitLog, practice_pin: str) -> None:
        super().__init__()
        self._half = half
        self._log = log
        self._practice_pin = practice_pin
        self._step = _Step.CHOOSE
        self._volunteer = ""
        self._first_pin = ""
        self._waiting_draft = False
        self._heading = Label("heading", bold=True)
        self._hint = Label("normal", colour="muted")
        self.choose_page = VolunteersPage(half)
        self.name_page = NamePage()
        self.entry = PinEntry(half.language)
        self.pad = self.entry.pad
        self.back_button = Button("Back", icon="back")
        self._pages = Pages()
        self._lay_out()
        self.choose_page.chosen.connect(self._choose)
        self.name_page.named.connect(self._name)
        self.entry.entered.connect(self._take)
        self.back_button.clicked.connect(self.start)

    def _lay_out(self) -> None:
        for page in (self.choose_page, self.name_page, self._padded()):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._heading, self._hint):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self._pages, 1)
        column.addWidget(self.back_button)

    def _padded(self) -> QWidget:
        self._pad_page = QWidget()
        column = QVBoxLayout(self._pad_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.entry)
        column.addStretch(1)
        return self._pad_page

    def start(self) -> None:
        """Begin anew: nothing typed, the volunteers of this log to choose from."""
        self._volunteer = self._first_pin = ""
        names = [volunteer.pseudonym for volunteer in self._log.volunteers() if volunteer.active]
        self.choose_page.show_volunteers(names)
        self._turn_to(_Step.CHOOSE if names else _Step.NAME)

    def look_again(self) -> None:
        """Offer who is on the roster now; whoever is typing a PIN is left in peace."""
        if self._step in (_Step.CHOOSE, _Step.NAME):
            self.start()

    def mention_draft(self, waiting: bool) -> None:
        """Say, or say no more, that an open visit waits for whoever signs in."""
        self._waiting_draft = waiting
        self.retranslate(self._half.language)

    # Steps

    def _choose(self, pseudonym: str) -> None:
        self._volunteer = pseudonym
        set_already = any(v.pseudonym == pseudonym and v.has_pin for v in self._log.volunteers())
        self._turn_to(_Step.PIN if set_already else _Step.NEW_PIN)

    def _name(self, pseudonym: str) -> None:
        self._volunteer = pseudonym
        self._turn_to(_Step.NEW_PIN)

    def _take(self, digits: str) -> None:
        try:
            if self._step is _Step.PIN:
                self._log.check_pin(self._volunteer, digits)
                self._finish()
            elif self._step is _Step.NEW_PIN:
                self._first_pin = digits
                self._turn_to(_Step.AGAIN)
            else:
                self._keep_pin(digits)
        except PinRefused as refused:
            self.entry.refuse(refused, refused.wait_seconds)
        except KioskError as refused:
            self.entry.refuse(refused)

    def _keep_pin(self, digits: str) -> None:
        if digits != self._first_pin:
            self._turn_to(_Step.NEW_PIN)
            raise KioskError("The two PINs were not the same. Choose again.")
        known = {volunteer.pseudonym: volunteer.role for volunteer in self._log.volunteers()}
        self._log.add_volunteer(self._volunteer, digits, known.get(self._volunteer, "volunteer"))
        self._finish()

    def _finish(self) -> None:
        volunteer = self._volunteer
        self.start()
        self.signed_in.emit(volunteer)

    def _turn_to(self, step: _Step) -> None:
        self._step = step
        self.entry.clear()
        if step is _Step.CHOOSE:
            self._pages.setCurrentWidget(self.choose_page)
        elif step is _Step.NAME:
            self._pages.setCurrentWidget(self.name_page)
        else:
            self._pages.setCurrentWidget(self._pad_page)
            self.pad.setFocus()
        self.back_button.setVisible(step not in (_Step.CHOOSE, _Step.NAME))
        self.retranslate(self._half.language)

    # Words

    def retranslate(self, language: Language) -> None:
        """Say where we are, and what was refused."""
        self._heading.setText(self._heading_line(language))
        self._hint.setText(self._hint_line(language))

    def _heading_line(self, language: Language) -> str:
        if self._step is _Step.CHOOSE:
            return language.text("Who is at the desk?")
        return language.text("The first volunteer") if self._step is _Step.NAME else self._volunteer

    def _hint_line(self, language: Language) -> str:
        if self._step is _Step.PIN and self._practice_pin:
            return language.text("Practice shop: the PIN is {pin}", pin=self._practice_pin)
        if self._step is _Step.CHOOSE and self._waiting_draft:
            return language.text("A visit is open. Sign in to finish it.")
        return {
            _Step.CHOOSE: language.text("Choose your code name."),
            _Step.NAME: language.text(
                "Choose a short code name. Not your real name: it goes with each visit."
            ),
            _Step.PIN: language.text("Type your PIN: 6 digits."),
            _Step.NEW_PIN: language.text("Choose a PIN: 6 digits that only you know."),
            _Step.AGAIN: language.text("Type the same PIN once more."),
        }[self._step]
