"""Volunteers: shifts that survive a restart, notices, and PINs that cannot be guessed at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk import privacy
from kiosk.errors import KioskError, LogError
from kiosk.visits import PinRefused, Place, VisitLog, Volunteer, revisions_of
from tests.desks import NOON, HandClock, draft

RIGHT, WRONG = "314159", "271828"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path, clock: HandClock) -> Iterator[VisitLog]:
    with VisitLog.open(path, clock) as opened:
        yield opened


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash PINs at once: these tests are about delays, tests/test_privacy.py is about hashes."""
    monkeypatch.setattr(privacy, "hash_pin", lambda pin: f"hash of {pin}")
    monkeypatch.setattr(privacy, "verify_pin", lambda pin, kept: kept == f"hash of {pin}")


def test_a_visit_belongs_to_the_shift_in_which_it_took_place(log: VisitLog, clock: HandClock) -> None:
    before = log.record(draft(clock))
    shift = log.start_shift("A-07", "bulaevo", "club")
    within = log.record(draft(clock))
    clock.tick(hours=3, minutes=5)
    ended = log.end_shift(shift)
    after = log.record(draft(clock))
    assert before.shift_seq is None
    assert (within.shift_epoch, within.shift_seq) == (shift.shift_epoch, shift.shift_seq)
    assert after.shift_seq is None
    assert (ended.minutes, ended.revision, ended.how, ended.ended_at) == (
        185,
        2,
        "live",
        "2026-11-22T10:05:00Z",
    )
    assert log.end_shift(shift) == ended
    assert log.open_shift("A-07") is None


def test_a_shift_goes_on_after_a_crash(path: Path, clock: HandClock) -> None:
    with VisitLog.open(path, clock) as log:
        shift = log.start_shift("A-07", "bulaevo", "club")
    clock.tick(hours=1)
    clock.restart()
    with VisitLog.open(path, clock) as log:
        assert log.open_shift("A-07") == shift
        assert log.open_shift("A-08") is None
        assert log.start_shift("A-07", "bulaevo", "club") == shift
        clock.tick(hours=1)
        assert log.end_shift(shift).minutes == 120


def test_a_forgotten_shift_is_ended_without_hours_when_the_next_begins(
    log: VisitLog, clock: HandClock
) -> None:
    forgotten = log.start_shift("A-07", "bulaevo", "club")
    clock.tick(hours=40)
    fresh = log.start_shift("A-07", "bulaevo", "club")
    assert fresh.shift_seq != forgotten.shift_seq
    assert log.open_shift("A-07") == fresh
    ended = log.end_shift(forgotten)
    assert (ended.minutes, ended.change) == (None, "edit")


def test_a_round_through_hamlets_is_added_by_hand_and_can_be_taken_back(log: VisitLog) -> None:
    shift = log.add_shift_by_hand("A-07", "round", "campaign", NOON - timedelta(hours=4), NOON)
    assert (shift.how, shift.minutes, shift.shift_date) == ("by_hand", 240, "2026-11-22")
    assert shift.ended_at == "2026-11-22T07:00:00Z"
    assert log.void_shift(shift, "wrong day").change == "void"
    for ended in (NOON - timedelta(hours=5), NOON + timedelta(hours=20)):
        with pytest.raises(LogError, match="16 hours"):
            log.add_shift_by_hand("A-07", "round", "", NOON - timedelta(hours=4), ended)
    with pytest.raises(LogError, match="why"):
        log.void_shift(shift, "")
    assert log.unsent() == 2


def test_a_voided_open_shift_is_open_no_more(log: VisitLog) -> None:
    shift = log.start_shift("A-07", "bulaevo")
    voided = log.void_shift(shift, "not mine")
    assert log.open_shift("A-07") is None
    assert log.end_shift(shift) == voided


def test_a_step_that_no_longer_matches_is_reported_in_the_same_count(log: VisitLog, clock: HandClock) -> None:
    log.record(draft(clock))
    notice = log.add_notice("A-07", "bulaevo", "kz-eds-renew", 2, "open-app", "kk")
    assert (notice.seq, notice.notice_date, notice.step) == (2, "2026-11-22", "open-app")
    (unsent,) = log.unbundled(100)
    found = revisions_of(log.batches([unsent]))
    assert found.notices == (notice,)
    assert len(found) == 2


def test_places_keep_the_managers_order(log: VisitLog) -> None:
    tree = [Place("north", "Солтүстік", "region"), Place("bulaevo", "Булаев", "settlement", "north")]
    log.set_places(tree)
    log.set_places(tree[::-1])
    assert log.places() == tree[::-1]


def test_a_volunteer_signs_in_with_the_right_pin(log: VisitLog) -> None:
    log.add_volunteer("A-07", RIGHT)
    log.check_pin("A-07", RIGHT)
    assert log.volunteers() == [Volunteer("A-07", has_pin=True)]
    with pytest.raises(KioskError, match="six digits"):
        log.add_volunteer("A-08", "12345")
    with pytest.raises(LogError, match="code name"):
        log.add_volunteer("+7 701 234 56 78", RIGHT)


@pytest.mark.usefixtures("quick")
def test_a_log_is_used_once_somebody_signs_in_and_when_it_cannot_be_read(
    path: Path, log: VisitLog, clock: HandClock, tmp_path: Path
) -> None:
    assert not VisitLog.is_used(tmp_path / "none.db", clock)
    assert not VisitLog.is_used(path, clock)
    log.add_volunteer("A-07", RIGHT)
    assert VisitLog.is_used(path, clock)
    (tmp_path / "damaged.db").write_bytes(b"no log at all" * 1000)
    assert VisitLog.is_used(tmp_path / "damaged.db", clock)


@pytest.mark.usefixtures("quick")
def test_a_roster_keeps_pins_and_closes_the_desk_to_who_left(log: VisitLog) -> None:
    log.add_volunteer("A-07", RIGHT)
    log.add_volunteer("A-08", RIGHT)
    log.set_volunteers([Volunteer("A-07", role="lead"), Volunteer("A-09")])
    assert log.volunteers() == [
        Volunteer("A-07", "lead", has_pin=True),
        Volunteer("A-08", active=False, has_pin=True),
        Volunteer("A-09"),
    ]
    log.check_pin("A-07", RIGHT)
    for stranger, why in (("A-08", "not known"), ("A-10", "not known"), ("A-09", "no PIN yet")):
        with pytest.raises(PinRefused, match=why):
            log.check_pin(stranger, RIGHT)


def _guess(log: VisitLog, pin: str = WRONG) -> int:
    with pytest.raises(PinRefused) as refused:
        log.check_pin("A-07", pin)
    return refused.value.wait_seconds


@pytest.mark.usefixtures("quick")
def test_three_tries_are_free_then_the_delay_doubles_up_to_five_minutes(
    log: VisitLog, clock: HandClock
) -> None:
    log.add_volunteer("A-07", RIGHT)
    delays = []
    for _ in range(12):
        delays.append(_guess(log))
        clock.tick(seconds=delays[-1])
    assert delays == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]
    log.check_pin("A-07", RIGHT)
    assert _guess(log) == 0


@pytest.mark.usefixtures("quick")
def test_even_the_right_pin_waits_and_waiting_is_no_further_failure(log: VisitLog, clock: HandClock) -> None:
    log.add_volunteer("A-07", RIGHT)
    assert [_guess(log) for _ in range(3)] == [0, 0, 5]
    clock.tick(seconds=3.5)
    assert _guess(log, RIGHT) == 2
    assert _guess(log) == 2
    clock.tick(seconds=1.5)
    log.check_pin("A-07", RIGHT)


@pytest.mark.usefixtures("quick")
def test_starting_the_machine_again_does_not_end_the_delay(path: Path, clock: HandClock) -> None:
    with VisitLog.open(path, clock) as log:
        log.add_volunteer("A-07", RIGHT)
        for _ in range(8):
            clock.tick(seconds=_guess(log))
        assert _guess(log) == 300
    clock.tick(seconds=100)
    clock.restart()
    with VisitLog.open(path, clock) as log:
        assert _guess(log, RIGHT) == 200
        clock.tick(seconds=50)
        assert _guess(log, RIGHT) == 150
        clock.set(NOON.replace(year=2099))  # moving the wall clock helps nobody
        assert _guess(log, RIGHT) == 150
        clock.tick(seconds=150)
        log.check_pin("A-07", RIGHT)


@pytest.mark.usefixtures("quick")
def test_a_clock_that_lost_its_battery_never_locks_longer_than_the_delay(
    path: Path, clock: HandClock
) -> None:
    with VisitLog.open(path, clock) as log:
        log.add_volunteer("A-07", RIGHT)
        for _ in range(3):
            _guess(log)
    clock.restart()
    clock.set(NOON.replace(year=2000))
    with VisitLog.open(path, clock) as log:
        assert _guess(log, RIGHT) == 5
        clock.tick(seconds=5)
        log.check_pin("A-07", RIGHT)


@pytest.mark.usefixtures("quick")
def test_wrong_tries_are_counted_and_never_written_down(path: Path, log: VisitLog) -> None:
    log.add_volunteer("A-07", RIGHT)
    _guess(log)
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert WRONG.encode() not in files


def test_a_shift_that_nobody_ended_is_ended_where_its_volunteer_last_did_something(
    log: VisitLog, clock: HandClock
) -> None:
    log.start_shift("A-07", "bulaevo", "club")
    clock.tick(hours=2, minutes=30)
    log.record(draft(clock))
    clock.tick(hours=11)  # the next morning: less than the longest shift, and nobody was here
    clock.tick(hours=4)
    fresh = log.start_shift("A-07", "bulaevo", "club")
    forgotten = log.forgotten_shift("A-07")
    assert forgotten is not None
    assert (forgotten.minutes, forgotten.ended_at, forgotten.how) == (150, "2026-11-22T09:30:00Z", "live")
    assert forgotten.shift_seq != fresh.shift_seq
    assert log.forgotten_shift("A-08") is None


def test_a_forgotten_end_is_corrected_by_hand_and_asked_about_no_more(
    log: VisitLog, clock: HandClock
) -> None:
    log.start_shift("A-07", "bulaevo", "club")
    clock.tick(hours=40)
    log.start_shift("A-07", "bulaevo", "club")
    forgotten = log.forgotten_shift("A-07")
    assert forgotten is not None
    assert forgotten.minutes is None  # nothing tells when it ended
    for never in (NOON, NOON + timedelta(hours=17)):
        with pytest.raises(LogError, match="16 hours"):
            log.correct_shift(forgotten, never)
    corrected = log.correct_shift(forgotten, NOON + timedelta(hours=3))
    assert (corrected.minutes, corrected.how, corrected.revision) == (180, "by_hand", 3)
    assert log.forgotten_shift("A-07") is None


def test_an_evening_past_midnight_is_one_shift(log: VisitLog, clock: HandClock) -> None:
    shift = log.start_shift("A-07", "", "chat")
    clock.tick(hours=11, minutes=30)
    log.record(draft(clock))
    clock.tick(hours=2)
    assert log.start_shift("A-07", "", "chat") == shift


def test_hours_that_are_still_to_come_are_not_added(log: VisitLog) -> None:
    with pytest.raises(LogError, match="still to come"):
        log.add_shift_by_hand("A-07", "round", "", NOON, NOON + timedelta(hours=2))


def test_hours_that_were_counted_already_are_told(log: VisitLog, clock: HandClock) -> None:
    first = log.add_shift_by_hand("A-07", "round", "", NOON - timedelta(hours=9), NOON - timedelta(hours=6))
    log.void_shift(log.add_shift_by_hand("A-07", "", "", NOON - timedelta(hours=5), NOON), "wrong day")
    open_one = log.start_shift("A-07", "bulaevo")
    clock.tick(hours=1)
    assert log.shifts_between("A-07", NOON - timedelta(hours=7), NOON) == [first]
    assert log.shifts_between("A-07", NOON - timedelta(hours=6), NOON) == []
    assert log.shifts_between("A-07", NOON - timedelta(hours=1), NOON + timedelta(hours=1)) == [open_one]
    assert log.shifts_between("A-08", NOON - timedelta(hours=7), NOON) == []


@pytest.mark.usefixtures("quick")
def test_a_lead_gives_a_new_pin_and_nobody_else_does(log: VisitLog) -> None:
    for name, role in (("A-01", "lead"), ("A-07", "volunteer"), ("A-08", "volunteer")):
        log.add_volunteer(name, RIGHT, role)
    for _ in range(5):
        with pytest.raises(PinRefused):
            log.check_pin("A-07", WRONG)
    for nobody in ("A-07", "A-08", "A-99"):
        with pytest.raises(LogError, match="lead"):
            log.give_pin("A-07", WRONG, nobody)
    with pytest.raises(LogError, match="lead"):
        log.give_pin("A-01", WRONG, "A-01")
    before = log.unsent()
    log.give_pin("A-07", WRONG, "A-01")
    log.check_pin("A-07", WRONG)
    assert log.unsent() == before


@pytest.mark.usefixtures("quick")
def test_the_program_s_log_tells_who_tried_and_never_what(
    log: VisitLog, caplog: pytest.LogCaptureFixture
) -> None:
    log.add_volunteer("A-07", RIGHT)
    with caplog.at_level("INFO"):
        for _ in range(3):
            with pytest.raises(PinRefused):
                log.check_pin("A-07", WRONG)
        with pytest.raises(PinRefused):
            log.check_pin("A-07", RIGHT)
    assert "wrong PIN of A-07, 3 in a row" in caplog.text
    assert "before the delay was over" in caplog.text
    assert WRONG not in caplog.text
    assert RIGHT not in caplog.text
