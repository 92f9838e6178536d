"""What lies in the files, folders and sticks that somebody hands in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.stick.folder import is_ours

SUFFIX = ".kiosk"
ROLL = "kiosks.age"


@dataclass(slots=True)
class Found:
    """Rolls, bundles and requests to join, each once; each stick with its own; paths in which there was nothing."""

    rolls: list[Path] = field(default_factory=list)
    bundles: list[Path] = field(default_factory=list)
    requests: list[Path] = field(default_factory=list)
    sticks: dict[Path, list[Path]] = field(default_factory=dict)
    nothing: list[Path] = field(default_factory=list)


def find(paths: Iterable[Path]) -> Found:
    """Look through files, folders and sticks; a folder may hold many sticks."""
    found = Found()
    seen: set[Path] = set()
    for path in paths:
        anything = False
        for file in _files(path):
            anything = True
            if (real := file.resolve()) in seen:
                continue
            seen.add(real)
            _sort_in(found, file)
        if not anything:
            found.nothing.append(path)
    return found


def _files(path: Path) -> Iterator[Path]:
    """Yield what could be ours: a file that was named, and by their places and endings those below a folder."""
    if path.is_file():
        yield path
    for folder, below, names in os.walk(path):
        below.sort()
        here = Path(folder)
        for name in sorted(names):
            enrolment = here.name == "enrol" and name.endswith(".json") and is_ours(here.parent)
            # A name that begins with a dot is some system's own, such as the shadows that macOS leaves on sticks.
            if not name.startswith(".") and (name == ROLL or name.endswith(SUFFIX) or enrolment):
                yield here / name


def _sort_in(found: Found, file: Path) -> None:
    if file.name == ROLL:
        found.rolls.append(file)
        return
    stick = file.resolve().parent.parent
    if is_ours(stick):
        found.sticks.setdefault(stick, [])
    if file.suffix == ".json" and file.parent.name == "enrol":
        found.requests.append(file)
    else:
        found.bundles.append(file)
    if is_ours(stick):
        found.sticks[stick].append(file)
