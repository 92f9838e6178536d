"""A stick that is in, as a button: what would be done with it, and its name."""

from __future__ import annotations

from kiosk.i18n import Language
from ui.drives import Drive
from ui.widgets.button import Button


class StickButton(Button):
    """Says `sentence` with the name of the drive as {stick}."""

    def __init__(self, sentence: str, drive: Drive) -> None:
        super().__init__(kind="primary", icon="usb", role="small", bold=True)
        self._sentence = sentence
        self._stick = drive.name
        self.say(drive.name)

    def retranslate(self, language: Language) -> None:
        """Say what the stick is for."""
        self.say(language.text(self._sentence, stick=self._stick))
