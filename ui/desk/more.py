"""What else a volunteer can do between visits: a few large buttons, each for a page of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance

from kiosk.i18n import N_
from ui.desk.over_page import OverPage
from ui.half import Half
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
        self.month_button = self._add(Button(N_("My month"), icon="chart", height=66), self.month)
        self.hours_button = self._add(
            Button(N_("Add hours away from the desk"), icon="clock", height=66), self.hours
        )
        self.place_button = self._add(Button(N_("Where I am today"), icon="place", height=66), self.place)
        self.paper_button = self._add(Button(N_("On paper"), icon="paper", height=66), self.paper)
        self.settings_button = self._add(
            Button(N_("Settings of this desk"), icon="settings", height=66), self.settings
        )
        self.inside.addStretch(1)

    def _add(self, button: Button, wanted: SignalInstance) -> Button:
        button.clicked.connect(wanted)
        self.inside.addWidget(button)
        return button
