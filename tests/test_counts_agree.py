"""What the desk says of a day, a week and a month is what the report says, to the unit."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from kiosk import centre
from kiosk.centre import Scope, Store, summary
from kiosk.codebook import Channel
from kiosk.config import DataFolder
from kiosk.stick import export, join
from kiosk.visits import VisitLog, Volunteer
from tests import passphrases
from tests.desks import HandClock, draft

FIRST, DAYS = date(2026, 11, 22), 12
CHANNELS = (Channel.DESK, Channel.PHONE, Channel.HOME_VISIT, Channel.GROUP, Channel.SELF_SERVICE)


def work(log: VisitLog, clock: HandClock, chance: Random) -> None:
    """Have twelve days at the desk, with slips, things taken back, late entries, forgotten ends, hours by hand."""
    log.set_volunteers([Volunteer("A-01", "lead"), Volunteer("A-07"), Volunteer("A-08")])
    for day in range(DAYS):
        volunteer = chance.choice(("A-07", "A-08"))
        shift = log.start_shift(volunteer, "bulaevo", "club")
        for _ in range(chance.randrange(6)):
            clock.tick(minutes=chance.randrange(5, 40))
            said = {
                "volunteer": volunteer,
                "people": chance.randrange(1, 9),
                "outcome": chance.choice(("alone", "with_help", "not_done")),
                "channel": chance.choice(CHANNELS),
            }
            if chance.random() < 0.3:
                late = FIRST + timedelta(days=chance.randrange(day + 1))
                said |= {"entry": "late", "visit_date": str(late)}
            visit = log.record(draft(clock, **said))
            if chance.random() < 0.3:
                log.edit(visit, {"people": visit.people + 1}, "left_out", "A-01")
            if chance.random() < 0.2:
                log.void(visit, "twice", "A-01")
        clock.tick(minutes=20)
        if chance.random() < 0.7:
            log.end_shift(shift)
        if chance.random() < 0.4:
            begun = clock.now() - timedelta(hours=3)
            log.add_shift_by_hand(volunteer, "round", "round", begun, begun + timedelta(minutes=100))
        clock.tick(hours=24)
    for volunteer in ("A-07", "A-08"):
        log.end_shift(log.start_shift(volunteer, "bulaevo"))


def test_every_day_week_and_volunteer_counts_as_in_the_report(tmp_path: Path) -> None:
    clock = HandClock()
    manager, desk = DataFolder(tmp_path / "centre"), DataFolder(tmp_path / "desk").create()
    stick = tmp_path / "stick"
    stick.mkdir()
    with passphrases.quick():
        keys = centre.new_programme(manager, "Digital skills", "correct horse").keys
    centre.write_card(manager, stick)
    with VisitLog.open(desk.log, clock) as log, Store.open(manager.centre) as store:
        join(desk, log, stick, lambda _card, _digits: True, "Булаево", clock=clock)
        work(log, clock, Random(11))
        export(desk, log, stick, clock=clock)
        centre.import_paths(manager, store, keys, [stick], clock=clock)
        centre.accept(manager, store, keys, log.kiosk, clock)
        centre.import_waiting(manager, store, keys, log.kiosk, clock)

        days = [FIRST + timedelta(days=number) for number in range(DAYS + 1)]
        spans = [(day, day) for day in days] + [(days[0], days[6]), (days[7], days[-1]), (days[0], days[-1])]
        for first, last in spans:
            told, here = summary(store, Scope(first, last)), log.counts_between(first, last)
            assert (here.visits, here.people, here.self_service) == (
                told.consultations,
                told.people_served,
                told.self_service_sessions,
            ), (first, last)
            counted = [visit for visit in log.page(first, last, 500).visits if visit.change != "void"]
            assert len(counted) == here.visits + here.self_service
        whole = summary(store)
        months = [log.month_of(who, "2026-01-01", "2026-12-31") for who in ("A-01", "A-07", "A-08")]
        assert whole.consultations == sum(month.visits for month in months) > 15
        assert whole.people_served == sum(month.people for month in months)
        assert whole.shifts == sum(month.shifts for month in months)
        assert whole.shifts_without_length == sum(month.unmeasured for month in months)
        assert whole.volunteer_hours == round(sum(month.minutes for month in months) / 60, 1)
