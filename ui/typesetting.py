"""What a typesetter does to words before a reader sees them: a figure keeps its unit, a day its month, a J its tail.

Only what is painted is set; what is compared, searched, read aloud or written into files keeps its own spaces.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from PySide6.QtGui import QFontMetricsF

from ui.theme import font

_NO_BREAK, _NO_BREAK_HYPHEN = "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"
#: A figure and what it counts ("26 November", "20 mm"), a figure with a sign ("26. marraskuuta", "50 % of"), the groups
#: of a number; and the Vietnamese words of a date, which stand before their figure.
_TOGETHER = re.compile(
    r"(?<=\d) (?=[^\W\d_]{1,12}\b|%|\d)|(?<=\d\.) (?=[a-zäöå]{1,12}\b)"
    r"|(?<=\bngày) (?=\d)|(?<=\btháng) (?=\d)|(?<=\bnăm) (?=\d)"
)
_PIECE = re.compile(r"[^ \n]+")


@lru_cache(maxsize=512)
def set_together(text: str, size: int, room: float = math.inf, *, bold: bool = False) -> str:
    """Return the text with no-break spaces inside what reads as one, where that has room in a line.

    `size` is that of its letters and `room` the length of a line, in pixels.
    """
    bound = _TOGETHER.sub(_NO_BREAK, text)
    if bound == text or room == math.inf:
        return bound
    advance = QFontMetricsF(font(size, bold=bold)).horizontalAdvance
    return _PIECE.sub(
        lambda piece: piece[0] if advance(piece[0]) <= room else text[piece.start() : piece.end()], bound
    )


def in_one_line(text: str) -> str:
    """Return the text with no place where a line may end."""
    return text.replace(" ", _NO_BREAK).replace("-", _NO_BREAK_HYPHEN)


@lru_cache(maxsize=1024)
def overhang(letter: str, size: int, *, bold: bool = False) -> int:
    """Return how many pixels of a letter stand to the left of where it begins, as the tail of a J does."""
    return max(0, math.ceil(-QFontMetricsF(font(size, bold=bold)).leftBearing(letter)))


def beginnings(text: str, *, wraps: bool) -> set[str]:
    """Return the letters that may begin a line: of any word where it `wraps`."""
    return {word[0] for word in (text.split() if wraps else text.split("\n")) if word}


def unbroken_words(text: str) -> list[str]:
    """Return what no line ends within: words, and those that no-break spaces hold together."""
    return _PIECE.findall(text)
