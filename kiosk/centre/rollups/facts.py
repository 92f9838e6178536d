"""What many visits and shifts add, as columns of numbers: the counting words of `kiosk.centre.measures` at a stroke.

Most columns of a bundle have few distinct cells. Each distinct cell is counted by `Counted` once, and the rest is
arithmetic of arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np

from kiosk.centre.measures import PARTED, Counted, Dimension, Key, Measures, Worked
from kiosk.centre.rollups.codes import KEYS, WIDTH, Codes
from kiosk.centre.rollups.sparse import Ints, Sparse, gathered
from kiosk.codebook import GROUP_CHANNELS
from kiosk.visits import Row, Shift, Visit, columns

_V = {name: at for at, name in enumerate(columns(Visit))}
_S = {name: at for at, name in enumerate(columns(Shift))}
#: The columns that the codes of a key depend on.
_COLUMNS: dict[Key, tuple[str, ...]] = {
    Dimension.SERVICE: ("services",),
    Dimension.TUTORIAL: ("tutorials",),
    Dimension.AGE: ("age_band",),
    Dimension.GENDER: ("gender",),
    Dimension.LANGUAGE: ("language",),
    Dimension.CHANNEL: ("channel",),
    Dimension.ACTIVITY: ("activity",),
    Dimension.OUTCOME: ("outcome",),
    Dimension.NOT_DONE_REASON: ("not_done_reason",),
    Dimension.SUPPORT: ("support_given",),
    Dimension.REFERRAL: ("referral_to",),
    Dimension.HELP_REASON: ("help_reason",),
    Dimension.TRIP: ("trip_avoided",),
    Dimension.FEEDBACK: ("resident_feedback",),
    Dimension.ENTRY: ("entry",),
    (Dimension.AGE, Dimension.GENDER): ("age_band", "gender"),
    (Dimension.AGE, Dimension.OUTCOME): ("age_band", "outcome"),
    (Dimension.SERVICE, Dimension.CHANNEL): ("services", "channel"),
    (Dimension.ACTIVITY, Dimension.CHANNEL): ("activity", "channel"),
}
#: The columns that the codes and people of a group, or the apps of a visit, depend on.
_DEPENDS: dict[Key, itemgetter[Any]] = {
    Dimension.APP: itemgetter(_V["app_installed"]),
    **{key: itemgetter(_V["age_bands"], _V["age_band"], _V["gender"]) for key in PARTED},
}
#: The columns that the measures of a visit depend on, beside whether it shows a return code.
_MEASURED = itemgetter(*[
    _V[name]
    for name in (
        "channel", "outcome", "people", "women", "new_people", "first_time", "entry", "clock_trust", "gender",
        "app_installed",
    )
])  # fmt: skip
_CODE, _CHANNEL, _APPS = _V["return_code"], _V["channel"], _V["app_installed"]
_WHERE: dict[str, Callable[[Row], tuple[str, str, str, str]]] = {
    "visit": itemgetter(_V["kiosk"], _V["place"], _V["volunteer"], _V["visit_date"]),
    "shift": itemgetter(_S["kiosk"], _S["place"], _S["volunteer"], _S["shift_date"]),
}


class Vectors:
    """The distinct measures that occur, numbered."""

    def __init__(self) -> None:
        self._numbers: dict[Measures, int] = {}
        self._measures: list[Measures] = []

    def number(self, measures: Measures) -> int:
        """Return the number of these measures."""
        return self._numbers.setdefault(measures, len(self._numbers))

    def __getitem__(self, number: int) -> Measures:
        if number >= len(self._measures):
            self._measures = list(self._numbers)
        return self._measures[number]

    def table(self) -> Ints:
        """Return all of them, one a row."""
        return np.array(list(self._numbers) or [Measures()], np.int64)


class Facts:
    """What records add: `where` and `own` by record; `at`, `code` and `vector` by each code of each record.

    `where` is (kiosk, place, volunteer, local day); `own` and `vector` are rows of `vectors`, `sign` is 1 for records
    that count now and -1 for those that count no longer.
    """

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._vectors = Vectors()
        self.where: list[tuple[str, str, str, str]] = []
        self._own: list[Ints] = []
        self._sign: list[Ints] = []
        self._at: list[Ints] = []
        self._code: list[Ints] = []
        self._vector: list[Ints] = []

    # -- taking in

    def add_visits(self, rows: Sequence[Row], sign: int = 1) -> None:
        """Count current revisions of visits, or take them away again."""
        if not rows:
            return
        own = self._own_vectors(rows)
        first = len(self.where)
        self._note(rows, _WHERE["visit"], own, sign)
        cells = list(zip(*rows, strict=True))
        groups = [at for at, channel in enumerate(cells[_CHANNEL]) if channel in GROUP_CHANNELS]
        alone = np.setdiff1d(np.arange(len(rows)), groups) if groups else np.arange(len(rows))
        for key in KEYS:
            if key is Dimension.APP:
                self._slowly(
                    key, rows, [at for at, apps in enumerate(cells[_APPS]) if apps != "{}"], own, first
                )
            elif key in PARTED:
                self._quickly(key, rows, cells, alone, own, first)
                self._slowly(key, rows, groups, own, first)
            else:
                self._quickly(key, rows, cells, np.arange(len(rows)), own, first)

    def add_shifts(self, rows: Sequence[Row], sign: int = 1) -> None:
        """Count current revisions of shifts, or take them away again."""
        if not rows:
            return
        own = np.array([self._vectors.number(Worked(row).measures()) for row in rows], np.int64)
        first = len(self.where)
        self._note(rows, _WHERE["shift"], own, sign)
        number = self._codes.number
        activity = [number(Dimension.ACTIVITY, row[_S["activity"]]) for row in rows]
        self._push(np.arange(len(rows)) + first, np.array(activity, np.int64), own)

    def _note(
        self, rows: Sequence[Row], where: Callable[[Row], tuple[str, str, str, str]], own: Ints, sign: int
    ) -> None:
        self.where += map(where, rows)
        self._own.append(own)
        self._sign.append(np.full(len(rows), sign, np.int64))

    def _own_vectors(self, rows: Sequence[Row]) -> Ints:
        known: dict[object, int] = {}
        found = []
        for row in rows:
            kind = (_MEASURED(row), row[_CODE] != "")
            if (number := known.get(kind)) is None:
                number = known[kind] = self._vectors.number(Counted(row).measures())
            found.append(number)
        return np.array(found, np.int64)

    def _quickly(
        self,
        key: Key,
        rows: Sequence[Row],
        cells: Sequence[Sequence[object]],
        which: Ints,
        own: Ints,
        first: int,
    ) -> None:
        """Count a key whose codes depend on few columns and whose measures are the visit's own."""
        names = [_V[name] for name in _COLUMNS[key]]
        values: Sequence[object] = (
            cells[names[0]] if len(names) == 1 else list(zip(*(cells[n] for n in names), strict=True))
        )
        if len(which) < len(rows):
            values = [values[at] for at in which.tolist()]
        sample = dict(zip(values, which.tolist(), strict=True))
        kinds = {value: at for at, value in enumerate(sample)}
        numbers = [
            [self._codes.number(key, code) for code in Counted(rows[at]).codes(key)] for at in sample.values()
        ]
        kind = np.array([kinds[value] for value in values], np.int64)
        lengths = np.array([len(found) for found in numbers], np.int64)
        flat = np.array([number for found in numbers for number in found], np.int64)
        if (lengths == 1).all():
            self._push(which + first, flat[kind], own[which])
            return
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        times = lengths[kind]
        inside = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        self._push(
            np.repeat(which + first, times),
            flat[np.repeat(starts[kind], times) + inside],
            np.repeat(own[which], times),
        )

    def _slowly(self, key: Key, rows: Sequence[Row], which: Iterable[int], own: Ints, first: int) -> None:
        """Count a key whose measures differ from the visit's own; alike visits once."""
        at, code, vector = [], [], []
        of = _DEPENDS[key]
        known: dict[object, list[tuple[int, int]]] = {}
        for index in which:
            kind = (of(rows[index]), int(own[index]))
            if (found := known.get(kind)) is None:
                found = known[kind] = [
                    (self._codes.number(key, each), self._vectors.number(measures))
                    for each, measures in Counted(rows[index]).by(key, self._vectors[int(own[index])])
                ]
            for number, row in found:
                at.append(index + first)
                code.append(number)
                vector.append(row)
        self._push(np.array(at, np.int64), np.array(code, np.int64), np.array(vector, np.int64))

    def _push(self, at: Ints, code: Ints, vector: Ints) -> None:
        self._at.append(at)
        self._code.append(code)
        self._vector.append(vector)

    # -- what came of it

    @cached_property
    def table(self) -> Ints:
        """Return the distinct measures, one a row."""
        return self._vectors.table()

    @cached_property
    def own(self) -> Ints:
        """Return of each record the row of its measures."""
        return _joined(self._own)

    @cached_property
    def sign(self) -> Ints:
        """Return of each record whether it counts (1) or counts no longer (-1)."""
        return _joined(self._sign)

    @cached_property
    def _by_code(self) -> tuple[Ints, Ints, Ints]:
        return _joined(self._at), _joined(self._code), _joined(self._vector)

    def totals(self, row: Ints, slot: Ints, width: int) -> Sparse:
        """Return sums of the records' own measures: in `row[record] * width + slot[record] + measure`."""
        return self._expanded(row * width + slot, self.own, self.sign)

    def cells(self, row: Ints) -> tuple[Sparse, int]:
        """Return sums by code: in `row[record] * width + code * WIDTH + measure`, and that width."""
        at, code, vector = self._by_code
        width = self._codes.limit * WIDTH
        return self._expanded(row[at] * width + code * WIDTH, vector, self.sign[at]), width

    def _expanded(self, base: Ints, vector: Ints, sign: Ints) -> Sparse:
        """Sum the measures of each base; first the equal ones together, of which there are many."""
        table = self.table
        alike = gathered(base * len(table) + vector, sign)
        if not len(alike.slots):
            return alike
        base = alike.slots // len(table)
        new = np.concatenate(([True], base[1:] != base[:-1]))
        which, starts = np.cumsum(new) - 1, np.flatnonzero(new)
        vector, sums = alike.slots % len(table), np.zeros((len(starts), WIDTH), np.int64)
        for measure in np.flatnonzero(
            table.any(axis=0)
        ).tolist():  # ten times faster than `reduceat` over rows
            sums[:, measure] = np.bincount(which, table[vector, measure] * alike.counts, len(starts))
        rows, measures = np.nonzero(sums)
        # Bases lie at least a vector's width apart, so that these slots are in order.
        return Sparse(base[starts][rows] + measures, sums[rows, measures])


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
