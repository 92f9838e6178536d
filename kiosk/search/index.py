"""Ranking walkthroughs for a query, as it is typed.

In memory: at a thousand walkthroughs in five languages a query takes a few milliseconds, and an SQLite FTS5 table
(measured: `make bench`) is no faster, knows neither sound nor slips, and would be a second copy to keep true.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from kiosk.search.folding import fold, readings, sound
from kiosk.tutorials import LANGUAGES, VOLUNTEERS, Tutorial

#: How much a word counts by where it stands in a walkthrough.
_TITLE, _KEYWORD, _ID, _ADDRESS, _SUMMARY, _BRING, _LABEL = 5.0, 4.0, 2.0, 2.0, 1.0, 0.5, 0.7
#: How much of that a match is worth: the word itself, the beginning of it, the same sound, another ending, one slip or
#: two, a part of a compound.
_EXACT, _BEGUN, _SOUND, _SOUND_BEGUN, _STEM, _SLIP, _SLIPS, _INSIDE = (
    1.0,
    0.8,
    0.75,
    0.55,
    0.6,
    0.5,
    0.35,
    0.4,
)
#: A reading that nobody typed as such must be clearly better than what was typed.
_READING = 0.9
_WHOLE_PHRASE, _BEGUN_PHRASE = 6.0, 3.0
#: One letter begins thousands of phrases; so many fill every list.
_MOST_PHRASES = 400
#: What scores less than this share of the best is not shown.
_WORTH_SHOWING = 0.3
_OWN_COUNTRY, _EVERYWHERE, _FOR_VOLUNTEERS = 1.15, 1.05, 0.7
#: Letters of a word from which on endings, parts and slips are looked at: shorter words have too many neighbours.
_LONG_ENOUGH = 4

Scores = dict[int, float]
#: Words that we know, and how much of one's weight a match with it is worth.
Alike = dict[str, float]


class Index:
    """All titles, keywords, summaries and labels of all languages at once. Built after the first paint, one by one."""

    def __init__(self, tutorials: Iterable[Tutorial] = ()) -> None:
        self._tutorials: list[Tutorial] = []
        self._words: dict[str, Scores] = {}
        self._sounds: dict[str, set[str]] = {}
        self._phrases: dict[str, set[int]] = defaultdict(set)
        self._sorted_words: list[str] = []
        self._sorted_sounds: list[str] = []
        self._sorted_phrases: list[str] = []
        self._by_edge: dict[str, set[str]] = defaultdict(set)
        self._all_words = ""
        for tutorial in tutorials:
            self.add(tutorial)

    def __len__(self) -> int:
        return len(self._tutorials)

    def add(self, tutorial: Tutorial) -> None:
        """Take in one walkthrough, in all its languages."""
        number = len(self._tutorials)
        self._tutorials.append(tutorial)
        for text, weight in _texts(tutorial):
            folded = fold(text)
            words = folded.split()
            for word in words:
                self._note(word, number, weight)
            if weight >= _ADDRESS and len(words) <= 4:
                self._note_phrase(folded, number)
                for one, other in pairwise(words):
                    self._note(one + other, number, weight / 2)  # "suomifi" for suomi.fi

    def _note(self, word: str, number: int, weight: float) -> None:
        postings = self._words.get(word)
        if postings is None:
            postings = self._words[word] = {}
            insort(self._sorted_words, word)
            self._all_words = ""
            if (heard := sound(word)) not in self._sounds:
                insort(self._sorted_sounds, heard)
                # A slip leaves the first letter or the last two as they were: a tenth of all words to look at.
                self._by_edge[heard[:1]].add(heard)
                self._by_edge[heard[-2:]].add(heard)
            self._sounds.setdefault(heard, set()).add(word)
        postings[number] = max(weight, postings.get(number, 0.0))

    def _note_phrase(self, phrase: str, number: int) -> None:
        if phrase not in self._phrases:
            insort(self._sorted_phrases, phrase)
        self._phrases[phrase].add(number)

    def find(self, query: str, country: str = "", limit: int = 24) -> list[Tutorial]:
        """Return the walkthroughs that answer a query, best first; those of `country` before equals.

        A query without a letter or digit finds nothing.
        """
        read: list[tuple[str, list[Alike]]] = []
        for reading in readings(query):
            read.append((reading, self._alike(reading.split())))
            if all(read[-1][1]):  # it makes sense as it stands: no less likely one is looked at
                break
        else:
            if not read:
                return []
            self._forgive(*max(read, key=lambda one: sum(map(bool, one[1]))))
        best: Scores = {}
        for number, (reading, alike) in enumerate(read):
            share = _READING if number else 1.0
            for found, score in self._score(reading, alike).items():
                best[found] = max(best.get(found, 0.0), score * share)
        if not best:
            return []
        ranked = sorted(
            ((score * self._nearness(found, country), -found) for found, score in best.items()), reverse=True
        )
        least = ranked[0][0] * _WORTH_SHOWING
        return [self._tutorials[-found] for score, found in ranked[:limit] if score >= least]

    def _forgive(self, reading: str, alike: list[Alike]) -> None:
        for at, word in enumerate(reading.split()):
            if not alike[at]:
                alike[at] = self._guesses(word)

    def _nearness(self, number: int, country: str) -> float:
        """Return what a walkthrough's country and readers make of its score: most who search are residents."""
        tutorial = self._tutorials[number]
        where = (
            _OWN_COUNTRY if tutorial.country == country else _EVERYWHERE if tutorial.country == "all" else 1.0
        )
        return where * _FOR_VOLUNTEERS if tutorial.audience == VOLUNTEERS else where

    def _score(self, reading: str, alike: Sequence[Alike]) -> Scores:
        """Add up what each word of a reading finds, rare words counting more, and weigh by how much was found."""
        found = [self._found(known) for known in alike]
        total = len(self._tutorials)
        rarity = [math.log(1 + total / len(matches)) if matches else 0.0 for matches in found]
        missed = sum(rarity) / max(1, sum(1 for matches in found if matches))
        whole = sum(value or missed for value in rarity)
        scores: Scores = defaultdict(float)
        covered: Scores = defaultdict(float)
        for matches, value in zip(found, rarity, strict=True):
            for number, score in matches.items():
                scores[number] += value * score
                covered[number] += value
        self._add_phrases(reading, scores)
        return {
            number: score * (min(1.0, covered[number] / whole) if number in covered else 1.0)
            for number, score in scores.items()
        }

    def _found(self, alike: Alike) -> Scores:
        found: Scores = {}
        for known, quality in alike.items():
            for number, weight in self._words[known].items():
                if weight * quality > found.get(number, 0.0):
                    found[number] = weight * quality
        return found

    def _add_phrases(self, reading: str, scores: Scores) -> None:
        """A title or keyword that is, or begins with, all that was typed counts more than its words."""
        for phrase in islice(_beginning_with(self._sorted_phrases, reading), _MOST_PHRASES):
            topics = self._phrases[phrase]
            worth = _WHOLE_PHRASE if phrase == reading else _BEGUN_PHRASE / len(topics)
            for number in topics:
                scores[number] = max(scores[number], worth) if phrase != reading else scores[number] + worth

    def _alike(self, words: Sequence[str]) -> list[Alike]:
        """Return for each word of a reading the words that we know and that it may stand for."""
        found = [self._likely(word, last=at == len(words) - 1) for at, word in enumerate(words)]
        for at in range(len(words) - 1):  # "whats app" for WhatsApp
            if (joined := words[at] + words[at + 1]) in self._words:
                found[at][joined] = found[at + 1][joined] = _EXACT
        return found

    def _likely(self, word: str, *, last: bool) -> Alike:
        """Return the words that this one is, begins, sounds like or is a form of; the `last` is still being typed."""
        found: Alike = {}
        heard = sound(word)
        if len(word) > _LONG_ENOUGH:
            stem = word[: max(_LONG_ENOUGH, len(word) - 2 - len(word) // 8)]
            for known in _beginning_with(self._sorted_words, stem):
                found[known] = _STEM * _closeness(stem, known)
        if len(heard) >= _LONG_ENOUGH:
            for likely in _beginning_with(self._sorted_sounds, heard):
                found.update(dict.fromkeys(self._sounds[likely], _SOUND_BEGUN))
        if len(word) > 1:  # one letter begins everything
            begun = _BEGUN if last else _STEM
            for known in _beginning_with(self._sorted_words, word):
                found[known] = begun * _closeness(word, known)
        if len(heard) > 2:
            found.update(dict.fromkeys(self._sounds.get(heard, ()), _SOUND))
        if word in self._words:
            found[word] = _EXACT
        return found

    def _guesses(self, word: str) -> Alike:
        """Return the words that slips of the finger make of one that means nothing, else those that hold it."""
        from rapidfuzz.distance import OSA  # 13 ms that no start and no faultless query needs

        heard = sound(word)
        if len(heard) < _LONG_ENOUGH - 1:
            return {}
        most = 2 if len(heard) >= 7 else 1
        found: Alike = {}
        for likely in {*self._by_edge[heard[0]], *self._by_edge[heard[-2:]]}:
            if abs(len(likely) - len(heard)) > most:
                continue
            distance = OSA.distance(heard, likely, score_cutoff=most)
            if distance <= most:
                found.update(dict.fromkeys(self._sounds[likely], _SLIP if distance <= 1 else _SLIPS))
        return found or dict.fromkeys(self._holding(word), _INSIDE)

    def _holding(self, part: str) -> Iterator[str]:
        if not self._all_words:
            self._all_words = "\n".join(("", *self._sorted_words, ""))
        at = self._all_words.find(part) if len(part) >= _LONG_ENOUGH else -1
        while at >= 0:
            begin, end = self._all_words.rfind("\n", 0, at) + 1, self._all_words.find("\n", at)
            yield self._all_words[begin:end]
            at = self._all_words.find(part, end)


def _beginning_with(ordered: list[str], beginning: str) -> Iterator[str]:
    for at in range(bisect_left(ordered, beginning), len(ordered)):
        if not ordered[at].startswith(beginning):
            return
        yield ordered[at]


def _closeness(beginning: str, word: str) -> float:
    """Return how much of a word its beginning is, between a half and one."""
    return 0.5 + 0.5 * len(beginning) / len(word)


def _texts(tutorial: Tutorial) -> Iterator[tuple[str, float]]:
    yield tutorial.id, _ID
    yield tutorial.address, _ADDRESS
    for code in LANGUAGES:
        if head := tutorial.head(code):
            yield head.title, _TITLE
            yield head.summary, _SUMMARY
            yield from ((keyword, _KEYWORD) for keyword in head.keywords)
            yield from ((thing, _BRING) for thing in head.bring)
    for label in tutorial.labels.values():
        yield from ((text, _LABEL) for text in label.texts.values())
