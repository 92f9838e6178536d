"""What the roster bids a kiosk to let go of: done before anything is written, so that the stick carries it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kiosk.clock import moment
from kiosk.config import DataFolder
from kiosk.keys import Card, KioskKeys
from kiosk.stick.intake import kept_roster, last_receipt
from kiosk.visits import VisitLog


def protect(data: DataFolder, log: VisitLog, card: Card, keys: KioskKeys) -> None:
    """Forget whoever asked for it, and drop notes and return codes whose time is over.

    The time is the centre's, from its last receipt: a desk's clock that is wrong must not empty a log. Raises LogError.
    """
    roster = kept_roster(data, log, card, keys)
    if roster is None:
        return
    log.forget({wish.id: wish.code for wish in roster.protection.wishes})
    receipt = last_receipt(data, log, card)
    if roster.protection.keep_months and receipt is not None:
        today = moment(receipt.centre_time).date()
        log.drop_before(months_before(today, roster.protection.keep_months).isoformat())
    log.scour(data.backups)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    year = max(year, 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
