"""Kiosks, copies, sticks, forgers and a centre in any order that Hypothesis thinks of, against a simple model.

The model knows each revision that a log has acknowledged, each bundle that an honest kiosk has built, and what the
centre took. After every step the store must hold exactly the rows of the bundles that the model let in; whatever a
kiosk believes delivered must have been there; and in the end everything that a living log still has must arrive.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.centre import Store, accept, import_paths, import_waiting, new_programme, take_requests
from kiosk.centre.carrying import write_roll
from kiosk.centre.keeping import ask_again, look, ranges_of
from kiosk.centre.revoking import revoke
from kiosk.centre.succession import take_next_key
from kiosk.config import DataFolder
from kiosk.errors import LogError
from kiosk.keys import EpochReceipt, ManagerKeys, Receipt
from kiosk.stick import Stick, join
from kiosk.visits import Range
from kiosk.visits.spans import minus
from tests import passphrases
from tests.faults.forging import FORGERIES
from tests.faults.trust_world import Desk, World, quick_digits

PASSPHRASE = "correct horse"
#: Forgeries that need a second kiosk, and those that contradict what is here: whoever has a kiosk's key and comes first
#: is believed, for nothing tells the two apart.
NEED_ANOTHER = ("swapped_payload", "others_rows")
NEED_IT_HERE = ("rewritten", "rewritten_later", "unchained")
some = st.integers(0, 1 << 30)


class TrustMachine(RuleBasedStateMachine):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.closing.enter_context(passphrases.quick())
        self.closing.enter_context(quick_digits())
        # Thousands of small files, each flushed: in memory that costs nothing, and nothing here is about the disk.
        memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
        root = Path(self.closing.enter_context(tempfile.TemporaryDirectory(prefix="trust-", dir=memory)))
        data = DataFolder(root / "programme")
        made = new_programme(data, "Test", PASSPHRASE)
        self.world = World(root, data.root, made)
        self.backups: list[tuple[Desk, DataFolder, Any]] = []
        self.shelf: list[Path] = []

    @initialize()
    def first_kiosks(self) -> None:
        for _ in range(2):
            desk = self.world.new_desk()
            self.accept(desk)
            self._round_trip(desk, self.world.sticks[0])

    def _round_trip(self, desk: Desk, stick: Path) -> None:
        self.world.export(desk, stick)
        self.world.take_in([stick])
        self.world.export(desk, stick)

    def accept(self, desk: Desk) -> None:
        world = self.world
        stick = world.fresh_stick()
        Stick(stick).enrolment(desk.kiosk).parent.mkdir(parents=True)
        Stick(stick).enrolment(desk.kiosk).write_bytes(desk.data.enrolment.read_bytes())
        take_requests(world.data, world.store, [stick], world.clock)
        accept(world.data, world.store, world.keys, desk.kiosk, world.clock)
        world.model.accepted.setdefault(desk.kiosk, set()).add(desk.keys.key_id)
        waiting = world.data.bundles / "waiting"
        before = {path: path.read_bytes() for path in waiting.glob("*.kiosk")}
        world._judge(import_waiting(world.data, world.store, world.keys, desk.kiosk, world.clock), before)

    def desk(self, number: int) -> Desk:
        return self.world.desks[number % len(self.world.desks)]

    def stick(self, number: int) -> Path:
        return self.world.sticks[number % len(self.world.sticks)]

    # What honest people do

    @precondition(lambda self: len(self.world.desks) < 5)
    @rule()
    def a_kiosk_joins(self) -> None:
        self.world.new_desk()

    @rule(number=some)
    def a_kiosk_is_accepted(self, number: int) -> None:
        if self.desk(number).kiosk not in self.world.model.accepted:
            self.accept(self.desk(number))

    @rule(number=some, count=st.integers(1, 3))
    def visits(self, number: int, count: int) -> None:
        self.desk(number).have_visits(count)

    @rule(number=some, which=some, void=st.booleans())
    def a_visit_is_corrected(self, number: int, which: int, void: bool) -> None:
        desk = self.desk(number)
        epoch, seq = desk.visits[which % len(desk.visits)]
        with suppress(LogError):  # it was undone before, or a restore has lost it
            visit = desk.log.current(epoch, seq)
            desk.note(
                desk.log.void(visit, "mistake")
                if void
                else desk.log.edit(visit, {"people": 1 + which % 9}, "tap")
            )

    @rule(number=some, stick=some)
    def export(self, number: int, stick: int) -> None:
        self.world.export(self.desk(number), self.stick(stick))

    @rule(number=some, stick=some, count=st.integers(0, 2))
    def a_round_trip(self, number: int, stick: int, count: int) -> None:
        self.desk(number).have_visits(count)
        self._round_trip(self.desk(number), self.stick(stick))

    @rule(stick=some)
    def take_in(self, stick: int) -> None:
        self.world.take_in([self.stick(stick)])

    @rule()
    def take_in_everything(self) -> None:
        self.world.take_in([*self.world.sticks, *self.shelf])

    # What happens to sticks

    @rule(stick=some)
    def a_stick_is_lost(self, stick: int) -> None:
        self.world.sticks[stick % len(self.world.sticks)] = self.world.fresh_stick()

    @rule(stick=some, keep=some)
    def some_files_are_lost(self, stick: int, keep: int) -> None:
        for number, path in enumerate(sorted(Stick(self.stick(stick)).folder.rglob("*.*"))):
            if path.is_file() and path.suffix != ".card" and not keep >> number % 30 & 1:
                path.unlink()

    @rule(stick=some)
    def a_stick_is_copied_and_put_away(self, stick: int) -> None:
        place = self.world.root / f"shelf-{len(self.shelf)}"
        self.shelf.append(Path(shutil.copytree(self.stick(stick), place)))

    @precondition(lambda self: self.shelf)
    @rule(stick=some, which=some)
    def an_old_copy_comes_back(self, stick: int, which: int) -> None:
        """Old bundles, old receipts, old cards."""
        shutil.copytree(self.shelf[which % len(self.shelf)], self.stick(stick), dirs_exist_ok=True)

    # What happens to kiosks

    @rule(number=some)
    def a_backup_is_made(self, number: int) -> None:
        desk = self.desk(number)
        copied = self.world.copy_of(desk, self.world.root / f"backup-{len(self.backups)}")
        self.backups.append((desk, copied, (dict(desk.said), list(desk.visits))))

    @precondition(lambda self: self.backups)
    @rule(which=some)
    def a_backup_is_restored(self, which: int) -> None:
        """The log goes back in time: what it had acknowledged since is lost, but for what sticks have carried."""
        desk, copied, (said, visits) = self.backups[which % len(self.backups)]
        desk.log.close()
        for part in ("log.db", "log.db-wal", "log.db-shm"):
            (desk.data.root / part).unlink(missing_ok=True)
        for part in copied.root.glob("log.db*"):
            shutil.copy(part, desk.data.root / part.name)
        desk.log = type(desk.log).open(desk.data.log, self.world.clock)
        desk.said, desk.visits = dict(said), list(visits)

    @precondition(lambda self: self.backups and len(self.world.desks) < 5)
    @rule(which=some)
    def a_copy_goes_on_beside_its_origin(self, which: int) -> None:
        _desk, copied, (said, visits) = self.backups[which % len(self.backups)]
        place = self.world.root / f"copy-{len(self.world.desks)}-{self.world.clock.now():%H%M%S}"
        if place.exists():
            return
        data = DataFolder(Path(shutil.copytree(copied.root, place)))
        clone = self.world._open(data)
        clone.said, clone.visits, clone.card_version = dict(said), list(visits), 0
        self.world.desks.append(clone)

    @rule(number=some, which=some)
    def a_page_of_the_log_is_lost(self, number: int, which: int) -> None:
        """Salvage: a revision that nobody could read any more is declared lost, and a new epoch begins."""
        desk = self.desk(number)
        kept = [key for key in desk.said if key[1] == desk.log.epoch]
        if not kept:
            return
        _kiosk, epoch, seq = kept[which % len(kept)]
        with desk.log._transaction() as connection:
            connection.execute("DELETE FROM visits WHERE epoch = ? AND seq = ?", (epoch, seq))
            connection.execute("INSERT OR IGNORE INTO lost VALUES (?, ?, ?)", (epoch, seq, seq))
        desk.log.begin_epoch()
        del desk.said[desk.kiosk, epoch, seq]

    # What the manager does

    @rule(number=some, after=some, named=st.booleans())
    def a_kiosk_is_revoked(self, number: int, after: int, named: bool) -> None:
        world, model, kiosk = self.world, self.world.model, self.desk(number).kiosk
        here = world.store.bundles(kiosk)
        if kiosk not in model.accepted or (named and not here):
            return
        last = here[after % len(here)] if named else None
        done = revoke(
            world.data,
            world.store,
            kiosk,
            world.clock,
            after=last.bundle if last else None,
            epoch=last.epoch if last else "",
        )
        for bundle in done.withdrawn:
            assert last is not None
            assert bundle.epoch != last.epoch or bundle.bundle > last.bundle
            del model.taken[bundle.kiosk, bundle.epoch, bundle.bundle]
        self._recount(kiosk)
        model.revoked |= {(kiosk, key) for key in model.accepted[kiosk]}
        model.trusted |= {digest for digest, header in model.taken.values() if header.kiosk == kiosk}
        model.trusted -= {bundle.header_sha256 for bundle in done.withdrawn}

    def _recount(self, kiosk: str) -> None:
        model = self.world.model
        model.rows = {key: row for key, row in model.rows.items() if key[0] != kiosk}
        for digest, header in model.taken.values():
            if header.kiosk == kiosk:
                model.rows.update(self.world.honest[digest])

    @rule(number=some)
    def a_kiosk_gets_new_keys(self, number: int) -> None:
        desk = self.desk(number)
        stick = self.world.fresh_stick()
        join(desk.data, desk.log, stick, lambda _c, _d: False, new_keys=True, clock=self.world.clock)
        desk.card_version = self.world.card.version
        if desk.kiosk in self.world.model.accepted:
            self.accept(desk)

    @precondition(lambda self: self.world.paper)
    @rule()
    def the_next_signing_key_takes_over(self) -> None:
        world = self.world
        shown: list[str] = []
        take_next_key(world.data, world.store, world.keys, world.paper, PASSPHRASE, shown.append)
        world.keys = ManagerKeys.load(world.data.keys, PASSPHRASE)
        world.paper = shown[0]
        write_roll(world.data, world.store, world.keys, world.clock)

    @rule(number=some, first=st.integers(1, 6), length=st.integers(0, 5))
    def something_is_asked_for_again(self, number: int, first: int, length: int) -> None:
        desk = self.desk(number)
        if desk.kiosk in self.world.model.accepted:
            ask_again(self.world.store, desk.kiosk, [Range(desk.log.epoch, first, first + length)])

    @precondition(lambda self: self.world.model.taken)
    @rule(which=some)
    def a_kept_file_is_spoiled_and_asked_for(self, which: int) -> None:
        world = self.world
        bundles = world.store.bundles()
        if not bundles:
            return
        spoiled = bundles[which % len(bundles)]
        (world.data.bundles / spoiled.file).write_bytes(b"spoiled")
        for found in look(world.data, world.store):
            ask_again(world.store, found.bundle.kiosk, ranges_of(world.data, found.bundle, world.store))
        # Withdrawing needs every kept header, so the machine mends what no stick will bring.
        (world.data.bundles / spoiled.file).write_bytes(
            next(
                source.data
                for source in world.sources
                if source.header.file == Path(spoiled.file).name
                and world.model.taken[spoiled.kiosk, spoiled.epoch, spoiled.bundle][1] == source.header
            )
        )

    @rule()
    def the_store_is_lost_and_rebuilt_from_the_kept_bytes(self) -> None:
        world = self.world
        write_roll(world.data, world.store, world.keys, world.clock)
        world.store.close()
        for path in world.data.root.glob("centre.db*"):
            path.unlink()
        world.store = Store.open(world.data.centre)
        import_paths(
            world.data, world.store, world.keys, [world.data.bundles / "kiosks.age"], clock=world.clock
        )
        kept = [path for path in world.data.bundles.iterdir() if path.name.startswith("k-")]
        import_paths(world.data, world.store, world.keys, kept, clock=world.clock)
        world.check_rows()

    # What forgers do

    @precondition(lambda self: self.world.sources)
    @rule(which=some, other=some, stick=some)
    def a_forger_fills_a_stick(self, which: int, other: int, stick: int) -> None:
        self._forge_all(which, other, self.stick(stick))

    def _forge_all(self, which: int, other: int, stick: Path) -> None:
        """Try every forgery on one honest bundle."""
        world = self.world
        source = world.sources[which % len(world.sources)]
        if source.keys.key_id not in world.model.accepted.get(source.header.kiosk, {source.keys.key_id}):
            return
        others = [each for each in world.sources if each.header.kiosk != source.header.kiosk]
        taken = world.model.taken.get((source.header.kiosk, source.header.epoch, source.header.bundle))
        here = taken is not None and taken[1] == source.header
        for kind, (forge, allowed) in FORGERIES.items():
            if (kind in NEED_ANOTHER and not others) or (kind in NEED_IT_HERE and not here):
                continue
            data = forge(source, others[other % len(others)] if others else source, Random(other))
            if data != source.data:
                world.forged[sha256(data).hexdigest()] = allowed
                folder = Stick(stick).visits
                folder.mkdir(exist_ok=True)
                (folder / f"forged-{len(world.forged)}.kiosk").write_bytes(data)
        world.take_in([stick])

    @rule(
        number=some,
        stick=some,
        kind=st.sampled_from(("other_signer", "other_kiosk", "other_programme", "card")),
    )
    def a_forger_writes_a_receipt(self, number: int, stick: int, kind: str) -> None:
        world, desk = self.world, self.desk(number)
        signer = ManagerKeys.generate()[0] if kind == "other_signer" else world.keys
        receipt = Receipt(
            programme="p-elsewhere" if kind == "other_programme" else world.card.programme,
            kiosk="k-elsewhere" if kind == "other_kiosk" else desk.kiosk,
            centre_time="2027-01-01T00:00:00Z",
            epochs=(EpochReceipt(desk.log.epoch, 10_000),),
        )
        path = Stick(self.stick(stick)).receipts(desk.kiosk)
        path.parent.mkdir(exist_ok=True)
        written = receipt.signed(signer)
        path.write_bytes(Stick(self.stick(stick)).card.read_bytes() if kind == "card" else written)
        world.export(desk, self.stick(stick))

    @rule(number=some, stick=some, version=st.integers(2, 9))
    def a_forger_writes_a_card(self, number: int, stick: int, version: int) -> None:
        stranger, _paper = ManagerKeys.generate()
        card = replace(self.world.card, version=version, recipients=(stranger.sealing_key,))
        Stick(self.stick(stick)).card.write_bytes(card.signed(stranger))
        self.world.export(self.desk(number), self.stick(stick))

    # What must be true

    @invariant()
    def the_store_holds_what_the_model_holds(self) -> None:
        self.world.check_rows()

    def teardown(self) -> None:
        try:
            if self.world.desks:
                self._everything_arrives()
                for number in range(min(2, len(self.world.sources))):
                    self._forge_all(-1 - number, number, self.world.fresh_stick())
        finally:
            self.world.close()
            self.closing.close()

    def _everything_arrives(self) -> None:
        """After two round trips with a good stick everything that a log still has is at the centre, and it knows."""
        world = self.world
        for desk in world.desks:
            if desk.kiosk not in world.model.accepted:
                self.accept(desk)
            if (desk.kiosk, desk.keys.key_id) in world.model.revoked:
                self.a_kiosk_gets_new_keys(world.desks.index(desk))
            if desk.keys.key_id not in world.model.accepted[desk.kiosk]:
                self.accept(desk)
            stick = world.fresh_stick()
            for _ in range(3):
                world.export(desk, stick)
                world.take_in([stick])
            world.export(desk, stick)
            assert desk.said.keys() <= world.model.rows.keys(), "a visit that a log has did not arrive"
            open_ranges = [*desk.log.unreceipted(), *desk.log.unbundled(1000)]
            # What a log has lost may stand in a bundle of a revoked key alone.
            waits = minus(open_ranges, desk.log.absent(open_ranges))
            assert waits == [], f"{desk.kiosk} still waits for a receipt of {waits}"
