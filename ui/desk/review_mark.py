"""The volunteer's mark on a step whose claims nobody has checked here yet."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import N_, Language
from ui.half import Half
from ui.theme import Look
from ui.widgets.text import Label

_NOT_CHECKED = N_("For the volunteer: not yet checked on a real phone here.")


class ReviewMark(Half):
    """Tells the volunteer, in the volunteer's language, that a claim of this step waits for a local check."""

    def __init__(self, language: Language, look: Look) -> None:
        super().__init__(language, look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._text = Label("caption", message=_NOT_CHECKED, colour="on_notice")
        row.addWidget(self._text)
        self.refresh(self)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()
