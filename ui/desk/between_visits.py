"""What a volunteer does between visits: looking back, the month, hours by hand, the place of a round.

Each page is built when it is first opened, lies over the day, and goes back to it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.codebook import ACTIVITIES
from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.visits import Shift, VisitLog

if TYPE_CHECKING:
    from ui.desk.history import History
    from ui.desk.hours import HoursPage, ShiftPage
    from ui.desk.month import MonthPage
    from ui.desk.more import MorePage
    from ui.desk.panel import VisitPanel
    from ui.desk.places import PlacesPage
    from ui.desk.shifts import ShiftsPage


class BetweenVisits:
    """Builds its pages into the panel's stack and opens them there."""

    def __init__(self, panel: VisitPanel, log: VisitLog, clock: Clock) -> None:
        self._panel = panel
        self._pages = panel.pages
        self._log = log
        self._clock = clock

    # Opening

    def open_more(self) -> None:
        """Show what else there is to do."""
        self._pages.lay_over(self.more)

    def open_history(self) -> None:
        """Show today's visits, by the volunteer's action only."""
        self._pages.lay_over(self.history)
        self.history.open()

    def open_month(self) -> None:
        """Show the month of who is signed in."""
        self._pages.lay_over(self.month)
        self.month.open(self._panel.volunteer)

    def open_hours(self) -> None:
        """Let hours be added by hand."""
        panel = self._panel
        place = panel.settings.place
        self._pages.lay_over(self.hours)
        self.hours.offer(panel.programme.activities or ACTIVITIES)
        self.hours.open(panel.volunteer, place, self._name(place), panel.settings.activity)

    def open_place(self) -> None:
        """Let a round choose its place."""
        self._pages.lay_over(self.place)
        self.place.open(self._log.places(), self._panel.duty.desk_place)

    def ask_about_forgotten(self) -> None:
        """Ask a volunteer who has just signed in about a shift that nobody ended; an open visit comes first."""
        shift = self._log.forgotten_shift(self._panel.volunteer)
        if shift is not None and not self._panel.visit_open:
            self._pages.lay_over(self.forgotten)
            self.forgotten.open(shift)

    def _name(self, place: str) -> str:
        return next((known.name for known in self._log.places() if known.id == place), place)

    # The pages

    @cached_property
    def more(self) -> MorePage:
        """The way to the other pages."""
        from ui.desk.more import MorePage

        page = MorePage(self._panel)
        page.left.connect(self._panel.show_today)
        page.month.connect(self.open_month)
        page.hours.connect(self.open_hours)
        page.place.connect(self.open_place)
        page.paper.connect(self._panel.paperwork.open)
        page.settings.connect(self._panel.settings_wanted)
        return self._pages.add(page)

    @cached_property
    def history(self) -> History:
        """The visits of other days."""
        from ui.desk.history import History

        panel = self._panel
        page = History(
            *(panel, self._log, self._clock, lambda: panel.volunteer, panel.programme, panel.settings.country)
        )
        page.left.connect(self._panel.show_today)
        return self._pages.add(page)

    @cached_property
    def month(self) -> MonthPage:
        """A month in pictures."""
        from ui.desk.month import MonthPage

        page = MonthPage(self._panel, self._log, self._clock)
        page.left.connect(self._pages.back)
        page.shifts_wanted.connect(self._open_shifts)
        return self._pages.add(page)

    @cached_property
    def shifts(self) -> ShiftsPage:
        """The shifts of a month."""
        from ui.desk.shifts import ShiftsPage

        page = ShiftsPage(self._panel)
        page.left.connect(self._pages.back)
        page.chosen.connect(self._open_shift)
        return self._pages.add(page)

    @cached_property
    def shift(self) -> ShiftPage:
        """One of them."""
        from ui.desk.hours import ShiftPage

        page = ShiftPage(self._panel, self._log, N_("A shift"))
        page.left.connect(self._pages.back)
        page.answered.connect(self._shift_changed)
        return self._pages.add(page)

    @cached_property
    def hours(self) -> HoursPage:
        """Hours away from the desk."""
        from ui.desk.hours import HoursPage

        page = HoursPage(self._panel, self._log, self._clock)
        page.left.connect(self._pages.back)
        page.added.connect(lambda: self._day(N_("The hours are added. They stand in your month.")))
        page.place_wanted.connect(self._ask_place_of_hours)
        return self._pages.add(page)

    @cached_property
    def place_of_hours(self) -> PlacesPage:
        """Where the hours were."""
        from ui.desk.places import PlacesPage

        page = PlacesPage(self._panel, N_("Where were you?"))
        page.left.connect(self._pages.back)
        page.chosen.connect(self._take_place_of_hours)
        return self._pages.add(page)

    @cached_property
    def place(self) -> PlacesPage:
        """Where the shift takes place."""
        from ui.desk.places import PlacesPage

        page = PlacesPage(self._panel, N_("Where are you today?"))
        page.left.connect(self._pages.back)
        page.chosen.connect(self._go_to)
        return self._pages.add(page)

    @cached_property
    def forgotten(self) -> ShiftPage:
        """A shift that nobody ended."""
        from ui.desk.hours import ShiftPage

        page = ShiftPage(self._panel, self._log, N_("Your last shift was not ended"))
        page.left.connect(self._panel.show_today)
        page.answered.connect(lambda: self._day(N_("Thank you. The end of your last shift is corrected.")))
        return self._pages.add(page)

    # What they lead to

    def _open_shifts(self) -> None:
        self._pages.lay_over(self.shifts)
        self.shifts.show_shifts(self._log.shifts_of(self._panel.volunteer, *self.month.span()))

    def _open_shift(self, shift: Shift) -> None:
        self._pages.lay_over(self.shift)
        self.shift.open(shift)

    def _shift_changed(self) -> None:
        self._pages.back()
        self.shifts.show_shifts(self._log.shifts_of(self._panel.volunteer, *self.month.span()))
        self.month.look_again()

    def _ask_place_of_hours(self) -> None:
        self._pages.lay_over(self.place_of_hours)
        self.place_of_hours.open(self._log.places(), self._panel.duty.desk_place)

    def _take_place_of_hours(self, place: str) -> None:
        self.hours.take_place(place, self._name(place))
        self._pages.back()

    def _go_to(self, place: str) -> None:
        try:
            self._panel.duty.go_to(place)
        except KioskError as refused:
            self._panel.show_today()
            self._panel.today.tell(refused)
            return
        self._day(N_("Until the end of this shift, visits count for {place}."), place=self._name(place))

    def _day(self, message: str, **params: object) -> None:
        self._panel.show_today()
        self._panel.today.tell(KioskError(message, **params), "notice")
