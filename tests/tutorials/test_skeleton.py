"""`kiosk tutorials new`: what is made passes its own check but for the facts that only a person can know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.config import resources
from kiosk.errors import TutorialError
from kiosk.tutorials import Library
from kiosk.tutorials.check import check
from kiosk.tutorials.skeleton import APP_LANGUAGES, find, make

TODAY = date(2026, 11, 22)
FACTS = ("needs an address and a date", "keywords")


@pytest.mark.parametrize("country", APP_LANGUAGES)
def test_a_new_walkthrough_lacks_nothing_but_its_facts(country: str, tmp_path: Path) -> None:
    found = [str(problem) for problem in check(make(tmp_path, "xx-new", country, TODAY), TODAY)]
    assert found
    assert [line for line in found if not any(fact in line for fact in FACTS)] == []


def test_the_desk_offers_it_at_once(tmp_path: Path) -> None:
    make(tmp_path, "kz-library-card", "kz")
    library = Library.load(resources().tutorials, tmp_path)
    library.prove_own()
    assert library.is_own("kz-library-card")
    assert library.get("kz-library-card") is not None


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    make(tmp_path, "kz-library-card", "kz")
    with pytest.raises(TutorialError, match="is there already"):
        make(tmp_path, "kz-library-card", "kz")


def test_a_name_that_is_no_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TutorialError, match="small Latin letters"):
        make(tmp_path, "../Читательский билет", "kz")


def test_the_shops_own_is_found_before_the_shipped_one(tmp_path: Path) -> None:
    shipped = resources().tutorials
    assert find("gen-qr", tmp_path, shipped) == shipped / "gen-qr"
    own = make(tmp_path, "gen-qr", "all")
    assert find("gen-qr", tmp_path, shipped) == own
    with pytest.raises(TutorialError, match="no walkthrough"):
        find("gen-nothing", tmp_path, shipped)
