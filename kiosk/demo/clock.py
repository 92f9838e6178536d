"""The clock of a practice programme: it shows what the plan says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class PracticeClock:
    """A clock that is set by hand, in local time, and never runs by itself. The machine starts anew every day."""

    def __init__(self, offset: int, local: datetime) -> None:
        self._offset = offset
        self._local = local
        #: So far somebody has set the wall clock back.
        self.behind = timedelta()

    def reach(self, local: datetime) -> None:
        """Let time pass until `local`; it never goes back."""
        self._local = max(self._local, local)

    def now(self) -> datetime:
        """The time that the plan says, in UTC."""
        return (self._local - self.behind - timedelta(minutes=self._offset)).replace(tzinfo=UTC)

    def offset(self) -> int:
        """Minutes that local time is ahead of UTC."""
        return self._offset

    def monotonic(self) -> float:
        """Seconds since some moment long ago."""
        return self._local.replace(tzinfo=UTC).timestamp()

    def boot(self) -> str:
        """One start of the machine for each local day."""
        return f"practice{self._local:%m%d}"
