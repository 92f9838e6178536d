"""The bytes of every accepted bundle: whether they are still whole, and asking the kiosk for what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.bundles import BundleRefused, Header, read_header, verify
from kiosk.centre.chain import Candidate
from kiosk.centre.store import Store
from kiosk.centre.taken import StoredBundle
from kiosk.config import DataFolder, write_atomically
from kiosk.keys import key_id
from kiosk.visits import Range
from kiosk.visits.spans import by_epoch, joined, minus

#: Called with how many bundles were looked at and how many there are; False stops.
Looked = Callable[[int, int], bool | None]


class Spoiled(NamedTuple):
    """An accepted bundle whose bytes are missing or damaged."""

    bundle: StoredBundle
    file: Path


def look(data: DataFolder, store: Store, looked: Looked | None = None) -> Iterator[Spoiled]:
    """Read every accepted bundle's bytes, check signature and payload, and yield those that are not whole."""
    bundles = store.bundles()
    for number, bundle in enumerate(bundles, 1):
        file = kept_file(data, store, bundle)
        if not _is_whole(store, bundle, file) and not _restored(store, bundle, file):
            yield Spoiled(bundle, file)
        if looked and looked(number, len(bundles)) is False:
            return


def kept_file(data: DataFolder, store: Store, bundle: StoredBundle) -> Path:
    """Return where a bundle's bytes are kept; what another manager took in is fetched from the server they share."""
    file = data.bundles / bundle.file
    if not file.exists() and (shared := store.shared(bundle.header_sha256)):
        write_atomically(file, shared)
    return file


def share_kept(data: DataFolder, store: Store) -> None:
    """Give a server the bytes of all bundles that are kept here: for a store that moves there."""
    known = store.all_shared()
    for bundle in store.bundles():
        file = data.bundles / bundle.file
        if bundle.header_sha256 not in known and _is_whole(store, bundle, file):
            store.share(bundle.header_sha256, file.read_bytes())


def _restored(store: Store, bundle: StoredBundle, file: Path) -> bool:
    """Put what a server shares in the place of bytes that are damaged; tell whether it has them."""
    shared = store.shared(bundle.header_sha256)
    if shared is None or not _is_whole(store, bundle, shared):
        return False
    write_atomically(file, shared)
    return True


def _is_whole(store: Store, bundle: StoredBundle, source: Path | bytes) -> bool:
    try:
        signing = read_header(source).header.signing
        keys = [key for key in store.signing_keys(bundle.kiosk) if key_id(key) == signing]
        return any(verify(source, key).header_sha256 == bundle.header_sha256 for key in keys)
    except (BundleRefused, OSError):
        return False


def mend(data: DataFolder, store: Store, bundle: Candidate, copy: bytes) -> bool:
    """Put a bundle that came once more in the place of bytes that are not whole; return whether that was needed.

    Looked at only while something is wanted of its kiosk: an import of what is here already must stay fast.
    """
    header = bundle.header
    if not store.wanted(header.kiosk):
        return False
    here = store.bundle(header.kiosk, header.epoch, header.bundle)
    if here is None or not _is_whole(store, here, copy):
        return False
    file = data.bundles / here.file
    spoiled = not _is_whole(store, here, file)
    if spoiled:
        write_atomically(file, copy)
    with store.transaction():
        store.share(here.header_sha256, copy)
        no_longer_wanted(store, header)
    return spoiled


def no_longer_wanted(store: Store, header: Header) -> None:
    """Stop asking for what this bundle holds. Belongs inside a transaction."""
    if wanted := store.wanted(header.kiosk):
        store.set_wanted(header.kiosk, minus(wanted, header.ranges))


def ask_again(store: Store, kiosk: str, ranges: Sequence[Range]) -> list[Range]:
    """Let the next receipt ask a kiosk for `ranges` once more; return all that is asked for now.

    Raises StoreError when the kiosk was not accepted.
    """
    store.accepted(kiosk)
    with store.transaction():
        whole = joined([*store.wanted(kiosk), *ranges])
        store.set_wanted(kiosk, whole)
    return whole


def gaps(store: Store, kiosk: str) -> list[Range]:
    """Return what must exist and is not here: before the last revision that came, or that a later epoch grew from."""
    told = [*store.ranges(kiosk, lost=False), *store.ranges(kiosk, lost=True)]
    ends = {bundle.parent_epoch: bundle.parent_seq for bundle in store.bundles(kiosk) if bundle.parent_epoch}
    for epoch, spans in by_epoch(told).items():
        ends[epoch] = max(ends.get(epoch, 0), spans[-1][1])
    return minus([Range(epoch, 1, end) for epoch, end in sorted(ends.items())], told)


def ranges_of(data: DataFolder, bundle: StoredBundle, store: Store) -> list[Range]:
    """Return the revisions of an accepted bundle: what its header says, else all that no other bundle's header says."""
    try:
        return list(read_header(kept_file(data, store, bundle)).header.ranges)
    except (BundleRefused, OSError):
        pass
    others: list[Range] = []
    for other in store.bundles(bundle.kiosk):
        if other != bundle:
            try:
                others += read_header(kept_file(data, store, other)).header.ranges
            except (BundleRefused, OSError):
                continue  # spoiled as well: its revisions are asked for too
    return minus(store.ranges(bundle.kiosk, lost=False), others)
