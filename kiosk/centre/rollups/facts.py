"""What many visits and shifts add, as columns of numbers: the counting words of `kiosk.centre.measures` at a stroke.

Most columns of a bundle have few distinct cells. Each distinct cell is counted by `Counted` once, and the rest is
arithmetic of arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from kiosk.centre.measures import (
    PARTED,
    PLAIN,
    Code,
    Counted,
    Dimension,
    Key,
    Measures,
    Worked,
    of_band,
)
from kiosk.centre.rollups.codes import KEYS, WIDTH, Codes
from kiosk.centre.rollups.columns import Columns, distinct, repeated, sampled
from kiosk.centre.rollups.sparse import NOTHING, ROW, Ints, Sparse, gathered
from kiosk.codebook import GROUP_CHANNELS
from kiosk.visits import Row

#: The column that the codes of a dimension depend on.
_COLUMN: Mapping[Dimension, str] = {
    Dimension.SERVICE: "services",
    Dimension.TUTORIAL: "tutorials",
    **PLAIN,
}
#: The columns that the measures of a visit depend on.
_MEASURED = (
    "channel", "outcome", "people", "women", "new_people", "first_time", "entry", "clock_trust", "gender",
    "app_installed",
)  # fmt: skip
#: The keys under which a group counts the people of its age bands.
_BY_BAND = tuple(key for key in PARTED if key is not Dimension.GENDER)
#: Where a visit or a shift was: kiosk, place, volunteer, local day.
_WHERE: Mapping[str, tuple[str, str, str, str]] = {
    "visit": ("kiosk", "place", "volunteer", "visit_date"),
    "shift": ("kiosk", "place", "volunteer", "shift_date"),
}


class Names:
    """The cells of one column of all records, numbered as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: list[Ints] = []

    def add(self, kinds: Sequence[str], kind: Ints) -> None:
        """Take in the distinct cells of some records, and the number among them of each record's."""
        number = self._numbers.setdefault
        self._parts.append(np.array([number(name, len(self._numbers)) for name in kinds], np.int64)[kind])

    def all(self) -> tuple[list[str], Ints]:
        """Return all distinct cells, and the number among them of each record's."""
        return list(self._numbers), np.concatenate(self._parts)


class Vectors:
    """The distinct measures that occur, numbered."""

    def __init__(self) -> None:
        self._numbers: dict[Measures, int] = {}

    def number(self, measures: Measures) -> int:
        """Return the number of these measures."""
        return self._numbers.setdefault(measures, len(self._numbers))

    def listed(self) -> list[Measures]:
        """Return all of them in the order of their numbers."""
        return list(self._numbers)


class Lines(NamedTuple):
    """What records add under one key: the record, the code and the measures of each line, all by their numbers."""

    record: Ints
    code: Ints
    vector: Ints


class Spread(NamedTuple):
    """Lines by each of their measures that is not 0: the line, the measure and what it adds."""

    line: Ints
    measure: Ints
    value: Ints


class Facts:
    """What records add."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._vectors = Vectors()
        self.records = 0
        self._where = (Names(), Names(), Names(), Names())
        self._own: list[Ints] = []
        #: Of each record whether it counts (1) or counts no longer (-1).
        self._sign: list[Ints] = []
        self._lines: list[Lines] = []

    # -- taking in

    def add_visits(self, cells: Columns, sign: int = 1) -> None:
        """Count current revisions of visits, or take them away again."""
        if not cells:
            return
        own = self._own_vectors(cells)
        first = self._note(cells, "visit", own, sign)
        every = np.arange(first, first + len(cells))
        grouped = cells.are("channel", GROUP_CHANNELS)
        for key in KEYS:
            if key is Dimension.APP:
                self._count_apps(cells, own, first)
                continue
            lines = self._coded(key, cells, every, own)
            if key in PARTED:
                lines = Lines(*(part[~grouped[lines.record - first]] for part in lines))
            self._lines.append(lines)
        self._count_groups(cells.rows, np.flatnonzero(grouped), own, first)

    def add_shifts(self, cells: Columns, sign: int = 1) -> None:
        """Count current revisions of shifts, or take them away again."""
        if not cells:
            return
        own = np.array([self._vectors.number(Worked(row).measures()) for row in cells.rows], np.int64)
        first = self._note(cells, "shift", own, sign)
        activities, activity = cells.kinds("activity")
        numbers = [self._codes.number(Dimension.ACTIVITY, each) for each in activities]
        self._lines.append(
            Lines(np.arange(first, first + len(cells)), np.array(numbers, np.int64)[activity], own)
        )

    def _note(self, cells: Columns, kind: str, own: Ints, sign: int) -> int:
        first = self.records
        self.records += len(own)
        for names, column in zip(self._where, _WHERE[kind], strict=True):
            names.add(*cells.kinds(column))
        self._own.append(own)
        self._sign.append(np.full(len(own), sign, np.int64))
        return first

    def _own_vectors(self, cells: Columns) -> Ints:
        """Return the number of each visit's own measures."""
        samples, kind = cells.together(_MEASURED, cells.are("return_code", ("",)))
        numbers = [self._vectors.number(Counted(cells.rows[at]).measures()) for at in samples]
        return np.array(numbers, np.int64)[kind]

    def _coded(self, key: Key, cells: Columns, every: Ints, own: Ints) -> Lines:
        """Count a key whose codes depend on one column or two, and whose measures are the visit's own."""
        found, kind = _codes(key, cells)
        numbers = [[self._codes.number(key, code) for code in codes] for codes in found]
        lengths = np.array([len(each) for each in numbers], np.int64)
        flat = np.array([number for each in numbers for number in each], np.int64)
        if (lengths == 1).all():
            return Lines(every, flat[kind], own)
        line, inside = repeated(lengths[kind])
        starts = np.cumsum(lengths) - lengths
        return Lines(every[line], flat[starts[kind][line] + inside], own[line])

    def _count_apps(self, cells: Columns, own: Ints, first: int) -> None:
        """Count each app with its own number of installs beside what else the visit was."""
        which = np.flatnonzero(~cells.are("app_installed", ("{}",)))
        if not len(which):
            return
        texts, text = cells.kinds("app_installed")
        kinds, kind = distinct(own[which] * len(texts) + text[which], 0)
        measures = self._vectors.listed()
        lines: list[list[tuple[int, int]]] = []
        for at in which[sampled(kind, len(kinds))].tolist():
            by_app = Counted(cells.rows[at]).by(Dimension.APP, measures[own[at]])
            lines.append(
                [(self._codes.number(Dimension.APP, app), self._vectors.number(each)) for app, each in by_app]
            )
        lengths = np.array([len(each) for each in lines], np.int64)
        flat = np.array([pair for each in lines for pair in each], np.int64).reshape(-1, 2)
        line, inside = repeated(lengths[kind])
        at_pair = (np.cumsum(lengths) - lengths)[kind][line] + inside
        self._lines.append(Lines(which[line] + first, flat[at_pair, 0], flat[at_pair, 1]))

    def _count_groups(self, rows: Sequence[Row], which: Ints, own: Ints, first: int) -> None:
        """Count the people of groups, who have no one age or gender."""
        if not len(which):
            return
        records, bands, people = [], [], []
        women: dict[int, list[tuple[int, int]]] = {}
        measures = self._vectors.listed()
        by_gender = []
        for at in which.tolist():
            group, kind = Counted(rows[at]), int(own[at])
            if kind not in women:
                women[kind] = [
                    (self._codes.number(Dimension.GENDER, code), self._vectors.number(each))
                    for code, each in group.by(Dimension.GENDER, measures[kind])
                ]
            by_gender += [(at, code, each) for code, each in women[kind]]
            for band, count in group.bands(measures[kind].people):
                records.append(at)
                bands.append(band)
                people.append(count)
        vectors = {count: self._vectors.number(Measures(people=count)) for count in set(people)}
        record = np.array(records, np.int64) + first
        vector = np.array([vectors[count] for count in people], np.int64)
        for key in _BY_BAND:
            numbers = {band: self._codes.number(key, of_band(key, band)) for band in set(bands)}
            self._lines.append(Lines(record, np.array([numbers[band] for band in bands], np.int64), vector))
        at_gender = np.array(by_gender, np.int64)
        self._lines.append(Lines(at_gender[:, 0] + first, at_gender[:, 1], at_gender[:, 2]))

    # -- what came of it

    @property
    def kiosks(self) -> tuple[list[str], Ints]:
        """Return the kiosks, and of each record the number of its own among them; so with the next three."""
        return self._where[0].all()

    @property
    def places(self) -> tuple[list[str], Ints]:
        """Return the places."""
        return self._where[1].all()

    @property
    def volunteers(self) -> tuple[list[str], Ints]:
        """Return the volunteers."""
        return self._where[2].all()

    @property
    def days(self) -> tuple[list[str], Ints]:
        """Return the local days."""
        return self._where[3].all()

    @cached_property
    def own(self) -> Ints:
        """Return the number of each record's own measures."""
        return np.concatenate(self._own)

    @cached_property
    def sign(self) -> Ints:
        """Return of each record whether it counts (1) or counts no longer (-1)."""
        return np.concatenate(self._sign)

    @cached_property
    def _of_records(self) -> Spread:
        """Return the own measures of each record, signed."""
        return self._spread(self.own, self.sign)

    @cached_property
    def _table(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the measures that are not 0: each vector's first and how many; of each, the measure and its count."""
        table = np.array(self._vectors.listed() or [Measures()], np.int64)
        vector, measure = np.nonzero(table)
        many = np.bincount(vector, minlength=len(table))
        return np.cumsum(many) - many, many, measure, table[vector, measure]

    def _spread(self, vector: Ints, sign: Ints) -> Spread:
        first, many, measure, count = self._table
        line, inside = repeated(many[vector])
        at = first[vector][line] + inside
        return Spread(line, measure[at], count[at] * sign[line])

    @cached_property
    def _of_lines(self) -> list[tuple[Lines, Spread]]:
        """Return all lines with what they add; nearly always the visits' own measures, one line for each."""
        spreads: dict[int, Spread] = {}
        found = []
        for lines in self._lines:
            if len(lines.record):
                known = spreads.get(id(lines.vector)) or self._spread(lines.vector, self.sign[lines.record])
                found.append((lines, spreads.setdefault(id(lines.vector), known)))
        return found

    def totals(self, row: Ints, slot: Ints) -> Sparse:
        """Return sums of the records' own measures: in `row[record] << ROW | slot[record] + measure`."""
        return _summed((row << ROW) + slot, self._of_records, 0)

    def cells(self, row: Ints) -> Sparse:
        """Return sums by code: in `row[record] << ROW | code * WIDTH + measure`."""
        parts = [self._under_code(row, lines, spread) for lines, spread in self._of_lines]
        if not parts:
            return NOTHING
        return gathered(np.concatenate([p.slots for p in parts]), np.concatenate([p.counts for p in parts]))

    def _under_code(self, row: Ints, lines: Lines, spread: Spread) -> Sparse:
        """Sum the lines of one key: among its few codes, every sum has a place of its own in an array."""
        codes, code = distinct(lines.code, self._codes.limit)
        base = row[lines.record] * len(codes) + code
        sums = _summed(base * WIDTH, spread, (int(row.max()) + 1) * len(codes) * WIDTH)
        base, measure = np.divmod(sums.slots, WIDTH)
        at, code = np.divmod(base, len(codes))
        return Sparse((at << ROW) + codes[code] * WIDTH + measure, sums.counts)


def _codes(key: Key, cells: Columns) -> tuple[list[Sequence[Code]], Ints]:
    """Tell apart the rows by the codes that they have under a key: those of each kind, and the kind of each row."""
    if isinstance(key, Dimension):
        samples, kind = cells.samples(_COLUMN[key])
        return [tuple(Counted(cells.rows[at]).codes(key)) for at in samples], kind
    (ones, one), (others, other) = (_codes(part, cells) for part in key)
    kinds, kind = distinct(one * len(others) + other, len(ones) * len(others))
    pairs = (divmod(number, len(others)) for number in kinds.tolist())
    return [list(product(ones[at], others[beside])) for at, beside in pairs], kind


def _summed(base: Ints, spread: Spread, limit: int) -> Sparse:
    """Sum counts in `base[line] + measure`, where bases lie at least `WIDTH` apart, all below a limit, if given."""
    kinds, kind = distinct(base, limit)
    sums = np.bincount(kind[spread.line] * WIDTH + spread.measure, spread.value, len(kinds) * WIDTH)
    at = np.flatnonzero(sums)
    return Sparse(kinds[at // WIDTH] + at % WIDTH, sums[at].astype(np.int64))
