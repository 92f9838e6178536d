"""Every way through a walkthrough: one, or one for each answer to its question."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.tutorials import Tutorial
from kiosk.walkthrough import Walkthrough


def answers(tutorial: Tutorial) -> tuple[str, ...]:
    return tutorial.branch.options if tutorial.branch else ("",)


def places(walk: Walkthrough, answer: str) -> Iterator[None]:
    """Go through every place of one way; at the question its `answer` is given."""
    walk.go(0)
    while True:
        yield
        if walk.asking:
            walk.choose(answer)
        elif walk.at_end:
            return
        else:
            walk.next()
