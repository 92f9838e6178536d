"""The yellow line above both halves, in the volunteer's language: one sentence, at most two buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import N_, Language
from ui.announcing import announce
from ui.half import Half
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

#: What a line says in a language: a first sentence in bold, and the rest.
Say = Callable[[Language], tuple[str, str]]
#: A button's message and what it does; the line goes away first.
Action = tuple[str, Callable[[], None]]

_MOST_ACTIONS = 2


@dataclass(frozen=True)
class _Line:
    say: Say
    actions: Sequence[Action] = ()
    about: str = ""
    stays_ms: int = 0


class Banner(Half):
    """Hidden while there is nothing to say."""

    def __init__(self, language: Language, look: Look) -> None:
        super().__init__(language, look, background="notice")
        self._line: _Line | None = None
        self._waiting: _Line | None = None
        self._calling = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self._words = _Words()
        self.buttons = [Button(kind="notice", role="small", bold=True) for _ in range(_MOST_ACTIONS)]
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 18, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        for place, button in enumerate(self.buttons):
            row.addWidget(button)
            button.clicked.connect(lambda _=False, p=place: self._act(p))
            # A click hides the line: were the focus in it, Qt would push it on to something nobody chose.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # A target of 57 pixels (15 mm at 96 dpi) and its margins; the line below it belongs to it.
        self.setMinimumHeight(66)
        self.refresh(self._words)
        for button in self.buttons:
            self.refresh(button)
        self.hide()

    @property
    def about(self) -> str:
        """What the line is about (a stick's id), empty without one."""
        return self._line.about if self._line is not None else ""

    @property
    def text(self) -> str:
        """What the line says now, empty while the banner is hidden."""
        return self._words.said if self._line is not None else ""

    def show_line(
        self, say: Say, actions: Sequence[Action] = (), *, about: str = "", stays_ms: int = 0
    ) -> None:
        """Show a line; `stays_ms` 0 means until a button is pressed or another line comes."""
        line = _Line(say, actions, about, stays_ms)
        if self._calling:
            self._waiting = line  # somebody needs a person: that comes first
        else:
            self._show(line)

    def call_for_help(self) -> None:
        """Say that the resident wants the volunteer; what stood here comes back afterwards."""
        if self._calling:
            return
        self._waiting = self._line
        self._calling = True
        self._show(_Line(_say_help, [(N_("I am coming"), _nothing)]))

    def clear(self) -> None:
        """Take the line away; one that waited behind a call for help shows."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, None
        self._calling = False
        self._line = None
        if waiting is not None:
            self._show(waiting)
        else:
            self.hide()

    def _show(self, line: _Line) -> None:
        self._line = line
        self._timer.stop()
        if line.stays_ms:
            self._timer.start(line.stays_ms)
        self._words.show_say(line.say, self.language)
        for place, button in enumerate(self.buttons):
            wanted = place < len(line.actions)
            button.setVisible(wanted)
            if wanted:
                button.set_message(line.actions[place][0], self.language)
        self.show()
        announce(self, self.text, urgent=self._calling)

    def _act(self, place: int) -> None:
        line = self._line
        if line is not None and place < len(line.actions):
            self.clear()
            line.actions[place][1]()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground and draw the line below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("notice_line"))


class _Words(Label):
    """The sentence in bold, then the rest, in one paragraph: large print wraps it like any other."""

    def __init__(self) -> None:
        super().__init__("normal", colour="on_notice")
        self.setTextFormat(Qt.TextFormat.RichText)
        self._say: Say | None = None
        self._said = ("", "")

    @property
    def said(self) -> str:
        return " ".join(part for part in self._said if part)

    def show_say(self, say: Say, language: Language) -> None:
        self._say = say
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        if self._say is None:
            return
        self._said = self._say(language)
        first, rest = (escape(part) for part in self._said)
        self.setText(f"<b>{first}</b>&ensp;{rest}" if first else rest)


def _say_help(language: Language) -> tuple[str, str]:
    return language.text("A resident asks for help."), language.text("Please go to the screen.")


def _nothing() -> None:
    """A button that only takes the line away."""


#: Buttons that only take the line away.
LATER: Action = (N_("Later"), _nothing)
CLOSE: Action = (N_("Close"), _nothing)
