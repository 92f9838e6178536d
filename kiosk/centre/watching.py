"""The kiosks as a manager looks at them: when each was last heard of, what is missing, whose clock is wrong.

Figures of all kiosks come from the bundles alone, so that a country's list opens at once; a kiosk's own page counts its
visits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kiosk.centre.chain import copies
from kiosk.centre.keeping import gaps
from kiosk.centre.store import KnownKiosk, Store
from kiosk.centre.taken import BundleCount, StoredBundle
from kiosk.clock import Clock
from kiosk.i18n import N_, Language
from kiosk.visits.spans import total

#: Days without a bundle after which a kiosk that is expected is called silent.
SILENT_AFTER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Watched:
    """A kiosk in the list. `last_seen` is when its latest bundle was taken in (UTC; empty: none ever came).

    `missing` counts bundle numbers that have not come though later ones have; `silent_days` is None while it is heard
    of often enough, or not expected.
    """

    known: KnownKiosk
    revoked: bool
    bundles: int
    missing: int
    last_seen: str
    silent_days: int | None

    @property
    def retired(self) -> bool:
        """Whether nothing more is expected of it."""
        return bool(self.known.retired_at)


@dataclass(frozen=True, slots=True)
class Closely:
    """A kiosk on its own page: its visits, the days of the first and the last, and what is odd about it.

    `gaps` counts revisions that must exist and are not here, `lost` those that it declared lost, `uncertain` visits
    whose clock was wrong, `copies` are the epochs of two copies of it that are both at work.
    """

    watched: Watched
    visits: int
    first_visit: str
    last_visit: str
    uncertain: int
    gaps: int
    lost: int
    copies: tuple[str, ...]
    volunteers: tuple[str, ...]
    bundles: tuple[StoredBundle, ...]


def watch(store: Store, clock: Clock) -> list[Watched]:
    """Return every accepted kiosk, by name."""
    counts = store.bundle_counts()
    revoked = store.revoked_kiosks()
    return [_watched(known, counts, revoked, clock) for known in store.kiosks()]


def state_of(kiosk: Watched, language: Language) -> str:
    """Say in a few words how a kiosk is; nothing where nothing is wrong."""
    parts = []
    if kiosk.revoked:
        parts.append(language.text(N_("revoked")))
    if kiosk.retired:
        parts.append(language.text(N_("closed")))
    if kiosk.silent_days is not None:
        parts.append(language.plural("silent for {n} day", "silent for {n} days", kiosk.silent_days))
    if kiosk.missing:
        parts.append(language.plural("{n} file is missing", "{n} files are missing", kiosk.missing))
    return ", ".join(parts)


def look_closely(store: Store, kiosk: str, clock: Clock) -> Closely:
    """Return all that is known of one kiosk. Raises StoreError when it was not accepted."""
    known = store.accepted(kiosk)
    visits, first, last, uncertain = store.visit_count(kiosk)
    return Closely(
        watched=_watched(known, store.bundle_counts(kiosk), store.revoked_kiosks(), clock),
        visits=visits,
        first_visit=first,
        last_visit=last,
        uncertain=uncertain,
        gaps=total(gaps(store, kiosk)),
        lost=total(store.ranges(kiosk, lost=True)),
        copies=next(iter(copies(store.lives(kiosk))), ()),
        volunteers=tuple(pseudonym for pseudonym, _role in store.volunteers(kiosk)),
        bundles=tuple(store.bundles(kiosk)),
    )


def _watched(
    known: KnownKiosk, counts: Mapping[str, BundleCount], revoked: frozenset[str], clock: Clock
) -> Watched:
    count = counts.get(known.kiosk, BundleCount(0, 0, ""))
    is_revoked = known.kiosk in revoked
    days = _days_since(count.last_seen or known.accepted_at, clock)
    silent = days >= SILENT_AFTER_DAYS and not is_revoked and not known.retired_at
    return Watched(known, is_revoked, count.bundles, count.missing, count.last_seen, days if silent else None)


def _days_since(stamp: str, clock: Clock) -> int:
    """Count the nights since then, as whoever reads both days off a calendar does."""
    try:
        then = datetime.fromisoformat(stamp)
    except ValueError:
        return 0
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0, (_local_day(clock.now(), clock) - _local_day(then, clock)).days)


def _local_day(when: datetime, clock: Clock) -> date:
    return (when.astimezone(UTC) + timedelta(minutes=clock.offset())).date()
