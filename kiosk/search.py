"""Finding a walkthrough by what people type: any of our languages, any case, marks or none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from kiosk.tutorials import LANGUAGES, Tutorial

#: Letters that decomposition does not reach: đ has no decomposition, the Kazakh ones are typed on a Russian keyboard
#: by their nearest Russian neighbour, and й folds with и as it does when its breve is lost.
_NEIGHBOURS = str.maketrans(
    {
        "đ": "d",
        "ә": "а",
        "ғ": "г",
        "қ": "к",
        "ң": "н",
        "ө": "о",
        "ұ": "у",
        "ү": "у",
        "һ": "х",
        "і": "и",
        "ё": "е",
    }
)


def fold(text: str) -> str:
    """Return `text` without case, marks and look-alike letters: what a query and a title are compared by."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_NEIGHBOURS)
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


class _Entry(NamedTuple):
    tutorial: Tutorial
    titles: tuple[str, ...]
    words: str


class Index:
    """All titles, summaries and keywords of all languages at once, folded. Built after the first paint."""

    def __init__(self, tutorials: Iterable[Tutorial]) -> None:
        self._entries = [_entry(tutorial) for tutorial in tutorials]

    def find(self, query: str) -> list[Tutorial]:
        """Return the walkthroughs that hold every word of the query, best first; an empty query finds nothing."""
        words = fold(query).split()
        if not words:
            return []
        ranked = [(_rank(entry, words), number) for number, entry in enumerate(self._entries)]
        return [self._entries[number].tutorial for rank, number in sorted(ranked, reverse=True) if rank > 0]


def _entry(tutorial: Tutorial) -> _Entry:
    texts = [head for code in LANGUAGES if (head := tutorial.head(code))]
    titles = tuple(fold(text.title) for text in texts)
    rest = [part for text in texts for part in (text.title, text.summary, *text.keywords)]
    return _Entry(tutorial, titles, " ".join(fold(part) for part in (tutorial.id, *rest)))


def _rank(entry: _Entry, words: list[str]) -> int:
    """A word at the beginning of a title word counts most, then in the keywords, then inside a word."""
    total = 0
    for word in words:
        if any(f" {word}" in f" {title}" for title in entry.titles):
            total += 4
        elif f" {word}" in f" {entry.words}":
            total += 2
        elif len(word) > 2 and word in entry.words:
            total += 1
        else:
            return 0
    return total
