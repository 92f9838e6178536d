"""Building the store anew from the kept bundles: they are what really came, and all that is counted follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kiosk.bundles import Verified
from kiosk.centre.finding import ROLL, find
from kiosk.centre.importing import Importer, place_in_the_chain
from kiosk.centre.keeping import kept_file
from kiosk.centre.outcome import Outcome
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.centre.taken import StoredBundle
from kiosk.clock import Clock
from kiosk.config import DataFolder
from kiosk.keys import ManagerKeys

#: Called after each bundle with how many are done and how many there are.
Rebuilding = Callable[[int, int], None]


def rebuild(
    data: DataFolder, store: Store, keys: ManagerKeys, clock: Clock, told: Rebuilding | None = None
) -> int:
    """Forget every revision and take every kept bundle in again, all or nothing; return how many bundles there are.

    Kiosks, places, volunteers and what else was decided here stays. A store that was lost begins with the roll that is
    kept beside the bundles, and with all of them. Readers see the old store until the new one is whole. Raises
    StoreError when a bundle that was here cannot be taken in again.
    """
    here = store.bundles()
    files = [kept_file(data, store, bundle) for bundle in here] if here else _lost(data)
    with store.transaction(), store.engine.at_length():
        wanted = {known.kiosk: store.wanted(known.kiosk) for known in store.kiosks()}
        store.forget_revisions()
        again = _Again(data, store, keys, clock, {bundle.header_sha256: bundle for bundle in here})
        if not here and (data.bundles / ROLL).exists():
            again.roll(data.bundles / ROLL)
        left = again.take(sorted(files, key=place_in_the_chain), told)
        if left and here:
            raise StoreError(
                "{number} of {all} kept files could not be imported again, among them {path}. The store was left as "
                "it was. To look at them: kiosk centre verify",
                number=len(left),
                all=len(files),
                path=left[0],
            )
        for kiosk, ranges in wanted.items():
            store.set_wanted(kiosk, ranges)
    return len(files) - len(left)


def _lost(data: DataFolder) -> list[Path]:
    found = find([data.bundles]).bundles if data.bundles.exists() else []
    return [path for path in found if path.parent not in (data.waiting, data.aside)]


class _Again(Importer):
    """Takes in what is kept already: nothing is written but the store."""

    def __init__(
        self,
        data: DataFolder,
        store: Store,
        keys: ManagerKeys,
        clock: Clock,
        before: Mapping[str, StoredBundle],
    ) -> None:
        super().__init__(data, store, keys, clock)
        self._before = before
        self._kept_in = {}  # what does not come in stays where it is

    def take(self, files: Sequence[Path], told: Rebuilding | None) -> list[Path]:
        """Take in files; return those that could not be. What a later one leads back to comes in another round."""
        left, done = list(files), 0
        while left:
            again = []
            for path in left:
                if self.bundle(path).outcome is not Outcome.IMPORTED:
                    again.append(path)
                    continue
                done += 1
                if told:
                    told(done, len(files))
            if len(again) == len(left):
                break
            left = again
        return left

    def _keep(self, file: Path, data: bytes) -> None:
        """Leave the kept bytes alone."""

    def _row(self, bundle: Verified, file: Path) -> StoredBundle:
        return self._before.get(bundle.header_sha256) or super()._row(bundle, file)
