"""The spool: bundles that were built and that no receipt covers yet.

A bundle is built once and the same bytes go to every stick. It stands in the spool before the log knows of
it, and goes to a stick only when the log does: a crash in between leaves a file that nobody has seen, which
is swept.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.bundles import (
    BundleRefused,
    Header,
    Origin,
    Parent,
    Reason,
    read_header,
    verify,
    write_bundle,
)
from kiosk.clock import Clock, stamp
from kiosk.config import DataFolder, write_atomically
from kiosk.keys import Card, KioskKeys, key_id
from kiosk.stick.evidence import adopt
from kiosk.visits import Batch, BundleRecord, Range, VisitLog, columns
from kiosk.visits.spans import common, cut, minus

#: Revisions in one bundle: some 2 MB in clear, so that old machines on both sides have room.
BUNDLE_ROWS = 5000

Built = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Spooled:
    """A bundle in the spool that is whole, and what the log says of it. `good`: nothing in it need be built anew."""

    record: BundleRecord
    header: Header
    path: Path
    good: bool = True

    @property
    def rows(self) -> int:
        """How many revisions it holds."""
        return self.header.rows


class Spool:
    """One kiosk's spool. Whoever uses it holds the export's lock. `wanted`: what the centre asks for once more."""

    def __init__(
        self,
        data: DataFolder,
        log: VisitLog,
        card: Card,
        keys: KioskKeys,
        clock: Clock,
        wanted: Iterable[tuple[str, int, int]] = (),
    ) -> None:
        self._folder = data.spool
        self._log = log
        self._card = card
        self._keys = keys
        self._clock = clock
        self._wanted = [Range(*span) for span in wanted]
        self._looked: dict[str, Spooled | None] = {}
        self._readers = {key_id(recipient) for recipient in card.recipients}

    def _open(self) -> list[Range]:
        """Return what still has to travel: no receipt covers it, or the centre asks for it once more."""
        return [*self._log.unreceipted(), *self._wanted]

    def prune(self) -> None:
        """Remove what receipts cover and what no log knows; bundles of an epoch before are known again first."""
        adopt(self._folder, self._log, self._keys)
        open_ranges = self._open()
        kept = {record.file for record in self._log.bundles() if common(record.ranges, open_ranges)}
        for path in self._folder.glob("*.kiosk"):
            if path.name not in kept:
                path.unlink()
        for path in self._folder.glob(".*.part"):
            path.unlink()

    def waiting(self) -> list[Spooled]:
        """Return the whole bundles of this programme that no receipt covers, oldest first."""
        open_ranges = self._open()
        found = [self._look(record) for record in self._log.bundles() if common(record.ranges, open_ranges)]
        return [bundle for bundle in found if bundle and bundle.header.programme == self._card.programme]

    def _look(self, record: BundleRecord) -> Spooled | None:
        """Return a record's bundle if it can be sent; read once, so that what is built anew and what is sent agree."""
        if record.file not in self._looked:
            self._looked[record.file] = self._read(record)
        return self._looked[record.file]

    def _read(self, record: BundleRecord) -> Spooled | None:
        path = self._folder / record.file
        try:
            outside = read_header(path)
            if outside.sha256 != record.header_sha256:
                return None
            good = self._is_good(path, outside.header)
        except (BundleRefused, OSError):
            return None
        # Revisions that the log has lost cannot be put into a new bundle: theirs travels on, though our keys or the
        # managers' are others by now. What the log still has of it is built anew all the same.
        sent = good or self._log.absent(record.ranges)
        return Spooled(record, outside.header, path, good) if sent else None

    def _is_good(self, path: Path, header: Header) -> bool:
        """Tell whether our present key signed it, and each manager on the card can open it.

        Who gives receipts may have lost the older key. Raises OSError, BundleRefused for damage.
        """
        try:
            verify(path, self._keys.signing_key)
        except BundleRefused as refusal:
            if refusal.reason is not Reason.FORGED:
                raise
            return False
        return self._readers <= set(header.sealing)

    def build(self, built: Built) -> None:
        """Build what is in no bundle yet, and once more what was in a bundle that is gone from the spool.

        Raises OSError when this computer's disk refuses, LogError when the log is damaged.
        """
        gone = self._gone()
        while ranges := cut(gone, BUNDLE_ROWS):
            built(self._write(ranges))
            gone = minus(gone, ranges)
        while ranges := self._log.unbundled(BUNDLE_ROWS):
            if not (rows := self._write(ranges)):
                break  # numbers without revisions: a damaged log, which its own salvage declares lost
            built(rows)

    def _gone(self) -> list[Range]:
        """Return the open ranges that were in a bundle which no file holds any more.

        The file is gone, was signed with a key that is gone, or is not sealed for every manager on the card.
        """
        open_ranges = self._open()
        held: list[Range] = []
        missing: list[Range] = []
        for record in self._log.bundles():
            if common(record.ranges, open_ranges):
                (held if self._held(record) else missing).extend(record.ranges)
        return common(minus(missing, held), open_ranges)

    def _held(self, record: BundleRecord) -> bool:
        if (found := self._look(record)) and found.good:
            return True
        # Another programme's bundle stays what it is: its visits were not given to this one.
        with suppress(BundleRefused, OSError):
            kept = read_header(self._folder / record.file)
            return kept.header.programme != self._card.programme and kept.sha256 == record.header_sha256
        return False

    def _write(self, ranges: Sequence[Range]) -> int:
        batches = self._log.batches(ranges)
        if not (rows := sum(len(batch.rows) for batch in batches)):
            return 0
        origin = self._origin(_trust(batches, ranges))
        try:
            data = write_bundle(origin, batches, self._keys, self._card.recipients)
        except ValueError:  # no centre could read it
            raise self._log.damage() from None
        outside = read_header(data)
        header = outside.header
        self._folder.mkdir(mode=0o700, exist_ok=True)
        write_atomically(self._folder / header.file, data)
        record = BundleRecord(
            header.epoch, header.bundle, outside.sha256, header.ranges, header.created, header.file
        )
        self._log.record_bundle(record)
        if self._look(record) is None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rows

    def _origin(self, clock_trust: int) -> Origin:
        before = [record for record in self._log.bundles() if record.epoch == self._log.epoch]
        created, parent = stamp(self._clock.now()), self._log.parent()
        return Origin(
            programme=self._card.programme,
            kiosk=self._log.kiosk,
            epoch=self._log.epoch,
            bundle=max((record.number for record in before), default=0) + 1,
            created=created,
            clock_trust=clock_trust,
            codebook=int(self._card.codebook.get("version", 1)),
            previous=max(before, key=lambda record: record.number).header_sha256 if before else None,
            parent=Parent(*parent) if parent else None,
            lost=tuple(self._log.lost()),
        )


def _trust(batches: Iterable[Batch], ranges: Sequence[Range]) -> int:
    """Return how far the clock was believed at the newest of these revisions, whose ranges come oldest first."""
    order = {part.epoch: number for number, part in enumerate(ranges)}
    last = [dict(zip(columns(batch.kind), batch.rows[-1], strict=True)) for batch in batches if batch.rows]
    newest = max(last, key=lambda row: (order[row["epoch"]], row["seq"]))
    return int(newest["clock_trust"])
