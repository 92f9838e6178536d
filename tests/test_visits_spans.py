"""What still has to travel is worked out in spans: they are exactly the sets of numbers that they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from kiosk.visits import Range
from kiosk.visits.spans import Span, common, cut, gaps, joined, merged, minus, runs, total

Revision = tuple[str, int]

spans = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)))
ranges = st.lists(
    st.builds(
        lambda epoch, first, length: Range(epoch, first, first + length),
        st.sampled_from(("e1", "e2")),
        st.integers(1, 30),
        st.integers(0, 8),
    ),
    max_size=6,
)


def revisions(some: Iterable[Range]) -> list[Revision]:
    return [(epoch, seq) for epoch, first, last in some for seq in range(first, last + 1)]


def numbers(some: Iterable[Span]) -> list[int]:
    return [number for first, last in some for number in range(first, last + 1)]


@given(spans, st.integers(0, 30))
def test_gaps_are_exactly_what_no_span_covers(covered: list[Span], end: int) -> None:
    inside = set(numbers(covered))
    assert numbers(gaps(merged(covered), end)) == [n for n in range(1, end + 1) if n not in inside]


@given(st.sets(st.integers(1, 60)))
def test_runs_are_the_fewest_spans_of_their_numbers(some: set[int]) -> None:
    found = list(runs(sorted(some)))
    assert found == merged((number, number) for number in some)
    assert found == list(runs(sorted([*some, *some]))), "a number that comes twice counts once"


@given(ranges, ranges)
def test_what_is_taken_away_what_is_shared_and_what_is_joined_are_sets_of_revisions(
    some: list[Range], others: list[Range]
) -> None:
    these, those = set(revisions(some)), set(revisions(others))
    for found, wanted in ((minus(some, others), these - those), (common(some, others), these & those)):
        assert sorted(revisions(found)) == sorted(wanted), "each once"
    assert sorted(revisions(joined([*some, *others]))) == sorted(these | those)
    assert total(joined(some)) == len(these)


@given(ranges, st.integers(0, 40))
def test_a_bundle_takes_the_first_revisions_and_no_more(some: list[Range], limit: int) -> None:
    assert revisions(cut(some, limit)) == revisions(some)[:limit]
