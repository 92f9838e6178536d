"""The small pages of an open visit: why it did not work out, whether to cancel it, and its Save buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import NOT_DONE_REASONS
from kiosk.i18n import N_, Language
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chips import Chips
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

_FIRST_TIME, _CAME_BEFORE = "first_time", "came_before"


class ReasonPage(QWidget):
    """Why it did not work out; going back without an answer is one too."""

    chosen = Signal(str)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reasons = Chips(NOT_DONE_REASONS, columns=1)
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
    """Two ways to save; while an answer is missing, the line above says which."""

    save = Signal(bool)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._caption = Label("caption", colour="muted")
        choices = {_FIRST_TIME: N_("First time"), _CAME_BEFORE: N_("Came before")}
        buttons = Chips(choices, role="normal", kind="primary", bold=True, height=60, checkable=False)
        buttons.chosen.connect(lambda code: self.save.emit(code == _FIRST_TIME))
        self.first_time_button = buttons.button(_FIRST_TIME)
        self.came_before_button = buttons.button(_CAME_BEFORE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._caption)
        column.addWidget(buttons)
        self.allow(False)

    def allow(self, complete: bool) -> None:
        """Let the visit be saved, or say what is missing."""
        self.first_time_button.setEnabled(complete)
        self.came_before_button.setEnabled(complete)
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say the line again."""
        complete = self.first_time_button.isEnabled()
        self._caption.setText(
            language.text("3 · Save") if complete else language.text("3 · Save: first choose how it went")
        )


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
        self._label.setText(text)
        self.setVisible(bool(text))
