"""How the desk looks to people: size of text, contrast, motion, and how long it waits for a resident alone."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Half, Part
from ui.widgets.chips import Chips
from ui.widgets.stepper import Stepper
from ui.widgets.text import Label
from ui.widgets.top_bar import TEXT_SCALES
from ui.wizard.choices import Choices

_LEAST_IDLE, _MOST_IDLE, _IDLE_STEP = 30, 600, 15  # seconds


class ReadingPage(Part, QWidget):
    """What each resident begins with at this desk."""

    def __init__(self, half: Half, choices: Choices) -> None:
        super().__init__()
        self._half = half
        self._choices = choices
        settings = choices.settings
        self.sizes = Chips(dict.fromkeys([str(round(scale * 100)) for scale in TEXT_SCALES], ""), columns=4)
        self.sizes.choose(str(settings.text_scale))
        self.sizes.chosen.connect(lambda code: choices.change(text_scale=int(code)))
        self.contrast = _switch(N_("Calm colours"), N_("High contrast"), settings.high_contrast)
        self.contrast.chosen.connect(lambda code: choices.change(high_contrast=code == "1"))
        self.motion = _switch(N_("Things may move"), N_("Nothing moves"), settings.reduced_motion)
        self.motion.chosen.connect(lambda code: choices.change(reduced_motion=code == "1"))
        self.spoken = _switch(N_("Silent"), N_("Read it aloud"), settings.spoken_focus)
        self.spoken.chosen.connect(lambda code: choices.change(spoken_focus=code == "1"))
        self.idle = Stepper(
            N_("Ask “Are you still there?” after"),
            settings.idle_seconds,
            _LEAST_IDLE,
            _MOST_IDLE,
            _IDLE_STEP,
            say=self._say_seconds,
        )
        self.idle.changed.connect(lambda seconds: choices.change(idle_seconds=seconds))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for message, widget in (
            (N_("Text size"), self.sizes),
            (N_("Contrast"), self.contrast),
            (N_("Motion"), self.motion),
            (N_("Read aloud the selected item"), self.spoken),
        ):
            column.addWidget(Label("normal", message=message, bold=True))
            column.addWidget(widget)
            column.addSpacing(6)
        column.addWidget(self.idle)
        column.addStretch(1)

    def _say_seconds(self, seconds: int) -> str:
        return self._half.language.plural("{n} second", "{n} seconds", seconds)

    def retranslate(self, language: Language) -> None:
        """Say the sizes again."""
        for scale in TEXT_SCALES:
            self.sizes.button(str(round(scale * 100))).say(language.percent(scale))


def _switch(off: str, on: str, chosen: bool) -> Chips:
    chips = Chips({"0": off, "1": on}, columns=2)
    chips.choose("1" if chosen else "0")
    return chips
