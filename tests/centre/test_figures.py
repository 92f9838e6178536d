"""What reports ask for, told by villages and the people in them; whoever counts must say the same."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kiosk.centre import Scope, Store
from kiosk.centre.counting import EVERYTHING
from kiosk.centre.figures import Grain, LearningCurve, Reported, Step
from kiosk.centre.measures import NOTHING, Dimension, Measures
from kiosk.centre.rollups import figures_of
from kiosk.visits import Place, TutorialUse
from tests.centre.conftest import TREE, Keep
from tests.centre.records import a_correction, a_notice, a_shift, a_visit

NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))


def consultations(found: dict[str, Measures]) -> dict[str, int]:
    return {code: measures.consultations for code, measures in found.items()}


def test_an_empty_store_has_nothing_to_tell(store: Store) -> None:
    figures = figures_of(store)
    assert figures.total() == NOTHING
    assert figures.by(Dimension.SERVICE) == figures.children() == figures.series(Grain.MONTH) == {}
    assert figures.people_reached() == figures.active(Dimension.VOLUNTEER) == 0


def test_each_visit_adds_by_the_counting_words(store: Store, keep: Keep) -> None:
    keep(
        a_visit(outcome="alone", first_time=True, gender="f", people=2),
        a_visit(outcome="not_done", first_time=False, gender="m", channel="home_visit", clock_trust=0),
        a_visit(
            channel="group", outcome="alone", people=10, women=6, new_people=4, first_time=None, entry="late"
        ),
        a_visit(channel="self_service", outcome="not_told", people=1),
        a_shift(minutes=90),
        a_shift(minutes=None),
        a_shift(ended_at=None, minutes=None),
    )
    assert figures_of(store).total() == Measures(
        consultations=3, people=13, women=7, new_people=6, without_code=6, first_time=1, came_before=1,
        alone=1, not_done=1, household=1, groups=1, late=1, time_uncertain=1, self_service=1,
        shifts=2, shifts_without_length=1, shift_minutes=90, open_shifts=1,
    )  # fmt: skip


def test_a_card_handed_out_at_the_first_visit_is_no_person_without_one(store: Store, keep: Keep) -> None:
    keep(a_visit(first_time=True, return_code="CARD", people=2))
    found = figures_of(store).total()
    assert (found.new_people, found.without_code) == (2, 1)


def test_a_visit_about_two_services_counts_for_both_and_once_for_each(store: Store, keep: Keep) -> None:
    keep(a_visit(services=("kz.fines", "kz.kaspi", "kz.fines")), a_visit(services=()))
    assert consultations(figures_of(store).by(Dimension.SERVICE)) == {"kz.fines": 1, "kz.kaspi": 1, "": 1}


def test_apps_are_counted_one_by_one(store: Store, keep: Keep) -> None:
    keep(a_visit(app_installed={"egov": 2, "kaspi": 1}), a_visit(app_installed={"egov": 1}))
    found = figures_of(store).by(Dimension.APP)
    assert {app: (m.consultations, m.installs) for app, m in found.items()} == {
        "egov": (2, 3),
        "kaspi": (1, 1),
    }
    assert figures_of(store).total().installs == 4


def test_a_walkthrough_opened_twice_in_a_visit_counts_once(store: Store, keep: Keep) -> None:
    use = TutorialUse("kz-fines", 1, "kk", 2, 5)
    keep(a_visit(tutorials=(use, use)))
    assert consultations(figures_of(store).by(Dimension.TUTORIAL)) == {"kz-fines": 1}


def test_a_group_adds_its_people_to_ages_and_genders(store: Store, keep: Keep) -> None:
    group = {"channel": "group", "outcome": "", "people": 10, "women": 6, "first_time": None}
    keep(a_visit(**group, age_bands={"60_74": 5, "75_plus": 2}), a_visit(age_band="60_74", gender="f"))
    figures = figures_of(store)
    ages = {code: (m.consultations, m.people) for code, m in figures.by(Dimension.AGE).items()}
    assert ages == {"60_74": (1, 6), "75_plus": (0, 2), "not_asked": (0, 3)}
    genders = {code: (m.consultations, m.people) for code, m in figures.by(Dimension.GENDER).items()}
    assert genders == {"f": (1, 7), "not_asked": (0, 4)}
    crossed = {codes: m.people for codes, m in figures.cross(Dimension.AGE, Dimension.GENDER).items()}
    assert crossed == {
        ("60_74", "f"): 1,
        ("60_74", "not_asked"): 5,
        ("75_plus", "not_asked"): 2,
        ("not_asked", "not_asked"): 3,
    }


def test_services_are_told_apart_by_channel(store: Store, keep: Keep) -> None:
    keep(a_visit(channel="desk"), a_visit(channel="phone", services=("kz.fines", "kz.kaspi")))
    found = figures_of(store).cross(Dimension.SERVICE, Dimension.CHANNEL)
    assert {codes: m.consultations for codes, m in found.items()} == {
        ("kz.fines", "desk"): 1,
        ("kz.fines", "phone"): 1,
        ("kz.kaspi", "phone"): 1,
    }


def test_only_the_known_pairs_are_told_apart_together(store: Store) -> None:
    with pytest.raises(ValueError, match="together"):
        figures_of(store).cross(Dimension.TRIP, Dimension.APP)


def test_hours_are_told_by_activity_and_volunteer(store: Store, keep: Keep) -> None:
    keep(
        a_shift(activity="club", minutes=60),
        a_shift(activity="chat", minutes=30, volunteer="A-02"),
        a_visit(activity="club"),
    )
    activities = figures_of(store).by(Dimension.ACTIVITY)
    assert {code: (m.consultations, m.shift_minutes) for code, m in activities.items()} == {
        "club": (1, 60),
        "chat": (0, 30),
    }
    volunteers = figures_of(store).by(Dimension.VOLUNTEER)
    assert {code: (m.consultations, m.shift_minutes) for code, m in volunteers.items()} == {
        "A-01": (1, 60),
        "A-02": (0, 30),
    }


def test_days_weeks_and_months_begin_on_their_first_day(store: Store, keep: Keep) -> None:
    keep(
        a_visit(visit_date="2026-11-01"),  # a Sunday
        a_visit(visit_date="2026-11-02", activity="club"),
        a_shift(shift_date="2026-11-08", activity="club"),
    )
    figures = figures_of(store)
    weeks = figures.series(Grain.WEEK)
    assert [(day, m.consultations, m.shift_minutes) for day, m in weeks.items()] == [
        (date(2026, 10, 26), 1, 0),
        (date(2026, 11, 2), 1, 120),
    ]
    assert list(figures.series(Grain.MONTH)) == [date(2026, 11, 1)]
    assert list(figures.series(Grain.DAY, Scope(first=date(2026, 11, 2)))) == [
        date(2026, 11, 2),
        date(2026, 11, 8),
    ]
    clubs = figures.series_by(Grain.WEEK, Dimension.ACTIVITY)
    assert {day: consultations(codes) for day, codes in clubs.items()} == {
        date(2026, 10, 26): {"": 1},
        date(2026, 11, 2): {"club": 1},
    }


def test_each_part_of_a_place_tells_its_own(store: Store, keep: Keep) -> None:
    keep(
        a_visit(place="bulaevo-desk"),
        a_visit(place="vozvyshenka", people=3),
        a_visit(place="yavlenka"),
        a_visit(place="sko"),  # a round through the region
        a_visit(place="nowhere"),
    )
    figures = figures_of(store)
    assert consultations(figures.children(Scope(place="sko"))) == {"mzh": 2, "yes": 1, "sko": 1}
    assert consultations(figures.children()) == {"kz": 4, "": 1}
    assert consultations(figures.by(Dimension.PLACE)) == {
        "bulaevo": 1, "vozvyshenka": 1, "yavlenka": 1, "sko": 1, "nowhere": 1,
    }  # fmt: skip
    assert consultations(figures.by(Dimension.PLACE, Scope(place="mzh"))) == {"bulaevo": 1, "vozvyshenka": 1}
    assert figures.active(Dimension.PLACE) == 3
    assert figures.total(Scope(place="mzh")).people == 4


def test_a_place_that_moves_takes_its_visits_with_it(store: Store, keep: Keep) -> None:
    keep(
        a_visit(place="bulaevo-desk"),
        a_visit(place="yavlenka", visit_date="2026-10-31"),
        a_visit(place="new"),
    )
    moved = [p._replace(parent="yes") if p.id == "bulaevo" else p for p in TREE if p.id != "yavlenka"]
    store.set_places([*moved, Place("new", "New", "settlement", "mzh")])
    figures = figures_of(store)
    assert consultations(figures.children(Scope(place="sko"))) == {"yes": 1, "mzh": 1}
    assert consultations(figures.children()) == {"kz": 2, "": 1}
    assert figures.total(Scope(place="yes")).consultations == 1
    assert consultations(figures.by(Dimension.SERVICE, Scope(place="yes"))) == {"kz.fines": 1}


def test_volunteers_kiosks_and_settlements_are_counted_once(store: Store, keep: Keep) -> None:
    keep(
        a_visit(volunteer="A-01"),
        a_visit(volunteer="A-01", kiosk="k-2"),
        a_visit(volunteer="A-04", channel="self_service", outcome="not_told", kiosk="k-3", place="yavlenka"),
        a_shift(volunteer="A-02", kiosk="k-4"),
        a_visit(volunteer="A-03", visit_date="2026-10-31", place="vozvyshenka"),
    )
    figures = figures_of(store)
    counted = (Dimension.VOLUNTEER, Dimension.KIOSK, Dimension.PLACE)
    assert [figures.active(what) for what in counted] == [3, 2, 2]
    assert [figures.active(what, NOVEMBER) for what in counted] == [2, 2, 1]
    assert [figures.active(what, Scope(place="yes")) for what in counted] == [0, 0, 0]


def test_people_learn_until_they_can_do_it_alone(store: Store, keep: Keep) -> None:
    def came(code: str, day: int, outcome: str, **more: object) -> object:
        at = f"2026-11-{day:02}"
        return a_visit(return_code=code, visit_date=at, started_at=f"{at}T05:00:00Z", outcome=outcome, **more)

    keep(
        came("A", 2, "with_help"),
        came("A", 3, "alone"),
        came("A", 4, "with_help"),
        came("B", 2, "done_for"),
        came("B", 9, "with_help", services=("kz.kaspi",)),
        came("C", 2, "alone"),
        a_visit(outcome="alone"),  # no card
        came("D", 2, "alone", channel="group"),
    )
    figures = figures_of(store)
    assert figures.learning_curve() == LearningCurve(Counter({1: 1, 2: 1}), Counter({2: 1}))
    assert figures.learning_curve(Scope(first=date(2026, 11, 3))) == LearningCurve(
        Counter({1: 1}), Counter({1: 1})
    )
    assert figures.learning_curve(service="kz.kaspi") == LearningCurve(Counter(), Counter({1: 1}))


def test_what_was_corrected_moves_from_the_wrong_code_to_the_right_one(store: Store, keep: Keep) -> None:
    visit = a_visit(language="ru", return_code="A", first_time=False)
    keep(visit)
    keep(a_correction(visit, language="kk", visit_date="2026-12-01", place="yavlenka", return_code="B"))
    figures = figures_of(store)
    assert consultations(figures.by(Dimension.LANGUAGE)) == {"kk": 1}
    assert figures.total(NOVEMBER) == NOTHING
    assert figures.total(Scope(date(2026, 12, 1), date(2026, 12, 31), "yes")).consultations == 1
    assert figures.people_reached(NOVEMBER) == 0


def test_people_reached_by_a_month_and_by_any_period(store: Store, keep: Keep) -> None:
    keep(
        a_visit(return_code="A", first_time=True, visit_date="2026-10-20"),
        a_visit(return_code="A", first_time=False),
        a_visit(return_code="A", first_time=False, place="yavlenka"),
        a_visit(return_code="B", first_time=False, visit_date="2026-11-03"),
        a_visit(return_code="B", first_time=False, visit_date="2026-12-03"),
        a_visit(first_time=True, people=2),
    )
    figures = figures_of(store)
    october, december = date(2026, 10, 1), date(2026, 12, 31)
    assert figures.people_reached(NOVEMBER) == 1 + 2
    assert figures.people_reached(Scope(october, december)) == 1 + 2
    assert figures.people_reached(Scope(date(2026, 11, 4), december)) == 2 + 2, "B came with a card already"
    assert figures.people_reached(Scope(date(2026, 12, 1), december)) == 1
    assert figures.people_reached(NOVEMBER.__class__(NOVEMBER.first, NOVEMBER.last, "yes")) == 1


def test_steps_that_no_longer_match_are_told_with_the_last_day(store: Store, keep: Keep) -> None:
    keep(a_notice(step="open"), a_notice(step="open", notice_date="2026-11-12"), a_notice(step="pay"))
    found = figures_of(store).notices(Scope(place="bulaevo"))
    assert found == {
        Step("gen-qr", 1, "open", "ru"): Reported(2, "2026-11-12"),
        Step("gen-qr", 1, "pay", "ru"): Reported(1, "2026-11-10"),
    }
    assert figures_of(store).notices(Scope(place="yes")) == {}
    assert figures_of(store).total(EVERYTHING) == NOTHING
