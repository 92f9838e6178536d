"""The open visit in three taps: how it went, the age, one of two Save buttons."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.codebook import GROUP_CHANNELS
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import Draft
from ui.desk.answers import Answers
from ui.desk.extras import Extras
from ui.desk.late_line import LateLine
from ui.desk.open_visit import OpenVisit
from ui.desk.programme import Programme
from ui.desk.services import ServicesPage
from ui.desk.visit_pages import CancelPage, ReasonPage, SaveBlock, WarningLine
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.pages import Pages, turn
from ui.widgets.text import Label
from ui.widgets.tile import Tile


class VisitForm(Part, QWidget):
    """Shows and changes the open visit. `changed` after every answer.

    `save` says whether it is the first time, None for a group. Keys reach it by `press`.
    """

    changed = Signal()
    save = Signal(object)
    cancelled = Signal()
    card_wanted = Signal()

    def __init__(self, half: Half, visit: OpenVisit, programme: Programme) -> None:
        super().__init__()
        self._half = half
        self._draft = Draft()
        self._visit = visit
        self._programme = programme
        self._notice: KioskError | None = None
        self._meta = Label("caption", colour="muted")
        self._head = QWidget()
        self.group_service = Tile(kind="strong", role="caption", bold=True)
        self.group_service.hide()
        self.more_button = Button("More", icon="more", icon_only=True)
        self.cancel_button = Button("Cancel visit", icon="close", icon_only=True)
        self.late = LateLine(half)
        self._warning = WarningLine(half)
        self.answers = Answers(half)
        self.services = ServicesPage(half, visit.settings.country)
        self.reason_page = ReasonPage()
        self.cancel_page = CancelPage()
        self.saving = SaveBlock(half)
        self._pages = Pages()
        self.begins_with: QWidget = self.answers.outcomes.button("alone")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(5)
        head.addWidget(self._meta, 1)
        head.addWidget(self.group_service, 1)
        head.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignTop)
        for page in (self.answers, self.services, self.reason_page, self.cancel_page):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._head, self.late, self._warning):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)
        column.addWidget(self.saving)

    def _connect(self) -> None:
        self.more_button.clicked.connect(self._open_extras)
        self.cancel_button.clicked.connect(self.ask_to_cancel)
        self.cancel_page.cancelled.connect(self.cancelled)
        self.cancel_page.kept.connect(self._back)
        self.answers.changed.connect(self._changed)
        self.answers.service_wanted.connect(self._open_services)
        self.answers.service_named.connect(self.group_service.say)
        self.group_service.clicked.connect(self._open_services)
        self.answers.reason_wanted.connect(self._ask_why)
        self.late.more.connect(self._open_extras)
        self.reason_page.chosen.connect(self._choose_reason)
        self.reason_page.finished.connect(self._back)
        self.services.toggled.connect(self._toggle_service)
        self.services.finished.connect(self._back)
        self.saving.save.connect(self.save)

    @cached_property
    def extras(self) -> Extras:
        """What is seldom asked; built when it is first wanted, and again for another card."""
        page = Extras(self._half, self._programme, self._visit.settings.country)
        page.changed.connect(self._extra_changed)
        page.finished.connect(self._leave_extras)
        page.card_wanted.connect(self.card_wanted)
        self._pages.addWidget(page)
        self._half.refresh(page)
        return page

    def programme_changed(self) -> None:
        """Another card may ask other questions and know other activities."""
        if (page := self.__dict__.pop("extras", None)) is not None:
            if self._pages.currentWidget() is page:
                self._back()
            self._pages.removeWidget(page)
            page.deleteLater()

    # Showing

    def open(self) -> None:
        """Show the open visit from its beginning, at the questions."""
        self._draft = self._visit.draft or Draft()
        self.tell(None)
        self.answers.open(self._draft, asks_gender=self._programme.asks("gender"))
        self._back()
        self.show_draft()

    def show_draft(self) -> None:
        """Show the draft again after it has changed elsewhere: another walkthrough, another service."""
        draft = self._draft
        group = draft.channel in GROUP_CHANNELS
        self._meta.setVisible(not group)
        self.group_service.setVisible(group)
        self.answers.show_answers()
        self.saving.allow(self.answers.complete, group=group, code=draft.return_code)
        self._say_heading(self._half.language)

    def show_stack(self, saved: int, place: str) -> None:
        """Show how many visits of a stack of paper are saved."""
        self.late.show_stack(self._draft.visit_date, self._visit.today(), saved, place)

    def show_minutes(self) -> None:
        """Say the heading's line again; called as time goes by."""
        if self.isVisible():
            self._say_heading(self._half.language)

    def tell(self, notice: KioskError | None, ground: str = "danger") -> None:
        """Show a notice above the questions until the next answer; None takes it away."""
        self._notice = notice
        self._warning.show_as(ground)
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say what holds values again."""
        self._say_heading(language)
        self._warning.say(language.text(self._notice.message, **self._notice.params) if self._notice else "")

    def take_code(self, code: str, *, new: bool = False) -> None:
        """Note whose return card was shown, or given: a `new` one."""
        self._draft.return_code = code
        if "extras" in self.__dict__:
            self.extras.code.show_code(code)
        said = (
            KioskError(N_("Return card {code} goes with this visit."), code=code)
            if new
            else KioskError(N_("Return card {code}. Now save: came before."), code=code)
        )
        self.tell(said, "notice")
        self.show_draft()
        self.changed.emit()

    def press(self, letter: str) -> None:
        """Answer or save by a key, as the letters on the buttons say."""
        page = self._pages.currentWidget()
        if page is self.reason_page:
            _ = self.reason_page.reasons.press(letter) or self.saving.press(letter)
        if page is not self.answers:
            return
        if letter.isdigit() and self._visit.late and self._draft.channel not in GROUP_CHANNELS:
            self.late.type_digit(letter)
        elif not self.saving.press(letter):
            self.answers.press(letter)

    def focus_first(self) -> None:
        """Give the keyboard to the first question."""
        group = self._draft.channel in GROUP_CHANNELS
        first = self.answers.group.counters if group else self.answers.outcomes
        first.button(first.codes[0]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say_heading(self, language: Language) -> None:
        pieces = [self._visit.started(language)]
        if (minutes := self._visit.minutes()) is not None:
            pieces.append(language.text("{minutes} min", minutes=language.number(minutes)))
        pieces += [self._visit.place_name()]
        self._meta.setText(" · ".join(piece for piece in pieces if piece))

    # Answers

    def _changed(self) -> None:
        self.tell(None)
        self.show_draft()
        self.changed.emit()

    def ask_to_cancel(self) -> None:
        """Ask before the open visit is thrown away."""
        self.tell(None)
        self._turn_to(self.cancel_page)

    def _ask_why(self) -> None:
        self.reason_page.reasons.choose(self._draft.not_done_reason)
        self._turn_to(self.reason_page)

    def _choose_reason(self, code: str) -> None:
        self._draft.not_done_reason = code
        self._back()
        self._changed()

    def _open_services(self) -> None:
        self.services.show_services(self._draft.services, self._visit.favourites())
        self._turn_to(self.services)

    def _toggle_service(self, code: str) -> None:
        first = not self._draft.services
        if code in self._draft.services:
            self._draft.services.remove(code)
        else:
            self._draft.services.append(code)
        if first:
            self._back()  # one service is the rule: no second tap for it
        self._changed()

    def _open_extras(self) -> None:
        self.tell(None)
        self.extras.open(self._draft)
        self._turn_to(self.extras)

    def _extra_changed(self) -> None:
        self.show_draft()
        self.changed.emit()

    def _leave_extras(self) -> None:
        self._back()
        if self.extras.note.refused:
            self.tell(
                KioskError(N_("The note is left out: it looks like personal data. The rest can be saved.")),
                "notice",
            )

    def _back(self) -> None:
        self._turn_to(self.answers)

    def _turn_to(self, page: QWidget) -> None:
        late, answers = self._visit.late, page is self.answers
        turn(self._pages, page)
        self.saving.setVisible(answers or page is self.reason_page)
        self.late.setVisible(late and answers)
        self._head.setVisible(answers and not late)
