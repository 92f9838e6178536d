"""People told apart by their return codes: how many different ones came, and how many visits they needed.

Neither can be added up from months or places. What a calendar month gives is kept once somebody has asked for it, at
every place at once, until a visit with a code is taken in that may change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from kiosk.centre.counting import Scope
from kiosk.centre.engine import Engine
from kiosk.centre.figures import LearningCurve
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups.cards import ENTRY, Digests, Entries, digest, groups, moments
from kiosk.centre.rollups.periods import calendar_month
from kiosk.centre.rollups.sparse import Ints, different

#: After every moment there is.
_NEVER = np.int64(1) << 40


def reached(engine: Engine, tree: PlaceTree, scope: Scope, inside: set[str] | None) -> int:
    """Count the different codes of people who came, as `Figures.people_reached` counts them."""
    if month := calendar_month(scope):
        if not _is_settled(engine, month):
            with engine.transaction():
                settle(engine, tree, month)
        query = "SELECT codes FROM rollup_reached WHERE month = ? AND place = ?"
        found = engine.execute(query, (month, scope.place))
        return int(found[0][0]) if found else 0
    return _counted(engine, scope, inside)


def _counted(engine: Engine, scope: Scope, inside: set[str] | None) -> int:
    first, last = _moments_of(scope)
    codes, keys, here = [], [], []
    for month, places, every in _months(engine, "", scope.values()["last"][:7]):
        entries, where = _main(every, places)
        when = moments(month, entries)
        codes.append(entries["code"])
        keys.append(when << 1 | (entries["first"] != 0))
        here.append((when >= first) & (when <= last) & _within(where, inside))
    if not codes:
        return 0
    order, starts = groups(np.concatenate(codes))
    earliest = np.minimum.reduceat(np.concatenate(keys)[order], starts)
    shown = np.logical_or.reduceat(np.concatenate(here)[order], starts)
    issued = (earliest & 1 == 0) & (earliest >> 1 >= first) & (earliest >> 1 <= last)
    return int((shown & ~issued).sum())


def settle(engine: Engine, tree: PlaceTree, month: str) -> None:
    """Count the codes of a calendar month at every place, and of all later months that wait for it.

    What came before a month must be known to count it: so they are counted on one way. Belongs inside a transaction.
    """
    settled = {each for (each,) in engine.execute("SELECT month FROM rollup_settled")}
    if month in settled:
        return  # a second manager was faster by a moment
    waiting = {month} | {
        each
        for (each,) in engine.execute("SELECT DISTINCT month FROM rollup_cards WHERE month > ?", (month,))
        if each not in settled
    }
    engine.executemany("DELETE FROM rollup_reached WHERE month = ?", [(each,) for each in waiting])
    seen: Digests = np.zeros(0, np.uint64)
    for each, places, entries in _months(engine, "", max(waiting)):
        if each in waiting:
            found = _at_places(*_not_issued(each, *_main(entries, places), seen), tree)
            engine.executemany(
                "INSERT INTO rollup_reached (month, place, codes) VALUES (?, ?, ?)",
                [(each, place, codes) for place, codes in found.items()],
            )
        seen = different(np.concatenate((seen, entries["code"])))
    engine.executemany(
        "INSERT INTO rollup_settled (month, closed) VALUES (?, 0)", [(each,) for each in sorted(waiting)]
    )


def _not_issued(month: str, entries: Entries, where: Where, seen: Digests) -> tuple[Digests, Where]:
    """Leave out the codes whose very first visit lies in this month and says that the person came before.

    `seen`: the codes of all earlier months, in rising order.
    """
    key = moments(month, entries) << 1 | (entries["first"] != 0)
    order, starts = groups(entries["code"])
    came_before = np.minimum.reduceat(key[order], starts) & 1 == 0
    issued = entries["code"][order][starts][came_before]
    kept = ~np.isin(entries["code"], issued[~_among(issued, seen)])
    return entries["code"][kept], Where(where.names, where.numbers[kept])


def _among(codes: Digests, seen: Digests) -> npt.NDArray[np.bool_]:
    """Tell of codes whether they are among others, which are in rising order."""
    if not len(seen):
        return np.zeros(len(codes), bool)
    there: npt.NDArray[np.bool_] = seen[np.minimum(np.searchsorted(seen, codes), len(seen) - 1)] == codes
    return there


def _at_places(codes: Digests, where: Where, tree: PlaceTree) -> Mapping[str, int]:
    """Count the different codes at each place with everything below it."""
    order, starts = groups(codes)
    found = {"": len(starts)}
    person = np.empty(len(codes), np.int64)
    person[order] = np.repeat(np.arange(len(starts)), np.diff([*starts, len(codes)]))
    places = max(len(where.names), 1)
    person, place = np.divmod(different(person * places + where.numbers), places)
    chains = [tree.chain(each) for each in where.names]
    for depth in range(1, max(map(len, chains), default=0)):
        # From the top: the root of each place's chain, then what lies directly below, until the place itself.
        names = [chain[-1 - depth] if depth < len(chain) else "" for chain in chains]
        kinds = {name: number for number, name in enumerate(dict.fromkeys(names))}
        node = np.array([kinds[name] for name in names], np.int64)[place]
        counts = np.bincount(different(person * len(kinds) + node) % len(kinds), minlength=len(kinds))
        found |= {name: int(counts[number]) for name, number in kinds.items() if name and counts[number]}
    return found


def learning_curve(engine: Engine, scope: Scope, inside: set[str] | None, service: str) -> LearningCurve:
    """Count as `Figures.learning_curve` does."""
    first, last = _moments_of(scope)
    span = scope.values()
    asked = np.uint64(digest(service))
    codes, keys = [], []
    for month, places, entries in _months(engine, span["first"][:7], span["last"][:7]):
        when = moments(month, entries)
        kept = (entries["service"] == asked) if service else (entries["main"] == 1)
        kept &= (entries["group"] == 0) & (when >= first) & (when <= last) & _within(places, inside)
        codes.append(entries["code"][kept])
        keys.append(when[kept] << 1 | entries["alone"][kept])
    if not codes or not len(every := np.concatenate(codes)):
        return LearningCurve()
    order, starts = groups(every)
    person = np.empty(len(every), np.int64)
    person[order] = np.cumsum(np.bincount(starts, minlength=len(every))[: len(every)]) - 1
    # One number holds person, moment and outcome, so that one sort brings each person's visits into their order.
    visits = np.sort(person << 34 | np.concatenate(keys))
    place = np.arange(len(visits)) - np.repeat(starts, np.diff([*starts, len(visits)]))
    at = np.minimum.reduceat(np.where(visits & 1 == 1, place, _NEVER), starts)
    times = np.diff([*starts, len(visits)])
    return LearningCurve(_tally(at[at < _NEVER] + 1), _tally(times[at == _NEVER]))


def _tally(numbers: Ints) -> Counter[int]:
    found, counts = np.unique(numbers, return_counts=True)
    return Counter(dict(zip(found.tolist(), counts.tolist(), strict=True)))


class Where:
    """The place of each entry, by its number in a list of names."""

    def __init__(self, names: list[str], numbers: Ints) -> None:
        self.names = names
        self.numbers = numbers


def _months(engine: Engine, first: str, last: str) -> Iterator[tuple[str, Where, Entries]]:
    """Yield the entries of each month with their places, one month at a time: a country's do not fit into memory."""
    months = engine.execute(
        "SELECT DISTINCT month FROM rollup_cards WHERE month >= ? AND month <= ? ORDER BY month",
        (first, last),
    )
    for (month,) in months:
        cells = engine.execute("SELECT place, visits FROM rollup_cards WHERE month = ?", (month,))
        entries = np.frombuffer(b"".join(bytes(data) for _place, data in cells), ENTRY)
        numbers: dict[str, int] = {}
        at = [numbers.setdefault(place, len(numbers)) for place, _data in cells]
        sizes = [len(data) // ENTRY.itemsize for _place, data in cells]
        yield month, Where(list(numbers), np.repeat(np.array(at, np.int64), sizes)), entries


def _main(entries: Entries, where: Where) -> tuple[Entries, Where]:
    """Return one entry of each visit."""
    kept = entries["main"] == 1
    return entries[kept], Where(where.names, where.numbers[kept])


def _within(where: Where, inside: set[str] | None) -> Ints | bool:
    if inside is None:
        return True
    return np.array([name in inside for name in where.names], bool)[where.numbers]


def _moments_of(scope: Scope) -> tuple[np.int64, np.int64]:
    first, last = scope.first, scope.last
    begin = (first.year * 12 + first.month) << 16 | first.day * 1440 if first else 0
    end = (last.year * 12 + last.month) << 16 | (last.day * 1440 + 1439) if last else int(_NEVER)
    return np.int64(begin), np.int64(end)


def _is_settled(engine: Engine, month: str) -> bool:
    return bool(engine.execute("SELECT 1 FROM rollup_settled WHERE month = ?", (month,)))
