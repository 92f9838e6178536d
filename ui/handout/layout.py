"""What every layout of a handout has: a canvas, the words, the languages they are in, a margin."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.handout import Handout
from kiosk.i18n import Language
from ui.handout.canvas import Canvas
from ui.theme import CALM


class Layout:
    """Sets a handout's content on a canvas; `draw` is what a kind of sheet makes of it."""

    def __init__(
        self, canvas: Canvas, content: Handout, languages: Callable[[str], Language], margin: int
    ) -> None:
        self._canvas = canvas
        self._content = content
        self._languages = [languages(code) for code in content.languages]
        self._margin = margin
        self._width = canvas.width - 2 * margin


def ink(at: int) -> str:
    """Return the colour of the first or the second language."""
    return CALM.ink if at == 0 else CALM.brand
