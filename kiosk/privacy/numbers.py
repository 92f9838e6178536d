"""The numbers that name a person, each by its own rule: check digits where there are some, else the shape.

Every function takes plain ASCII digits (or, for IBAN and HETU, upper-case letters too) without separators.
"""

from __future__ import annotations

import re
from typing import Final

#: First three digits of a CCCD: the province of birth (Circular 59/2021/TT-BCA, annex I); 63 of them.
_CCCD_PROVINCES: Final = frozenset(
    f"{code:03}"
    for code in (
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38),
        *(40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79),
        *(80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)
_HETU_CHECKS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
#: Lengths of account numbers by country (SWIFT IBAN registry): where our people come from and bank.
IBAN_LENGTHS: Final = {
    **{"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29},
    **{"BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29},
    **{"ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28},
    **{"HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20},
    **{"LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22},
    **{"MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29},
    **{"PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27},
    **{"TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20},
}

_PHONES: Final = (
    re.compile(r"[78]7\d{9}"),  # Kazakhstan: +7 7xx or 8 7xx
    re.compile(r"7[04567]\d{8}"),  # the same without its prefix
    re.compile(r"(?:0|84|0084)(?:[3579]\d|8[1-9])\d{7}"),  # Viet Nam; 080 is nobody's there
    re.compile(r"(?:0|358|00358)(?:4\d|50)\d{5,8}"),  # Finland
    re.compile(r"358(?:4\d|50)\d{4}"),
)
#: 05 03 2026 would else be a short Finnish number.
_WRITTEN_DAY: Final = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d")
#: Whole ranges that are no person's: toll-free and service numbers of states and companies.
_SERVICE_LINES: Final = re.compile(r"8800\d{7}|1[89]00\d{4}|1[89]00\d{6}|0800\d{5,6}|029\d{7}")
#: Help lines that the walkthroughs name.
HELP_LINES: Final = frozenset(
    {"1414", "19000368", "19009068", "0295000", "116006", "112", "102", "9999", "18001096", "18009000"}
    | {"7111", "156", "5656"}
)


def is_iin(digits: str) -> bool:
    """Kazakh IIN: date of birth, century and sex, serial, check digit of two passes."""
    if len(digits) != 12 or not _is_day(digits[4:6], digits[2:4]) or digits[6] > "6":
        return False
    values = [int(digit) for digit in digits]
    check = sum(weight * value for weight, value in zip(range(1, 12), values, strict=False)) % 11
    if check == 10:
        weights = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
        check = sum(weight * value for weight, value in zip(weights, values, strict=False)) % 11
    return check == values[11]


def is_cccd(digits: str) -> bool:
    """Vietnamese CCCD: province, century and sex (0 to 3 for births until 2099), year, six random digits."""
    return len(digits) == 12 and digits[:3] in _CCCD_PROVINCES and digits[3] in "0123"


def is_cmnd(digits: str) -> bool:
    """Vietnamese CMND, the card before: nine digits, the first two the province's number (01 to 38)."""
    return len(digits) == 9 and 1 <= int(digits[:2]) <= 38


def is_hetu(date: str, serial: str, check: str) -> bool:
    """Finnish personal identity code: `ddmmyy`, three digits, check character (remainder of 31)."""
    return _is_day(date[:2], date[2:4]) and _HETU_CHECKS[int(date + serial) % 31] == check


def is_phone(digits: str, plus: bool) -> bool:
    """A person's telephone number of our three countries, or of any when it begins with a plus sign."""
    if plus and 8 <= len(digits) <= 15 and not _SERVICE_LINES.fullmatch(digits):
        return True
    if _WRITTEN_DAY.fullmatch(digits):
        return False
    return any(pattern.fullmatch(digits) for pattern in _PHONES)


def is_card(digits: str) -> bool:
    """Payment card: 13 to 19 digits with Luhn's check (ISO/IEC 7812-1)."""
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    total = sum(int(digit) for digit in digits[-1::-2]) + sum(value // 10 + value % 10 for value in doubled)
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """International bank account number: the country's length, remainder of 97 is 1 (ISO 13616)."""
    if IBAN_LENGTHS.get(text[:2]) != len(text) or not text[2:4].isdigit():
        return False
    return int("".join(str(int(character, 36)) for character in text[4:] + text[:4])) % 97 == 1


def is_public_line(digits: str) -> bool:
    """A help line or a service number, which belongs to no person."""
    return digits in HELP_LINES or _SERVICE_LINES.fullmatch(digits) is not None


def _is_day(day: str, month: str) -> bool:
    return "01" <= month <= "12" and "01" <= day <= "31"
