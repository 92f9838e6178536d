"""Digital support for Russian speakers in Finland, like the association's project "Digituki arkeen": a whole year.

From the project's page (venajankieliset.fi/fi/digitalisaation-edistaminen) and the field report: a club that meets
every week and reaches 400 people in a year, a chat of 12 hours a week, volunteers ("digital agents") who give two to
five hours a month, courses for older people, personal and group support in several towns. The rest is invented.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk.codebook import Channel
from kiosk.demo.days import HOLIDAYS, shift_at, spread
from kiosk.demo.people import Mix, People
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme, PlannedShift, PlannedVisit
from kiosk.demo.texture import slips
from kiosk.visits import Place

OFFSET = 120
#: What the project says.
CLUB_PEOPLE, CHAT_HOURS = 400, 12
#: Invented: how many share the work, so that each gives two to five hours a month; the length of a turn.
_VOLUNTEERS, _TURN = 30, timedelta(hours=2)
_CHAT_DAYS, _CLUB_DAY, _COURSE_MONTHS = (0, 1, 2, 3, 5, 6), 2, (2, 5, 9, 11)
#: The towns with a weekly desk: folder, name, region, weekday.
_TOWNS = (
    ("helsinki", "Helsinki", "uusimaa", 1),
    ("espoo", "Espoo", "uusimaa", 3),
    ("vantaa", "Vantaa", "uusimaa", 4),
    ("turku", "Turku", "varsinais-suomi", 0),
)
#: Where volunteers live, in turn: most of the work is in Helsinki.
_ROUNDS = ("helsinki", "espoo", "helsinki", "vantaa", "helsinki", "turku")
MIX = Mix(
    services={
        "fi.suomifi_identification": 16,
        "fi.suomifi_messages": 8,
        "fi.kela": 18,
        "fi.kanta": 12,
        "fi.jobs": 9,
        "fi.migri": 10,
        "fi.mandate": 4,
        "fi.hsl": 5,
        "gen.phone": 8,
        "gen.scam_safety": 6,
        "gen.email": 4,
    },
    languages={"ru": 93, "fi": 5, "other": 2},
    ages={"18_34": 6, "35_49": 16, "50_59": 18, "60_74": 42, "75_plus": 16, "not_asked": 2},
    genders={"f": 68, "m": 28, "not_asked": 4},
    channels={"desk": 88, "phone": 8, "video": 4},
    outcomes={"alone": 44, "with_help": 46, "not_done": 10},
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that somebody must take: at which kiosk, where, as what, from when; `second`: to help whoever leads it."""

    kiosk: str
    place: str
    activity: str
    start: datetime
    second: bool = False


def digituki(last_day: date) -> PlannedProgramme:
    """Fifty-two weeks that end with the Sunday on or before `last_day`."""
    draw = random.Random("digituki")
    sunday = last_day - timedelta(days=(last_day.weekday() + 1) % 7)
    days = [sunday - timedelta(days=back) for back in reversed(range(52 * 7))]
    turns = sorted(
        [turn for day in days for turn in _turns(day)], key=lambda turn: (turn.start, turn.kiosk, turn.second)
    )
    workers = _shared_out(draw, turns)
    meetings = [turn for turn in turns if turn.activity == "club" and not turn.second]
    club = iter(spread(draw, CLUB_PEOPLE, [draw.randint(6, 14) for _ in meetings]))
    shifts: dict[str, list[PlannedShift]] = {}
    for turn, volunteer in zip(turns, workers, strict=True):
        shifts.setdefault(turn.kiosk, []).append(_shift(draw, turn, volunteer, club))
    kiosks = [
        PlannedKiosk(name, _SITES[name], f"{name}-desk", _team(held), tuple(held))
        for name, held in shifts.items()
    ]
    return PlannedProgramme(
        "Digituki arkeen",
        "fi",
        OFFSET,
        _places(),
        tuple(kiosks),
        asks={"gender": True},
        template="digituki",
        promises={"people_served:activity=club": CLUB_PEOPLE, "volunteers": _VOLUNTEERS},
    )


def _turns(day: date) -> Iterator[Turn]:
    """Say what a day asks for: the chat goes on all year; club, desks and courses rest in July and on holidays."""
    if day.weekday() in _CHAT_DAYS:
        yield Turn("chat", "chat-desk", "chat", datetime.combine(day, time(18)))
    if day.month == 7 or (day.month, day.day) in HOLIDAYS["fi"]:
        return
    for town, _name, _region, weekday in _TOWNS:
        if day.weekday() == weekday:
            yield Turn(town, f"{town}-desk", "desk", datetime.combine(day, time(13)))
    if day.weekday() == _CLUB_DAY:
        club = Turn("helsinki", "helsinki-desk", "club", datetime.combine(day, time(10)))
        yield club
        yield Turn(club.kiosk, club.place, club.activity, club.start, second=True)
    if day.month in _COURSE_MONTHS and day.weekday() == 3 and day.day <= 28:
        yield Turn("helsinki", "helsinki-desk", "course", datetime.combine(day, time(10)))


def _shared_out(draw: random.Random, turns: Sequence[Turn]) -> list[str]:
    """Give each turn to one of its town who has given the least time that month; nobody twice at one hour.

    Everybody takes turns at the chat, which is done at home.
    """
    volunteers = {f"D-{n:02}": _ROUNDS[n % len(_ROUNDS)] for n in range(1, _VOLUNTEERS + 1)}
    given: Counter[tuple[str, int, int]] = Counter()
    busy: set[tuple[str, datetime]] = set()
    workers = []
    for turn in turns:
        month = (turn.start.year, turn.start.month)
        free = [
            name
            for name, town in volunteers.items()
            if turn.kiosk in ("chat", town) and (name, turn.start) not in busy
        ]
        name = min(free, key=lambda name: (given[(name, *month)], draw.random()))
        given[(name, *month)] += 1
        busy.add((name, turn.start))
        workers.append(name)
    return workers


def _shift(draw: random.Random, turn: Turn, volunteer: str, club: Iterator[int]) -> PlannedShift:
    visits = [] if turn.second else list(_visits(draw, turn, club))
    shift = shift_at(draw, volunteer, turn.place, turn.activity, turn.start, visits)
    shift.end = turn.start + _TURN
    slips(draw, MIX, shift.visits)
    shift.by_hand = turn.second or turn.activity == "chat"
    for visit in shift.visits if shift.by_hand else ():
        visit.late = True
    return shift


def _visits(draw: random.Random, turn: Turn, club: Iterator[int]) -> Iterator[PlannedVisit]:
    people = People(draw, MIX)
    if turn.activity in ("club", "course"):
        size = next(club) if turn.activity == "club" else draw.randint(6, 10)
        channel = Channel.GROUP if turn.activity == "club" else Channel.COURSE
        yield PlannedVisit(datetime.min, draw.randint(85, 100), turn.place, channel.value, people.group(size))
        return
    for _ in range(draw.randint(2, 4)):
        channel = Channel.CHAT if turn.activity == "chat" else Channel(MIX.one(draw, MIX.channels))
        yield PlannedVisit(datetime.min, draw.randint(8, 20), turn.place, channel.value, people.individual(1))


_SITES = {"chat": "Chat", **{town: f"{name}, kirjasto" for town, name, _region, _weekday in _TOWNS}}


def _team(shifts: Sequence[PlannedShift]) -> tuple[str, ...]:
    return tuple(sorted({shift.volunteer for shift in shifts}))


def _places() -> tuple[Place, ...]:
    regions = (
        Place("uusimaa", "Uusimaa", "region", "fi"),
        Place("varsinais-suomi", "Varsinais-Suomi", "region", "fi"),
    )
    towns = [Place(town, name, "settlement", region) for town, name, region, _weekday in _TOWNS]
    desks = [Place(f"{town}-desk", _SITES[town], "site", town) for town, _name, _region, _weekday in _TOWNS]
    chat = Place("chat-desk", _SITES["chat"], "site", "fi")
    return (Place("fi", "Suomi", "country"), *regions, *towns, *desks, chat)
