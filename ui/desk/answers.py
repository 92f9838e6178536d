"""The questions of an open visit: the service, how it went, the age."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import AGE_BANDS, NOT_DONE_REASONS, OUTCOMES, SERVICES, Outcome, own_hands
from kiosk.i18n import Language
from kiosk.visits import Draft
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

_OFFERED = {code: OUTCOMES[code] for code in OUTCOMES if code != Outcome.NOT_TOLD}

#: A visit about more services names so many and counts the others: the questions below must stay in sight.
_NAMED = 2


class Answers(Part, QWidget):
    """Shows a draft's answers and writes new ones into it. `changed` after every answer."""

    changed = Signal()
    service_wanted = Signal()
    reason_wanted = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._draft = Draft()
        self.service_button = Button(kind="strong", role="small", bold=True)
        self._caption = Label("caption", colour="muted")
        self.outcomes = Chips(_OFFERED, columns=2)
        self.ages = Chips(AGE_BANDS, columns=3)
        self._lay_out()
        self.service_button.clicked.connect(self.service_wanted)
        self.outcomes.chosen.connect(self._choose_outcome)
        self.ages.chosen.connect(self._choose_age)

    def _lay_out(self) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.service_button)
        inside.addSpacing(4)
        inside.addWidget(self._caption)
        inside.addWidget(self.outcomes)
        inside.addSpacing(4)
        inside.addWidget(Label("caption", message="2 · Age", colour="muted"))
        inside.addWidget(self.ages)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # Nothing scrolls at 768 lines and normal text; with text at 200 % it must.
        column.addWidget(Scroller(inside))

    def open(self, draft: Draft) -> None:
        """Show another draft."""
        self._draft = draft
        # "Not asked" is what nobody has answered yet: the button is lit only when it was tapped.
        self.ages.choose(draft.age_band if draft.age_band != "not_asked" else "")
        self.show_answers()

    def show_answers(self) -> None:
        """Show the draft again after it has changed elsewhere."""
        own = own_hands(tuple(self._draft.services))
        if own and self._draft.outcome == Outcome.DONE_FOR:
            self._draft.outcome = ""
        self.outcomes.hide_codes({Outcome.DONE_FOR} if own else ())
        self.outcomes.choose(self._draft.outcome)
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say what holds values again."""
        labels = [language.text(SERVICES[c].label) for c in self._draft.services if c in SERVICES]
        more = [f"+ {language.number(len(labels) - _NAMED)}"] if len(labels) > _NAMED else []
        named = ", ".join(labels[:_NAMED] + more)
        self.service_button.say(named or language.text("Choose the service"))
        self._caption.setText(self._outcome_line(language))

    def _outcome_line(self, language: Language) -> str:
        line = language.text("1 · How it went")
        if self._draft.outcome == Outcome.NOT_DONE and self._draft.not_done_reason:
            return f"{line}: {language.text(NOT_DONE_REASONS[self._draft.not_done_reason])}"
        if own_hands(tuple(self._draft.services)):
            return f"{line} · {language.text('own hands only')}"
        return line

    def _choose_outcome(self, code: str) -> None:
        self._draft.outcome = code
        if code == Outcome.NOT_DONE:
            self.reason_wanted.emit()
        else:
            self._draft.not_done_reason = ""
        self.changed.emit()

    def _choose_age(self, code: str) -> None:
        self._draft.age_band = code
        self.changed.emit()
