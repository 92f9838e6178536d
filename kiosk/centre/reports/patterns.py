"""What is odd about a volunteer's visits, in plain words. Reasons to call and ask, never a verdict.

Only visits that were written down as they happened are looked at: who types a round through the hamlets in at night has
done nothing odd. Each pattern needs enough visits, so that a busy day is not one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kiosk.centre.tables import Words
from kiosk.codebook import GROUP_CHANNELS, Channel
from kiosk.i18n import N_

#: Visits of one day from which on their distance is looked at, and minutes that they are apart at least on average.
_BUSY, _APART = 8, 2
#: Visits from which on answers, lengths and hours are compared, and the share that makes a pattern.
_ENOUGH, _NEARLY_ALL = 20, 0.95
_MOST = 0.8
#: Groups of at least so many people, of which all are counted in fives.
_GROUPS, _LARGE, _FIVES = 8, 10, 5
#: Local hours in which no shop is open, how many visits, and which share of all.
_NIGHT, _NIGHTLY, _OFTEN = (22, 5), 5, 0.2
#: Who answers from home may well do so at night.
_FROM_HOME = frozenset({Channel.CHAT, Channel.PHONE, Channel.VIDEO})


class Seen(NamedTuple):
    """One visit as it happened: its local start, minutes (None: unknown), people, channel, and what was answered."""

    at: datetime
    minutes: int | None
    people: int
    channel: str
    answers: tuple[str, ...]


class Oddity(NamedTuple):
    """Something to ask about: its stable name, the words for it, and the last day of it."""

    code: str
    words: Words
    day: str


def oddities(visits: Sequence[Seen], shift_minutes: Mapping[str, int]) -> Iterator[Oddity]:
    """Yield what is odd about one volunteer's visits at one kiosk; `shift_minutes` are those of its shifts by day."""
    yield from _crowded_days(visits, shift_minutes)
    last = max((seen.at for seen in visits), default=datetime.min).date().isoformat()
    for found in (_same_answers(visits), _short(visits), _round_groups(visits), _nights(visits)):
        if found is not None:
            yield Oddity(*found, last)


def _crowded_days(visits: Sequence[Seen], shift_minutes: Mapping[str, int]) -> Iterator[Oddity]:
    days: dict[str, list[Seen]] = defaultdict(list)
    for seen in visits:
        days[seen.at.date().isoformat()].append(seen)
    crowded, cramped = [], []
    for day, of_day in sorted(days.items()):
        if len(of_day) < _BUSY:
            continue
        starts = sorted(seen.at for seen in of_day)
        minutes = int((starts[-1] - starts[0]).total_seconds() // 60)
        if minutes < _APART * (len(starts) - 1):
            crowded.append((day, len(starts), minutes))
        elif day in shift_minutes and shift_minutes[day] < len(of_day):
            cramped.append((day, len(of_day), shift_minutes[day]))
    if crowded:
        day, count, minutes = max(crowded, key=lambda found: found[1])
        yield Oddity("within_minutes", _within(len(crowded), count, minutes), crowded[-1][0])
    if cramped:
        day, count, minutes = max(cramped, key=lambda found: found[1] - found[2])
        words = Words(
            N_("{visits} visits stand in {minutes} minutes of shifts on one day."),
            {"visits": count, "minutes": minutes},
        )
        yield Oddity("more_than_minutes", words, cramped[-1][0])


def _within(days: int, count: int, minutes: int) -> Words:
    return Words.plural(
        "On {n} day, many visits were begun within minutes of each other: {visits} in {minutes} minutes.",
        "On {n} days, many visits were begun within minutes of each other: once {visits} in {minutes} minutes.",
        days,
        visits=count,
        minutes=minutes,
    )


def _same_answers(visits: Sequence[Seen]) -> tuple[str, Words] | None:
    alone = [seen.answers for seen in visits if seen.channel not in GROUP_CHANNELS]
    if len(alone) < _ENOUGH:
        return None
    (_answers, same), *_ = Counter(alone).most_common(1)
    if same < _NEARLY_ALL * len(alone):
        return None
    return "same_answers", Words(
        N_("{same} of {all} visits have the same service, outcome, age and language."),
        {"same": same, "all": len(alone)},
    )


def _short(visits: Sequence[Seen]) -> tuple[str, Words] | None:
    known = [seen.minutes for seen in visits if seen.minutes is not None]
    short = sum(minutes < 1 for minutes in known)
    if len(known) < _ENOUGH or short < _MOST * len(known):
        return None
    return "short", Words(
        N_("{short} of {all} visits took less than a minute."), {"short": short, "all": len(known)}
    )


def _round_groups(visits: Sequence[Seen]) -> tuple[str, Words] | None:
    groups = [seen.people for seen in visits if seen.channel in GROUP_CHANNELS and seen.people >= _LARGE]
    if len(groups) < _GROUPS or any(people % _FIVES for people in groups):
        return None
    return "round_numbers", Words(N_("All {all} groups have a round number of people."), {"all": len(groups)})


def _nights(visits: Sequence[Seen]) -> tuple[str, Words] | None:
    here = [seen for seen in visits if seen.channel not in _FROM_HOME]
    late, early = _NIGHT
    nights = sum(seen.at.hour >= late or seen.at.hour < early for seen in here)
    if nights < _NIGHTLY or nights < _OFTEN * len(here):
        return None
    return "nights", Words(
        N_("{nights} of {all} visits were held between ten in the evening and five in the morning."),
        {"nights": nights, "all": len(here)},
    )
