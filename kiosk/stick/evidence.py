"""Bundles of this kiosk that its log does not know: the log was put back or salvaged, or has a clone.

They know more than the log, as a receipt does: it goes on in a new epoch. Those in the spool may be all that is
left of their revisions, and travel on.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kiosk.bundles import MAX_BUNDLE, BundleRefused, Header, verify
from kiosk.errors import LogError
from kiosk.keys import KioskKeys
from kiosk.stick.device import Device
from kiosk.stick.folder import Stick
from kiosk.stick.outcomes import in_words
from kiosk.visits import BundleRecord, VisitLog

#: Bundles may be missing on a stick, so many in a row at most.
LOOK_AHEAD = 16


def adopt(spool: Path, log: VisitLog, keys: KioskKeys) -> None:
    """Make the log know the spool's bundles of earlier epochs.

    One of the present epoch that the log does not know was never finished, and nobody has seen it.
    """
    known = {record.file for record in log.bundles()}
    for path in sorted(spool.glob("*.kiosk")):
        if path.name in known:
            continue
        with suppress(BundleRefused, OSError, LogError):
            bundle = verify(path, keys.signing_key)
            header = bundle.header
            if header.kiosk != log.kiosk or header.epoch == log.epoch or header.file != path.name:
                continue
            for epoch, last in _reached(header).items():
                log.heard_of(epoch, last)
            log.adopt_bundle(
                BundleRecord(
                    header.epoch,
                    header.bundle,
                    bundle.header_sha256,
                    header.ranges,
                    header.created,
                    header.file,
                )
            )


def ask_the_stick(stick: Stick, log: VisitLog, keys: KioskKeys, device: Device) -> None:
    """Look whether the stick holds a bundle of this epoch that this log has yet to build. Raises StickError."""
    epoch = log.epoch
    built = max((record.number for record in log.bundles() if record.epoch == epoch), default=0)
    with in_words():
        found = _newest(stick, log, built, device)
        if found is None:
            return
        data = device.read(found, MAX_BUNDLE)
    with suppress(BundleRefused):
        header = verify(data or b"", keys.signing_key).header
        if (header.kiosk, header.epoch) == (log.kiosk, epoch) and header.bundle > built:
            log.doubt_itself(_reached(header).get(epoch, 0))


def _newest(stick: Stick, log: VisitLog, built: int, device: Device) -> Path | None:
    """Return the newest bundle beyond those that were built. Asked by name: a stick may hold tens of thousands."""
    newest, number, last = None, built, built + LOOK_AHEAD
    while number < last:
        number += 1
        path = stick.visits / f"{log.kiosk}-{log.epoch}-{number:06d}.kiosk"
        if device.is_file(path):
            newest, last = path, number + LOOK_AHEAD
    return newest


def _reached(header: Header) -> dict[str, int]:
    last: dict[str, int] = {}
    for span in header.ranges:
        last[span.epoch] = max(span.last, last.get(span.epoch, 0))
    return last
