"""A manager's office and kiosks that write real bundles, without the desk around them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk.bundles import Origin, read_header, write_bundle
from kiosk.centre import FileResult, Outcome, Store, accept, import_paths, take_requests
from kiosk.config import DataFolder
from kiosk.keys import Card, Enrolment, KioskKeys, ManagerKeys, read_card
from kiosk.stick import Stick
from kiosk.visits import Batch, Range, Revisions, Visit, batches_of
from tests.centre.records import a_visit

MOMENT = "2026-11-20T10:00:00Z"


class StillClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 11, 20, 10, tzinfo=UTC)

    def offset(self) -> int:
        return 300

    def monotonic(self) -> float:
        return 1000.0

    def boot(self) -> str:
        return "boot"


@dataclass
class SomeKiosk:
    """A kiosk that numbers its visits and chains its bundles as a real one does."""

    card: Card
    kiosk: str = "k-bulaevo"
    site: str = "Булаево"
    epoch: str = "e1"
    keys: KioskKeys = field(default_factory=KioskKeys.generate)
    seq: int = 0
    number: int = 0
    previous: str | None = None

    def visits(self, count: int, **changes: object) -> list[Visit]:
        """Have some visits."""
        made = []
        for _ in range(count):
            self.seq += 1
            made.append(
                a_visit(kiosk=self.kiosk, epoch=self.epoch, seq=self.seq, visit_epoch=self.epoch, **changes)
            )
        return made

    def bundle(self, visits: list[Visit], **origin: object) -> bytes:
        """Write the next bundle of the chain."""
        return self.write(batches_of(Revisions(tuple(visits))), **origin)

    def write(self, batches: list[Batch], **origin: object) -> bytes:
        """Write the next bundle of the chain from rows of every kind."""
        self.number += 1
        plain = Origin(
            programme=self.card.programme,
            kiosk=self.kiosk,
            epoch=self.epoch,
            bundle=self.number,
            created=MOMENT,
            clock_trust=1,
            codebook=1,
            previous=self.previous,
        )
        chosen = plain._replace(**origin)  # type: ignore[arg-type]
        data = write_bundle(chosen, batches, self.keys, self.card.recipients)
        self.previous = read_header(data).sha256
        return data

    def put(self, data: bytes, stick: Path) -> Path:
        """Put a bundle onto a stick, under the name that a kiosk gives it."""
        path = Stick(stick).visits / read_header(data).header.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def ask(self, stick: Path) -> None:
        """Put a request to join onto a stick."""
        path = Stick(stick).enrolment(self.kiosk)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            Enrolment.request(self.card, self.kiosk, self.keys, self.site, MOMENT).signed(self.keys)
        )


@dataclass
class Office:
    """A manager with a programme, an open store, and the passphrase remembered."""

    data: DataFolder
    keys: ManagerKeys
    store: Store
    clock: StillClock = field(default_factory=StillClock)

    @property
    def card(self) -> Card:
        return read_card(self.data.card.read_bytes())

    def accept(self, kiosk: SomeKiosk, stick: Path, place: str = "") -> None:
        """Let a kiosk in that asks on a stick."""
        kiosk.ask(stick)
        take_requests(self.data, self.store, [stick], self.clock)
        accept(self.data, self.store, self.keys, kiosk.kiosk, self.clock, place=place)

    def take(self, *paths: Path) -> list[FileResult]:
        """Import."""
        return import_paths(self.data, self.store, self.keys, paths, clock=self.clock)

    def count(self) -> int:
        """How many revisions of visits are here."""
        return int(self.store.ask("SELECT COUNT(*) FROM visits", {})[0][0])


def lost(first: int, last: int, epoch: str = "e1") -> Range:
    return Range(epoch, first, last)


def with_counts(result: FileResult) -> FileResult:
    """Return only what counts in a comparison: not where the file lay."""
    return replace(result, path=Path())


def outcomes(results: list[FileResult]) -> list[Outcome]:
    """Return what became of each file."""
    return [result.outcome for result in results]
