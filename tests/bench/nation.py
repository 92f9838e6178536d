"""A country's centre: millions of generated visits, and how long its reports take.

    python -m tests.bench.nation STORE [--kiosks 20000] [--visits 2500]     make or go on making a store
    python -m tests.bench.nation STORE --measure                            time every figure, first and warm
    python -m tests.bench.nation STORE --reports                            time every report of the country

STORE is a file or a PostgreSQL address. 20,000 kiosks of 2,500 visits are 50 million: some 20 GB in SQLite. The same
numbers give the same visits; a run that was cut off goes on with the kiosks that are missing. Tree: a country, 20
regions, 200 districts, 10,000 settlements, a site for each kiosk. Three visits of a hundred are corrected, half of them
show a return code, and who has one comes again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from kiosk import codebook
from kiosk.centre import Scope, Store
from kiosk.centre.figures import Grain
from kiosk.centre.measures import CROSSES, Dimension
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.reports import REPORTS, report
from kiosk.centre.rollups import figures_of
from kiosk.centre.rollups.codes import Codes
from kiosk.centre.rollups.writing import Present, Writer
from kiosk.visits import Place, Row, Shift, Visit, columns

_REGIONS, _DISTRICTS, _SETTLEMENTS = 20, 10, 50
#: Visits counted at once: the days of a country are written once for all of them.
_TOGETHER = 100_000
_DAYS = [(date(2026, 1, 1) + timedelta(days=day)).isoformat() for day in range(365)]
_SERVICES = tuple(json.dumps([code]) for code in codebook.SERVICES)
_USES = tuple(
    json.dumps(
        [{"id": code.replace(".", "-"), "language": "kk", "listened": False, "practised": True, "printed": False,
          "seen": 5, "steps": 6, "version": 1}], sort_keys=True, separators=(",", ":"),
    )
    for code in codebook.SERVICES
)  # fmt: skip
_CHANNELS = ("desk", "desk", "desk", "home_visit", "outreach", "phone", "chat", "group", "self_service")
_OUTCOMES = ("alone", "alone", "with_help", "with_help", "done_for", "not_done")
_APPS = ("{}", "{}", "{}", '{"egov":1}', '{"kaspi":1}')


def tree(kiosks: int) -> Iterator[Place]:
    """Yield the places, so many sites as there are kiosks."""
    yield Place("c", "Country", "country")
    for region in range(_REGIONS):
        yield Place(f"r{region:02}", f"Region {region}", "region", "c")
    for district in range(_REGIONS * _DISTRICTS):
        yield Place(f"d{district:03}", f"District {district}", "district", f"r{district // _DISTRICTS:02}")
    settlements = _REGIONS * _DISTRICTS * _SETTLEMENTS
    for settlement in range(settlements):
        above = f"d{settlement // _SETTLEMENTS:03}"
        yield Place(f"s{settlement:05}", f"Village {settlement}", "settlement", above)
    for kiosk in range(kiosks):
        yield Place(f"k{kiosk:05}-desk", f"Desk {kiosk}", "site", f"s{kiosk * settlements // kiosks:05}")


def year(number: int, visits: int) -> tuple[list[Row], list[Row], list[Row]]:
    """Return a kiosk's year: all rows of visits, those that count, and shifts."""
    kiosk, epoch = f"k-{number:012x}", f"{number:016x}"
    draw = np.random.default_rng(number)

    def some(choices: tuple[object, ...]) -> list[object]:
        return [choices[at] for at in draw.integers(0, len(choices), visits).tolist()]

    day = np.sort(draw.integers(0, 365, visits)).tolist()
    hour, minute = draw.integers(4, 12, visits).tolist(), draw.integers(0, 60, visits).tolist()
    people = np.maximum(1, draw.integers(-20, 9, visits)).tolist()
    service = draw.integers(0, len(_SERVICES), visits).tolist()
    person, has_code = (
        draw.integers(0, visits // 6 + 1, visits).tolist(),
        (draw.random(visits) < 0.5).tolist(),
    )
    volunteer = draw.integers(0, 4, visits).tolist()
    plain = [
        some(_CHANNELS), some(_OUTCOMES), some(tuple(codebook.AGE_BANDS)), some(("f", "f", "m")), some(("", "club")),
        some(_APPS), some(("kk", "ru", "vi", "fi")), some(("", "skill", "language")), some(("", "bank", "clinic")),
        some(("", "good", "so_so")),
    ]  # fmt: skip
    seen: set[int] = set()
    rows: list[Row] = []
    for at, (channel, outcome, age, gender, activity, apps, language, reason, referral, face) in enumerate(
        zip(*plain, strict=True)
    ):
        group, alone = channel == "group", channel == "self_service"
        first = None if group or alone else int(person[at] not in seen)
        seen.add(person[at])
        seq, local = at + 1, _DAYS[day[at]]
        code = f"{number:05X}-{person[at]:03X}-K" if has_code[at] and first is not None else ""
        started = f"{local}T{hour[at]:02}:{minute[at]:02}:00Z"
        count = people[at] if group else 1
        rows.append((
            kiosk, epoch, seq, epoch, seq, 1, "new", "", started, started, 300, 12, "b00t", 1, local, "live",
            f"k{number:05}-desk", "" if alone else f"V-{number:05}-{volunteer[at]}", None, None, activity, channel,
            count, count // 2 if group else None, 1 if group else None, '{"60_74":1}' if group else "{}",
            _SERVICES[service[at]], _USES[service[at]] if at % 3 else "[]",
            "" if group else "not_told" if alone else outcome,
            "documents" if outcome == "not_done" and not group else "", age, gender, first, code, referral, apps,
            reason, "", "", face, language, "",
        ))  # fmt: skip
    corrections = [
        (*row[:2], visits + at + 1, *row[3:5], 2, "edit", "mistyped", *row[8:-2], "ru", "")
        for at, row in enumerate(rows[::33])
    ]
    wrong = {row[4] for row in corrections}
    current = [row for row in rows if row[4] not in wrong] + corrections
    shifts: list[Row] = [
        (kiosk, epoch, 10 * visits + at, epoch, 10 * visits + at, 1, "new", "", f"V-{number:05}-{at % 4}", "club",
         f"k{number:05}-desk", f"{local}T04:00:00Z", f"{local}T08:00:00Z", 300, local, "b00t", 1, "live", 240)
        for at, local in enumerate(_DAYS[::2])
    ]  # fmt: skip
    return rows + corrections, current, shifts


def make(store: Store, kiosks: int, visits: int) -> None:
    """Bring the store to so many kiosks of so many visits."""
    if not store.places():
        store.set_places(list(tree(kiosks)))
    engine, writer, places = store.engine, Writer(store.engine), PlaceTree(store.places())
    done, size = int(store.meta("nation kiosks") or 0), max(1, _TOGETHER // visits)
    begun = time.perf_counter()
    for some in (range(at, min(at + size, kiosks)) for at in range(done, kiosks, size)):
        with store.transaction():
            years = [year(number, visits) for number in some]
            engine.append("visits", columns(Visit), [row for rows, _, _ in years for row in rows])
            engine.append("shifts", columns(Shift), [row for *_, shifts in years for row in shifts])
            present = Present.of(
                [r for _, rows, _ in years for r in rows], [r for *_, shifts in years for r in shifts]
            )
            writer.add(present, places, Codes(engine))
            store.set_meta("nation kiosks", str(some[-1] + 1))
        rate = (some[-1] + 1 - done) * visits / (time.perf_counter() - begun)
        print(f"{(some[-1] + 1) * visits:,} visits, {rate:,.0f}/s", flush=True)


def questions(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is asked of a country, a region, a district, a settlement and a site, of odd periods and months."""
    figures = figures_of(store)
    odd, november = (date(2026, 1, 12), date(2026, 11, 19)), (date(2026, 11, 1), date(2026, 11, 30))
    for name, place in (("country", ""), ("region", "r00"), ("district", "d003"), ("settlement", "s00100"),
                        ("site", "k00010-desk")):  # fmt: skip
        for what, days in (("odd", odd), ("month", november)):
            scope = Scope(*days, place)
            asked: dict[str, Callable[[Scope], object]] = {
                "total": figures.total,
                "children": figures.children,
                "weeks": partial(figures.series, Grain.WEEK),
                "weeks by activity": partial(figures.series_by, Grain.WEEK, Dimension.ACTIVITY),
                "a dimension": partial(figures.by, Dimension.SERVICE),
                "a pair": partial(figures.cross, *CROSSES[0]),
                "settlements": partial(figures.by, Dimension.PLACE),
                "active volunteers": partial(figures.active, Dimension.VOLUNTEER),
                "hours by volunteer": partial(figures.by, Dimension.VOLUNTEER),
                "people reached": figures.people_reached,
                "learning curve": figures.learning_curve,
            }
            for question, ask in asked.items():
                yield f"{name} {what}: {question}", partial(ask, scope)


def measure(store: Store) -> None:
    """Print how long each answer takes: the first one, and the median of three more."""
    for name, ask in questions(store):
        times = []
        for _ in range(4):
            begun = time.perf_counter()
            ask()
            times.append(time.perf_counter() - begun)
        print(f"{name:45} first {times[0]:8.3f} s   warm {statistics.median(times[1:]):8.3f} s", flush=True)


def reports(store: Store) -> None:
    """Print how long each report of the whole country takes: of a year, of an odd period and of a month; and warm."""
    year, odd = (date(2026, 1, 1), date(2026, 12, 31)), (date(2026, 1, 12), date(2026, 11, 19))
    month = (date(2026, 11, 1), date(2026, 11, 30))
    for name in REPORTS:
        told = []
        for days in (year, odd, month):
            for _ in range(2):
                begun = time.perf_counter()
                report(store, name, Scope(*days))
                told.append(time.perf_counter() - begun)
        figures = "   ".join(
            f"{what} {first:7.3f} {warm:7.3f}"
            for what, first, warm in zip(("year", "odd", "month"), told[::2], told[1::2], strict=True)
        )
        print(f"{name:20} {figures}", flush=True)


def main() -> None:
    """Make a store, or measure it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store")
    parser.add_argument("--kiosks", type=int, default=20_000)
    parser.add_argument("--visits", type=int, default=2_500)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--reports", action="store_true")
    asked = parser.parse_args()
    where: Path | str = asked.store if asked.store.startswith("postgres") else Path(asked.store)
    with Store.open(where) as store:
        if asked.measure or asked.reports:
            (measure if asked.measure else reports)(store)
            return
        if isinstance(where, Path):
            print(f"needs about {asked.kiosks * asked.visits * 450 / 1e9:.1f} GB at {where}", flush=True)
            for setting in ("synchronous = OFF", "cache_size = -400000", "wal_autocheckpoint = 20000"):
                store.engine.execute(f"PRAGMA {setting}")
        make(store, asked.kiosks, asked.visits)
        if isinstance(where, Path):
            print(f"uses {where.stat().st_size / 1e9:.2f} GB", flush=True)


if __name__ == "__main__":
    main()
