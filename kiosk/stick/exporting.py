"""Exporting: what is new goes onto a stick, and is called exported when the stick itself has given it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.bundles import MAX_BUNDLE, BundleRefused, Header, verify
from kiosk.clock import Clock, SystemClock
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem
from kiosk.keys import Card, CardStep, KioskKeys
from kiosk.locks import FileLock
from kiosk.stick.device import PART, Device, holds, write_surviving
from kiosk.stick.evidence import ask_the_stick
from kiosk.stick.folder import Stick
from kiosk.stick.intake import last_receipt, load_card, read_from, take_card, take_receipt, take_roster
from kiosk.stick.outcomes import ADVICE, Outcome, StickError, in_words, sentence_of
from kiosk.stick.patience import Patient
from kiosk.stick.protecting import protect
from kiosk.stick.spool import Spool, Spooled
from kiosk.visits import VisitLog

#: Called with the revisions done and the revisions in all; returning False stops after the file that is
#: being written.
Progress = Callable[[int, int], bool | None]
#: Bytes that must stay free on a stick beside the bundles: folders, entries, receipts on the way back.
RESERVE = 256 * 1024


@dataclass(frozen=True, slots=True)
class ExportResult:
    """How an export ended. `visits` and `rows` count what this stick got now, all revisions of visits among the rows.

    `card`, `receipt` and `roster` say what came the other way; `revoked` that the centre no longer takes what this
    kiosk signs. `path` is the folder on the stick.
    """

    outcome: Outcome
    path: Path
    bundles_written: int = 0
    bundles_already: int = 0
    visits: int = 0
    rows: int = 0
    reason: str = ""
    card: CardStep = CardStep.NONE
    receipt: bool = False
    roster: bool = False
    revoked: bool = False

    def sentence(self) -> tuple[str, dict[str, object]]:
        """Return the message that says what happened, and its values."""
        return sentence_of(self.outcome, self.reason), {
            "bundles": self.bundles_written,
            "visits": self.visits,
            "rows": self.rows,
            "path": self.path,
            "reason": self.reason,
        }

    @property
    def advice(self) -> str:
        """The message that says what to do next."""
        return ADVICE[self.outcome]


def export(
    data: DataFolder,
    log: VisitLog,
    target: Path,
    progress: Progress | None = None,
    *,
    clock: Clock | None = None,
    device: Device | None = None,
) -> ExportResult:
    """Put every revision that no receipt covers onto the stick, or into the folder, at `target`.

    First takes in what the stick brings: a newer card, the roster, the receipt. Every way in which this can
    end is an outcome and not an exception, except that a damaged log raises LogError.
    """
    with Patient(device) as patient:
        run = _Export(data, log, Stick(target), clock or SystemClock(), patient, progress or _silent)
        try:
            with closing(FileLock(data.export_lock)) as lock:
                outcome, reason = run.all() if lock.take() else Outcome.BUSY, ""
        except StickError as problem:
            outcome, reason = run.outcome_of(problem), problem.reason
        except KeyProblem as problem:
            outcome, reason = Outcome.NO_KEYS, str(problem)
        except OSError as problem:
            # A stick's own errors were put in words already: this is the computer's disk.
            outcome, reason = Outcome.DISK_FULL, problem.strerror or str(problem)
        return run.result(outcome, reason)


def _silent(_done: int, _total: int) -> None:
    return None


class _Export:
    """One export on its way: what it works with, and what it has counted."""

    def __init__(
        self, data: DataFolder, log: VisitLog, stick: Stick, clock: Clock, device: Device, progress: Progress
    ) -> None:
        self._data = data
        self._log = log
        self._stick = stick
        self._clock = clock
        self._device = device
        self._progress = progress
        self._part = stick.part(log.kiosk, log.epoch)
        self._file_system = 0
        self._done = self._total = 0
        self._written: list[Header] = []
        self._already = 0
        self._step = CardStep.NONE
        self._receipt = self._roster = self._revoked = False

    def result(self, outcome: Outcome, reason: str) -> ExportResult:
        return ExportResult(
            outcome=outcome,
            path=self._stick.folder,
            bundles_written=len(self._written),
            bundles_already=self._already,
            visits=sum(header.counts.visits for header in self._written),
            rows=sum(header.rows for header in self._written),
            reason=reason,
            card=self._step,
            receipt=self._receipt,
            roster=self._roster,
            revoked=self._revoked,
        )

    def outcome_of(self, problem: StickError) -> Outcome:
        """Tell a stick that fails from one that was pulled: the system calls both an input/output error."""
        if problem.outcome is not Outcome.WRITE_ERROR:
            return problem.outcome
        try:
            return problem.outcome if self._device.present(self._stick.root) else Outcome.GONE
        except OSError:
            return Outcome.GONE

    def all(self) -> Outcome:
        card = load_card(self._data)
        if card is None:
            return Outcome.NO_PROGRAMME
        with in_words():
            if not self._device.is_folder(self._stick.root):
                return Outcome.NO_STICK
            self._file_system = self._device.identity(self._stick.root)
        keys = KioskKeys.load(self._data.keys)
        card = self._take_in(card, keys)
        if self._step is CardStep.OTHER_PROGRAMME:
            return Outcome.FOREIGN
        ask_the_stick(self._stick, self._log, keys, self._device)
        protect(self._data, self._log, card, keys)
        receipt = last_receipt(self._data, self._log, card)
        self._revoked = receipt is not None and keys.key_id in receipt.revoked
        spool = Spool(
            self._data, self._log, card, keys, self._clock, wanted=receipt.wanted if receipt else ()
        )
        spool.prune()
        self._total = 2 * self._log.unsent()
        spool.build(self._count)
        waiting = spool.waiting()
        self._total = self._done + sum(bundle.rows for bundle in waiting)
        self._sweep()
        return self._put_all(waiting, keys)

    def _take_in(self, card: Card, keys: KioskKeys) -> Card:
        card, self._step = take_card(self._data, card, self._stick, self._device)
        if self._step is not CardStep.OTHER_PROGRAMME:
            self._receipt = take_receipt(self._data, self._log, card, self._stick, self._device)
            self._roster = take_roster(self._data, self._log, card, keys, self._stick, self._device)
        return card

    def _sweep(self) -> None:
        """Remove what an export that was cut off left unfinished; where nothing can be removed it does no harm."""
        with suppress(OSError):
            self._device.remove(self._part)
            request = self._stick.enrolment(self._log.kiosk)
            self._device.remove(request.with_name(request.name + PART))

    def _put_request(self) -> None:
        """See to it that the request to join lies on the stick: who reads it decides whether it is still needed."""
        if not self._data.enrolment.exists():
            return
        request, path = self._data.enrolment.read_bytes(), self._stick.enrolment(self._log.kiosk)
        if read_from(path, self._device) != request:
            with in_words():
                write_surviving(path, request, self._device)

    def _put_all(self, waiting: Sequence[Spooled], keys: KioskKeys) -> Outcome:
        new = [bundle for bundle in waiting if not self._there(bundle)]
        self._make_sure_of_room(new)
        self._put_request()
        for bundle in new:
            self._put(bundle, keys)
        return Outcome.EXPORTED if self._written else Outcome.NOTHING_NEW

    def _there(self, bundle: Spooled) -> bool:
        """Tell whether the stick has this bundle already; its content decides, its name only says where to look."""
        data = bundle.path.read_bytes()
        with in_words():
            if not holds(self._stick.visits / bundle.path.name, data, self._device):
                return False
        self._already += 1
        self._mark(bundle)
        return True

    def _make_sure_of_room(self, new: Sequence[Spooled]) -> None:
        needed = sum(bundle.path.stat().st_size for bundle in new)
        with in_words():
            if new and self._device.free(self._stick.root) < needed + RESERVE:
                raise StickError(Outcome.FULL)

    def _put(self, bundle: Spooled, keys: KioskKeys) -> None:
        data, path = bundle.path.read_bytes(), self._stick.visits / bundle.path.name
        with in_words():
            if self._is_a_clones(path, keys):
                path = path.with_name(f"{path.stem}-{bundle.record.header_sha256[:8]}{path.suffix}")
            write_surviving(path, data, self._device, self._part)
        self._written.append(bundle.header)
        self._mark(bundle)

    def _is_a_clones(self, path: Path, keys: KioskKeys) -> bool:
        """Tell whether another copy of this kiosk left a bundle under this name: the centre must see both."""
        found = self._device.read(path, MAX_BUNDLE)
        if found is None:
            return False
        try:
            verify(found, keys.signing_key)
        except BundleRefused:
            return False
        return True

    def _mark(self, bundle: Spooled) -> None:
        with in_words():
            if self._device.identity(self._stick.root) != self._file_system:
                # The stick was pulled and left a folder of the computer's own disk behind it.
                raise StickError(Outcome.GONE)
        self._log.mark_exported(bundle.record)
        self._count(bundle.rows)

    def _count(self, rows: int) -> None:
        self._done += rows
        if self._progress(self._done, self._total) is False and self._done < self._total:
            raise StickError(Outcome.STOPPED)
