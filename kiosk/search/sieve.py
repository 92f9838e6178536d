"""Narrowing a list by what people type: names of places, kiosks and people, in any script, marks or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from kiosk.search.folding import fold, readings, sound

T = TypeVar("T")


def sift(items: Iterable[T], typed: str, said: Callable[[T], str]) -> list[T]:
    """Return the items in whose `said` all the typed words stand, in their order; all of them when nothing is typed.

    What was typed is taken as it stands, then as another keyboard would have meant it, then without its gaps ("a07" for
    A-07), then by its sound: the first of these that finds anything decides, so that a guess never drowns what was
    asked for.
    """
    items = list(items)
    if not typed.strip():
        return items
    said_by = [said(item) for item in items]
    for form, words in _ways(typed):
        forms = map(form, said_by)
        found = [item for item, text in zip(items, forms, strict=True) if all(word in text for word in words)]
        if found:
            return found
    return []


def _ways(typed: str) -> Iterator[tuple[Callable[[str], str], list[str]]]:
    """Yield ways to compare, the likeliest first: a form of the text, and what must stand in it."""
    meant = readings(typed)
    if not meant:
        yield str.casefold, [typed.strip().casefold()]  # nothing but signs, as in "№"
        return
    yield _folded, meant[0].split()
    for reading in meant[1:]:
        yield _folded, _beginnings(reading.split())
    yield _joined, [_joined(typed)]
    if heard := _heard(typed).split():
        yield _heard, _beginnings(heard)


def _beginnings(words: list[str]) -> list[str]:
    return [f" {word}" for word in words]


# A country has thirty thousand places, and every letter that is typed asks for all of them.


@lru_cache(maxsize=1 << 17)
def _folded(text: str) -> str:
    return f" {fold(text)}"


def _joined(text: str) -> str:
    return _folded(text).replace(" ", "")


@lru_cache(maxsize=1 << 17)
def _heard(text: str) -> str:
    return "".join(f" {sound(word)}" for word in fold(text).split())
