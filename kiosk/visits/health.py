"""How the log is, looked at without touching it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from kiosk.clock import BUILD_TIME, Clock
from kiosk.config import DataFolder
from kiosk.errors import LogError
from kiosk.health import Finding, State
from kiosk.i18n import N_
from kiosk.visits.copies import copies
from kiosk.visits.database import CLOCK_SLACK
from kiosk.visits.files import reading
from kiosk.visits.log import VisitLog
from kiosk.visits.opening import fault_of
from kiosk.visits.spans import total

#: The desk makes a copy a day; a weekend and a holiday may lie between.
_OLDEST_COPY = timedelta(days=5)

_OPEN_THE_DESK = N_("Open the desk: it keeps the damaged log and saves all that can be read.")
_SET_THE_CLOCK = N_("Set this computer's date and time.")


def check_log(data: DataFolder, clock: Clock) -> Iterator[Finding]:
    """Look whether the log can be read as a whole, and whether there is a recent copy of it."""
    if not data.log.exists():
        if data.centre.exists():
            return  # a manager's folder need not have one
        yield Finding(
            "log", State.LOOK, N_("There is no visit log yet."), advice=N_("Open the desk to begin one.")
        )
        return
    try:
        with reading(data.log) as connection:
            fault = fault_of(connection, data.log.stat().st_size)
    except (sqlite3.Error, LogError) as problem:
        yield Finding(
            "log",
            State.BAD,
            N_("The visit log cannot be opened: {reason}"),
            {"reason": problem},
            _OPEN_THE_DESK,
        )
        return
    if fault:
        yield Finding(
            "log", State.BAD, N_("The visit log is damaged: {reason}"), {"reason": fault}, _OPEN_THE_DESK
        )
        return
    megabytes = round(data.log.stat().st_size / 1e6, 1)
    yield Finding("log", State.GOOD, N_("The visit log is whole ({size} MB)."), {"size": megabytes})
    yield _copies(data, clock)


def _copies(data: DataFolder, clock: Clock) -> Finding:
    kept = copies(data.backups)
    if not kept:
        return Finding(
            "copies",
            State.LOOK,
            N_("There is no copy of the visit log yet."),
            advice=N_("The desk makes one a day: leave it open for a minute."),
        )
    newest = datetime.fromtimestamp(kept[0].path.stat().st_mtime, UTC)
    late = clock.now() - newest > _OLDEST_COPY
    return Finding(
        "copies",
        State.LOOK if late else State.GOOD,
        N_("Copies of the visit log: {number}, the newest of {day}."),
        {"number": len(kept), "day": newest.date().isoformat()},
        N_("The desk makes one a day: leave it open for a minute.") if late else "",
    )


def check_losses(data: DataFolder, clock: Clock) -> Iterator[Finding]:
    """Name what a salvage could not save."""
    if not data.log.exists():
        return
    with VisitLog.look(data.log, clock) as log:
        lost = total(log.lost())
        if lost:
            yield Finding(
                "losses",
                State.LOOK,
                N_("A damaged log was saved once; records that could not be read: {number}."),
                {"number": lost},
                N_("The manager is told with the next stick. The damaged file is kept beside the log."),
            )


def check_clock(data: DataFolder, clock: Clock) -> Iterator[Finding]:
    """Look whether the clock can be right: not before the program was made, nor before what the log has seen."""
    now = clock.now()
    shown = {"now": now.strftime("%Y-%m-%d %H:%M UTC")}
    if now < BUILD_TIME:
        yield Finding(
            "clock",
            State.BAD,
            N_("The clock says {now}: before this program was made."),
            shown,
            _SET_THE_CLOCK,
        )
        return
    seen = _latest_time(data, clock)
    if now.timestamp() < seen - CLOCK_SLACK:
        yield Finding(
            "clock",
            State.BAD,
            N_("The clock says {now}: earlier than the visit log has seen already."),
            shown,
            _SET_THE_CLOCK,
        )
        return
    yield Finding("clock", State.GOOD, N_("The clock says {now}, which can be right."), shown)


def _latest_time(data: DataFolder, clock: Clock) -> int:
    if not data.log.exists():
        return 0
    with VisitLog.look(data.log, clock) as log:
        return log.latest_time()
