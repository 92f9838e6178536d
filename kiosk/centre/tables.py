"""A report's table: what stands in its cells, and how a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Self

from kiosk.i18n import N_, SOURCE, Language


class Hidden(Enum):
    """Why a cell is not shown. What its value was is not kept in the table."""

    #: So few people that they might be recognised.
    FEW = "few"
    #: Large enough itself; with it, a cell of few people could be worked out.
    COVER = "cover"


#: Counts from one to below this are hidden where a breakdown describes people.
FEW = 5
_MARKS = {Hidden.FEW: f"<{FEW}", Hidden.COVER: "*"}


@dataclass(frozen=True, slots=True)
class Words:
    """A text that its reader's language decides: a message with its values, or somebody's own text by language.

    Of an own text, the reader's language is taken, else English, else whichever there is.
    """

    message: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    counted: tuple[str, int] | None = None

    @classmethod
    def plural(cls, singular: str, plural: str, count: int, /, **values: object) -> Words:
        """Return a text that counts something; {n} is the number."""
        return cls(singular, values, counted=(plural, count))

    def said(self, language: Language) -> str:
        """Return the text in a language."""
        if self.own:
            return self.own.get(language.code) or self.own.get(SOURCE) or next(iter(self.own.values()))
        values = {name: said(v, language) if isinstance(v, Words) else v for name, v in self.values.items()}
        if self.counted:
            return language.plural(self.message, *self.counted, **values)
        return language.text(self.message, **values)


class Share(float):
    """A share between 0 and 1 that knows of how many it is one: of fewer than five it would tell who."""

    of: int

    def __new__(cls, part: int, of: int) -> Self:
        """Return `part` of `of`, which is not 0."""
        share = super().__new__(cls, round(part / of, 4))
        share.of = of
        return share


def share(part: int, of: int) -> Share | None:
    """Return a share; None of nothing."""
    return Share(part, of) if of else None


#: A message of the catalogues without values, or more than that.
Text = str | Words
Cell = str | int | float | Words | Hidden | None


def said(text: Text, language: Language) -> str:
    """Return a text in the reader's language."""
    return text.said(language) if isinstance(text, Words) else language.text(text)


class Format(StrEnum):
    """What a column holds, so that each way of writing can show it rightly."""

    CODE = "code"
    LABEL = "label"
    LANGUAGE = "language"
    NAME = "name"
    COUNT = "count"
    HOURS = "hours"
    MEAN = "mean"
    SHARE = "share"
    DAY = "day"
    MONTH = "month"
    CHANGE = "change"
    POINTS = "points"


#: What is said in the place of a table that would show who people are.
NO_BREAKDOWN = N_("Too few people for this breakdown: it would show who they are.")
NUMBERS = frozenset({Format.COUNT, Format.HOURS, Format.MEAN, Format.SHARE, Format.CHANGE, Format.POINTS})
_WORDS = frozenset({Format.LABEL, Format.NAME, Format.LANGUAGE})
#: Languages of a visit that CLDR has no name for.
_LANGUAGES = {"sign": N_("sign language"), "other": N_("another language"), "": N_("not asked")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, its heading, and what it holds."""

    name: str
    heading: Text
    format: Format


class PlotKind(StrEnum):
    """How a table is best looked at."""

    BARS = "bars"
    COLUMNS = "columns"
    STACKED = "stacked"
    CURVE = "curve"


@dataclass(frozen=True, slots=True)
class Plot:
    """A suggestion how to draw a table: along the column `along`, the figures of the columns `figures`."""

    kind: PlotKind
    along: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """What of a table describes people, so that small counts in it are hidden (`kiosk.centre.reports.hiding`).

    `counts` are the columns in which a count of one to four hides its whole row. `adds_up`: the rows add up to totals
    that anybody can know. `crossed`: the counts are cells of a second dimension, each hidden by itself, and every row
    and every column adds up to a total. `derived` are columns from which counts can be worked out: they stay empty
    when anything is hidden. `only`: the counts' own cells are hidden, and the rest of the row stays.
    """

    counts: tuple[str, ...]
    adds_up: bool = True
    crossed: bool = False
    derived: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Raw values in rows. Labels are messages or words; codes and names are the same in every language.

    `withheld`: it would show who people are, so that it has no rows. `formats` overrides the columns' formats cell by
    cell where one column holds figures of several kinds. `total` is the last line, empty where the rows do not add up
    to anything. `notes` say what a reader must know.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    formats: tuple[tuple[Format | None, ...], ...] = ()
    total: tuple[Cell, ...] = ()
    notes: tuple[Words, ...] = ()
    plot: Plot | None = None
    guard: Guard | None = None
    withheld: bool = False

    @property
    def nothing(self) -> str:
        """What to say in the place of rows."""
        return NO_BREAKDOWN if self.withheld else N_("Nothing in this period.")

    def at(self, name: str) -> int:
        """Return where a column stands. Raises KeyError when there is none of this name."""
        for index, column in enumerate(self.columns):
            if column.name == name:
                return index
        raise KeyError(name)

    def is_key(self, column: int) -> bool:
        """Tell whether a column of numbers names the rows rather than counting something: the first one does."""
        return column == 0

    def with_notes(self, *notes: Words) -> Table:
        """Return this table with more notes under it."""
        return replace(self, notes=(*self.notes, *notes))

    def guarded(self, guard: Guard) -> Table:
        """Return this table as one that describes people."""
        return replace(self, guard=guard)

    def hides(self, why: Hidden | None = None) -> bool:
        """Tell whether a cell of it is hidden, for this reason if one is given."""
        hidden = {cell for row in self.lines() for cell in row if isinstance(cell, Hidden)}
        return bool(hidden) if why is None else why in hidden

    @property
    def is_figures(self) -> bool:
        """Whether it is a list of figures with their values, rather than rows of one kind."""
        return [column.name for column in self.columns[:3]] == ["figure", "label", "value"]

    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows and, where there is one, the total."""
        return (*self.rows, self.total) if self.total else self.rows

    def for_people(self) -> list[int]:
        """Return the columns that a person reads: codes left out where a label or a name says the same."""
        named = {column.heading for column in self.columns if column.format in _WORDS}
        return [
            index
            for index, column in enumerate(self.columns)
            if column.format is not Format.CODE or column.heading not in named
        ]

    def format(self, row: int, column: int) -> Format:
        """Return what a cell holds."""
        special = self.formats[row][column] if row < len(self.formats) else None
        return special or self.columns[column].format

    def shown(self, language: Language) -> tuple[list[str], list[list[str]]]:
        """Return headings and rows as a person reads them, the total last."""
        keep = self.for_people()
        rows = [
            [written(row[index], self.format(number, index), language) for index in keep]
            for number, row in enumerate(self.lines())
        ]
        return [said(self.columns[index].heading, language) for index in keep], rows


def written(cell: Cell, format_: Format, language: Language) -> str:
    """Return a cell as a person reads it; a dash where there is nothing to say."""
    if cell is None:
        return "–"
    if isinstance(cell, Hidden):
        return _MARKS[cell]
    if isinstance(cell, Words):
        return cell.said(language)
    if isinstance(cell, str):
        return _text(cell, format_, language)
    return _number(cell, format_, language)


def _text(cell: str, format_: Format, language: Language) -> str:
    if format_ is Format.LABEL:
        return language.text(cell)
    if format_ is Format.LANGUAGE:
        return language_name(cell, language)
    if format_ is Format.DAY:
        return language.date(date.fromisoformat(cell))
    return language.month(date.fromisoformat(f"{cell}-01")) if format_ is Format.MONTH else cell


def _number(cell: float, format_: Format, language: Language) -> str:
    if format_ is Format.SHARE:
        return language.percent(cell)
    if format_ is Format.POINTS:
        points = _signed(language.number(round(100 * cell)), cell)
        return language.text(N_("{points} pp"), points=points)
    return _signed(language.number(cell), cell) if format_ is Format.CHANGE else language.number(cell)


def _signed(text: str, value: float) -> str:
    return f"+{text}" if value > 0 else text


def language_name(code: str, language: Language) -> str:
    """Return what a language of a visit is called."""
    if code in _LANGUAGES:
        return language.text(_LANGUAGES[code])
    return str(language.locale.languages.get(code, code))
