"""When notes and return codes go: the programme's period, counted in whole calendar months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from kiosk.centre.audit import Deed
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.clock import Clock, moment, stamp
from kiosk.stick.protecting import months_before

#: A centre's clock that runs further ahead of the newest bundle is not believed: what is dropped does not come back.
_AHEAD: Final = timedelta(days=92)
MOST_MONTHS: Final = 1200


class Foreseen(NamedTuple):
    """What a period would do: the local day before which it drops (empty: nothing), and from how many revisions."""

    months: int
    before: str = ""
    records: int = 0


def foresee(store: Store, months: int, clock: Clock) -> Foreseen:
    """Say what a period would drop, and drop nothing. Raises StoreError for an impossible number."""
    _check(months)
    before = _before(store, months, clock)
    return Foreseen(months, before, store.older_than(before)) if before else Foreseen(months)


def keep(store: Store, months: int, clock: Clock) -> int:
    """Let notes and return codes stay `months` calendar months (0: for ever) and drop what is older.

    Returns how many revisions were changed. Raises StoreError for an impossible number.
    """
    _check(months)
    with store.transaction():
        before = store.protection().keep_months
        store.keep_months(months)
        day = _before(store, months, clock)
        dropped = store.drop_before(day) if day > store.dropped_before() else 0
        about = {"before": before, "months": months, "records": dropped}
        store.audit(store.actor, Deed.RETENTION, stamp(clock.now()), **about)
    return dropped


def _check(months: int) -> None:
    if not 0 <= months <= MOST_MONTHS:
        raise StoreError(
            "Keep notes and return codes for 0 to {most} months; 0 is for ever.", most=MOST_MONTHS
        )


def drop_old(store: Store, clock: Clock) -> int:
    """Drop notes and return codes whose time is over, note it, and return how many revisions were changed.

    Months are dropped whole, so that what was counted of a month stays comparable. Looks at the visits only when a new
    month is due.
    """
    months = store.protection().keep_months
    before = _before(store, months, clock)
    if before <= store.dropped_before():
        return 0
    with store.transaction():
        if dropped := store.drop_before(before):
            store.audit(store.actor, Deed.ERASE, stamp(clock.now()), months=months, records=dropped)
    return dropped


def _before(store: Store, months: int, clock: Clock) -> str:
    """Return the local day before which a period drops; empty where it drops nothing."""
    return months_before(_today(store, clock).replace(day=1), months).isoformat() if months else ""


def _today(store: Store, clock: Clock) -> date:
    """Return the day as far as it can be believed."""
    now = clock.now().astimezone(UTC)
    newest = store.newest_bundle()
    return min(now, moment(newest) + _AHEAD).date() if newest else datetime.min.date()
