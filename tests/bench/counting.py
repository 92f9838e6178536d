"""What the roll-ups cost an import: the same bundles into two stores, one of which does not count."""

from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import patch

from kiosk.centre import Store
from kiosk.centre.rollups.writing import Writer
from kiosk.visits import Batch, Notice, Place, Shift, Visit
from tests.bench.figures import Figure
from tests.bench.revisions import Shop

_ROWS, _IN_A_CHAIN = 5000, 5
_TREE = (
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

    Opening a sealed bundle, which costs both the same, is left out: the ratio of whole imports is smaller.
    """
    plain, counting = (Store.open(folder / f"{name}.db") for name in ("plain", "counting"))
    spent = {plain: 0.0, counting: 0.0}
    with plain, counting:
        for store in spent:
            store.set_places(_TREE)
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
    return Figure("insertion of a bundle with roll-ups", value, "ms", 1.4, floor, "without them")


def _timed(store: Store, batches: list[Batch]) -> float:
    begun = time.perf_counter()
    with store.transaction():
        store.insert(batches)
    return time.perf_counter() - begun
