"""What people type and what walkthroughs say, brought to one form.

Three forms, each a little blurrier than the one before: `fold` forgets case, marks and look-alike letters; `sound`
forgets the script as well, so that "sudimost" meets "судимость"; `readings` undoes what a keyboard did to the text
before we saw it.
"""

from __future__ import annotations

import re
import unicodedata

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


#: Cyrillic as people write it in Latin letters when they have no other; after `fold`.
_LATIN = str.maketrans(
    {
        "а": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "е": "e",
        "ж": "j",
        "з": "z",
        "и": "i",
        "к": "k",
        "л": "l",
        "м": "m",
        "н": "n",
        "о": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "у": "u",
        "ф": "f",
        "х": "h",
        "ц": "c",
        "ч": "c",
        "ш": "s",
        "щ": "s",
        "ъ": "",
        "ы": "i",
        "ь": "",
        "э": "e",
        "ю": "u",
        "я": "a",
    }
)
#: Latin spellings of one sound, the longest first: which of them people choose depends on school and country.
_SPELLINGS = (
    ("shch", "s"),
    ("sch", "s"),
    ("sh", "s"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("ya", "a"),
    ("ia", "a"),
    ("yu", "u"),
    ("iu", "u"),
    ("ye", "e"),
    ("ie", "e"),
    ("yo", "e"),
    ("q", "k"),
    ("w", "u"),
    ("x", "ks"),
    ("y", "i"),
)
_TWICE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Return how a folded word sounds, in Latin letters, whichever script and spelling it is written in."""
    latin = word.translate(_LATIN)
    for spelling, letter in _SPELLINGS:
        latin = latin.replace(spelling, letter)
    return _TWICE.sub(r"\1", latin)


_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю."
#: The upper row of the Kazakh layout (KBDKAZ) stands where Latin keyboards have digits.
_DIGIT_ROW, _KAZAKH_ROW = "234589 0-=", "әіңғүұ қөһ"
_TO_CYRILLIC = str.maketrans(_QWERTY + _DIGIT_ROW, _JCUKEN + _KAZAKH_ROW)
_TO_LATIN = str.maketrans(_JCUKEN + _KAZAKH_ROW, _QWERTY + _DIGIT_ROW)
_HAS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HAS_LATIN = re.compile(r"[a-z]")

#: Telex, as Vietnamese fingers type it where no input method listens: doubled letters and w make marks, one of five
#: letters makes the tone, behind its vowel or at the syllable's end.
_TELEX_MARKS = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("w", ""))
_FINAL = r"(?:ch|ng|nh|[cmnpt])?"
_TELEX_TONE = re.compile(rf"(?<=[aeiouy])[sfrxj](?={_FINAL}\b)|(?<=[aeiouy])(?P<final>{_FINAL})[sfrxj]\b")


def readings(text: str) -> list[str]:
    """Return the folded forms that a typed text may stand for, the likeliest first.

    As it stands; as typed on the other layout (Russian and Kazakh letters against Latin ones); as Telex. A reading
    that says the same as an earlier one is left out.
    """
    lowered = unicodedata.normalize("NFC", text).casefold()
    found = [fold(lowered)]
    if _HAS_CYRILLIC.search(lowered):
        found.append(fold(lowered.translate(_TO_LATIN)))
    elif _HAS_LATIN.search(lowered) or not found[0]:
        found.append(fold(lowered.translate(_TO_CYRILLIC)))
        found.append(_telex(found[0]))
    return [reading for reading in dict.fromkeys(found) if reading]


def _telex(folded: str) -> str:
    for typed, meant in _TELEX_MARKS:
        folded = folded.replace(typed, meant)
    return _TELEX_TONE.sub(lambda found: found["final"] or "", folded)
