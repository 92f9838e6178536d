"""A log that was put back, salvaged or cloned: everything still travels, and nobody has to do anything."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bundles import read_header
from kiosk.config import DataFolder
from kiosk.visits import Range, VisitLog
from kiosk.visits.whereabouts import Whereabouts
from kiosk.visits.witness import Witness, witness_of
from tests.stick.shops import Kiosk


def _put_back(kiosk: Kiosk, copy: Path) -> None:
    """Put an older copy in the log's place while the program is closed."""
    kiosk.log.close()
    shutil.copyfile(copy, kiosk.data.log)
    kiosk.log = VisitLog.open(kiosk.data.log, kiosk.clock)


def _seqs(kiosk: Kiosk, stick: Path) -> list[tuple[str, int]]:
    return sorted((visit.epoch, visit.seq) for visit in kiosk.received(stick).visits)


def test_bundles_of_a_log_that_was_put_back_travel_on_though_it_no_longer_knows_them(
    joined: Kiosk, tmp_path: Path
) -> None:
    joined.work(3)
    copy = joined.log.keep_copy(joined.data.backups)
    assert copy is not None
    joined.work(2)
    joined.export()  # 1 to 5, on a stick that is lost
    joined.work(1)  # 6 is nowhere else
    old = joined.log.epoch
    _put_back(joined, copy)
    assert joined.log.parent() == (old, 3)
    joined.work(1)
    new, other = joined.log.epoch, tmp_path / "other"
    other.mkdir()
    joined.give_card()
    joined.export(other)
    assert _seqs(joined, other) == sorted([*((old, n) for n in range(1, 6)), (new, 1)])
    headers = {header.epoch: header for header, *_ in map(read_header, joined.on(other))}
    assert headers[new].lost == (Range(old, 6, 6),)
    assert headers[new].parent == (old, 3)


def test_a_damaged_log_still_delivers_what_it_had_saved(joined: Kiosk) -> None:
    joined.work(5)
    old = joined.log.epoch
    joined.log.close()
    with joined.data.log.open("r+b") as file:
        file.write(bytes(100))
    joined.log = VisitLog.open(joined.data.log, joined.clock)
    joined.work(2)
    joined.export()
    assert _seqs(joined, joined.stick) == sorted(
        [*((old, n) for n in range(1, 6)), *((joined.log.epoch, n) for n in (1, 2))]
    )


def test_a_whole_folder_put_back_onto_its_disk_is_seen_by_the_stick(joined: Kiosk, tmp_path: Path) -> None:
    joined.work(2)
    joined.export()
    joined.log.close()
    kept = {path: path.read_bytes() for path in (joined.data.log, witness_of(joined.data.log))}
    joined.log = VisitLog.open(joined.data.log, joined.clock)
    joined.work(2)
    joined.export()
    old = joined.log.epoch
    joined.log.close()
    for path, content in kept.items():
        path.write_bytes(content)  # in place: the same file on the same disk
    joined.log = VisitLog.open(joined.data.log, joined.clock)
    assert joined.log.epoch == old, "nothing here can tell"
    joined.clock.tick(hours=1)
    joined.work(2, note="made after the folder was put back")  # under numbers that were given before
    joined.export()
    assert joined.log.parent() == (old, 4)
    notes = [visit.note for visit in joined.received().visits if visit.epoch == old and visit.seq > 2]
    assert sorted(notes) == ["", "", *["made after the folder was put back"] * 2]
    assert joined.log.happened() is not None


def test_two_clones_both_go_on_and_name_the_parent_that_they_share(joined: Kiosk, tmp_path: Path) -> None:
    joined.work(3)
    old = joined.log.epoch
    elsewhere = tmp_path / "copied"
    joined.log.close()
    shutil.copytree(joined.data.root, elsewhere)
    joined.log = VisitLog.open(joined.data.log, joined.clock)
    clone = replace(joined, data=DataFolder(elsewhere), log=VisitLog.open(elsewhere / "log.db", joined.clock))
    clone.work(1)
    joined.work(1)
    assert (joined.log.epoch, clone.log.parent()) == (old, (old, 3))
    joined.export()
    clone.export()
    theirs = clone.log.epoch
    clone.log.close()
    headers = [header for header, *_ in map(read_header, joined.on())]
    assert {(header.epoch, header.parent) for header in headers} == {(old, None), (theirs, (old, 3))}


@pytest.mark.parametrize("changed", ["machine", "disk"])
def test_a_disk_cloned_into_another_computer_is_a_clone(joined: Kiosk, changed: str) -> None:
    joined.work(1)
    old, path = joined.log.epoch, witness_of(joined.data.log)
    joined.log.close()
    witness = Witness.read(path)
    assert witness is not None
    there = Whereabouts.of(joined.data.log)._replace(**{changed: "another"})
    if not getattr(Whereabouts.of(joined.data.log), changed):
        there = there._replace(file="another")  # this machine tells no such number
    witness._replace(where=there).write(path)
    joined.log = VisitLog.open(joined.data.log, joined.clock)
    assert joined.log.parent() == (old, 1)
