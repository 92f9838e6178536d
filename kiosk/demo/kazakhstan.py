"""The practice programmes of Kazakhstan: villages of the north, their trainers, and two desks to try things at.

The villages and districts are public geography. Everything that happens in them here is invented, from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime

from kiosk.codebook import Channel
from kiosk.demo.days import group_sizes, share_out, shifts_of, working_days
from kiosk.demo.people import Mix, People, channel_of
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme, PlannedVisit
from kiosk.demo.texture import slips
from kiosk.visits import Place

#: Kazakhstan keeps one time since March 2024: five hours ahead of UTC.
OFFSET = 300

MIX = Mix(
    services={
        "kz.criminal_record": 14,
        "kz.psych_narco": 9,
        "kz.egov_app": 12,
        "kz.kaspi": 16,
        "kz.eds": 8,
        "kz.fines": 6,
        "kz.taxes": 3,
        "kz.utilities": 6,
        "kz.residence": 5,
        "kz.pension": 4,
        "kz.digital_documents": 5,
        "kz.doctor": 3,
        "gen.qr_code": 10,
        "gen.messengers": 12,
        "gen.scam_safety": 5,
        "gen.passwords": 2,
    },
    languages={"ru": 62, "kk": 38},
    ages={"under_18": 1, "18_34": 4, "35_49": 10, "50_59": 25, "60_74": 42, "75_plus": 15, "not_asked": 3},
    genders={"f": 60, "m": 35, "not_asked": 5},
    channels={"desk": 48, "home_visit": 26, "outreach": 18, "phone": 8},
    outcomes={"alone": 47, "with_help": 37, "done_for": 9, "not_done": 7},
)

_REGION = Place("kz-sko", "Северо-Казахстанская область", "region", "kz")
_DISTRICTS = {
    "mzh": "район Магжана Жумабаева",
    "yes": "Есильский район",
    "kyz": "Кызылжарский район",
    "mam": "Мамлютский район",
    "zha": "Жамбылский район",
    "ayr": "Айыртауский район",
    "sha": "район Шал акына",
    "tai": "Тайыншинский район",
}
#: Each trainer's round, the village with the desk first: folder's name, name, district.
_ROUNDS: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (("bulaevo", "Булаево", "mzh"), ("tamanskoe", "Таманское", "mzh"), ("nadezhka", "Надежка", "mzh")),
    (("vozvyshenka", "Возвышенка", "mzh"), ("karagoga", "Карагога", "mzh")),
    (("poludino", "Полудино", "mzh"), ("chistovskoe", "Чистовское", "mzh")),
    (("yavlenka", "Явленка", "yes"), ("petrovka", "Петровка", "yes"), ("zagradovka", "Заградовка", "yes")),
    (("pokrovka", "Покровка", "yes"), ("korneevka", "Корнеевка", "yes")),
    (("bishkul", "Бишкуль", "kyz"), ("yakor", "Якорь", "kyz"), ("arkhangelskoe", "Архангельское", "kyz")),
    (("peterfeld", "Петерфельд", "kyz"), ("novonikolskoe", "Новоникольское", "kyz")),
    (
        ("mamlyutka", "Мамлютка", "mam"),
        ("krasnoznamennoe", "Краснознаменное", "mam"),
        ("novomikhailovka", "Новомихайловка", "mam"),
    ),
    (("presnovka", "Пресновка", "zha"), ("blagoveshchenka", "Благовещенка", "zha")),
    (("ozernoe", "Озёрное", "zha"), ("imantau", "Имантау", "ayr")),
    (("saumalkol", "Саумалколь", "ayr"), ("antonovka", "Антоновка", "ayr")),
    (("sergeevka", "Сергеевка", "sha"), ("kreshchenka", "Крещенка", "sha")),
    (("chkalovo", "Чкалово", "tai"), ("kellerovka", "Келлеровка", "tai")),
)
#: What the project of the field report did in two months.
_CONSULTATIONS, _PEOPLE, _DAYS = 390, 748, 61
#: Of the consultations; and the people who came in twos. The rest of the people came in groups.
_GROUPS, _PAIRS = 26, 44


def north_kazakhstan(last_day: date) -> PlannedProgramme:
    """Thirteen trainers, thirty villages, two months that end with `last_day`."""
    draw = random.Random("north-kazakhstan")
    counts = iter(
        share_out(draw, _CONSULTATIONS, [3 if n == 0 else 1 for r in _ROUNDS for n in range(len(r))], 4)
    )
    sizes = _sizes(draw)
    days = working_days(last_day, _DAYS)
    kiosks = []
    for number, villages in enumerate(_ROUNDS, 1):
        stops: list[tuple[str, list[PlannedVisit]]] = []
        for index, (place, _name, _district) in enumerate(villages):
            desk = f"{place}-desk" if index == 0 else ""
            stops += _stops(draw, place, desk, [sizes.pop() for _ in range(next(counts))])
        base, name, _district = villages[0]
        shifts = shifts_of(draw, f"A-{number:02}", stops, days)
        for shift in shifts:
            slips(draw, MIX, shift.visits)
        kiosks.append(
            PlannedKiosk(base, f"{name}, сельский клуб", f"{base}-desk", (f"A-{number:02}",), shifts)
        )
    return PlannedProgramme(
        "Цифровые навыки, Северный Казахстан",
        "kz",
        OFFSET,
        _places(),
        tuple(kiosks),
        template="north-kazakhstan",
        promises={"settlements": 30, "consultations": 360, "people_served": 700},
    )


def _sizes(draw: random.Random) -> list[int]:
    """How many people each consultation had, shuffled: groups, twos and single persons."""
    alone = _CONSULTATIONS - _GROUPS - _PAIRS
    sizes = [1] * alone + [2] * _PAIRS + group_sizes(draw, _GROUPS, _PEOPLE - alone - 2 * _PAIRS)
    draw.shuffle(sizes)
    return sizes


def _stops(
    draw: random.Random, place: str, desk: str, sizes: list[int]
) -> list[tuple[str, list[PlannedVisit]]]:
    """Cut one village's consultations into days of three to six."""
    people = People(draw, MIX)
    stops = []
    while sizes:
        today, sizes = sizes[: (take := draw.randint(3, 6))], sizes[take:]
        stops.append((desk or place, [_visit(draw, people, place, desk, size) for size in today]))
    return stops


def _visit(draw: random.Random, people: People, place: str, desk: str, size: int) -> PlannedVisit:
    somewhen = datetime.min  # the shift says when
    if size > 2:
        channel = draw.choice((Channel.GROUP, Channel.GROUP, Channel.COURSE)).value
        return PlannedVisit(somewhen, draw.randint(40, 75), desk or place, channel, people.group(size))
    channel = channel_of(draw, MIX, bool(desk))
    spot = desk if desk and channel in (Channel.DESK, Channel.PHONE) else place
    return PlannedVisit(somewhen, draw.randint(6, 28), spot, channel, people.individual(size))


def _places() -> tuple[Place, ...]:
    districts = [Place(f"kz-sko-{code}", name, "district", _REGION.id) for code, name in _DISTRICTS.items()]
    villages = [Place(place, name, "settlement", f"kz-sko-{d}") for r in _ROUNDS for place, name, d in r]
    desks = [Place(f"{r[0][0]}-desk", f"{r[0][1]}, сельский клуб", "site", r[0][0]) for r in _ROUNDS]
    return (Place("kz", "Казахстан", "country"), _REGION, *districts, *villages, *desks)


def practice(last_day: date, offset: int) -> PlannedProgramme:
    """Two desks of a small programme, one to work at and one that has sent its visits; it ends with `last_day`."""
    draw = random.Random("practice")
    days = working_days(last_day, 12)
    places = (
        Place("kz", "Казахстан", "country"),
        _REGION,
        Place("kz-sko-mzh", _DISTRICTS["mzh"], "district", _REGION.id),
        Place("kz-sko-yes", _DISTRICTS["yes"], "district", _REGION.id),
        Place("bulaevo", "Булаево", "settlement", "kz-sko-mzh"),
        Place("yavlenka", "Явленка", "settlement", "kz-sko-yes"),
        Place("bulaevo-desk", "Булаево, ЦОН", "site", "bulaevo"),
        Place("yavlenka-desk", "Явленка, библиотека", "site", "yavlenka"),
    )
    kiosks = (
        _practice_kiosk(draw, "desk", "Булаево, ЦОН", "bulaevo", ("A-01", "A-02", "A-03"), days, unsent=1),
        _practice_kiosk(draw, "library", "Явленка, библиотека", "yavlenka", ("B-01", "B-02"), days),
    )
    return PlannedProgramme("Practice", "kz", offset, places, kiosks)


def _practice_kiosk(
    draw: random.Random,
    name: str,
    site: str,
    village: str,
    volunteers: tuple[str, ...],
    days: Sequence[date],
    unsent: int = 0,
) -> PlannedKiosk:
    shifts = []
    free = list(days)
    desk = f"{village}-desk"
    for volunteer in volunteers:
        sizes = [draw.choice((1, 1, 1, 1, 2)) for _ in range(draw.randint(7, 10))]
        for shift in shifts_of(draw, volunteer, _stops(draw, village, desk, sizes), free):
            slips(draw, MIX, shift.visits)
            free.remove(shift.start.date())
            shifts.append(shift)
    return PlannedKiosk(name, site, desk, volunteers, tuple(sorted(shifts, key=lambda s: s.start)), unsent)
