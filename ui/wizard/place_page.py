"""Where the desk stands and to which programme it belongs: from the manager's stick, or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import COUNTRIES
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from ui.desk.joining import BothSides, Joining
from ui.half import Half, Part
from ui.widgets.chips import Chips
from ui.widgets.field import Field
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label
from ui.wizard.choices import Choices

if TYPE_CHECKING:
    from kiosk.stick import Invitation


class Programme:
    """The programme that this desk has joined: its name, and the six groups of digits that the manager compares."""

    def __init__(self, name: str, digits: tuple[str, ...]) -> None:
        self.name = name
        self.digits = digits


class PlacePage(Part, QWidget):
    """`join_wanted` carries the invitation and the site's name once the digits of a card were typed rightly.

    `turned` when a card is asked about, and when it no longer is. What is long scrolls in here.
    """

    join_wanted = Signal(object, str)
    turned = Signal()

    def __init__(self, half: Half, choices: Choices, programme: Programme | None = None) -> None:
        super().__init__()
        self._half = half
        self._choices = choices
        self._programme = programme
        self._joining: Joining | None = None
        settings = choices.settings
        self.countries = Chips({code: COUNTRIES[code] for code in ("kz", "vn", "fi", "all")}, columns=4)
        self.countries.choose(settings.country)
        self.countries.chosen.connect(lambda code: choices.change(country=code))
        self.site = Field(N_("Name of this shop"), hint=False)
        self.site.setText(settings.site)
        self.site.textEdited.connect(self._name)
        self.contact = Field(N_("Telephone or address for handouts"), hint=False)
        self.contact.setText(settings.contact)
        self.contact.textEdited.connect(lambda text: choices.change(contact=text.strip()))
        self._stick = Label("normal", colour="muted")
        self._digits: BothSides | None = None
        self._form = QVBoxLayout()
        self._by_hand = Scroller(self._form)
        self._column = QVBoxLayout(self)
        self._lay_out()

    def _lay_out(self) -> None:
        column = self._form
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label("normal", message="Programme", bold=True))
        column.addWidget(self._stick)
        column.addSpacing(8)
        for message, widget in (
            (N_("Country"), self.countries),
            (N_("Name of this shop"), self.site),
            (N_("Telephone or address for handouts"), self.contact),
        ):
            column.addWidget(Label("normal", message=message, bold=True))
            column.addWidget(widget)
        column.addStretch(1)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._by_hand)

    def _name(self, text: str) -> None:
        # Until a roster names the place, the shop's own name stands for it.
        own = self._choices.settings
        by_hand = own.place in ("", own.site)
        name = text.strip()
        self._choices.change(site=name, **({"place": name} if by_hand else {}))

    # A card

    @property
    def asks(self) -> bool:
        """Whether a card is asked about."""
        return self._joining is not None

    def invite(self, invited: Invitation) -> None:
        """Show a card that was found on a stick, with the digits to compare."""
        self._end_joining()
        page = self._joining = Joining(self._half, invited, self._choices.settings.site)
        page.wanted.connect(lambda site: self.join_wanted.emit(invited, site))
        page.declined.connect(self._end_joining)
        page.finished.connect(self._end_joining)
        self._by_hand.hide()
        self._column.addWidget(page)
        self._half.refresh(page)
        page.take_focus()
        self.turned.emit()

    def refuse(self, problem: KioskError) -> None:
        """Say why the kiosk did not join."""
        if self._joining is not None:
            self._joining.refuse(problem)

    def show_joined(self, programme: Programme, site: str) -> None:
        """Show the digits of both sides; the page below knows the programme from now on."""
        self._programme = programme
        self._choices.change(site=site)
        self.site.setText(site)
        if self._joining is not None:
            self._joining.say_joined()
        self.retranslate(self._half.language)

    def _end_joining(self) -> None:
        page, self._joining = self._joining, None
        if page is not None:
            self._column.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._by_hand.show()
        self.turned.emit()

    def retranslate(self, language: Language) -> None:
        """Say what is known of the programme again."""
        known = self._programme
        if known is None:
            self._stick.setText(
                language.text(
                    "If you have the manager's stick with the programme's card, put it in now."
                    " You can also do this later."
                )
            )
        else:
            self._stick.setText(
                language.text("{name}. These are the digits that the manager compares:", name=known.name)
            )
            self._show_digits(known)

    def _show_digits(self, known: Programme) -> None:
        if self._digits is None:
            self._digits = BothSides(known.digits)
            self._form.insertWidget(self._form.indexOf(self._stick) + 1, self._digits)
            self._half.refresh(self._digits)
