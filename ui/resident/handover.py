"""Handing the running desk over to a resident, and back by a volunteer's PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.clock import Clock
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.tutorials import Library
from kiosk.visits import Session, VisitLog
from ui.desk.window import DeskWindow

if TYPE_CHECKING:
    from ui.resident.window import ResidentWindow


class Handover(QObject):
    """One of the two windows is shown: the desk, or the resident's, which is built anew for each handing over.

    `covered` once the resident's window was painted for the first time.
    """

    covered = Signal()

    def __init__(
        self,
        desk: DeskWindow,
        languages: Languages,
        library: Library,
        log: VisitLog,
        clock: Clock,
        data: DataFolder,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._languages = languages
        self._library = library
        self._log = log
        self._clock = clock
        self._data = data
        self._window: ResidentWindow | None = None
        desk.hand_over_wanted.connect(self.give)

    @property
    def window(self) -> ResidentWindow | None:
        """The resident's window while it covers the screen."""
        return self._window

    def give(self) -> None:
        """Cover the desk with the resident's window, locked until a volunteer's PIN.

        Raises KioskError when nobody here has a PIN.
        """
        from ui.resident.window import ResidentWindow  # most desks never need it, and none at its start

        if self._window is not None:
            self._window.come_forward()
            return
        if not any(each.active and each.has_pin for each in self._log.volunteers()):
            raise KioskError("Nobody here has a PIN, which ends resident mode. Sign in at the desk first.")
        window = self._window = ResidentWindow(
            self._desk.settings,
            self._languages,
            self._library,
            self._log,
            self._session(),
            self._data.recordings,
        )
        window.left.connect(self._take_back)
        window.first_painted.connect(window.chooser.prepare)
        window.first_painted.connect(self.covered)
        window.begin()
        self._desk.hide()

    def take_up(self) -> None:
        """Record the session that a power cut or a crash ended."""
        self._session().take_up()

    def come_forward(self) -> bool:
        """Bring the resident's window to the front, if it is that one; else return False."""
        if self._window is not None:
            self._window.come_forward()
        return self._window is not None

    def _session(self) -> Session:
        settings = self._desk.settings
        return Session(self._log, self._clock, settings.place, settings.activity)

    def _take_back(self, volunteer: str) -> None:
        window, self._window = self._window, None
        if window is None:
            return
        window.end()
        self._desk.show_to(volunteer)
        window.hide()
        window.deleteLater()
