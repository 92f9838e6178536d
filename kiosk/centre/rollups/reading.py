"""The figures as the roll-ups tell them: whole months and, at a period's edges, days.

Large places keep counts by code for each day; at the edges of a small one's period its few kiosks are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.engine import Engine
from kiosk.centre.figures import Figures, Grain, LearningCurve, Reported, Step
from kiosk.centre.measures import CODED, CROSSES, NOTHING, Dimension, Key, Measures, hours_of
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.recount import Recount, begin
from kiosk.centre.rollups.codes import WIDTH, Codes, parted
from kiosk.centre.rollups.columns import Columns
from kiosk.centre.rollups.facts import Facts
from kiosk.centre.rollups.people import learning_curve, reached
from kiosk.centre.rollups.periods import Period, period_of
from kiosk.centre.rollups.sparse import Ints, Sparse, by_row, different, total, unpacked
from kiosk.centre.rollups.totals import Named, Totals, measures_of
from kiosk.visits import RecordKind, Shift, Visit, columns

if TYPE_CHECKING:
    from kiosk.centre.store import Store

#: What makes somebody active.
_HAD = {
    Dimension.KIOSK: ("consultations",),
    Dimension.VOLUNTEER: ("consultations", "shifts", "open_shifts"),
}
#: What tells who was active, and for how long.
_WORK = tuple(
    at
    for at, name in enumerate(Measures._fields)
    if name in ("consultations", "shifts", "open_shifts", "shift_minutes")
)
_SHIFTS, _MINUTES = (Measures._fields.index(name) for name in ("shifts", "shift_minutes"))


class Rollups(Figures):
    """Figures from the roll-ups of a store."""

    def __init__(self, store: Store, engine: Engine, tree: PlaceTree) -> None:
        self._engine = engine
        self._tree = tree
        self._recount = Recount(store, tree)
        self._totals = Totals(engine)

    def total(self, scope: Scope = EVERYTHING) -> Measures:
        """Return the scope's totals."""
        return self._totals.by_place(period_of(scope), [scope.place]).get(scope.place, NOTHING)

    def children(self, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures of each place directly in the scope's."""
        children = self._tree.children(scope.place)
        found = self._totals.by_place(period_of(scope), [scope.place, *children])
        parts = {child: found[child] for child in children if child in found}
        own = _minus(found.get(scope.place, NOTHING), parts.values())
        return parts | ({scope.place: own} if any(own) else {})

    def by(self, dimension: Dimension, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures by the codes of a dimension."""
        if dimension is Dimension.PLACE:
            return self._spots(scope)
        if dimension in (Dimension.KIOSK, Dimension.VOLUNTEER):
            codes, vector = self._by_who(dimension, scope)
            return {codes[at]: found for at, found in measures_of(vector).items()}
        return self._coded(dimension, scope)

    def cross(
        self, one: Dimension, other: Dimension, scope: Scope = EVERYTHING
    ) -> dict[tuple[str, str], Measures]:
        """Return the figures by two dimensions."""
        if (one, other) not in CROSSES:
            raise ValueError(f"{one} and {other} are not told apart together")
        return {parted(code): found for code, found in self._coded((one, other), scope).items()}

    def series(self, grain: Grain, scope: Scope = EVERYTHING) -> dict[date, Measures]:
        """Return the figures of each day, week or month."""
        sums: dict[date, Measures] = {}
        first, last = _bounds(scope)
        for day, measures in self._totals.of_days(period_of(scope), scope.place):
            if first <= day <= last:
                start = begin(grain, day)
                sums[start] = measures.plus(sums.get(start, NOTHING))
        return dict(sorted(sums.items()))

    def series_by(
        self, grain: Grain, dimension: Dimension, scope: Scope = EVERYTHING
    ) -> dict[date, dict[str, Measures]]:
        """Return the figures by a dimension for each day, week or month."""
        if dimension not in CODED:
            raise ValueError(f"there is no series by {dimension}")
        parts: dict[date, list[Sparse]] = {}
        for day, vector in self._spans(grain, scope):
            parts.setdefault(begin(grain, day), []).append(vector)
        codes = Codes(self._engine)
        series = {
            start: _by_code(codes, dimension, total(vectors)) for start, vectors in sorted(parts.items())
        }
        return {start: found for start, found in series.items() if found}

    def active(self, dimension: Dimension, scope: Scope = EVERYTHING) -> int:
        """Count different volunteers, kiosks or settlements."""
        if dimension is Dimension.PLACE:
            spots = self.by(dimension, scope).items()
            return sum(found.consultations > 0 and self._tree.is_settlement(spot) for spot, found in spots)
        if dimension not in (Dimension.KIOSK, Dimension.VOLUNTEER):
            raise ValueError(f"{dimension} is not counted")
        codes, vector = self._by_who(dimension, scope, _WORK)
        had = [Measures._fields.index(name) for name in _HAD[dimension]]
        return len(_named(codes, vector.slots[np.isin(vector.slots % WIDTH, had)] // WIDTH))

    def hours_given(self, scope: Scope = EVERYTHING) -> tuple[float, float] | None:
        """Return the fewest and the most hours of one volunteer whose shifts ended."""
        codes, vector = self._by_who(Dimension.VOLUNTEER, scope, _WORK)
        who, measure = vector.slots // WIDTH, vector.slots % WIDTH
        ended = _named(codes, who[measure == _SHIFTS])
        minutes = np.zeros(len(codes), np.int64)
        minutes[who[measure == _MINUTES]] = vector.counts[measure == _MINUTES]
        if not len(ended):
            return None
        return hours_of(int(minutes[ended].min())), hours_of(int(minutes[ended].max()))

    def _by_who(self, dimension: Dimension, scope: Scope, only: Collection[int] = ()) -> Named:
        return self._totals.by_who(dimension, period_of(scope), self._places(scope), only)

    def people_reached(self, scope: Scope = EVERYTHING) -> int:
        """Estimate how many different people came."""
        codes = reached(self._engine, self._tree, scope, self._inside(scope))
        return codes + self.total(scope).without_code

    def learning_curve(self, scope: Scope = EVERYTHING, service: str = "") -> LearningCurve:
        """Return how many visits people with a card needed until they were alone."""
        return learning_curve(self._engine, scope, self._inside(scope), service)

    def notices(self, scope: Scope = EVERYTHING) -> dict[Step, Reported]:
        """Return which steps were reported as no longer matching."""
        return self._recount.notices(scope)

    # -- places

    def _places(self, scope: Scope) -> Sequence[str] | None:
        """Return the places of a scope; None for all, also those that the tree lacks."""
        return sorted(self._tree.below(scope.place)) if scope.place else None

    def _inside(self, scope: Scope) -> set[str] | None:
        return self._tree.below(scope.place) if scope.place else None

    def _spots(self, scope: Scope) -> dict[str, Measures]:
        """Return the figures of settlements, and of places that lie in none."""
        if scope.place and self._tree.is_settlement(spot := self._tree.spot(scope.place)):
            found = self.total(scope)
            return {spot: found} if any(found) else {}
        below = self._places(scope) or (self._tree.places() if self._knows_all(scope) else None)
        wanted = None if below is None else [p for p in below if self._tree.spot(p) == p]
        rows = self._totals.by_place(period_of(scope), wanted)
        rows.pop("", None)
        return {
            place: own
            for place, found in rows.items()
            if self._tree.spot(place) == place and any(own := self._own(place, found, rows))
        }

    def _knows_all(self, scope: Scope) -> bool:
        """Tell whether nothing of the whole scope happened at a place that the tree lacks."""
        return not scope.place and "" not in self.children(scope)

    def _own(self, place: str, found: Measures, rows: dict[str, Measures]) -> Measures:
        if self._tree.is_settlement(place):
            return found
        return _minus(found, (rows[child] for child in self._tree.children(place) if child in rows))

    # -- by code

    def _coded(self, key: Key, scope: Scope) -> dict[str, Measures]:
        period = period_of(scope)
        vectors = list(self._cells(scope.place, f"m{period.first}", f"m{period.last}"))
        for edge in period.edges:
            if self._tree.is_large(scope.place):
                first, last = edge.span()
                vectors += self._cells(scope.place, f"d{first}", f"d{last}")
            else:
                vectors += self._read(scope.place, period._replace(first="9", last="0", edges=(edge,)))
        return _by_code(Codes(self._engine), key, total([vector for _span, vector in vectors]))

    def _spans(self, grain: Grain, scope: Scope) -> Iterator[tuple[str, Sparse]]:
        """Yield vectors with a day that each belongs to: as few as the grain lets."""
        period = period_of(scope)
        first, last = _bounds(scope)
        if grain is Grain.MONTH:
            for span, vector in self._cells(scope.place, f"m{period.first}", f"m{period.last}"):
                yield f"{span[1:]}-01", vector
            rest = [edge.span() for edge in period.edges]
        else:
            rest = [(first, last)]
        if self._tree.is_large(scope.place):
            for begins, ends in rest:
                for span, vector in self._cells(scope.place, f"d{begins}", f"d{ends}"):
                    yield span[1:], vector
        elif grain is Grain.MONTH:
            for edge in period.edges:
                yield from self._read(scope.place, period._replace(first="9", last="0", edges=(edge,)))
        else:
            yield from self._read(scope.place, period)

    def _cells(self, place: str, first: str, last: str) -> Iterator[tuple[str, Sparse]]:
        query = "SELECT span, cells FROM rollup_cells WHERE place = ? AND span BETWEEN ? AND ?"
        for span, data in self._engine.execute(query, (place, first, last)):
            yield span, unpacked(data)

    def _read(self, place: str, period: Period) -> Iterator[tuple[str, Sparse]]:
        """Yield the vectors of the days of a small place, from its kiosks' revisions."""
        inside = self._tree.below(place)
        kiosks = self._totals.kiosks(inside)
        codes = Codes(self._engine)
        facts = Facts(codes)
        spans = [edge.span() for edge in period.edges]
        if period.first <= period.last:
            spans.append((f"{period.first}-00", f"{period.last}-99"))
        for kiosk in kiosks:
            for span in spans:
                facts.add_visits(self._current("current_visits", Visit, "visit_date", kiosk, span, inside))
                facts.add_shifts(self._current("current_shifts", Shift, "shift_date", kiosk, span, inside))
        if facts.records:
            days, day = facts.days
            for number, vector in by_row(facts.cells(day)):
                yield days[number], vector

    def _current(
        self, view: str, kind: RecordKind, day: str, kiosk: str, span: tuple[str, str], inside: set[str]
    ) -> Columns:
        names = columns(kind)
        place = names.index("place")
        query = f"SELECT {', '.join(names)} FROM {view} WHERE kiosk = ? AND {day} BETWEEN ? AND ?"
        rows = self._engine.execute(query, (kiosk, *span))
        return Columns([row for row in rows if row[place] in inside], kind)


def _named(codes: list[str], positions: Ints) -> Ints:
    """Return different positions without the one of whoever gave no name."""
    return different(positions[positions != codes.index("")] if "" in codes else positions)


def _by_code(codes: Codes, key: Key, vector: Sparse) -> dict[str, Measures]:
    """Return the measures of each code of a dimension or a pair."""
    names = codes.of(key)
    wanted = np.zeros(codes.limit, bool)
    wanted[list(names)] = True
    number = vector.slots // WIDTH
    kept = wanted[number] if len(number) else np.zeros(0, bool)
    found: dict[int, list[int]] = {}
    slots, counts = vector.slots[kept].tolist(), vector.counts[kept].tolist()
    for slot, count in zip(slots, counts, strict=True):
        found.setdefault(slot // WIDTH, [0] * WIDTH)[slot % WIDTH] = count
    return {names[number]: Measures(*sums) for number, sums in found.items()}


def _minus(whole: Measures, parts: Iterable[Measures]) -> Measures:
    rest = list(whole)
    for part in parts:
        rest = [one - other for one, other in zip(rest, part, strict=True)]
    return Measures(*rest)


def _bounds(scope: Scope) -> tuple[str, str]:
    values = scope.values()
    return values["first"], values["last"]
