"""Taking in what sticks and mails bring: each bundle exactly once, in any order, one transaction a file.

What cannot be taken in is set aside by itself with the true reason; it never stops the files after it. Whether a bundle
may be opened is decided in `kiosk.centre.chain`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kiosk.bundles import BundleRefused, Header, Verified, open_payload, read_bytes, read_header
from kiosk.centre.accepting import take_request
from kiosk.centre.audit import Deed
from kiosk.centre.carrying import take_roll
from kiosk.centre.chain import Candidate, copies, judge
from kiosk.centre.engine import UnstorableError
from kiosk.centre.finding import Found, find
from kiosk.centre.keeping import mend, no_longer_wanted
from kiosk.centre.outcome import FileResult, Outcome
from kiosk.centre.programme import programme_card
from kiosk.centre.receipts import answer
from kiosk.centre.retention import drop_old
from kiosk.centre.schema import StoreError
from kiosk.centre.store import OtherContentError, Store
from kiosk.centre.taken import StoredBundle
from kiosk.clock import Clock, SystemClock, stamp
from kiosk.config import DataFolder, write_atomically
from kiosk.errors import KioskError
from kiosk.keys import ManagerKeys

#: Called after each file with how many are done, how many there are, and the file's result; False stops after it.
Progress = Callable[[int, int, FileResult], bool | None]
#: Called with each stick and each kiosk whose receipt is on it now.
Answered = Callable[[Path, str], None]


class Importer:
    """One run of taking files in, for the manager who holds `keys`."""

    def __init__(self, data: DataFolder, store: Store, keys: ManagerKeys, clock: Clock) -> None:
        self._data = data
        self._store = store
        self._keys = keys
        self._clock = clock
        #: Where the bytes of a bundle are kept that could not be taken in.
        self._kept_in = {
            Outcome.WAITING: data.waiting,
            Outcome.FORK: data.aside,
            Outcome.REVOKED: data.aside,
        }
        self._swept: set[Path] = set()
        self._programme = programme_card(data).programme
        #: Of a revoked kiosk: the hash of the header before the bundle that was just taken in.
        self._led_to = ""

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

    def roll(self, path: Path) -> FileResult:
        """Take over the kiosks that the programme's manager vouches for."""
        try:
            count = take_roll(self._data, self._store, self._keys, path.read_bytes())
        except OSError as problem:
            return FileResult(path, Outcome.UNREADABLE, reason=problem.strerror or str(problem))
        except KioskError:
            return FileResult(path, Outcome.FOREIGN_ROLL)
        return FileResult(path, Outcome.KIOSKS, new=count)

    def bundles(self, paths: Iterable[Path]) -> Iterator[FileResult]:
        """Take in bundles one after another. One that the chain now leads back to comes in out of turn."""
        for path in paths:
            result = self.bundle(path)
            yield result
            while result.outcome is Outcome.IMPORTED and (earlier := self._released()) is not None:
                result = self.bundle(earlier)
                if result.outcome is Outcome.IMPORTED:
                    earlier.unlink()
                yield result

    def bundle(self, path: Path) -> FileResult:
        """Take in one bundle, or say why not."""
        result = FileResult(path, Outcome.IMPORTED)
        try:
            data = read_bytes(path)
            outside = read_header(data)
            result = replace(result, kiosk=outside.header.kiosk)
            candidate = Candidate(self._store, self._programme, outside.header, outside.sha256, data)
            return self._decide(result, candidate, data)
        except BundleRefused as refusal:
            return replace(result, outcome=Outcome(refusal.reason.value))
        except OSError as problem:
            return replace(result, outcome=Outcome.UNREADABLE, reason=problem.strerror or str(problem))

    def _decide(self, result: FileResult, bundle: Candidate, data: bytes) -> FileResult:
        if bundle.known is not None:
            result = replace(result, site=bundle.known.name)
        try:
            outcome = judge(bundle)
            if outcome is Outcome.IMPORTED:
                self._led_to = (bundle.header.previous or "") if bundle.is_revoked else ""
                return self._take_in(result, bundle.verified, data)
        except BundleRefused as refusal:
            outcome = Outcome(refusal.reason.value)
        except OtherContentError:
            outcome = Outcome.FORK
        except UnstorableError:
            outcome = Outcome.DAMAGED
        if outcome is Outcome.ALREADY:
            mended = mend(self._data, self._store, bundle, data)
            return replace(self._already(result, bundle.header), mended=mended)
        if folder := self._kept_in.get(outcome):  # somebody will want to look at it, or to take it in later
            write_atomically(folder / f"{bundle.digest[:16]}-{bundle.header.file}", data)
        return replace(result, outcome=outcome)

    def _released(self) -> Path | None:
        """Return what was set aside because nothing led to it, when the bundle just taken in does."""
        led_to = self._led_to
        return next(self._data.aside.glob(f"{led_to[:16]}-*.kiosk"), None) if led_to else None

    def _already(self, result: FileResult, header: Header) -> FileResult:
        return replace(
            result, outcome=Outcome.ALREADY, already=header.counts.visits, missing=self._gap(header)
        )

    def _take_in(self, result: FileResult, bundle: Verified, data: bytes) -> FileResult:
        """Open a bundle and keep what it holds: all of it or nothing."""
        header = bundle.header
        payload = open_payload(bundle, self._keys)
        file = self._data.bundles / header.kiosk / header.file
        with self._store.transaction(header.kiosk):
            if self._store.bundle(header.kiosk, header.epoch, header.bundle) is not None:
                return self._already(result, header)  # a second manager was faster by a moment
            visits, shifts, notices = self._store.insert(payload.batches())
            self._store.add_bundle(self._row(bundle, file), header.ranges, header.lost)
            no_longer_wanted(self._store, header)
            self._store.share(bundle.header_sha256, data)
            self._keep(file, data)
        return replace(
            result,
            new=visits.new,
            already=visits.already,
            corrected=visits.corrected,
            shifts=shifts.new,
            notices=notices.new,
            missing=self._gap(header),
            copies=self._copies(header),
        )

    def _keep(self, file: Path, data: bytes) -> None:
        """Keep a bundle's bytes beside the store; belongs into the transaction that takes it in."""
        self._sweep(file.parent)
        write_atomically(file, data)

    def _sweep(self, folder: Path) -> None:
        """Remove what an interrupted import left: in the store's transaction nobody else writes there."""
        if folder not in self._swept:
            self._swept.add(folder)
            for part in folder.glob(".*.part"):
                part.unlink()

    def _copies(self, header: Header) -> tuple[str, ...]:
        """Return the epochs of two copies of this kiosk, when this bundle belongs to one of them."""
        if not self._store.has_other_epochs(header.kiosk, header.epoch):
            return ()
        found = copies(self._store.lives(header.kiosk))
        return next((pair for pair in found if header.epoch in pair), ())

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

    def note(self, results: Sequence[FileResult]) -> None:
        """Write into the audit trail what a run took in, by the outcome of its files, and count its revisions."""
        if not results:
            return
        self._store.catch_up()
        files = Counter(result.outcome.value for result in results)
        self._store.audit(
            self._keys.key_id,
            Deed.IMPORT,
            stamp(self._clock.now()),
            **files,
            visits=sum(result.new for result in results if result.outcome is Outcome.IMPORTED),
            corrections=sum(result.corrected for result in results),
            shifts=sum(result.shifts for result in results),
            notices=sum(result.notices for result in results),
        )

    def answer(
        self, stick: Path, kiosks: Iterable[str], answered: Answered | None = None
    ) -> list[FileResult]:
        """Write receipts and rosters onto a stick for the kiosks that came on it; return what could not be written."""
        ours = (kiosk for kiosk in sorted(set(kiosks)) if self._store.kiosk(kiosk))
        failed = []
        for kiosk, problem in answer(self._data, self._store, self._keys, ours, stick, self._clock):
            if problem:
                reason, name = str(problem.params["reason"]), self._store.accepted(kiosk).name
                failed.append(FileResult(stick, Outcome.NO_RECEIPT, kiosk, name, reason=reason))
            elif answered:
                answered(stick, kiosk)
        return failed


def import_paths(
    data: DataFolder,
    store: Store,
    keys: ManagerKeys,
    paths: Sequence[Path],
    progress: Progress | None = None,
    clock: Clock | None = None,
    answered: Answered | None = None,
) -> list[FileResult]:
    """Take in files, folders and sticks, in any order and any number of times; return what became of each file.

    Bundles are taken in the order of their numbers, so that "missing" is true when it is said. Receipts then go back
    onto the sticks that the bundles came from.
    """
    clock = clock or SystemClock()
    importer = Importer(data, store, keys, clock)
    drop_old(store, clock)
    found = find(paths)
    results: list[FileResult] = []
    results += [FileResult(path, Outcome.NOTHING_HERE) for path in found.nothing]
    results += [importer.roll(path) for path in found.rolls]
    results += [result for path in found.requests if (result := importer.request(path))]
    total = len(found.bundles)
    done = 0
    try:
        for result in importer.bundles(sorted(found.bundles, key=place_in_the_chain)):
            results.append(result)
            done = min(done + 1, total)
            if progress and progress(done, total, result) is False:
                break
    finally:  # what was taken in before somebody or something ended it was taken in
        importer.note(results)
    return results + _answer_sticks(importer, found, results, answered)


def import_waiting(
    data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, clock: Clock | None = None
) -> list[FileResult]:
    """Take in what came of a kiosk before it was accepted; what is done with leaves the waiting room."""
    importer = Importer(data, store, keys, clock or SystemClock())
    results = []
    for path in sorted(data.waiting.glob(f"*-{kiosk}-*.kiosk"), key=place_in_the_chain):
        if place_in_the_chain(path)[0] != kiosk:
            continue
        results.append(importer.bundle(path))
        if results[-1].outcome in (Outcome.IMPORTED, Outcome.ALREADY, Outcome.FORK, Outcome.REVOKED):
            path.unlink()  # its bytes are kept elsewhere
        elif results[-1].outcome is not Outcome.UNREADABLE:
            _set_aside(data, path)
    importer.note(results)
    return results


def _set_aside(data: DataFolder, path: Path) -> None:
    """Move what waited in vain out of the way; somebody may want to look at it."""
    data.aside.mkdir(parents=True, exist_ok=True)
    path.replace(data.aside / path.name)


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


#: Outcomes after which a kiosk is told what is here of it.
_ANSWERED = (Outcome.IMPORTED, Outcome.ALREADY, Outcome.REVOKED)


def _answer_sticks(
    importer: Importer, found: Found, results: Sequence[FileResult], answered: Answered | None
) -> list[FileResult]:
    """Answer each kiosk that came on a stick: by a bundle, or by its request alone when it had nothing to send."""
    came = {r.path: r.kiosk for r in results if r.outcome in _ANSWERED}
    came |= {path: path.stem for path in found.requests}
    failed = []
    for stick, files in found.sticks.items():
        failed += importer.answer(stick, {came[path] for path in files if path in came}, answered)
    return failed


def place_in_the_chain(path: Path) -> tuple[str, str, int]:
    """Return what bundles are sorted by; one that cannot be read comes last and is refused when its turn comes."""
    try:
        header = read_header(path).header
    except (BundleRefused, OSError):
        return ("~", path.name, 0)
    return (header.kiosk, header.epoch, header.bundle)
