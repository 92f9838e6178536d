"""One face of the desk turns into another: a first start into the desk, the desk into its settings and back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

import ui.app as app
from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.visits import VisitLog
from ui.desk.panel import VisitPanel
from ui.desk.window import DeskWindow
from ui.widgets.button import Button


def open_desk(data: DataFolder, resident: bool = False) -> app.Face:
    """Build the desk; where nobody has set one up yet, what sets it up. Raises KioskError."""
    turning = Turning(data)
    if not resident and _is_new(data):
        turning.face = turning.first_start()
    else:
        turning.face = turning.desk(data, resident)
    return turning.face


def _is_new(data: DataFolder) -> bool:
    """Tell whether nobody has set this desk up: nothing was chosen, and nobody signs in here."""
    return not data.settings.exists() and not VisitLog.is_used(data.log, SystemClock())


class Turning:
    """Holds the face that is shown. Each kind of face is built over what the one before has left on the disk."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self.face: app.Face

    def _turn(self, build: Callable[[], app.Face]) -> None:
        # The window that asks for it is closed by it: not while it still asks.
        QTimer.singleShot(0, lambda: self._show(build))

    def _show(self, build: Callable[[], app.Face]) -> None:
        face, before = self.face, self.face.window
        face.resources.close()
        try:
            after = build()
        except KioskError as refused:
            after = app.Face(app.explain(self._data, refused), ExitStack())
        face.window, face.resources, face.handover = after.window, after.resources, after.handover
        face.open()
        before.close()
        before.deleteLater()

    def first_start(self) -> app.Face:
        """Build the first start."""
        # An installed desk never needs these rooms for its start.
        from ui import setting_up

        closing = ExitStack()
        window = setting_up.first_start(self._data, closing)

        def finish() -> None:
            setting_up.keep(self._data, window)
            self._turn(lambda: self.desk(self._data, volunteer=window.volunteer))

        def try_it() -> None:
            practice = setting_up.practice_desk(self._data, window.choices.settings)
            self._turn(lambda: self.desk(practice))

        window.finished.connect(finish)
        window.try_wanted.connect(try_it)
        return app.Face(window, closing)

    def desk(self, data: DataFolder, resident: bool = False, volunteer: str = "") -> app.Face:
        """Build the desk, with a volunteer signed in who was just there."""
        face = app.build_desk(data, resident)
        window = face.window
        assert isinstance(window, DeskWindow)
        panel = window.panel
        panel.settings_wanted.connect(lambda: self._turn(lambda: self._settings(data, panel.volunteer)))
        if data is not self._data:
            self._mark_practice(panel)
        if volunteer:
            panel.sign_in.signed_in.emit(volunteer)
        return face

    def _settings(self, data: DataFolder, volunteer: str) -> app.Face:
        from ui import setting_up

        closing = ExitStack()
        window = setting_up.settings_window(data, closing)
        window.finished.connect(lambda: self._turn(lambda: self.desk(data, volunteer=volunteer)))
        return app.Face(window, closing)

    def _mark_practice(self, panel: VisitPanel) -> None:
        """Say at all times that nothing counts here, and offer the way out."""
        button = Button(
            N_("Practice: nothing here is counted. Set this desk up"), kind="notice", role="small"
        )
        button.clicked.connect(lambda: self._turn(self.first_start))
        column = panel.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, button)
        panel.refresh(button)
