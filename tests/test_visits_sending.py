"""What still has to travel: until a bundle holds it, until a receipt covers it, over every epoch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import LogError
from kiosk.visits import BundleRecord, Range, VisitLog
from tests.desks import HandClock, draft

THEN = "2026-11-22T08:00:00Z"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def log(tmp_path: Path, clock: HandClock) -> Iterator[VisitLog]:
    with VisitLog.open(tmp_path / "log.db", clock) as opened:
        yield opened


def _work(log: VisitLog, clock: HandClock, visits: int) -> None:
    for _ in range(visits):
        log.record(draft(clock))


def _bundle(log: VisitLog, number: int, *ranges: Range) -> BundleRecord:
    return BundleRecord(log.epoch, number, f"{number:064}", ranges, THEN, f"{number:06}.kiosk")


def test_a_fresh_log_has_nothing_to_send(log: VisitLog) -> None:
    assert (log.unsent(), log.unbundled(10), log.undelivered(), log.at_centre()) == (0, [], 0, None)
    assert log.bundles() == []


def test_what_is_in_a_bundle_is_sent_and_what_a_receipt_covers_is_delivered(
    log: VisitLog, clock: HandClock
) -> None:
    _work(log, clock, 5)
    first = _bundle(log, 1, *log.unbundled(3))
    assert first.ranges == (Range(log.epoch, 1, 3),)
    log.record_bundle(first)
    log.record_bundle(first)
    assert (log.unsent(), log.undelivered()) == (2, 5)
    second = _bundle(log, 2, *log.unbundled(100))
    log.record_bundle(second)
    assert (log.unsent(), log.bundles()) == (0, [first, second])
    log.record_receipt(log.epoch, 3, THEN)
    assert (log.undelivered(), log.at_centre()) == (2, 3)
    log.record_receipt(log.epoch, 3, THEN, extras=[(5, 5)])
    assert (log.unreceipted(), log.at_centre()) == ([Range(log.epoch, 4, 4)], 4)


def test_a_bundles_number_is_never_given_to_another(log: VisitLog, clock: HandClock) -> None:
    _work(log, clock, 1)
    bundle = _bundle(log, 1, *log.unbundled(1))
    log.record_bundle(bundle)
    with pytest.raises(LogError, match="Bundle 1"):
        log.record_bundle(bundle._replace(header_sha256="f" * 64))


def test_the_first_stick_that_held_a_bundle_is_remembered(log: VisitLog, clock: HandClock) -> None:
    _work(log, clock, 1)
    bundle = _bundle(log, 1, *log.unbundled(1))
    log.record_bundle(bundle)
    log.mark_exported(bundle)
    clock.tick(hours=1)
    log.mark_exported(bundle)
    assert [known.exported_at for known in log.bundles()] == ["2026-11-22T07:00:00Z"]


def test_an_older_receipt_takes_nothing_back(log: VisitLog, clock: HandClock) -> None:
    _work(log, clock, 5)
    log.record_receipt(log.epoch, 4, THEN)
    log.record_receipt(log.epoch, 2, "2026-11-21T08:00:00Z")
    assert log.at_centre() == 4


def test_a_receipt_for_a_clones_epoch_changes_nothing(log: VisitLog, clock: HandClock) -> None:
    _work(log, clock, 2)
    assert not log.record_receipt("f" * 16, 1, THEN)
    assert log.at_centre() is None


@pytest.mark.parametrize(("contiguous_to", "extras"), [(3, []), (1, [(3, 3)])])
def test_a_receipt_that_knows_more_than_the_log_begins_a_new_epoch(
    log: VisitLog, clock: HandClock, contiguous_to: int, extras: list[tuple[int, int]]
) -> None:
    _work(log, clock, 2)
    old = log.epoch
    log.record_bundle(_bundle(log, 1, Range(old, 1, 1)))
    assert log.record_receipt(old, contiguous_to, THEN, extras)
    assert log.parent() == (old, 2)
    assert log.unreceipted() == [Range(old, 2, 2)], "in no bundle of this log: the centre has another's"
    visit = log.record(draft(clock))
    assert (visit.epoch, visit.seq) == (log.epoch, 1)
    assert log.lost() == []  # the centre has what this log lacks
    happened = log.happened()
    assert happened is not None
    assert (happened.why, happened.lost) == ("restored", 0)


def test_a_new_epoch_takes_along_what_the_old_one_has_not_delivered(
    tmp_path: Path, log: VisitLog, clock: HandClock
) -> None:
    _work(log, clock, 3)
    old = log.epoch
    visit = log.current(old, 3)
    log.record_bundle(_bundle(log, 1, Range(old, 1, 2)))
    new = log.begin_epoch()
    assert new != old
    edited = log.edit(visit, {"people": 2}, "there were two")
    assert (edited.epoch, edited.seq, edited.visit_epoch, edited.visit_seq) == (new, 1, old, 3)
    assert log.unbundled(100) == [Range(old, 3, 3), Range(new, 1, 1)]
    assert log.unbundled(1) == [Range(old, 3, 3)]
    log.record_bundle(_bundle(log, 1, *log.unbundled(100)))
    assert log.unsent() == 0
    assert [len(bundle.ranges) for bundle in log.bundles()] == [1, 2]
    assert [visit.people for visit in log.visits_on("2026-11-22")] == [1, 1, 2]
    with VisitLog.open(tmp_path / "log.db", clock) as again:
        assert again.epoch == new


def test_revisions_that_a_salvage_lost_are_not_asked_for(log: VisitLog, clock: HandClock) -> None:
    _work(log, clock, 5)
    log._connection.execute("INSERT INTO lost VALUES (?, 2, 3)", (log.epoch,))
    assert log.unbundled(100) == [Range(log.epoch, 1, 1), Range(log.epoch, 4, 5)]
