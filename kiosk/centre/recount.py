"""The figures counted from the revisions, one by one: slow, plain, and what every faster way is held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.figures import Figures, Grain, LearningCurve, Reported, Step
from kiosk.centre.measures import CODED, CROSSES, NOTHING, Counted, Dimension, Key, Measures, Worked
from kiosk.centre.placetree import PlaceTree
from kiosk.codebook import Channel, Outcome
from kiosk.visits import Notice, Shift, Visit, columns

if TYPE_CHECKING:
    from kiosk.centre.store import Store

_C = TypeVar("_C")
Record = Counted | Worked
#: What a visit of a return code is put in order by: local day, time of day, then what makes ties the same everywhere.
Moment = tuple[str, str]


class Recount(Figures):
    """Counts by reading every current revision of a scope."""

    def __init__(self, store: Store, tree: PlaceTree | None = None) -> None:
        """Read from a store; its tree of places is read too, unless it is at hand."""
        self._store = store
        self._tree = tree or PlaceTree(store.places())

    def total(self, scope: Scope = EVERYTHING) -> Measures:
        """Return the scope's totals."""
        return _summed((None, record.measures()) for record in self._records(scope)).get(None, NOTHING)

    def by(self, dimension: Dimension, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures by the codes of a dimension."""
        return _summed(self._coded(dimension, scope))

    def cross(
        self, one: Dimension, other: Dimension, scope: Scope = EVERYTHING
    ) -> dict[tuple[str, str], Measures]:
        """Return the figures by two dimensions."""
        if (one, other) not in CROSSES:
            raise ValueError(f"{one} and {other} are not told apart together")
        return _summed(self._coded((one, other), scope))

    def series(self, grain: Grain, scope: Scope = EVERYTHING) -> dict[date, Measures]:
        """Return the figures of each day, week or month."""
        found = _summed((begin(grain, day_of(record)), record.measures()) for record in self._records(scope))
        return dict(sorted(found.items()))

    def series_by(
        self, grain: Grain, dimension: Dimension, scope: Scope = EVERYTHING
    ) -> dict[date, dict[str, Measures]]:
        """Return the figures by a dimension for each day, week or month."""
        if dimension not in CODED:
            raise ValueError(f"there is no series by {dimension}")
        summed = _summed(
            ((begin(grain, day_of(record)), code), found)
            for record in self._records(scope)
            for code, found in record.by(dimension)
        )
        series: dict[date, dict[str, Measures]] = defaultdict(dict)
        for (day, code), found in sorted(summed.items(), key=lambda item: item[0]):
            series[day][str(code)] = found
        return dict(series)

    def children(self, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures of each place directly in the scope's."""
        under = {
            below: child for child in self._tree.children(scope.place) for below in self._tree.below(child)
        }
        return _summed(
            (under.get(record["place"], scope.place), record.measures()) for record in self._records(scope)
        )

    def active(self, dimension: Dimension, scope: Scope = EVERYTHING) -> int:
        """Count different volunteers, kiosks or settlements."""
        if dimension is Dimension.VOLUNTEER:
            seen = {
                record["volunteer"]
                for record in self._records(scope)
                if isinstance(record, Worked) or record["channel"] != Channel.SELF_SERVICE
            }
            return len(seen - {""})
        consultations = [visit for visit in self._visits(scope) if visit["channel"] != Channel.SELF_SERVICE]
        if dimension is Dimension.KIOSK:
            return len({visit["kiosk"] for visit in consultations})
        if dimension is Dimension.PLACE:
            return sum(
                map(self._tree.is_settlement, {self._tree.spot(visit["place"]) for visit in consultations})
            )
        raise ValueError(f"{dimension} is not counted")

    def hours_given(self, scope: Scope = EVERYTHING) -> tuple[float, float] | None:
        """Return the fewest and the most hours of one volunteer whose shifts ended."""
        by_volunteer = self.by(Dimension.VOLUNTEER, scope).items()
        given = [found.volunteer_hours for volunteer, found in by_volunteer if volunteer and found.shifts]
        return (min(given), max(given)) if given else None

    def people_reached(self, scope: Scope = EVERYTHING) -> int:
        """Estimate how many different people came."""
        shown = {
            visit["return_code"] for visit in self._visits(scope) if visit["channel"] != Channel.SELF_SERVICE
        }
        span = scope.values()
        issued = {
            code
            for code, (day, _time, first) in self._first_visits().items()
            if first == 0 and span["first"] <= day <= span["last"]
        }
        return len(shown - {""} - issued) + self.total(scope).without_code

    def _first_visits(self) -> dict[str, tuple[str, str, int]]:
        """Return of each return code its very first visit anywhere: day, time, and 0 when it said "came before".

        Of two at one minute, the one that says so comes first.
        """
        first: dict[str, tuple[str, str, int]] = {}
        for visit in self._visits(EVERYTHING):
            if (code := visit["return_code"]) and visit["channel"] != Channel.SELF_SERVICE:
                here = (*moment(visit), int(visit["first_time"] != 0))
                first[code] = min(here, first.get(code, here))
        return first

    def learning_curve(self, scope: Scope = EVERYTHING, service: str = "") -> LearningCurve:
        """Return how many visits people with a card needed until they were alone."""
        visits: dict[str, list[tuple[Moment, bool]]] = defaultdict(list)
        for visit in self._visits(scope):
            if visit["channel"] == Channel.SELF_SERVICE or visit.is_group or not visit["return_code"]:
                continue
            if not service or service in visit.services():
                # Of two at one minute, the one that ended "alone" comes last.
                visits[visit["return_code"]].append((moment(visit), visit["outcome"] == Outcome.ALONE))
        curve = LearningCurve()
        for came in visits.values():
            ended = [alone for _moment, alone in sorted(came)]
            if True in ended:
                curve.alone_at[ended.index(True) + 1] += 1
            else:
                curve.not_yet[len(ended)] += 1
        return curve

    def notices(self, scope: Scope = EVERYTHING) -> dict[Step, Reported]:
        """Return which steps were reported as no longer matching."""
        found: Counter[Step] = Counter()
        last: dict[Step, str] = {}
        at = {name: number for number, name in enumerate(columns(Notice))}
        for row in self._rows("notices", columns(Notice), "notice_date", scope):
            step = Step(*(row[at[name]] for name in Step._fields))
            found[step] += 1
            last[step] = max(row[at["notice_date"]], last.get(step, ""))
        return {step: Reported(count, last[step]) for step, count in found.items()}

    def _coded(self, key: Key, scope: Scope) -> Iterator[tuple[Any, Measures]]:
        for record in self._records(scope):
            if key is Dimension.PLACE:
                yield self._tree.spot(record["place"]), record.measures()
            else:
                yield from record.by(key)

    def _records(self, scope: Scope) -> Iterator[Record]:
        yield from self._visits(scope)
        yield from map(Worked, self._rows("current_shifts", columns(Shift), "shift_date", scope))

    def _visits(self, scope: Scope) -> Iterator[Counted]:
        yield from map(Counted, self._rows("current_visits", columns(Visit), "visit_date", scope))

    def _rows(self, table: str, names: tuple[str, ...], day: str, scope: Scope) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a scope, one kiosk after another: a country does not fit into memory."""
        span, place = scope.values(), names.index("place")
        inside = self._tree.below(scope.place) if scope.place else None
        query = (
            f"SELECT {', '.join(names)} FROM {table} WHERE kiosk = :kiosk AND {day} BETWEEN :first AND :last"
        )
        for (kiosk,) in self._store.ask(f"SELECT DISTINCT kiosk FROM {table.removeprefix('current_')}", {}):
            for row in self._store.ask(query, {"kiosk": kiosk, "first": span["first"], "last": span["last"]}):
                if inside is None or row[place] in inside:
                    yield row


def moment(visit: Counted) -> Moment:
    """Return when a visit was: its local day, and the time of day that its clock said."""
    return visit["visit_date"], visit["started_at"][11:16]


def day_of(record: Record) -> str:
    """Return the local day of a visit or a shift."""
    return str(record["visit_date"] if isinstance(record, Counted) else record["shift_date"])


def begin(grain: Grain, day: str) -> date:
    """Return the first day of the day, week or month that a local day lies in."""
    local = date.fromisoformat(day)
    if grain is Grain.WEEK:
        return local - timedelta(days=local.weekday())
    return local.replace(day=1) if grain is Grain.MONTH else local


def _summed(found: Iterable[tuple[_C, Measures]]) -> dict[_C, Measures]:
    """Return the sums by code; what only has zeros is left out."""
    sums: dict[_C, list[int]] = {}
    for code, measures in found:
        if (total := sums.get(code)) is None:
            sums[code] = list(measures)
        else:
            for at, value in enumerate(measures):
                total[at] += value
    return {code: Measures(*total) for code, total in sums.items() if any(total)}
