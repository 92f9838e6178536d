"""A small world whose reports anybody can count on paper: two villages, five people who come, a club and a course."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from kiosk.centre import Scope, Store, as_json, report
from kiosk.centre.people import Person, Team
from tests.centre.conftest import Keep
from tests.centre.records import a_notice, a_shift, a_visit
from tests.desks import HandClock

OCTOBER = Scope.month(date(2026, 10, 1))
Rows = list[dict[str, object]]


def rows(store: Store, name: str, scope: Scope = OCTOBER, table: str = "") -> Rows:
    told = json.loads(as_json(report(store, name, scope, show_few=True)))
    return list((told["tables"][table] if table else told)["rows"])


def column(found: Rows, key: str, value: str) -> dict[object, object]:
    return {row[key]: row[value] for row in found}


@pytest.fixture(autouse=True)
def world(store: Store, keep: Keep) -> None:
    def october(day: int, **says: object) -> object:
        text = f"2026-10-{day:02}"
        return a_visit(visit_date=text, started_at=f"{text}T05:00:00Z", **says)

    card = "7KA-29P-X3M"
    keep(
        # A woman with a card: with help, with help, alone; a trip avoided; sent on to the bank the first time.
        october(1, return_code=card, age_band="60_74", gender="f", outcome="with_help", referral_to="bank"),
        october(8, return_code=card, age_band="60_74", gender="f", outcome="with_help", first_time=False),
        october(
            15,
            return_code=card,
            age_band="60_74",
            gender="f",
            outcome="alone",
            first_time=False,
            trip_avoided="yes",
        ),
        # A man at home, who gets an app; a couple that could not do it; somebody on the phone in Kazakh.
        october(
            2, channel="home_visit", place="vozvyshenka", age_band="75_plus", gender="m", outcome="done_for",
            app_installed={"kz.egov_mobile": 1}, support_given="hearing", help_reason="skill",
        ),
        october(3, people=2, age_band="not_asked", gender="not_asked", outcome="not_done",
                not_done_reason="documents", services=("kz.fines", "kz.kaspi")),
        october(4, channel="phone", language="kk", age_band="60_74", gender="f", outcome="alone"),
        # A club of ten, six of them women, four there for the first time; ages of eight were noted.
        october(5, channel="group", activity="club", people=10, women=6, new_people=4, outcome="",
                first_time=None, age_band="not_asked", gender="not_asked",
                age_bands={"60_74": 5, "75_plus": 3}, volunteer="A-02", services=()),
        # Alone at the screen.
        october(6, channel="self_service", outcome="not_told", volunteer="", resident_feedback="good"),
        october(7, channel="self_service", outcome="not_told", volunteer="", resident_feedback=""),
        a_shift(shift_date="2026-10-05", activity="club", minutes=90, volunteer="A-02"),
        a_shift(shift_date="2026-10-01", minutes=120),
        a_shift(shift_date="2026-11-02", minutes=60),
        a_notice(notice_date="2026-10-09", step="open"),
        a_notice(notice_date="2026-10-11", step="open"),
    )  # fmt: skip


def test_languages(store: Store) -> None:
    assert column(rows(store, "languages"), "code", "consultations") == {"ru": 6, "kk": 1}


def test_ages_and_genders_take_the_groups_people(store: Store) -> None:
    assert column(rows(store, "ages"), "code", "people_served") == {"60_74": 9, "75_plus": 4, "not_asked": 4}
    assert column(rows(store, "genders"), "code", "people_served") == {"f": 10, "m": 1, "not_asked": 6}


def test_age_by_gender_and_by_outcome(store: Store) -> None:
    crossed = rows(store, "age-gender")
    assert crossed[0] == {"code": "60_74", "f": 4, "m": 0, "not_asked": 5, "total": 9}
    assert sum(int(str(row["total"])) for row in crossed) == 17
    ended = {row["code"]: row for row in rows(store, "age-outcome")}
    assert (ended["60_74"]["alone"], ended["60_74"]["with_help"], ended["75_plus"]["done_for"]) == (2, 2, 1)


def test_outcomes_and_why_it_did_not_work_out(store: Store) -> None:
    ended = rows(store, "outcomes", table="outcomes")
    assert column(ended, "code", "consultations") == {
        "alone": 2,
        "with_help": 2,
        "done_for": 1,
        "not_done": 1,
    }
    why = rows(store, "outcomes", table="not_done_reasons")
    assert column(why, "code", "people_served") == {"documents": 2}


def test_channels_activities_apps_referrals_trips_support(store: Store) -> None:
    assert column(rows(store, "channels"), "code", "people_served") == {
        "desk": 5, "home_visit": 1, "phone": 1, "group": 10,
    }  # fmt: skip
    club = next(row for row in rows(store, "activities") if row["code"] == "club")
    assert (club["consultations"], club["people_served"], club["volunteer_hours"]) == (1, 10, 1.5)
    assert column(rows(store, "apps"), "code", "installs") == {"kz.egov_mobile": 1}
    assert column(rows(store, "referrals"), "code", "consultations") == {"bank": 1}
    assert column(rows(store, "trips"), "code", "consultations") == {"yes": 1}
    assert column(rows(store, "support"), "code", "consultations")["hearing"] == 1
    assert column(rows(store, "help-reasons"), "code", "consultations")["skill"] == 1


def test_services_by_channel(store: Store) -> None:
    found = {row["code"]: row for row in rows(store, "services-channels")}
    assert (found["kz.fines"]["desk"], found["kz.fines"]["phone"], found["kz.kaspi"]["desk"]) == (4, 1, 1)


def test_the_woman_with_a_card_could_do_it_alone_at_the_third_visit(store: Store) -> None:
    assert rows(store, "learning") == [
        {"visit": 1, "alone": 0, "not_yet": 0, "alone_so_far": 0.0},
        {"visit": 2, "alone": 0, "not_yet": 0, "alone_so_far": 0.0},
        {"visit": 3, "alone": 1, "not_yet": 0, "alone_so_far": 1.0},
    ]


def test_sessions_alone_at_the_screen_stand_apart(store: Store) -> None:
    assert rows(store, "self-service", table="months") == [{"month": "2026-10", "self_service_sessions": 2}]
    faces = rows(store, "self-service", table="feedback")
    assert column(faces, "code", "self_service_sessions") == {"good": 1, "": 1}


def test_the_tree_shows_what_lies_in_a_place_and_adds_up(store: Store) -> None:
    told = json.loads(
        as_json(report(store, "tree", Scope(OCTOBER.first, OCTOBER.last, "mzh"), show_few=True))
    )
    assert column(told["rows"], "place", "consultations") == {"bulaevo": 6, "vozvyshenka": 1}
    assert (told["total"]["consultations"], told["total"]["settlements"]) == (7, 2)


def test_months_and_hours(store: Store) -> None:
    months = rows(store, "months", Scope())
    assert column(months, "month", "volunteer_hours") == {"2026-10": 3.5, "2026-11": 1.0}
    assert months[0]["people_reached"] == 1 + 1 + 2 + 1 + 4, (
        "one card, a man, a couple, a caller, four new in the club"
    )
    hours = rows(store, "hours", OCTOBER)
    assert (hours[0]["volunteers"], hours[0]["hours_each"]) == (2, 1.75)
    assert (hours[0]["hours_least"], hours[0]["hours_most"]) == (1.5, 2.0)


def test_steps_that_no_longer_match(store: Store) -> None:
    (step,) = rows(store, "notices")
    assert (step["step"], step["notices"], step["last"]) == ("open", 2, "2026-10-11")


def test_teams_count_with_their_members_who_have_a_pseudonym(store: Store) -> None:
    store.set_teams(
        [Team("t1", "Team of Bulaevo", "bulaevo", 7), Team("t2", "Team on paper", "vozvyshenka", 5)]
    )
    store.set_people([Person("A-02", team="t1")])
    found = {row["team"]: row for row in rows(store, "teams")}
    assert (found["t1"]["members"], found["t1"]["people_served"], found["t1"]["volunteer_hours"]) == (
        7,
        10,
        1.5,
    )
    assert (found["t2"]["members"], found["t2"]["consultations"]) == (5, 0)


def test_a_report_says_the_day_it_was_made_on_as_the_clock_there_has_it(store: Store) -> None:
    evening = HandClock()
    told = report(store, "summary", clock=evening)
    local = datetime.fromtimestamp(evening.now().timestamp() + 60 * evening.offset(), UTC)
    assert told.made_on == local.date()
