"""Taking in what sticks and mails bring: each bundle exactly once, in any order, one transaction a file.

What cannot be taken in is set aside by itself with the true reason; it never stops the files after it. Order of the
checks: is it a bundle, is it of our programme, do we know its kiosk, did that kiosk write it, have we got it, does it
fit the chain; only then it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from kiosk.bundles import (
    MAX_BUNDLE,
    BundleRefused,
    Header,
    Reason,
    Verified,
    header_sha256,
    open_payload,
    read_header,
    verify,
)
from kiosk.centre.finding import Found, find
from kiosk.centre.programme import programme_card, take_request, write_roster
from kiosk.centre.receipts import write_receipt
from kiosk.centre.schema import StoreError
from kiosk.centre.store import OtherContentError, Store, StoredBundle
from kiosk.clock import Clock, SystemClock, stamp
from kiosk.config import DataFolder, write_atomically
from kiosk.errors import KioskError
from kiosk.keys import ManagerKeys, key_id


class Outcome(StrEnum):
    """What became of one file."""

    IMPORTED = "imported"
    ALREADY = "already"
    WAITING = "waiting"
    REQUEST = "request"
    WRONG_PROGRAMME = "wrong_programme"
    FORGED = "forged"
    FORK = "fork"
    DAMAGED = "damaged"
    NEWER_VERSION = "newer_version"
    OTHER_KEY = "other_key"
    UNREADABLE = "unreadable"
    NOTHING_HERE = "nothing_here"
    NO_RECEIPT = "no_receipt"


#: Outcomes after which nothing is wrong.
GOOD = frozenset({Outcome.IMPORTED, Outcome.ALREADY, Outcome.WAITING, Outcome.REQUEST})

_REFUSALS = {
    Reason.DAMAGED: Outcome.DAMAGED,
    Reason.NOT_ACCEPTED: Outcome.WAITING,
    Reason.WRONG_PROGRAMME: Outcome.WRONG_PROGRAMME,
    Reason.FORGED: Outcome.FORGED,
    Reason.FORK: Outcome.FORK,
    Reason.NEWER_VERSION: Outcome.NEWER_VERSION,
    Reason.OTHER_KEY: Outcome.OTHER_KEY,
}


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: `new`, `already` and `corrected` count revisions of visits, `missing` the bundle numbers
    right before this one that have not come (first and last, both included), `reason` what the system said.
    """

    path: Path
    outcome: Outcome
    kiosk: str = ""
    site: str = ""
    new: int = 0
    already: int = 0
    corrected: int = 0
    shifts: int = 0
    notices: int = 0
    missing: tuple[int, int] | None = None
    digits: tuple[str, ...] = ()
    reason: str = ""


#: Called after each file with how many are done, how many there are, and the file's result; False stops after it.
Progress = Callable[[int, int, FileResult], bool | None]


class Importer:
    """One run of taking files in, for the manager who holds `keys`."""

    def __init__(self, data: DataFolder, store: Store, keys: ManagerKeys, clock: Clock) -> None:
        self._data = data
        self._store = store
        self._keys = keys
        self._clock = clock
        self._programme = programme_card(data).programme

    def request(self, path: Path) -> FileResult | None:
        """Keep a request to join; None when it was decided before."""
        try:
            request = take_request(self._data, self._store, path.read_bytes(), stamp(self._clock.now()))
        except OSError as problem:
            return FileResult(path, Outcome.UNREADABLE, reason=problem.strerror or str(problem))
        except StoreError:
            return FileResult(path, Outcome.WRONG_PROGRAMME)
        except KioskError:
            return FileResult(path, Outcome.DAMAGED)
        if request is None:
            return None
        site = ""
        with suppress(
            KioskError
        ):  # the name is a help for people; whether the request is good shows at acceptance
            site = request.site_name(self._keys)
        return FileResult(path, Outcome.REQUEST, request.kiosk, site, digits=request.digits())

    def bundle(self, path: Path) -> FileResult:
        """Take in one bundle, or say why not."""
        result = FileResult(path, Outcome.IMPORTED)
        try:
            data = _bytes_of(path)
            header, raw, _signature = read_header(data)
            return self._known(replace(result, kiosk=header.kiosk), data, header, header_sha256(raw))
        except BundleRefused as refusal:
            return replace(result, outcome=_REFUSALS[refusal.reason])
        except OSError as problem:
            return replace(result, outcome=Outcome.UNREADABLE, reason=problem.strerror or str(problem))

    def _known(self, result: FileResult, data: bytes, header: Header, digest: str) -> FileResult:
        """Tell whose bundle this is and whether it is here, before anything in it is opened."""
        if header.programme != self._programme:
            return replace(result, outcome=Outcome.WRONG_PROGRAMME)
        known = self._store.kiosk(header.kiosk)
        if known is None:
            write_atomically(waiting_folder(self._data) / f"{digest[:16]}-{header.file}", data)
            return replace(result, outcome=Outcome.WAITING)
        result = replace(result, site=known.name)
        here = self._store.bundle(header.kiosk, header.epoch, header.bundle)
        if here is not None and here.header_sha256 == digest:
            return self._already(result, header)
        try:
            bundle = verify(data, self._key_of(header))
            if here is not None or self._breaks_the_chain(header, digest):
                raise BundleRefused(Reason.FORK)
            return self._take_in(result, bundle, data)
        except BundleRefused as refusal:
            if refusal.reason is Reason.FORK:  # its bytes are kept: somebody will want to look at both
                write_atomically(aside_folder(self._data) / f"{digest[:16]}-{header.file}", data)
            return replace(result, outcome=_REFUSALS[refusal.reason])

    def _key_of(self, header: Header) -> str:
        for key in self._store.signing_keys(header.kiosk):
            if key_id(key) == header.signing:
                return key
        raise BundleRefused(Reason.FORGED)

    def _already(self, result: FileResult, header: Header) -> FileResult:
        return replace(
            result, outcome=Outcome.ALREADY, already=header.counts.visits, missing=self._gap(header)
        )

    def _take_in(self, result: FileResult, bundle: Verified, data: bytes) -> FileResult:
        """Open a bundle and keep what it holds: all of it or nothing."""
        header = bundle.header
        payload = open_payload(bundle, self._keys)
        file = self._data.bundles / header.kiosk / header.file
        try:
            with self._store.transaction():
                if self._store.bundle(header.kiosk, header.epoch, header.bundle) is not None:
                    return self._already(result, header)  # a second manager was faster by a moment
                visits, shifts, notices = self._store.insert(payload.batches())
                self._store.add_bundle(self._row(bundle, file), header.ranges, header.lost)
                write_atomically(file, data)
        except OtherContentError:
            raise BundleRefused(Reason.FORK) from None
        return replace(
            result,
            new=visits.new,
            already=visits.already,
            corrected=visits.corrected,
            shifts=shifts.new,
            notices=notices.new,
            missing=self._gap(header),
        )

    def _breaks_the_chain(self, header: Header, digest: str) -> bool:
        """Tell whether a neighbour that is here was written by another hand than this bundle's."""
        before = self._store.bundle(header.kiosk, header.epoch, header.bundle - 1)
        after = self._store.bundle(header.kiosk, header.epoch, header.bundle + 1)
        return bool(
            (before and before.header_sha256 != header.previous)
            or (after and after.previous_sha256 != digest)
        )

    def _gap(self, header: Header) -> tuple[int, int] | None:
        return self._store.missing_before(header.kiosk, header.epoch, header.bundle)

    def _row(self, bundle: Verified, file: Path) -> StoredBundle:
        header = bundle.header
        return StoredBundle(
            kiosk=header.kiosk,
            epoch=header.epoch,
            bundle=header.bundle,
            header_sha256=bundle.header_sha256,
            previous_sha256=header.previous or "",
            file=file.relative_to(self._data.bundles).as_posix(),
            created=header.created,
            imported_at=stamp(self._clock.now()),
            parent_epoch=header.parent.epoch if header.parent else "",
            parent_seq=header.parent.seq if header.parent else 0,
        )

    def answer(self, stick: Path, kiosks: Iterable[str]) -> list[FileResult]:
        """Write receipts and rosters onto a stick for the kiosks that came on it; return what could not be written."""
        failed = []
        for kiosk in sorted(set(kiosks)):
            known = self._store.kiosk(kiosk)
            if known is None:
                continue
            try:
                write_receipt(self._data, self._store, self._keys, kiosk, stick, self._clock)
                write_roster(self._data, self._store, self._keys, kiosk, stick)
            except StoreError as problem:
                reason = str(problem.params["reason"])
                failed.append(FileResult(stick, Outcome.NO_RECEIPT, kiosk, known.name, reason=reason))
        return failed


def import_paths(
    data: DataFolder,
    store: Store,
    keys: ManagerKeys,
    paths: Sequence[Path],
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> list[FileResult]:
    """Take in files, folders and sticks, in any order and any number of times; return what became of each file.

    Bundles are taken in the order of their numbers, so that "missing" is true when it is said. Receipts then go back
    onto the sticks that the bundles came from.
    """
    importer = Importer(data, store, keys, clock or SystemClock())
    found = find(paths)
    results: list[FileResult] = []
    results += [FileResult(path, Outcome.NOTHING_HERE) for path in found.nothing]
    results += [result for path in found.requests if (result := importer.request(path))]
    total = len(found.bundles)
    for number, path in enumerate(sorted(found.bundles, key=_place_in_the_chain), 1):
        results.append(importer.bundle(path))
        if progress and progress(number, total, results[-1]) is False:
            break
    return results + _answer_sticks(importer, found, results)


def import_waiting(
    data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, clock: Clock | None = None
) -> list[FileResult]:
    """Take in what came of a kiosk before it was accepted; what is done with leaves the waiting room."""
    importer = Importer(data, store, keys, clock or SystemClock())
    results = []
    for path in sorted(waiting_folder(data).glob(f"*-{kiosk}-*.kiosk"), key=_place_in_the_chain):
        if _place_in_the_chain(path)[0] != kiosk:
            continue
        results.append(importer.bundle(path))
        if results[-1].outcome in (
            Outcome.IMPORTED,
            Outcome.ALREADY,
            Outcome.FORK,
        ):  # its bytes are kept elsewhere
            path.unlink()
        elif results[-1].outcome is not Outcome.UNREADABLE:
            _set_aside(data, path)
    return results


def _set_aside(data: DataFolder, path: Path) -> None:
    """Move what waited in vain out of the way; somebody may want to look at it."""
    folder = aside_folder(data)
    folder.mkdir(parents=True, exist_ok=True)
    path.replace(folder / path.name)


def aside_folder(data: DataFolder) -> Path:
    """Where bundles that contradict what is here, or that waited in vain, are kept."""
    return data.bundles / "aside"


def take_requests(data: DataFolder, store: Store, sticks: Sequence[Path], clock: Clock | None = None) -> int:
    """Keep the requests to join that lie on sticks; return how many wait for a decision. Damaged ones are passed over.

    For a manager who only wants to accept; `import_paths` does the same on its way.
    """
    found = 0
    for path in find(sticks).requests:
        with suppress(KioskError):
            found += (
                take_request(data, store, path.read_bytes(), stamp((clock or SystemClock()).now()))
                is not None
            )
    return found


def waiting_folder(data: DataFolder) -> Path:
    """Where bundles of kiosks that nobody has accepted yet are kept."""
    return data.bundles / "waiting"


def _answer_sticks(importer: Importer, found: Found, results: Sequence[FileResult]) -> list[FileResult]:
    taken = {r.path: r.kiosk for r in results if r.outcome in (Outcome.IMPORTED, Outcome.ALREADY)}
    failed = []
    for stick, files in found.sticks.items():
        failed += importer.answer(stick, {taken[path] for path in files if path in taken})
    return failed


def _place_in_the_chain(path: Path) -> tuple[str, str, int]:
    """Return what bundles are sorted by; one that cannot be read comes last and is refused when its turn comes."""
    try:
        header, _raw, _signature = read_header(path)
    except (BundleRefused, OSError):
        return ("~", path.name, 0)
    return (header.kiosk, header.epoch, header.bundle)


def _bytes_of(path: Path) -> bytes:
    """Read a file, but never more than a bundle may have."""
    with path.open("rb") as file:
        data = file.read(MAX_BUNDLE + 1)
    if len(data) > MAX_BUNDLE:
        raise BundleRefused(Reason.DAMAGED)
    return data
