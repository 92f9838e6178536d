"""Looking back: what was done on which day, who changed what and why, and that the counts are the report's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kiosk import privacy
from kiosk.errors import LogError
from kiosk.visits import Change, Visit, VisitLog, Volunteer, Wanted
from tests.desks import HandClock, draft

TODAY, LONG_AGO, FAR = "2026-11-22", "2026-01-01", "2026-12-31"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def log(tmp_path: Path, clock: HandClock) -> Iterator[VisitLog]:
    with VisitLog.open(tmp_path / "log.db", clock) as opened:
        opened.set_volunteers([Volunteer("A-01", "lead"), Volunteer("A-07"), Volunteer("A-08")])
        yield opened


def all_pages(log: VisitLog, size: int, wanted: Wanted | None = None) -> list[Visit]:
    found: list[Visit] = []
    after = None
    while True:
        page = log.page(LONG_AGO, FAR, size, after, wanted)
        assert len(page.visits) <= size
        found += page.visits
        if (after := page.after) is None:
            return found


def test_pages_leave_no_visit_out_and_show_none_twice(log: VisitLog, clock: HandClock) -> None:
    chance = Random(4)
    recorded = []
    for number in range(50):
        clock.tick(hours=3)
        late = chance.random() < 0.3
        day = f"2026-11-{chance.randrange(10, 20)}"
        recorded.append(log.record(draft(clock, entry="late", visit_date=day) if late else draft(clock)))
        if number == 25:
            log.begin_epoch()
        if chance.random() < 0.3:
            recorded[-1] = log.edit(recorded[-1], {"people": 2}, "there were two")
        if chance.random() < 0.1:
            recorded[-1] = log.void(recorded[-1], "typed twice")
    whole = all_pages(log, 100)
    assert {(v.epoch, v.seq) for v in whole} == {(v.epoch, v.seq) for v in recorded}
    assert [v.visit_date for v in whole] == sorted((v.visit_date for v in whole), reverse=True)
    for size in (1, 7, 50):
        assert all_pages(log, size) == whole


def test_what_is_looked_for_is_found_by_service_and_note(log: VisitLog, clock: HandClock) -> None:
    by_service = log.record(draft(clock, services=["kz.fines", "gen.email"]))
    by_note = log.record(draft(clock, note="Әже өзі кірді"))
    log.record(draft(clock))
    assert all_pages(log, 2, Wanted(services=frozenset({"kz.fines"}))) == [by_service]
    assert all_pages(log, 2, Wanted(services=frozenset({"fines"}))) == []
    assert all_pages(log, 2, Wanted(note=lambda note: "әже" in note.casefold())) == [by_note]
    both = Wanted(services=frozenset({"gen.email"}), note=lambda note: "кірді" in note)
    assert all_pages(log, 1, both) == [by_note, by_service]


def test_a_card_is_found_by_its_code(log: VisitLog, clock: HandClock) -> None:
    code = privacy.new_return_code(Random(1))
    carried = log.record(draft(clock, return_code=code, first_time=False))
    log.record(draft(clock))
    assert all_pages(log, 5, Wanted(code=carried.return_code)) == [carried]


def test_a_changed_visit_shows_what_it_was_who_changed_it_when_and_why(
    log: VisitLog, clock: HandClock
) -> None:
    visit = log.record(draft(clock, outcome="with_help"))
    clock.tick(minutes=90)
    log.edit(visit, {"outcome": "alone"}, "tapped beside it", "A-07")
    clock.tick(minutes=10)
    log.void(visit, "typed twice", "A-01")
    told = [
        (r.visit.change, r.visit.outcome, r.made_at, r.utc_offset, r.volunteer, r.visit.change_reason)
        for r in log.revisions(visit)
    ]
    assert told == [
        ("new", "with_help", "2026-11-22T07:00:00Z", 300, "A-07", ""),
        ("edit", "alone", "2026-11-22T08:30:00Z", 300, "A-07", "tapped beside it"),
        ("void", "alone", "2026-11-22T08:40:00Z", 300, "A-01", "typed twice"),
    ]
    assert [v.change for v in all_pages(log, 5)] == [Change.VOID]
    assert log.today(TODAY).visits == 0


def test_a_volunteer_mends_own_slips_of_a_month_and_a_lead_everybody_s(
    log: VisitLog, clock: HandClock
) -> None:
    visit = log.record(draft(clock))
    with pytest.raises(LogError, match="ask one"):
        log.edit(visit, {"people": 2}, "there were two", "A-08")
    clock.tick(hours=24 * 31)
    log.edit(visit, {"people": 2}, "there were two", "A-07")
    clock.tick(hours=24)
    with pytest.raises(LogError, match="31 days"):
        log.edit(visit, {"people": 3}, "three", "A-07")
    with pytest.raises(LogError, match="31 days"):
        log.void(visit, "no", "A-07")
    assert log.edit(visit, {"people": 3}, "three", "A-01").revision == 3
    log.set_volunteers([Volunteer("A-01", "lead", active=False)])
    assert not log.may_change(visit, "A-01")


def test_a_month_is_what_its_volunteer_did(log: VisitLog, clock: HandClock) -> None:
    shift = log.start_shift("A-07", "bulaevo")
    log.record(draft(clock, people=2))
    log.record(draft(clock, outcome="with_help"))
    log.void(log.record(draft(clock)), "typed twice")
    log.record(draft(clock, volunteer="A-08"))
    log.record(draft(clock, channel="self_service", outcome=""))
    clock.tick(hours=2)
    log.end_shift(shift)
    clock.tick(hours=24)
    log.record(draft(clock, channel="group", people=8))
    month = log.month_of("A-07", "2026-11-01", "2026-11-30")
    assert month.days == {"2026-11-22": 2, "2026-11-23": 1}
    assert month.outcomes == {"alone": 1, "with_help": 1, "": 1}
    assert (month.visits, month.people, month.minutes, month.shifts) == (3, 11, 120, 1)
    assert log.month_of("A-07", "2026-12-01", "2026-12-31").visits == 0
