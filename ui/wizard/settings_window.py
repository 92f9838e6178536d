"""The settings of a desk, for a volunteer who is signed in. Each choice holds at once; the desk opens with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.config import Settings
from kiosk.i18n import N_, Language, Languages
from ui.theme import look_of
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.wizard.choices import Choices
from ui.wizard.frame import SetupFrame
from ui.wizard.languages_page import LanguagesPage
from ui.wizard.people_page import PeoplePage
from ui.wizard.place_page import PlacePage, Programme
from ui.wizard.reading_page import ReadingPage
from ui.wizard.screen_page import ScreenPage

_TABS = {
    "languages": N_("Languages"),
    "place": N_("Programme and place"),
    "people": N_("Volunteers"),
    "reading": N_("Display"),
    "screen": N_("Screen size"),
}


class SettingsWindow(SetupFrame):
    """`finished` when the volunteer goes back to the desk; `choices.changed` after every choice."""

    finished = Signal()

    def __init__(
        self,
        settings: Settings,
        languages: Languages,
        codes: Sequence[str],
        pseudonyms: Sequence[str],
        programme: Programme | None,
    ) -> None:
        super().__init__(languages[settings.volunteer_language], look_of(settings))
        self.choices = Choices(settings, self)
        self.place_page = PlacePage(self, self.choices, programme)
        self.people_page = PeoplePage(self.choices, pseudonyms)
        self.reading_page = ReadingPage(self, self.choices)
        pages: dict[str, QWidget] = {
            "languages": LanguagesPage(self, self.choices, languages, codes),
            "place": self.place_page,
            "people": self.people_page,
            "reading": self.reading_page,
            "screen": ScreenPage(self, self.choices),
        }
        self.tabs = Chips(_TABS, columns=len(_TABS))
        self.tabs.chosen.connect(self.open)
        self._shown = {
            name: self.add_page(page, scrolls=page is self.place_page) for name, page in pages.items()
        }
        self.done_button = Button(N_("Back to the desk"), kind="primary", height=64)
        self.done_button.clicked.connect(self.finished)
        self.foot.addWidget(self.done_button)
        self.column.insertWidget(1, self.tabs)
        self.refresh(self)
        self.open("languages")
        self._say()

    @property
    def names(self) -> list[str]:
        """The groups of settings, in their order."""
        return list(_TABS)

    def open(self, name: str) -> None:
        """Show one group of settings."""
        self.tabs.choose(name)
        self.pages.setCurrentWidget(self._shown[name])

    def speak(self, language: Language) -> None:
        """Change the language of every page."""
        super().speak(language)
        self._say()

    def _say(self) -> None:
        self.title.setText(self.language.text("Settings of this desk"))
