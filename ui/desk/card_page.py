"""Things on paper that the volunteer hands out or takes along: a return card, sheets of them, the tally sheet."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.handout import NO_PRINTER
from kiosk.i18n import N_, Language
from ui.desk.over_page import OverPage
from ui.desk.take_home import Preview
from ui.desk.visit_pages import WarningLine
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

if TYPE_CHECKING:
    from ui.handout.paper import Paper

#: Text scale from which on a button has no room for another beside it.
_LARGE = 1.5


class PaperSheet(Part, QWidget):
    """A sheet as it will be, to print or to save. `left` goes back; `save_wanted` carries a file's name and the PDF."""

    left = Signal()
    save_wanted = Signal(str, bytes)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._paper: Paper | None = None
        self._made: Callable[[], Paper] | None = None
        self._message = ""
        self._large = False
        self._title = Label("large", bold=True)
        self._preview = Preview()
        self._warning = WarningLine(half)
        self.print_button = Button("Print", icon="printer", kind="primary", height=60)
        self.save_button = Button("Save on a stick", icon="usb", kind="strong")
        self.back_button = Button("Back", icon="back")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._preview, 1)
        column.addWidget(self._warning)
        column.addWidget(self.print_button)
        self._below = QBoxLayout(QBoxLayout.Direction.RightToLeft)
        self._below.addWidget(self.save_button, 3)
        self._below.addWidget(self.back_button, 2)
        column.addLayout(self._below)
        self._spring = QWidget()
        self._spring.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column.addWidget(self._spring, 1)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.back_button.clicked.connect(self.left)

    def open(self, make: Callable[[], Paper], title: str) -> None:
        """Show a sheet under its title; `make` draws it anew where each must be another, as eight new cards are."""
        self._made = make
        self._message = title
        self.retranslate(self._half.language)
        self._warning.say("")
        self._offer_printing()
        self._show(make())

    def _offer_printing(self) -> None:
        """Let the way that leads to a sheet stand out; nobody taps in vain where there is no printer."""
        from ui.handout import printer_there

        there = printer_there()
        self.print_button.setEnabled(there)
        self.print_button.set_kind("primary" if there else "plain")
        self.save_button.set_kind("strong" if there else "primary")
        if not there:
            self._warning.show_as("notice")
            self._warning.say(self._half.language.text(NO_PRINTER))

    def say(self, message: str, values: dict[str, object], done: bool) -> None:
        """Tell how saving ended."""
        self._warning.show_as("notice" if done else "danger")
        self._warning.say(self._half.language.text(message, **values))
        if done:
            self.renew()

    def _show(self, paper: Paper) -> None:
        from ui.handout.paper import pictures

        self._paper = paper
        self._preview.show_page(pictures(paper, 700)[0])

    def renew(self) -> None:
        """Draw the sheet anew: two with the same codes would make two people one."""
        if self._made is not None:
            self._show(self._made())

    def _print(self) -> None:
        from ui.handout.paper import print_now

        if self._paper is None:
            return
        try:
            print_now(self._paper)
        except KioskError as problem:
            self._offer_printing()
            self.say(problem.message, problem.params, done=False)
            return
        self.say(N_("It is at the printer."), {}, done=True)

    def _save(self) -> None:
        from ui.handout.paper import to_pdf

        if self._paper is not None:
            name = " ".join("".join(c if c.isalnum() else " " for c in self._paper.title).split())
            self.save_wanted.emit(f"{name} {secrets.token_hex(2)}.pdf", to_pdf(self._paper))

    def restyle(self, look: Look) -> None:
        """At large print the sheet's picture leaves its room to the buttons."""
        self._large = look.scale >= _LARGE
        self._preview.setVisible(not self._large)
        self._spring.setVisible(self._large)
        self._stand_together()

    def retranslate(self, language: Language) -> None:
        """Say what this is to the volunteer, whatever the sheet speaks; longer words may need more room."""
        self._title.setText(language.text(self._message) if self._message else "")
        self._stand_together()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower panel may have less."""
        super().resizeEvent(event)
        self._stand_together()

    def _stand_together(self) -> None:
        """Put the two lower buttons side by side where the words of both have room."""
        words = sum(button.minimumSizeHint().width() for button in (self.save_button, self.back_button))
        wanted = words + max(self._below.spacing(), 8)
        beside = not self._large and wanted <= self.width()
        down = QBoxLayout.Direction.TopToBottom
        self._below.setDirection(QBoxLayout.Direction.RightToLeft if beside else down)


class OnPaper(OverPage):
    """What a round needs on paper, and the way to type it in afterwards. A signal for each."""

    late_entry = Signal()
    tally = Signal()
    cards = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__(half, N_("On paper"))
        said = N_("For rounds and for desks without a printer: take sheets along, type them in later.")
        self.inside.addWidget(Label("normal", message=said, colour="muted"))
        self.tally_button = self._add(Button("Tally sheet for a round", icon="list", height=66), self.tally)
        self.cards_button = self._add(
            Button("Sheet of return cards", icon="return-card", height=66), self.cards
        )
        self.late_button = self._add(
            Button("Type in visits from paper", icon="paper", kind="primary", height=66), self.late_entry
        )
        self.inside.addStretch(1)

    def _add(self, button: Button, wanted: SignalInstance) -> Button:
        button.clicked.connect(wanted)
        self.inside.addWidget(button)
        return button
