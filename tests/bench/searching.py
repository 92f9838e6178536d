"""Searching a thousand walkthroughs as somebody types, against SQLite's FTS5 over the same texts."""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
from dataclasses import replace
from pathlib import Path

from kiosk.config import resources
from kiosk.search import Index, fold
from kiosk.tutorials import LANGUAGES, Library, Tutorial
from kiosk.tutorials.model import TutorialHead
from tests.bench.figures import Figure, percentile

_MANY = 1000
_QUERIES = Path(__file__).resolve().parent.parent / "search" / "queries.tsv"
_SYLLABLES = ("ла", "нә", "тір", "ко", "ми", "va", "ten", "lo", "ri", "ku", "sa", "nh", "то", "ры", "қа")


def searching() -> list[Figure]:
    """Type every query of the table letter by letter; each prefix is one search."""
    tutorials = many_tutorials(_MANY)
    index = Index(tutorials)
    typed = [query[:end] for query in _queries() for end in range(1, len(query) + 1)]
    index.find("ошибкаа")  # loads what the first slip loads
    ours = [_milliseconds(index, text) for text in typed]
    peer = _full_text(tutorials)
    floor = [_milliseconds_fts(peer, text) for text in typed]
    note = f"{len(typed)} searches, median {statistics.median(ours):.2f} ms; FTS5 {statistics.median(floor):.2f} ms"
    return [
        Figure("search among 1,000 walkthroughs, p99", percentile(ours, 0.99), "ms", 5.0, note=note),
        Figure("search p99 against SQLite FTS5", percentile(ours, 0.99), "ms", 20.0, percentile(floor, 0.99)),
    ]


def many_tutorials(count: int) -> list[Tutorial]:
    """Return copies of the shipped walkthroughs of whose words a half are changed, so that the vocabulary grows too."""
    chance = random.Random(1)
    real = list(Library.load(resources().tutorials))
    made = []
    for number in range(count):
        source = real[number % len(real)]
        heads = {code: _changed(head, chance) for code in LANGUAGES if (head := source.head(code))}
        made.append(replace(source, id=f"{source.id}-{number}", _heads=dict(heads)))
    return made


def _changed(head: TutorialHead, chance: random.Random) -> TutorialHead:
    def words(text: str) -> str:
        return " ".join(
            word + chance.choice(_SYLLABLES) * (chance.random() < 0.5) for word in text.split(" ")
        )

    return replace(
        head,
        title=words(head.title),
        summary=words(head.summary),
        keywords=tuple(words(keyword) for keyword in head.keywords),
        bring=tuple(words(thing) for thing in head.bring),
    )


def _queries() -> list[str]:
    return [line.split("\t")[1] for line in _QUERIES.read_text(encoding="utf-8").splitlines()]


def _milliseconds(index: Index, text: str) -> float:
    begun = time.perf_counter()
    index.find(text, "kz")
    return (time.perf_counter() - begun) * 1000


def _full_text(tutorials: list[Tutorial]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE topics USING fts5(words, prefix='2 3 4')")
    for tutorial in tutorials:
        heads = [head for code in LANGUAGES if (head := tutorial.head(code))]
        words = " ".join(fold(" ".join((h.title, h.summary, *h.keywords, *h.bring))) for h in heads)
        connection.execute("INSERT INTO topics VALUES (?)", (words,))
    return connection


def _milliseconds_fts(connection: sqlite3.Connection, text: str) -> float:
    words = fold(text).split()
    begun = time.perf_counter()
    if words:
        asked = " ".join(f'"{word}"*' for word in words)
        connection.execute(
            "SELECT rowid FROM topics WHERE topics MATCH ? ORDER BY rank LIMIT 24", (asked,)
        ).fetchall()
    return (time.perf_counter() - begun) * 1000
