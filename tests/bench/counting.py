"""What the roll-ups cost an import: the same bundles into two stores, one of which does not count."""

from __future__ import annotations

import shutil
import time
from contextlib import nullcontext
from pathlib import Path
from random import Random
from unittest.mock import patch

from kiosk.centre import Outcome, Store, import_paths
from kiosk.centre.recount import Recount
from kiosk.centre.rollups import figures_of
from kiosk.centre.rollups.writing import Writer
from kiosk.config import DataFolder
from kiosk.keys import ManagerKeys
from kiosk.visits import Batch, Notice, Place, Shift, Visit
from tests.bench.figures import Figure
from tests.bench.importing import PASSPHRASE
from tests.bench.revisions import Shop

_ROWS, _IN_A_CHAIN = 5000, 5
#: How many bundles go into one store before the other has them: a run of files that a manager drops at once.
_IN_TURN = 20
TREE = (
    Place("kz", "Country", "country"),
    Place("sko", "Region", "region", "kz"),
    Place("mzh", "District", "district", "sko"),
    Place("bulaevo", "Bulaevo", "settlement", "mzh"),
    Place("bulaevo-library", "Library", "site", "bulaevo"),
    Place("yavlenka", "Yavlenka", "settlement", "mzh"),
    Place("vozvyshenka", "Vozvyshenka", "settlement", "mzh"),
)


def insertion(folder: Path, bundles: int = 200) -> Figure:
    """Insert bundles of 5,000 revisions with and without roll-ups, side by side; the means of all, which count by tens.

    Opening a sealed bundle, which costs both the same, is left out.
    """
    plain, counting = (Store.open(folder / f"{name}.db") for name in ("plain", "counting"))
    spent = {plain: 0.0, counting: 0.0}
    with plain, counting:
        for store in spent:
            store.set_places(TREE)
        for number in range(bundles // _IN_A_CHAIN):
            shop = Shop(f"k-{number:012x}", f"{number:016x}", seed=number)
            for _ in range(_IN_A_CHAIN):
                rows = zip((Visit, Shift, Notice), shop.work(_ROWS), strict=True)
                batches = [Batch(kind, held) for kind, held in rows]
                with patch.object(Writer, "inserted"):
                    spent[plain] += _timed(plain, batches)
                spent[counting] += _timed(counting, batches)
        begun = time.perf_counter()
        counting.catch_up()
        spent[counting] += time.perf_counter() - begun
    floor, value = (1000 * seconds / bundles for seconds in spent.values())
    return Figure("insertion of a bundle with roll-ups", value, "ms", 2.0, floor, "without them")


def imports(folder: Path) -> Figure:
    """Import what `tests.bench.importing` has made in this folder with and without roll-ups, twenty bundles in turn."""
    bundles = sorted((folder / "bundles").iterdir())
    Random(7).shuffle(bundles)
    plain, counting = (_centre(folder, name) for name in ("plain", "counting"))
    spent = {plain: 0.0, counting: 0.0}
    for first in range(0, len(bundles), _IN_TURN):
        for data in spent:
            with patch.object(Writer, "inserted") if data is plain else nullcontext():
                spent[data] += _imported(data, bundles[first : first + _IN_TURN])
    with Store.of(counting) as store:
        total = figures_of(store).total()
        assert total == Recount(store).total()
        assert total.consultations > len(bundles)
    return Figure("import with roll-ups", spent[counting], "s", 1.4, spent[plain], "without them")


def _centre(folder: Path, name: str) -> DataFolder:
    """Return another centre of the same programme that has the same kiosks and nothing of theirs."""
    data = DataFolder(folder / name)
    shutil.copytree(folder / "centre", data.root, ignore=shutil.ignore_patterns("centre.db*", "bundles"))
    with Store.open(folder / "centre" / "centre.db") as known, Store.of(data) as store:
        store.set_places(TREE)
        for kiosk in known.kiosks():
            store.put_kiosk(kiosk, known.signing_keys(kiosk.kiosk)[0])
    return data


def _imported(data: DataFolder, bundles: list[Path]) -> float:
    keys = ManagerKeys.load(data.keys, PASSPHRASE)
    with Store.of(data) as store:
        begun = time.perf_counter()
        results = import_paths(data, store, keys, bundles)
        seconds = time.perf_counter() - begun
    assert {result.outcome for result in results} == {Outcome.IMPORTED}
    return seconds


def _timed(store: Store, batches: list[Batch]) -> float:
    begun = time.perf_counter()
    with store.transaction():
        store.insert(batches)
    return time.perf_counter() - begun
