"""The open path at the size of a country: a generated store, its Parquet, and the documented queries over it.

    python -m tests.bench.open_path /var/tmp/nation --visits 50000000

The store is filled by SQL, not by bundles: 20,000 kiosks in three countries, five years, two visits in a hundred
corrected, a few taken back. What people said is drawn once from the practice programmes' mixes, 4,096 times, and dealt
out to the visits. It takes some 380 bytes a visit on the disk, 19 GB for 50 million, and a fifth more while Parquet is
written. Prints times, sizes and memory; whoever runs it removes the folder.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from kiosk.centre import Store
from kiosk.centre.opendata import Form, Wanted, export
from kiosk.codebook import Channel
from kiosk.demo.almaty import MIX as ALMATY
from kiosk.demo.digituki import MIX as DIGITUKI
from kiosk.demo.people import People
from kiosk.demo.thai_nguyen import MIX as THAI_NGUYEN
from kiosk.demo.undp import MIX as UNDP
from kiosk.i18n import SOURCE, Language
from kiosk.visits import Place, TutorialUse, Visit, to_row
from kiosk.visits.rows import columns
from tests.programmes import visit

_KIOSKS, _DAYS, _DEALT = 20_000, 1826, 4096
_LAST = date(2026, 11, 22)
_DOCS = Path(__file__).parents[2] / "docs" / "open-data.md"
#: What differs from visit to visit and is not dealt out.
_OWN = {
    "kiosk": "k.kiosk",
    "epoch": "k.epoch",
    "seq": "n.seq",
    "visit_epoch": "k.epoch",
    "visit_seq": "n.seq",
    "visit_date": "n.day",
    "started_at": "n.day || d.started_at",
    "ended_at": "n.day || d.ended_at",
    "place": "k.place",
    "return_code": "CASE WHEN d.return_code = '' THEN '' ELSE k.card || (n.seq / 7) END",
    "volunteer": "k.volunteer || (n.seq % 6)",
    "note": "CASE WHEN n.seq % 50 = 0 THEN d.note ELSE '' END",
}


#: A shift for ten visits, after all numbers of visits and their corrections.
_SHIFT = {
    "kiosk": "k.kiosk",
    "epoch": "k.epoch",
    "seq": "1000000 + n.seq",
    "shift_epoch": "k.epoch",
    "shift_seq": "1000000 + n.seq",
    "revision": "1",
    "change": "'new'",
    "change_reason": "''",
    "volunteer": "k.volunteer || (n.seq % 6)",
    "activity": "d.activity",
    "place": "k.place",
    "started_at": "n.day || d.started_at",
    "ended_at": "n.day || d.ended_at",
    "utc_offset": "d.utc_offset",
    "shift_date": "n.day",
    "boot": "d.boot",
    "clock_trust": "1",
    "how": "'live'",
    "minutes": "120 + d.minutes",
}


def fill(path: Path, visits: int) -> None:
    """Make a store with so many visits."""
    with Store.open(path) as store:
        store.set_places(list(_places()))
    each = max(1, visits // _KIOSKS)
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000"
    )
    names = columns(Visit)
    connection.execute(f"CREATE TEMP TABLE dealt (id INTEGER PRIMARY KEY, {', '.join(names)})")
    marks = ", ".join("?" * (len(names) + 1))
    connection.executemany(f"INSERT INTO dealt VALUES ({marks})", _dealt(len(names)))
    connection.execute("CREATE TEMP TABLE numbers (seq INTEGER PRIMARY KEY, day TEXT)")
    first = _LAST - timedelta(days=_DAYS - 1)
    connection.executemany(
        "INSERT INTO numbers VALUES (?, ?)",
        [(n, (first + timedelta(days=n * _DAYS // (each + 1))).isoformat()) for n in range(1, each + 1)],
    )
    connection.execute("CREATE TEMP TABLE here (number INTEGER, kiosk, epoch, place, card, volunteer)")
    cells = ", ".join(_OWN.get(name, f"d.{name}") for name in names)
    again = cells.replace(
        "n.seq, k.epoch, n.seq, d.revision, d.change, d.change_reason",
        f"{each} + n.seq / 50, k.epoch, n.seq, 2, CASE WHEN n.seq % 250 = 0 THEN 'void' ELSE 'edit' END, 'wrong tap'",
    )
    deal = f"FROM here AS k, numbers AS n JOIN dealt AS d ON d.id = (n.seq * 48271 + k.number * 69621) % {_DEALT}"
    for number in range(_KIOSKS):
        name = f"k-{number:05}zzzzz"
        connection.execute("DELETE FROM here")
        connection.execute(
            "INSERT INTO here VALUES (?, ?, ?, ?, ?, ?)",
            (number, name, f"{number:016x}", f"site-{number}", f"C{number:05}", f"V{number}-"),
        )
        connection.execute(f"INSERT INTO visits ({', '.join(names)}) SELECT {cells} {deal}")
        connection.execute(
            f"INSERT INTO visits ({', '.join(names)}) SELECT {again} {deal} WHERE n.seq % 50 = 0"
        )
        connection.execute(
            f"INSERT INTO shifts ({', '.join(_SHIFT)}) SELECT {', '.join(_SHIFT.values())} {deal} WHERE n.seq % 10 = 1"
        )
        if number % 500 == 499:
            connection.commit()
    connection.commit()
    connection.close()


def _places() -> Iterator[Place]:
    for country, share in (("kz", 14), ("vn", 4), ("fi", 2)):
        yield Place(country, country, "country")
        for region in range(share):
            yield Place(f"{country}-{region}", f"Region {region}", "region", country)
    above = [f"kz-{n}" for n in range(14)] + [f"vn-{n}" for n in range(4)] + [f"fi-{n}" for n in range(2)]
    for number in range(_KIOSKS // 5):
        yield Place(f"town-{number}", f"Town {number}", "settlement", above[number % len(above)])
    for number in range(_KIOSKS):
        yield Place(f"site-{number}", f"Town {number // 5}, desk {number % 5}", "site", f"town-{number // 5}")


def _dealt(width: int) -> Iterator[tuple[object, ...]]:
    draw = random.Random("dealt")
    mixes = (UNDP, THAI_NGUYEN, ALMATY, DIGITUKI)
    for number in range(_DEALT):
        mix = mixes[number % len(mixes)]
        people = People(draw, mix)
        channel = draw.choice((Channel.DESK,) * 10 + (Channel.HOME_VISIT, Channel.PHONE, Channel.GROUP))
        said = people.group(draw.randint(6, 30)) if channel is Channel.GROUP else people.individual(1)
        if channel is Channel.GROUP:
            said |= {"outcome": "", "age_band": "not_asked"}
        said["services"] = tuple(said["services"])
        said["app_installed"] = {"kz.egov_mobile": 1} if draw.random() < 0.2 else {}
        used = TutorialUse(said["services"][0].replace(".", "-"), 3, said["language"], draw.randint(1, 9), 9)
        hour, minutes = draw.randint(3, 12), draw.randint(4, 25)
        row = to_row(
            visit(
                1,
                **{"activity": "desk", "note": "came with her neighbour", **said},
                channel=channel.value,
                tutorials=(used,) if draw.random() < 0.7 else (),
                started_at=f"T{hour:02}:{draw.randint(0, 29):02}:00Z",
                ended_at=f"T{hour:02}:{30 + minutes:02}:00Z",
                minutes=minutes,
            )
        )
        assert len(row) == width
        yield number, *row


def give_out(path: Path, goal: Path) -> None:
    """Export the store, in a process of its own so that the memory is its own."""
    began = time.monotonic()
    with Store.open(path) as store:
        done = export(store, goal, Form.PARQUET, Language.load(SOURCE, Path()), Wanted(full=True))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = time.monotonic() - began
    print(
        f"export: {done.visits:,} visits in {seconds:.0f} s, {done.visits / seconds:,.0f}/s,"
        f" processor {used.ru_utime + used.ru_stime:.0f} s, peak {used.ru_maxrss / 1024:.0f} MB"
    )


def ask(folder: Path) -> None:
    """Run every documented query, twice."""
    os.chdir(folder)
    found = re.findall(r"```sql ?([^\n]*)\n(.*?)```", _DOCS.read_text(encoding="utf-8"), re.DOTALL)
    with duckdb.connect(config={"memory_limit": "4GB", "threads": 2}) as connection:
        for name, query in found:
            times = []
            for _ in range(2 if name else 1):
                began = time.monotonic()
                rows = connection.execute(query).fetchall()
                times.append(time.monotonic() - began)
            if name:
                print(
                    f"query {name:16} {times[0]:7.2f} s, again {times[1]:7.2f} s  {len(rows)} rows  {rows[:1]}"
                )


def size(path: Path) -> float:
    """Return how large a file or a folder is, in GB."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e9


def main() -> None:
    """Do what is asked; without a step, all of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--visits", type=int, default=1_000_000)
    asked.add_argument("--store", type=Path, help="A store that is there already.")
    asked.add_argument("--only-export", action="store_true")
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    store = (told.store or told.folder / "nation.db").absolute()
    goal = (told.folder / "open-data").absolute()
    if told.only_export:
        give_out(store, goal)
        return
    if not store.exists():
        began = time.monotonic()
        fill(store, told.visits)
        print(f"store: {size(store):.2f} GB in {time.monotonic() - began:.0f} s", flush=True)
    step = [
        sys.executable,
        "-m",
        "tests.bench.open_path",
        str(told.folder),
        "--store",
        str(store),
        "--only-export",
    ]
    subprocess.run(step, check=True, cwd=Path(__file__).parents[2])
    print(f"parquet: {size(goal):.2f} GB, {len(list(goal.rglob('*.parquet')))} files", flush=True)
    ask(told.folder)


if __name__ == "__main__":
    main()
