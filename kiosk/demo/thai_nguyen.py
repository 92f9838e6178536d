"""The community digital teams of Dinh Hoa, a district of Thai Nguyen: from house to house and in the hamlets' halls.

From the field report, for the end of 2022: 228 teams with 1,500 members; VssID was set up with 28,000 people, VNeID
with 17,000, C-ThaiNguyen with 4,000. That some teams exist on paper only is what such reports say of themselves. The
communes are public geography; everything else is invented, from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.codebook import Channel
from kiosk.demo.days import hours_on, open_days, share_out, shift_at, spread
from kiosk.demo.people import Mix, People
from kiosk.demo.plan import PlannedKiosk, PlannedProgramme, PlannedShift, PlannedTeam, PlannedVisit
from kiosk.demo.texture import slips
from kiosk.visits import Place

OFFSET = 420
#: What the field report says.
TEAMS, MEMBERS = 228, 1500
INSTALLS = {"vn.vssid": 28_000, "vn.vneid": 17_000, "vn.c_thai_nguyen": 4_000}
#: Invented: days, evenings in a hall and rounds of a team, and teams of which nobody has seen anything.
_DAYS, _EVENINGS, _ROUNDS, _ON_PAPER = 150, 3, 3, 11

_COMMUNES = (
    "Chợ Chu",
    "Bảo Cường",
    "Bảo Linh",
    "Bình Thành",
    "Bình Yên",
    "Bộc Nhiêu",
    "Điềm Mặc",
    "Định Biên",
    "Đồng Thịnh",
    "Kim Phượng",
    "Lam Vỹ",
    "Linh Thông",
    "Phú Đình",
    "Phú Tiến",
    "Phúc Chu",
    "Phượng Tiến",
    "Quy Kỳ",
    "Sơn Phú",
    "Tân Dương",
    "Tân Thịnh",
    "Thanh Định",
    "Trung Hội",
    "Trung Lương",
)
MIX = Mix(
    services={
        "vn.vssid": 40,
        "vn.vneid_level1": 22,
        "vn.public_services": 12,
        "vn.wallet": 8,
        "vn.c_thai_nguyen": 6,
        "vn.shopping": 4,
        "gen.scam_safety": 8,
    },
    languages={"vi": 97, "other": 3},
    ages={"18_34": 18, "35_49": 28, "50_59": 24, "60_74": 23, "75_plus": 5, "not_asked": 2},
    genders={"f": 52, "m": 46, "not_asked": 2},
    channels={"home_visit": 100},
    outcomes={"alone": 48, "with_help": 46, "not_done": 6},
)


def thai_nguyen(last_day: date) -> PlannedProgramme:
    """228 teams of 23 communes, five months that end with `last_day`; a kiosk for each commune."""
    draw = random.Random("thai-nguyen")
    teams = _teams(draw)
    days = open_days(last_day, _DAYS, "vn")
    silent = {team.id for team in draw.sample(teams[len(_COMMUNES) :], _ON_PAPER)}
    shifts = {
        number: _shifts(draw, [t for t in teams if t.id not in silent and _commune(t) == number], days)
        for number in range(1, len(_COMMUNES) + 1)
    }
    _install(draw, [visit for held in shifts.values() for shift in held for visit in shift.visits])
    shifts[9][-5].clock_behind = timedelta(days=4)
    kiosks = []
    for number, name in enumerate(_COMMUNES, 1):
        for shift in shifts[number]:
            slips(draw, MIX, shift.visits)
        kiosks.append(
            PlannedKiosk(
                f"xa-{number:02}",
                f"{name}, UBND xã",
                f"xa-{number:02}",
                tuple(person for team in teams if _commune(team) == number for person in team.volunteers),
                tuple(shifts[number]),
                stick_spoiled=number == 4,
            )
        )
    return PlannedProgramme(
        "Tổ công nghệ số cộng đồng, Định Hóa",
        "vn",
        OFFSET,
        _places(teams),
        tuple(kiosks),
        tuple(teams),
        template="thai-nguyen",
        promises={"teams_at_work": TEAMS, "installs": 50_000},
    )


def _teams(draw: random.Random) -> list[PlannedTeam]:
    """One team for each commune, the others for its hamlets; the leads alone sign in."""
    sizes = iter(share_out(draw, MEMBERS, [1] * TEAMS, 4))
    communes = [
        PlannedTeam(f"to-{n:02}-00", f"Tổ {name}", f"xa-{n:02}", next(sizes), (f"T{n:02}-00",))
        for n, name in enumerate(_COMMUNES, 1)
    ]
    hamlets = share_out(draw, TEAMS - len(_COMMUNES), [1] * len(_COMMUNES), 6)
    return communes + [
        PlannedTeam(
            f"to-{n:02}-{hamlet:02}",
            f"Tổ {name}, xóm {hamlet}",
            f"xom-{n:02}-{hamlet:02}",
            next(sizes),
            (f"T{n:02}-{hamlet:02}",),
        )
        for n, name in enumerate(_COMMUNES, 1)
        for hamlet in range(1, hamlets[n - 1] + 1)
    ]


def _commune(team: PlannedTeam) -> int:
    return int(team.id.split("-")[1])


def _places(teams: Sequence[PlannedTeam]) -> tuple[Place, ...]:
    above = (
        Place("vn", "Việt Nam", "country"),
        Place("thai-nguyen", "Thái Nguyên", "region", "vn"),
        Place("dinh-hoa", "Định Hóa", "district", "thai-nguyen"),
    )
    communes = [Place(f"xa-{n:02}", name, "settlement", "dinh-hoa") for n, name in enumerate(_COMMUNES, 1)]
    hamlets = [
        Place(
            team.place,
            f"xóm {team.place[-2:]}, {_COMMUNES[_commune(team) - 1]}",
            "site",
            f"xa-{_commune(team):02}",
        )
        for team in teams
        if team.place.startswith("xom-")
    ]
    return (*above, *communes, *hamlets)


def _shifts(draw: random.Random, teams: Sequence[PlannedTeam], days: Sequence[date]) -> list[PlannedShift]:
    """Plan the evenings and rounds of a commune's teams, which share one kiosk."""
    turns = [(team, evening) for team in teams for evening in [True] * _EVENINGS + [False] * _ROUNDS]
    draw.shuffle(turns)
    begins = hours_on(draw, days, (9, 14, 19), len(turns))
    shifts = []
    for begin, (team, evening) in zip(begins, turns, strict=True):
        visits = list(_evening(draw, team.place) if evening else _round(draw, team.place))
        shifts.append(shift_at(draw, team.volunteers[0], team.place, "campaign", begin, visits))
    return shifts


def _evening(draw: random.Random, place: str) -> Iterator[PlannedVisit]:
    people = People(draw, MIX)
    yield PlannedVisit(
        datetime.min, draw.randint(75, 120), place, Channel.GROUP.value, people.group(draw.randint(26, 48))
    )


def _round(draw: random.Random, place: str) -> Iterator[PlannedVisit]:
    people = People(draw, MIX)
    for _ in range(draw.randint(5, 8)):
        household = people.individual(draw.choice((1, 2, 2, 3, 3, 4)))
        yield PlannedVisit(datetime.min, draw.randint(12, 20), place, Channel.HOME_VISIT.value, household)


def _install(draw: random.Random, visits: Sequence[PlannedVisit]) -> None:
    """Say in each visit with how many of its people each app was set up, so that the sums are the district's."""
    set_up: list[dict[str, Any]] = [{} for _ in visits]
    for app, total in INSTALLS.items():
        counts = spread(draw, total, [int(visit.says["people"]) for visit in visits])
        for counted, count in zip(set_up, counts, strict=True):
            if count:
                counted[app] = count
    for visit, counted in zip(visits, set_up, strict=True):
        visit.says["app_installed"] = counted
