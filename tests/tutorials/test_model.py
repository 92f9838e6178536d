"""Walkthroughs as a resident meets them: in their language, or visibly in another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.config import resources
from kiosk.errors import TutorialError
from kiosk.tutorials import LANGUAGES, Library, Tutorial
from kiosk.walkthrough import Walkthrough

SHIPPED = resources().tutorials
SIX = {"kz-criminal-record", "kz-eds-renew", "vn-vneid-level1", "fi-suomifi-id", "gen-scam-call", "gen-qr"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A shop's own copy of a walkthrough, to be spoiled."""
    return Path(shutil.copytree(SHIPPED / "gen-qr", tmp_path / "gen-qr"))


def test_the_six_topics_are_there_in_five_languages() -> None:
    library = Library.load(SHIPPED)
    assert {tutorial.id for tutorial in library} >= SIX
    for tutorial in library:
        for code in LANGUAGES:
            text = tutorial.text(code)
            assert text is not None, (tutorial.id, code)
            assert set(text.steps) == {step.id for step in tutorial.steps}


def test_a_language_switch_keeps_the_step() -> None:
    walk = Walkthrough(Library.load(SHIPPED)["vn-vneid-level1"], "ru")
    walk.go(4)
    before = walk.step
    walk.language = "vi"
    assert walk.step is before
    assert walk.text().language == "vi"


def test_a_step_that_nobody_has_translated_is_shown_in_another_language_and_says_so(own: Path) -> None:
    (own / "kk.toml").unlink()
    tutorial = Tutorial.load(own)
    text = tutorial.step_text(tutorial.steps[0], "kk", ("ru", "en"))
    assert text.language == "ru"


def test_an_outdated_translation_is_better_than_none_and_says_so(own: Path) -> None:
    path = own / "tutorial.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("version = 1", "version = 2", 1), encoding="utf-8"
    )
    tutorial = Tutorial.load(own)
    assert tutorial.step_text(tutorial.steps[0], "fi").outdated


def test_residents_see_the_labels_that_their_phone_shows() -> None:
    record = Library.load(SHIPPED)["kz-criminal-record"]
    name = next(name for name, label in record.labels.items() if len(set(label.texts.values())) > 1)
    assert record.label(name, "ru") == record.labels[name].texts["ru"]
    assert record.label(name, "vi") == record.labels[name].texts[record.app_languages[0]]


def test_the_visit_keeps_which_steps_were_seen_and_in_which_language() -> None:
    walk = Walkthrough(Library.load(SHIPPED)["gen-qr"], "fi")
    walk.next()
    walk.next()
    walk.back()
    use = walk.use()
    assert (use.id, use.language, use.seen, use.steps) == ("gen-qr", "fi", 3, len(walk.tutorial.steps))


def test_going_past_either_end_stays_there() -> None:
    walk = Walkthrough(Library.load(SHIPPED)["gen-qr"], "en")
    walk.back()
    assert walk.at_start
    walk.go(99)
    assert walk.at_end


def test_one_broken_walkthrough_does_not_take_the_others_along(own: Path) -> None:
    shutil.copytree(SHIPPED / "gen-scam-call", own.parent / "gen-scam-call")
    (own / "tutorial.toml").write_text("id = [", encoding="utf-8")
    assert [tutorial.id for tutorial in Library.load(own.parent)] == ["gen-scam-call"]


def test_a_missing_member_is_named_with_its_file(own: Path) -> None:
    path = own / "tutorial.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("country =", "land =", 1), encoding="utf-8")
    with pytest.raises(TutorialError, match=r"tutorial\.toml.*country"):
        Tutorial.load(own)
