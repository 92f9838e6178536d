"""The guard of free text: finds what would name a person before it reaches the log.

It is made for slips, not against cunning: a number in any spacing, in the digits of any script, with an
O for a zero. Where it must choose, it refuses: the visit is kept, only the text has to be typed again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import kiosk.privacy.numbers as numbers
from kiosk.i18n import N_

LONGEST_RUN = 8  # digits: no help line is longer, every number of a person is


class Kind(StrEnum):
    """What the guard knows."""

    IIN = "iin"
    CCCD = "cccd"
    CMND = "cmnd"
    HETU = "hetu"
    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    IBAN = "iban"
    DIGITS = "digits"


MESSAGES: Final[dict[str, str]] = {
    Kind.IIN: N_("This looks like a Kazakh IIN. Nothing that identifies a person is kept here: remove it."),
    Kind.CCCD: N_(
        "This looks like a Vietnamese identity number."
        " Nothing that identifies a person is kept here: remove it."
    ),
    Kind.CMND: N_(
        "This looks like the number of an old Vietnamese identity card."
        " Nothing that identifies a person is kept here: remove it."
    ),
    Kind.HETU: N_(
        "This looks like a Finnish personal identity code."
        " Nothing that identifies a person is kept here: remove it."
    ),
    Kind.PHONE: N_(
        "This looks like a phone number. Nothing that identifies a person is kept here: remove it."
    ),
    Kind.EMAIL: N_(
        "This looks like an e-mail address. Nothing that identifies a person is kept here: remove it."
    ),
    Kind.CARD: N_(
        "This looks like the number of a payment card. It must never be written down: take it out."
    ),
    Kind.IBAN: N_(
        "This looks like a bank account number. Nothing that identifies a person is kept here: remove it."
    ),
    Kind.DIGITS: N_(
        "This is a long number, which might name a person: take it out, or keep its last four digits only."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; never the found text itself, so that it cannot reach a log file."""

    kind: Kind

    @property
    def message(self) -> str:
        """The message that says what it is and what to do."""
        return MESSAGES[self.kind]


_SEPARATORS: Final = r"[ \-./()*]"
_ZEROS, _ONES = "OoОоΟο", "lIІіΙι|ıӀ"
_LOOKALIKE: Final = {**dict.fromkeys(map(ord, _ZEROS), "0"), **dict.fromkeys(map(ord, _ONES), "1")}
_CYRILLIC: Final = str.maketrans("АВЕКМНОРСТУХавекмнорстух", "ABEKMHOPCTYXABEKMHOPCTYX")
_DIGITLIKE: Final = rf"[0-9{_ZEROS}{_ONES}]"

#: One piece: a word of digits and look-alikes only, else the digits in a word, with look-alikes between them.
_PIECE: Final = re.compile(rf"(?<!\w){_DIGITLIKE}+(?!\w)|[0-9](?:{_DIGITLIKE}*[0-9])?")
#: What may stand between two pieces of one number. A comma may not: people list numbers with it.
_GAP: Final = re.compile(rf"{_SEPARATORS}{{1,4}}")

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)\d\d|\d\d)"
_DATE: Final = (
    rf"(?:{_DAY}(?P<s{{0}}>[./]){_MONTH}(?P=s{{0}}){_YEAR}"
    rf"|{_DAY}-{_MONTH}-(?:19|20)\d\d|(?:19|20)\d\d(?P<t{{0}}>[-./])(?:0[1-9]|1[0-2])(?P=t{{0}})(?:0[1-9]|[12]\d|3[01]))"
)
#: A date or a span of two. A joint to more digits makes it something else: 22.11.2026.1234 is no date.
_DATES: Final = re.compile(rf"(?<![\d./\-+]){_DATE.format(1)}(?: ?- ?{_DATE.format(2)})?(?!\w|[./\-]\d)")

_CURRENCY: Final = (
    r"(?:₸|₫|€|\$|₽|тенге|теңге|тг|đồng|đ|vnd|vnđ|евро|euro\w*|eur|руб\w*|рублей|доллар\w*|usd|kzt|млн|тыс)"
)
_SUM: Final = re.compile(
    rf"(?<![\w./\-+])(?<!\d )(?:\d{{1,3}}(?:[ .]\d{{3}}){{1,4}}|\d{{1,3}}(?:,\d{{3}}){{1,4}}|[1-9]\d{{0,8}})"
    rf"(?:[.,]\d{{1,2}})?\s?{_CURRENCY}(?!\w)",
    re.IGNORECASE,
)

_EMAIL: Final = re.compile(
    r"[\w.+\-]+(?:@|\(at\)|\[at\])[\w\-]+(?:\.[\w\-]+)+"
    r"|[\w.+\-]+\s*(?:@|\(at\)|\[at\])\s*[\w\-]+\s*\.\s*(?:ru|kz|com|fi|vn|net|org|info|io|ua|by|eu|me)\b",
    re.IGNORECASE,
)
#: Whatever is found has a digit or an at sign in it.
_WORTH_A_LOOK: Final = re.compile(r"[0-9@]|[(\[]at[)\]]", re.IGNORECASE)
_ANY_SEPARATORS: Final = rf"{_SEPARATORS}*"
_HETU: Final = re.compile(
    rf"(?<!\w)({_ANY_SEPARATORS.join([_DIGITLIKE] * 6)}) *[+\-A-FU-Ya-fu-y] *"
    rf"({_ANY_SEPARATORS.join([_DIGITLIKE] * 3)}){_ANY_SEPARATORS}(\w)(?!\w)"
)
_MORE_DIGITS: Final = re.compile(rf"{_SEPARATORS}{{1,4}}{_DIGITLIKE}")
_IBAN_START: Final = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z]{_ANY_SEPARATORS}[A-Za-z](?={_ANY_SEPARATORS}{_DIGITLIKE})"
)


def guard(text: str) -> Finding | None:
    """Return what in `text` would name a person, or None; of several kinds, one."""
    plain = _plain(text)
    if not _WORTH_A_LOOK.search(plain):
        return None  # most notes
    if _EMAIL.search(plain):
        return Finding(Kind.EMAIL)
    latin = plain.translate(_CYRILLIC)
    if _holds_iban(latin):
        return Finding(Kind.IBAN)
    if _holds_hetu(latin):
        return Finding(Kind.HETU)
    found = [kind for run in _runs(_without_dates_and_sums(plain)) if (kind := _kind(run))]
    specific = [kind for kind in found if kind is not Kind.DIGITS]
    return Finding((specific or found)[0]) if found else None


def _plain(text: str) -> str:
    """Return the text with digits, spaces and dashes of every script in plain form, nothing invisible."""
    return "".join(map(_plain_character, unicodedata.normalize("NFKC", text)))


_PLAIN: Final = {"⁄": "/", "∕": "/", "\\": "/", "·": ".", "•": ".", "․": ".", "−": "-", "_": " "}


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):  # zero-width joints, soft hyphens, the frames of keycaps
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if category in ("Zs", "Cc"):
        return " "
    return "-" if category == "Pd" else _PLAIN.get(character, character)


def _ascii(text: str) -> str:
    return re.sub(r"\D", "", text.translate(_LOOKALIKE))


def _holds_hetu(latin: str) -> bool:
    for match in _HETU.finditer(latin):
        date, serial, check = match.groups()
        if check.isdigit() and _MORE_DIGITS.match(latin, match.end()):
            continue  # the beginning of a longer number
        if numbers.is_hetu(_ascii(date), _ascii(serial), check.upper()):
            return True
    return False


def _holds_iban(latin: str) -> bool:
    for start in _IBAN_START.finditer(latin):
        rest = [c for c in latin[start.start() :] if not re.fullmatch(_SEPARATORS, c)]
        length = numbers.IBAN_LENGTHS.get("".join(rest[:2]).upper(), 0)
        number = "".join(rest[:length])
        if not number.isalnum() or not number.isascii():
            continue
        readings = (number, number[:2] + number[2:].translate(_LOOKALIKE))
        if any(numbers.is_iban(reading.upper()) for reading in readings):
            return True
    return False


def _without_dates_and_sums(plain: str) -> str:
    return _SUM.sub(" ; ", _DATES.sub(" ; ", plain))


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces of digits that may be one number, as typed; `plus`: a plus sign stands before the first."""

    pieces: tuple[str, ...]
    plus: bool


def _runs(plain: str) -> Iterator[_Run]:
    """Yield the pieces that may be one number, those of each such number together."""
    pieces: list[str] = []
    plus, end = False, -1
    for match in _PIECE.finditer(plain):
        if end >= 0 and _GAP.fullmatch(plain, end, match.start()):
            pieces.append(match[0])
        else:
            if pieces:
                yield _Run(tuple(pieces), plus)
            pieces, plus = [match[0]], plain[: match.start()].rstrip(" (").endswith("+")
        end = match.end()
    if pieces:
        yield _Run(tuple(pieces), plus)


def _kind(run: _Run) -> Kind | None:
    pieces = [piece.translate(_LOOKALIKE) for piece in run.pieces]
    whole = "".join(pieces)
    if len(whole) < 8 or _only_public(pieces):
        return None
    for length in range(len(pieces), 0, -1):
        for first in range(len(pieces) - length + 1):
            plus = run.plus and first == 0
            if kind := _specific("".join(pieces[first : first + length]), plus):
                return kind
    # A lone look-alike letter is more often a word ("at 8 I called"): it counts only in the kinds above.
    surely = "".join(p.translate(_LOOKALIKE) for p in run.pieces if len(p) > 1 or p.isdigit())
    if len(surely) <= LONGEST_RUN:
        return None
    return Kind.CMND if numbers.is_cmnd(surely) else Kind.DIGITS


def _specific(digits: str, plus: bool) -> Kind | None:
    if numbers.is_public_line(digits):
        return None
    if numbers.is_iin(digits):
        return Kind.IIN
    if numbers.is_phone(digits, plus):
        return Kind.PHONE
    if numbers.is_cccd(digits):
        return Kind.CCCD
    return Kind.CARD if numbers.is_card(digits) else None


def _only_public(pieces: list[str]) -> bool:
    """Tell whether the pieces, in groups as typed, are help lines, perhaps with an hour or two behind."""
    if not pieces:
        return True
    for length in range(1, len(pieces) + 1):
        line, rest = "".join(pieces[:length]), pieces[length:]
        if numbers.is_public_line(line) and (_only_public(rest) or _are_hours(line, rest)):
            return True
    return False


def _are_hours(line: str, rest: list[str]) -> bool:
    return len(line) >= 7 and len("".join(rest)) <= 4
