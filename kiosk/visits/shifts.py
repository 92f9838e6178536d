"""Shifts and notices: a volunteer's time, and what a volunteer reports about a walkthrough."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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

_LATEST: Final = SELECT[Shift] + " WHERE shift_epoch = ?2 AND shift_seq = ?3 ORDER BY revision DESC LIMIT 1"
_OPEN: Final = "SELECT shift_epoch, shift_seq, started_mono FROM open_shifts WHERE volunteer = ?"


class Shifts(LogFile):
    """The part of the log that knows when volunteers worked and what they reported."""

    def start_shift(self, volunteer: str, place: str, activity: str = "") -> Shift:
        """Begin a volunteer's shift. An open one goes on; one that was forgotten is ended first."""
        open_one = self.open_shift(volunteer)
        if open_one is not None:
            if self._length(open_one) is not None:
                return open_one
            self.end_shift(open_one)
        with self._transaction() as connection:
            at = self._stamp(connection)
            shift = self._new_shift(at, volunteer, place, activity, at.now)
            connection.execute(
                "INSERT INTO open_shifts VALUES (?, ?, ?, ?)",
                (volunteer, at.epoch, at.seq, self._clock.monotonic()),
            )
            return self._insert(connection, shift)

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

        Both times are aware. Raises LogError when the end is not after the start, or too long after it.
        """
        length = ended - started
        if not timedelta() < length <= LONGEST_SHIFT:
            raise LogError(
                "A shift ends after it starts, and at most {hours} hours later. Correct the times.",
                hours=LONGEST_SHIFT.seconds // 3600,
            )
        with self._transaction() as connection:
            at = self._stamp(connection)
            shift = self._new_shift(at, volunteer, place, activity, started)
            return self._insert(
                connection,
                replace(
                    shift,
                    ended_at=stamp(ended),
                    minutes=round(length.total_seconds() / 60),
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
