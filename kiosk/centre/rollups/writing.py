"""Keeping the roll-ups equal to the revisions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple, Self

from kiosk.centre.engine import Engine
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups.changes import changes
from kiosk.centre.rollups.codes import Codes
from kiosk.centre.rollups.columns import Columns
from kiosk.centre.rollups.delta import delta, merged
from kiosk.centre.rollups.facts import Facts
from kiosk.centre.rollups.people import settle
from kiosk.centre.rollups.periods import Period
from kiosk.centre.rollups.stored import Stored
from kiosk.centre.rollups.tables import REBUILT
from kiosk.centre.rollups.totals import Totals
from kiosk.centre.rollups.waiting import Waiting
from kiosk.centre.rollups.who import Who
from kiosk.visits import Place, RecordKind, Row, Shift, Visit, columns

#: What only one writer at a time may do.
_LOCK = "roll-ups"
#: So many revisions are counted at once, and may wait in a process: some 50 MB of memory, a third of a second of
#: counting. With half as many again a country's day took 340 MB, and was no faster.
AT_ONCE = 34_000


class Present(NamedTuple):
    """Current revisions of visits and of shifts."""

    visits: Columns
    shifts: Columns

    @classmethod
    def of(cls, visits: Sequence[Row], shifts: Sequence[Row]) -> Self:
        """Return rows by their columns."""
        return cls(Columns(visits, Visit), Columns(shifts, Shift))

    def at(self, places: Collection[str]) -> Present:
        """Return what happened at some places."""
        return Present(*(part.having("place", places) for part in self))


NOBODY = Present.of((), ())


class Writer:
    """Changes roll-ups. Every method belongs inside a transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stored = Stored(engine)
        self._waiting = Waiting(engine)

    def is_built(self) -> bool:
        """Tell whether the roll-ups count what is in the store."""
        found = self._engine.execute("SELECT built FROM rollup_state WHERE id = 1")
        return bool(found and found[0][0])

    # -- occasions

    def inserted(self, visits: Sequence[Row], shifts: Sequence[Row]) -> None:
        """Count rows that were just inserted, in any order of revisions: now, or with what comes after them."""
        if not visits and not shifts:
            return
        if not self.is_built():
            self.catch_up()
            return
        self._waiting.add(Visit, visits)
        self._waiting.add(Shift, shifts)
        if len(self._waiting) >= AT_ONCE:
            self.catch_up()

    def is_behind(self) -> bool:
        """Tell whether something in the store is not counted yet."""
        return not self.is_built() or bool(self._engine.execute("SELECT 1 FROM rollup_waiting LIMIT 1"))

    def catch_up(self) -> None:
        """Count what is in the store and not counted yet."""
        self._engine.wait_for(_LOCK)
        if not self.is_built():
            self.rebuild()
            return
        if not (notes := self._waiting.notes()):
            return
        of_visits, of_shifts = (
            changes(
                self._engine,
                kind,
                [row for note in notes if note.kind is kind for row in self._waiting.rows(note)],
                partial(self._waiting.others, notes, kind),
            )
            for kind in (Visit, Shift)
        )
        self._count(
            Present.of(of_visits.added, of_shifts.added), Present.of(of_visits.removed, of_shifts.removed)
        )
        self._waiting.done(notes)

    def _count(self, added: Present, removed: Present) -> None:
        self._add(_facts(codes := Codes(self._engine), added, removed), self._tree(), codes)
        self._stored.put_cards(added.visits, removed.visits)

    def _add(self, facts: Facts, tree: PlaceTree, codes: Codes) -> None:
        who = Who(self._engine)
        self._stored.add(delta(facts, tree, who))
        codes.keep()
        who.keep()

    @contextmanager
    def changing(self, kiosk: str) -> Iterator[None]:
        """Count a kiosk anew after the block has changed or deleted revisions of it in their places."""
        if not self.is_built():
            yield
            return
        self.catch_up()
        before = self._present(kiosk)
        yield
        self._count(self._present(kiosk), before)

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
            settle(self._engine, tree, month)
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
        found = Totals(self._engine).by_place(Period(month, month, ()), None)
        return {place: measures.without_code for place, measures in found.items()}

    @contextmanager
    def replanting(self, before: Sequence[Place], after: Sequence[Place]) -> Iterator[None]:
        """Count anew what lies elsewhere after the block has replaced the tree of places."""
        if not self.is_built():
            yield
            return
        self.catch_up()
        yield
        old, new = PlaceTree(before), PlaceTree(after)
        moved = {
            (place, kiosk)
            for place, kiosk in Totals(self._engine).places_of_kiosks()
            if _rows_of(old, place) != _rows_of(new, place)
        }
        kiosks = sorted({kiosk for _place, kiosk in moved})
        places = {place for place, _kiosk in moved}
        for present, _many in self._portions(kiosks):
            held = present.at(places)
            codes, who = Codes(self._engine), Who(self._engine)
            there = delta(_facts(codes, held, NOBODY), new, who, nodes_only=True)
            here = delta(_facts(codes, NOBODY, held), old, who, nodes_only=True)
            self._stored.add(merged(there, here))
            codes.keep()
        if moved:
            self._stored.unsettle("")

    def rebuild(self, counted: Callable[[int, int], None] | None = None) -> None:
        """Count everything from the revisions; `counted` is told of how many kiosks how many are done.

        Belongs inside a transaction that keeps everybody else out.
        """
        with self._engine.at_length():
            self._rebuild(counted)

    def _rebuild(self, counted: Callable[[int, int], None] | None) -> None:
        for table in REBUILT:
            self._engine.execute(f"DELETE FROM {table}")
        self._stored.unsettle("")
        kiosks = sorted(
            {
                kiosk
                for table in ("visits", "shifts")
                for (kiosk,) in self._engine.execute(f"SELECT DISTINCT kiosk FROM {table}")
            }
        )
        tree, codes, done = self._tree(), Codes(self._engine), 0
        for present, many in self._portions(kiosks):
            self.add(present, tree, codes)
            done += many
            if counted:
                counted(done, len(kiosks))
        self._engine.execute(
            "INSERT INTO rollup_state (id, built) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET built = 1"
        )

    def add(self, present: Present, tree: PlaceTree, codes: Codes) -> None:
        """Count current revisions that were not counted before."""
        self._add(_facts(codes, present, NOBODY), tree, codes)
        self._stored.put_cards(present.visits, NOBODY.visits)

    def _portions(self, kiosks: Iterable[str]) -> Iterator[tuple[Present, int]]:
        """Yield the current revisions of kiosks, of so many at once as fit, and how many these are."""
        visits: list[Row] = []
        shifts: list[Row] = []
        many = 0
        for kiosk in kiosks:
            visits += self._current("current_visits", Visit, kiosk)
            shifts += self._current("current_shifts", Shift, kiosk)
            many += 1
            if len(visits) + len(shifts) >= AT_ONCE:
                yield Present.of(visits, shifts), many
                visits, shifts, many = [], [], 0
        if many:
            yield Present.of(visits, shifts), many

    def _present(self, kiosk: str) -> Present:
        """Return the current revisions of a kiosk."""
        return Present.of(
            self._current("current_visits", Visit, kiosk), self._current("current_shifts", Shift, kiosk)
        )

    def _current(self, view: str, kind: RecordKind, kiosk: str) -> list[Row]:
        return self._engine.execute(
            f"SELECT {', '.join(columns(kind))} FROM {view} WHERE kiosk = ?", (kiosk,)
        )

    def _tree(self) -> PlaceTree:
        return PlaceTree(
            [Place(*row) for row in self._engine.execute("SELECT id, name, level, parent FROM places")]
        )


def _facts(codes: Codes, added: Present, removed: Present) -> Facts:
    facts = Facts(codes)
    facts.add_visits(added.visits)
    facts.add_shifts(added.shifts)
    facts.add_visits(removed.visits, -1)
    facts.add_shifts(removed.shifts, -1)
    return facts


def _rows_of(tree: PlaceTree, place: str) -> tuple[tuple[str, bool], ...]:
    """Return in which rows a place is counted."""
    return tuple((above, tree.is_large(above)) for above in tree.chain(place))
