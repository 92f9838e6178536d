"""A desk for tests: a clock that is set by hand, and drafts as a volunteer fills them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.visits import Draft

NOON = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)  # noon in Kazakhstan


class HandClock:
    """A clock that goes only when told; `set` moves the wall clock alone, as a dead battery does."""

    def __init__(self, now: datetime = NOON, offset: int = 300, boot: str = "b00t") -> None:
        self._now, self._offset, self._boot = now, offset, boot
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def offset(self) -> int:
        return self._offset

    def monotonic(self) -> float:
        return self._monotonic

    def boot(self) -> str:
        return self._boot

    def tick(self, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass."""
        passed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        self._now += passed
        self._monotonic += passed.total_seconds()

    def set(self, now: datetime) -> None:
        """Set the wall clock, rightly or wrongly."""
        self._now = now

    def restart(self, boot: str = "after", uptime: float = 30.0) -> None:
        """Start the machine again: another boot, and a monotonic clock that begins anew."""
        self._boot, self._monotonic = boot, uptime


def draft(clock: HandClock, **said: Any) -> Draft:
    """Return an open visit of the volunteer A-07 at the desk in Bulaevo, with what else is said."""
    found = Draft.start(clock, volunteer="A-07", place="bulaevo", activity="club")
    for name, value in {"outcome": "alone", "services": ["kz.criminal_record"], **said}.items():
        setattr(found, name, value)
    return found
