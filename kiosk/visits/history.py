"""What the log tells of the days before: its list, a visit's revisions, who may change what, a volunteer's month.

Counts are those of the centre's reports: current states, void ones left out, sessions alone at the screen apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from kiosk.clock import stamp
from kiosk.i18n import N_
from kiosk.visits.database import LogFile, Stamp
from kiosk.visits.draft import local_date
from kiosk.visits.records import Change, DayCounts, Visit
from kiosk.visits.rows import columns, from_row

#: A volunteer mends own visits of so many days: a slip is noticed while the memory is fresh, and a month is what a
#: report covers. What is older, and what others wrote, is changed by a lead volunteer, who answers for the desk.
OWN_DAYS: Final = 31
LEAD: Final = "lead"
NOT_YOURS: Final = N_(
    "You can change your own visits of the last {days} days. Others, a lead volunteer can change: ask one."
)

#: Of a visit's revisions, `v` is the newest.
CURRENT: Final = (
    "NOT EXISTS (SELECT 1 FROM visits n"
    " WHERE n.visit_epoch = v.visit_epoch AND n.visit_seq = v.visit_seq AND n.revision > v.revision)"
)
_BETWEEN: Final = f"v.visit_date BETWEEN ? AND ? AND v.change <> 'void' AND {CURRENT}"
_COUNTS: Final = (
    "SELECT v.channel = 'self_service', count(*), sum(v.people), sum(v.outcome = 'alone') FROM visits v"
    f" WHERE {_BETWEEN} GROUP BY 1"
)
_STATE: Final = ", ".join(f"v.{name}" for name in columns(Visit)[1:])
#: `CROSS`: the index over days gives the order; to begin with the epochs would be to read and sort all visits.
_PAGE: Final = (
    f"SELECT ?1, {_STATE}, e.number FROM visits v CROSS JOIN epochs e"
    f" WHERE e.epoch = v.visit_epoch AND v.visit_date BETWEEN ?2 AND ?3 AND {CURRENT}"
    " AND (v.visit_date, e.number, v.visit_seq) < (?4, ?5, ?6) {wanted}"
    " ORDER BY v.visit_date DESC, e.number DESC, v.visit_seq DESC LIMIT ?7"
)
_REVISIONS: Final = (
    f"SELECT ?1, {_STATE}, c.made_at, c.utc_offset, c.volunteer FROM visits v"
    " LEFT JOIN changes c ON c.epoch = v.epoch AND c.seq = v.seq"
    " WHERE v.visit_epoch = ?2 AND v.visit_seq = ?3 ORDER BY v.revision"
)
_BY_DAY: Final = (
    "SELECT v.visit_date, v.outcome, count(*), sum(v.people) FROM visits v"
    f" WHERE {_BETWEEN} AND v.volunteer = ? AND v.channel <> 'self_service' GROUP BY 1, 2 ORDER BY 1"
)
_HOURS: Final = (
    "SELECT coalesce(sum(s.minutes), 0), count(*), count(*) FILTER (WHERE s.minutes IS NULL) FROM shifts s"
    " WHERE s.volunteer = ? AND s.shift_date BETWEEN ? AND ? AND s.change <> 'void' AND s.ended_at IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM shifts n WHERE n.shift_epoch = s.shift_epoch"
    " AND n.shift_seq = s.shift_seq AND n.revision > s.revision)"
)

Day = date | str


class Mark(NamedTuple):
    """Where a page of the history ends: the next one goes on after it."""

    visit_date: str
    epoch: int
    seq: int


#: After everything: a history begins with the newest visit.
NEWEST: Final = Mark("9999-12-31", 1 << 62, 1 << 62)


class Page(NamedTuple):
    """Some visits, the newest first, void ones among them; `after` is None where no more follow."""

    visits: tuple[Visit, ...]
    after: Mark | None


class Wanted(NamedTuple):
    """What somebody looks for: visits with one of these services, this return code, or such a note."""

    services: frozenset[str] = frozenset()
    code: str = ""
    note: Callable[[str], bool] = lambda _note: False


class Revision(NamedTuple):
    """A state that a visit had, and who made it so, when; empty where the log does not know."""

    visit: Visit
    made_at: str
    utc_offset: int
    volunteer: str


class Month(NamedTuple):
    """What one volunteer did in a period: consultations by local day and by outcome, people, minutes of shifts.

    `unmeasured` of the `shifts` have no known length.
    """

    days: dict[str, int]
    outcomes: dict[str, int]
    people: int = 0
    minutes: int = 0
    shifts: int = 0
    unmeasured: int = 0

    @property
    def visits(self) -> int:
        """All consultations."""
        return sum(self.days.values())


class History(LogFile):
    """The part of the log that looks back."""

    def counts_between(self, first: Day, last: Day) -> DayCounts:
        """Count local days, both included: current states, void ones left out, self-service apart."""
        found = {bool(apart): rest for apart, *rest in self._read(_COUNTS, (str(first), str(last)))}
        visits, people, alone = found.get(False, (0, 0, 0))
        return DayCounts(visits, people, alone, self_service=found.get(True, (0,))[0])

    def page(
        self, first: Day, last: Day, size: int, after: Mark | None = None, wanted: Wanted | None = None
    ) -> Page:
        """Return the next `size` visits of local days, the newest first, each in its current state.

        With `wanted`, only those that somebody looks for. One page costs the same in a log of any length, except
        where few are found.
        """
        clause, values = _clause(wanted) if wanted else ("", ())
        asked = (self._kiosk, str(first), str(last), *(after or NEWEST), size + 1, *values)
        with self._lock:
            if wanted:
                self._connection.create_function("has_note", 1, wanted.note)
            rows = self._read(_PAGE.replace("{wanted}", clause), asked)
        shown = [from_row(Visit, row[:-1]) for row in rows[:size]]
        more = len(rows) > size
        last_row = rows[size - 1] if more else None
        end = Mark(shown[-1].visit_date, last_row[-1], shown[-1].visit_seq) if last_row else None
        return Page(tuple(shown), end)

    def revisions(self, visit: Visit) -> list[Revision]:
        """Return every state that a visit had, the first one first."""
        asked = (self._kiosk, visit.visit_epoch, visit.visit_seq)
        return [_revision(from_row(Visit, row[:-3]), *row[-3:]) for row in self._read(_REVISIONS, asked)]

    def may_change(self, visit: Visit, volunteer: str) -> bool:
        """Tell whether a volunteer may change a visit: an own one of the last `OWN_DAYS`; a lead volunteer, any."""
        if self.is_lead(volunteer):
            return True
        today = date.fromisoformat(local_date(self._clock.now(), self._clock.offset()))
        return visit.volunteer == volunteer and visit.visit_date >= str(today - timedelta(days=OWN_DAYS))

    def is_lead(self, volunteer: str) -> bool:
        """Tell whether somebody is a lead volunteer of this desk."""
        query = "SELECT 1 FROM volunteers WHERE pseudonym = ? AND role = ? AND active = 1"
        return bool(self._read(query, (volunteer, LEAD)))

    def month_of(self, volunteer: str, first: Day, last: Day) -> Month:
        """Count one volunteer's consultations and shifts on local days, both included."""
        days: dict[str, int] = {}
        outcomes: dict[str, int] = {}
        people = 0
        for on, outcome, visits, served in self._read(_BY_DAY, (str(first), str(last), volunteer)):
            days[on] = days.get(on, 0) + visits
            outcomes[outcome] = outcomes.get(outcome, 0) + visits
            people += served
        ((minutes, shifts, unmeasured),) = self._read(_HOURS, (volunteer, str(first), str(last)))
        return Month(days, outcomes, people, minutes, shifts, unmeasured)

    def _note_change(self, connection: sqlite3.Connection, at: Stamp, volunteer: str) -> None:
        """Keep who made the revision `at`, and when, in its own transaction."""
        made = (at.epoch, at.seq, stamp(at.now), self._clock.offset(), volunteer)
        connection.execute("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", made)


def _revision(state: Visit, made_at: str | None, offset: int | None, volunteer: str | None) -> Revision:
    if state.change == Change.NEW:
        return Revision(state, state.ended_at, state.utc_offset, state.volunteer)
    return Revision(state, made_at or "", offset or 0, volunteer or "")


def _clause(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    """Return the condition of a search, and its values from the eighth on."""
    anyof = ["(v.note <> '' AND has_note(v.note))"]
    values: list[str] = []
    for code in sorted(wanted.services):
        values.append(f'"{code}"')
        anyof.append(f"instr(v.services, ?{7 + len(values)})")
    if wanted.code:
        values.append(wanted.code)
        anyof.append(f"v.return_code = ?{7 + len(values)}")
    return f"AND ({' OR '.join(anyof)})", tuple(values)
