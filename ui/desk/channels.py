"""Where and how the resident is met: every channel one tap away, the present one always to be seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import CHANNELS, GROUP_CHANNELS, Channel
from kiosk.i18n import N_
from ui.desk.visit_keys import CHANNEL_KEYS
from ui.half import Half
from ui.widgets.button import Button
from ui.widgets.chips import Chips

_ICONS = {
    "desk": "desk",
    "home_visit": "home",
    "outreach": "walk",
    "phone": "phone",
    "video": "video",
    "chat": "chat",
    "group": "users",
    "course": "course",
}
_OFFERED = {code: CHANNELS[code] for code in _ICONS}
_ONE_PERSON = "one_person"


class ChannelStrip(QWidget):
    """`chosen` carries a channel. For a group only group, course and the way back are shown.

    Where the panel is too low for all tiles, the present channel alone stands there, and a tap on it shows the others.
    """

    chosen = Signal(str)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._person = Channel.DESK.value
        self._low = self._opened = False
        self.tiles = Chips(_OFFERED, columns=4, gap=5, role="tiny", icons=_ICONS, keys=CHANNEL_KEYS)
        group = {code: CHANNELS[code] for code in ("group", "course")}
        self.group_tiles = Chips(
            group | {_ONE_PERSON: N_("One person")},
            columns=3,
            gap=5,
            role="tiny",
            icons=_ICONS | {_ONE_PERSON: "user"},
            keys=CHANNEL_KEYS | {_ONE_PERSON: CHANNEL_KEYS["desk"]},
        )
        self.present = Button(role="small", icon="desk")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for widget in (self.present, self.tiles, self.group_tiles):
            column.addWidget(widget)
        self.tiles.chosen.connect(self._choose)
        self.group_tiles.chosen.connect(self._choose)
        self.present.clicked.connect(self._open)

    def show_channel(self, channel: str) -> None:
        """Show which channel the visit has."""
        if channel in _ICONS:
            self.present.set_icon(_ICONS[channel])
        self.present.set_message(CHANNELS.get(channel, ""), self._half.language)
        if channel not in GROUP_CHANNELS:
            self._person = channel
        self.tiles.choose(channel)
        self.group_tiles.choose(channel)
        self._arrange(channel in GROUP_CHANNELS)

    def make_low(self, low: bool) -> None:
        """Take one row, or the room of all tiles."""
        if low != self._low:
            self._low, self._opened = low, False
            self._arrange(not self.group_tiles.isHidden())

    def fit(self, used: int, room: int) -> None:
        """Be low where all tiles would not fit: `used` pixels in height are taken now, `room` there are."""
        if self._opened or not self.group_tiles.isHidden():
            return
        width = max(1, self.width())
        spared = self.tiles.heightForWidth(width) - self.present.heightForWidth(width) if self._low else 0
        self.make_low(used + spared > room)

    def _arrange(self, group: bool) -> None:
        self.group_tiles.setVisible(group)
        self.present.setVisible(self._low and not group)
        self.tiles.setVisible(not group and (self._opened or not self._low))

    def _open(self) -> None:
        self._opened = not self._opened
        self._arrange(group=False)

    def _choose(self, code: str) -> None:
        self._opened = False
        self.chosen.emit(self._person if code == _ONE_PERSON else code)
