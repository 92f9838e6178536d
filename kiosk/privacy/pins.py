"""PINs: kept as scrypt hashes, guarded against guessing by a delay that grows.

A PIN guards the screen between two volunteers; six digits cannot guard a stolen disk. Disk encryption does.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata

from kiosk.errors import KioskError

PIN_LENGTH = 6
FREE_TRIES = 3
FIRST_DELAY = 5  # seconds
LONGEST_DELAY = 300  # seconds: a forgotten PIN must not close a desk for the day

_LOG2_N, _R, _P = 14, 8, 1  # 16 MiB and some 50 ms on an old PC
_SALT_BYTES = 16


def hash_pin(pin: str) -> str:
    """Return what is kept of a PIN of six digits (in any script's digits): `scrypt$14$8$1$salt$hash`.

    Raises KioskError when it is not six digits.
    """
    digits = _digits(pin)
    if digits is None:
        raise KioskError("A PIN has six digits.")
    salt = os.urandom(_SALT_BYTES)
    derived = _derive(digits, salt, _LOG2_N, _R, _P)
    return f"scrypt${_LOG2_N}${_R}${_P}${_base64(salt)}${_base64(derived)}"


def verify_pin(pin: str, kept: str) -> bool:
    """Tell whether `kept` was made of this PIN; False for anything that is no PIN or no hash of ours."""
    digits = _digits(pin)
    try:
        name, log2_n, r, p, salt, derived = kept.split("$")
        if digits is None or name != "scrypt":
            return False
        expected = base64.b64decode(derived, validate=True)
        found = _derive(digits, base64.b64decode(salt, validate=True), int(log2_n), int(r), int(p))
    except ValueError:
        return False
    return hmac.compare_digest(found, expected)


def retry_delay(failures: int) -> int:
    """Return the seconds to wait after so many wrong PINs in a row: none for two, then 5, 10, ... 300."""
    if failures < FREE_TRIES:
        return 0
    return min(FIRST_DELAY << min(failures - FREE_TRIES, 10), LONGEST_DELAY)


def _digits(pin: str) -> str | None:
    values = [unicodedata.decimal(character, None) for character in pin.strip()]
    if len(values) != PIN_LENGTH or None in values:
        return None
    return "".join(str(value) for value in values)


def _derive(digits: str, salt: bytes, log2_n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(digits.encode(), salt=salt, n=1 << log2_n, r=r, p=p, maxmem=64 << 20, dklen=32)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
