"""Reading JSON that somebody else wrote: each member has its type and its limit, or the whole is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kiosk.errors import KeyProblem
from kiosk.i18n import N_
from kiosk.keys.signatures import MAX_INTEGER, UNREADABLE

#: Programmes, kiosks and epochs: short, and safe as a part of a file's name on every system.
IDENTIFIER = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX16 = re.compile(r"[0-9a-f]{16}")
STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
MAX_TEXT = 2000
MAX_ITEMS = 200_000

NEWER_VERSION = N_(
    "This file was written by a newer version of the program. Install the newer version to read it."
)


class NewerVersion(KeyProblem):
    """A document of a major version that this program does not know."""


class Members:
    """The members of one JSON object. Unknown ones are ignored; a missing or odd one raises KeyProblem."""

    def __init__(self, found: object) -> None:
        if not isinstance(found, Mapping):
            raise KeyProblem(UNREADABLE)
        self._found: Mapping[str, Any] = found

    def _get(self, name: str, kind: type) -> Any:  # noqa: ANN401 - JSON
        value = self._found.get(name)
        if type(value) is not kind:  # exactly: a boolean is no number
            raise KeyProblem(UNREADABLE)
        return value

    def check_format(self, name: str, major: int) -> None:
        """Check `format`: its name and major version. Raises NewerVersion for a later major one."""
        written = Members(self._found.get("format"))
        if written.string("name") != name:
            raise KeyProblem(UNREADABLE)
        if written.number("major", least=1) > major:
            raise NewerVersion(NEWER_VERSION)

    def string(self, name: str, pattern: re.Pattern[str] | None = None, limit: int = MAX_TEXT) -> str:
        """Return a text of at most `limit` characters that matches `pattern` as a whole."""
        value: str = self._get(name, str)
        if len(value) > limit or (pattern is not None and not pattern.fullmatch(value)):
            raise KeyProblem(UNREADABLE)
        return value

    def maybe_string(self, name: str, pattern: re.Pattern[str]) -> str | None:
        """Return a text that matches `pattern`, or None where null stands."""
        return None if self._found.get(name) is None else self.string(name, pattern)

    def number(self, name: str, least: int = 0, most: int = MAX_INTEGER) -> int:
        """Return a whole number within limits."""
        value: int = self._get(name, int)
        if not least <= value <= most:
            raise KeyProblem(UNREADABLE)
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value: bool = self._get(name, bool)
        return value

    def object(self, name: str) -> Members:
        """Return an object's members."""
        return Members(self._found.get(name))

    def maybe_object(self, name: str) -> Members | None:
        """Return an object's members, or None where null stands."""
        return None if self._found.get(name) is None else self.object(name)

    def mapping(self, name: str) -> dict[str, Any]:
        """Return an object as it stands."""
        return dict(self._get(name, dict))

    def items(self, name: str, limit: int = MAX_ITEMS) -> list[Any]:
        """Return a list of at most `limit` items."""
        value: list[Any] = self._get(name, list)
        if len(value) > limit:
            raise KeyProblem(UNREADABLE)
        return value

    def objects(self, name: str) -> Iterable[Members]:
        """Return a list of objects."""
        return [Members(item) for item in self.items(name)]

    def texts(self, name: str, limit: int = MAX_ITEMS) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(text_of(item) for item in self.items(name, limit))

    def ranges(self, name: str) -> tuple[tuple[str, int, int], ...]:
        """Return a list of ranges `[epoch, first, last]`."""
        return tuple(_range(item) for item in self.items(name))

    def spans(self, name: str) -> tuple[tuple[int, int], ...]:
        """Return a list of spans `[first, last]` within one epoch."""
        return tuple(_span(item) for item in self.items(name))


def text_of(value: object, pattern: re.Pattern[str] | None = None, limit: int = MAX_TEXT) -> str:
    """Return `value` if it is a text as wanted. Raises KeyProblem."""
    return Members({"value": value}).string("value", pattern, limit)


def _range(item: object) -> tuple[str, int, int]:
    if not isinstance(item, list) or len(item) != 3:
        raise KeyProblem(UNREADABLE)
    return (text_of(item[0], IDENTIFIER), *_span(item[1:]))


def _span(item: object) -> tuple[int, int]:
    if not isinstance(item, list) or len(item) != 2:
        raise KeyProblem(UNREADABLE)
    numbers = Members({"first": item[0], "last": item[1]})
    first = numbers.number("first", least=1)
    return first, numbers.number("last", least=first)
