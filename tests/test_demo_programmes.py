"""The practice programmes that are like real ones: their reports say what the field reports said.

The plans are looked at in every run; the programmes are built, each once, with the long matrices.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk import centre, demo
from kiosk.centre import Deed, Scope, Store, summary
from kiosk.centre.figures import Figures, Grain
from kiosk.centre.measures import Dimension
from kiosk.centre.rollups import figures_of
from kiosk.centre.watching import watch
from kiosk.codebook import Channel
from kiosk.demo.clock import PracticeClock
from kiosk.demo.days import HOLIDAYS
from kiosk.demo.plan import PlannedProgramme, PlannedVisit

TODAY = date(2026, 11, 22)
YESTERDAY = date(2026, 11, 21)


@pytest.fixture(scope="module", params=["undp", "almaty", "thai-nguyen", "digituki"])
def plan(request: pytest.FixtureRequest) -> PlannedProgramme:
    return demo.LIKE[request.param](YESTERDAY)


def visits_of(plan: PlannedProgramme) -> Iterator[PlannedVisit]:
    for kiosk in plan.kiosks:
        for shift in kiosk.shifts:
            yield from shift.visits


def test_nobody_works_two_shifts_at_once_and_no_shift_lies_in_the_future(plan: PlannedProgramme) -> None:
    for kiosk in plan.kiosks:
        live = [shift for shift in kiosk.shifts if not shift.by_hand]
        assert all(one.end <= other.start for one, other in pairwise(live)), kiosk.name
        assert all(shift.end.date() <= YESTERDAY for shift in kiosk.shifts)
        assert {shift.volunteer for shift in kiosk.shifts} <= set(kiosk.volunteers)


def test_weeks_have_a_rhythm_and_holidays_are_kept(plan: PlannedProgramme) -> None:
    days = Counter(s.start.weekday() for k in plan.kiosks for s in k.shifts if s.activity != "chat")
    assert days[6] == 0
    assert len(days) > 3
    off = HOLIDAYS[plan.country]
    worked = {s.start.date() for k in plan.kiosks for s in k.shifts if s.activity != "chat"}
    assert not [day for day in worked if (day.month, day.day) in off]


def test_every_place_of_a_visit_is_in_the_tree_and_people_make_mistakes(plan: PlannedProgramme) -> None:
    known = {place.id for place in plan.places}
    held = list(visits_of(plan))
    assert {visit.place for visit in held} <= known
    assert any(visit.slip for visit in held)
    assert any(visit.doubled for visit in held)
    assert any(visit.late for visit in held)


@pytest.mark.parametrize("name", demo.LIKE)
def test_a_plan_is_the_same_each_time(name: str) -> None:
    assert demo.LIKE[name](YESTERDAY) == demo.LIKE[name](YESTERDAY)


def test_nothing_in_the_reports_knows_the_numbers() -> None:
    told = re.compile(r"(?<![\d.])(390|748|1500|28_?000|17_?000)(?![\d.])")
    sources = Path(centre.__file__).parent.rglob("*.py")
    assert not [path.name for path in sources if told.search(path.read_text(encoding="utf-8"))]


@contextmanager
def built(folder: Path, name: str) -> Iterator[tuple[Store, Figures, dict[str, str]]]:
    """Build a programme; return its store, its figures, and the lines of its funder's report by their first words."""
    made = demo.build(folder / name, name, today=TODAY)
    text = (made.folder / "centre" / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [re.split(r"  +", line) for line in text.splitlines()]
    told = {line[0]: line[1] for line in reversed(lines) if len(line) > 1}
    with Store.open(made.folder / "centre" / "centre.db") as store:
        yield store, figures_of(store), told


@pytest.mark.audit
def test_undp_450_volunteers_in_all_regions_and_older_people_who_come_back(tmp_path: Path) -> None:
    with built(tmp_path, "undp") as (store, figures, told):
        found = summary(store)
        assert (told["Volunteers"], told["Regions"]) == ("450", "20")
        assert (found.volunteers, found.settlements, found.place_unknown) == (450, 20, 0)
        regions = figures.children(Scope(place="kz"))
        assert len([region for region, counted in regions.items() if counted.consultations]) == 20
        assert figures.by(Dimension.APP)["kz.egov_mobile"].installs > 1000
        curve = figures.learning_curve().alone_at
        assert curve[2] > 200
        assert curve[3] > curve[4] > curve[5] > 0
        assert sum(figures.learning_curve().not_yet.values()) > 100, "some cannot learn it"
        assert found.time_uncertain > 0
        silent = [k for k in watch(store, PracticeClock(300, datetime(2026, 11, 22, 9))) if k.silent_days]
        assert len(silent) == 1, "a desk that fell silent weeks ago"
        spoiled = [e for e in store.audit_trail() if e.deed == Deed.IMPORT and e.about.get("damaged")]
        assert len(spoiled) == 1


@pytest.mark.audit
def test_almaty_a_campaign_by_channel(tmp_path: Path) -> None:
    with built(tmp_path, "almaty") as (store, figures, told):
        assert told["Participants of the campaign"] == "2,000"
        assert (told["In groups and courses"], told["At outreach"], told["At desks"]) == ("640", "830", "530")
        assert summary(store).people_served == 2000
        by = figures.by(Dimension.CHANNEL)
        assert (by[Channel.GROUP].people, by[Channel.OUTREACH].people, by[Channel.DESK].people) == (
            640,
            830,
            530,
        )
        assert figures.by(Dimension.ACTIVITY)["campaign"].people == 2000
        assert summary(store).volunteers == 40


@pytest.mark.audit
def test_thai_nguyen_teams_and_installs_by_app(tmp_path: Path) -> None:
    with built(tmp_path, "thai-nguyen") as (store, figures, told):
        assert (told["Teams"], told["Members of teams"]) == ("228", "1,500")
        apps = [told[f"{app} set up"] for app in ("VssID", "VNeID", "C-ThaiNguyen")]
        assert apps == ["28,000", "17,000", "4,000"]
        teams = store.teams()
        assert (len(teams), sum(team.members for team in teams)) == (228, 1500)
        installs = {app: counted.installs for app, counted in figures.by(Dimension.APP).items()}
        assert installs == {"vn.vssid": 28_000, "vn.vneid": 17_000, "vn.c_thai_nguyen": 4_000}
        assert summary(store).household_visits > 3000
        assert summary(store).settlements == 23
        working = {person.team for person in store.people()} - {""}
        assert len(working) == 228
        assert summary(store).volunteers == 228 - 11, "some teams exist on paper only"


@pytest.mark.audit
def test_digituki_a_club_a_chat_and_volunteers_who_give_what_they_said(tmp_path: Path) -> None:
    with built(tmp_path, "digituki") as (store, figures, told):
        assert (told["Club attendance"], told["Chat hours a week"]) == ("400", "12")
        assert 2 <= float(told["Hours a volunteer a month"]) <= 5
        activities = figures.by(Dimension.ACTIVITY)
        assert activities["club"].people == 400
        weeks = figures.series_by(Grain.WEEK, Dimension.ACTIVITY)
        assert {counted["chat"].shift_minutes / 60 for counted in weeks.values()} == {12.0}
        assert len(weeks) == 52
        hours = Counter[tuple[str, str]]()
        for volunteer, month, minutes in store.ask(
            "SELECT volunteer, substr(shift_date, 1, 7), minutes FROM current_shifts", {}
        ):
            hours[(volunteer, month)] += minutes / 60
        whole = [
            given for (_name, month), given in hours.items() if month not in ("2025-11", "2026-07", "2026-11")
        ]
        assert all(2 <= given <= 5 for given in whole)
