"""What the words of every report count: the visits and shifts that a period and a place hold.

*Consultations* are visits that nobody took back and that were not held alone at the screen. *People served* is the sum
of their people. *Settlements* are distinct places of level settlement; a desk inside one counts as it. *Volunteers*
had a visit or a shift in the period. *Volunteer hours* are the sum of shift lengths. The *alone rate* is alone /
(alone + with help + done for), groups left out. Days are the local days that the kiosks wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from kiosk.centre.store import Store


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

GROUPS = "('group', 'course')"
#: How many can do it alone now, and of how many that can be said: the two parts of the alone rate.
ALONE_OF = f"""
COUNT(*) FILTER (WHERE outcome = 'alone' AND channel NOT IN {GROUPS}),
COUNT(*) FILTER (WHERE outcome IN ('alone', 'with_help', 'done_for') AND channel NOT IN {GROUPS})
"""
# `anywhen`: what stands at the place, taken back ones left out; `held`: of it, in the period.
_SCOPE = """
WITH RECURSIVE within (id) AS (
    SELECT :place UNION SELECT places.id FROM places JOIN within ON places.parent = within.id
),
anywhen AS (SELECT * FROM current_visits WHERE :place = '' OR place IN (SELECT id FROM within)),
held AS (SELECT * FROM anywhen WHERE visit_date BETWEEN :first AND :last),
counted AS (SELECT * FROM held WHERE channel <> 'self_service'),
worked AS (
    SELECT * FROM current_shifts
    WHERE shift_date BETWEEN :first AND :last AND (:place = '' OR place IN (SELECT id FROM within))
)
"""


def ask(store: Store, query: str, scope: Scope) -> list[tuple[Any, ...]]:
    """Answer a query over `counted` (consultations), `worked` (shifts), `held` and `anywhen` (see there)."""
    return store.ask(_SCOPE + query, scope.values())


def share(part: int, whole: int) -> float | None:
    """Return a share between 0 and 1; None of nothing."""
    return round(part / whole, 4) if whole else None
