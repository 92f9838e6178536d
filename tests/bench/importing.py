"""A million revisions into a centre: against csv.reader and executemany alone, against sqlite-utils, and again.

The measured work runs in a process of its own (`python -m tests.bench.importing FOLDER`), so that its memory is its
own. Each bundle is followed by the same rows as plain CSV into tables of the same form, and every tenth goes through
sqlite-utils too, so that all see the same machine.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

from kiosk.bundles import Origin, read_header, write_bundle
from kiosk.bundles.tables import write_table
from kiosk.centre import FileResult, KnownKiosk, Outcome, Store, import_paths, new_programme
from kiosk.config import DataFolder
from kiosk.keys import Card, KioskKeys, ManagerKeys
from kiosk.visits import Batch, Notice, Shift, Visit
from tests.bench.figures import Figure
from tests.bench.revisions import Rows, Shop

_BUNDLES, _ROWS = 200, 5000
_IN_A_CHAIN = 5
#: One bundle in so many goes through sqlite-utils too.
_OLD_WAY = 10
PASSPHRASE = "correct horse battery"
TABLES = {"visits": Visit, "shifts": Shift, "notices": Notice}
THEN = "2026-11-22T18:00:00Z"


def million(folder: Path) -> list[Figure]:
    """Make the bundles, have them imported twice, and hold the times against the floors."""
    _prepare(folder)
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.importing", str(folder)],
        stdout=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    found = json.loads(said.stdout)
    count = _BUNDLES * _ROWS
    each = found["first"] / _BUNDLES
    note = f"{count / found['first']:,.0f} revisions/s, {_BUNDLES} bundles"
    return [
        Figure("import of 1,000,000 revisions", found["first"], "s", 2.0, found["floor"], note),
        Figure(
            "import of a bundle", each, "s", 1 / 8, found["old_way"], "sqlite-utils insert --csv --ignore"
        ),
        Figure("import of the same bundles again", found["again"], "s", 1.0, found["first"]),
        Figure(
            "import of the same revisions in new bundles", found["rebuilt"], "s", 1.0, found["rebuilt_first"]
        ),
        Figure(
            "memory of importing (peak RSS)",
            found["peak"],
            "MB",
            200,
            note=f"before: {found['before']:.0f} MB",
        ),
    ]


def _prepare(folder: Path) -> None:
    data = DataFolder(folder / "centre")
    made = new_programme(data, "North", PASSPHRASE)
    for name in ("bundles", "rebuilt", *TABLES):
        (folder / name).mkdir()
    with Store.open(data.centre) as store:
        for number in range(_BUNDLES // _IN_A_CHAIN):
            keys, kiosk = KioskKeys.generate(), f"k-{Random(number).getrandbits(48):012x}"
            store.put_kiosk(KnownKiosk(kiosk, kiosk, "", keys.sealing_key, THEN), keys.signing_key)
            _write_chain(folder, Shop(kiosk, f"{number:016x}", seed=number), keys, made.card)


def _write_chain(folder: Path, shop: Shop, keys: KioskKeys, card: Card) -> None:
    previous = None
    for number in range(1, _IN_A_CHAIN + 1):
        rows = shop.work(_ROWS)
        origin = Origin(card.programme, shop.kiosk, shop.epoch, number, THEN, 1, 1, previous)
        data = write_bundle(origin, batches(rows), keys, card.recipients)
        outside = read_header(data)
        header, previous = outside.header, outside.sha256
        (folder / "bundles" / header.file).write_bytes(data)
        for batch in batches(rows):
            table = batch.kind.__name__.lower() + "s"
            (folder / table / f"{header.file}.csv").write_bytes(write_table(batch))
        if number == 1:  # what a kiosk sends after its keys were lost: the same once more, later in its chain
            origin = origin._replace(bundle=_IN_A_CHAIN + 2, previous=None)
            again = write_bundle(origin, batches(rows), keys, card.recipients)
            (folder / "rebuilt" / header.file).write_bytes(again)


def batches(rows: Rows) -> list[Batch]:
    return [Batch(kind, held) for kind, held in zip(TABLES.values(), rows, strict=True)]


def _sqlite_utils(folder: Path, bundle: Path) -> float:
    """Return the seconds that `sqlite-utils insert --csv --ignore` takes for a bundle's visits, with the same key."""
    table = folder / "visits" / f"{bundle.name}.csv"
    key = [part for name in ("kiosk", "epoch", "seq") for part in ("--pk", name)]
    command = [Path(sys.executable).with_name("sqlite-utils"), "insert", folder / "old.db", "visits", table]
    begun = time.perf_counter()
    subprocess.run([*map(str, command), "--csv", "--ignore", *key], check=True, capture_output=True)
    return time.perf_counter() - begun


def _work(folder: Path) -> dict[str, float]:
    """Import in this process; return seconds and megabytes."""
    data = DataFolder(folder / "centre")
    keys = ManagerKeys.load(data.keys, PASSPHRASE)
    Path("/proc/self/clear_refs").write_text(
        "5", encoding="ascii"
    )  # the passphrase's scrypt is no part of this
    found = {"before": memory("VmRSS")}
    bundles = sorted((folder / "bundles").iterdir())
    Random(7).shuffle(bundles)
    floor = _Floor(folder)

    old_way: list[float] = []

    def beside(path: Path) -> None:
        floor.take(path)
        if path in bundles[::_OLD_WAY]:
            old_way.append(_sqlite_utils(folder, path))

    with Store.open(data.centre) as store:
        found["first"] = _timed(data, store, keys, bundles, Outcome.IMPORTED, beside)
        found |= {"floor": floor.seconds, "old_way": statistics.median(old_way)}
        again = list((folder / "rebuilt").iterdir())
        found["again"] = _timed(data, store, keys, bundles, Outcome.ALREADY)
        found["rebuilt"] = _timed(data, store, keys, again, Outcome.IMPORTED)
        found["rebuilt_first"] = found["first"] * len(again) / len(bundles)
        ((count,),) = store.ask("SELECT (SELECT count(*) FROM visits) + (SELECT count(*) FROM shifts)"
                                " + (SELECT count(*) FROM notices)", {})  # fmt: skip
    assert count == _BUNDLES * _ROWS == floor.count(), count
    return found | {"peak": memory("VmHWM")}


def _timed(
    data: DataFolder,
    store: Store,
    keys: ManagerKeys,
    paths: list[Path],
    expected: Outcome,
    between: Any = None,
) -> float:
    """Import and return the seconds, without those that `between` took after each file."""
    aside = 0.0

    def progress(_done: int, _total: int, result: FileResult) -> bool:
        nonlocal aside
        assert result.outcome is expected, result
        begun = time.perf_counter()
        if between:
            between(result.path)
        aside += time.perf_counter() - begun
        return True

    begun = time.perf_counter()
    import_paths(data, store, keys, paths, progress)
    return time.perf_counter() - begun - aside


class _Floor:
    """csv.reader and executemany into the centre's own tables, one transaction a file, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        Store.open(folder / "floor.db").close()
        self._connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
        self._connection.execute("PRAGMA synchronous = FULL")
        self.seconds = 0.0

    def take(self, bundle: Path) -> None:
        begun = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            with (self._folder / table / f"{bundle.name}.csv").open(encoding="utf-8", newline="") as file:
                lines = csv.reader(file)
                marks = ", ".join("?" * len(next(lines)))
                self._connection.executemany(
                    f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT (kiosk, epoch, seq) DO NOTHING", lines
                )
        self._connection.execute("COMMIT")
        self.seconds += time.perf_counter() - begun

    def count(self) -> int:
        return sum(
            self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES
        )


def memory(what: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


if __name__ == "__main__":
    print(json.dumps(_work(Path(sys.argv[1]))))
