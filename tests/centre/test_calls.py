"""Who needs a call: each line gives its reason, and whoever typed a round in afterwards is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.centre import KnownKiosk, Store, report
from kiosk.centre.people import Person, Team
from kiosk.centre.tables import Words
from kiosk.centre.taken import StoredBundle
from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.visits import Range, Visit
from tests.centre.conftest import Keep
from tests.centre.records import a_shift, a_visit
from tests.desks import HandClock

KIOSK = "k-bulaevo"
MORNING = datetime(2026, 11, 10, 4, tzinfo=UTC)  # nine in the morning there


@pytest.fixture(autouse=True)
def kiosk(store: Store) -> None:
    store.put_kiosk(KnownKiosk(KIOSK, "Bulaevo, desk", "bulaevo-desk", "age1x", "2026-11-20T00:00:00Z"))


def reasons(store: Store) -> dict[str, str]:
    """Return the reasons of the report by their stable names, in English words."""
    english = Languages(resources().translations)["en"]
    rows = report(store, "calls", clock=HandClock()).table.rows
    return {str(row[4]): row[5].said(english) for row in rows if isinstance(row[5], Words)}


def visits(count: int, apart: timedelta, start: datetime = MORNING, **says: object) -> Iterable[Visit]:
    """Visits one after another, whose answers differ as people do."""
    for number in range(count):
        at = start + number * apart
        varied = {"outcome": ("alone", "with_help", "not_done")[number % 3], **says}
        yield a_visit(
            started_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            visit_date=at.date().isoformat(),
            kiosk=KIOSK,
            **varied,
        )


def test_a_desk_that_works_as_desks_do_needs_no_call(store: Store, keep: Keep) -> None:
    keep(*visits(24, timedelta(minutes=15)), a_shift(minutes=360))
    assert reasons(store) == {}


def test_visits_within_minutes_of_each_other(store: Store, keep: Keep) -> None:
    keep(*visits(15, timedelta(seconds=40)))
    assert reasons(store)["within_minutes"] == (
        "On 1 day, many visits were begun within minutes of each other: 15 in 9 minutes."
    )


def test_the_same_visits_typed_in_afterwards_are_nobodys_fault(store: Store, keep: Keep) -> None:
    night = datetime(2026, 11, 10, 19, tzinfo=UTC)
    keep(*visits(25, timedelta(seconds=10), night, entry="late", minutes=None, outcome="alone"))
    assert reasons(store) == {}


def test_always_the_same_answer(store: Store, keep: Keep) -> None:
    keep(*visits(20, timedelta(minutes=20), outcome="alone"))
    assert reasons(store)["same_answers"].startswith("20 of 20 visits have the same service")


def test_visits_that_took_no_time(store: Store, keep: Keep) -> None:
    keep(*visits(20, timedelta(hours=1), minutes=0))
    assert reasons(store)["short"] == "20 of 20 visits took less than a minute."


def test_more_visits_than_minutes(store: Store, keep: Keep) -> None:
    keep(*visits(9, timedelta(minutes=30)), a_shift(kiosk=KIOSK, minutes=5))
    assert reasons(store)["more_than_minutes"] == "9 visits stand in 5 minutes of shifts on one day."


def test_round_numbers_of_people(store: Store, keep: Keep) -> None:
    for number in range(8):
        keep(
            *visits(
                1, timedelta(), MORNING + number * timedelta(days=1), channel="group", people=10 + 5 * number
            )
        )
    assert reasons(store)["round_numbers"] == "All 8 groups have a round number of people."
    keep(*visits(1, timedelta(), channel="group", people=13))
    assert reasons(store) == {}


def test_nights_at_a_desk_but_not_in_the_chat(store: Store, keep: Keep) -> None:
    night = datetime(2026, 11, 10, 18, 30, tzinfo=UTC)  # half past eleven in the evening there
    keep(*visits(6, timedelta(minutes=12), night, channel="chat"))
    assert reasons(store) == {}
    keep(*visits(6, timedelta(minutes=12), night))
    assert reasons(store)["nights"].startswith("6 of 6 visits were held between ten in the evening")


def test_a_wrong_clock_is_said_as_such_and_starts_no_other_suspicion(store: Store, keep: Keep) -> None:
    keep(*visits(30, timedelta(seconds=1), datetime(2026, 1, 1, 20, tzinfo=UTC), clock_trust=0))
    assert set(reasons(store)) == {"clock"}


def test_silent_desks_missing_files_and_copies(store: Store) -> None:
    def bundle(epoch: str, number: int, created: str, parent: str = "", at: int = 0) -> StoredBundle:
        return StoredBundle(
            KIOSK,
            epoch,
            number,
            f"h{epoch}{number}",
            "",
            "f.kiosk",
            created,
            "2026-10-01T00:00:00Z",
            parent,
            at,
        )

    with store.transaction():
        store.add_bundle(bundle("a", 1, "2026-09-01T00:00:00Z"), [Range("a", 1, 5)], [])
        store.add_bundle(bundle("a", 4, "2026-10-01T00:00:00Z"), [Range("a", 9, 12)], [])
        store.add_bundle(bundle("b", 1, "2026-09-15T00:00:00Z", "a", 5), [Range("b", 1, 2)], [])
    said = reasons(store)
    assert said["silent"] == "Nothing has come for 52 days."
    assert said["missing_files"] == "2 files of visits have not come."
    assert said["missing_records"] == "3 records are missing."
    assert "Two copies" in said["copies"]


def test_a_team_that_nothing_is_heard_of_and_one_of_which_nobody_can_tell(store: Store, keep: Keep) -> None:
    store.set_teams([Team(code, f"Team {code}", "bulaevo", 6) for code in ("works", "paper", "nameless")])
    store.set_people([Person("A-01", team="works"), Person("A-09", team="paper")])
    keep(*visits(1, timedelta(), volunteer="A-01"))
    rows = [row for row in report(store, "calls", clock=HandClock()).table.rows if row[4] == "team_silent"]
    assert [row[1] for row in rows] == ["Team paper"]


def test_it_gives_reasons_and_no_verdict(store: Store) -> None:
    (note,) = report(store, "calls").table.notes
    assert "not findings of fault" in note.message
