"""What the words of every report count, and of what: a period and a part of the tree of places.

*Consultations* are visits that nobody took back and that were not held alone at the screen. *People served* is the sum
of their people. *Settlements* are distinct places of level settlement; a desk inside one counts as it. *Volunteers*
had a visit or a shift in the period. *Volunteer hours* are the sum of shift lengths. The *alone rate* is alone /
(alone + with help + done for), groups left out. Days are the local days that the kiosks wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: local days from `first` to `last`, both included, at a place and everything below it."""

    first: date | None = None
    last: date | None = None
    place: str = ""

    @classmethod
    def month(cls, day: date, place: str = "") -> Self:
        """Return the calendar month that a day lies in."""
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return cls(day.replace(day=1), after - timedelta(days=1), place)

    def values(self) -> dict[str, str]:
        """Return the named values that the queries use; an open end lets every day through, also an impossible one."""
        return {
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "9999-12-31",
            "place": self.place,
        }


EVERYTHING = Scope()
