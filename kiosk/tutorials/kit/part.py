"""What a part of the kit is, and the list that every part enters itself into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kiosk.tutorials.kit.drawing import Area, Drawing

#: Distance of most parts from the screen's sides.
SIDE = 16


class Part(NamedTuple):
    """How a part is set: its height by its words, how many boxes it has, and where it stands.

    `place` is `flow` (one below the other), `top` (over everything) or `bottom`. `wide` parts take a page's whole
    width, the others its column. `words` says what stands after the part's name: `ids`, `number` or a keyboard's kind.
    """

    draw: Callable[[Drawing, Area, Sequence[str]], None]
    height: Callable[[Sequence[str]], float]
    least: int
    most: int
    place: str = "flow"
    wide: bool = False
    words: str = "ids"


PARTS: dict[str, Part] = {}
Draw = Callable[[Drawing, Area, Sequence[str]], None]


def part(
    name: str,
    height: float | Callable[[Sequence[str]], float],
    ids: tuple[int, int] = (1, 1),
    *,
    place: str = "flow",
    wide: bool = False,
    words: str = "ids",
) -> Callable[[Draw], Draw]:
    """Enter a function that draws a part into the kit, under its name and with its height."""

    def enter(draw: Draw) -> Draw:
        by_words = height if callable(height) else lambda _words: height
        PARTS[name] = Part(draw, by_words, *ids, place=place, wide=wide, words=words)
        return draw

    return enter
