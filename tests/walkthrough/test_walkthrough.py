"""The way through a walkthrough with a question: back leads to it, another answer leads another way."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.tutorials import Tutorial
from kiosk.walkthrough import Walkthrough
from tests.tutorials.made import make, swap


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path)


@pytest.fixture
def walk(folder: Path) -> Walkthrough:
    return Walkthrough(Tutorial.load(folder), "en")


def shown(walk: Walkthrough) -> str:
    return "?" if walk.asking else walk.step.id if walk.step else "replaced"


def test_the_question_stands_after_its_step_and_no_way_leads_past_it(walk: Walkthrough) -> None:
    walk.next()
    assert shown(walk) == "?"
    walk.next()
    assert shown(walk) == "?"
    assert not walk.at_end


def test_an_answer_leads_its_own_way_and_the_steps_are_counted_for_it(walk: Walkthrough) -> None:
    walk.next()
    walk.choose("none")
    assert [step.id for step in walk.steps] == ["open-app", "ask-bank", "read-page"]
    assert (shown(walk), walk.number, walk.count) == ("ask-bank", 2, 3)
    walk.next()
    assert (shown(walk), walk.at_end) == ("read-page", True)


def test_back_leads_to_the_question_and_it_can_be_answered_anew(walk: Walkthrough) -> None:
    walk.next()
    walk.choose("none")
    walk.back()
    assert (shown(walk), walk.answer) == ("?", "none")
    walk.choose("codes")
    assert shown(walk) == "type-code"


def test_the_visit_counts_the_steps_of_the_way_that_was_gone(walk: Walkthrough) -> None:
    walk.next()
    walk.choose("none")
    walk.back()
    walk.choose("codes")
    use = walk.use()
    assert (use.seen, use.steps) == (2, 3)  # the step of the other answer is no step of this way


def test_a_question_may_come_before_the_first_step(folder: Path) -> None:
    swap("tutorial.toml", 'after = "open-app"', 'after = ""')(folder)
    walk = Walkthrough(Tutorial.load(folder), "en")
    assert (shown(walk), walk.at_start, walk.count) == ("?", True, 3)
    walk.choose("codes")
    assert (shown(walk), walk.number) == ("open-app", 1)


def test_the_question_is_asked_in_another_language_rather_than_in_none(folder: Path) -> None:
    (folder / "kk.toml").unlink()
    question = Walkthrough(Tutorial.load(folder), "kk", ("kk", "ru")).question()
    assert question is not None
    assert question.options["none"] == "У меня нет кода"


def test_a_card_of_what_has_changed_ends_with_what_took_its_place(folder: Path) -> None:
    swap("tutorial.toml", "minutes", 'kind = "changed"\nreplaced_by = ["gen-qr"]\nminutes')(folder)
    walk = Walkthrough(Tutorial.load(folder), "en")
    walk.next()
    walk.choose("none")
    walk.go(99)
    assert (shown(walk), walk.at_end) == ("replaced", True)
