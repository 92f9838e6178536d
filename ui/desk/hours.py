"""A volunteer's hours by hand: those away from the desk, and the end of a shift that nobody ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from PySide6.QtCore import Signal

from kiosk.clock import Clock, moment
from kiosk.codebook import ACTIVITIES
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import Shift, VisitLog
from kiosk.visits.draft import local_date
from kiosk.visits.shifts import FORGOTTEN
from ui.desk.open_visit import local_time
from ui.desk.over_page import OverPage
from ui.half import Half
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.stepper import Stepper
from ui.widgets.text import Label

_QUARTER = 15  # minutes
_DAY = 24 * 60
#: Hours are added for as long back as a volunteer can remember them: two months, for whoever counts a month at its end.
_DAYS_BACK = 62


class HoursPage(OverPage):
    """Adds a shift that nobody started at the screen. `added` once it is in the log."""

    added = Signal()
    place_wanted = Signal()

    def __init__(self, half: Half, log: VisitLog, clock: Clock) -> None:
        super().__init__(half, N_("Hours away from the desk"))
        self._log = log
        self._clock = clock
        self._volunteer = self._place = ""
        self._place_name = ""
        self._asked = False
        self._offered: Mapping[str, str] = ACTIVITIES
        self.activities = Chips(ACTIVITIES, columns=2)
        self.place_button = Button(icon="place", role="small")
        self.place_button.clicked.connect(self.place_wanted)
        self.day = Stepper(N_("Day"), 0, -_DAYS_BACK, 0, say=self._say_day)
        self.begin = Stepper(N_("From"), 9 * 60, 0, _DAY - _QUARTER, _QUARTER, say=self._say_time)
        self.end = Stepper(N_("To"), 11 * 60, _QUARTER, 2 * _DAY - _QUARTER, _QUARTER, say=self._say_time)
        self._length = Label("small", colour="muted")
        self.add_button = Button(N_("Add these hours"), kind="primary", height=64)
        self._fill()
        self.add_button.clicked.connect(self._add)
        for part in (self.day, self.begin, self.end):
            part.changed.connect(lambda _number: self._changed())

    def _fill(self) -> None:
        self.inside.addWidget(Label("small", message="What you did", bold=True))
        self.inside.addWidget(self.activities)
        self.inside.addWidget(self.place_button)
        for stepper in (self.day, self.begin, self.end):
            self.inside.addWidget(stepper)
        self.inside.addWidget(self._length)
        self.inside.addStretch(1)
        self.foot.addWidget(self.add_button)

    def offer(self, activities: Mapping[str, str]) -> None:
        """Offer the programme's own list of activities, by code."""
        if dict(activities) == dict(self._offered):
            return
        self._offered = activities
        before, self.activities = self.activities, Chips(activities, columns=2)
        self.inside.replaceWidget(before, self.activities)
        before.hide()
        before.deleteLater()
        self._half.refresh(self.activities)

    def open(self, volunteer: str, place: str, place_name: str, activity: str) -> None:
        """Begin for a volunteer, at the place and with the activity of the desk."""
        self._volunteer = volunteer
        self.activities.choose(activity)
        self.day.set_number(0)
        self.take_place(place, place_name)

    def take_place(self, place: str, name: str) -> None:
        """Note where it was."""
        self._place, self._place_name = place, name
        self._changed()

    def _changed(self) -> None:
        self._asked = False
        self.tell(None)
        self.retranslate(self._half.language)

    # Adding

    def times(self) -> tuple[datetime, datetime]:
        """Return start and end as chosen, aware; an end before the start is on the next day."""
        offset = timedelta(minutes=self._clock.offset())
        midnight = datetime.combine(self._chosen_day(), time(), UTC) - offset
        begun = midnight + timedelta(minutes=self.begin.number)
        end = self.end.number + (_DAY if self.end.number <= self.begin.number else 0)
        return begun, midnight + timedelta(minutes=end)

    def _add(self) -> None:
        begun, ended = self.times()
        try:
            self._log.minutes_between(begun, ended)  # what cannot be is not asked about
            if not self._asked and self._ask_about(self._log.shifts_between(self._volunteer, begun, ended)):
                return
            activity = self.activities.value
            self._log.add_shift_by_hand(self._volunteer, self._place, activity, begun, ended)
        except KioskError as refused:
            self.tell(refused)
            return
        self.added.emit()

    def _ask_about(self, others: list[Shift]) -> bool:
        """Ask once whether hours that were counted already are meant."""
        if not others:
            return False
        self._asked = True
        first = others[0]
        language = self._half.language
        since = local_time(first.started_at, first.utc_offset, language)
        until = local_time(first.ended_at, first.utc_offset, language) if first.ended_at else "…"
        question = N_(
            "You already have hours at that time: {since} – {until}. Tap once more to add these as well."
        )
        self.tell(KioskError(question, since=since, until=until), "notice")
        return True

    # Words

    def _chosen_day(self) -> date:
        today = date.fromisoformat(local_date(self._clock.now(), self._clock.offset()))
        return today + timedelta(days=self.day.number)

    def _say_day(self, _number: int) -> str:
        return self._half.language.day(self._chosen_day()) if hasattr(self, "day") else ""

    def _say_time(self, minutes: int) -> str:
        return self._half.language.time(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))

    def retranslate(self, language: Language) -> None:
        """Say place and length again."""
        super().retranslate(language)
        self.place_button.say(self._place_name or language.text("Choose the place"))
        begun, ended = self.times()
        minutes = int((ended - begun).total_seconds()) // 60
        self._length.setText(
            language.text("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
        )


class ShiftPage(OverPage):
    """One shift of a volunteer: when it ended, or that it was none. `answered` once the log has the answer."""

    answered = Signal()

    def __init__(self, half: Half, log: VisitLog, title: str) -> None:
        super().__init__(half, title)
        self._log = log
        self._shift: Shift | None = None
        self._what = Label("normal")
        self.end = Stepper(N_("When did you leave?"), 0, 1, 16 * 60, _QUARTER, say=self._say_end)
        self.save_button = Button(N_("I left at this time"), kind="primary", height=64)
        self.void_button = Button(N_("There was no such shift"))
        self.later_button = Button(N_("Not now"))
        self.inside.addWidget(self._what)
        self.inside.addSpacing(6)
        self.inside.addWidget(self.end)
        self.inside.addStretch(1)
        for button in (self.save_button, self.void_button, self.later_button):
            self.foot.addWidget(button)
        self.save_button.clicked.connect(self._save)
        self.void_button.clicked.connect(self._void)
        self.later_button.clicked.connect(self.left)

    def open(self, shift: Shift) -> None:
        """Ask about one shift, with the end that the log has."""
        self._shift = shift
        self.tell(None)
        found = moment(shift.ended_at or shift.started_at) - moment(shift.started_at)
        self.end.set_number(max(1, round(found.total_seconds() / 60)))
        self.retranslate(self._half.language)

    def _save(self) -> None:
        ended = timedelta(minutes=self.end.number)
        self._write(lambda shift: self._log.correct_shift(shift, moment(shift.started_at) + ended))

    def _void(self) -> None:
        self._write(lambda shift: self._log.void_shift(shift, "no_shift"))

    def _write(self, write: Callable[[Shift], Shift]) -> None:
        if self._shift is None:
            return
        try:
            write(self._shift)
        except KioskError as refused:
            self.tell(refused)
            return
        self.answered.emit()

    def _say_end(self, minutes: int) -> str:
        if self._shift is None:
            return ""
        begun = moment(self._shift.started_at) + timedelta(minutes=self._shift.utc_offset)
        return self._half.language.time(begun + timedelta(minutes=minutes))

    def retranslate(self, language: Language) -> None:
        """Say when it began, and what the log found."""
        super().retranslate(language)
        shift = self._shift
        if shift is None:
            return
        begun = local_time(shift.started_at, shift.utc_offset, language)
        day = language.day(date.fromisoformat(shift.shift_date))
        said = [language.text("It began on {day} at {time}.", day=day, time=begun)]
        if shift.change_reason != FORGOTTEN:
            pass  # its times are what somebody said
        elif shift.minutes is None:
            said.append(language.text("Nothing was recorded in it, so its hours are not known."))
        else:
            last = local_time(shift.ended_at or shift.started_at, shift.utc_offset, language)
            said.append(language.text("The last thing recorded was at {time}, so it ends there.", time=last))
        self._what.setText(" ".join(said))
