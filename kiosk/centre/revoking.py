"""Revoking a kiosk: from a named bundle on its keys count no longer, and what was taken in after it is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.bundles import BundleRefused, Header, read_header
from kiosk.centre.audit import Deed
from kiosk.centre.keeping import kept_file
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.centre.taken import StoredBundle
from kiosk.clock import Clock, stamp
from kiosk.config import DataFolder
from kiosk.visits.spans import minus


class Revocation(NamedTuple):
    """A kiosk that was revoked: its last trusted bundle (None: none ever came), and the bundles that were withdrawn."""

    kiosk: str
    last: StoredBundle | None
    withdrawn: tuple[StoredBundle, ...]


def revoke(
    data: DataFolder, store: Store, kiosk: str, clock: Clock, *, after: int | None = None, epoch: str = ""
) -> Revocation:
    """Believe nothing more that the present keys of a kiosk sign, but what is here up to its last trusted bundle.

    That is bundle `after` of `epoch` (default: of the epoch that came last), or the last one that is here. What came
    after it, or in an epoch that grew from there, is withdrawn from the counts and its bytes are set aside. An earlier
    bundle that arrives late is still taken in when the chain leads to it. A kiosk with new keys can be accepted again.
    Raises StoreError when the kiosk was not accepted, or that bundle is not here.
    """
    store.accepted(kiosk)
    here = store.bundles(kiosk)
    last = _last_trusted(here, after, epoch)
    gone = [bundle for bundle in here if after is not None and last and _comes_after(bundle, last, here)]
    staying = [bundle for bundle in here if bundle not in gone]
    now = stamp(clock.now())
    with store.transaction():
        store.put_keys(
            kiosk, [key._replace(revoked_at=key.revoked_at or now) for key in store.accepted_keys(kiosk)]
        )
        store.trust(kiosk, [bundle.header_sha256 for bundle in staying])
        if gone:
            _withdraw(data, store, kiosk, gone, staying)
        about: dict[str, str | int] = {"epoch": last.epoch, "last_trusted": last.bundle} if last else {}
        store.audit(store.actor, Deed.REVOKE, now, kiosk=kiosk, withdrawn=len(gone), **about)
    for bundle in gone:  # after the commit: a cut before this only leaves files that no list names
        _set_aside(data, bundle)
    return Revocation(kiosk, last, tuple(gone))


def trust_again(store: Store, kiosk: str) -> None:
    """Take a revocation back: every key that was accepted counts again. What was set aside can be imported.

    Raises StoreError when the kiosk was not revoked.
    """
    keys = store.accepted_keys(kiosk)
    if not any(key.revoked_at for key in keys):
        raise StoreError("The kiosk {kiosk} was not revoked, so there is nothing to take back.", kiosk=kiosk)
    with store.transaction():
        store.put_keys(kiosk, [key._replace(revoked_at="") for key in keys])
        store.trust(kiosk, [])
        store.audit(store.actor, Deed.TRUST_AGAIN, kiosk=kiosk)


def _last_trusted(here: Sequence[StoredBundle], after: int | None, epoch: str) -> StoredBundle | None:
    newest = max(here, key=lambda bundle: (bundle.imported_at, bundle.created, bundle.bundle), default=None)
    if after is None and not epoch:
        return newest
    chosen = epoch or (newest.epoch if newest else "")
    of_epoch = [bundle for bundle in here if bundle.epoch == chosen]
    number = after if after is not None else max((bundle.bundle for bundle in of_epoch), default=0)
    found = next((bundle for bundle in of_epoch if bundle.bundle == number), None)
    if found is None:
        raise StoreError(
            "Bundle {number} of this kiosk is not here. Here are: {bundles}.",
            number=number,
            bundles=", ".join(f"{bundle.epoch} {bundle.bundle}" for bundle in here) or "-",
        )
    return found


def _comes_after(bundle: StoredBundle, last: StoredBundle, here: Sequence[StoredBundle]) -> bool:
    if bundle.epoch == last.epoch:
        return bundle.bundle > last.bundle
    parents = {each.epoch: each.parent_epoch for each in here}
    above, seen = bundle.epoch, set[str]()
    while above and above not in seen:
        if above == last.epoch:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _withdraw(
    data: DataFolder, store: Store, kiosk: str, gone: Sequence[StoredBundle], staying: Sequence[StoredBundle]
) -> None:
    stays = [_header(data, store, bundle) for bundle in staying]
    held = [span for header in stays for span in header.ranges]
    leaving = [span for bundle in gone for span in _header(data, store, bundle).ranges]
    store.withdraw(kiosk, [(bundle.epoch, bundle.bundle) for bundle in gone], minus(leaving, held))
    store.replace_ranges(kiosk, held, [span for header in stays for span in header.lost])


def _header(data: DataFolder, store: Store, bundle: StoredBundle) -> Header:
    file = kept_file(data, store, bundle)
    try:
        return read_header(file).header
    except (BundleRefused, OSError):
        raise StoreError(
            "The kept file {path} is damaged, so what it brought cannot be told apart. See: kiosk centre verify",
            path=file,
        ) from None


def _set_aside(data: DataFolder, bundle: StoredBundle) -> None:
    file = data.bundles / bundle.file
    data.aside.mkdir(parents=True, exist_ok=True)
    if file.exists():
        file.replace(data.aside / f"{bundle.header_sha256[:16]}-{file.name}")
