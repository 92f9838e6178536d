"""A shop's own walkthroughs beside the shipped ones: a newer one takes the place, a broken one harms nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.config import resources
from kiosk.tutorials import Library
from kiosk.tutorials.model import TOPICS
from tests.tutorials.made import ID, make, swap

SHIPPED = resources().tutorials


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The shop's folder, with one walkthrough that nobody else has."""
    make(tmp_path)
    return tmp_path


def copied(own: Path, version: int) -> Path:
    """The shop's own gen-qr."""
    folder = Path(shutil.copytree(SHIPPED / "gen-qr", own / "gen-qr"))
    swap("tutorial.toml", "version = 1", f"version = {version}")(folder)
    return folder


def reasons(library: Library) -> str:
    return "\n".join(map(str, library.left_out))


def test_the_shops_own_stand_beside_the_shipped_ones(own: Path) -> None:
    library = Library.load(SHIPPED, own)
    assert {ID, "gen-qr"} <= {tutorial.id for tutorial in library}
    assert library.is_own(ID)
    assert not library.is_own("gen-qr")
    assert library.left_out == []


def test_a_newer_own_one_takes_the_place_of_the_shipped_one(own: Path) -> None:
    folder = copied(own, version=9)
    library = Library.load(SHIPPED, own)
    assert library["gen-qr"].folder == folder
    assert len([tutorial for tutorial in library if tutorial.id == "gen-qr"]) == 1


def test_an_older_own_one_does_not_and_is_named(own: Path) -> None:
    copied(own, version=1)
    library = Library.load(SHIPPED, own)
    assert library["gen-qr"].folder == SHIPPED / "gen-qr"
    assert "is not higher" in reasons(library)


def test_one_that_cannot_be_read_is_left_out_and_named(own: Path) -> None:
    (own / ID / "tutorial.toml").write_text("id = [", encoding="utf-8")
    library = Library.load(SHIPPED, own)
    assert library.get(ID) is None
    assert ID in reasons(library)
    assert len(library) == len(Library.load(SHIPPED))


@pytest.mark.parametrize(
    ("file", "text"),
    [("tutorial.toml", "\n[[steps]]\n"), ("screens.toml", "[home"), ("en.toml", "\n[steps.x]\n")],
    ids=["a step without its id", "screens that are no TOML", "a step without its words"],
)
def test_one_that_breaks_only_when_it_is_opened_is_found_before_a_resident_opens_it(
    own: Path, file: str, text: str
) -> None:
    path = own / ID / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    library = Library.load(SHIPPED, own)
    library.prove_own()
    assert library.get(ID) is None
    assert file in reasons(library)


def test_a_shop_hides_single_walkthroughs_and_whole_topics(own: Path) -> None:
    library = Library.load(SHIPPED, own, ("gen-qr", "payments", ID))
    shown = {tutorial.id for tutorial in library}
    assert not shown & {"gen-qr", ID}
    assert "payments" not in {tutorial.topic for tutorial in library}


def test_topics_come_in_their_order_so_that_what_belongs_together_stands_together() -> None:
    places = [TOPICS.index(tutorial.topic) for tutorial in Library.load(SHIPPED)]
    assert places == sorted(places)
