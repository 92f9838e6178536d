"""The small pages of an open visit: why it did not work out, whether to cancel it, and its Save buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import NOT_DONE_REASONS
from kiosk.i18n import N_, Language
from ui.announcing import announce
from ui.desk.question import Question, State
from ui.desk.visit_keys import CAME_BEFORE_KEY, FIRST_TIME_KEY
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chips import Chips
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

_FIRST_TIME, _CAME_BEFORE, _GROUP = "first_time", "came_before", "group"
_SAVES: dict[str, bool | None] = {_FIRST_TIME: True, _CAME_BEFORE: False, _GROUP: None}


class ReasonPage(QWidget):
    """Why it did not work out; going back without an answer is one too."""

    chosen = Signal(str)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reasons = Chips(
            NOT_DONE_REASONS, columns=1, keys=dict(zip(NOT_DONE_REASONS, "ASDFG", strict=True))
        )
        self.reasons.chosen.connect(self.chosen)
        self.back_button = Button("Back to the visit", icon="back")
        self.back_button.clicked.connect(self.finished)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Label("normal", message="Why did it not work out?", bold=True))
        inside.addWidget(self.reasons)
        inside.addStretch(1)
        column.addWidget(Scroller(inside), 1)
        column.addWidget(self.back_button)


class CancelPage(QWidget):
    """Asks before an open visit is thrown away."""

    cancelled = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cancel_button = Button("Cancel visit", icon="close", height=64)
        self.cancel_button.clicked.connect(self.cancelled)
        self.keep_button = Button("Continue the visit", kind="primary", height=64)
        self.keep_button.clicked.connect(self.kept)
        self.begins_with: QWidget = self.keep_button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(Label("large", message="Cancel this visit?", bold=True))
        column.addWidget(Label("normal", message="Nothing of it is kept.", colour="muted"))
        column.addStretch(2)
        column.addWidget(self.cancel_button)
        column.addWidget(self.keep_button)


class SaveBlock(Part, QWidget):
    """Two ways to save, one for a group. `save` says whether it is the first time, None for a group.

    The line above says which answer is missing, and whose return card is with the visit.
    """

    save = Signal(object)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._complete = False
        self._code = ""
        self._question = Question(half, 3)
        choices = {_FIRST_TIME: N_("First time"), _CAME_BEFORE: N_("Came before"), _GROUP: N_("Save")}
        keys = {_FIRST_TIME: FIRST_TIME_KEY, _CAME_BEFORE: CAME_BEFORE_KEY, _GROUP: FIRST_TIME_KEY}
        self._buttons = Chips(
            choices, role="normal", kind="primary", bold=True, height=60, gap=5, checkable=False, keys=keys
        )
        self._buttons.chosen.connect(lambda code: self.save.emit(_SAVES[code]))
        self.first_time_button = self._buttons.button(_FIRST_TIME)
        self.came_before_button = self._buttons.button(_CAME_BEFORE)
        self.group_button = self._buttons.button(_GROUP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._question)
        column.addWidget(self._buttons)
        self.allow(False)

    def allow(self, complete: bool, *, group: bool = False, code: str = "") -> None:
        """Let the visit be saved, or say what is missing; `code` is the return card's."""
        self._complete, self._code = complete, code
        self._buttons.hide_codes((_FIRST_TIME, _CAME_BEFORE) if group else (_GROUP,))
        for button in (self.first_time_button, self.came_before_button, self.group_button):
            button.setEnabled(complete)
        self._question.show_state(State.NEXT if complete else State.WAITS)
        self.retranslate(self._half.language)

    def press(self, letter: str) -> bool:
        """Save by a key."""
        return self._buttons.press(letter)

    def retranslate(self, language: Language) -> None:
        """Say the line again."""
        if not self._complete:
            self._question.say(language.text("Save: first choose how it went"))
        elif self._code:
            self._question.say(language.text("Save · card {code}", code=self._code))
        else:
            self._question.say(language.text("Save"))


class WarningLine(Card):
    """A line that asks for attention; it takes no room while there is nothing to say."""

    def __init__(self, half: Half) -> None:
        super().__init__(ground="notice")
        self._half = half
        self._label = Label("small", colour="on_notice")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 10, 4)
        column.addWidget(self._label)
        self.hide()

    def show_as(self, ground: str) -> None:
        """Take the colours of a notice or of a danger."""
        self._ground = ground
        self._label.set_colour(f"on_{ground}", self._half.look)
        self.update()

    def say(self, text: str) -> None:
        """Show a text, or nothing."""
        new = text != self._label.text()
        self._label.setText(text)
        self.setVisible(bool(text))
        if new:
            announce(self, text, urgent=True)
