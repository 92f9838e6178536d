"""A language: its catalogue of messages and its CLDR formats.

There is no global language. Whoever shows something holds the `Language` it speaks; two halves of one screen may
hold two. A faulty translation can never break a screen: it falls back to the English source.
"""

from __future__ import annotations

import gettext
import logging
import re
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

DOMAIN = "kiosk"
SOURCE = "en"
#: The formats to go with the catalogue's spelling, where CLDR's own choice for a code is another.
_LOCALES = {"en": "en_GB"}
#: Long dates that CLDR writes only as a heading would, not as a sentence does.
_LONG_DATES = {"vi": "d MMMM 'năm' y"}
#: A sentence that ends with what ends with a full stop itself ("2026 г.").
_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|$)")

_log = logging.getLogger(__name__)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "extract this, translate it later"
    """Mark a message for extraction; the face that shows it translates it."""
    return message


class Messages(tuple[str, ...]):
    """Messages as one value of a sentence: whoever says the sentence says each in its language, with commas between."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(self)


class Language:
    """One language: messages, plurals and the formats of dates and numbers."""

    def __init__(self, code: str, catalogue: gettext.NullTranslations) -> None:
        self.code = code
        self._catalogue = catalogue

    @classmethod
    def load(cls, code: str, folder: Path) -> Language:
        """Read the compiled catalogue of `code` below `folder`; without one, the language speaks the source."""
        path = folder / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if not path.exists():
            return cls(code, gettext.NullTranslations())
        with path.open("rb") as file:
            return cls(code, gettext.GNUTranslations(file))

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    @cached_property
    def locale(self) -> Locale:
        """The CLDR locale; loaded at first use, because formats are not needed for the first paint."""
        from babel import Locale

        return Locale.parse(_LOCALES.get(self.code, self.code))

    @property
    def name(self) -> str:
        """The language's own name, as its speakers write it."""
        return self.term("name of this language in itself", "English")

    def text(self, message: str, /, **params: object) -> str:
        """Translate a message and fill its {named} placeholders, of which some may be messages themselves."""
        return self._fill(self._catalogue.gettext(message) if message else "", message, params)

    def plural(self, singular: str, plural: str, count: int, /, **params: object) -> str:
        """Translate a message that counts something; {n} is the number in this language's own writing."""
        params["n"] = self.number(count)
        source = singular if count == 1 else plural
        return self._fill(self._catalogue.ngettext(singular, plural, count), source, params)

    def term(self, context: str, message: str) -> str:
        """Translate a short word whose meaning needs its context."""
        return self._catalogue.pgettext(context, message)

    def _fill(self, translated: str, source: str, params: dict[str, object]) -> str:
        if not params:
            return translated
        said = {name: self._said(value) for name, value in params.items()}
        try:
            return _TWO_STOPS.sub(".", translated.format(**said))
        except (KeyError, IndexError, ValueError):
            _log.warning("faulty translation in %s: %r", self.code, translated)
            return source.format(**params)

    def _said(self, value: object) -> object:
        return ", ".join(map(self.text, value)) if isinstance(value, Messages) else value

    def number(self, value: float) -> str:
        """Write a number as this language does, at most two decimals."""
        if isinstance(value, int) and 0 <= value < 1000:
            return str(value)  # the same in all our languages, and most of what a desk shows
        from babel.numbers import format_decimal

        return format_decimal(value, format="#,##0.##", locale=self.locale)

    def percent(self, share: float) -> str:
        """Write a share between 0 and 1 as whole percent."""
        from babel.numbers import format_percent

        return format_percent(share, locale=self.locale)

    def day(self, day: date) -> str:
        """Write a day of the present or the last year in short, with its weekday."""
        from babel.dates import format_skeleton

        return format_skeleton("MMMEd", datetime(day.year, day.month, day.day), locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """Write a few days, from the first to the last, as short as the language can."""
        from babel.dates import format_interval

        return format_interval(first, last, "MMMd", locale=self.locale)

    def month(self, day: date) -> str:
        """Name the month that a day lies in, with its year."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", day, locale=self.locale)

    def date(self, day: date) -> str:
        """Write a day in full, without its year's century being lost."""
        from babel.dates import format_date

        return format_date(day, _LONG_DATES.get(self.code, "long"), locale=self.locale)

    def time(self, when: datetime) -> str:
        """Write a time of the day, in the zone that `when` carries."""
        from babel.dates import format_time

        return format_time(when, "short", tzinfo=when.tzinfo, locale=self.locale)


class Languages:
    """The languages that this installation has: one for each folder of catalogues, and the source."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, Language] = {}
        self.codes = sorted({SOURCE, *(p.parent.name for p in folder.glob("*/LC_MESSAGES"))})

    def __getitem__(self, code: str) -> Language:
        """Return a language, read once; an unknown one speaks the source under its own code's formats."""
        if code not in self._loaded:
            chosen = code if code in self.codes else SOURCE
            self._loaded[code] = Language.load(chosen, self._folder)
        return self._loaded[code]
