"""A country's day: 20,000 kiosks with 50 visits each, handed in at once. Time and memory of one import.

By hand, as it takes some minutes and 400 MB of disk: python -m tests.bench.country [KIOSKS] [postgresql]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

from kiosk.bundles import Origin, read_header, write_bundle
from kiosk.centre import FileResult, KnownKiosk, Outcome, Store, import_paths, new_programme
from kiosk.config import DataFolder
from kiosk.keys import KioskKeys, ManagerKeys
from tests.bench.figures import Figure
from tests.bench.importing import PASSPHRASE, THEN, batches, memory
from tests.bench.revisions import Shop
from tests.postgres import running

_KIOSKS, _VISITS = 20_000, 50
_ROOT = Path(__file__).resolve().parents[2]


def day(folder: Path, kiosks: int = _KIOSKS, where: str = "") -> list[Figure]:
    """Make the bundles, and import them in a process of its own, so that its memory is its own."""
    _prepare(DataFolder(folder / "centre", where), folder / "stick", kiosks)
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.country", "--import", str(folder), where],
        stdout=subprocess.PIPE, text=True, check=True, cwd=_ROOT,
    )  # fmt: skip
    found = json.loads(said.stdout)
    each = f"{1000 * found['seconds'] / kiosks:.2f} ms a bundle"
    engine = "PostgreSQL" if where else "SQLite"
    return [
        Figure(
            f"a country's day into {engine}", found["seconds"], "s", 600, note=f"{kiosks:,} bundles, {each}"
        ),
        Figure(
            "memory of that (peak RSS)", found["peak"], "MB", 300, note=f"before: {found['before']:.0f} MB"
        ),
    ]


def _prepare(data: DataFolder, stick: Path, kiosks: int) -> None:
    made = new_programme(data, "North", PASSPHRASE)
    visits = stick / "OneStopKiosk" / "visits"
    visits.mkdir(parents=True)
    with Store.of(data) as store, store.transaction():
        for number in range(kiosks):
            keys, kiosk = KioskKeys.generate(), f"k-{Random(number).getrandbits(48):012x}"
            store.put_kiosk(KnownKiosk(kiosk, kiosk, "", keys.sealing_key, THEN), keys.signing_key)
            shop = Shop(kiosk, f"{number:016x}", seed=number)
            origin = Origin(made.card.programme, kiosk, shop.epoch, 1, THEN, 1, 1, None)
            bundle = write_bundle(origin, batches(shop.work(_VISITS)), keys, made.card.recipients)
            (visits / read_header(bundle).header.file).write_bytes(bundle)


def _import(folder: Path, where: str) -> dict[str, float]:
    data = DataFolder(folder / "centre", where)
    keys = ManagerKeys.load(data.keys, PASSPHRASE)
    # The passphrase's scrypt is no part of this.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    found = {"before": memory("VmRSS")}

    def good(_done: int, _total: int, result: FileResult) -> None:
        assert result.outcome is Outcome.IMPORTED, result

    with Store.of(data) as store:
        begun = time.perf_counter()
        import_paths(data, store, keys, [folder / "stick"], good)
        return found | {"seconds": time.perf_counter() - begun, "peak": memory("VmHWM")}


def _main(words: list[str]) -> None:
    if words[:1] == ["--import"]:
        print(json.dumps(_import(Path(words[1]), words[2])))
        return
    kiosks = next((int(word) for word in words if word.isdecimal()), _KIOSKS)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        where = ""
        if "postgresql" in words:
            where = stack.enter_context(stack.enter_context(running()).database())
        for figure in day(folder, kiosks, where):
            print(figure.line())


if __name__ == "__main__":
    _main(sys.argv[1:])
