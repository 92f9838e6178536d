"""A city's campaign for digital skills, like "Цифрлан! Трендте бол!" in Almaty: on squares, in groups, at desks.

The field report tells what was done (each service shown step by step, in several places of the city) and gives no
count: the numbers here are invented, and the reports count them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kiosk.codebook import Channel
from kiosk.demo.days import group_sizes, hours_on, open_days, share_out, shift_at
from kiosk.demo.people import Mix, People
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme, PlannedShift, PlannedVisit
from kiosk.demo.texture import slips
from kiosk.visits import Place

OFFSET = 300
#: Who took part, and how: people in groups (and how many groups), on squares and markets, at desks.
PARTICIPANTS, _IN_GROUPS, _GROUPS, _ON_SQUARES = 2000, 640, 48, 830
_DAYS, _VOLUNTEERS_EACH = 26, 5

_DISTRICTS = (
    ("alatau", "Алатауский район", "рынок «Алатау»"),
    ("almaly", "Алмалинский район", "площадь у библиотеки"),
    ("auezov", "Ауэзовский район", "торговая улица"),
    ("bostandyk", "Бостандыкский район", "парк"),
    ("zhetysu", "Жетысуский район", "рынок у вокзала"),
    ("medeu", "Медеуский район", "площадь у колледжа"),
    ("nauryzbay", "Наурызбайский район", "двор новых домов"),
    ("turksib", "Турксибский район", "автостанция"),
)
MIX = Mix(
    services={
        "kz.egov_app": 18,
        "kz.portal": 12,
        "kz.eds": 12,
        "kz.criminal_record": 9,
        "kz.digital_documents": 9,
        "kz.residence": 7,
        "kz.doctor": 8,
        "kz.one_stop_shop": 5,
        "kz.psych_narco": 5,
        "kz.pension": 4,
        "gen.scam_safety": 6,
        "gen.qr_code": 5,
    },
    languages={"kk": 52, "ru": 46, "en": 1, "other": 1},
    ages={"under_18": 4, "18_34": 26, "35_49": 24, "50_59": 18, "60_74": 20, "75_plus": 4, "not_asked": 4},
    genders={"f": 55, "m": 40, "not_asked": 5},
    channels={"desk": 50, "outreach": 50},
    outcomes={"alone": 55, "with_help": 34, "done_for": 4, "not_done": 7},
)


def almaty(last_day: date) -> PlannedProgramme:
    """Eight districts, four weeks, 2,000 participants; the campaign ends with `last_day`."""
    draw = random.Random("almaty")
    at_desks = PARTICIPANTS - _IN_GROUPS - _ON_SQUARES
    sizes = {
        Channel.GROUP: group_sizes(draw, _GROUPS, _IN_GROUPS),
        Channel.OUTREACH: _small(draw, _ON_SQUARES),
        Channel.DESK: _small(draw, at_desks),
    }
    parts = {
        channel: share_out(draw, len(people), [3, 4, 4, 3, 3, 2, 2, 3], 4)
        for channel, people in sizes.items()
    }
    days = open_days(last_day, _DAYS, "kz")
    kiosks = []
    for index, (code, name, _spot) in enumerate(_DISTRICTS):
        volunteers = tuple(f"{code[:3].upper()}-{n}" for n in range(1, _VOLUNTEERS_EACH + 1))
        visits = [
            _visit(draw, code, channel, sizes[channel].pop())
            for channel in sizes
            for _ in range(parts[channel][index])
        ]
        shifts = _shifts(draw, code, visits, volunteers, days)
        if code == "medeu":
            shifts[-2].clock_behind = timedelta(days=2)
        kiosks.append(PlannedKiosk(code, f"{name}, ЦОН", f"{code}-con", volunteers, tuple(shifts)))
    return PlannedProgramme(
        "Цифровая акция, Алматы",
        "kz",
        OFFSET,
        _places(),
        tuple(kiosks),
        template="almaty",
        promises={"people_served:activity=campaign": PARTICIPANTS},
    )


def _small(draw: random.Random, people: int) -> list[int]:
    """Cut people into those who came alone, in twos and in threes."""
    sizes = []
    while people:
        sizes.append(min(people, draw.choice((1, 1, 1, 1, 2, 3))))
        people -= sizes[-1]
    return sizes


def _visit(draw: random.Random, code: str, channel: Channel, size: int) -> PlannedVisit:
    people = People(draw, MIX)
    place = f"{code}-square" if channel is Channel.OUTREACH else f"{code}-con"
    if channel is Channel.GROUP:
        return PlannedVisit(datetime.min, draw.randint(45, 70), place, channel.value, people.group(size))
    return PlannedVisit(datetime.min, draw.randint(5, 15), place, channel.value, people.individual(size))


def _shifts(
    draw: random.Random,
    code: str,
    visits: list[PlannedVisit],
    volunteers: Sequence[str],
    days: Sequence[date],
) -> list[PlannedShift]:
    """A shift has one place and way: a group, a morning on the square, an afternoon at the desk."""
    sittings: list[list[PlannedVisit]] = []
    for channel, most in ((Channel.GROUP, 2), (Channel.OUTREACH, 9), (Channel.DESK, 9)):
        mine = [visit for visit in visits if visit.channel == channel]
        sittings += [mine[first : first + most] for first in range(0, len(mine), most)]
    draw.shuffle(sittings)
    shifts = []
    for number, begin in enumerate(hours_on(draw, days, (9, 13, 17), len(sittings))):
        volunteer = volunteers[number % len(volunteers)]
        held = sittings[number]
        shift = shift_at(draw, volunteer, held[0].place, "campaign", begin, held)
        slips(draw, MIX, shift.visits)
        shifts.append(shift)
    return shifts


def _places() -> tuple[Place, ...]:
    city = Place("almaty", "город Алматы", "region", "kz")
    districts = [Place(code, name, "district", city.id) for code, name, _spot in _DISTRICTS]
    shops = [Place(f"{code}-con", f"{name}, ЦОН", "site", code) for code, name, _spot in _DISTRICTS]
    squares = [Place(f"{code}-square", f"{name}, {spot}", "site", code) for code, name, spot in _DISTRICTS]
    return (Place("kz", "Казахстан", "country"), city, *districts, *shops, *squares)
