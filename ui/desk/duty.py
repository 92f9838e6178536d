"""Who is at the desk, the shift in which they work, and where that is."""

from __future__ import annotations

from kiosk.config import Settings
from kiosk.visits import Shift, VisitLog
from ui.desk.open_visit import OpenVisit


class Duty:
    """One volunteer's turn at the desk. The visits of a shift are held where the shift is: a round keeps its place."""

    def __init__(self, log: VisitLog, visit: OpenVisit, settings: Settings) -> None:
        self._log = log
        self._visit = visit
        self._settings = settings
        #: The pseudonym of who is signed in, else empty; they are so even where the log refuses a shift.
        self.volunteer = ""
        self.shift: Shift | None = None

    @property
    def desk_place(self) -> str:
        """The place where the desk stands."""
        return self._settings.place

    def take_settings(self, settings: Settings) -> None:
        """Use a changed place, channel or activity from the next visit on; a round keeps its place."""
        self._settings = settings
        self._visit.settings = settings.with_changes(place=self.shift.place) if self.shift else settings

    def begin_shift(self) -> None:
        """Begin a shift of who is signed in. Raises LogError."""
        # One that was left open goes on; one that was forgotten is ended by the log.
        settings = self._settings
        self.shift = self._log.start_shift(self.volunteer, settings.place, settings.activity)
        self.take_settings(settings)

    def go_to(self, place: str) -> None:
        """Hold the visits of this shift at a place of the programme's tree: a round. Raises LogError."""
        if self.shift is not None:
            self.shift = self._log.move_shift(self.shift, place)
            self.take_settings(self._settings)

    def end_shift(self) -> None:
        """End the shift, where there is one. Raises LogError."""
        if self.shift is not None:
            self._log.end_shift(self.shift)
            self.shift = None
            self.take_settings(self._settings)
