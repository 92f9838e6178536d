"""The mark that a volunteer holds to leave resident mode: a tap does nothing, so that no resident leaves by chance."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal

from kiosk.i18n import N_
from ui.widgets.button import Button

HOLD_MS = 3000


class HoldMark(Button):
    """`held` once a finger, the mouse or the space bar has pressed it for three seconds."""

    held = Signal()

    def __init__(self) -> None:
        super().__init__(N_("For volunteers: hold for three seconds"), icon="lock", icon_only=True)
        self._timer = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._timer.timeout.connect(self.held)
        self.pressed.connect(self._timer.start)
        self.released.connect(self._timer.stop)
