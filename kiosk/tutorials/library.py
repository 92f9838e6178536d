"""All walkthroughs of this installation."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from kiosk.errors import TutorialError
from kiosk.tutorials.model import Tutorial

_log = logging.getLogger(__name__)


class Library:
    """The walkthroughs by id, in the order of their folders' names."""

    def __init__(self, tutorials: list[Tutorial]) -> None:
        self._by_id = {tutorial.id: tutorial for tutorial in tutorials}

    @classmethod
    def load(cls, folder: Path) -> Library:
        """Read the metadata of every walkthrough; a broken one is left out and named in the program's log."""
        found = []
        for path in sorted(folder.glob("*/tutorial.toml")):
            try:
                found.append(Tutorial.load(path.parent))
            except TutorialError as problem:
                _log.warning("walkthrough left out: %s", problem)
        return cls(found)

    def __iter__(self) -> Iterator[Tutorial]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __getitem__(self, tutorial_id: str) -> Tutorial:
        return self._by_id[tutorial_id]

    def get(self, tutorial_id: str) -> Tutorial | None:
        """Return a walkthrough, None when this installation lacks it."""
        return self._by_id.get(tutorial_id)

    def of_country(self, country: str) -> list[Tutorial]:
        """Return the walkthroughs of one country; `all` are those that hold everywhere."""
        return [tutorial for tutorial in self if tutorial.country == country]
