"""A manager's imports from a stick of two shops, killed at any moment."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from kiosk.centre import FileResult, KnownKiosk, Outcome, Store, import_paths, new_programme
from kiosk.config import DataFolder
from kiosk.stick import Stick
from kiosk.visits import Range
from tests import passphrases
from tests.centre.world import MOMENT, SomeKiosk
from tests.faults.campaign import Tell
from tests.faults.desk_work import quick_check

_GOOD = (Outcome.IMPORTED, Outcome.ALREADY)


class ImportWork:
    """Told is each file's result. What is in the store must be among the kept bundles, and the other way round."""

    name = "import"
    most_told = 5
    longest = 0.012

    def __init__(self, folder: Path) -> None:
        self._data = DataFolder(folder / "centre")
        self._stick = folder / "stick"
        with passphrases.quick():
            made = new_programme(self._data, "North", "correct horse")
        self._keys = made.keys
        self._kiosks = [SomeKiosk(made.card, f"k-{name}") for name in ("bulaevo", "yavlenka")]
        with Store.open(self._data.centre) as store:
            for kiosk in self._kiosks:
                known = KnownKiosk(kiosk.kiosk, kiosk.site, "", kiosk.keys.sealing_key, MOMENT)
                store.put_kiosk(known, kiosk.keys.signing_key)
        self._bring(Random(1))

    def work(self, random: Random, tell: Tell) -> None:
        def said(_done: int, _total: int, result: FileResult) -> None:
            tell([result.path.name, result.outcome.value])

        paths = sorted(Stick(self._stick).visits.iterdir())
        random.shuffle(paths)
        with Store.open(self._data.centre) as store:
            for number in range(0, len(paths), 3):  # a few at a time, so that numbers come out of turn too
                import_paths(self._data, store, self._keys, paths[number : number + 3], said)

    def judge(self, told: list[Any]) -> list[str]:
        faults = [f"{name}: {outcome}" for name, outcome in told if outcome not in _GOOD]
        faults += quick_check(self._data.centre)
        with Store.open(self._data.centre) as store:
            stored = {bundle.file for bundle in store.bundles()}
            faults += [f"{name} was acknowledged and is gone" for name, _ in told if not _has(stored, name)]
            faults += self._compare(store, stored)
            results = import_paths(self._data, store, self._keys, [self._stick])
            faults += [
                f"the next import, {r.path.name}: {r.outcome}" for r in results if r.outcome not in _GOOD
            ]
            faults += self._compare(store, {bundle.file for bundle in store.bundles()})
            faults += self._all_is_here(store)
        self._bring(Random(sum(kiosk.seq for kiosk in self._kiosks)))
        return faults

    def _compare(self, store: Store, stored: set[str]) -> list[str]:
        """Hold the store against the kept bytes: each bundle with its bytes, its revisions whole, and no others."""
        faults = []
        for file in stored:
            kept, brought = self._data.bundles / file, Stick(self._stick).visits / Path(file).name
            if not kept.exists() or kept.read_bytes() != brought.read_bytes():
                faults.append(f"{file} is in the store, and its bytes are not kept")
        for kiosk in self._kiosks:
            spans = store.ranges(kiosk.kiosk, lost=False)
            found = store.ask(
                "SELECT seq FROM visits WHERE kiosk = :kiosk ORDER BY seq", {"kiosk": kiosk.kiosk}
            )
            if [seq for (seq,) in found] != _numbers(spans):
                faults.append(f"{kiosk.kiosk}: bundles hold {_numbers(spans)}, the store {found}")
        return faults

    def _all_is_here(self, store: Store) -> list[str]:
        faults = []
        for kiosk in self._kiosks:
            counted = store.ask("SELECT COUNT(*) FROM visits WHERE kiosk = :kiosk", {"kiosk": kiosk.kiosk})
            if counted != [(kiosk.seq,)]:
                faults.append(f"{kiosk.kiosk}: {counted} of {kiosk.seq} visits arrived")
        left = [path.name for path in self._data.bundles.rglob("*.part")]
        kept = sum(1 for _ in self._data.bundles.rglob("*.kiosk"))
        made = sum(kiosk.number for kiosk in self._kiosks)
        return (
            faults + [f"left over {left}"] * bool(left) + [f"{kept} of {made} bundles kept"] * (kept != made)
        )

    def _bring(self, random: Random) -> None:
        """Let both shops put new bundles onto the stick."""
        for kiosk in self._kiosks:
            for _ in range(random.randint(2, 4)):
                kiosk.put(kiosk.bundle(kiosk.visits(random.randint(1, 60))), self._stick)


def _has(stored: set[str], name: str) -> bool:
    return any(file.endswith(f"/{name}") for file in stored)


def _numbers(spans: list[Range]) -> list[int]:
    return sorted(seq for span in spans for seq in range(span.first, span.last + 1))
