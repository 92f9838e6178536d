"""The volunteer's half of the desk: signing in, the day, the open visit, "Saved."."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.clock import Clock
from kiosk.config import Settings
from kiosk.errors import KioskError
from kiosk.i18n import Language
from kiosk.visits import TutorialUse, VisitLog
from ui.desk.duty import Duty
from ui.desk.open_visit import OpenVisit
from ui.desk.panel_pages import PanelPages
from ui.desk.signin import SignIn
from ui.half import Half
from ui.theme import Look
from ui.widgets.pages import first_of

if TYPE_CHECKING:
    from ui.desk.between_visits import BetweenVisits
    from ui.desk.join_page import JoinPage
    from ui.desk.panel_keys import PanelKeys
    from ui.desk.paper_stack import PaperStack
    from ui.desk.paperwork import Paperwork
    from ui.desk.programme import Programme
    from ui.desk.saved import Saved
    from ui.desk.today import DayState, Today
    from ui.desk.visit_form import VisitForm

_MINUTE_LOOK_MS = 15_000


class VisitPanel(Half):
    """Shows one page at a time, and is the only part of the desk that writes visits and shifts into the log.

    `names`: what the languages call themselves, by code; `languages` finds the resident's for a return card.
    `practice_pin`: said aloud in a practice shop.
    """

    visit_opened = Signal()
    visit_closed = Signal()
    signed_in = Signal(str)
    signed_out = Signal()
    volunteer_language_chosen = Signal(str)
    sync_wanted = Signal()
    sheet_wanted = Signal(str, bytes)
    settings_wanted = Signal()

    def __init__(
        self,
        language: Language,
        look: Look,
        log: VisitLog,
        settings: Settings,
        clock: Clock,
        *,
        names: Mapping[str, str] | None = None,
        languages: Callable[[str], Language] | None = None,
        practice_pin: str = "",
    ) -> None:
        super().__init__(language, look, background="card")
        self._log = log
        self._visit = OpenVisit(log, settings, clock)
        self.duty = Duty(log, self._visit, settings)
        self.resident_language = settings.languages[0]
        self._reported: set[tuple[str, int, str]] = set()
        self._languages = languages or (lambda _code: language)
        self._names = {code: (names or {}).get(code, code.upper()) for code in settings.languages}
        self.pages = PanelPages(self)
        self._clock = clock
        self.sign_in = SignIn(self, log, practice_pin, settings.display_names)
        self.sign_in.signed_in.connect(self._sign_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 6, 17, 6)
        column.addWidget(self.pages)
        self._minutes_timer = QTimer(self, interval=_MINUTE_LOOK_MS)
        self.pages.turned.connect(self._look_at_minutes)
        self.pages.add(self.sign_in)
        self.sign_in.start()
        self._ask_who()

    # The pages. All but the first are built when they are first wanted, or by `prepare` after the first paint: a fifth
    # of the start. Further ones are offered to `pages` by their name and opened with `open_page`.

    def open_page(self, name: str) -> QWidget:
        """Show a page that was offered to `pages`, over the one that is shown now."""
        return self.pages.open(name)

    @cached_property
    def today(self) -> Today:
        """The day's counts, between visits."""
        from ui.desk.today import Today

        page = Today(self, self._names)
        page.new_visit.connect(self.start_visit)
        page.export.connect(self.sync_wanted)
        page.sign_out.connect(self.sign_out)
        page.language_chosen.connect(self.volunteer_language_chosen)
        page.history.connect(self.between.open_history)
        page.more.connect(self.between.open_more)
        return self.pages.add(page)

    @cached_property
    def between(self) -> BetweenVisits:
        """What lies over the day: looking back, the month, hours, the place of a round."""
        from ui.desk.between_visits import BetweenVisits

        return BetweenVisits(self, self._log, self._clock)

    @cached_property
    def form(self) -> VisitForm:
        """The open visit."""
        from ui.desk.visit_form import VisitForm

        page = VisitForm(self, self._visit, self.programme)
        page.changed.connect(self.keep)
        page.save.connect(self._save)
        page.cancelled.connect(self.cancel)
        self.keys.watch()
        page.card_wanted.connect(self.paperwork.give_card)
        page.late.day_chosen.connect(self.paperwork.choose_day)
        page.late.place_wanted.connect(self.paperwork.ask_place)
        page.late.undo.connect(self.paperwork.undo)
        page.late.finished.connect(self.paperwork.end_stack)
        self._minutes_timer.timeout.connect(page.show_minutes)
        return self.pages.add(page)

    @cached_property
    def saved(self) -> Saved:
        """What is shown for a moment after a visit was saved."""
        from ui.desk.saved import Saved

        page = Saved(self)
        page.undo.connect(self._undo)
        page.finished.connect(self.show_today)
        return self.pages.add(page)

    @cached_property
    def joining(self) -> JoinPage:
        """Where a programme's card may be joined."""
        from ui.desk.join_page import JoinPage

        return JoinPage(self, self.pages, self.refresh_counts)

    @cached_property
    def keys(self) -> PanelKeys:
        """Letters, F2 and scanners, from anywhere on the desk; once there is a form that they may answer."""
        from ui.desk.panel_keys import PanelKeys

        keys = PanelKeys(self, self._takes_keys, self._focus)
        keys.keys.struck.connect(self._press)
        keys.keys.scanned.connect(self.paperwork.scan)
        return keys

    @cached_property
    def programme(self) -> Programme:
        """What the programme's card asks."""
        from ui.desk.programme import Programme

        return Programme()

    @cached_property
    def stack(self) -> PaperStack:
        """The stack of paper that is typed in."""
        from ui.desk.paper_stack import PaperStack

        return PaperStack(self._visit)

    @cached_property
    def paperwork(self) -> Paperwork:
        """Return cards, tally sheets, and the way to type in what was written on paper."""
        from ui.desk.paperwork import Paperwork

        site = self._visit.settings.contact or self._visit.settings.site
        work = Paperwork(self, self._visit, self.stack, self._languages, site)
        work.sheet_wanted.connect(self.sheet_wanted)
        return work

    def hear(self, language: str) -> None:
        """The resident's half speaks this language now: a sheet of cards that is shown follows it."""
        self.resident_language = language
        if "paperwork" in self.__dict__:
            self.paperwork.follow()

    def prepare(self) -> None:
        """Build what the first screen did not need."""
        _ = self.today, self.form, self.saved

    # State

    @property
    def volunteer(self) -> str:
        """The pseudonym of who is signed in, else empty."""
        return self.duty.volunteer

    @property
    def visit_open(self) -> bool:
        """A visit is open, perhaps waiting for a volunteer to sign in."""
        return self._visit.draft is not None

    # What the window asks

    def follow(self, use: TutorialUse, services: tuple[str, ...], language: str) -> None:
        """Take how far a walkthrough has been used into the open visit; without one, a visit begins.

        Without a volunteer signed in, the visit waits as a draft for the next who signs in. A row from paper is not the
        visit of whoever stands here: an empty one gives way, one that was begun is finished first.
        """
        if self._visit.late and not self.stack.give_way():
            return
        opened = not self.visit_open
        self._visit.begin(self.duty.volunteer)
        self._visit.take(use, services, language)
        if opened:
            self.show_visit()
        else:
            self.form.show_draft()
        self.keep()
        if opened:
            self.visit_opened.emit()

    def start_visit(self) -> None:
        """Open a visit, or return to the open one."""
        opened = not self.visit_open
        self._visit.begin(self.duty.volunteer)
        self.show_visit()
        if opened:
            self.keep()
            self.visit_opened.emit()

    def show_today(self) -> None:
        """Show the day with fresh counts; with a visit open, the visit."""
        if not self.duty.volunteer or self.visit_open:
            self.show_visit()
        else:
            self.today.show_day(self._day())
            self.pages.turn_to(self.today)

    def refresh_counts(self) -> None:
        """Count again: an export has finished, a receipt or a roster has come."""
        if self.pages.currentWidget() is self.today:
            self.today.show_day(self._day())
        elif self.pages.currentWidget() is self.sign_in:
            self.sign_in.look_again()

    def take_programme(self, questions: Mapping[str, Any], codebook: Mapping[str, Any]) -> None:
        """Ask what the programme's card asks, from the next visit on."""
        if self.programme.take(questions, codebook) and "form" in self.__dict__:
            self.form.programme_changed()

    def report_step(self, tutorial: str, version: int, step: str, language: str) -> None:
        """Note that a step no longer matches what the resident's phone shows; the centre will read it.

        Once a visit: a second tap on the same flag is thanked for and not noted again.
        """
        tell = self.form.tell if self.pages.currentWidget() is self.form else self.today.tell
        notice = (self.duty.volunteer, self._visit.place, tutorial, version, step, language)
        reported = (tutorial, version, step)
        if reported in self._reported or self.attempt(lambda: self._log.add_notice(*notice), tell):
            self._reported.add(reported)
            tell(KioskError("Thank you. The centre will read that this step no longer matches."), "notice")

    def sign_out(self) -> None:
        """End the shift; the panel asks who is at the desk. An open visit waits for the next who signs in."""
        if self.attempt(self.duty.end_shift, self.today.tell):
            self.duty.volunteer = ""
            self._visit.forget_carried()
            self._ask_who()
            self.signed_out.emit()

    # Shifts

    @property
    def settings(self) -> Settings:
        """What holds for the visits of this shift: the desk's settings, with the place of the round."""
        return self._visit.settings

    def _sign_in(self, volunteer: str) -> None:
        self.duty.volunteer = volunteer
        draft = self._visit.draft
        if draft is not None and not draft.volunteer:
            draft.volunteer = volunteer
            self.keep()
        self.show_today()
        if draft is not None and self._visit.interrupted:
            self.form.tell(KioskError("This visit was interrupted. Finish or cancel it."), "notice")
        if self.attempt(self.duty.begin_shift, self.today.tell):
            self.refresh_counts()
        self.between.ask_about_forgotten()
        self.signed_in.emit(volunteer)

    # The visit

    def keep(self) -> None:
        """Save the open visit as it is now."""
        self.attempt(self._visit.keep, self.form.tell)

    def _save(self, first_time: bool | None) -> None:
        if not self.attempt(lambda: self._visit.record(first_time), self.form.tell):
            return
        if self.stack.running:
            self.paperwork.next_of_stack()
        else:
            self._reported.clear()
            self.saved.show_counts(self._visit.counts())
            self.pages.turn_to(self.saved)
            self.visit_closed.emit()

    def cancel(self) -> None:
        """Throw the open visit away, and leave the stack of paper that it came from."""
        self.stack.end()
        if self.attempt(self._visit.cancel, self.form.tell):
            self.show_today()
            self.visit_closed.emit()

    def _undo(self) -> None:
        if self.attempt(self._visit.undo, self.saved.tell):
            self.show_today()
            self.today.tell(KioskError("The visit was undone."), "notice")

    def attempt(self, act: Callable[[], object], say: Callable[[KioskError], None]) -> bool:
        """Do what the log may refuse, and say what it refused; tell whether it was done."""
        try:
            act()
        except KioskError as refused:
            say(refused)
            return False
        return True

    # Keys

    def _takes_keys(self) -> bool:
        return self.visit_open and "form" in self.__dict__ and self.pages.currentWidget() is self.form

    def _press(self, letter: str) -> None:
        if self._takes_keys():
            self.form.press(letter)

    def _focus(self) -> None:
        """Come to the panel by F2: to the first question of an open visit, else to what is shown."""
        page = self.pages.currentWidget()
        if self._takes_keys():
            self.form.focus_first()
        elif page is not None:
            first_of(page).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the keys of the window."""
        super().showEvent(event)
        if "keys" in self.__dict__:
            self.keys.watch()

    # What is shown

    def _ask_who(self) -> None:
        self.sign_in.mention_draft(self.visit_open)
        self.pages.turn_to(self.sign_in)

    def show_visit(self) -> None:
        """Show the open visit; while nobody is signed in, who might finish it."""
        if self.duty.volunteer:
            self.stack.resume()
            self.form.open()
            if self._visit.late:
                self.paperwork.show_stack()
            self.pages.turn_to(self.form)
        else:
            self._ask_who()

    def _look_at_minutes(self, page: QWidget) -> None:
        if page is not self.sign_in and page is self.form:
            self._minutes_timer.start()
        else:
            self._minutes_timer.stop()

    def _day(self) -> DayState:
        from ui.desk.today import DayState

        waiting = self._log.waiting()
        return DayState(
            volunteer=self.duty.volunteer,
            shift=self.duty.shift,
            place=self._visit.place_name(),
            counts=self._visit.counts(),
            waiting=waiting,
            on_sticks=max(0, self._log.undelivered() - waiting),
            at_centre_to=self._log.at_centre_to(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the card and draw the line that parts the halves."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, 1, self.height(), self.look.colour("line"))
