"""Visits and shifts as a kiosk would have sent them, with a plain default for everything a test does not care about."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from kiosk.visits import Notice, Shift, Visit

_numbers = count(1)


def a_visit(**changes: Any) -> Visit:
    """Return the first revision of a visit; `seq` is new each time unless it is given."""
    seq = changes.pop("seq", None) or next(_numbers)
    plain = Visit(
        kiosk="k-bulaevo",
        epoch="e1",
        seq=seq,
        visit_epoch="e1",
        visit_seq=seq,
        revision=1,
        change="new",
        change_reason="",
        started_at="2026-11-10T05:00:00Z",
        ended_at="2026-11-10T05:10:00Z",
        utc_offset=300,
        minutes=10,
        boot="boot",
        clock_trust=1,
        visit_date="2026-11-10",
        entry="live",
        place="bulaevo",
        volunteer="A-01",
        shift_epoch=None,
        shift_seq=None,
        activity="",
        channel="desk",
        people=1,
        women=None,
        new_people=None,
        age_bands={},
        services=("kz.fines",),
        tutorials=(),
        outcome="alone",
        not_done_reason="",
        age_band="60_74",
        gender="f",
        first_time=True,
        return_code="",
        referral_to="",
        app_installed={},
        help_reason="",
        support_given="",
        trip_avoided="",
        resident_feedback="",
        language="ru",
        note="",
    )
    return replace(plain, **changes)


def a_correction(of: Visit, *, change: str = "edit", revision: int = 2, **changes: Any) -> Visit:
    """Return a later revision of a visit."""
    return replace(
        of, seq=next(_numbers), revision=revision, change=change, change_reason="wrong tap", **changes
    )


def a_shift(**changes: Any) -> Shift:
    """Return a closed shift of two hours; `minutes` may be None."""
    seq = changes.pop("seq", None) or next(_numbers)
    plain = Shift(
        kiosk="k-bulaevo",
        epoch="e1",
        seq=seq,
        shift_epoch="e1",
        shift_seq=seq,
        revision=1,
        change="new",
        change_reason="",
        volunteer="A-01",
        activity="",
        place="bulaevo",
        started_at="2026-11-10T04:00:00Z",
        ended_at="2026-11-10T06:00:00Z",
        utc_offset=300,
        shift_date="2026-11-10",
        boot="boot",
        clock_trust=1,
        how="live",
        minutes=120,
    )
    return replace(plain, **changes)


def a_notice(**changes: Any) -> Notice:
    """Return a volunteer's word that a step no longer matches."""
    plain = Notice(
        kiosk="k-bulaevo",
        epoch="e1",
        seq=next(_numbers),
        made_at="2026-11-10T05:00:00Z",
        utc_offset=300,
        notice_date="2026-11-10",
        boot="boot",
        clock_trust=1,
        volunteer="A-01",
        place="bulaevo",
        tutorial="gen-qr",
        version=1,
        step="open",
        language="ru",
    )
    return replace(plain, **changes)
