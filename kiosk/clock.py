"""The clock as the program sees it: the wall may be wrong, the monotonic one only counts, the boot tells them apart.

A clock is handed in, so that tests and practice programmes can say what time it is.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

_AWAKE_OR_NOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)
#: No honest clock shows a day before this program existed.
BUILD_TIME = datetime(2026, 11, 1, tzinfo=UTC)


class Clock(Protocol):
    """What a room may ask about time."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC; it may be wrong."""

    def offset(self) -> int:
        """Minutes that local time is ahead of UTC."""

    def monotonic(self) -> float:
        """Seconds that only grow while this machine is up."""

    def boot(self) -> str:
        """A name of this start of the machine: monotonic readings compare only within one."""


class SystemClock:
    """The machine's own clock."""

    def __init__(self) -> None:
        self._boot = _boot_name()

    def now(self) -> datetime:
        """The wall clock, to the second: the log keeps no more."""
        return datetime.now(UTC).replace(microsecond=0)

    def offset(self) -> int:
        """Minutes that local time is ahead of UTC, daylight saving included."""
        ahead = datetime.now().astimezone().utcoffset() or timedelta()
        return int(ahead.total_seconds() // 60)

    def monotonic(self) -> float:
        """Seconds that only grow, those in which a laptop slept with its lid closed as well.

        Linux alone has two such clocks, of which `time.monotonic` reads the one that sleeps too (clock_gettime(2)).
        """
        return time.clock_gettime(_AWAKE_OR_NOT) if _AWAKE_OR_NOT is not None else time.monotonic()

    def boot(self) -> str:
        """The kernel's boot id; where there is none, a name of this run (readings then compare only within it)."""
        return self._boot


def _boot_name(source: Path = Path("/proc/sys/kernel/random/boot_id")) -> str:
    try:
        return source.read_text(encoding="ascii").strip().replace("-", "")[:12]
    except OSError:
        return os.urandom(6).hex()


def stamp(moment: datetime) -> str:
    """Write an aware moment as the log keeps it: `2026-11-22T08:15:00Z` (RFC 3339, UTC)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Read what `stamp` wrote. Raises ValueError for anything else."""
    if len(text) != 20 or text[10] != "T" or text[-1] != "Z":  # ISO 8601 knows many more forms
        raise ValueError(f"not a moment as the log keeps it: {text!r}")
    return datetime.fromisoformat(text)
