"""Shifts and notices: a volunteer's time, and what a volunteer reports about a walkthrough.

A shift whose end was forgotten is ended at the last thing that its volunteer did in it, and marked by its
`change_reason`. The volunteer corrects that by hand, or says that it is right.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from kiosk.clock import moment, stamp
from kiosk.errors import LogError
from kiosk.visits.checks import guarded
from kiosk.visits.database import SELECT, LogFile, Stamp
from kiosk.visits.draft import local_date
from kiosk.visits.records import Change, ClockTrust, How, Notice, Shift
from kiosk.visits.rows import from_row

#: Nobody works longer: such a shift was forgotten, and its hours are unknown.
LONGEST_SHIFT: Final = timedelta(hours=16)

#: After so long without anything done, a shift that began on another day was forgotten.
IDLE: Final = timedelta(hours=4)
#: A clock may be set right by so much between two desks.
SLACK: Final = timedelta(minutes=5)
#: Why a shift was ended: by the log, because nobody did; by its volunteer, by hand.
FORGOTTEN: Final = "forgotten"
CORRECTED: Final = "corrected"

_NEWEST: Final = (
    "NOT EXISTS (SELECT 1 FROM shifts n WHERE n.shift_epoch = s.shift_epoch"
    " AND n.shift_seq = s.shift_seq AND n.revision > s.revision)"
)
_FORGOTTEN: Final = (
    SELECT[Shift] + f" s WHERE s.volunteer = ?2 AND s.shift_date >= ?3 AND s.change_reason = ?4 AND {_NEWEST}"
    " ORDER BY s.started_at DESC LIMIT 1"
)
_OF: Final = (
    SELECT[Shift] + " s WHERE s.volunteer = ?2 AND s.shift_date BETWEEN ?3 AND ?4 AND s.change <> 'void'"
    f" AND {_NEWEST} ORDER BY s.started_at DESC"
)
_OVERLAPPING: Final = (
    SELECT[Shift] + f" s WHERE s.volunteer = ?2 AND s.change <> 'void' AND s.started_at < ?4"
    f" AND (s.ended_at IS NULL OR s.ended_at > ?3) AND s.shift_date >= ?5 AND {_NEWEST} ORDER BY s.started_at"
)
#: What shows that a volunteer was at work: a visit that ended, an open one that was touched, a notice.
_LAST_DONE: Final = """
SELECT max(at) FROM (
    SELECT ended_at AS at FROM visits WHERE shift_epoch = ?1 AND shift_seq = ?2 AND entry = 'live'
    UNION ALL
    SELECT saved_at FROM drafts WHERE json_extract(body, '$.volunteer') = ?3
    UNION ALL
    SELECT made_at FROM notices WHERE volunteer = ?3 AND epoch = ?1 AND seq > ?2
) WHERE at BETWEEN ?4 AND ?5
"""

_LATEST: Final = SELECT[Shift] + " WHERE shift_epoch = ?2 AND shift_seq = ?3 ORDER BY revision DESC LIMIT 1"
_OPEN: Final = "SELECT shift_epoch, shift_seq, started_mono FROM open_shifts WHERE volunteer = ?"


class Shifts(LogFile):
    """The part of the log that knows when volunteers worked and what they reported."""

    def start_shift(self, volunteer: str, place: str, activity: str = "") -> Shift:
        """Begin a volunteer's shift. An open one goes on; one that was forgotten is ended first, and marked."""
        open_one = self.open_shift(volunteer)
        if open_one is not None:
            if not self._was_forgotten(open_one):
                return open_one
            self._end_forgotten(open_one)
        with self._transaction() as connection:
            at = self._stamp(connection)
            shift = self._new_shift(at, volunteer, place, activity, at.now)
            connection.execute(
                "INSERT INTO open_shifts VALUES (?, ?, ?, ?)",
                (volunteer, at.epoch, at.seq, self._clock.monotonic()),
            )
            return self._insert(connection, shift)

    def move_shift(self, shift: Shift, place: str) -> Shift:
        """Let an open shift take place elsewhere, and return it: a round was begun.

        One in which visits were recorded ends, and another begins there: its hours belong to where it was.
        """
        latest = self._shift(shift.shift_epoch, shift.shift_seq)
        if latest.place == place or latest.ended_at is not None:
            return latest
        recorded = "SELECT 1 FROM visits WHERE shift_epoch = ? AND shift_seq = ? LIMIT 1"
        if self._read(recorded, (latest.shift_epoch, latest.shift_seq)):
            self.end_shift(latest)
            return self.start_shift(latest.volunteer, place, latest.activity)
        with self._transaction() as connection:
            moved = replace(latest, place=place)
            return self._revise_shift(connection, moved, self._stamp(connection), Change.EDIT, "")

    def end_shift(self, shift: Shift) -> Shift:
        """End a shift now and return it; one that has ended already is returned as it is.

        Its minutes are None when they cannot be known: it was forgotten, or the clock was set in it.
        """
        latest = self._shift(shift.shift_epoch, shift.shift_seq)
        if latest.ended_at is not None or latest.change == Change.VOID:
            return latest
        minutes = self._length(latest)
        with self._transaction() as connection:
            at = self._stamp(connection)
            self._close(connection, latest)
            ended = replace(latest, ended_at=stamp(at.now), minutes=minutes)
            return self._revise_shift(connection, ended, at, Change.EDIT, "")

    def forgotten_shift(self, volunteer: str) -> Shift | None:
        """Return a volunteer's last shift that the log has ended, until it is corrected; of the last month."""
        since = local_date(self._clock.now() - timedelta(days=31), self._clock.offset())
        for row in self._read(_FORGOTTEN, (self._kiosk, volunteer, since, FORGOTTEN)):
            return from_row(Shift, row)
        return None

    def correct_shift(self, shift: Shift, ended: datetime) -> Shift:
        """Record by hand when a shift ended (aware). Raises LogError for an end that cannot be."""
        latest = self._shift(shift.shift_epoch, shift.shift_seq)
        minutes = self.minutes_between(moment(latest.started_at), ended)
        corrected = replace(latest, ended_at=stamp(ended), minutes=minutes, how=How.BY_HAND.value)
        with self._transaction() as connection:
            self._close(connection, latest)
            return self._revise_shift(connection, corrected, self._stamp(connection), Change.EDIT, CORRECTED)

    def shifts_of(self, volunteer: str, first: date | str, last: date | str) -> list[Shift]:
        """Return a volunteer's shifts that began on these local days, the newest first; void ones left out."""
        asked = (self._kiosk, volunteer, str(first), str(last))
        return [from_row(Shift, row) for row in self._read(_OF, asked)]

    def shifts_between(self, volunteer: str, started: datetime, ended: datetime) -> list[Shift]:
        """Return a volunteer's shifts that share time with this one, the oldest first; void ones left out."""
        since = local_date(started - LONGEST_SHIFT, self._clock.offset() - 24 * 60)
        asked = (self._kiosk, volunteer, stamp(started), stamp(ended), since)
        return [from_row(Shift, row) for row in self._read(_OVERLAPPING, asked)]

    def void_shift(self, shift: Shift, reason: str) -> Shift:
        """Record that a shift does not count. Raises LogError when the reason is missing or refused."""
        kept_reason = guarded(reason)
        if not kept_reason:
            raise LogError("Say why the shift is changed.")
        latest = self._shift(shift.shift_epoch, shift.shift_seq)
        with self._transaction() as connection:
            self._close(connection, latest)
            at = self._stamp(connection)
            return self._revise_shift(connection, latest, at, Change.VOID, kept_reason)

    def open_shift(self, volunteer: str) -> Shift | None:
        """Return the shift that a volunteer has open, also when the program was closed in it."""
        for epoch, seq, _ in self._read(_OPEN, (volunteer,)):
            return self._shift(epoch, seq)
        return None

    def add_shift_by_hand(
        self, volunteer: str, place: str, activity: str, started: datetime, ended: datetime
    ) -> Shift:
        """Record a shift that nobody started at the screen: a round through hamlets, an evening of chat.

        Both times are aware. Raises LogError when the end is not after the start, too long after it, or still
        to come. Whether the volunteer has other hours at that time, `shifts_between` tells.
        """
        minutes = self.minutes_between(started, ended)
        with self._transaction() as connection:
            at = self._stamp(connection)
            shift = self._new_shift(at, volunteer, place, activity, started)
            return self._insert(
                connection,
                replace(
                    shift,
                    ended_at=stamp(ended),
                    minutes=minutes,
                    how=How.BY_HAND.value,
                ),
            )

    def add_notice(
        self, volunteer: str, place: str, tutorial: str, version: int, step: str, language: str
    ) -> Notice:
        """Record that a step of a walkthrough no longer matches what people see."""
        offset = self._clock.offset()
        with self._transaction() as connection:
            at = self._stamp(connection)
            notice = Notice(
                kiosk=self._kiosk,
                epoch=at.epoch,
                seq=at.seq,
                made_at=stamp(at.now),
                utc_offset=offset,
                notice_date=local_date(at.now, offset),
                boot=self._clock.boot(),
                clock_trust=at.trust,
                volunteer=volunteer,
                place=place,
                tutorial=tutorial,
                version=version,
                step=step,
                language=language,
            )
            return self._insert(connection, notice)

    def _open_shift_of(
        self, connection: sqlite3.Connection, volunteer: str
    ) -> tuple[str, int] | tuple[None, None]:
        row = connection.execute(_OPEN, (volunteer,)).fetchone()
        return (row[0], row[1]) if row else (None, None)

    def _shift(self, epoch: str, seq: int) -> Shift:
        for row in self._read(_LATEST, (self._kiosk, epoch, seq)):
            return from_row(Shift, row)
        raise LogError("The log has no such shift.")

    def _new_shift(self, at: Stamp, volunteer: str, place: str, activity: str, started: datetime) -> Shift:
        offset = self._clock.offset()
        return Shift(
            kiosk=self._kiosk,
            epoch=at.epoch,
            seq=at.seq,
            shift_epoch=at.epoch,
            shift_seq=at.seq,
            revision=1,
            change=Change.NEW.value,
            change_reason="",
            volunteer=volunteer,
            activity=activity,
            place=place,
            started_at=stamp(started.astimezone(UTC)),
            ended_at=None,
            utc_offset=offset,
            shift_date=local_date(started, offset),
            boot=self._clock.boot(),
            clock_trust=at.trust,
            how=How.LIVE.value,
            minutes=None,
        )

    def _revise_shift(
        self, connection: sqlite3.Connection, shift: Shift, at: Stamp, change: Change, reason: str
    ) -> Shift:
        return self._insert(
            connection,
            replace(
                shift,
                epoch=at.epoch,
                seq=at.seq,
                revision=shift.revision + 1,
                change=change.value,
                change_reason=reason,
            ),
        )

    def _close(self, connection: sqlite3.Connection, shift: Shift) -> None:
        connection.execute(
            "DELETE FROM open_shifts WHERE shift_epoch = ? AND shift_seq = ?",
            (shift.shift_epoch, shift.shift_seq),
        )

    def minutes_between(self, started: datetime, ended: datetime) -> int:
        """Return the length of hours by hand. Raises LogError for what cannot be: see `add_shift_by_hand`."""
        length = ended - started
        if not timedelta() < length <= LONGEST_SHIFT:
            raise LogError(
                "A shift ends after it starts, and at most {hours} hours later. Correct the times.",
                hours=LONGEST_SHIFT.seconds // 3600,
            )
        if ended > self._clock.now() + SLACK:
            raise LogError("These hours are still to come. Add them when they are over.")
        return round(length.total_seconds() / 60)

    def _was_forgotten(self, shift: Shift) -> bool:
        """Tell whether an open shift should have been ended: too long, or left over from another day."""
        if self._length(shift) is None:
            return True
        now = self._clock.now()
        last = moment(self._last_done(shift) or shift.started_at)
        return local_date(now, self._clock.offset()) != shift.shift_date and now - last > IDLE

    def _end_forgotten(self, shift: Shift) -> None:
        """End a shift where its volunteer last did something; where nothing was done, its length is unknown."""
        last = self._last_done(shift)
        minutes = None
        if last and shift.clock_trust > ClockTrust.IMPOSSIBLE:
            minutes = round((moment(last) - moment(shift.started_at)).total_seconds() / 60)
        ended = replace(shift, ended_at=last or shift.started_at, minutes=minutes)
        with self._transaction() as connection:
            self._close(connection, shift)
            self._revise_shift(connection, ended, self._stamp(connection), Change.EDIT, FORGOTTEN)

    def _last_done(self, shift: Shift) -> str | None:
        latest = min(
            moment(shift.started_at) + LONGEST_SHIFT, max(self._clock.now(), moment(shift.started_at))
        )
        asked = (shift.shift_epoch, shift.shift_seq, shift.volunteer, shift.started_at, stamp(latest))
        ((last,),) = self._read(_LAST_DONE, asked)
        return str(last) if last else None

    def _length(self, shift: Shift) -> int | None:
        """Return an open shift's minutes until now: by the wall clock only over a restart of the machine."""
        started_mono = self._read(_OPEN, (shift.volunteer,))
        if started_mono and shift.boot == self._clock.boot():
            seconds = self._clock.monotonic() - float(started_mono[0][2])
        elif shift.clock_trust > ClockTrust.IMPOSSIBLE:
            seconds = (self._clock.now() - moment(shift.started_at)).total_seconds()
        else:
            return None
        return round(seconds / 60) if 0 <= seconds <= LONGEST_SHIFT.total_seconds() else None
