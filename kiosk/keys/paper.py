"""A private key on paper: letters that a person copies without error, and whose errors are found line by line.

Base32 (RFC 4648: A-Z and 2-7, no 0 and no 1) in lines of four groups of four. Two more letters end each line: a
weighted sum by which one wrong letter, two swapped ones and a line in another's place are always noticed, and the line
is named. A check over the whole says whose paper it is. A QR code holds the same letters without spaces.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from enum import StrEnum

from kiosk.errors import KeyProblem
from kiosk.i18n import N_

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LINE, _CHECK, _GROUP = 16, 2, 4
_WHOLE_CHECK = 4  # bytes
#: The largest prime of ten bits: two letters hold what is left of a sum.
_PRIME = 1021
SECRET_BYTES = 32

WRONG_LINE = N_("Line {line} does not match the paper. Look at each letter of it again.")
WRONG_LENGTH = N_("The paper has {lines} lines; some are missing or too many.")
WRONG_PAPER = N_("This does not match the paper. Look at each group of four again.")
OTHER_PAPER = N_("This is the paper of another key. Look at its heading.")


class Paper(StrEnum):
    """Which key stands on a paper."""

    SIGNING = "signing"
    SEALING = "sealing"
    NEXT_SIGNING = "next signing"


def paper_form(secret: bytes, paper: Paper) -> str:
    """Write a secret for paper, a line a line. `" ".join(form.split())` is the same in one line."""
    letters = base64.b32encode(secret + _whole_check(secret, paper)).decode("ascii").rstrip("=")
    return "\n".join(_line(number, part) for number, part in enumerate(_parts(letters, _LINE)))


def paper_code(form: str) -> str:
    """Return what the QR code of a paper holds: its letters without spaces."""
    return "".join(form.split())


def from_paper(text: str, *papers: Paper) -> bytes | KeyProblem:
    """Read what somebody typed, or a scanner typed, from a paper of one of these kinds.

    Spaces, hyphens, line ends and small letters do not matter; 0, 1 and 8 are O, I and B. What is wrong with it is
    returned and not raised: the caller lets go of the text first, so that no traceback holds it.
    """
    typed = re.sub(r"[\s-]", "", text.upper()).translate(str.maketrans("018", "OIB"))
    lines = _parts(typed, _LINE + _CHECK)
    for number, line in enumerate(lines):
        if set(line) - set(_LETTERS) or line[-_CHECK:] != _line_check(number, line[:-_CHECK]):
            complete = len(typed) == len(paper_code(paper_form(bytes(SECRET_BYTES), Paper.SIGNING)))
            return KeyProblem(WRONG_LINE, line=number + 1) if complete else _wrong_length(number)
    secret = _unchecked("".join(line[:-_CHECK] for line in lines))
    if secret is None:
        return _wrong_length(len(lines))
    whole, check = secret[:-_WHOLE_CHECK], secret[-_WHOLE_CHECK:]
    if any(check == _whole_check(whole, paper) for paper in papers):
        return whole
    other = any(check == _whole_check(whole, paper) for paper in Paper)
    return KeyProblem(OTHER_PAPER if other else WRONG_PAPER)


def _wrong_length(number: int) -> KeyProblem:
    whole = paper_form(bytes(SECRET_BYTES), Paper.SIGNING).count("\n") + 1
    return (
        KeyProblem(WRONG_LENGTH, lines=whole)
        if number >= whole - 1
        else KeyProblem(WRONG_LINE, line=number + 1)
    )


def _unchecked(letters: str) -> bytes | None:
    try:
        secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES + _WHOLE_CHECK else None


def _whole_check(secret: bytes, paper: Paper) -> bytes:
    return hashlib.sha256(f"one-stop-kiosk paper 2 {paper}\0".encode() + secret).digest()[:_WHOLE_CHECK]


def _line(number: int, letters: str) -> str:
    return " ".join([*_parts(letters, _GROUP), _line_check(number, letters)])


def _line_check(number: int, letters: str) -> str:
    weighted = sum(place * _LETTERS.index(letter) for place, letter in enumerate(letters, 1))
    rest = (weighted + 499 * (number + 1)) % _PRIME
    return _LETTERS[rest // 32] + _LETTERS[rest % 32]


def _parts(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]
