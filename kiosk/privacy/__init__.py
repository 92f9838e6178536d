"""What protects the person: the guard of free text, return codes that say nothing, hashed PINs.

Each name is loaded from its file when it is first used: the guard's patterns take longer to compile than the whole
visit log takes to open, and a desk that only starts needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.privacy.codes import is_wrong_code, new_return_code, normalise_return_code
    from kiosk.privacy.personal_data import Finding, Kind, guard
    from kiosk.privacy.pins import hash_pin, retry_delay, verify_pin

_FILES = {
    "Finding": "personal_data",
    "Kind": "personal_data",
    "guard": "personal_data",
    "hash_pin": "pins",
    "is_wrong_code": "codes",
    "new_return_code": "codes",
    "normalise_return_code": "codes",
    "retry_delay": "pins",
    "verify_pin": "pins",
}

__all__ = [
    "Finding",
    "Kind",
    "guard",
    "hash_pin",
    "is_wrong_code",
    "new_return_code",
    "normalise_return_code",
    "retry_delay",
    "verify_pin",
]


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for (PEP 562)."""
    if name not in _FILES:
        raise AttributeError(name)
    found: object = getattr(import_module(f"kiosk.privacy.{_FILES[name]}"), name)
    globals()[name] = found
    return found
