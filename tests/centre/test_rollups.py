"""Roll-ups are what a recount of the revisions gives, whatever comes, in whatever order, and whoever moves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.centre import Scope, Store, placetree
from kiosk.centre.counting import EVERYTHING
from kiosk.centre.figures import Figures, Grain
from kiosk.centre.measures import CROSSES, Dimension
from kiosk.centre.recount import Recount
from kiosk.centre.rollups import changes as changing
from kiosk.centre.rollups import figures_of, writing
from kiosk.centre.rollups.checking import Difference, differences
from kiosk.visits import Batch, Shift, TutorialUse, Visit, to_row
from tests.centre.conftest import TREE, Keep
from tests.centre.records import a_correction, a_shift, a_visit
from tests.postgres import Server

DAYS = ("1970-01-01", "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-30", "2026-12-01")
PLACES = (*(place.id for place in TREE), "nowhere")
CODES = ("", "", "A", "B", "C")
Record = Visit | Shift


@contextmanager
def opened() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "centre.db") as store:
        store.set_places(TREE)
        yield store


@st.composite
def some_visits(draw: st.DrawFn) -> list[Visit]:
    """Visits of three kiosks with what two clones and a busy volunteer made of them: edits, voids, equal revisions."""
    made: list[Visit] = []
    numbers: dict[tuple[str, str], int] = {}

    def place_in_log(kiosk: str, epoch: str) -> int:
        numbers[kiosk, epoch] = numbers.get((kiosk, epoch), 0) + 1
        return numbers[kiosk, epoch]

    def said() -> dict[str, Any]:
        channel = draw(
            st.sampled_from(("desk", "desk", "home_visit", "phone", "group", "course", "self_service"))
        )
        day = draw(st.sampled_from(DAYS))
        return {
            "visit_date": day,
            "started_at": f"{day}T0{draw(st.integers(3, 5))}:00:00Z",
            "place": draw(st.sampled_from(PLACES)),
            "channel": channel,
            "people": draw(st.integers(1, 4)),
            "women": draw(st.sampled_from((None, 1, 2))),
            "new_people": draw(st.sampled_from((None, 1))),
            "age_bands": draw(st.sampled_from(({}, {"60_74": 1}, {"60_74": 1, "75_plus": 2}))),
            "age_band": draw(st.sampled_from(("60_74", "not_asked", ""))),
            "gender": draw(st.sampled_from(("f", "m"))),
            "outcome": draw(st.sampled_from(("alone", "with_help", "done_for", "not_done", ""))),
            "first_time": draw(st.sampled_from((None, True, False))),
            "return_code": draw(st.sampled_from(CODES)),
            "services": draw(
                st.sampled_from(((), ("kz.fines",), ("kz.fines", "kz.kaspi"), ("gen.other",) * 2))
            ),
            "tutorials": draw(st.sampled_from(((), (TutorialUse("kz-fines", 1, "kk", 1, 2),)))),
            "app_installed": draw(st.sampled_from(({}, {"egov": 2}, {"egov": 1, "kaspi": 1}))),
            "activity": draw(st.sampled_from(("", "club"))),
            "volunteer": draw(st.sampled_from(("", "A-01", "A-02"))),
            "language": draw(st.sampled_from(("kk", "ru"))),
            "clock_trust": draw(st.integers(0, 1)),
            "entry": draw(st.sampled_from(("live", "late"))),
        }

    for _ in range(draw(st.integers(1, 6))):
        kiosk, epoch = draw(st.sampled_from(("k-1", "k-2"))), draw(st.sampled_from(("e1", "e2")))
        seq = place_in_log(kiosk, epoch)
        first = a_visit(kiosk=kiosk, epoch=epoch, seq=seq, visit_epoch=epoch, visit_seq=seq, **said())
        made.append(first)
        for _ in range(draw(st.integers(0, 2))):
            epoch = draw(st.sampled_from(("e1", "e2")))
            later = replace(
                first,
                epoch=epoch,
                seq=place_in_log(kiosk, epoch),
                revision=draw(st.integers(2, 3)),
                change=draw(st.sampled_from(("edit", "edit", "void"))),
                **said(),
            )
            made.append(later)
    return made


@st.composite
def some_shifts(draw: st.DrawFn) -> list[Shift]:
    """Shifts that begin and, mostly, end."""
    made: list[Shift] = []
    for number in range(draw(st.integers(0, 3))):
        begun = a_shift(
            epoch="e3",
            shift_epoch="e3",
            seq=10 * number + 1,
            shift_seq=10 * number + 1,
            place=draw(st.sampled_from(PLACES)),
            shift_date=draw(st.sampled_from(DAYS)),
            activity=draw(st.sampled_from(("", "club"))),
            volunteer=draw(st.sampled_from(("A-01", "A-03"))),
            ended_at=None,
            minutes=None,
        )
        made.append(begun)
        if draw(st.booleans()):
            ended = "2026-11-10T06:00:00Z"
            minutes = draw(st.sampled_from((None, 90)))
            change = draw(st.sampled_from(("edit", "void")))
            seq = 10 * number + 2
            made.append(replace(begun, seq=seq, revision=2, change=change, ended_at=ended, minutes=minutes))
    return made


SCOPES = st.builds(
    lambda days, place: Scope(days[0], days[1], place),
    st.tuples(
        st.sampled_from((None, date(1970, 1, 1), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2))),
        st.sampled_from((None, date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31))),
    ),
    st.sampled_from(("", *PLACES)),
)


def told(figures: Figures, scope: Scope) -> dict[str, object]:
    """Return everything that figures tell about a scope."""
    return {
        "total": figures.total(scope),
        "children": figures.children(scope),
        "reached": figures.people_reached(scope),
        "hours": figures.hours_given(scope),
        "curve": figures.learning_curve(scope),
        "curve of a service": figures.learning_curve(scope, "kz.fines"),
        **{f"by {dimension}": figures.by(dimension, scope) for dimension in Dimension},
        **{f"by {pair}": figures.cross(*pair, scope) for pair in CROSSES},
        **{str(grain): figures.series(grain, scope) for grain in Grain},
        **{
            f"{grain} by {dimension}": figures.series_by(grain, dimension, scope)
            for grain in Grain
            for dimension in (Dimension.ACTIVITY, Dimension.SERVICE)
        },
        **{
            f"active {dimension}": figures.active(dimension, scope)
            for dimension in (Dimension.PLACE, Dimension.KIOSK, Dimension.VOLUNTEER)
        },
    }


def agree(store: Store, *scopes: Scope) -> None:
    """Hold the roll-ups against the recount."""
    for scope in scopes:
        fast, plain = told(figures_of(store), scope), told(Recount(store), scope)
        for what, found in plain.items():
            assert fast[what] == found, (what, scope)


def arrive(store: Store, portion: Sequence[Record]) -> None:
    """Take in records as the bundles of their kiosks."""
    for kind in (Visit, Shift):
        rows = list({row[:3]: row for row in (to_row(r) for r in portion if isinstance(r, kind))}.values())
        for kiosk in sorted({row[0] for row in rows}):
            with store.transaction(kiosk):
                store.insert([Batch(kind, [row for row in rows if row[0] == kiosk])])


def cut_off(store: Store, visit: Visit) -> None:
    """Take in a visit, and lose the power before that is done."""
    with suppress(KeyboardInterrupt), store.transaction(visit.kiosk):
        store.insert([Batch(Visit, [to_row(visit)])])
        raise KeyboardInterrupt


@pytest.mark.parametrize("at_once", [1, 4, 1000], ids=["at once", "a few at once", "when asked"])
@pytest.mark.parametrize("many", [1, 12], ids=["days kept", "days read"])
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_roll_ups_are_what_a_recount_gives(many: int, at_once: int, data: st.DataObject) -> None:
    records: list[Record] = [*data.draw(some_visits()), *data.draw(some_shifts())]
    again = [data.draw(st.sampled_from(records)) for _ in range(data.draw(st.integers(0, 3)))]
    coming = data.draw(st.permutations([*records, *again]))
    size = data.draw(st.integers(1, len(coming)))
    scopes = data.draw(st.lists(SCOPES, min_size=1, max_size=2))
    with patch.object(placetree, "MANY", many), patch.object(writing, "AT_ONCE", at_once), opened() as store:
        for at in range(0, len(coming), size):
            arrive(store, coming[at : at + size])
        agree(store, EVERYTHING, *scopes)


def test_roll_ups_on_a_server_are_what_a_recount_gives(postgres: Server) -> None:
    with postgres.database() as address, Store.open(address) as store:

        @given(data=st.data())
        @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        def holds(data: st.DataObject) -> None:
            with store.transaction():
                store.forget_revisions()
            store.set_places(TREE)
            records: list[Record] = [*data.draw(some_visits()), *data.draw(some_shifts())]
            coming = data.draw(st.permutations(records))
            arrive(store, coming[: len(coming) // 2])
            arrive(store, coming)
            agree(store, EVERYTHING, data.draw(SCOPES))
            assert differences(store) == []

        holds()


def test_verify_counts_the_revisions_and_not_what_it_counted_before(store: Store, keep: Keep) -> None:
    keep(a_visit(people=3, language="ru"))
    store.catch_up()
    store.ask("UPDATE visits SET people = 5", {})
    found = differences(store)
    assert Difference(("bulaevo", "m2026-11"), ("people", "language", "ru"), 3, 5) in found
    assert Difference(("place", "p2026-11-1", ""), ("people", "day 10"), 3, 5) in found
    assert figures_of(store).total().people == 3, "only looked at"
    assert differences(store, repair=True) == found
    assert figures_of(store).total().people == 5
    assert differences(store) == []


@pytest.mark.parametrize("engine", ["file", "server"])
def test_while_one_manager_verifies_another_imports(engine: str, postgres: Server, tmp_path: Path) -> None:
    """A country's recount takes most of an hour: the sticks of that hour are not turned away."""
    with postgres.database() as address:
        where = address if engine == "server" else tmp_path / "centre.db"
        with Store.open(where) as one, Store.open(where) as other:
            one.set_places(TREE)
            arrive(one, [a_visit(seq=1, visit_seq=1, people=2)])

            def meanwhile(_done: int, _all: int) -> None:
                arrive(other, [a_visit(seq=2, visit_seq=2, people=5, place="bulaevo", language="vi")])
                other.catch_up()

            assert differences(one, counted=meanwhile) == []
            assert figures_of(one).total().people == 7
            assert differences(one) == []


def test_verify_misses_what_is_gone(store: Store, keep: Keep) -> None:
    keep(a_visit(return_code="A"))
    store.catch_up()
    store.ask("DELETE FROM rollup_cells WHERE place = 'bulaevo'", {})
    store.ask("DELETE FROM rollup_cards", {})
    found = differences(store, repair=True)
    assert {difference.where for difference in found} == {
        ("bulaevo", "m2026-11"),
        ("bulaevo", "2026-11", "k-bulaevo"),
    }
    agree(store, EVERYTHING)


def test_what_waited_to_be_counted_is_counted_after_a_crash(tmp_path: Path) -> None:
    """A manager's computer loses its power between two files: nothing of the first is missing in the report."""
    with Store.open(tmp_path / "centre.db") as store:
        arrive(store, [a_visit(people=2)])
        cut_off(store, a_visit(seq=7, visit_seq=7))
    with Store.open(tmp_path / "centre.db") as store:
        arrive(store, [a_visit(seq=7, visit_seq=7, people=5)])  # the numbers of what was rolled back
        assert figures_of(store).total().people == 7
        agree(store, EVERYTHING)


def test_what_was_rolled_back_is_not_counted_in_the_place_of_what_came_instead(store: Store) -> None:
    cut_off(store, a_visit(people=2))
    arrive(store, [a_visit(people=5)])
    assert figures_of(store).total().people == 5


def test_places_that_move_take_along_what_waits_to_be_counted(store: Store) -> None:
    store.set_places(TREE)
    arrive(store, [a_visit(place="bulaevo", people=2)])
    store.set_places([place._replace(parent="") if place.id == "bulaevo" else place for place in TREE])
    agree(store, EVERYTHING, *(Scope(place=place.id) for place in TREE))


def test_what_comes_in_while_another_manager_counts_is_counted_once(postgres: Server) -> None:
    """While one manager counts a visit and its correction, another takes in a second correction of it."""
    with postgres.database() as address, Store.open(address) as one, Store.open(address) as other:
        first = a_visit(seq=1, visit_seq=1, people=2)
        corrected = [replace(first, seq=n, revision=n, change="edit", people=n) for n in (2, 3)]
        arrive(one, [first, corrected[0]])
        read = changing._revisions

        def meanwhile(*asked: Any) -> object:
            with patch.object(writing, "AT_ONCE", 1000):
                arrive(other, corrected[1:])
            return read(*asked)

        with (
            patch.object(changing, "_revisions", meanwhile),
            patch.object(writing, "AT_ONCE", 1),
            one.transaction("k-yavlenka"),
        ):
            one.insert([Batch(Visit, [to_row(a_visit(kiosk="k-yavlenka"))])])
        assert one.ask("SELECT COUNT(*) FROM rollup_waiting", {}) == [(1,)], "what the other brought waits"
        agree(one, EVERYTHING)
        assert differences(other) == []


def test_a_paper_visit_typed_in_late_tells_that_a_card_of_the_next_month_was_not_the_first(
    store: Store,
) -> None:
    """What was counted of November is counted anew when October changes, and again when that was a mistake."""
    november = Scope.month(date(2026, 11, 1))
    arrive(
        store, [a_visit(return_code="B", visit_date="2026-10-20"), a_visit(return_code="A", first_time=False)]
    )
    assert figures_of(store).people_reached(november) == 0, "known before, and the card is new"
    late = a_visit(return_code="A", visit_date="2026-10-20", place="bulaevo")
    arrive(store, [late])
    assert figures_of(store).people_reached(november) == 1
    arrive(store, [a_correction(late, change="void")])
    assert figures_of(store).people_reached(november) == 0


def test_people_reached_in_a_month_stay_when_its_codes_are_dropped(store: Store, keep: Keep) -> None:
    keep(
        a_visit(return_code="A", first_time=True, visit_date="2026-09-10"),
        a_visit(return_code="A", first_time=False, visit_date="2026-10-10"),
        a_visit(return_code="B", first_time=True, visit_date="2026-10-11", place="yavlenka"),
        a_visit(first_time=True, visit_date="2026-10-12", people=2),
    )
    october = [Scope(date(2026, 10, 1), date(2026, 10, 31), place) for place in ("", "bulaevo", "yavlenka")]
    before = [figures_of(store).people_reached(scope) for scope in october]
    assert before == [4, 3, 1]
    assert store.drop_before("2026-11-01") == 3
    assert [figures_of(store).people_reached(scope) for scope in october] == before
    keep(a_visit(first_time=True, visit_date="2026-10-13"))
    assert figures_of(store).people_reached(october[0]) == 5, "who comes to light later is counted"
