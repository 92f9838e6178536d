"""Visits and shifts as a kiosk would have sent them, with a plain default for everything a test does not care about."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from kiosk.visits import Notice, Shift, Visit
from tests import programmes

_numbers = count(1)
_SENT = {"kiosk": "k-bulaevo", "epoch": "e1", "volunteer": "A-01"}


def a_visit(**changes: Any) -> Visit:
    """Return the first revision of a visit; `seq` is new each time unless it is given."""
    plain = programmes.visit(
        changes.pop("seq", None) or next(_numbers),
        visit_epoch="e1",
        started_at="2026-11-10T05:00:00Z",
        ended_at="2026-11-10T05:10:00Z",
        minutes=10,
        visit_date="2026-11-10",
        activity="",
        services=("kz.fines",),
        tutorials=(),
        gender="f",
        app_installed={},
        resident_feedback="",
        language="ru",
        note="",
        **_SENT,
    )
    return replace(plain, **changes)


def a_correction(of: Visit, *, change: str = "edit", revision: int = 2, **changes: Any) -> Visit:
    """Return a later revision of a visit."""
    return replace(
        of, seq=next(_numbers), revision=revision, change=change, change_reason="wrong tap", **changes
    )


def a_shift(**changes: Any) -> Shift:
    """Return a closed shift of two hours; `minutes` may be None."""
    plain = programmes.shift(
        changes.pop("seq", None) or next(_numbers),
        shift_epoch="e1",
        activity="",
        started_at="2026-11-10T04:00:00Z",
        ended_at="2026-11-10T06:00:00Z",
        shift_date="2026-11-10",
        minutes=120,
        **_SENT,
    )
    return replace(plain, **changes)


def a_notice(**changes: Any) -> Notice:
    """Return a volunteer's word that a step no longer matches."""
    plain = programmes.notice(
        next(_numbers),
        made_at="2026-11-10T05:00:00Z",
        notice_date="2026-11-10",
        tutorial="gen-qr",
        version=1,
        language="ru",
        **_SENT,
    )
    return replace(plain, **changes)
