"""The clock may be wrong: order comes from numbers, and what cannot be believed is marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.visits import VisitLog
from tests.desks import NOON, HandClock, draft


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def log(tmp_path: Path, clock: HandClock) -> Iterator[VisitLog]:
    with VisitLog.open(tmp_path / "log.db", clock) as opened:
        yield opened


@pytest.mark.parametrize("year", [1970, 2000, 2025])
def test_a_dead_battery_is_seen_and_the_clock_is_still_written_down_as_it_was(
    log: VisitLog, clock: HandClock, year: int
) -> None:
    clock.set(datetime(year, 1, 1, 0, 10, tzinfo=UTC))
    visit = log.record(draft(clock))
    assert (visit.clock_trust, visit.started_at) == (0, f"{year}-01-01T00:10:00Z")


def test_a_clock_that_goes_back_is_seen_also_after_a_restart(tmp_path: Path, clock: HandClock) -> None:
    with VisitLog.open(tmp_path / "log.db", clock) as log:
        assert log.record(draft(clock)).clock_trust == 1
    clock.restart()
    clock.set(NOON - timedelta(days=1))
    with VisitLog.open(tmp_path / "log.db", clock) as log:
        back = log.record(draft(clock))
        assert (back.seq, back.clock_trust) == (2, 0)
        clock.set(NOON + timedelta(minutes=1))
        assert log.record(draft(clock)).clock_trust == 1


def test_a_second_or_two_back_is_a_clock_that_was_set_right(log: VisitLog, clock: HandClock) -> None:
    log.record(draft(clock))
    clock.set(NOON - timedelta(seconds=2))
    assert log.record(draft(clock)).clock_trust == 1
    clock.set(NOON - timedelta(seconds=3))
    assert log.record(draft(clock)).clock_trust == 0


def test_a_clock_set_during_a_visit_marks_the_visit_but_not_its_minutes(
    log: VisitLog, clock: HandClock
) -> None:
    open_visit = draft(clock)
    clock.tick(minutes=7)
    clock.set(NOON + timedelta(days=30))
    visit = log.record(open_visit)
    assert (visit.minutes, visit.clock_trust) == (7, 0)


def test_a_visit_over_a_restart_has_unknown_minutes(log: VisitLog, clock: HandClock) -> None:
    open_visit = draft(clock)
    clock.tick(minutes=7)
    clock.restart()
    visit = log.record(open_visit)
    assert (visit.minutes, visit.clock_trust) == (None, 1)


def test_a_receipt_confirms_a_clock_that_is_not_behind_it_for_a_month(
    log: VisitLog, clock: HandClock
) -> None:
    log.record(draft(clock))
    log.record_receipt(log.epoch, 1, "2026-11-22T06:00:00Z")
    assert log.record(draft(clock)).clock_trust == 2
    clock.tick(hours=24 * 40)
    assert log.record(draft(clock)).clock_trust == 1


def test_a_receipt_ends_the_mistrust_that_a_clock_in_the_future_left(log: VisitLog, clock: HandClock) -> None:
    clock.set(NOON.replace(year=2099))
    log.record(draft(clock))
    clock.set(NOON)
    assert log.record(draft(clock)).clock_trust == 0
    log.record_receipt(log.epoch, 1, "2026-11-21T06:00:00Z")
    assert log.record(draft(clock)).clock_trust == 2
    clock.set(NOON - timedelta(days=3))
    assert log.record(draft(clock)).clock_trust == 0


def test_another_connection_of_the_same_program_learns_from_a_receipt_too(
    tmp_path: Path, log: VisitLog, clock: HandClock
) -> None:
    log.record(draft(clock))
    with VisitLog.open(tmp_path / "log.db", clock) as worker:
        worker.record_receipt(log.epoch, 1, "2026-11-22T06:00:00Z")
    assert log.record(draft(clock)).clock_trust == 2
