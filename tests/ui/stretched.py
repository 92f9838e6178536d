"""A language whose every message is twice as long: what a layout must hold before anybody translates it."""

from __future__ import annotations

from kiosk.i18n import Language, Languages

_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíőűýÁÉÍŐŰÝçñšž")


class Stretched(Language):
    """Says everything once as it is, and once more in accented letters."""

    def text(self, message: str, /, **params: object) -> str:
        """Translate a message, twice as long."""
        return _twice(super().text(message, **params))

    def plural(self, singular: str, plural: str, count: int, /, **params: object) -> str:
        """Translate a message that counts, twice as long."""
        return _twice(super().plural(singular, plural, count, **params))

    def term(self, context: str, message: str) -> str:
        """Translate a word in its context, twice as long."""
        return _twice(super().term(context, message))


class StretchedLanguages(Languages):
    """The compiled catalogues, stretched."""

    def __getitem__(self, code: str) -> Language:
        """Return a language, stretched once."""
        found = super().__getitem__(code)
        if not isinstance(found, Stretched):
            found = self._loaded[code] = Stretched(code, found._catalogue)
        return found


def _twice(words: str) -> str:
    return f"{words} {words.translate(_ACCENTS)}" if words.strip() else words
