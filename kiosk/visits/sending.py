"""What the stick asks of the log: which revisions still have to travel, and which have arrived."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

import kiosk.visits.epochs as epochs
from kiosk.clock import moment, stamp
from kiosk.errors import LogError
from kiosk.visits.database import SELECT, LogFile
from kiosk.visits.epochs import CURRENT, Why
from kiosk.visits.records import BundleRecord, Range
from kiosk.visits.rows import Batch
from kiosk.visits.spans import Span, common, cut, merged, minus, total
from kiosk.visits.whereabouts import Whereabouts

_BETWEEN: Final = " WHERE epoch = ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY seq"
_MADE_AFTER: Final = (
    "SELECT min(seq) FROM (SELECT epoch, seq, ended_at AS made FROM visits UNION ALL SELECT epoch, seq,"
    " coalesce(ended_at, started_at) FROM shifts UNION ALL SELECT epoch, seq, made_at FROM notices)"
    " WHERE epoch = ?1 AND seq BETWEEN ?2 AND ?3 AND made > ?4"
)
_CURRENT: Final = f"SELECT epoch, last_seq FROM epochs WHERE number = {CURRENT}"


class Sending(LogFile):
    """The part of the log that knows bundles and receipts."""

    def unsent(self) -> int:
        """Count the revisions that are in no bundle yet."""
        return total(self._unbundled())

    def waiting(self) -> int:
        """Count the revisions that wait for a stick: none that was read back holds them, and no receipt."""
        exported = self._read(
            "SELECT r.epoch, r.first_seq, r.last_seq FROM bundle_ranges r JOIN bundles b"
            " ON b.epoch = r.bundle_epoch AND b.number = r.bundle_number WHERE b.exported_at <> ''"
        )
        return total(minus(self.unreceipted(), [Range(*row) for row in exported]))

    def unbundled(self, limit: int) -> list[Range]:
        """Return the ranges that are in no bundle yet, oldest first, at most `limit` revisions of them."""
        return cut(self._unbundled(), limit)

    def _unbundled(self) -> list[Range]:
        return minus(self._given(), [*self._bundled(), *self._absent()])

    def undelivered(self) -> int:
        """Count the revisions that no receipt covers."""
        return total(self.unreceipted())

    def unreceipted(self) -> list[Range]:
        """Return the ranges that no receipt covers, oldest epoch first; what is lost for ever is left out."""
        return minus(self._given(), [*self._received(), *self.lost()])

    def at_centre(self) -> int | None:
        """Count the revisions that receipts cover; None when none has come yet."""
        received = self._received()
        return total(received) if received or self._any_receipt() else None

    def at_centre_to(self) -> str:
        """Return the local day of the newest visit up to which everything is at the centre; empty before that.

        Told by the counters: a clock that was wrong for a while does not move it.
        """
        query = (
            "SELECT v.visit_date FROM receipts r JOIN epochs e ON e.epoch = r.epoch"
            " JOIN visits v ON v.epoch = r.epoch AND v.seq <= r.contiguous_to AND v.revision = 1"
            " ORDER BY e.number DESC, v.seq DESC LIMIT 1"
        )
        return next((str(day) for (day,) in self._read(query)), "")

    def batches(self, wanted: Sequence[Range]) -> list[Batch]:
        """Return the revisions of these ranges as rows: visits, shifts, notices, each in the ranges' order."""
        return [
            Batch(
                kind, [row for part in wanted for row in self._read(query + _BETWEEN, (self._kiosk, *part))]
            )
            for kind, query in SELECT.items()
        ]

    def record_bundle(self, bundle: BundleRecord) -> None:
        """Note that a bundle was built; its revisions no longer count as unsent.

        Noting the same bundle again changes nothing. Raises LogError when another one has its number.
        """
        key = (bundle.epoch, bundle.number)
        with self._transaction() as connection:
            known = connection.execute(
                "SELECT header_sha256 FROM bundles WHERE epoch = ? AND number = ?", key
            ).fetchone()
            if known == (bundle.header_sha256,):
                return
            if known is not None:
                raise LogError("Bundle {number} was built before, with other content.", number=bundle.number)
            connection.execute(
                "INSERT INTO bundles (epoch, number, header_sha256, created_at, file, exported_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*key, bundle.header_sha256, bundle.created_at, bundle.file, bundle.exported_at),
            )
            connection.executemany(
                "INSERT INTO bundle_ranges VALUES (?, ?, ?, ?, ?)", [(*key, *part) for part in bundle.ranges]
            )
            epoch, last_seq = connection.execute(_CURRENT).fetchone()
            if bundle.epoch == epoch:
                self._reached = (epoch, last_seq, bundle.number)

    def adopt_bundle(self, bundle: BundleRecord) -> None:
        """Note a bundle of an earlier epoch that this log does not know: it was put back, or salvaged.

        What this log recorded after the bundle was made is not in it, though it has the same numbers.
        """
        first = [(part, self._read(_MADE_AFTER, (*part, bundle.created_at))[0][0]) for part in bundle.ranges]
        later = [part._replace(first=seq) for part, seq in first if seq]
        self.record_bundle(bundle._replace(ranges=tuple(minus(bundle.ranges, later))))

    def bundles(self) -> list[BundleRecord]:
        """Return the bundles that were built, in the order in which they were."""
        ranges: dict[tuple[str, int], list[Range]] = {}
        for epoch, number, *part in self._read(
            "SELECT r.bundle_epoch, r.bundle_number, r.epoch, r.first_seq, r.last_seq FROM bundle_ranges r"
            " JOIN epochs e ON e.epoch = r.epoch ORDER BY e.number, r.first_seq"
        ):
            ranges.setdefault((epoch, number), []).append(Range(*part))
        rows = self._read(
            "SELECT b.epoch, b.number, header_sha256, created_at, file, exported_at FROM bundles b"
            " JOIN epochs e ON e.epoch = b.epoch ORDER BY e.number, b.number"
        )
        return [
            BundleRecord(
                epoch, number, sha256, tuple(ranges.get((epoch, number), ())), created, file, exported
            )
            for epoch, number, sha256, created, file, exported in rows
        ]

    def parent(self) -> tuple[str, int] | None:
        """Return the epoch that the present one grew from, with its last revision; None for the first."""
        ((epoch, seq),) = self._read(f"SELECT parent_epoch, parent_seq FROM epochs WHERE number = {CURRENT}")
        return (epoch, seq) if epoch else None

    def lost(self) -> list[Range]:
        """Return the ranges that are declared lost: not in this log, in no bundle of it, and in no receipt."""
        absent = self._absent()
        return minus(absent, [*self._bundled(), *self._received()]) if absent else []

    def absent(self, wanted: Iterable[Range]) -> list[Range]:
        """Return what of these ranges this log cannot make again: no row of it is left here."""
        return common(wanted, self._absent())

    def mark_exported(self, bundle: BundleRecord) -> None:
        """Note that a stick was read back and holds the bundle. The first time counts."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE bundles SET exported_at = ? WHERE epoch = ? AND number = ? AND exported_at = ''",
                (stamp(self._clock.now()), bundle.epoch, bundle.number),
            )

    def record_receipt(
        self, epoch: str, contiguous_to: int, centre_time: str, extras: Sequence[Span] = ()
    ) -> bool:
        """Note what the centre has of an epoch: all up to `contiguous_to`, and `extras` (first, last) beyond.

        The centre's time also bounds this kiosk's clock, and replaces a high-water mark that a wrong clock
        left in the future. An older receipt changes nothing; a newer one holds even where it says less, for the
        centre may have lost its store. A receipt that tells of more of the present epoch than this log has says
        that the log is an older copy of itself: it goes on in a new one. Returns False, and notes nothing, for an
        epoch that this log does not know: a clone's.
        """
        told = int(moment(centre_time).timestamp())
        reached = max(contiguous_to, *(last for _, last in extras), 0)
        with self._transaction() as connection:
            row = connection.execute("SELECT last_seq FROM epochs WHERE epoch = ?", (epoch,)).fetchone()
            if row is None:
                return False
            current, _ = connection.execute(_CURRENT).fetchone()
            renewed = epoch == current and reached > row[0]
            if renewed:
                self._begin_epoch(connection, Why.RESTORED, {epoch: reached})
                contiguous_to, extras = self._ours(epoch, [(1, contiguous_to), *extras])
            connection.execute(
                "INSERT INTO receipts (epoch, contiguous_to, extras, centre_time, received_at)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (epoch) DO UPDATE SET"
                " contiguous_to = excluded.contiguous_to, extras = excluded.extras,"
                " centre_time = excluded.centre_time, received_at = excluded.received_at"
                " WHERE (excluded.centre_time, excluded.contiguous_to) >= (centre_time, contiguous_to)",
                (epoch, contiguous_to, json.dumps(list(extras)), centre_time, stamp(self._clock.now())),
            )
            connection.execute(
                "UPDATE epochs SET clock_high_water = ?1, centre_time = ?1 WHERE centre_time < ?1", (told,)
            )
        if renewed:
            self._testify(Whereabouts.of(self._path))
        return True

    def _ours(self, epoch: str, claimed: Sequence[Span]) -> tuple[int, list[Span]]:
        """Return what of a receipt can be this log's own: numbers that went into its bundles, or are not here.

        The others were given twice. They travel once more, and the centre compares.
        """
        whole = [Range(epoch, first, last) for first, last in merged(claimed)]
        spans = [(first, last) for _, first, last in common(whole, [*self._bundled(), *self._absent()])]
        return (spans[0][1], spans[1:]) if spans and spans[0][0] == 1 else (0, spans)

    def heard_of(self, epoch: str, seq: int) -> None:
        """Learn that an epoch of this log had come as far as `seq`: beyond what the log has, it is an older copy."""
        reached = self._reached_in(epoch)
        if reached is None or (epoch == self.epoch and reached[0] < seq):
            self.begin_epoch(Why.RESTORED, {epoch: seq})
        elif reached[0] < seq:  # it goes on under another name already
            with self._transaction() as connection:
                epochs.declare_given(connection, self._kiosk, epoch, seq, self._clock.now())

    def doubt_itself(self, seq: int) -> None:
        """Learn of another hand that went on with this epoch, as far as `seq`: this log goes on in a new one."""
        self.begin_epoch(Why.RESTORED, {self.epoch: seq})

    def last_receipt(self) -> str:
        """Return when the last receipt came, by this kiosk's clock; empty before the first."""
        ((received,),) = self._read("SELECT coalesce(max(received_at), '') FROM receipts")
        return str(received)

    def _any_receipt(self) -> bool:
        return bool(self._read("SELECT 1 FROM receipts LIMIT 1"))

    def _given(self) -> list[Range]:
        """Return all numbers of this log, oldest epoch first."""
        rows = self._read("SELECT epoch, 1, last_seq FROM epochs ORDER BY number")
        return [Range(*row) for row in rows]

    def _absent(self) -> list[Range]:
        """Return the numbers whose revisions are not in this log."""
        return [Range(*row) for row in self._read("SELECT epoch, first_seq, last_seq FROM lost")]

    def _bundled(self) -> list[Range]:
        rows = self._read("SELECT epoch, first_seq, last_seq FROM bundle_ranges")
        return [Range(*row) for row in rows]

    def _received(self) -> list[Range]:
        """Return what receipts cover, without overlaps."""
        found = []
        for epoch, contiguous_to, extras in self._read("SELECT epoch, contiguous_to, extras FROM receipts"):
            spans = [(1, contiguous_to), *((first, last) for first, last in json.loads(extras))]
            found += [Range(epoch, first, last) for first, last in merged(spans)]
        return found
