"""People type as they can: without marks, in capitals, on the wrong keyboard for their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import resources
from kiosk.search import Index, fold
from kiosk.tutorials import Library


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(Library.load(resources().tutorials))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("судимость", "kz-criminal-record"),
        ("СУДИМОСТЬ", "kz-criminal-record"),
        ("соттылык", "kz-criminal-record"),
        ("ЭЦП", "kz-eds-renew"),
        ("эцк", "kz-eds-renew"),
        ("dinh danh", "vn-vneid-level1"),
        ("vneid", "vn-vneid-level1"),
        ("tunnistautuminen", "fi-suomifi-id"),
        ("suomi.fi", "fi-suomifi-id"),
        ("scam", "gen-scam-call"),
        ("huijaus", "gen-scam-call"),
        ("lua dao", "gen-scam-call"),
        ("qr", "gen-qr"),
    ],
)
def test_what_people_type_finds_the_topic_first(typed: str, wanted: str, index: Index) -> None:
    assert [tutorial.id for tutorial in index.find(typed)][:1] == [wanted]


def test_nonsense_finds_nothing(index: Index) -> None:
    assert index.find("zzzqqq") == []
    assert index.find("  ") == []


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
