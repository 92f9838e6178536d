"""Where a kiosk stands: its programme, and what still has to travel."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.config import DataFolder, Settings
from kiosk.errors import KeyProblem
from kiosk.i18n import N_
from kiosk.keys import KioskKeys
from kiosk.stick.intake import last_receipt, load_card
from kiosk.visits import Range, VisitLog
from kiosk.visits.spans import total

REVOKED = N_(
    "The centre no longer takes what this kiosk sends. Ask the manager; then join again with new keys. Visits are kept."
)


@dataclass(frozen=True, slots=True)
class KioskStatus:
    """Where a kiosk stands. Counts are revisions.

    `unsent` are on no stick that was read back, `on_sticks` on sticks only, `undelivered` (both together) have no
    receipt, `at_centre` have one (None: none has come yet); all is there up to the visits of the local day
    `at_centre_to`. `wanted` are asked for once more. `revoked`: the centre no longer takes what this kiosk signs.
    `programme` is empty before the kiosk has joined.
    """

    kiosk: str
    site: str
    programme: str
    programme_name: str
    card_version: int
    unsent: int
    on_sticks: int
    undelivered: int
    at_centre: int | None
    at_centre_to: str
    wanted: int
    revoked: bool
    spooled: int
    spooled_bytes: int
    last_export: str


def status(data: DataFolder, log: VisitLog) -> KioskStatus:
    """Return where this kiosk stands. Raises KeyProblem when its card is damaged."""
    card = load_card(data)
    bundles = log.bundles()
    receipt = last_receipt(data, log, card) if card else None
    unsent, undelivered = log.waiting(), log.undelivered()
    spooled = list(data.spool.glob("*.kiosk"))
    return KioskStatus(
        kiosk=log.kiosk,
        site=Settings.load(data.settings).site,
        programme=card.programme if card else "",
        programme_name=card.name if card else "",
        card_version=card.version if card else 0,
        unsent=unsent,
        on_sticks=undelivered - unsent,
        undelivered=undelivered,
        at_centre=log.at_centre(),
        at_centre_to=log.at_centre_to(),
        wanted=total(Range(*part) for part in receipt.wanted) if receipt else 0,
        revoked=receipt is not None and _key_id(data) in receipt.revoked,
        spooled=len(spooled),
        spooled_bytes=sum(path.stat().st_size for path in spooled),
        last_export=max((bundle.exported_at for bundle in bundles), default=""),
    )


def _key_id(data: DataFolder) -> str:
    """Return the short name of this kiosk's present key; empty when it cannot be read."""
    try:
        return KioskKeys.load(data.keys).key_id
    except KeyProblem:
        return ""
