"""A manager looks for one of twenty thousand kiosks as people type: what the list holds and does not show is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.search import fold, sift

NAMES = [
    *("Павлодар", "Петропавл", "Өскемен", "Үржар", "Тайынша"),
    *("Thái Nguyên", "Đồng Hỷ", "Định Hóa", "Kirjasto Kallio", "Äänekoski", "Bulaevo", "A-07", "№ 3"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("павлодар", "Павлодар"),  # another case
        ("оскемен", "Өскемен"),  # a Russian keyboard has no Ө
        ("уржар", "Үржар"),
        ("jcrtvty", "Өскемен"),  # ... and was switched to Latin letters
        ("gfdkj", "Павлодар"),
        ("pavlodar", "Павлодар"),  # another script
        ("булаево", "Bulaevo"),
        ("нгуен", "Thái Nguyên"),
        ("thai nguyen", "Thái Nguyên"),  # no marks
        ("nguyen thai", "Thái Nguyên"),
        ("dong hy", "Đồng Hỷ"),
        ("ddinhj hoas", "Định Hóa"),  # Telex where nothing listens
        ("aanekoski", "Äänekoski"),
        ("kallio", "Kirjasto Kallio"),
        ("lio", "Kirjasto Kallio"),  # from within a word
        ("a-07", "A-07"),
        ("a07", "A-07"),
        ("№", "№ 3"),  # a sign alone
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, meant: str) -> None:
    assert sift(NAMES, typed, str) == [meant]


def test_nothing_typed_leaves_the_list_as_it_is_and_nothing_found_is_nothing() -> None:
    assert sift(NAMES, "  ", str) == NAMES
    assert sift(NAMES, "Xanadu", str) == []
    assert sift(NAMES, "?!", str) == []
    assert sift(NAMES, "ъь", str) == []  # letters without a sound


def test_a_guess_never_drowns_what_was_asked_for() -> None:
    # "as" is also Telex for "a", and "фы" on the other keyboard.
    assert sift(["Astana", "Abai", "Almaty"], "as", str) == ["Astana"]


@given(st.lists(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_a_name_typed_as_it_stands_finds_itself_in_any_list(names: list[str], wanted: str) -> None:
    found = sift([*names, wanted], wanted, str)
    assert found
    assert set(found) == {wanted}


@given(st.lists(st.text(max_size=12), max_size=20), st.text(max_size=6))
def test_what_is_found_stood_in_the_list_and_in_its_order(names: list[str], typed: str) -> None:
    numbered = list(enumerate(names))
    found = sift(numbered, typed, lambda each: each[1])
    assert found == [each for each in numbered if each in found]
    assert all(each in found for each in numbered if fold(typed) and fold(typed) == fold(each[1]))
