"""Practice without a screen: what is right, what a wrong tap gives, and what the visit learns of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import resources
from kiosk.tutorials import Library, Tutorial
from kiosk.walkthrough import Practice, Walkthrough
from kiosk.walkthrough.keyboards import meant
from tests.tutorials.made import make


@pytest.fixture
def walk(tmp_path: Path) -> Walkthrough:
    return Walkthrough(Tutorial.load(make(tmp_path)), "en")


def test_a_wrong_tap_costs_nothing_and_points_at_the_right_place(walk: Walkthrough) -> None:
    practice = Practice(walk)
    assert not practice.helped
    assert not practice.tap("shop")
    assert (practice.helped, practice.missed, practice.hint()) == (True, "shop", "Open the app")
    assert walk.number == 1
    assert practice.tap("app")
    assert walk.asking


def test_a_drill_explains_its_own_temptation_and_nothing_else() -> None:
    walk = Walkthrough(Library.load(resources().tutorials)["gen-scam-call"], "en")
    walk.go(1)
    practice = Practice(walk)
    practice.tap("tell-code")
    assert "money is gone" in practice.hint()
    practice.tap("caller")
    assert practice.hint() == ""
    assert practice.tap("hang-up")


def test_what_is_asked_for_must_be_typed_and_a_tap_elsewhere_changes_nothing(walk: Walkthrough) -> None:
    practice = Practice(walk)
    practice.tap("app")
    practice.choose("codes")
    assert practice.does == "type"
    assert not practice.tap("heading")
    assert not practice.type("00000")
    assert practice.type("000000")


def test_who_has_no_keyboard_is_not_stuck(walk: Walkthrough) -> None:
    practice = Practice(walk)
    practice.tap("app")
    practice.choose("codes")
    assert not practice.may_go_on
    practice.help()
    assert practice.may_go_on


def test_the_visit_learns_of_a_practice_when_it_is_finished_and_not_before(walk: Walkthrough) -> None:
    practice = Practice(walk)
    practice.tap("app")
    practice.choose("none")
    practice.go_on()
    assert not walk.use().practised
    practice.go_on()
    assert practice.finished
    assert walk.use().practised


def test_there_is_no_practice_where_there_is_no_screen() -> None:
    library = Library.load(resources().tutorials)
    offered = {tutorial.id for tutorial in library if Practice.offered(Walkthrough(tutorial, "en"))}
    with_screens = {t.id for t in library if any(step.screen and step.do != "look" for step in t.steps)}
    assert offered == with_screens


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("лудф.аш", "kela/fi"),
        ("лудфюаш", "kela.fi"),
        ("KELA", "kela"),
        ("қққққққ", "0000000"),
        ("đđđ", "000"),
    ],
    ids=["Russian", "Russian with its dot", "capitals", "Kazakh digits", "Vietnamese digits"],
)
def test_a_value_can_be_typed_whatever_layout_the_keyboard_has(typed: str, wanted: str) -> None:
    assert "".join(map(meant, typed, wanted)) == wanted


@given(st.characters(), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_key_means_what_is_wanted_or_what_it_says(typed: str, wanted: str) -> None:
    assert meant(typed, wanted) in (typed, wanted)
    assert meant(wanted, wanted) == wanted
