"""What protects the person: the guard of free text, return codes that say nothing, hashed PINs."""

from __future__ import annotations

from kiosk.privacy.codes import new_return_code, normalise_return_code
from kiosk.privacy.guard import Finding, Kind, guard
from kiosk.privacy.pins import hash_pin, retry_delay, verify_pin

__all__ = [
    "Finding",
    "Kind",
    "guard",
    "hash_pin",
    "new_return_code",
    "normalise_return_code",
    "retry_delay",
    "verify_pin",
]
