"""How far what this kiosk recorded has travelled: the spool, the last export, the last receipt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from kiosk.bundles import BundleRefused, verify
from kiosk.clock import Clock, moment
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem, LogError
from kiosk.health import Finding, State
from kiosk.i18n import N_
from kiosk.keys import KioskKeys
from kiosk.visits import VisitLog

#: So long a shop may wait for its stick, and a stick for its way to the centre and back.
_EXPORT_WITHIN, _RECEIPT_WITHIN = timedelta(days=14), timedelta(days=60)


def check_spool(data: DataFolder, _clock: Clock) -> Iterator[Finding]:
    """Look whether each file that waits for a receipt is whole."""
    paths = sorted(data.spool.glob("*.kiosk"))
    if not paths or not KioskKeys.exist(data.keys):
        return
    try:
        key = KioskKeys.load(data.keys).signing_key
    except KeyProblem:
        return  # said by the check of the keys
    damaged = 0
    for path in paths:
        try:
            verify(path, key)
        except (BundleRefused, OSError):
            damaged += 1
    yield Finding(
        "spool",
        State.LOOK if damaged else State.GOOD,
        N_("Sealed files that wait for a receipt: {number}, damaged: {damaged}."),
        {"number": len(paths), "damaged": damaged},
        N_("Export once more: damaged files are made again from the visit log.") if damaged else "",
    )


def check_travel(data: DataFolder, clock: Clock) -> Iterator[Finding]:
    """Look how long the last export and the last receipt are ago, where something waits for them."""
    if not data.log.exists() or not data.card.exists():
        return
    with suppress(sqlite3.Error, LogError):  # said by the check of the log
        with VisitLog.look(data.log, clock) as log:
            waiting, undelivered, at_centre = log.waiting(), log.undelivered(), log.at_centre()
            exported = max((record.exported_at for record in log.bundles()), default="")
            received = log.last_receipt()
        yield _export(clock, waiting, exported)
        if at_centre is not None or undelivered:
            yield _receipt(clock, undelivered, at_centre or 0, received)


def _export(clock: Clock, waiting: int, exported: str) -> Finding:
    late = waiting > 0 and (not exported or clock.now() - moment(exported) > _EXPORT_WITHIN)
    return Finding(
        "export",
        State.LOOK if late else State.GOOD,
        N_("Records that no stick has carried yet: {number}"),
        {"number": waiting},
        N_("Put the kiosk's stick in and export.") if late else "",
    )


def _receipt(clock: Clock, undelivered: int, at_centre: int, received: str) -> Finding:
    last = moment(received) if received else datetime.min.replace(tzinfo=clock.now().tzinfo)
    late = undelivered > 0 and clock.now() - last > _RECEIPT_WITHIN
    return Finding(
        "receipt",
        State.LOOK if late and received else State.GOOD,
        N_("Safe at the centre: {at_centre}. Without a receipt yet: {number}."),
        {"at_centre": at_centre, "number": undelivered},
        N_("Ask the manager where the last stick is, and bring it back here.") if late and received else "",
    )
