"""Kiosks to which things happen, from desk to report: wrong clocks, an older log put back, a damaged one, a clone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import centre, stick
from kiosk.centre import Scope, Store, summary
from kiosk.config import DataFolder
from kiosk.visits import Range, VisitLog
from tests import passphrases
from tests.desks import NOON, HandClock, draft

PASSPHRASE = "correct horse"


@dataclass
class World:
    """One kiosk that has joined, its centre, and the stick that goes between them."""

    root: Path
    clock: HandClock
    desk: DataFolder
    manager: DataFolder

    @property
    def drive(self) -> Path:
        return self.root / "stick"

    def log(self, desk: DataFolder | None = None) -> VisitLog:
        return VisitLog.open((desk or self.desk).log, self.clock)

    def carry(self, log: VisitLog, desk: DataFolder | None = None) -> list[centre.FileResult]:
        """Export, take the stick to the centre, and bring it back."""
        stick.export(desk or self.desk, log, self.drive, clock=self.clock)
        with Store.open(self.manager.centre) as store:
            keys = centre.manager_keys(self.manager, PASSPHRASE)
            results = centre.import_paths(self.manager, store, keys, [self.drive], clock=HandClock())
            if store.kiosk(log.kiosk) is None:
                centre.accept(self.manager, store, keys, log.kiosk, HandClock(), place="")
            results += centre.import_waiting(self.manager, store, keys, log.kiosk, HandClock())
            centre.answer_one(self.manager, store, keys, log.kiosk, self.drive, HandClock())
        stick.export(desk or self.desk, log, self.drive, clock=self.clock)
        return results

    def report(self) -> centre.Summary:
        with Store.open(self.manager.centre) as store:
            return summary(store, Scope())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with passphrases.quick():
        yield _world(tmp_path)


def _world(tmp_path: Path) -> World:
    made = World(
        tmp_path, HandClock(), DataFolder(tmp_path / "desk").create(), DataFolder(tmp_path / "centre")
    )
    made.drive.mkdir()
    centre.new_programme(made.manager, "Digital skills", PASSPHRASE)
    centre.write_card(made.manager, made.drive)
    with made.log() as log:
        stick.join(made.desk, log, made.drive, lambda _card, _groups: True, "Bulaevo", clock=made.clock)
    return made


def test_wrong_clocks_change_neither_order_nor_counts_and_the_report_says_so(world: World) -> None:
    with world.log() as log:
        for wrong in (1970, 2000, 2025):  # a dead battery, twice; a year back
            world.clock.set(datetime(wrong, 1, 1, tzinfo=UTC))
            log.record(draft(world.clock))
        world.clock.set(NOON)
        log.record(draft(world.clock))
        there_and_back = draft(world.clock)
        world.clock.set(NOON.replace(year=2031))
        log.record(there_and_back)  # set forward while the visit was open ...
        world.clock.set(NOON)
        log.record(draft(world.clock))  # ... and back again
        moved = HandClock(NOON, offset=180)  # the time zone is changed: no clock is wrong
        world.clock = moved
    with world.log() as log:
        world.carry(log)
        after = log.record(draft(world.clock))
        assert after.clock_trust == 2, "the receipt's time ends the mistrust"
        world.carry(log)
        kept = [visit for part in log.batches([Range(log.epoch, 1, 7)]) for visit in part.rows]
        assert len(kept) == 7
        assert log.undelivered() == 0
    found = world.report()
    assert (found.consultations, found.time_uncertain) == (7, 5)


def test_an_older_log_put_back_is_whole_at_the_centre_and_its_hole_ends(world: World) -> None:
    with world.log() as log:
        for _ in range(3):
            log.record(draft(world.clock))
        copy = log.keep_copy(world.desk.backups)
        log.record(draft(world.clock))
        stick.export(world.desk, log, world.drive, clock=world.clock)  # 4 is on the stick ...
        lost = log.record(draft(world.clock))  # ... and 5 nowhere
    assert copy is not None
    shutil.copyfile(copy, world.desk.log)
    with world.log() as log:
        log.record(draft(world.clock))
        world.carry(log)
        assert log.absent([Range(lost.epoch, 1, 5)]) == [Range(lost.epoch, 4, 5)]
        assert log.undelivered() == 0, "receipts go on past the hole"
    assert world.report().consultations == 5


def test_a_damaged_log_delivers_what_was_saved_and_declares_the_rest(world: World) -> None:
    with world.log() as log:
        for _ in range(40):
            log.record(draft(world.clock, note="a visit of some length, so that pages fill"))
    with world.desk.log.open("r+b") as file:
        file.truncate(world.desk.log.stat().st_size - 2 * 4096)
    with world.log() as log:
        happened = log.happened()
        assert happened is not None
        world.carry(log)
        assert log.undelivered() == 0
        assert happened.saved + happened.lost == 40
    assert world.report().consultations == happened.saved


def test_two_clones_deliver_both_and_nothing_twice(world: World) -> None:
    with world.log() as log:
        log.record(draft(world.clock))
    other = DataFolder(world.root / "clone")
    shutil.copytree(world.desk.root, other.root)
    with world.log() as log, world.log(other) as clone:
        log.record(draft(world.clock))
        for _ in range(2):
            clone.record(draft(world.clock))
        assert clone.parent() == (log.epoch, 1)
        world.carry(log)
        world.carry(clone, other)
        assert (log.undelivered(), clone.undelivered()) == (0, 0)
        assert len(clone.epochs()) == 2, "that its sibling goes on is nothing new"
    assert world.report().consultations == 4
