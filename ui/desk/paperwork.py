"""What the panel has to do with paper: return cards, sheets of them, tally sheets, and stacks that are typed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from random import SystemRandom
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.privacy import new_return_code, normalise_return_code
from ui.desk.open_visit import OpenVisit
from ui.desk.paper_stack import PaperStack

if TYPE_CHECKING:
    from ui.desk.card_page import OnPaper, PaperSheet
    from ui.desk.panel import VisitPanel
    from ui.desk.places import PlacesPage
    from ui.handout.paper import Paper


def new_code() -> str:
    """Draw the code of a return card."""
    return new_return_code(SystemRandom())


class Paperwork(QObject):
    """Builds its pages into the panel's stack and opens them there. `languages` knows the resident's language."""

    sheet_wanted = Signal(str, bytes)

    def __init__(
        self,
        panel: VisitPanel,
        visit: OpenVisit,
        stack: PaperStack,
        languages: Callable[[str], Language],
        site: str,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._visit = visit
        self._stack = stack
        self._languages = languages
        self._site = site
        self._shows_cards = False

    @cached_property
    def page(self) -> OnPaper:
        """The way to everything on paper."""
        from ui.desk.card_page import OnPaper

        page = OnPaper(self._panel)
        page.left.connect(self._panel.pages.back)
        page.late_entry.connect(self.begin_stack)
        page.tally.connect(self.show_tally)
        page.cards.connect(self.show_cards)
        return self._panel.pages.add(page)

    @cached_property
    def sheet(self) -> PaperSheet:
        """One sheet, to print or to save."""
        from ui.desk.card_page import PaperSheet

        page = PaperSheet(self._panel)
        page.left.connect(self._panel.pages.back)
        page.save_wanted.connect(self.sheet_wanted)
        return self._panel.pages.add(page)

    @cached_property
    def places(self) -> PlacesPage:
        """Where the visits of a stack took place."""
        from ui.desk.places import PlacesPage

        page = PlacesPage(self._panel, N_("Where were these visits?"))
        page.left.connect(self._panel.pages.back)
        page.chosen.connect(self._choose_place)
        return self._panel.pages.add(page)

    # Sheets

    def open(self) -> None:
        """Show what there is on paper."""
        self._panel.pages.lay_over(self.page)

    def tell(self, message: str, values: dict[str, object], done: bool) -> None:
        """Say how saving a sheet on the stick ended."""
        self.sheet.say(message, values, done)

    def show_tally(self) -> None:
        """Show a tally sheet in the volunteer's language."""
        from ui.handout.tally import tally_sheet

        by_gender = self._panel.programme.asks("gender")
        country = self._panel.settings.country
        language = self._panel.language
        self._show(lambda: tally_sheet(language, self._site, country, by_gender=by_gender), N_("Tally sheet"))

    def show_cards(self) -> None:
        """Show a sheet of eight new return cards, in the language that the resident's half speaks."""
        self._show(self._cards, N_("Return cards"))
        self._shows_cards = True

    def _cards(self) -> Paper:
        from ui.handout.return_card import ON_A_SHEET, sheet

        language = self._languages(self._panel.resident_language)
        return sheet([new_code() for _ in range(ON_A_SHEET)], language, self._site)

    def follow(self) -> None:
        """The resident's half speaks another language: cards that are shown are drawn anew."""
        if self._shows_cards and self._panel.pages.currentWidget() is self.sheet:
            self.sheet.renew()

    def show_card(self, code: str, language: str) -> None:
        """Show one return card in the resident's language."""
        from ui.handout.return_card import card

        spoken = self._languages(language or self._panel.settings.languages[0])
        self._show(lambda: card(code, spoken, self._site), N_("Return card"))

    # Return cards

    def give_card(self) -> None:
        """Draw a code for the resident, note it in the open visit, and show its card."""
        draft = self._visit.draft
        if draft is not None:
            code = draft.return_code or new_code()
            self._panel.form.take_code(code, new=True)
            self.show_card(code, draft.language)

    def scan(self, typed: str) -> None:
        """Take what a scanner typed: a return card, or something else, which is said at once and hinders nothing."""
        form = self._panel.form
        try:
            form.take_code(normalise_return_code(typed))
        except KioskError as refused:
            form.tell(refused)

    # A stack of paper

    def begin_stack(self) -> None:
        """Type in visits that were written down on paper, one after another, until the stack is done."""
        panel = self._panel
        if not panel.visit_open and panel.volunteer:
            self._stack.begin(panel.volunteer)
            panel.show_visit()
            panel.keep()
            panel.visit_opened.emit()

    def end_stack(self) -> None:
        """Leave the stack; a row that was begun and not saved is not thrown away unasked."""
        if self._stack.begun:
            self._panel.form.ask_to_cancel()
        else:
            self._panel.cancel()

    def next_of_stack(self) -> None:
        """A visit is saved: open the next row."""
        self._stack.saved += 1
        self._stack.open_next(self._panel.volunteer)
        self._panel.show_visit()
        self._panel.keep()

    def choose_day(self, day: str) -> None:
        """Say on which local day the visits took place."""
        self._stack.choose_day(day)
        self.show_stack()
        self._panel.keep()

    def ask_place(self) -> None:
        """Let the place of the stack be chosen."""
        self._panel.pages.lay_over(self.places)
        self.places.open(self._visit.places(), self._panel.duty.desk_place)

    def _choose_place(self, place: str) -> None:
        self._stack.choose_place(place)
        self._panel.pages.back()
        self.show_stack()
        self._panel.keep()

    def undo(self) -> None:
        """Take back the visit of the stack that was saved last."""
        form = self._panel.form
        if self._panel.attempt(self._stack.undo, form.tell):
            self.show_stack()
            form.tell(KioskError("The visit was undone."), "notice")

    def show_stack(self) -> None:
        """Show the day, the place and the count of the stack."""
        self._panel.form.show_stack(self._stack.saved, self._visit.place_name())

    def _show(self, make: Callable[[], Paper], title: str) -> None:
        self._shows_cards = False
        self._panel.pages.lay_over(self.sheet)
        self.sheet.open(make, title)
