"""The visit log: visits, their changes, the draft, and the counts of a day."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from kiosk import privacy
from kiosk.clock import moment, stamp
from kiosk.errors import LogError
from kiosk.visits.checks import checked, day, guarded
from kiosk.visits.database import CLOCK_SLACK, SELECT, Stamp
from kiosk.visits.draft import Draft, Slot, local_date
from kiosk.visits.forgetting import Forgetting
from kiosk.visits.history import CURRENT, NOT_YOURS, OWN_DAYS, History
from kiosk.visits.people import People
from kiosk.visits.records import Change, ClockTrust, DayCounts, Entry, Visit
from kiosk.visits.rows import from_row
from kiosk.visits.shifts import Shifts

#: More apart than this, wall clock and monotonic clock say that somebody set the wall clock during the visit.
CLOCK_JUMP = 60.0  # seconds

_ON: Final = (
    f"{SELECT[Visit]} v WHERE v.visit_date = ?2 AND v.change <> 'void' AND {CURRENT}"
    " ORDER BY (SELECT number FROM epochs e WHERE e.epoch = v.visit_epoch), v.visit_seq"
)
_LATEST: Final = SELECT[Visit] + " WHERE visit_epoch = ?2 AND visit_seq = ?3 ORDER BY revision DESC LIMIT 1"

_log = logging.getLogger(__name__)


class VisitLog(Shifts, People, History, Forgetting):
    """The visit log of one kiosk: append-only, every acknowledged visit on the disk."""

    def save_draft(self, draft: Draft) -> None:
        """Keep the open visit, so that a crash or a power cut does not take it.

        A note that the guard refuses is left out: it must not reach the disk before it is corrected.
        """
        kept = replace(draft, note="") if draft.note and privacy.guard(draft.note) else draft
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO drafts (slot, body, saved_at) VALUES (?, ?, ?)"
                " ON CONFLICT (slot) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
                (kept.slot, kept.to_json(), stamp(self._clock.now())),
            )

    def draft(self, slot: Slot = Slot.DESK) -> Draft | None:
        """Return the visit (or the session alone) that was open when the program ended, or None."""
        for (body,) in self._read("SELECT body FROM drafts WHERE slot = ?", (slot,)):
            try:
                return Draft.from_json(body)
            except (ValueError, TypeError):
                _log.warning("the saved draft cannot be read and is not offered")
        return None

    def discard_draft(self, slot: Slot = Slot.DESK) -> None:
        """Forget the open visit."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM drafts WHERE slot = ?", (slot,))

    def record(self, draft: Draft, idle: float = 0.0) -> Visit:
        """End the open visit: make it a revision of its own and forget the draft, in one transaction.

        `idle`: for so many seconds nobody has been there any more. Raises LogError when something is missing or not
        allowed, or the disk refuses; the draft is kept then.
        """
        content = checked(draft)
        late = draft.entry == Entry.LATE
        started = moment(draft.started_at) if draft.started_at else self._clock.now()
        offset = draft.utc_offset if draft.started_at else self._clock.offset()
        visit_date = day(draft.visit_date) if late and draft.visit_date else local_date(started, offset)
        with self._transaction() as connection:
            at = self._stamp(connection)
            shift_epoch, shift_seq = self._open_shift_of(connection, content["volunteer"])
            visit = Visit(
                kiosk=self._kiosk,
                epoch=at.epoch,
                seq=at.seq,
                visit_epoch=at.epoch,
                visit_seq=at.seq,
                revision=1,
                change=Change.NEW.value,
                change_reason="",
                started_at=draft.started_at or stamp(started),
                ended_at=stamp(at.now - timedelta(seconds=idle)),
                utc_offset=offset,
                minutes=None if late else self._minutes(draft, idle),
                boot=self._clock.boot(),
                clock_trust=self._trust(draft, started, at),
                visit_date=visit_date,
                shift_epoch=shift_epoch,
                shift_seq=shift_seq,
                **content,
            )
            self._insert(connection, visit)
            connection.execute("DELETE FROM drafts WHERE slot = ?", (draft.slot,))
        return visit

    def edit(
        self, visit: Visit, changes: Draft | Mapping[str, Any], reason: str, volunteer: str = ""
    ) -> Visit:
        """Record a new state of a visit: a changed `Draft.of(visit)`, or the changed fields by name.

        When and on which clock the visit took place is never rewritten; the local day is, for one typed in
        afterwards. `volunteer` is who changes it. Raises LogError as `record` does, for a visit that was voided,
        and for one that this volunteer may not change (`History.may_change`).
        """
        with self._transaction() as connection:
            latest = self._latest(connection, visit, volunteer)
            draft = changes if isinstance(changes, Draft) else _changed(latest, changes)
            content = checked(draft)
            if content["entry"] == Entry.LATE:
                content["minutes"] = None
                content["visit_date"] = day(draft.visit_date or latest.visit_date)
            return self._revise(connection, latest, Change.EDIT, reason, content, volunteer)

    def void(self, visit: Visit, reason: str, volunteer: str = "") -> Visit:
        """Record that a visit does not count (an undo, a mistake); what was recorded before stays in the log.

        Raises LogError for a visit that was voided already, one that this volunteer may not change, or a reason
        that holds personal data.
        """
        with self._transaction() as connection:
            latest = self._latest(connection, visit, volunteer)
            return self._revise(connection, latest, Change.VOID, reason, {}, volunteer)

    def current(self, visit_epoch: str, visit_seq: int) -> Visit:
        """Return the current state of a visit, void or not. Raises LogError when the log has none such."""
        for row in self._read(_LATEST, (self._kiosk, visit_epoch, visit_seq)):
            return from_row(Visit, row)
        raise LogError("The log has no such visit.")

    def today(self, on: date | str) -> DayCounts:
        """Count a local day: current states, voids left out, self-service apart."""
        return self.counts_between(on, on)

    def visits_on(self, on: date | str) -> list[Visit]:
        """Return a local day's visits in their current state, voids left out."""
        return [from_row(Visit, row) for row in self._read(_ON, (self._kiosk, str(on)))]

    def _latest(self, connection: sqlite3.Connection, visit: Visit, volunteer: str) -> Visit:
        row = connection.execute(_LATEST, (self._kiosk, visit.visit_epoch, visit.visit_seq)).fetchone()
        if row is None:
            raise LogError("The log has no such visit.")
        latest = from_row(Visit, row)
        if latest.change == Change.VOID:
            raise LogError("This visit was undone and can no longer be changed.")
        if volunteer and not self.may_change(latest, volunteer):
            raise LogError(NOT_YOURS, days=OWN_DAYS)
        return latest

    def _revise(
        self,
        connection: sqlite3.Connection,
        latest: Visit,
        change: Change,
        reason: str,
        content: dict[str, Any],
        volunteer: str,
    ) -> Visit:
        kept_reason = guarded(reason)
        if not kept_reason:
            raise LogError("Say why the visit is changed.")
        at = self._stamp(connection)
        self._note_change(connection, at, volunteer)
        return self._insert(
            connection,
            replace(
                latest,
                epoch=at.epoch,
                seq=at.seq,
                revision=latest.revision + 1,
                change=change.value,
                change_reason=kept_reason,
                **content,
            ),
        )

    def _minutes(self, draft: Draft, idle: float) -> int | None:
        """Return the visit's length by the monotonic clock; None when the machine was started again in it."""
        if not draft.boot or draft.boot != self._clock.boot():
            return None
        return max(0, int((self._clock.monotonic() - idle - draft.started_mono) / 60 + 0.5))

    def _trust(self, draft: Draft, started: datetime, at: Stamp) -> int:
        """Judge the clock over the whole visit: a date that was set right only at its end is still wrong."""
        if draft.entry == Entry.LATE or not draft.started_at:
            return at.trust
        length = (at.now - started).total_seconds()
        if started < self._earliest or length < -CLOCK_SLACK:
            return ClockTrust.IMPOSSIBLE
        if draft.boot == self._clock.boot():
            jumped = abs(length - (self._clock.monotonic() - draft.started_mono))
            if jumped > CLOCK_JUMP:
                return ClockTrust.IMPOSSIBLE
        return at.trust


def _changed(visit: Visit, changes: Mapping[str, Any]) -> Draft:
    unknown = changes.keys() - {field.name for field in fields(Draft)}
    if unknown:
        raise TypeError(f"a visit has no {', '.join(sorted(unknown))}")
    return replace(Draft.of(visit), **changes)
