"""What a key was meant for: practice asks for Latin letters and digits, whatever layout the keyboard has just now."""

from __future__ import annotations

#: The keys of a US keyboard, row by row, and what the same keys give on other layouts (CLDR's keyboard charts).
_KEYS = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_LAYOUTS = (
    "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.",  # Russian
    '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№',  # Kazakh
    "`ăâêộ̀̉̃́đ-₫qwertyuiopươasdfghjkl;'zxcvbnm,./",  # Vietnamese: the digits' keys give letters and tone marks
    "§1234567890+´qwertyuiopå¨asdfghjklöäzxcvbnm,.-",  # Finnish
)


def meant(typed: str, wanted: str) -> str:
    """Return `wanted` when `typed` sits on its key in one of our layouts, in either case; else `typed`."""
    if typed.casefold() == wanted.casefold():
        return wanted
    key = _KEYS.find(wanted.lower())
    if key >= 0 and any(layout[key] == typed.lower() for layout in _LAYOUTS):
        return wanted
    return typed
