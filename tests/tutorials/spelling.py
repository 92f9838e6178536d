"""Spelling by other people's dictionaries: hunspell for Kazakh, Russian, English and Vietnamese, voikko for Finnish.

    python -m tests.tutorials.spelling kk

prints the words that the dictionary does not know and that our own list (tests/tutorials/words/kk.txt) lacks. Names,
quoted labels, addresses and what a person is to type are not asked about.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kiosk.config import resources
from kiosk.tutorials import Library, Tutorial, TutorialText

WORDS = Path(__file__).with_name("words")
_DICTIONARIES = {"kk": ("kk_KZ",), "ru": ("ru_RU",), "en": ("en_GB", "en_US"), "vi": ("vi_VN",)}
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
#: What is no word: addresses, and anything with a digit in it.
_NO_WORD = re.compile(r"\S*(?:[./@_]\w|\d)\S*")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def unknown(language: str) -> dict[str, list[str]]:
    """Return the words of a language that neither its dictionary nor our list knows, with where they stand."""
    found: dict[str, list[str]] = {}
    for place, text in _texts(language):
        for word in words(text, language):
            found.setdefault(word, []).append(place)
    ours = listed(language)
    asked = sorted(word for word in found if word.casefold() not in ours)
    return {word: found[word] for word in _misspelt(asked, language)}


def words(text: str, language: str) -> Iterator[str]:
    """Yield the words of a text that its own language should know."""
    plain = _NO_WORD.sub(" ", QUOTED.sub(" ", unicodedata.normalize("NFC", text)))
    for word in _WORD.findall(plain):
        if bool(_CYRILLIC.search(word)) == (language in ("kk", "ru")) and len(word) > 1:
            yield word


@cache
def listed(language: str) -> frozenset[str]:
    """Return our own list: names, terms and word forms that a reader has looked at once."""
    lines = (WORDS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))


def _texts(language: str) -> Iterator[tuple[str, str]]:
    for tutorial in Library.load(resources().tutorials):
        if text := tutorial.text(language):
            yield from ((f"{tutorial.id}: {where}", said) for where, said in _parts(tutorial, text))


def _parts(_tutorial: Tutorial, text: TutorialText) -> Iterator[tuple[str, str]]:
    yield "title", text.title
    yield "summary", text.summary
    yield from (("bring", thing) for thing in text.bring)
    if text.branch:
        yield "branch", " ".join((text.branch.question, *text.branch.options.values()))
    for name, step in text.steps.items():
        yield name, " ".join((step.title, step.body, step.warning, step.hint))


def _misspelt(asked: list[str], language: str) -> list[str]:
    if language == "fi":
        return _voikko(asked)
    for dictionary in _DICTIONARIES[language]:
        done = subprocess.run(
            ["hunspell", "-d", dictionary, "-i", "utf-8", "-l"],
            input="\n".join(asked),
            capture_output=True,
            text=True,
            check=True,
        )
        asked = [word for word in asked if word in set(done.stdout.split("\n"))]
    return asked


def _voikko(asked: list[str]) -> list[str]:
    from libvoikko import Voikko

    speller = Voikko("fi")
    try:
        return [word for word in asked if not speller.spell(word)]
    finally:
        speller.terminate()


def main(languages: list[str]) -> int:
    """Print what is unknown."""
    for language in languages or ["kk", "ru", "en", "vi", "fi"]:
        found = unknown(language)
        print(f"# {language}: {len(found)} unknown")
        for word, places in found.items():
            print(f"{word}\t{places[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
