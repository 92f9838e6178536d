"""The open visit behind the panel: its draft, and the log that keeps it at every step."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from kiosk.clock import Clock, moment
from kiosk.codebook import GROUP_CHANNELS
from kiosk.config import Settings
from kiosk.i18n import Language
from kiosk.visits import DayCounts, Draft, Entry, Place, TutorialUse, Visit, VisitLog
from kiosk.visits.draft import local_date

_FAVOURITES = 6


class OpenVisit:
    """At most one visit is open. What writes raises KioskError when the log refuses, and loses nothing."""

    def __init__(self, log: VisitLog, settings: Settings, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        #: What can be taken back, the last one last: one visit, or those of a stack of paper.
        self._recorded: list[Visit] = []
        self._carried: tuple[str, str] | None = None
        self.settings = settings
        self.draft: Draft | None = log.draft()
        #: The draft was left by a run of the program that ended with the visit open.
        self.interrupted = self.draft is not None

    # Writing

    def begin(self, volunteer: str) -> Draft:
        """Open a visit, or return the open one.

        Place, channel and activity are those of the visit before. A group is not carried over: whoever comes next comes
        alone, and a visit of one person would be counted as a group's.
        """
        if self.draft is None:
            settings = self.settings
            self.interrupted = False
            channel, activity = self._carried or (settings.channel, settings.activity)
            self.draft = Draft.start(
                self._clock, volunteer=volunteer, place=settings.place, channel=channel, activity=activity
            )
        return self.draft

    def begin_late(self, volunteer: str, day: str, place: str) -> Draft:
        """Open a visit that took place on a local day of the past, from paper."""
        draft = self.begin(volunteer)
        draft.entry, draft.visit_date, draft.place = Entry.LATE.value, day, place
        return draft

    def forget_carried(self) -> None:
        """Somebody else is at the desk: the next visit begins as the desk's settings say."""
        self._carried = None

    def take(self, use: TutorialUse, services: tuple[str, ...], language: str) -> None:
        """Note in the open visit how far a walkthrough has been used."""
        if (draft := self.draft) is not None:
            draft.take(use, services, language)

    def keep(self) -> None:
        """Save the draft."""
        if self.draft is not None:
            self._log.save_draft(self.draft)

    def record(self, first_time: bool | None) -> None:
        """End the visit: it is in the log now."""
        if (draft := self.draft) is not None:
            draft.first_time = first_time
            visit = self._log.record(draft)
            self._recorded = [*self._recorded, visit] if draft.entry == Entry.LATE else [visit]
            if draft.channel not in GROUP_CHANNELS:
                self._carried = (draft.channel, draft.activity)
            self.draft = None

    def cancel(self) -> None:
        """Throw the open visit away."""
        self._log.discard_draft()
        self.draft = None

    def undo(self) -> None:
        """Take the visit back that was recorded last."""
        if self._recorded:
            self._log.void(self._recorded[-1], "undo")
            self._recorded.pop()

    def let_be(self) -> None:
        """Nothing that was recorded so far is taken back any more."""
        self._recorded = []

    # Reading

    @property
    def place(self) -> str:
        """Where the open visit takes place, else where the desk stands: the place's id."""
        return self.draft.place if self.draft is not None else self.settings.place

    def places(self) -> list[Place]:
        """The programme's places."""
        return self._log.places()

    def place_name(self) -> str:
        """The place's name as the manager wrote it."""
        names = {place.id: place.name for place in self._log.places()}
        return names.get(self.place, self.place) or self.settings.site

    def started(self, language: Language) -> str:
        """The local time at which the visit began, as `language` writes it."""
        return local_time(self.draft.started_at, self.draft.utc_offset, language) if self.draft else ""

    @property
    def late(self) -> bool:
        """The open visit comes from paper."""
        return self.draft is not None and self.draft.entry == Entry.LATE

    def today(self) -> str:
        """The local day as the clock has it."""
        return self._day()

    def minutes(self) -> int | None:
        """How long the visit has taken; None when the machine was started again in it."""
        if self.draft is None or self.draft.boot != self._clock.boot():
            return None
        return max(0, int((self._clock.monotonic() - self.draft.started_mono) // 60))

    def favourites(self) -> tuple[str, ...]:
        """What today's visits were about, the most frequent first."""
        used = Counter(code for visit in self._log.visits_on(self._day()) for code in visit.services)
        return tuple(code for code, _ in used.most_common(_FAVOURITES))

    def counts(self) -> DayCounts:
        """Today's counts."""
        return self._log.today(self._day())

    def _day(self) -> str:
        return local_date(self._clock.now(), self._clock.offset())


def local_time(stamp: str, offset: int, language: Language) -> str:
    """Write the time of a moment in the log, `offset` minutes ahead of UTC, as `language` does."""
    return language.time(moment(stamp) + timedelta(minutes=offset))
