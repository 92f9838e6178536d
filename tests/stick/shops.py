"""A kiosk in a shop, with a stick in the volunteer's hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.bundles import open_payload, verify
from kiosk.config import DataFolder
from kiosk.keys import (
    Card,
    EpochReceipt,
    KioskKeys,
    Receipt,
)
from kiosk.stick import (
    Device,
    ExportResult,
    Stick,
    export,
    join,
)
from kiosk.visits import Revisions, Visit, VisitLog, revisions_of
from tests.desks import HandClock, draft
from tests.programmes import Shop

SHOP = Shop()


@dataclass
class Kiosk:
    """A kiosk in a shop, with a stick in the volunteer's hand."""

    data: DataFolder
    log: VisitLog
    clock: HandClock
    stick: Path

    def give_card(self, card: Card | None = None) -> None:
        """Put the programme's card onto the stick, as the manager does."""
        place = Stick(self.stick).card
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((card or SHOP.card()).signed(SHOP.manager))

    def join(self) -> Card:
        self.give_card()
        return join(self.data, self.log, self.stick, lambda _card, _digits: True, "Булаево", clock=self.clock)

    def work(self, visits: int = 1, **said: object) -> list[Visit]:
        return [self.log.record(draft(self.clock, **said)) for _ in range(visits)]

    def export(self, target: Path | None = None, device: Device | None = None) -> ExportResult:
        return export(self.data, self.log, target or self.stick, clock=self.clock, device=device)

    @property
    def keys(self) -> KioskKeys:
        return KioskKeys.load(self.data.keys)

    def on(self, stick: Path | None = None) -> list[Path]:
        """The bundles on a stick, in order."""
        return sorted(Stick(stick or self.stick).visits.glob("*.kiosk"))

    def received(self, stick: Path | None = None) -> Revisions:
        """What the manager reads from a stick."""
        found = [open_payload(verify(path, self.keys.signing_key), SHOP.manager) for path in self.on(stick)]
        return revisions_of(batch for part in found for batch in part.batches())

    def receipt(self, contiguous_to: int, extras: tuple[tuple[int, int], ...] = ()) -> Receipt:
        part = EpochReceipt(self.log.epoch, contiguous_to, extras)
        return Receipt(SHOP.card().programme, self.log.kiosk, "2026-11-22T09:00:00Z", (part,))

    def put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
