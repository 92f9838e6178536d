"""Changing a recorded visit: each answer is a line, a tap offers the others; a reason goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk import codebook
from kiosk.codebook import Channel, Outcome
from kiosk.i18n import N_, Language
from kiosk.visits import Draft, Visit
from ui.desk.extras import Extras
from ui.desk.group_counts import GroupCounts
from ui.desk.history.fields import EDIT_REASONS, NAMES, VOID_REASONS, Places, say
from ui.desk.over_page import OverPage
from ui.desk.programme import Programme
from ui.desk.services import ServicesPage
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.field import Field
from ui.widgets.pages import Pages
from ui.widgets.scroll import Scroller
from ui.widgets.stepper import Stepper
from ui.widgets.text import Label

_OFFERED: dict[str, Mapping[str, str]] = {
    "outcome": {code: label for code, label in codebook.OUTCOMES.items() if code != Outcome.NOT_TOLD},
    "not_done_reason": codebook.NOT_DONE_REASONS,
    "age_band": codebook.AGE_BANDS,
    "gender": codebook.GENDERS,
    "first_time": {"1": N_("First time"), "0": N_("Came before")},
    "channel": {code: label for code, label in codebook.CHANNELS.items() if code != Channel.SELF_SERVICE},
}
_OF_A_PERSON = ("outcome", "not_done_reason", "age_band", "gender", "first_time")
_LINES = ("services", "channel", "outcome", "not_done_reason", "people", "age_band", "gender", "first_time")
_MORE = "more"


class Reasons(QWidget):
    """Why: one of a few reasons, or own words. `chosen` after every answer."""

    chosen = Signal()

    def __init__(self, reasons: Mapping[str, str], question: str) -> None:
        super().__init__()
        self.chips = Chips(reasons, columns=1)
        self.field = Field(N_("Another reason, without names or numbers"), role="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label("small", message=question, bold=True))
        column.addWidget(self.chips)
        column.addWidget(self.field)
        self.chips.chosen.connect(self._tapped)
        self.field.textEdited.connect(self._typed)

    @property
    def reason(self) -> str:
        """The chosen reason's code, else the own words."""
        return self.chips.value or self.field.text().strip()

    def clear(self) -> None:
        """Choose nothing."""
        self.chips.choose()
        self.field.clear()

    def _tapped(self) -> None:
        self.field.clear()
        self.chosen.emit()

    def _typed(self) -> None:
        self.chips.choose()
        self.chosen.emit()


class ChangePage(OverPage):
    """`save` carries the changed draft and the reason."""

    save = Signal(object, str)

    def __init__(self, half: Half, programme: Programme, country: str) -> None:
        super().__init__(half, N_("Change this visit"))
        self._programme = programme
        self._country = country
        self._visit: Visit | None = None
        self._draft = Draft()
        self._places = Places({})
        self._field = ""
        self.lines: dict[str, Button] = {}
        self.reasons = Reasons(EDIT_REASONS, N_("Why is it changed?"))
        self.reasons.chosen.connect(self._look_again)
        self._missing = Label("caption", colour="muted")
        self.save_button = Button(N_("Save the change"), kind="primary", height=64)
        self.save_button.clicked.connect(lambda: self.save.emit(self._draft, self.reasons.reason))
        self.choice = _ChoicePage()
        self.choice.chosen.connect(self._choose)
        self.choice.finished.connect(self._back)
        self.services = ServicesPage(half, "all")
        self.services.toggled.connect(self._toggle_service)
        self.services.finished.connect(self._back)
        self.group = _GroupPage(half)
        self.group.finished.connect(self._back)
        self._pages = Pages()
        self._fill()

    def _fill(self) -> None:
        first = QVBoxLayout()
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(6)
        for field in (*_LINES, _MORE):
            line = Button(role="small")
            line.clicked.connect(lambda _on=False, field=field: self._ask(field))
            self.lines[field] = line
            first.addWidget(line)
        first.addSpacing(4)
        first.addWidget(self.reasons)
        first.addStretch(1)
        self._lines_page = Scroller(first)
        for page in (self._lines_page, self.choice, self.services, self.group):
            self._pages.addWidget(page)
        # The pages scroll by themselves.
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.replaceWidget(self._scroller, self._pages)
        column.setStretchFactor(self._pages, 1)
        self._scroller.hide()
        self.foot.addWidget(self._missing)
        self.foot.addWidget(self.save_button)

    def open(self, visit: Visit, places: Places) -> None:
        """Begin with a visit as it is now."""
        self._visit, self._draft, self._places = visit, Draft.of(visit), places
        self.reasons.clear()
        self.tell(None)
        self._back()

    # Asking

    @cached_property
    def extras(self) -> Extras:
        """What few visits need; made at first use."""
        page = Extras(self._half, self._programme, self._country)
        page.card_button.hide()  # cards are handed out while somebody is here
        page.finished.connect(self._back)
        self._pages.addWidget(page)
        self._half.refresh(page)
        return page

    def _ask(self, field: str) -> None:
        self._field = field
        if field == _MORE:
            self.extras.open(self._draft)
            self._turn_to(self.extras)
        elif field == "services":
            self.services.show_services(self._draft.services, ())
            self._turn_to(self.services)
        elif field == "people" and self._is_group():
            self.group.counts.open(self._draft)
            self._turn_to(self.group)
        else:
            self._ask_for(field, getattr(self._draft, field))
            self._half.refresh(self.choice)
            self._turn_to(self.choice)

    def _ask_for(self, field: str, value: object) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            self.choice.ask_number(NAMES[field], value, least=1)
            return
        code = str(int(value)) if isinstance(value, bool) else str(value or "")
        hidden = self._forbidden() if field == "outcome" else ()
        self.choice.ask_code(NAMES[field], _OFFERED[field], code, hidden)

    def _is_group(self) -> bool:
        return self._draft.channel in codebook.GROUP_CHANNELS

    def _forbidden(self) -> tuple[str, ...]:
        own = codebook.own_hands(tuple(self._draft.services))
        return (Outcome.DONE_FOR,) if own else ()

    def _choose(self, value: object) -> None:
        field = self._field
        if field == "first_time":
            value = value == "1"
        setattr(self._draft, field, value)
        if field in _OFFERED:
            self._back()
        else:
            self._look_again()

    def _toggle_service(self, code: str) -> None:
        services = self._draft.services
        if code in services:
            services.remove(code)
        else:
            services.append(code)

    def _back(self) -> None:
        self._turn_to(self._lines_page)
        self._look_again()

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.save_button.setVisible(page is self._lines_page)
        self._missing.setVisible(page is self._lines_page)

    # Words

    def _look_again(self) -> None:
        self.tell(None)
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say every line again."""
        super().retranslate(language)
        if self._visit is None:
            return
        for field in _LINES:
            value = say(self._draft, field, language, self._places) or language.text("not said")
            self.lines[field].say(f"{language.text(NAMES[field])}: {value}")
            self.lines[field].setVisible(self._is_shown(field))
        self.lines[_MORE].say(language.text("More"))
        unchanged = Draft.of(self._visit) == self._draft
        self._missing.setText(self._missing_line(unchanged, language))
        self.reasons.setVisible(not unchanged)
        self.save_button.setEnabled(bool(self.reasons.reason) and not unchanged)

    def _is_shown(self, field: str) -> bool:
        if field == "not_done_reason" and self._draft.outcome != Outcome.NOT_DONE:
            return False
        if field == "gender" and not self._programme.asks("gender"):
            return self._draft.gender != "not_asked" and not self._is_group()
        return field not in _OF_A_PERSON or not self._is_group()

    def _missing_line(self, unchanged: bool, language: Language) -> str:
        if unchanged:
            return language.text("Tap what was different.")
        return "" if self.reasons.reason else language.text("Say above why it is changed.")


class _ChoicePage(Part, QWidget):
    """One answer of a visit: a code by a tap, a number by steps."""

    chosen = Signal(object)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._question = ""
        self.heading = Label("normal", bold=True)
        self._asked: QWidget | None = None
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self.heading)
        self._inside.addStretch(1)
        self.back_button = Button(N_("Back to the visit"), icon="back")
        self.back_button.clicked.connect(self.finished)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scroller(self._inside), 1)
        column.addWidget(self.back_button)

    @property
    def asked(self) -> QWidget | None:
        """What takes the answer."""
        return self._asked

    def ask_code(
        self, question: str, offered: Mapping[str, str], chosen: str, hidden: tuple[str, ...]
    ) -> None:
        """Ask for one of some codes."""
        chips = Chips(offered, columns=1)
        chips.choose(chosen)
        chips.hide_codes(hidden)
        chips.chosen.connect(self.chosen.emit)
        self._put(question, chips)

    def ask_number(self, question: str, number: int, least: int) -> None:
        """Ask for a number."""
        stepper = Stepper(question, number, least)
        stepper.changed.connect(self.chosen.emit)
        self._put(question, stepper)

    def _put(self, question: str, widget: QWidget) -> None:
        if self._asked is not None:
            self._inside.removeWidget(self._asked)
            self._asked.hide()
            self._asked.deleteLater()
        self._asked = widget
        self._question = question
        self._inside.insertWidget(1, widget)
        widget.show()

    def retranslate(self, language: Language) -> None:
        """Say the question again."""
        self.heading.setText(language.text(self._question))


class _GroupPage(QWidget):
    """How many came, and who."""

    finished = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__()
        self.counts = GroupCounts(half)
        self.counts.changed.connect(self.counts.show_counts)
        self.back_button = Button(N_("Back to the visit"), icon="back")
        self.back_button.clicked.connect(self.finished)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.counts)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scroller(inside), 1)
        column.addWidget(self.back_button)


class VoidPage(OverPage):
    """Asks why a visit does not count. `confirmed` carries the reason."""

    confirmed = Signal(str)

    def __init__(self, half: Half) -> None:
        super().__init__(half, N_("This visit does not count?"))
        self.reasons = Reasons(VOID_REASONS, N_("Why does it not count?"))
        self.reasons.chosen.connect(self._look_again)
        self.confirm_button = Button(N_("Take it out of the counts"), kind="primary", height=64)
        self.confirm_button.clicked.connect(lambda: self.confirmed.emit(self.reasons.reason))
        self.inside.addWidget(
            Label("normal", message="It stays in the log, and counts nowhere.", colour="muted")
        )
        self.inside.addWidget(self.reasons)
        self.inside.addStretch(1)
        self.foot.addWidget(self.confirm_button)

    def open(self) -> None:
        """Begin without an answer."""
        self.reasons.clear()
        self.tell(None)
        self._look_again()

    def _look_again(self) -> None:
        self.confirm_button.setEnabled(bool(self.reasons.reason))
