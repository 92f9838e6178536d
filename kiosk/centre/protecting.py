"""What the store lets go of: notes and return codes whose time is over, and whoever asked to be forgotten.

Counts stay. Bundles may come in any order and any number of times: what has to be gone is taken out of each one as it
comes in, so that a store rebuilt from the kept bundles lets go of the same.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from typing import Final, NamedTuple

from kiosk.centre.audit import AuditTrail, Deed
from kiosk.centre.rollups.writing import Writer
from kiosk.keys import Protection, Wish
from kiosk.visits import ERASED, Batch, Row, Visit, columns

_KEEP_MONTHS: Final = "keep months"
_DROPPED_BEFORE: Final = "dropped before"
_TOLD: Final = "told to let go "
_AT: Final = {name: number for number, name in enumerate(columns(Visit))}
_NOTE, _CODE, _DAY, _TRUST = (_AT[name] for name in ("note", "return_code", "visit_date", "clock_trust"))
_REASON: Final = _AT["change_reason"]
_VISIT: Final = slice(_AT["visit_epoch"], _AT["visit_seq"] + 1)
_SPEAKS: Final = "(note <> '' OR return_code <> '')"
# A row whose clock was impossible has no date of its own. It is as old as what was written after it and can be
# believed: order comes from the counter. Corrections and visits from paper are written long after their day.
_OLD: Final = f"""
SELECT kiosk, epoch, seq FROM visits AS this
WHERE {_SPEAKS} AND CASE WHEN clock_trust > 0 THEN visit_date ELSE (
    SELECT MIN(later.visit_date) FROM visits AS later
    WHERE later.kiosk = this.kiosk AND later.epoch = this.epoch AND later.seq > this.seq
        AND later.clock_trust > 0 AND later.revision = 1 AND later.entry = 'live'
) END < :day
"""
_OLD_UNDATED: Final = f"{_OLD} AND clock_trust = 0 AND kiosk = :kiosk"
_HOLDERS: Final = """
SELECT DISTINCT kiosk, visit_epoch, visit_seq FROM visits WHERE return_code = :code
"""
_REVISIONS: Final = f"""
SELECT kiosk, epoch, seq FROM visits
WHERE {_SPEAKS} AND kiosk = ? AND visit_epoch = ? AND visit_seq = ?
"""
_FORGOTTEN: Final = """
INSERT INTO forgotten_visits (kiosk, visit_epoch, visit_seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
"""
_UNFORGOTTEN: Final = f"""
SELECT kiosk, COUNT(*) FROM forgotten_visits AS gone WHERE NOT EXISTS (
    SELECT 1 FROM visits WHERE visits.kiosk = gone.kiosk AND visits.visit_epoch = gone.visit_epoch
        AND visits.visit_seq = gone.visit_seq AND change_reason = '{ERASED}'
) GROUP BY kiosk
"""


class Redaction(NamedTuple):
    """What has to be gone from one kiosk's visits: of which visits, with which codes, before which local day."""

    visits: frozenset[Row]
    codes: frozenset[str]
    before: str

    def of(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows of visits without what has to be gone."""
        return [_blank(row) if (row[_NOTE] or row[_CODE]) and self._hits(row) else row for row in rows]

    def _hits(self, row: Row) -> bool:
        if row[_CODE] in self.codes or row[_VISIT] in self.visits:
            return True
        return bool(row[_TRUST]) and row[_DAY] < self.before


class Holders(NamedTuple):
    """Who shows a return code: how many visits, at how many kiosks; when it was forgotten, if ever."""

    visits: int
    kiosks: int
    forgotten_at: str = ""


class Protecting(AuditTrail):
    """The part of the store that lets go. What writes belongs inside a transaction, unless it says otherwise."""

    _rollups: Writer

    def transaction(self, kiosk: str = "") -> AbstractContextManager[None]:
        """Do everything in the block or nothing."""
        raise NotImplementedError

    def meta(self, key: str) -> str:
        """Return a value kept under a name."""
        raise NotImplementedError

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a name."""
        raise NotImplementedError

    def protection(self) -> Protection:
        """Return what every kiosk has to let go of, as its roster says it."""
        return Protection(int(self.meta(_KEEP_MONTHS) or 0), tuple(self.wishes()))

    def keep_months(self, months: int) -> None:
        """Let notes and return codes stay so many months; 0: for ever. Drops nothing by itself."""
        self.set_meta(_KEEP_MONTHS, str(months))

    def wishes(self) -> list[Wish]:
        """Return who asked to be forgotten, the oldest wish first."""
        return [
            Wish(*row) for row in self._engine.execute("SELECT id, code FROM wishes ORDER BY asked_at, id")
        ]

    def holders(self, code: str) -> Holders:
        """Return who shows a return code."""
        query = "SELECT COUNT(*), COUNT(DISTINCT kiosk) FROM current_visits WHERE return_code = ?"
        ((visits, kiosks),) = self._engine.execute(query, (code,))
        asked = self._engine.execute("SELECT asked_at FROM wishes WHERE code = ?", (code,))
        return Holders(int(visits), int(kiosks), str(asked[0][0]) if asked else "")

    def forget(self, code: str, asked_at: str, wish_id: str = "") -> int:
        """Forget the holder of a return code: here at once, at the kiosks with their next rosters.

        Returns how many visits showed the code; the audit trail tells that, and never the code. A transaction of its
        own. Asking twice changes nothing. `wish_id` is the one that the wish has already, where it came from elsewhere.
        """
        with self.transaction():
            if all(wish.code != code for wish in self.wishes()):
                wish = (wish_id or secrets.token_hex(8), code, asked_at)
                self._engine.execute("INSERT INTO wishes (id, code, asked_at) VALUES (?, ?, ?)", wish)
            visits = self.holders(code).visits
            self._forget(self._engine.execute(_HOLDERS, {"code": code}))
            self.audit(self.actor, Deed.ERASE, asked_at, visits=visits)
        return visits

    def drop_before(self, day: str) -> int:
        """Drop notes and return codes of visits before a local day, now and whenever older ones come in.

        Returns how many revisions were changed. A transaction of its own. A day once reached stays.
        """
        with self.transaction():
            day = max(day, self.meta(_DROPPED_BEFORE))
            self.set_meta(_DROPPED_BEFORE, day)
            found = self._engine.execute(_OLD, {"day": day})
            with self._rollups.closing(day):
                self._silence(found)
        return len(found)

    def older_than(self, day: str) -> int:
        """Return how many revisions of visits before a local day show a note or a return code."""
        return len(self._engine.execute(_OLD, {"day": day}))

    def dropped_before(self) -> str:
        """Return the local day before which notes and return codes are gone; empty while none are."""
        return self.meta(_DROPPED_BEFORE)

    def note_told(self, kiosks: Iterable[str], protection: Protection) -> None:
        """Note that rosters with this protection lie on a stick for these kiosks. A transaction of its own.

        Nothing is noted before there was anything to let go of: then no kiosk waits.
        """
        if not self.was_protected():
            return
        digest = _digest(protection)
        with self.transaction():
            for kiosk in kiosks:
                self.set_meta(f"{_TOLD}{kiosk}", digest)

    def told(self) -> frozenset[str]:
        """Return the kiosks for which the present protection lies on a stick already."""
        now = _digest(self.protection())
        rows = self._engine.execute("SELECT key FROM meta WHERE key LIKE ? AND value = ?", (f"{_TOLD}%", now))
        return frozenset(str(key).removeprefix(_TOLD) for (key,) in rows)

    def was_protected(self) -> bool:
        """Tell whether a period was ever chosen here, or somebody ever asked to be forgotten."""
        return bool(self.meta(_KEEP_MONTHS) or self.wishes())

    def unforgotten(self) -> dict[str, int]:
        """Return by kiosk how many visits were forgotten here of which it has not said yet that it forgot them too."""
        return {str(kiosk): int(visits) for kiosk, visits in self._engine.execute(_UNFORGOTTEN)}

    def _redacted(self, batch: Batch) -> Batch:
        """Return a batch of one kiosk's visits without what has to be gone."""
        if batch.kind is not Visit or not batch.rows:
            return batch
        codes = frozenset(wish.code for wish in self.wishes())
        if codes:
            self._forget({(row[0], *row[_VISIT]) for row in batch.rows if row[_CODE] in codes})
        redaction = Redaction(frozenset(self._erased(batch)), codes, self.dropped_before())
        return Batch(Visit, redaction.of(batch.rows)) if any(redaction) else batch

    def _erased(self, batch: Batch) -> Collection[Row]:
        """Return the visits of a batch's kiosk that were erased, as far as this store or the batch knows."""
        query = (
            "SELECT visit_epoch, visit_seq FROM visits WHERE kiosk = ? AND change_reason = ?"
            " UNION SELECT visit_epoch, visit_seq FROM forgotten_visits WHERE kiosk = ?"
        )
        kiosk = batch.rows[0][0]
        known = self._engine.execute(query, (kiosk, ERASED, kiosk))
        return {tuple(row) for row in known} | {row[_VISIT] for row in _erasures(batch.rows)}

    def _silence_undated(self, fresh: Sequence[Row]) -> None:
        """Blank what has no date of its own and turns out to lie before the day that was reached.

        It is found when it comes, or when something that dates it does.
        """
        if not (day := self.dropped_before()):
            return
        for kiosk in sorted({row[0] for row in fresh if not row[_TRUST] or row[_DAY] < day}):
            self._silence(self._engine.execute(_OLD_UNDATED, {"kiosk": kiosk, "day": day}))

    def _agree(self, here: Row, come: Row) -> bool:
        """Tell whether a revision that comes again is the one that is here, as far as either may still speak.

        One without a date of its own is blanked here when its time is over; its kiosk may not have done so yet.
        """
        if says_the_same(here, come):
            return True
        undated = len(come) == len(_AT) and not come[_TRUST]
        return undated and bool(self.dropped_before()) and says_the_same(come, here)

    def _silence_erased(self, fresh: Iterable[Row]) -> None:
        """Blank what came earlier of visits that these new revisions erase."""
        for row in _erasures(fresh):
            self._silence(self._engine.execute(_REVISIONS, (row[0], *row[_VISIT])))

    def _forget(self, visits: Collection[Row]) -> None:
        """Blank every revision of these visits (kiosk, epoch, number), now and whenever one comes in."""
        self._engine.executemany(_FORGOTTEN, visits)
        for visit in visits:
            self._silence(self._engine.execute(_REVISIONS, visit))

    def _silence(self, keys: Sequence[Row]) -> None:
        """Blank the note and the return code of revisions, by their keys."""
        for kiosk, some in groupby(sorted(keys), key=lambda key: str(key[0])):
            with self._rollups.changing(kiosk):
                self._engine.executemany(
                    "UPDATE visits SET note = '', return_code = '' WHERE kiosk = ? AND epoch = ? AND seq = ?",
                    some,
                )


def says_the_same(here: Row, come: Row) -> bool:
    """Tell whether a visit's revision that comes again agrees with the one that is here.

    A note or a code that its kiosk has let go of since is no other content; one that appears where none stood is.
    """
    if here == come:
        return True
    if len(here) != len(_AT) or len(come) != len(_AT):
        return False
    gone = [at for at in (_NOTE, _CODE) if not come[at]]
    return bool(gone) and _without(here, gone) == _without(come, gone)


def _digest(protection: Protection) -> str:
    return hashlib.sha256(repr(protection).encode()).hexdigest()


def _erasures(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row[_REASON] == ERASED]


def _blank(row: Row) -> Row:
    return _without(row, (_NOTE, _CODE))


def _without(row: Row, gone: Collection[int]) -> Row:
    return tuple("" if at in gone else cell for at, cell in enumerate(row))
