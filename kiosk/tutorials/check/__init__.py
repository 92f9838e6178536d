"""What a walkthrough must keep to before a resident sees it. Each finding says where, what, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from kiosk.config import resources
from kiosk.errors import TutorialError
from kiosk.tutorials.check import metadata, screens, texts
from kiosk.tutorials.check.agreement import agreement
from kiosk.tutorials.check.letters import letters
from kiosk.tutorials.check.problem import Problem
from kiosk.tutorials.model import LANGUAGES, Tutorial

__all__ = ["Problem", "check"]

_AT_LINE = re.compile(r"line (\d+)")


def check(folder: Path, today: date | None = None) -> list[Problem]:
    """Check one walkthrough's folder, or every walkthrough below `folder`; an empty list means none is at fault."""
    today = today or date.today()
    one = (folder / "tutorial.toml").exists()
    folders = [folder] if one else _folders(folder)
    known = {
        each.name
        for place in (folder.parent if one else folder, resources().tutorials)
        for each in _folders(place)
    }
    return [found for each in folders for found in _check_one(each, today, known)]


def _folders(place: Path) -> list[Path]:
    return sorted(p for p in place.iterdir() if p.is_dir() and not p.name.startswith(("_", ".")))


def _check_one(folder: Path, today: date, known: Collection[str]) -> Iterator[Problem]:
    """Yield what is found; a file that cannot be read is one finding and does not hide the others."""
    try:
        tutorial = Tutorial.load(folder)
        found = list(metadata.steps(tutorial))
    except TutorialError as refused:
        yield _unreadable(folder, refused)
        return
    yield from metadata.metadata(tutorial, today, known)
    yield from found
    yield from _readable(folder, partial(_pictures, tutorial))
    for code in LANGUAGES:
        yield from _readable(folder, partial(texts.language, tutorial, code))
    yield from _readable(folder, partial(letters, tutorial), once=True)
    yield from _readable(folder, partial(agreement, tutorial), once=True)


def _pictures(tutorial: Tutorial) -> Iterator[Problem]:
    yield from screens.screens(tutorial)
    for step in tutorial.steps:
        yield from screens.practice(tutorial, step)
    yield from screens.labels(tutorial)


def _readable(
    folder: Path, look: Callable[[], Iterable[Problem]], *, once: bool = False
) -> Iterator[Problem]:
    """Yield what is found as far as files can be read; `once`: that one cannot has been said before."""
    try:
        yield from look()
    except TutorialError as refused:
        if not once:
            yield _unreadable(folder, refused)


def _unreadable(folder: Path, refused: TutorialError) -> Problem:
    found = _AT_LINE.search(str(refused))
    path = refused.params.get("path")
    return Problem(
        path if isinstance(path, Path) else folder,
        int(found.group(1)) if found else 0,
        refused.message,
        refused.params,
    )
