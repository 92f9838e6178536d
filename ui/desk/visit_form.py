"""The open visit in three taps: how it went, the age, one of two Save buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.codebook import CHANNELS, GROUP_CHANNELS
from kiosk.errors import KioskError
from kiosk.i18n import Language
from kiosk.visits import Draft
from ui.desk.answers import Answers
from ui.desk.open_visit import OpenVisit
from ui.desk.services import ServicesPage
from ui.desk.visit_pages import CancelPage, ReasonPage, SaveBlock, WarningLine
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.pages import Pages
from ui.widgets.text import Label


class VisitForm(Part, QWidget):
    """Shows and changes the open visit. `changed` after every answer; `save` says whether it is the first time."""

    changed = Signal()
    save = Signal(bool)
    cancelled = Signal()

    def __init__(self, half: Half, visit: OpenVisit) -> None:
        super().__init__()
        self._half = half
        self._draft = Draft()
        self._visit = visit
        self._notice: KioskError | None = None
        self._meta = Label("small", colour="muted")
        self.cancel_button = Button("Cancel visit", icon="close", icon_only=True)
        self._warning = WarningLine(half)
        self.answers = Answers(half)
        self.services = ServicesPage(half, visit.settings.country)
        self.reason_page = ReasonPage()
        self.cancel_page = CancelPage()
        self.saving = SaveBlock(half)
        self._pages = Pages()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label("large", message="Current visit", bold=True))
        # A notice takes the line's place, so that no answer moves.
        words.addWidget(self._meta)
        words.addWidget(self._warning)
        words.addStretch(1)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignTop)
        for page in (self.answers, self.services, self.reason_page, self.cancel_page):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self.saving)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self._ask_to_cancel)
        self.cancel_page.cancelled.connect(self.cancelled)
        self.cancel_page.kept.connect(self._back)
        self.answers.changed.connect(self._changed)
        self.answers.service_wanted.connect(self._open_services)
        self.answers.reason_wanted.connect(self._ask_why)
        self.reason_page.chosen.connect(self._choose_reason)
        self.reason_page.finished.connect(self._back)
        self.services.toggled.connect(self._toggle_service)
        self.services.finished.connect(self._back)
        self.saving.save.connect(self.save)

    # Showing

    def open(self) -> None:
        """Show the open visit from its beginning, at the questions."""
        self._draft = self._visit.draft or Draft()
        self.tell(None)
        self.answers.open(self._draft)
        self._back()
        self.show_draft()

    def show_draft(self) -> None:
        """Show the draft again after it has changed elsewhere: another walkthrough, another service."""
        self.answers.show_answers()
        self.saving.allow(bool(self._draft.outcome) or self._draft.channel in GROUP_CHANNELS)
        self._say_heading(self._half.language)

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
        self._meta.setVisible(self._notice is None)

    def _say_heading(self, language: Language) -> None:
        pieces = [self._visit.started(language)]
        if (minutes := self._visit.minutes()) is not None:
            pieces.append(language.text("{minutes} min", minutes=language.number(minutes)))
        pieces += [self._visit.place_name(), language.text(CHANNELS.get(self._draft.channel, ""))]
        self._meta.setText(" · ".join(piece for piece in pieces if piece))

    # Answers

    def _changed(self) -> None:
        self.tell(None)
        self.show_draft()
        self.changed.emit()

    def _ask_to_cancel(self) -> None:
        self.tell(None)
        self._turn_to(self.cancel_page)
        self.cancel_page.keep_button.setFocus()

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

    def _back(self) -> None:
        self._turn_to(self.answers)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.saving.setVisible(page in (self.answers, self.reason_page))
        self.cancel_button.setVisible(page is not self.cancel_page)
