"""When people work and how a programme's numbers are spread over its days and visits."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from kiosk.demo.plan import PlannedShift, PlannedVisit

#: Public holidays by country, month and day; those of the moon as they fell in 2026.
HOLIDAYS: Mapping[str, frozenset[tuple[int, int]]] = {
    "kz": frozenset(
        {(1, 1), (1, 2), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9), (7, 6), (8, 30), (10, 25)}
        | {(12, 16)}
    ),
    "vn": frozenset({(1, 1), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (4, 30), (5, 1), (9, 1), (9, 2)}),
    "fi": frozenset({(1, 1), (1, 6), (5, 1), (6, 19), (6, 20), (12, 6), (12, 24), (12, 25), (12, 26)}),
}
#: How much more goes on on some days of the week than on others, Monday first.
WEEK = (1.3, 1.1, 1.0, 1.1, 1.2, 0.7, 0.0)


def shift_at(
    draw: random.Random,
    volunteer: str,
    place: str,
    activity: str,
    start: datetime,
    visits: Sequence[PlannedVisit],
) -> PlannedShift:
    """Plan a shift from `start`, with the visits one after the other."""
    at = start + timedelta(minutes=draw.randint(2, 15))
    for visit in visits:
        visit.at = at
        at += timedelta(minutes=visit.minutes + draw.randint(3, 12))
    end = at + timedelta(minutes=draw.randint(5, 40))
    return PlannedShift(volunteer, place, activity, start, end, list(visits))


def shifts_of(
    draw: random.Random, volunteer: str, stops: Sequence[tuple[str, list[PlannedVisit]]], days: Sequence[date]
) -> tuple[PlannedShift, ...]:
    """Spread the visits of one volunteer's stops over working days: one stop a day."""
    chosen = sorted(draw.sample(list(days), len(stops)))
    shifts = []
    for day, (place, visits) in zip(chosen, draw.sample(list(stops), len(stops)), strict=True):
        start = datetime(day.year, day.month, day.day, draw.choice((9, 10, 13, 14)), draw.choice((0, 15, 30)))
        shifts.append(shift_at(draw, volunteer, place, "campaign", start, visits))
    return tuple(shifts)


def working_days(last: date, count: int) -> list[date]:
    """Return the days of a span that ends with `last`, Sundays left out."""
    return [day for day in span_of(last, count) if day.weekday() != 6]


def span_of(last: date, count: int) -> list[date]:
    """Return all days of a span that ends with `last`."""
    return [last - timedelta(days=back) for back in reversed(range(count))]


def open_days(last: date, count: int, country: str) -> list[date]:
    """Return the days of a span on which people work in a country: no Sundays, no holidays."""
    return [day for day in working_days(last, count) if (day.month, day.day) not in HOLIDAYS[country]]


def hours_on(draw: random.Random, days: Sequence[date], hours: Sequence[int], count: int) -> list[datetime]:
    """Choose when `count` shifts begin, at most one for each day and hour, more on busy days of the week; in order.

    Whoever takes `hours` three and more apart gets shifts that do not run into each other.
    """
    free = [datetime.combine(day, time(hour)) for day in days for hour in hours]
    weighted = [(draw.random() ** (1 / (WEEK[begin.weekday()] or 0.01)), begin) for begin in free]
    chosen = sorted(begin for _weight, begin in sorted(weighted, reverse=True)[:count])
    return [begin + timedelta(minutes=draw.choice((0, 0, 10, 15))) for begin in chosen]


def share_out(draw: random.Random, total: int, weights: Sequence[int], least: int) -> list[int]:
    """Split a total into one part for each weight, each at least `least`, by chance."""
    parts = [least] * len(weights)
    for index in draw.choices(range(len(weights)), weights, k=total - least * len(weights)):
        parts[index] += 1
    return parts


def group_sizes(draw: random.Random, groups: int, total: int) -> list[int]:
    """Return sizes of groups of 6 to 20 people that sum to a total."""
    sizes = [draw.randint(8, 16) for _ in range(groups)]
    while sum(sizes) != total:
        index = draw.randrange(groups)
        step = 1 if sum(sizes) < total else -1
        if 6 <= sizes[index] + step <= 20:
            sizes[index] += step
    return sizes


def spread(draw: random.Random, total: int, most: Sequence[int]) -> list[int]:
    """Split a total over parts of which each has its limit, about in proportion to the limits.

    Raises ValueError when the parts cannot hold so much.
    """
    room = sum(most)
    if total > room:
        raise ValueError(f"{total} do not fit into {room}")
    parts = [limit * total // room for limit in most]
    short = total - sum(parts)
    for index in draw.sample(range(len(most)), len(most)):
        if short and parts[index] < most[index]:
            parts[index] += 1
            short -= 1
    return parts
