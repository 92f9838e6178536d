"""A programme in small: kiosks, their copies, sticks and a centre, beside a model that knows what must be true."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from unittest import mock

from kiosk.bundles import Header, open_payload, read_header, verify
from kiosk.centre import FileResult, NewProgramme, Outcome, Store, import_paths
from kiosk.config import DataFolder
from kiosk.keys import Card, KioskKeys, ManagerKeys, read_card
from kiosk.stick import Stick, export, join
from kiosk.visits import Range, Visit, VisitLog, columns, to_row
from tests.desks import HandClock, draft
from tests.faults.forging import Source

Revision = tuple[str, str, int]  # kiosk, epoch, seq
Place = tuple[str, str, int]  # kiosk, epoch, bundle
Row = tuple[object, ...]


@contextmanager
def quick_digits() -> Iterator[None]:
    """Make digits cost nothing: they cost 50 ms each by intent."""

    def cheap(secret: bytes, **_: object) -> bytes:
        return sha256(secret).digest()

    with mock.patch("hashlib.scrypt", cheap):
        yield


@dataclass
class Desk:
    """One computer with a log: a kiosk, or a copy of one."""

    data: DataFolder
    clock: HandClock
    log: VisitLog
    said: dict[Revision, Row] = field(default_factory=dict)
    visits: list[tuple[str, int]] = field(default_factory=list)
    card_version: int = 0

    @property
    def kiosk(self) -> str:
        return self.log.kiosk

    @property
    def keys(self) -> KioskKeys:
        return KioskKeys.load(self.data.keys)

    def note(self, visit: Visit) -> None:
        """Remember what the log has acknowledged."""
        self.said[visit.kiosk, visit.epoch, visit.seq] = to_row(visit)
        if visit.revision == 1:
            self.visits.append((visit.epoch, visit.seq))

    def have_visits(self, count: int) -> None:
        for _ in range(count):
            self.note(self.log.record(draft(self.clock)))

    def lost(self) -> set[Revision]:
        return {
            (self.kiosk, part.epoch, seq)
            for part in self.log.lost()
            for seq in range(part.first, part.last + 1)
        }


@dataclass
class Model:
    """What the centre must hold: the bundles it took, by their numbers, and the rows that they brought."""

    taken: dict[Place, tuple[str, Header]] = field(default_factory=dict)  # the header's hash, and the header
    accepted: dict[str, set[str]] = field(default_factory=dict)  # by kiosk the ids of its keys
    revoked: set[tuple[str, str]] = field(default_factory=set)  # kiosk and key's id
    trusted: set[str] = field(default_factory=set)
    rows: dict[Revision, Row] = field(default_factory=dict)
    ever: set[Revision] = field(default_factory=set)
    lost: set[Revision] = field(default_factory=set)

    def expects(self, header: Header, digest: str) -> Outcome:
        """Say what an honest bundle is when it comes now."""
        kiosk, place = header.kiosk, (header.kiosk, header.epoch, header.bundle)
        if kiosk not in self.accepted:
            return Outcome.WAITING
        if place in self.taken and self.taken[place][0] == digest:
            return Outcome.ALREADY
        if header.signing not in self.accepted[kiosk]:
            return Outcome.FORGED
        after = self.taken.get((*place[:2], header.bundle + 1))
        linked = after is not None and after[1].previous == digest
        revoked = (kiosk, header.signing) in self.revoked and digest not in self.trusted
        return Outcome.REVOKED if revoked and not linked else Outcome.IMPORTED

    def take(self, header: Header, digest: str, rows: dict[Revision, Row]) -> None:
        self.taken[header.kiosk, header.epoch, header.bundle] = digest, header
        self.rows.update(rows)
        self.ever.update(rows)
        self.lost.update(
            (header.kiosk, part.epoch, seq)
            for part in header.lost
            for seq in range(part.first, part.last + 1)
        )


class World:
    """Everything, in one folder."""

    def __init__(self, root: Path, programme: Path, made: NewProgramme) -> None:
        self.root = root
        self.clock = HandClock()
        self.data = DataFolder(Path(shutil.copytree(programme, root / "centre")))
        self.keys: ManagerKeys = made.keys
        self.paper = made.paper
        self.store = Store.open(self.data.centre)
        self.model = Model()
        self.desks: list[Desk] = []
        self.honest: dict[str, dict[Revision, Row]] = {}  # by the header's hash: what was truly said
        self.sources: list[Source] = []
        self.forged: dict[str, frozenset[Outcome]] = {}  # by the file's hash
        self.sticks = [self.fresh_stick() for _ in range(2)]

    def fresh_stick(self) -> Path:
        stick = self.root / f"stick-{len(list(self.root.glob('stick-*')))}"
        stick.mkdir()
        Stick(stick).folder.mkdir()
        shutil.copy(self.data.card, Stick(stick).card)
        return stick

    # Kiosks

    def new_desk(self) -> Desk:
        desk = self._open(DataFolder(self.root / f"desk-{len(self.desks)}").create())
        desk.have_visits(1)
        self.desks.append(desk)
        stick = self.fresh_stick()
        join(desk.data, desk.log, stick, lambda _card, _digits: True, "Булаево", clock=desk.clock)
        return desk

    def _open(self, data: DataFolder) -> Desk:
        return Desk(data, self.clock, VisitLog.open(data.log, self.clock))

    def copy_of(self, desk: Desk, place: Path) -> DataFolder:
        """Copy a computer's folder while its log is closed."""
        desk.log.close()
        copied = DataFolder(Path(shutil.copytree(desk.data.root, place)))
        desk.log = VisitLog.open(desk.data.log, self.clock)
        return copied

    def export(self, desk: Desk, stick: Path) -> None:
        """Export, and hold what the kiosk believes afterwards against the truth."""
        self.clock.tick(minutes=1)
        result = export(desk.data, desk.log, stick, clock=self.clock)
        assert result.outcome.good, result
        self._remember(desk)
        received = {(desk.kiosk, *part) for part in _numbers(desk.log._received())}
        assert received <= self.model.ever | self.model.lost, "a kiosk believes delivered what never came"
        card = read_card(desk.data.card.read_bytes())
        assert card.signing_key == self.keys.signing_key or card.version < self.card.version
        assert card.version >= desk.card_version, "a card went back"
        desk.card_version = card.version

    @property
    def card(self) -> Card:
        return read_card(self.data.card.read_bytes())

    def _remember(self, desk: Desk) -> None:
        """Note each bundle that this kiosk has built: its rows must be what the log acknowledged."""
        for path in desk.data.spool.glob("*.kiosk"):
            data = path.read_bytes()
            outside = read_header(data)
            header, digest = outside.header, outside.sha256
            if digest in self.honest or header.signing != desk.keys.key_id:
                continue
            batches = tuple(open_payload(verify(data, desk.keys.signing_key), self.keys).batches())
            rows = {(row[0], row[1], row[2]): tuple(row) for batch in batches for row in batch.rows}
            assert rows.items() <= desk.said.items(), "a bundle says what the log did not"
            self.honest[digest] = rows  # type: ignore[assignment]
            self.sources.append(Source(data, header, desk.keys, batches, self.card.recipients))

    # The centre

    def take_in(self, paths: Sequence[Path]) -> list[FileResult]:
        """Import; each file's outcome must be the model's, and the store must hold exactly the model's rows."""
        self.clock.tick(minutes=1)
        before = {
            path: path.read_bytes()
            for place in [*paths, self.data.bundles]
            for path in place.rglob("*.kiosk")
        }
        results = import_paths(self.data, self.store, self.keys, paths, clock=self.clock)
        self._judge(results, before)
        return results

    def _judge(self, results: Sequence[FileResult], before: dict[Path, bytes]) -> None:
        for result in results:
            if result.path.suffix != ".kiosk":
                continue
            data = before[result.path]
            allowed = self.forged.get(sha256(data).hexdigest())
            if allowed is not None:
                assert result.outcome is not Outcome.IMPORTED, f"a forgery came in: {result}"
                waiting = {Outcome.WAITING} if result.kiosk not in self.model.accepted else set()
                assert result.outcome in allowed | waiting | {Outcome.REVOKED}, result
                continue
            outside = read_header(data)
            header, digest = outside.header, outside.sha256
            assert result.outcome is self.model.expects(header, digest), result
            if result.outcome is Outcome.IMPORTED:
                self.model.take(header, digest, self.honest[digest])
        self.check_rows()

    def check_rows(self) -> None:
        """Compare the store with the model, row by row."""
        names = ", ".join(columns(Visit))
        here = {(row[0], row[1], row[2]): row for row in self.store.ask(f"SELECT {names} FROM visits", {})}
        assert here == self.model.rows

    def close(self) -> None:
        self.store.close()
        for desk in self.desks:
            desk.log.close()


def _numbers(ranges: Sequence[Range]) -> Iterator[tuple[str, int]]:
    return ((part.epoch, seq) for part in ranges for seq in range(part.first, part.last + 1))
