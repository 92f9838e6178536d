"""What the words of a report count, told by villages and the people in them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.centre import REPORTS, Scope, Store, StoreError, as_csv, as_json, as_text, report, summary
from kiosk.centre.counting import EVERYTHING
from kiosk.centre.totals import SUMMARY_LABELS
from kiosk.i18n import Language
from kiosk.visits import Batch, Place, Visit, to_row
from tests.centre.conftest import Keep
from tests.centre.records import a_correction, a_notice, a_shift, a_visit

NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))


def rows(store: Store, name: str, scope: Scope = EVERYTHING) -> list[dict[str, object]]:
    return list(json.loads(as_json(report(store, name, scope, show_few=True)))["rows"])


def test_an_empty_store_reports_zeros_and_no_rate(store: Store) -> None:
    found = summary(store)
    assert (found.settlements, found.consultations, found.people_served, found.volunteers) == (0, 0, 0, 0)
    assert found.alone_rate is None
    assert found.volunteer_hours == 0


def test_consultations_are_visits_and_people_served_the_people_in_them(store: Store, keep: Keep) -> None:
    keep(a_visit(), a_visit(people=2), a_visit(channel="group", people=14, outcome=""))
    found = summary(store)
    assert (found.consultations, found.people_served, found.group_sessions) == (3, 17, 1)


def test_a_visit_that_was_taken_back_never_counts(store: Store, keep: Keep) -> None:
    mistake = a_visit(people=3)
    keep(mistake, a_correction(mistake, change="void"), a_visit())
    found = summary(store)
    assert (found.consultations, found.people_served) == (1, 1)


def test_a_corrected_visit_counts_once_and_as_corrected(store: Store, keep: Keep) -> None:
    visit = a_visit(people=1, outcome="alone")
    keep(visit, a_correction(visit, people=2, outcome="with_help"))
    found = summary(store)
    assert (found.consultations, found.people_served, found.alone_rate) == (1, 2, 0.0)


def test_a_correction_that_comes_before_its_visit_counts_at_once(store: Store, keep: Keep) -> None:
    visit = a_visit()
    keep(a_correction(visit, people=4))
    assert summary(store).people_served == 4
    keep(visit)
    assert (summary(store).consultations, summary(store).people_served) == (1, 4)


def test_an_edit_that_comes_after_the_void_of_the_same_visit_does_not_bring_it_back(
    store: Store, keep: Keep
) -> None:
    visit = a_visit()
    keep(visit, a_correction(visit, change="void", revision=3))
    keep(a_correction(visit, revision=2, people=9))
    assert summary(store).consultations == 0


def test_self_service_is_counted_apart(store: Store, keep: Keep) -> None:
    keep(a_visit(), a_visit(channel="self_service", outcome="not_told", volunteer=""))
    found = summary(store)
    assert (found.consultations, found.self_service_sessions, found.people_served) == (1, 1, 1)


def test_the_alone_rate_leaves_out_groups_and_what_did_not_work_out(store: Store, keep: Keep) -> None:
    keep(
        *(a_visit(outcome=outcome) for outcome in ("alone", "alone", "with_help", "done_for", "not_done")),
        a_visit(channel="course", people=20, outcome=""),
    )
    assert summary(store).alone_rate == 0.5


def test_a_desk_and_a_home_visit_in_one_village_are_one_settlement(store: Store, keep: Keep) -> None:
    keep(
        a_visit(place="bulaevo-desk"),
        a_visit(place="bulaevo", channel="home_visit"),
        a_visit(place="yavlenka"),
        a_visit(place="mzh"),  # a round through the district is in no settlement
    )
    found = summary(store)
    assert (found.settlements, found.household_visits) == (2, 1)


def test_a_place_that_the_tree_lacks_is_said_and_not_counted_as_a_settlement(
    store: Store, keep: Keep
) -> None:
    keep(a_visit(place="nowhere"))
    assert (summary(store).settlements, summary(store).place_unknown) == (0, 1)
    store.set_places([Place("nowhere", "Nowhere", "settlement")])
    assert (summary(store).settlements, summary(store).place_unknown) == (1, 0)


def test_volunteers_had_a_visit_or_a_shift_in_the_period(store: Store, keep: Keep) -> None:
    keep(
        a_visit(volunteer="A-01"),
        a_shift(volunteer="A-02"),
        a_visit(volunteer="A-03", visit_date="2026-10-31"),
        a_visit(volunteer="", channel="self_service", outcome="not_told"),
    )
    assert summary(store, NOVEMBER).volunteers == 2
    assert summary(store).volunteers == 3


def test_hours_are_the_sum_of_shifts_and_an_open_or_voided_one_adds_nothing(store: Store, keep: Keep) -> None:
    started = a_shift(ended_at=None, minutes=None)
    mistaken = a_shift()
    keep(
        started,
        a_shift(minutes=90),
        a_shift(minutes=None),  # forgotten, or the clock was set in it
        mistaken,
        a_shift_end(mistaken.shift_seq, change="void"),
    )
    found = summary(store)
    assert (found.volunteer_hours, found.shifts_without_length) == (1.5, 1)
    keep(a_shift_end(started.shift_seq, minutes=30))
    assert summary(store).volunteer_hours == 2.0


def a_shift_end(seq: int, **changes: object) -> object:
    return a_shift(shift_seq=seq, revision=2, **{"change": "edit", **changes})


def test_people_reached_are_cards_and_first_comers_without_one(store: Store, keep: Keep) -> None:
    keep(
        a_visit(first_time=True, return_code="7KA-29P-X3M", visit_date="2026-11-09"),
        a_visit(first_time=False, return_code="7KA-29P-X3M"),
        a_visit(first_time=False, return_code="7KA-29P-X3M"),
        a_visit(first_time=True),
        a_visit(first_time=False),  # came before, has no card: counted when they came first
        a_visit(channel="group", people=10, new_people=4, first_time=None, outcome=""),
    )
    assert summary(store).people_reached == 1 + 1 + 4


def test_a_card_handed_out_on_a_returning_visit_adds_nobody(store: Store, keep: Keep) -> None:
    keep(
        a_visit(first_time=True, visit_date="2026-11-02"),
        a_visit(
            first_time=False, return_code="CARD", visit_date="2026-11-09", started_at="2026-11-09T05:00:00Z"
        ),
        a_visit(
            first_time=False, return_code="CARD", visit_date="2026-11-16", started_at="2026-11-16T05:00:00Z"
        ),
    )
    assert summary(store, NOVEMBER).people_reached == 1
    december = Scope(date(2026, 12, 1), date(2026, 12, 31))
    keep(
        a_visit(
            first_time=False, return_code="CARD", visit_date="2026-12-01", started_at="2026-12-01T05:00:00Z"
        )
    )
    assert summary(store, december).people_reached == 1, (
        "in a later period the card stands for a person who came"
    )


def test_a_period_takes_local_days_and_both_ends(store: Store, keep: Keep) -> None:
    keep(*(a_visit(visit_date=day) for day in ("2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01")))
    assert summary(store, NOVEMBER).consultations == 2
    assert summary(store, Scope(first=date(2026, 12, 1))).consultations == 1


def test_a_part_of_the_tree_counts_everything_below_it(store: Store, keep: Keep) -> None:
    keep(
        a_visit(place="bulaevo-desk"),
        a_visit(place="vozvyshenka"),
        a_visit(place="yavlenka"),
        a_shift(place="bulaevo"),
        a_shift(place="yavlenka"),
    )
    found = summary(store, Scope(place="mzh"))
    assert (found.consultations, found.settlements, found.volunteer_hours) == (2, 2, 2.0)
    assert summary(store, Scope(place="kz")).consultations == 3


def test_a_flat_battery_is_said_also_when_it_falls_out_of_the_period(store: Store, keep: Keep) -> None:
    keep(a_visit(clock_trust=0), a_visit(clock_trust=0, visit_date="1970-01-01"), a_visit())
    found = summary(store, NOVEMBER)
    assert (found.consultations, found.time_uncertain, found.time_uncertain_outside) == (2, 1, 1)
    everything = summary(store)
    assert (everything.consultations, everything.time_uncertain, everything.time_uncertain_outside) == (
        3,
        2,
        0,
    )


def test_services_count_every_service_of_a_visit(store: Store, keep: Keep) -> None:
    keep(a_visit(services=("kz.fines", "kz.kaspi"), people=2), a_visit(services=("kz.kaspi",)))
    assert rows(store, "services") == [
        {"code": "kz.kaspi", "consultations": 2, "people_served": 3, "alone_rate": 1.0},
        {"code": "kz.fines", "consultations": 1, "people_served": 2, "alone_rate": 1.0},
    ]


def test_weeks_begin_on_monday_and_an_empty_week_stands_between(store: Store, keep: Keep) -> None:
    keep(
        a_visit(visit_date="2026-11-08", outcome="with_help"),  # a Sunday
        a_visit(visit_date="2026-11-16", people=3),  # a Monday
        a_shift(shift_date="2026-11-17"),
    )
    found = rows(store, "weeks")
    assert [row["week"] for row in found] == ["2026-11-02", "2026-11-09", "2026-11-16"]
    assert [row["consultations"] for row in found] == [1, 0, 1]
    assert [row["volunteer_hours"] for row in found] == [0.0, 0.0, 2.0]
    assert [row["alone_rate"] for row in found] == [0.0, None, 1.0]


def test_a_visit_of_1970_does_not_fill_the_table_with_weeks(store: Store, keep: Keep) -> None:
    keep(a_visit(visit_date="1970-01-01", clock_trust=0), a_visit())
    assert len(rows(store, "weeks")) == 2


def test_places_gather_a_settlement_with_its_desk(store: Store, keep: Keep) -> None:
    keep(
        a_visit(place="bulaevo-desk"),
        a_visit(place="bulaevo", people=4, channel="home_visit"),
        a_visit(place="x"),
    )
    found = rows(store, "places")
    assert [(row["place"], row["name"], row["consultations"], row["people_served"]) for row in found] == [
        ("bulaevo", "Булаево", 2, 5),
        ("x", "x", 1, 1),
    ]
    assert found[0]["within"] == "район Магжана Жумабаева"


def test_ages_add_the_bands_of_groups(store: Store, keep: Keep) -> None:
    keep(
        a_visit(age_band="60_74", people=2),
        a_visit(
            channel="group", outcome="", people=10, age_bands={"60_74": 5, "75_plus": 2}, age_band="not_asked"
        ),
    )
    found = {row["code"]: row["people_served"] for row in rows(store, "ages")}
    assert found == {"60_74": 7, "75_plus": 2, "not_asked": 3}


def test_volunteers_are_shown_with_their_hours(store: Store, keep: Keep) -> None:
    keep(
        a_visit(volunteer="A-01", people=2), a_shift(volunteer="A-01"), a_shift(volunteer="A-02", minutes=45)
    )
    found = [
        (row["volunteer"], row["consultations"], row["people_served"], row["volunteer_hours"])
        for row in rows(store, "volunteers")
    ]
    assert found == [("A-01", 1, 2, 2.0), ("A-02", 0, 0, 0.8)]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_can_be_read_in_every_way(
    store: Store, keep: Keep, english: Language, name: str
) -> None:
    keep(a_visit(), a_visit(channel="group", people=5, outcome="", services=()), a_shift(), a_notice())
    told = report(store, name, show_few=True)
    assert as_text(told, english).startswith(english.text(str(told.title)))
    assert json.loads(as_json(told))
    spreadsheet = as_csv(told, english)
    assert spreadsheet.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 only behind this mark"
    lines = list(csv.reader(io.StringIO(spreadsheet.decode("utf-8-sig"))))
    above = 1 if len(told.tables) > 1 else 0
    first = lines[above : above + 1 + len(told.table.lines())]
    assert {len(line) for line in first} == {len(told.table.columns)}


def test_the_summary_as_json_has_the_names_that_scripts_read(store: Store, keep: Keep) -> None:
    keep(a_visit())
    found = json.loads(as_json(report(store, "summary")))
    assert set(found) == set(SUMMARY_LABELS)
    stable = {"settlements", "consultations", "people_served", "volunteers", "alone_rate", "volunteer_hours"}
    assert stable <= set(found)
    assert found["alone_rate"] == 1.0


def test_a_name_that_a_spreadsheet_would_run_is_defused(store: Store, keep: Keep, english: Language) -> None:
    store.set_places([Place("evil", '=HYPERLINK("http://x")', "settlement")])
    keep(a_visit(place="evil"))
    lines = list(csv.reader(io.StringIO(as_csv(report(store, "places"), english).decode("utf-8-sig"))))
    assert lines[1][1].startswith("'=")


def test_an_unknown_report_place_or_period_is_refused_in_words(store: Store) -> None:
    with pytest.raises(StoreError, match="There is no report nonsense"):
        report(store, "nonsense")
    with pytest.raises(StoreError, match="not in the list of places"):
        report(store, "summary", Scope(place="atlantis"))
    with pytest.raises(StoreError, match="ends before"):
        report(store, "summary", Scope(date(2026, 12, 1), date(2026, 11, 1)))


_CHANNELS = st.sampled_from(("desk", "home_visit", "group", "self_service"))
_VISITS = st.lists(
    st.tuples(
        _CHANNELS, st.integers(1, 20), st.sampled_from(("alone", "with_help", "not_done")), st.integers(0, 3)
    ),
    max_size=12,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=_VISITS, order=st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_what_counting_by_hand_gives(
    tmp_path_factory: pytest.TempPathFactory, histories: list[tuple[str, int, str, int]], order: object
) -> None:
    records: list[Visit] = []
    standing: list[Visit] = []
    for channel, people, outcome, corrections in histories:
        visit = a_visit(channel=channel, people=people, outcome="" if channel == "group" else outcome)
        history = [visit]
        for revision in range(2, corrections + 2):
            last = revision == 4
            change = "void" if last else "edit"
            history.append(a_correction(visit, revision=revision, change=change, people=people + revision))
        records += history
        if history[-1].change != "void":
            standing.append(history[-1])
    order.shuffle(records)  # type: ignore[attr-defined]
    with Store.open(tmp_path_factory.mktemp("store") / "centre.db") as store:
        for record in [*records, *records[:3]]:
            with store.transaction():
                store.insert([Batch(Visit, [to_row(record)])])
        found = summary(store)
    counted = [visit for visit in standing if visit.channel != "self_service"]
    assert found.consultations == len(counted)
    assert found.people_served == sum(visit.people for visit in counted)
    assert found.self_service_sessions == len(standing) - len(counted)
