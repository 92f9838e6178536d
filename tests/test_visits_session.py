"""A resident alone: one coded row, kept through a power cut, beside a volunteer's open visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import LogError
from kiosk.visits import Session, Slot, TutorialUse, VisitLog
from tests.desks import HandClock, draft

QR = TutorialUse("gen-qr", 1, "fi", seen=2, steps=6)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def log(tmp_path: Path, clock: HandClock) -> Iterator[VisitLog]:
    with VisitLog.open(tmp_path / "log.db", clock) as log:
        yield log


@pytest.fixture
def session(log: VisitLog, clock: HandClock) -> Session:
    return Session(log, clock, "bulaevo", "club")


def test_one_session_is_one_row_with_what_was_done_and_how_it_felt(
    session: Session, log: VisitLog, clock: HandClock
) -> None:
    session.follow(QR, ("gen.qr_code",), "fi")
    clock.tick(minutes=7)
    session.follow(TutorialUse("gen-qr", 1, "fi", seen=6, steps=6, practised=True), ("gen.qr_code",), "fi")
    session.tell("so_so")
    session.tell("good")
    clock.tick(minutes=2)
    visit = session.end(idle=120)
    assert visit is not None
    assert (visit.channel, visit.outcome, visit.resident_feedback) == ("self_service", "not_told", "good")
    assert (visit.language, visit.services, visit.minutes, visit.people) == ("fi", ("gen.qr_code",), 7, 1)
    assert [(use.id, use.seen, use.practised) for use in visit.tutorials] == [("gen-qr", 6, True)]
    assert (visit.volunteer, visit.note, visit.age_band, visit.return_code) == ("", "", "not_asked", "")
    assert visit.clock_trust > 0
    assert log.today(visit.visit_date).self_service == 1
    assert log.today(visit.visit_date).visits == 0
    assert log.draft(Slot.ALONE) is None


def test_whoever_only_chose_a_language_is_not_counted(session: Session, log: VisitLog) -> None:
    session.tell("good")
    assert session.end() is None
    assert log.unsent() == 0


def test_a_volunteers_open_visit_outlives_the_residents_session(
    session: Session, log: VisitLog, clock: HandClock
) -> None:
    waiting = draft(clock)
    log.save_draft(waiting)
    session.follow(QR, (), "fi")
    session.end()
    assert log.draft() == waiting
    session.follow(QR, (), "fi")
    log.record(waiting)
    assert log.draft(Slot.ALONE) is not None, "and a session outlives the volunteer's"


def test_a_session_that_the_power_ended_is_counted_at_the_next_start(
    session: Session, log: VisitLog, clock: HandClock
) -> None:
    session.follow(QR, ("gen.qr_code",), "fi")
    clock.tick(hours=3)
    visit = Session(log, clock, "bulaevo").take_up()
    assert visit is not None
    assert (visit.services, visit.minutes) == (("gen.qr_code",), None)
    assert Session(log, clock, "bulaevo").take_up() is None


def test_a_session_that_the_disk_refused_is_recorded_with_the_next(
    session: Session, log: VisitLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.follow(QR, (), "fi")
    record = log.record

    def full(*_args: object, **_more: object) -> None:
        raise LogError("The disk is full.")

    monkeypatch.setattr(log, "record", full)
    with pytest.raises(LogError):
        session.end()
    monkeypatch.setattr(log, "record", record)
    session.follow(TutorialUse("gen-passwords", 1, "kk", seen=1, steps=4), (), "kk")
    last = session.end()
    assert last is not None
    assert [visit.tutorials[0].id for visit in log.visits_on(last.visit_date)] == ["gen-qr", "gen-passwords"]
