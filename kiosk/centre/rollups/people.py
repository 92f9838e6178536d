"""People told apart by their return codes: how many different ones came, and how many visits they needed.

Neither can be added up from months or places. What a calendar month gives is kept once somebody has asked for it, at
every place at once, until a visit with a code is taken in that may change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kiosk.centre.counting import Scope
from kiosk.centre.engine import Engine
from kiosk.centre.figures import LearningCurve
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups.cards import ENTRY, Column, Digests, Entries, digest, groups, in_parts, moments
from kiosk.centre.rollups.periods import calendar_month
from kiosk.centre.rollups.sparse import Ints, Truths, different
from kiosk.centre.rollups.totals import Totals

#: After every moment there is.
_NEVER = np.int64(1) << 40
#: How a digest is kept.
_DIGEST = np.dtype("<u8")


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

    def visits() -> Iterator[Sequence[Column]]:
        for month, places, every in _months(engine, "", scope.values()["last"][:7]):
            entries, where = _main(every, places)
            when = moments(month, entries)
            here = (when >= first) & (when <= last) & _within(where, inside)
            yield entries["code"], when << 1 | (entries["first"] != 0), here

    return sum(_reached_of(some, first, last) for some in in_parts(visits()))


def _reached_of(visits: Sequence[Column], first: np.int64, last: np.int64) -> int:
    """Count those of some people who came in the scope; not who came with a code for the first time, as one known."""
    codes, keys, here = visits
    order, starts = groups(codes)
    if not len(order):
        return 0
    earliest = np.minimum.reduceat(keys[order], starts)
    shown = np.logical_or.reduceat(here[order], starts)
    issued = (earliest & 1 == 0) & (earliest >> 1 >= first) & (earliest >> 1 <= last)
    return int((shown & ~issued).sum())


def settle(engine: Engine, tree: PlaceTree, month: str) -> None:
    """Count the codes of a calendar month at every place. Belongs inside a transaction."""
    if _is_settled(engine, month):
        return  # a second manager was faster by a moment
    engine.execute("DELETE FROM rollup_reached WHERE month = ?", (month,))
    for _month, places, every in _months(engine, month, month):
        entries, where = _main(every, places)
        order, starts = groups(entries["code"])
        _put_came(engine, month, entries["code"][order][starts])
        issued = _issued(engine, month, entries, order, starts)
        found = _at_places(order, starts, issued, where, tree)
        engine.executemany(
            "INSERT INTO rollup_reached (month, place, codes) VALUES (?, ?, ?)",
            [(month, place, codes) for place, codes in found.items()],
        )
    engine.execute("INSERT INTO rollup_settled (month, closed) VALUES (?, 0)", (month,))


def _issued(engine: Engine, month: str, entries: Entries, order: Ints, starts: Ints) -> Truths:
    """Tell of each code of a month whether its very first visit lies in it and says that the person came before."""
    key = moments(month, entries) << 1 | (entries["first"] != 0)
    issued: Truths = np.minimum.reduceat(key[order], starts) & 1 == 0
    issued[issued] = ~_came_before(engine, month, entries["code"][order][starts][issued])
    return issued


def _came_before(engine: Engine, month: str, codes: Digests) -> Truths:
    """Tell of codes whether they were shown in an earlier month. A country's months do not all fit into memory."""
    found = np.zeros(len(codes), bool)
    for earlier in Totals(engine).months("", month):
        if earlier < month and len(came := _came(engine, earlier)):
            found |= came[np.minimum(np.searchsorted(came, codes), len(came) - 1)] == codes
    return found


def _came(engine: Engine, month: str) -> Digests:
    """Return the different codes of a month, in rising order."""
    if held := engine.execute("SELECT codes FROM rollup_came WHERE month = ?", (month,)):
        return np.frombuffer(held[0][0], _DIGEST)
    codes = np.zeros(0, _DIGEST)
    for _month, _places, entries in _months(engine, month, month):
        codes = different(entries["code"])
    _put_came(engine, month, codes)
    return codes


def _put_came(engine: Engine, month: str, codes: Digests) -> None:
    engine.execute(
        "INSERT INTO rollup_came (month, codes) VALUES (?, ?) ON CONFLICT (month) DO UPDATE SET codes = excluded.codes",
        (month, codes.astype(_DIGEST).tobytes()),
    )


def _at_places(order: Ints, starts: Ints, issued: Truths, where: Where, tree: PlaceTree) -> Mapping[str, int]:
    """Count the different codes at each place with everything below it, but those that were only issued."""
    person = np.repeat(np.arange(len(starts)), np.diff([*starts, len(order)]))
    kept = ~issued[person]
    chains = [tree.chain(name)[::-1] for name in where.names]
    # What lies in one place stands together in this order: who came twice to it stands beside himself.
    by_chain = sorted(range(len(chains)), key=chains.__getitem__)
    rank = np.empty(len(chains), np.int64)
    rank[by_chain] = np.arange(len(chains))
    places = max(len(chains), 1)
    pairs = different(person[kept] * places + rank[where.numbers[order[kept]]])
    person, place = np.divmod(pairs, places)
    other = _changes(person)
    found = {"": int(other.sum())}
    for depth in range(1, max(map(len, chains), default=0)):
        names = [chains[at][depth] if depth < len(chains[at]) else "" for at in by_chain]
        kinds = {name: number for number, name in enumerate(dict.fromkeys(names))}
        node = np.array([kinds[name] for name in names], np.int64)[place]
        counts = np.bincount(node[other | _changes(node)], minlength=len(kinds))
        found |= {name: int(counts[number]) for name, number in kinds.items() if name and counts[number]}
    return found


def _changes(numbers: Ints) -> Truths:
    """Tell of each number whether another one stands before it."""
    found = np.ones(len(numbers), bool)
    found[1:] = numbers[1:] != numbers[:-1]
    return found


def learning_curve(engine: Engine, scope: Scope, inside: set[str] | None, service: str) -> LearningCurve:
    """Count as `Figures.learning_curve` does."""
    first, last = _moments_of(scope)
    span = scope.values()
    asked = np.uint64(digest(service))

    def visits() -> Iterator[Sequence[Column]]:
        for month, places, entries in _months(engine, span["first"][:7], span["last"][:7]):
            when = moments(month, entries)
            kept = (entries["service"] == asked) if service else (entries["main"] == 1)
            kept &= (entries["group"] == 0) & (when >= first) & (when <= last) & _within(places, inside)
            yield entries["code"][kept], when[kept] << 1 | entries["alone"][kept]

    learnt, not_yet = Counter[int](), Counter[int]()
    for some in in_parts(visits()):
        for counter, tally in zip((learnt, not_yet), _curve_of(*some), strict=True):
            counter.update(tally)
    return LearningCurve(learnt, not_yet)


def _curve_of(codes: Digests, keys: Ints) -> tuple[Counter[int], Counter[int]]:
    """Count the visits that some people needed until they did it alone, and the visits of those who have not yet."""
    order, starts = groups(codes)
    if not len(order):
        return Counter(), Counter()
    times = np.diff([*starts, len(codes)])
    person = np.empty(len(codes), np.int64)
    person[order] = np.repeat(np.arange(len(starts)), times)
    # One number holds person, moment and outcome, so that one sort brings each person's visits into their order.
    visits = np.sort(person << 34 | keys)
    place = np.arange(len(visits)) - np.repeat(starts, times)
    at = np.minimum.reduceat(np.where(visits & 1 == 1, place, _NEVER), starts)
    return _tally(at[at < _NEVER] + 1), _tally(times[at == _NEVER])


def _tally(numbers: Ints) -> Counter[int]:
    found, counts = np.unique(numbers, return_counts=True)
    return Counter(dict(zip(found.tolist(), counts.tolist(), strict=True)))


class Where:
    """The place of each entry, by its number in a list of names."""

    def __init__(self, names: list[str], numbers: Ints) -> None:
        self.names = names
        self.numbers = numbers


def _months(engine: Engine, first: str, last: str) -> Iterator[tuple[str, Where, Entries]]:
    """Yield the entries of each month that has any, with their places: not all fit into memory at once."""
    for month in Totals(engine).months(first, last):
        cells = engine.execute("SELECT place, visits FROM rollup_cards WHERE month = ?", (month,))
        if not cells:
            continue
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
