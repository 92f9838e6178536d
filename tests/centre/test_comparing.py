"""A period beside the one before: calendar months with calendar months, everything else by its days."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.centre import Scope, Store, StoreError, as_json, as_text, report
from kiosk.centre.reports.comparing import before
from kiosk.i18n import Language
from tests.centre.conftest import Keep
from tests.centre.records import a_visit


@pytest.mark.parametrize(
    ("first", "last", "earlier_first", "earlier_last"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 3, 1), date(2028, 3, 31), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 1, 1), date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2025, 1, 1), date(2025, 12, 31)),
        (date(2026, 3, 2), date(2026, 3, 8), date(2026, 2, 23), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 3, 30), date(2026, 1, 30), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_the_period_before(first: date, last: date, earlier_first: date, earlier_last: date) -> None:
    assert before(Scope(first, last, "sko")) == Scope(earlier_first, earlier_last, "sko")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 800))
def test_it_ends_the_day_before_and_never_overlaps(first: date, days: int) -> None:
    scope = Scope(first, date.fromordinal(first.toordinal() + days - 1))
    earlier = before(scope)
    assert earlier.first
    assert earlier.last
    assert scope.last
    assert (first - earlier.last).days == 1
    assert earlier.first <= earlier.last
    whole_months = first.day == 1 and date.fromordinal(scope.last.toordinal() + 1).day == 1
    assert whole_months or (earlier.last - earlier.first) == (scope.last - first)


def test_each_figure_stands_beside_the_one_before(store: Store, keep: Keep, english: Language) -> None:
    keep(
        *(a_visit(visit_date=day, outcome="with_help") for day in ("2026-10-30", "2026-10-31")),
        a_visit(visit_date="2026-11-01", people=4),
        a_visit(visit_date="2026-12-01"),
    )
    told = report(store, "summary", Scope.month(date(2026, 11, 1)), compare=True)
    assert (told.before, told.place) == (Scope.month(date(2026, 10, 1)), "")
    found = json.loads(as_json(told))
    assert (found["consultations"], found["value_before"]["consultations"]) == (1, 2)
    assert (found["value_change"]["people_served"], found["value_change"]["alone_rate"]) == (2, 1.0)
    text = as_text(told, english)
    assert "Compared with: 1 October 2026 – 31 October 2026" in text
    assert "+100 pp" in text


def test_a_code_that_was_only_there_before_is_still_shown(store: Store, keep: Keep) -> None:
    keep(
        a_visit(visit_date="2026-10-30", channel="phone", people=2),
        a_visit(visit_date="2026-11-01", channel="desk", people=3),
    )
    told = report(store, "channels", Scope.month(date(2026, 11, 1)), compare=True)
    found = {row["code"]: row for row in json.loads(as_json(told))["rows"]}
    assert (found["desk"]["people_served"], found["desk"]["people_served_before"]) == (3, 0)
    assert (found["phone"]["people_served"], found["phone"]["people_served_change"]) == (0, -2)


def test_a_change_is_hidden_with_either_of_its_figures(store: Store, keep: Keep) -> None:
    keep(*(a_visit(visit_date="2027-01-02", language="ru") for _ in range(9)))
    keep(*(a_visit(visit_date="2027-01-02", language="kk") for _ in range(8)))
    keep(*(a_visit(visit_date="2026-12-02", language="ru") for _ in range(3)))
    keep(*(a_visit(visit_date="2026-12-02", language="kk") for _ in range(8)))
    keep(*(a_visit(visit_date="2026-12-02", language="fi") for _ in range(9)))
    told = report(store, "languages", Scope.month(date(2027, 1, 1)), compare=True)
    ru = next(row for row in json.loads(as_json(told))["rows"] if row["code"] == "ru")
    assert ru["consultations"] == 9
    assert (ru["consultations_before"], ru["consultations_change"]) == (None, None)
    assert ru["hidden"]["consultations_before"] == "few"


def test_what_cannot_be_compared_is_refused_in_words(store: Store) -> None:
    with pytest.raises(StoreError, match="a first and a last day"):
        report(store, "summary", Scope(first=date(2026, 11, 1)), compare=True)
    with pytest.raises(StoreError, match="its own course of time"):
        report(store, "months", Scope.month(date(2026, 11, 1)), compare=True)
