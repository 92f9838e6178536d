"""What two shops send: bundles with corrections, overlaps, a restored log, a fork and damaged copies."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.bundles import open_payload, read_bytes, read_header, verify
from kiosk.centre import KnownKiosk, Store, import_paths, new_programme
from kiosk.config import DataFolder
from kiosk.keys import KioskKeys, ManagerKeys
from kiosk.visits import Revisions, Visit, batches_of
from tests import passphrases
from tests.centre.conftest import TREE
from tests.centre.records import a_correction, a_notice, a_shift, a_visit
from tests.centre.world import MOMENT, SomeKiosk, StillClock

PASSPHRASE = "correct horse"


@dataclass(frozen=True)
class Deliveries:
    """A programme, its two shops, and every file that is on its way."""

    folder: Path
    keys: ManagerKeys
    shops: dict[str, KioskKeys]
    files: tuple[Path, ...]

    def office(self, folder: Path, where: Path | str = "") -> DataFolder:
        """Return a manager's folder of this programme, with a store that knows the shops."""
        data = DataFolder(Path(shutil.copytree(self.folder / "centre", folder)), str(where))
        with Store.of(data) as store:
            self.begin(store)
        return data

    def begin(self, store: Store) -> None:
        """Let a store know the places and the shops."""
        store.set_places(TREE)
        for kiosk, keys in self.shops.items():
            store.put_kiosk(KnownKiosk(kiosk, kiosk, "", keys.sealing_key, MOMENT), keys.signing_key)

    def rows(self, file: Path) -> list[tuple[object, ...]]:
        """Return what a good bundle holds."""
        header = read_header(file).header
        bundle = verify(read_bytes(file), self.shops[header.kiosk].signing_key)
        return [row for batch in open_payload(bundle, self.keys).batches() for row in batch.rows]


def make(folder: Path) -> Deliveries:
    """Make everything once."""
    data = DataFolder(folder / "centre")
    with passphrases.quick():
        made = new_programme(data, "North", PASSPHRASE)
    data.centre.unlink()
    files: list[Path] = []
    shops = {}
    for name in ("k-bulaevo", "k-yavlenka"):
        shop = SomeKiosk(made.card, name)
        shops[name] = shop.keys
        files += _of(shop, folder)
    return Deliveries(folder, made.keys, shops, tuple(files))


def _of(shop: SomeKiosk, folder: Path) -> list[Path]:
    visits = shop.visits(6)
    bundles = [shop.bundle(visits[:3]), shop.bundle(visits[3:])]
    edit = _later(shop, visits[1], people=3)
    bundles.append(shop.bundle([edit, _later(shop, visits[4], change="void")]))
    bundles.append(_mixed(shop))
    bundles.append(
        shop.bundle([*visits[2:5], _later(shop, edit, revision=3, outcome="alone")])
    )  # some once more
    copied = replace(shop, seq=3, number=1, previous=read_header(bundles[0]).sha256)
    bundles.append(
        copied.bundle([replace(visit, people=9) for visit in copied.visits(2)])
    )  # an old copy goes on
    grown = replace(shop, epoch="e2", seq=0, number=0, previous=None)
    bundles.append(grown.bundle(grown.visits(3)))
    files = [folder / f"{number}-{shop.kiosk}.kiosk" for number in range(len(bundles) + 1)]
    bundles.append(bundles[0][: len(bundles[0]) // 2])
    for file, content in zip(files, bundles, strict=True):
        file.write_bytes(content)
    return files


def _later(shop: SomeKiosk, visit: Visit, **changes: object) -> Visit:
    shop.seq += 1
    changed = a_correction(visit, **changes)  # type: ignore[arg-type]
    return replace(changed, seq=shop.seq)


def _mixed(shop: SomeKiosk) -> bytes:
    """Write a bundle with a shift and a notice beside its visit."""
    first = shop.seq + 1
    shop.seq += 3
    whose = {"kiosk": shop.kiosk, "epoch": shop.epoch}
    revisions = Revisions(
        (a_visit(**whose, seq=first, visit_epoch=shop.epoch, visit_seq=first, note="Әже = «өзі»"),),
        (replace(a_shift(seq=first + 1), **whose, shift_epoch=shop.epoch, shift_seq=first + 1),),
        (replace(a_notice(), **whose, seq=first + 2),),
    )
    return shop.write(batches_of(revisions))


def import_here(root: Path, where: str, files: list[Path], stop_after: int = 0) -> None:
    """Import in a process of its own; with `stop_after`, die as by a power cut in the middle of that file."""
    data = DataFolder(root, where)
    with passphrases.quick():
        keys = ManagerKeys.load(data.keys, PASSPHRASE)
    with Store.of(data) as store:
        if stop_after:
            _die_at(store, stop_after)
        import_paths(data, store, keys, files, clock=StillClock())


def _die_at(store: Store, count: int) -> None:
    """Kill this process when the store takes in rows for the `count`th time, after they are written."""
    load, left = store._engine.load, count

    def dying(*asked: object) -> None:
        nonlocal left
        load(*asked)  # type: ignore[arg-type]
        left -= 1
        if left == 0:
            os._exit(9)

    store._engine.load = dying  # type: ignore[method-assign]
