"""Return codes: random, on a printed card, so that a person who comes again is known without being named."""

from __future__ import annotations

import unicodedata
from random import Random

from kiosk.errors import KioskError

#: Each looks the same in Latin and in Cyrillic (no 0/O, 1/I), and no letter stands on the key of another
#: one's Cyrillic twin: H and T are left out because their keys give р and е, which are read as P and E.
ALPHABET = "23456789ABCEKMPX"
LENGTH = 8  # 4.3 thousand million codes; the check character comes on top
GROUP = 3
MIN_LETTERS = 3  # so that the guard of notes never takes a code for a number

_LOOKALIKES = {"А": "A", "В": "B", "С": "C", "Е": "E", "К": "K", "М": "M", "Р": "P", "Х": "X", "Қ": "K"}
#: The same keys on the Russian layout, then the Kazakh layout's row of digits (with and without Shift).
_RUSSIAN_KEYS = {"Ф": "A", "И": "B", "У": "E", "Л": "K", "Ь": "M", "З": "P", "Ч": "X"}
_KAZAKH_KEYS = {
    "Ә": "2",
    "І": "3",
    "Ң": "4",
    "Ғ": "5",
    ",": "6",
    ".": "7",
    "Ү": "8",
    "Ұ": "9",
    ";": "6",
    ":": "7",
}
#: What the key of the dash gives on the Kazakh layout.
_KAZAKH_DASH = "Ө"
#: What Telex, by which Vietnamese is typed, makes of two keys.
_TELEX = {"Ã": "AX", "Ẽ": "EX", "Â": "AA", "Ê": "EE", "Ẫ": "AAX", "Ễ": "EEX"}
_FOLD = {**{letter: letter for letter in ALPHABET}, **_LOOKALIKES, **_RUSSIAN_KEYS, **_KAZAKH_KEYS}


def new_return_code(random: Random) -> str:
    """Draw a code such as `7KA-29P-X3M`; hand in `secrets.SystemRandom()` outside of tests."""
    while True:
        body = "".join(random.choice(ALPHABET) for _ in range(LENGTH))
        code = body + _check(body)
        if sum(character.isalpha() for character in code) >= MIN_LETTERS:
            return _grouped(code)


def normalise_return_code(text: str) -> str:
    """Read a typed code in any case, keyboard layout and grouping; return it as it is printed and stored.

    Raises KioskError when it is no code: too short, too long, or mistyped (the check character finds every
    single wrong character and all but one kind of two swapped neighbours).
    """
    code = _folded(text)
    if len(code) != LENGTH + 1 or "?" in code or _check(code[:-1]) != code[-1]:
        raise KioskError(
            "This is not a return code, or a character of it is mistyped. Look at the card again."
        )
    return _grouped(code)


def is_wrong_code(text: str) -> bool:
    """Tell whether a text that is being typed can no longer become a code: a strange character, or none is missing."""
    code = _folded(text)
    return (
        "?" in code or len(code) > LENGTH + 1 or (len(code) == LENGTH + 1 and _check(code[:-1]) != code[-1])
    )


def _folded(text: str) -> str:
    """Return the characters of the code that were meant, `?` for each that cannot stand in one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(_TELEX.get(character, character) for character in plain)
    kept = (c for c in plain if not c.isspace() and c != _KAZAKH_DASH and unicodedata.category(c) != "Pd")
    return "".join(_FOLD.get(character) or "?" for character in kept)


def _grouped(code: str) -> str:
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def _check(body: str) -> str:
    """Return the check character: Luhn's algorithm in base 16 (mod N, ISO/IEC 7812-1 annex B generalised)."""
    base = len(ALPHABET)
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]
