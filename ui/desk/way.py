"""The way through a walkthrough: back, listen, on. Each says its word where the line has room for it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from ui.theme import Look
from ui.widgets.button import Button

_HIGH = 72
_GAP = 14
_BACK_SHARE, _LISTEN_SHARE, _ON_SHARE = 2, 2, 5


class Way(QHBoxLayout):
    """A line of three buttons, of which each may be hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.back = Button("Back", kind="strong", icon="back", role="large", bold=True, height=_HIGH)
        self.listen = Button(
            "Listen", kind="strong", icon="listen", icon_only=True, role="large", bold=True, height=_HIGH
        )
        self.next = Button(
            "Next", kind="primary", icon="next", icon_after=True, role="large", bold=True, height=_HIGH
        )
        self._gap = _GAP
        self.addWidget(self.back, _BACK_SHARE)
        self.addWidget(self.listen, _LISTEN_SHARE)
        self.addWidget(self.next, _ON_SHARE)

    def restyle(self, look: Look) -> None:
        """Keep the buttons as far apart as fingers need."""
        self._gap = look.gap(_GAP)
        self.setSpacing(self._gap)

    def set_height(self, pixels: int | None = None) -> None:
        """Be as high as usual, or lower on a low page."""
        for button in (self.back, self.listen, self.next):
            button.set_height(pixels or _HIGH)

    def keep_height(self, pixels: int = 0) -> None:
        """Be so high at least, whatever the names: words would be laid out anew where the way on has a longer one."""
        for button in (self.back, self.listen, self.next):
            button.setMinimumHeight(pixels)

    def name_other(self, language: str, width: int) -> None:
        """Say on the way on which language follows; where that would take a second line, its name alone."""
        self.next.say(f"{self.next.text()} · {language}")
        share = _ON_SHARE / (_BACK_SHARE + _LISTEN_SHARE + _ON_SHARE)
        if self.next.sizeHint().width() > width * share:
            self.next.say(language)

    def fit(self, width: int, *, one_line: bool, narrow: bool) -> None:
        """Say "Listen" beside its icon where the way on can spare the room; each button then has one line.

        Where not even the word of the way on has room, the way back shows its arrow alone: in any case where a second
        line on a button would be one less for what is read (`one_line`). A `narrow` line spares the arrow of the way
        on, too.
        """
        back, listen, on = self.back, self.listen, self.next
        on.set_icon("next")
        listen.set_icon_only(False)
        back.set_icon_only(False)
        shown = [button for button in (back, listen, on) if not button.isHidden()]
        gaps = self._gap * (len(shown) - 1)
        roomy = sum(button.sizeHint().width() for button in shown) + gaps <= width
        listen.set_icon_only(not roomy)
        least = sum((b.sizeHint() if one_line else b.minimumSizeHint()).width() for b in shown)
        back.set_icon_only(least + gaps > width)
        most = width - gaps - sum(b.minimumSizeHint().width() for b in shown if b is not on)
        if narrow and on.minimumSizeHint().width() > most:
            on.set_icon("")
        on.setMinimumWidth(max(0, min(on.sizeHint().width(), most)) if one_line else 0)
        for button in (back, listen):
            button.setMinimumWidth(
                (button.sizeHint() if roomy or one_line else button.minimumSizeHint()).width()
            )
