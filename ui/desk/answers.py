"""The questions of an open visit: the channel, the service, then how it went and the age, or a group's counts."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import (
    GROUP_CHANNELS,
    NOT_DONE_REASONS,
    OUTCOMES,
    SERVICES,
    Outcome,
    own_hands,
)
from kiosk.i18n import Language
from kiosk.visits import Draft
from ui.desk.ages import AgeGrid
from ui.desk.channels import ChannelStrip
from ui.desk.group_counts import GroupCounts
from ui.desk.question import Question, State
from ui.desk.visit_keys import OUTCOME_KEYS
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.scroll import Scroller

_OFFERED = {code: OUTCOMES[code] for code in OUTCOMES if code != Outcome.NOT_TOLD}

#: A visit about more services names so many and counts the others: the questions below must stay in sight. All of them
#: stand first in the list behind the button.
_NAMED = 2
_GAP = 5


class Answers(Part, QWidget):
    """Shows a draft's answers and writes new ones into it. `changed` after every answer."""

    changed = Signal()
    service_wanted = Signal()
    reason_wanted = Signal()
    service_named = Signal(str)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._draft = Draft()
        self._asks_gender = False
        self._settled = QTimer(self, interval=0, singleShot=True)
        self._settled.timeout.connect(self._measure)
        self.channels = ChannelStrip(half)
        self.service_button = Button(kind="strong", role="small", bold=True)
        self.outcomes = Chips(_OFFERED, columns=2, gap=5, keys=OUTCOME_KEYS)
        self.ages = AgeGrid(half)
        self.group = GroupCounts(half)
        self._how, self._age = Question(half, 1), Question(half, 2)
        self._person = QWidget()
        self.begins_with: QWidget = self.outcomes.button("alone")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        person = QVBoxLayout(self._person)
        person.setContentsMargins(0, 0, 0, 0)
        person.setSpacing(2)
        person.addWidget(self._how)
        person.addWidget(self.outcomes)
        person.addSpacing(_GAP)
        person.addWidget(self._age)
        person.addWidget(self.ages)
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(_GAP)
        for widget in (self.channels, self.service_button, self._person, self.group):
            self._inside.addWidget(widget)
        self._inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # Nothing scrolls at 768 lines and normal text; with text at 200 % it must.
        self._scroller = Scroller(self._inside)
        column.addWidget(self._scroller)

    def _connect(self) -> None:
        self.channels.chosen.connect(self._choose_channel)
        self.service_button.clicked.connect(self.service_wanted)
        self.outcomes.chosen.connect(self._choose_outcome)
        self.ages.chosen.connect(self._choose_age)
        self.group.changed.connect(self.changed)

    # Showing

    def open(self, draft: Draft, *, asks_gender: bool) -> None:
        """Show another draft."""
        self._draft = draft
        self._asks_gender = asks_gender
        self.group.open(draft)
        self.show_answers()

    def show_answers(self) -> None:
        """Show the draft again after it has changed elsewhere."""
        draft = self._draft
        own = own_hands(tuple(draft.services))
        if own and draft.outcome == Outcome.DONE_FOR:
            draft.outcome = ""
        group = draft.channel in GROUP_CHANNELS
        self.channels.show_channel(draft.channel)
        # A group's counts need the room: its service stands in the head of the form.
        self.service_button.setVisible(not group)
        self._person.setVisible(not group)
        self.group.setVisible(group)
        self.outcomes.hide_codes({Outcome.DONE_FOR} if own else ())
        self.outcomes.choose(draft.outcome)
        self.ages.ask_gender(self._asks_gender and draft.gender not in ("other",))
        self.ages.show_age(draft.age_band, draft.gender)
        self.group.show_counts()
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say what holds values again."""
        draft = self._draft
        labels = [language.text(SERVICES[c].label) for c in draft.services if c in SERVICES]
        more = [f"+ {language.number(len(labels) - _NAMED)}"] if len(labels) > _NAMED else []
        named = ", ".join(labels[:_NAMED] + more)
        self.service_button.say(named or language.text("Choose the service"))
        self.service_named.emit(self.service_button.text())
        self._how.say(self._outcome_line(language))
        self._age.say(language.text("Age"))
        answered = draft.age_band != "not_asked"
        self._how.show_state(State.ANSWERED if draft.outcome else State.NEXT)
        self._age.show_state(State.ANSWERED if answered else State.NEXT if draft.outcome else State.WAITS)
        self._fit()

    @property
    def complete(self) -> bool:
        """Nothing that a save needs is missing."""
        return bool(self._draft.outcome) or self._draft.channel in GROUP_CHANNELS

    def press(self, letter: str) -> None:
        """Answer by a key, as the letters on the buttons say."""
        if self._draft.channel in GROUP_CHANNELS:
            _ = self.group.press(letter) or self.channels.group_tiles.press(letter)
        else:
            _ = self.outcomes.press(letter) or self.ages.press(letter) or self.channels.tiles.press(letter)

    def _outcome_line(self, language: Language) -> str:
        line = language.text("How it went")
        if self._draft.outcome == Outcome.NOT_DONE and self._draft.not_done_reason:
            return f"{line}: {language.text(NOT_DONE_REASONS[self._draft.not_done_reason])}"
        if own_hands(tuple(self._draft.services)):
            return f"{line} · {language.text('own hands only')}"
        return line

    # Answers

    def _choose_channel(self, code: str) -> None:
        if self._draft.channel in GROUP_CHANNELS and code not in GROUP_CHANNELS:
            self._draft.be_one_person()  # nothing on the form would show the counts of a group
        self._draft.channel = code
        self.changed.emit()

    def _choose_outcome(self, code: str) -> None:
        self._draft.outcome = code
        if code == Outcome.NOT_DONE:
            self.reason_wanted.emit()
        else:
            self._draft.not_done_reason = ""
        self.changed.emit()

    def _choose_age(self, band: str, gender: str) -> None:
        draft = self._draft
        same = (draft.age_band, gender and draft.gender) == (band, gender)
        draft.age_band = "not_asked" if same else band
        if gender:
            draft.gender = "not_asked" if same else gender
        self.changed.emit()

    # Room

    def restyle(self, look: Look) -> None:
        """Letters of another size need another room."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show all channels where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Once more when the layouts have done what they put off: what is hidden now is still counted.
        self._measure()
        self._settled.start()

    def _measure(self) -> None:
        if self.isVisible():
            self.channels.fit(self._scroller.whole_height(), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing was measured while nobody saw it."""
        super().showEvent(event)
        self._fit()
