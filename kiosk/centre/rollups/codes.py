"""Numbers for the codes of all dimensions, so that a vector can have a slot for each."""

from __future__ import annotations

from kiosk.centre.engine import Engine
from kiosk.centre.measures import CODED, CROSSES, Code, Key, Measures

#: Between the two codes of a pair.
_BETWEEN = "\x1f"
#: The slot of a measure of a code is `number * WIDTH + measure`.
WIDTH = len(Measures._fields)
#: What is counted by codes.
KEYS: tuple[Key, ...] = (*(key for key in CODED), *CROSSES)
_NAMES = {key: key if isinstance(key, str) else "+".join(key) for key in KEYS}


class Codes:
    """The codes that occur, numbered as they come. A number is never given again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        by_name: dict[str, dict[str, int]] = {}
        self._fresh: list[tuple[int, str, str]] = []
        self._next = 1
        for number, name, code in engine.execute("SELECT id, dimension, code FROM rollup_codes"):
            by_name.setdefault(name, {})[code] = number
            self._next = max(self._next, number + 1)
        self._numbers = {key: by_name.get(name, {}) for key, name in _NAMES.items()}

    @property
    def limit(self) -> int:
        """Return what all numbers are below."""
        return self._next

    def number(self, key: Key, code: Code) -> int:
        """Return a code's number; a new one is given to a code that comes for the first time (see `keep`)."""
        numbers, text = self._numbers[key], code if isinstance(code, str) else _BETWEEN.join(code)
        if (number := numbers.get(text)) is None:
            number = numbers[text] = self._next
            self._fresh.append((number, _NAMES[key], text))
            self._next += 1
        return number

    def keep(self) -> None:
        """Write down the numbers that are new. Belongs inside the transaction that uses them."""
        self._engine.executemany(
            "INSERT INTO rollup_codes (id, dimension, code) VALUES (?, ?, ?)", self._fresh
        )
        self._fresh = []

    def of(self, key: Key) -> dict[int, str]:
        """Return the codes of a dimension or a pair by their numbers."""
        return {number: code for code, number in self._numbers[key].items()}


def parted(code: str) -> tuple[str, str]:
    """Return the two codes of a pair."""
    one, _, other = code.partition(_BETWEEN)
    return one, other
