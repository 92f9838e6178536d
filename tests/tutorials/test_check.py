"""`kiosk tutorials check`: the shipped walkthroughs pass, and one broken walkthrough per rule does not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.config import resources
from kiosk.tutorials.check import check

SHIPPED = resources().tutorials
TODAY = date(2026, 11, 22)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED / "kz-criminal-record", tmp_path / "kz-criminal-record"))


def swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a way to spoil a file of the walkthrough; it fails when there is nothing to spoil."""

    def spoil(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def drop(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def swap_texts(first: str, second: str) -> Callable[[Path], None]:
    return lambda folder: shutil.copy(folder / f"{first}.toml", folder / f"{second}.toml") and None


def test_what_we_ship_is_without_fault() -> None:
    assert [str(problem) for problem in check(SHIPPED, TODAY)] == []


FAULTS = {
    "a language is missing": (drop("vi.toml"), "This language is missing"),
    "a step is missing in a language": (swap("fi.toml", "[steps.", "[steps.not-"), "is missing"),
    "a step that nobody shows": (swap("fi.toml", "[steps.", "[steps.not-"), "has no step"),
    "a target that is not on the screen": (
        swap("tutorial.toml", 'target = "', 'target = "no-'),
        "has no rectangle",
    ),
    "a service that the codebook lacks": (
        swap("tutorial.toml", "kz.criminal_record", "kz.crime"),
        "has no service",
    ),
    "a country that we do not know": (
        swap("tutorial.toml", 'country = "kz"', 'country = "se"'),
        "Unknown country",
    ),
    "an expired walkthrough": (swap("tutorial.toml", "expires = 2027", "expires = 2025"), "expired"),
    "a source that is not listed": (
        swap("tutorial.toml", 'sources = ["', 'sources = ["none", "'),
        "is not listed",
    ),
    "another folder's id": (
        swap("tutorial.toml", 'id = "kz-criminal-record"', 'id = "kz-other"'),
        "folder's name",
    ),
    "text in the wrong language": (swap_texts("ru", "kk"), "does not look like"),
    "an English text called Finnish": (swap_texts("en", "fi"), "does not look like"),
    "an outdated translation": (swap("tutorial.toml", "version = 1", "version = 2"), "written for version"),
    "a title that no large print holds": (
        swap("en.toml", 'title = "', 'title = "' + "long " * 12),
        "Shorten it",
    ),
    "a drawing with text in it": (
        swap("screens/egov-account.svg", "</svg>", "<text>x</text></svg>"),
        "may not hold",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_walkthrough_is_named_with_its_file_and_what_to_do(name: str, own: Path) -> None:
    spoil, words = FAULTS[name]
    spoil(own)
    found = [str(problem) for problem in check(own, TODAY)]
    assert any(words in line and str(own) in line for line in found), found


def test_a_claim_without_a_source_must_be_marked_for_review(own: Path) -> None:
    path = own / "tutorial.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join("" if line.startswith("sources = [") else line for line in lines), encoding="utf-8"
    )
    text = path.read_text(encoding="utf-8").replace("needs_local_review = true", "needs_local_review = false")
    path.write_text(text, encoding="utf-8")
    assert any("no source to rely on" in str(problem) for problem in check(own, TODAY))


def test_decomposed_text_is_refused(own: Path) -> None:
    swap("vi.toml", "title = ", 'spoken_title = "e\u0323\u0302"\ntitle = ')(own)
    swap("vi.toml", 'body = "', 'body = "e\u0323\u0302 ')(own)
    assert any("NFC" in str(problem) for problem in check(own, TODAY))
