"""Keeping the roll-ups equal to the revisions: inside the transaction that changes the revisions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import numpy as np

from kiosk.centre.engine import Engine
from kiosk.centre.measures import Measures
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups import cards, people
from kiosk.centre.rollups.changes import Changes, changes
from kiosk.centre.rollups.codes import WIDTH, Codes
from kiosk.centre.rollups.facts import Facts
from kiosk.centre.rollups.sparse import Ints, Sparse, by_row, total, unpacked
from kiosk.centre.rollups.tables import REBUILT
from kiosk.visits import Place, Row, Shift, Visit, columns

_K = TypeVar("_K")
_Key = TypeVar("_Key", bound=tuple[Any, ...])

#: The slot of a measure of a day of the month is `day * WIDTH + measure`.
_DAYS = 32 * WIDTH
#: What only one writer at a time may do.
_LOCK = "roll-ups"
#: So many kiosks are counted at once when everything is.
_TOGETHER = 20

_COUNTS = Measures._fields
_PUT_TOTALS = (
    f"INSERT INTO rollup_totals (dimension, place, code, month, {', '.join(_COUNTS)}, days)"
    f" VALUES ({', '.join('?' * (len(_COUNTS) + 5))}) ON CONFLICT (dimension, place, code, month)"
    f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in (*_COUNTS, 'days'))}"
)
_PUT_CELLS = (
    "INSERT INTO rollup_cells (place, span, cells) VALUES (?, ?, ?)"
    " ON CONFLICT (place, span) DO UPDATE SET cells = excluded.cells"
)
_PUT_CARDS = (
    "INSERT INTO rollup_cards (place, month, kiosk, visits) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (place, month, kiosk) DO UPDATE SET visits = excluded.visits"
)

#: Dimension, place, code, month.
TotalsKey = tuple[str, str, str, str]
#: Place, span.
CellsKey = tuple[str, str]


class Delta(NamedTuple):
    """What is to be added to the rows of two tables."""

    totals: dict[TotalsKey, list[Sparse]]
    cells: dict[CellsKey, list[Sparse]]


class Present(NamedTuple):
    """Current revisions: rows of visits and of shifts."""

    visits: Sequence[Row]
    shifts: Sequence[Row]


class Writer:
    """Changes roll-ups. Every method belongs inside a transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_built(self) -> bool:
        """Tell whether the roll-ups count what is in the store."""
        found = self._engine.execute("SELECT built FROM rollup_state WHERE id = 1")
        return bool(found and found[0][0])

    # -- occasions

    def inserted(self, visits: Sequence[Row], shifts: Sequence[Row]) -> None:
        """Count rows that were just inserted, in any order of revisions."""
        if not visits and not shifts:
            return
        if not self.is_built():
            self._build()
            return
        of_visits, of_shifts = changes(self._engine, Visit, visits), changes(self._engine, Shift, shifts)
        self._count(Present(of_visits.added, of_shifts.added), Present(of_visits.removed, of_shifts.removed))

    def _build(self) -> None:
        if self._engine.comes_first(_LOCK):  # else somebody is building, or the next one will
            self.rebuild()

    def catch_up(self) -> None:
        """Count what imports left to whoever comes next."""
        if not self.is_built():
            self._build()
        elif self._engine.comes_first(_LOCK):
            self._count_pending()

    def _count(self, added: Present, removed: Present) -> None:
        if self._engine.comes_first(_LOCK):
            self._count_pending()
            self._count_now(added, removed)
        else:
            self._engine.execute(
                "INSERT INTO rollup_pending (added, removed) VALUES (?, ?)",
                (json.dumps(added), json.dumps(removed)),
            )

    def _count_pending(self) -> None:
        waiting = self._engine.execute("SELECT id, added, removed FROM rollup_pending ORDER BY id")
        for _id, added, removed in waiting:
            self._count_now(_read(added), _read(removed))
        self._engine.executemany("DELETE FROM rollup_pending WHERE id = ?", [(row[0],) for row in waiting])

    def _count_now(self, added: Present, removed: Present) -> None:
        codes = Codes(self._engine)
        self._apply(delta(_facts(codes, added, removed), self._tree()))
        codes.keep()
        self._put_cards(Changes(added.visits, removed.visits))

    @contextmanager
    def changing(self, kiosk: str) -> Iterator[None]:
        """Count a kiosk anew after the block has changed or deleted revisions of it in their places."""
        if not self.is_built():
            yield
            return
        before = self.present([kiosk])
        yield
        self._count(self.present([kiosk]), before)

    @contextmanager
    def closing(self, day: str) -> Iterator[None]:
        """Keep what the months before a day's count as people reached, though the block drops their return codes."""
        if not self.is_built():
            yield
            return
        self.catch_up()
        tree = self._tree()
        months = [
            month
            for (month,) in self._engine.execute(
                "SELECT DISTINCT month FROM rollup_cards WHERE month < ? AND month NOT IN"
                " (SELECT month FROM rollup_settled WHERE closed = 1) ORDER BY month",
                (day[:7],),
            )
        ]
        before = {}
        for month in months:
            people.settle(self._engine, tree, month)
            codes: dict[str, int] = dict(
                self._engine.execute("SELECT place, codes FROM rollup_reached WHERE month = ?", (month,))
            )
            before[month] = {
                place: count + codes.get(place, 0) for place, count in self._without_code(month).items()
            }
        yield
        for month, reached in before.items():
            now = self._without_code(month)
            rows = [(month, place, count - now.get(place, 0)) for place, count in reached.items()]
            self._engine.execute("DELETE FROM rollup_reached WHERE month = ?", (month,))
            self._engine.execute("DELETE FROM rollup_settled WHERE month = ?", (month,))
            self._engine.executemany(
                "INSERT INTO rollup_reached (month, place, codes) VALUES (?, ?, ?)", rows
            )
            self._engine.execute("INSERT INTO rollup_settled (month, closed) VALUES (?, 1)", (month,))

    def _without_code(self, month: str) -> dict[str, int]:
        query = "SELECT place, without_code FROM rollup_totals WHERE dimension = 'place' AND month = ?"
        return dict(self._engine.execute(query, (month,)))

    def replanted(self, before: Sequence[Place], after: Sequence[Place]) -> None:
        """Count anew what lies elsewhere after the tree of places was replaced."""
        if not self.is_built():
            return
        self.catch_up()
        old, new = PlaceTree(before), PlaceTree(after)
        moved = [
            (place, kiosk)
            for place, kiosk in self._engine.execute(
                "SELECT DISTINCT place, code FROM rollup_totals WHERE dimension = 'kiosk'"
            )
            if _rows_of(old, place) != _rows_of(new, place)
        ]
        kiosks = sorted({kiosk for _place, kiosk in moved})
        places = {place for place, _kiosk in moved}
        for some in _portions(kiosks, _TOGETHER):
            held = _at(self.present(some), places)
            codes = Codes(self._engine)
            there = delta(_facts(codes, held, Present((), ())), new, nodes_only=True)
            here = delta(_facts(codes, Present((), ()), held), old, nodes_only=True)
            self._apply(_merged(there, here))
            codes.keep()
        if moved:
            self._unsettle("")

    def rebuild(self, counted: Callable[[int, int], None] | None = None) -> None:
        """Count everything from the revisions; `counted` is told of how many kiosks how many are done.

        Belongs inside a transaction that keeps everybody else out.
        """
        for table in REBUILT:
            self._engine.execute(f"DELETE FROM {table}")
        self._unsettle("")
        kiosks = sorted(
            {
                kiosk
                for table in ("visits", "shifts")
                for (kiosk,) in self._engine.execute(f"SELECT DISTINCT kiosk FROM {table}")
            }
        )
        tree, codes, done = self._tree(), Codes(self._engine), 0
        for some in _portions(kiosks, _TOGETHER):
            self.add(self.present(some), tree, codes)
            done += len(some)
            if counted:
                counted(done, len(kiosks))
        self._engine.execute(
            "INSERT INTO rollup_state (id, built) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET built = 1"
        )

    def add(self, present: Present, tree: PlaceTree, codes: Codes) -> None:
        """Count current revisions that were not counted before."""
        self._apply(delta(_facts(codes, present, Present((), ())), tree))
        codes.keep()
        self._put_cards(Changes(present.visits, ()))

    def present(self, kiosks: Iterable[str]) -> Present:
        """Return the current revisions of some kiosks."""
        return Present(
            *(
                [
                    row
                    for kiosk in kiosks
                    for row in self._engine.execute(
                        f"SELECT {', '.join(columns(kind))} FROM {view} WHERE kiosk = ?", (kiosk,)
                    )
                ]
                for view, kind in (("current_visits", Visit), ("current_shifts", Shift))
            )
        )

    # -- tables

    def _tree(self) -> PlaceTree:
        return PlaceTree(
            [Place(*row) for row in self._engine.execute("SELECT id, name, level, parent FROM places")]
        )

    def _apply(self, change: Delta) -> None:
        self._put_totals(change.totals)
        self._put_cells(change.cells)

    def _put_totals(self, change: Mapping[TotalsKey, list[Sparse]]) -> None:
        here = self._held(
            "SELECT month, days FROM rollup_totals WHERE dimension = ? AND place = ? AND code = ?"
            " AND month BETWEEN ? AND ?",
            change,
        )
        puts, gone = [], []
        for key, parts in change.items():
            if not len((now := total([*parts, *here.get(key, ())])).slots):
                gone.append(key)
                continue
            sums = np.zeros(WIDTH, np.int64)
            np.add.at(sums, now.slots % WIDTH, now.counts)
            puts.append((*key, *sums.tolist(), now.packed()))
        self._engine.executemany(_PUT_TOTALS, puts)
        self._engine.executemany(
            "DELETE FROM rollup_totals WHERE dimension = ? AND place = ? AND code = ? AND month = ?", gone
        )

    def _put_cells(self, change: Mapping[CellsKey, list[Sparse]]) -> None:
        here = self._held(
            "SELECT span, cells FROM rollup_cells WHERE place = ? AND span BETWEEN ? AND ?", change
        )
        puts, gone = [], []
        for key, parts in change.items():
            now = total([*parts, *here.get(key, ())])
            if len(now.slots):
                puts.append((*key, now.packed()))
            else:
                gone.append(key)
        self._engine.executemany(_PUT_CELLS, puts)
        self._engine.executemany("DELETE FROM rollup_cells WHERE place = ? AND span = ?", gone)

    def _held(self, query: str, change: Mapping[_Key, object]) -> dict[_Key, list[Sparse]]:
        """Return what stands under the keys, the last part of which is asked for as a range."""
        spans: dict[tuple[str, ...], dict[str, _Key]] = {}
        for key in change:
            spans.setdefault((*key[:-1], key[-1][:1]), {})[key[-1]] = key
        return {
            keys[last]: [unpacked(data)]
            for (*head, _grain), keys in spans.items()
            for last, data in self._engine.execute(query, (*head, min(keys), max(keys)))
            if last in keys
        }

    def _put_cards(self, change: Changes) -> None:
        added, removed = cards.by_cell(change.added), cards.by_cell(change.removed)
        puts: list[tuple[object, ...]] = []
        gone: list[tuple[object, ...]] = []
        for key in sorted({*added, *removed}):
            held = self._engine.execute(
                "SELECT visits FROM rollup_cards WHERE place = ? AND month = ? AND kiosk = ?", key
            )
            data = cards.changed(bytes(held[0][0]) if held else b"", added.get(key, ()), removed.get(key, ()))
            if data:
                puts.append((*key, data))
            else:
                gone.append(key)
        self._engine.executemany(_PUT_CARDS, puts)
        self._engine.executemany("DELETE FROM rollup_cards WHERE place = ? AND month = ? AND kiosk = ?", gone)
        if added or removed:
            self._unsettle(min(month for _place, month, _kiosk in (*added, *removed)))

    def _unsettle(self, month: str) -> None:
        """A visit changes who came for the first time with a card in its month and in all that follow."""
        open_months = "(SELECT month FROM rollup_settled WHERE month >= ? AND closed = 0)"
        self._engine.execute(f"DELETE FROM rollup_reached WHERE month IN {open_months}", (month,))
        self._engine.execute("DELETE FROM rollup_settled WHERE month >= ? AND closed = 0", (month,))


def _read(text: str) -> Present:
    visits, shifts = json.loads(text)
    return Present([tuple(row) for row in visits], [tuple(row) for row in shifts])


def _facts(codes: Codes, added: Present, removed: Present) -> Facts:
    facts = Facts(codes)
    facts.add_visits(added.visits)
    facts.add_shifts(added.shifts)
    facts.add_visits(removed.visits, -1)
    facts.add_shifts(removed.shifts, -1)
    return facts


def _at(present: Present, places: set[str]) -> Present:
    return Present(
        *(
            [row for row in rows if row[columns(kind).index("place")] in places]
            for rows, kind in zip(present, (Visit, Shift), strict=True)
        )
    )


def _rows_of(tree: PlaceTree, place: str) -> tuple[tuple[str, bool], ...]:
    """Return in which rows a place is counted."""
    return tuple((above, tree.is_large(above)) for above in tree.chain(place))


def delta(facts: Facts, tree: PlaceTree, *, nodes_only: bool = False) -> Delta:
    """Return what facts add to each row of the roll-ups; with `nodes_only`, to those that depend on the tree."""
    change = Delta({}, {})
    if not facts.where:
        return change
    kiosks, places, volunteers, days = (list(cells) for cells in zip(*facts.where, strict=True))
    months = [day[:7] for day in days]
    in_month = np.array([int(day[8:]) for day in days], np.int64) * WIDTH
    _total(change, facts, in_month, list(zip(places, months, strict=True)), tree)
    _detail(
        change, facts, [(place, f"m{month}") for place, month in zip(places, months, strict=True)], tree.chain
    )
    _detail(
        change, facts, [(place, f"d{day}") for place, day in zip(places, days, strict=True)], _large(tree)
    )
    if not nodes_only:
        for dimension, codes in (("kiosk", kiosks), ("volunteer", volunteers)):
            keys = [(dimension, *key) for key in zip(places, codes, months, strict=True)]
            kinds, row = _numbered(keys)
            for number, part in by_row(facts.totals(row, in_month, _DAYS), _DAYS):
                change.totals[kinds[number]] = [part]
    return change


def _large(tree: PlaceTree) -> Callable[[str], tuple[str, ...]]:
    return lambda place: tuple(above for above in tree.chain(place) if tree.is_large(above))


def _total(
    change: Delta, facts: Facts, in_month: Ints, keys: Sequence[tuple[str, str]], tree: PlaceTree
) -> None:
    kinds, row = _numbered(keys)
    for number, part in by_row(facts.totals(row, in_month, _DAYS), _DAYS):
        place, month = kinds[number]
        for above in tree.chain(place):
            change.totals.setdefault(("place", above, "", month), []).append(part)


def _detail(
    change: Delta, facts: Facts, keys: Sequence[tuple[str, str]], rows: Callable[[str], tuple[str, ...]]
) -> None:
    """Add the counts by code to every row above; places under the same rows are summed first."""
    above = {place: rows(place) for place in {place for place, _span in keys}}
    kinds, row = _numbered([(above[place], span) for place, span in keys])
    sums, width = facts.cells(row)
    for number, part in by_row(sums, width):
        nodes, span = kinds[number]
        for node in nodes:
            change.cells.setdefault((node, span), []).append(part)


def _numbered(keys: Sequence[_K]) -> tuple[list[_K], Ints]:
    numbers: dict[_K, int] = {}
    found = [numbers.setdefault(key, len(numbers)) for key in keys]
    return list(numbers), np.array(found, np.int64)


def _merged(one: Delta, other: Delta) -> Delta:
    for key, parts in other.totals.items():
        one.totals.setdefault(key, []).extend(parts)
    for place, vectors in other.cells.items():
        one.cells.setdefault(place, []).extend(vectors)
    return one


def _portions(items: Sequence[_K], size: int) -> Iterator[Sequence[_K]]:
    return (items[at : at + size] for at in range(0, len(items), size))
