"""A damaged log is kept, what can be read of it is saved, what cannot is declared lost, and the desk goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kiosk import privacy
from kiosk.visits import BundleRecord, Place, Range, Visit, VisitLog
from kiosk.visits.spans import total
from kiosk.visits.whereabouts import Whereabouts
from kiosk.visits.witness import Witness, witness_of
from tests.desks import HandClock, draft

VISITS = 200
THEN = "2026-11-22T08:00:00Z"
PAGE = 4096
Damage = Callable[[Path], None]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Visit]]:
    """A log as it is after some weeks, its program ended."""
    path, clock = tmp_path_factory.mktemp("made") / "log.db", HandClock()
    with VisitLog.open(path, clock) as log:
        log.add_volunteer("A-07", "271828")
        log.set_places([Place("bulaevo", "Bulaevo", "settlement")])
        log.start_shift("A-07", "bulaevo")
        log.add_notice("A-07", "bulaevo", "gen-qr", 1, "scan", "kk")
        visits = [log.record(draft(clock, note=f"визит {n}")) for n in range(VISITS)]
        log.record_bundle(BundleRecord(log.epoch, 1, "a" * 64, (Range(log.epoch, 1, 50),), THEN, "1.kiosk"))
        log.record_receipt(log.epoch, 20, THEN)
        log.save_draft(draft(clock, note="ещё не записан"))
    return path, visits


@pytest.fixture
def visits(made: tuple[Path, list[Visit]], path: Path) -> list[Visit]:
    """That log at `path`, as if it had been made there."""
    shutil.copyfile(made[0], path)
    witness = Witness.read(witness_of(made[0]))
    assert witness is not None
    witness._replace(where=Whereabouts.of(path)).write(witness_of(path))
    return made[1]


def _saved(log: VisitLog) -> dict[tuple[str, int], Visit]:
    return {(visit.epoch, visit.seq): visit for visit in log.visits_on("2026-11-22")}


def _holds(log: VisitLog, visits: list[Visit]) -> int:
    """Check that each visit is there as it was, or declared lost or at the centre; return how many are there."""
    saved = _saved(log)
    gone = {(epoch, n) for epoch, first, last in log.lost() for n in range(first, last + 1)}
    gone |= {(visits[0].epoch, n) for n in range(1, 51)}  # in a bundle
    for visit in visits:
        assert saved.get((visit.epoch, visit.seq), visit) == visit
        assert ((visit.epoch, visit.seq) in saved) or ((visit.epoch, visit.seq) in gone)
    return len(saved)


def _overwrite(seed: int) -> Damage:
    def damage(path: Path) -> None:
        random, pages = Random(seed), path.stat().st_size // PAGE
        with path.open("r+b") as file:
            for page in random.sample(range(1, pages), 3):
                file.seek(page * PAGE)
                file.write(random.randbytes(PAGE))

    return damage


@pytest.mark.parametrize("seed", range(8))
def test_pages_overwritten_at_random_cost_what_stood_on_them(
    path: Path, visits: list[Visit], clock: HandClock, seed: int
) -> None:
    with VisitLog.open(path, clock) as log:
        kiosk, old = log.kiosk, log.epoch
    _overwrite(seed)(path)
    damaged = path.read_bytes()
    with VisitLog.open(path, clock) as log:
        assert log.kiosk == kiosk
        assert log.parent() == (old, VISITS + 2)
        happened = log.happened()
        assert happened is not None
        assert happened.lost == total(log.lost())
        assert happened.saved + total(log._absent()) == VISITS + 2
        assert _holds(log, visits) > 0
        assert (Path(happened.aside) / "log.db").read_bytes() == damaged
        assert log.record(draft(clock)).epoch == log.epoch
        log.was_told()
        assert log.happened() is None
    with VisitLog.open(path, clock) as log:  # it is whole now: no second salvage
        assert len(list((path.parent / "damaged").iterdir())) == 1


def _zero(start: int, length: int) -> Damage:
    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(start)
            file.write(bytes(length))

    return damage


@pytest.mark.parametrize(
    "damage", [_zero(0, 16), _zero(0, 100), _zero(0, PAGE)], ids=["magic", "header", "first page"]
)
def test_a_file_whose_beginning_is_gone_gives_everything_back(
    path: Path, visits: list[Visit], clock: HandClock, damage: Damage
) -> None:
    damage(path)
    with VisitLog.open(path, clock) as log:
        assert list(_saved(log).values()) == visits
        assert log.lost() == []
        assert [volunteer.pseudonym for volunteer in log.volunteers()] == ["A-07"]
        assert [place.name for place in log.places()] == ["Bulaevo"]
        assert (log.at_centre(), len(log.bundles())) == (20, 1)
        assert log.open_shift("A-07") is not None
        kept = log.draft()
        assert kept is not None
        assert kept.note == "ещё не записан"
        log.check_pin("A-07", "271828")


def _letter(path: Path) -> None:
    path.write_bytes(b"a letter to grandmother, not a database at all" * 100)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _nothing_left(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [_letter, _empty, _nothing_left])
def test_where_nothing_can_be_read_the_daily_copy_stands_in(
    path: Path, visits: list[Visit], clock: HandClock, damage: Damage
) -> None:
    with VisitLog.open(path, clock) as log:
        assert log.keep_copy(path.parent / "backups")
        log.record(draft(clock))
        later = log.record(draft(clock))
        log.discard_draft()
        kiosk = log.kiosk
    damage(path)
    with VisitLog.open(path, clock) as log:
        assert log.kiosk == kiosk
        assert _holds(log, visits) == VISITS
        assert log.lost() == [Range(later.epoch, later.seq - 1, later.seq)]
        assert log.draft() is None, "the copy's open visit was saved long ago"


@pytest.mark.parametrize("damage", [_letter, _empty, _nothing_left])
def test_without_any_copy_the_kiosk_is_still_itself_and_says_what_is_lost(
    path: Path, visits: list[Visit], clock: HandClock, damage: Damage
) -> None:
    with VisitLog.open(path, clock) as log:
        kiosk, old = log.kiosk, log.epoch
    damage(path)
    with VisitLog.open(path, clock) as log:
        assert (log.kiosk, log.lost()) == (kiosk, [Range(old, 1, VISITS + 2)])
        assert log.happened() is not None
        assert log.record(draft(clock)).seq == 1


def test_a_cut_off_file_is_saved_up_to_the_cut(path: Path, visits: list[Visit], clock: HandClock) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size * 2 // 3)
    with VisitLog.open(path, clock) as log:
        assert 0 < _holds(log, visits) < VISITS


def test_damage_again_and_again_loses_only_what_each_time_was_hit(
    path: Path, visits: list[Visit], clock: HandClock
) -> None:
    known = list(visits)
    for round_ in range(4):
        _overwrite(100 + round_)(path)
        with VisitLog.open(path, clock) as log:
            assert _holds(log, known) > 0
            known += [log.record(draft(clock, note=f"round {round_}")) for _ in range(30)]
    assert len(list((path.parent / "damaged").iterdir())) == 4


def test_what_the_damaged_file_lost_comes_from_the_copies(
    path: Path, visits: list[Visit], clock: HandClock
) -> None:
    with VisitLog.open(path, clock) as log:
        log.keep_copy(path.parent / "backups")
    _overwrite(1)(path)
    with VisitLog.open(path, clock) as log:
        assert list(_saved(log).values()) == visits
        assert log.lost() == []


def test_who_was_forgotten_before_the_damage_may_come_again_after_it(path: Path, clock: HandClock) -> None:
    code = privacy.new_return_code(Random(5))
    with VisitLog.open(path, clock) as log:
        log.record(draft(clock, return_code=code))
        assert log.forget({"a wish": code}) == 1
    _overwrite(1)(path)
    with VisitLog.open(path, clock) as log:
        log.record(draft(clock, return_code=code))  # who comes again is known again
        assert log.forget({"a wish": code}) == 0


def test_a_wal_of_another_day_is_noticed_and_nothing_is_invented(
    path: Path, visits: list[Visit], clock: HandClock, tmp_path: Path
) -> None:
    log = VisitLog.open(path, clock)
    later = [log.record(draft(clock, note=f"later {n}")) for n in range(20)]
    old_wal = (tmp_path / "log.db-wal").read_bytes()
    log.close()
    with VisitLog.open(path, clock) as log:
        later += [log.record(draft(clock, note=f"last {n}")) for n in range(200)]
    (tmp_path / "log.db-wal").write_bytes(old_wal)
    with VisitLog.open(path, clock) as log:
        _holds(log, [*visits, *later])
        assert log.happened() is not None


def test_a_salvage_that_was_cut_off_goes_on(path: Path, visits: list[Visit], clock: HandClock) -> None:
    _zero(0, 100)(path)
    aside = path.parent / "damaged" / "2026-11-22T07-00-00Z"
    (aside / "work-1").mkdir(parents=True)
    shutil.move(path, aside / "log.db")
    with VisitLog.open(path, clock) as log:
        assert list(_saved(log).values()) == visits
    assert sorted(file.name for file in aside.iterdir()) == ["log.db", "log.witness"]
