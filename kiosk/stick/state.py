"""Where a kiosk stands: its programme, and what still has to travel."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.config import DataFolder, Settings
from kiosk.stick.intake import load_card
from kiosk.stick.spool import without
from kiosk.visits import VisitLog


@dataclass(frozen=True, slots=True)
class KioskStatus:
    """Where a kiosk stands. Counts are revisions.

    `unsent` are on no stick that was read back, `undelivered` have no receipt, `at_centre` have one (None:
    none has come yet). `programme` is empty before the kiosk has joined.
    """

    kiosk: str
    site: str
    programme: str
    programme_name: str
    card_version: int
    unsent: int
    undelivered: int
    at_centre: int | None
    spooled: int
    spooled_bytes: int
    last_export: str


def status(data: DataFolder, log: VisitLog) -> KioskStatus:
    """Return where this kiosk stands. Raises KeyProblem when its card is damaged."""
    card = load_card(data)
    bundles = log.bundles()
    built = [part for bundle in bundles if not bundle.exported_at for part in bundle.ranges]
    proven = [part for bundle in bundles if bundle.exported_at for part in bundle.ranges]
    spooled = list(data.spool.glob("*.kiosk"))
    return KioskStatus(
        kiosk=log.kiosk,
        site=Settings.load(data.settings).site,
        programme=card.programme if card else "",
        programme_name=card.name if card else "",
        card_version=card.version if card else 0,
        unsent=log.unsent() + sum(last - first + 1 for _, first, last in without(built, proven)),
        undelivered=log.undelivered(),
        at_centre=log.at_centre(),
        spooled=len(spooled),
        spooled_bytes=sum(path.stat().st_size for path in spooled),
        last_export=max((bundle.exported_at for bundle in bundles), default=""),
    )
