"""A resident alone at the screen: one visit of the channel self_service, of which only codes are kept."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.clock import Clock
from kiosk.codebook import Channel
from kiosk.visits.draft import Draft, Slot
from kiosk.visits.log import VisitLog
from kiosk.visits.records import TutorialUse, Visit


class Session:
    """Begins with the first walkthrough that is opened; without one nothing is recorded.

    It is kept at every step, so that a power cut does not take it. What writes raises LogError when the log refuses,
    and loses nothing: what could not be recorded is tried again with the next session.
    """

    def __init__(self, log: VisitLog, clock: Clock, place: str, activity: str = "") -> None:
        self._log = log
        self._clock = clock
        self._place = place
        self._activity = activity
        self._draft: Draft | None = None
        #: With the moment (monotonic, in seconds) at which it ended.
        self._ended: list[tuple[Draft, float]] = []

    @property
    def open(self) -> bool:
        """Something will be recorded when it ends."""
        return self._draft is not None

    def follow(self, use: TutorialUse, services: Sequence[str], language: str) -> None:
        """Note how far a walkthrough has been used; the first one begins the session."""
        if self._draft is None:
            self._draft = Draft.start(
                self._clock,
                volunteer="",
                place=self._place,
                channel=Channel.SELF_SERVICE,
                activity=self._activity,
            )
        self._draft.take(use, services, language)
        self._log.save_draft(self._draft)

    def tell(self, feedback: str) -> None:
        """Note whether it worked: a code of `codebook.FEEDBACK`. The last answer counts."""
        if self._draft is not None:
            self._draft.resident_feedback = feedback
            self._log.save_draft(self._draft)

    def end(self, idle: float = 0.0) -> Visit | None:
        """Record the session; None when there was nothing to record. `idle`: seconds since anybody was there."""
        draft, self._draft = self._draft, None
        if draft is not None:
            self._ended.append((draft, self._clock.monotonic() - idle))
        visit = None
        while self._ended:
            ended, at = self._ended[0]
            visit = self._log.record(ended, self._clock.monotonic() - at)
            del self._ended[0]
        return visit

    def take_up(self) -> Visit | None:
        """Record the session that a crash or a power cut ended; how long it lasted nobody knows."""
        draft = self._log.draft(Slot.ALONE)
        if draft is None:
            return None
        draft.boot = ""
        return self._log.record(draft)
