"""What else a volunteer can do between visits: a few large buttons, each for a page of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance

from kiosk.i18n import N_
from ui.desk.over_page import OverPage
from ui.half import Half
from ui.theme import Look
from ui.widgets.between import LARGE
from ui.widgets.button import Button


class MorePage(OverPage):
    """A signal for each page."""

    month = Signal()
    hours = Signal()
    place = Signal()
    paper = Signal()
    settings = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__(half, N_("More"))
        self._icons: dict[Button, str] = {}
        self.month_button = self._add(N_("My month"), "chart", self.month)
        self.hours_button = self._add(N_("Add hours away from the desk"), "clock", self.hours)
        self.place_button = self._add(N_("Where I am today"), "place", self.place)
        self.paper_button = self._add(N_("On paper"), "paper", self.paper)
        self.settings_button = self._add(N_("Settings of this desk"), "settings", self.settings)
        self.inside.addStretch(1)

    def restyle(self, look: Look) -> None:
        """Large words need the room of the pictures."""
        for button, icon in self._icons.items():
            button.set_icon("" if look.scale >= LARGE else icon)

    def _add(self, message: str, icon: str, wanted: SignalInstance) -> Button:
        button = Button(message, icon=icon, height=66)
        button.clicked.connect(wanted)
        self._icons[button] = icon
        self.inside.addWidget(button)
        return button
