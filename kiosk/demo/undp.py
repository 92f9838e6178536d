"""Volunteers in the one-stop shops of every region of Kazakhstan, as UNDP had them there in 2020.

From the field report (global-prod.acquia.undp.org/node/117446): 450 volunteers in all regions deliver services in the
shops and teach people to get them online in eGov Mobile. Younger people go on by themselves once they have seen it;
older ones come back several times, and some cannot learn it. The report counts no visits: how many there are here, how
long the programme lasts and who comes is invented, from one seed. Regions are those since 2022.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.codebook import Channel
from kiosk.demo.days import hours_on, open_days, shift_at
from kiosk.demo.people import Mix, People
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme, PlannedShift, PlannedVisit
from kiosk.demo.texture import slips
from kiosk.privacy import new_return_code
from kiosk.visits import Place

OFFSET = 300
#: What the field report says.
VOLUNTEERS = 450
#: Invented: shops, days, shifts of a volunteer.
_SHOPS, _DAYS, _SHIFTS_EACH = 30, 75, 3

#: Every region and city of the republic: id, name, the town of its shop. The first ten have two shops.
_REGIONS = (
    ("ala", "город Алматы", "Алматы"),
    ("ast", "город Астана", "Астана"),
    ("shy", "город Шымкент", "Шымкент"),
    ("kar", "Карагандинская область", "Караганда"),
    ("tur", "Туркестанская область", "Туркестан"),
    ("alo", "Алматинская область", "Конаев"),
    ("zha", "Жамбылская область", "Тараз"),
    ("kos", "Костанайская область", "Костанай"),
    ("pav", "Павлодарская область", "Павлодар"),
    ("vko", "Восточно-Казахстанская область", "Усть-Каменогорск"),
    ("aba", "область Абай", "Семей"),
    ("akm", "Акмолинская область", "Кокшетау"),
    ("akt", "Актюбинская область", "Актобе"),
    ("aty", "Атырауская область", "Атырау"),
    ("zko", "Западно-Казахстанская область", "Уральск"),
    ("zhe", "область Жетісу", "Талдыкорган"),
    ("kyz", "Кызылординская область", "Кызылорда"),
    ("man", "Мангистауская область", "Актау"),
    ("sko", "Северо-Казахстанская область", "Петропавловск"),
    ("uly", "область Ұлытау", "Жезказган"),
)

MIX = Mix(
    services={
        "kz.criminal_record": 18,
        "kz.psych_narco": 16,
        "kz.residence": 12,
        "kz.digital_documents": 12,
        "kz.phone_base": 8,
        "kz.pension": 8,
        "kz.fines": 7,
        "kz.portal": 6,
        "kz.doctor": 4,
        "kz.eds": 4,
    },
    languages={"kk": 58, "ru": 40, "sign": 1, "other": 1},
    ages={"18_34": 18, "35_49": 22, "50_59": 16, "60_74": 34, "75_plus": 10},
    genders={"f": 58, "m": 37, "not_asked": 5},
    channels={"desk": 100},
    outcomes={"alone": 100},
)
#: After how many visits people can do it alone; 0: they never can.
_YOUNGER = {1: 80, 2: 18, 3: 2}
_OLDER = {1: 12, 2: 27, 3: 30, 4: 16, 5: 6, 0: 9}


def undp(last_day: date) -> PlannedProgramme:
    """450 volunteers in thirty shops of all twenty regions; it ends with `last_day`."""
    draw = random.Random("undp")
    shops = _shops()
    days = open_days(last_day, _DAYS, "kz")
    each = VOLUNTEERS // _SHOPS
    kiosks = []
    for number, (place, name) in enumerate(shops):
        volunteers = tuple(f"V-{number * each + n:03}" for n in range(1, each + 1))
        worked = days[:-24] if number == _SHOPS - 1 else days  # the last shop has fallen silent
        shifts = _shifts(draw, place, volunteers, worked)
        if number == 7:
            shifts[-4].clock_behind = timedelta(days=3)
        kiosks.append(PlannedKiosk(place, name, place, volunteers, tuple(shifts), stick_spoiled=number == 12))
    return PlannedProgramme(
        "Волонтёры в ЦОНах",
        "kz",
        OFFSET,
        _places(shops),
        tuple(kiosks),
        template="undp",
        promises={"volunteers": VOLUNTEERS, "regions": len(_REGIONS), "alone_rate": 0.6},
    )


def _shops() -> list[tuple[str, str]]:
    second = [(f"{code}-con-2", f"{town}, ЦОН № 2") for code, _name, town in _REGIONS]
    first = [(f"{code}-con-1", f"{town}, ЦОН № 1") for code, _name, town in _REGIONS]
    return first + second[: _SHOPS - len(first)]


def _places(shops: Sequence[tuple[str, str]]) -> tuple[Place, ...]:
    regions = [Place(f"kz-{code}", name, "region", "kz") for code, name, _town in _REGIONS]
    towns = [Place(f"{code}-town", town, "settlement", f"kz-{code}") for code, _name, town in _REGIONS]
    sites = [Place(place, name, "site", f"{place.partition('-')[0]}-town") for place, name in shops]
    return (Place("kz", "Казахстан", "country"), *regions, *towns, *sites)


def _shifts(
    draw: random.Random, place: str, volunteers: Sequence[str], days: Sequence[date]
) -> list[PlannedShift]:
    """Every volunteer of a shop has some shifts; who comes back finds whoever is there that day."""
    begins = hours_on(draw, days, (9, 13, 17), len(volunteers) * _SHIFTS_EACH)
    room = [draw.randint(2, 5) for _ in begins]
    visits: list[list[PlannedVisit]] = [[] for _ in begins]
    while free := [index for index, count in enumerate(room) if count]:
        story = _story(draw)[: len(free)]
        for index, says in zip(sorted(draw.sample(free, len(story))), story, strict=True):
            room[index] -= 1
            visits[index].append(
                PlannedVisit(datetime.min, draw.randint(6, 18), place, Channel.DESK.value, says)
            )
    shifts = []
    for index, begin in enumerate(begins):
        shift = shift_at(draw, volunteers[index % len(volunteers)], place, "desk", begin, visits[index])
        slips(draw, MIX, shift.visits)
        shifts.append(shift)
    return shifts


def _story(draw: random.Random) -> list[dict[str, Any]]:
    """Return one person's visits, from the first to the one after which they need nobody any more."""
    plain = People(draw, MIX).individual(1)
    older = plain["age_band"] in ("60_74", "75_plus")
    weights = _OLDER if older else _YOUNGER
    (alone_at,) = draw.choices(list(weights), list(weights.values()))
    count = alone_at or draw.randint(2, 4)
    card = new_return_code(draw) if count > 1 or draw.random() < 0.3 else ""
    story = []
    for number in range(1, count + 1):
        says = dict(plain, services=[MIX.one(draw, MIX.services)], **_step(draw, number, count, alone_at))
        says |= {"first_time": number == 1, "return_code": card}
        if number == 1:
            says["app_installed"] = {"kz.egov_mobile": 1}
        story.append(says)
    return story


def _step(draw: random.Random, number: int, count: int, alone_at: int) -> dict[str, Any]:
    if number == alone_at:
        return {"outcome": "alone", "not_done_reason": ""}
    if not alone_at and number == count:
        return {
            "outcome": "not_done",
            "not_done_reason": draw.choice(("cannot_learn", "cannot_learn", "gave_up")),
            "referral_to": draw.choice(("office", "social")),
        }
    return {
        "outcome": "with_help",
        "not_done_reason": "",
        "help_reason": draw.choice(("skill", "skill", "trust")),
    }
