"""Who is at the desk: a code name by one tap, then a PIN."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import Language
from kiosk.visits import LEAD, PinRefused, VisitLog
from ui.desk.volunteers import NamePage, VolunteersPage
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.between import LARGE
from ui.widgets.button import Button
from ui.widgets.pages import Pages
from ui.widgets.pin_entry import PinEntry
from ui.widgets.text import Label

#: In pixels: from here on words and keys have room beside each other, this far apart.
_WIDE, _APART = 600, 32


class _Step(Enum):
    CHOOSE = auto()
    NAME = auto()
    PIN = auto()
    LEAD = auto()
    LEAD_PIN = auto()
    NEW_PIN = auto()
    AGAIN = auto()


class _PadPage(QWidget):
    """The pad at the top of a page, as high as the page has room for."""

    def __init__(self, entry: PinEntry) -> None:
        super().__init__()
        self._entry = entry
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(entry)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the keys stand as there is room."""
        self._entry.fit(self.size())


class SignIn(Part, QWidget):
    """Signs a volunteer in; where there is none yet, adds the first, who leads. `signed_in` carries the pseudonym.

    `names`: what people here call volunteers, by pseudonym. Who forgot the PIN chooses a new one beside a lead
    volunteer, who types their own. `framed`: the window around it has a heading for the first volunteer, a way back,
    and the way on from a name; it looks where this is at `turned`.
    """

    signed_in = Signal(str)
    turned = Signal()

    def __init__(
        self,
        half: Half,
        log: VisitLog,
        practice_pin: str,
        names: Mapping[str, str] | None = None,
        *,
        framed: bool = False,
    ) -> None:
        super().__init__()
        self._half = half
        self._framed = framed
        self._log = log
        self._practice_pin = practice_pin
        self._names = names or {}
        self._lead = ""
        self._step = _Step.CHOOSE
        self._volunteer = ""
        self._first_pin = ""
        self._waiting_draft = False
        self._heading = Label("heading", bold=True)
        self._hint = Label("small", colour="muted")
        self.choose_page = VolunteersPage(half)
        self.name_page = NamePage(framed=framed)
        self.entry = PinEntry(half.language)
        self.pad = self.entry.pad
        self.forgotten_button = Button("I forgot my PIN", role="small")
        self.back_button = Button("Back", icon="back")
        self._pad_page = _PadPage(self.entry)
        self._pages = Pages()
        self._lay_out()
        self.choose_page.chosen.connect(self._choose)
        self.name_page.named.connect(self._name)
        self.entry.entered.connect(self._take)
        self.forgotten_button.clicked.connect(self._ask_a_lead)
        self.back_button.clicked.connect(self.start)

    def _lay_out(self) -> None:
        for page in (self.choose_page, self.name_page, self._pad_page):
            self._pages.addWidget(page)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.addWidget(self._heading)
        words.addWidget(self._hint)
        self._below = QSpacerItem(0, 4)
        words.addItem(self._below)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.addLayout(words)
        self._halves.addWidget(self._pages, 1)
        column.addLayout(self._halves, 1)
        ways = QHBoxLayout()
        ways.addWidget(self.back_button, 1)
        ways.addWidget(self.forgotten_button)
        column.addLayout(ways)

    def start(self) -> None:
        """Begin anew: nothing typed, the volunteers of this log to choose from."""
        self._volunteer = self._lead = self._first_pin = ""
        active = [volunteer.pseudonym for volunteer in self._log.volunteers() if volunteer.active]
        self.choose_page.show_volunteers(active, self._names)
        self._turn_to(_Step.CHOOSE if active else _Step.NAME)

    def look_again(self) -> None:
        """Offer who is on the roster now; whoever is typing a PIN is left in peace."""
        if self._step in (_Step.CHOOSE, _Step.NAME):
            self.start()

    def mention_draft(self, waiting: bool) -> None:
        """Say, or say no more, that an open visit waits for whoever signs in."""
        self._waiting_draft = waiting
        self.retranslate(self._half.language)

    @property
    def begun(self) -> bool:
        """Whether there is a way back from here."""
        return self._step not in (_Step.CHOOSE, _Step.NAME)

    @property
    def names_first(self) -> bool:
        """Whether the first volunteer's name is asked for."""
        return self._step is _Step.NAME

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the words beside the keys where there is room for both."""
        super().resizeEvent(event)
        wide = self._framed and self.width() >= _WIDE
        ways, grows = QBoxLayout.Direction, QSizePolicy.Policy
        self._halves.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._halves.setSpacing(_APART if wide else self._column.spacing())
        self._halves.setStretch(0, int(wide))
        self._below.changeSize(0, 4, grows.Minimum, grows.Expanding if wide else grows.Fixed)
        self._halves.invalidate()

    # Steps

    def _ask_a_lead(self) -> None:
        """A new PIN needs the word of a lead volunteer."""
        leads = [v.pseudonym for v in self._log.volunteers() if v.active and v.has_pin and v.role == LEAD]
        self.choose_page.show_volunteers([who for who in leads if who != self._volunteer], self._names)
        self._turn_to(_Step.LEAD)

    def _choose(self, pseudonym: str) -> None:
        if self._step is _Step.LEAD:
            self._lead = pseudonym
            self._turn_to(_Step.LEAD_PIN)
            return
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
            elif self._step is _Step.LEAD_PIN:
                self._log.check_pin(self._lead, digits)
                self._turn_to(_Step.NEW_PIN)
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
        if self._lead:
            self._log.give_pin(self._volunteer, digits, self._lead)
        else:
            known = {volunteer.pseudonym: volunteer.role for volunteer in self._log.volunteers()}
            # Who sets a desk up leads it: somebody must be able to help who forgot a PIN.
            self._log.add_volunteer(
                self._volunteer, digits, known.get(self._volunteer, "volunteer" if known else LEAD)
            )
        self._finish()

    def _finish(self) -> None:
        volunteer = self._volunteer
        self.start()
        self.signed_in.emit(volunteer)

    def _turn_to(self, step: _Step) -> None:
        self._step = step
        self.entry.clear()
        self.forgotten_button.setVisible(step is _Step.PIN)
        if step in (_Step.CHOOSE, _Step.LEAD):
            self._pages.setCurrentWidget(self.choose_page)
        elif step is _Step.NAME:
            self._pages.setCurrentWidget(self.name_page)
        else:
            self._pages.setCurrentWidget(self._pad_page)
            self.pad.setFocus()
        self.back_button.setVisible(self.begun and not self._framed)
        self._heading.setVisible(not self._framed or self.begun)
        self.retranslate(self._half.language)
        self.turned.emit()

    # Words

    def restyle(self, look: Look) -> None:
        """At large print the keys need the room: who forgot the PIN finds a key's picture."""
        large = look.scale >= LARGE
        self.forgotten_button.set_icon("key" if look.scale > 1 else "")
        self.forgotten_button.set_icon_only(look.scale > 1)
        self.back_button.set_icon("" if large else "back")
        self._column.setSpacing(4 if large else 8)

    def retranslate(self, language: Language) -> None:
        """Say where we are, and what was refused."""
        self._heading.setText(self._heading_line(language))
        self._hint.setText(self._hint_line(language))

    def _heading_line(self, language: Language) -> str:
        if self._step is _Step.CHOOSE:
            return language.text("Who is at the desk?")
        if self._step is _Step.LEAD:
            return language.text("A new PIN for {name}", name=self._volunteer)
        if self._step is _Step.LEAD_PIN:
            return self._lead
        return language.text("The first volunteer") if self._step is _Step.NAME else self._volunteer

    def _hint_line(self, language: Language) -> str:
        if self._step is _Step.PIN and self._practice_pin:
            return language.text("Practice shop: the PIN is {pin}", pin=self._practice_pin)
        if self._step is _Step.LEAD and not self.choose_page.offers:
            return language.text(
                "There is no other lead volunteer at this desk. The manager's next stick can clear the PIN."
            )
        if self._step is _Step.CHOOSE and self._waiting_draft:
            return language.text("A visit is open. Sign in to finish it.")
        return {
            _Step.CHOOSE: language.text("Choose your code name."),
            _Step.NAME: language.text(
                "Choose a short code name. Not your real name: it goes with each visit."
            ),
            _Step.PIN: language.text("Type your PIN: 6 digits."),
            _Step.LEAD: language.text("A lead volunteer chooses their own code name."),
            _Step.LEAD_PIN: language.text("The lead volunteer types their own PIN."),
            _Step.NEW_PIN: language.text("Choose a PIN: 6 digits that only you know."),
            _Step.AGAIN: language.text("Type the same PIN once more."),
        }[self._step]
