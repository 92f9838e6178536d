"""What the log acknowledges it keeps; what a volunteer corrects is corrected; what a day counts is right."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.clock import SystemClock
from kiosk.errors import KioskError, LogError
from kiosk.privacy import new_return_code
from kiosk.visits import DayCounts, Draft, TutorialUse, VisitLog, revisions_of
from tests.desks import NOON, HandClock, draft

DAY = date(2026, 11, 22)
PRINTED = new_return_code(Random(7))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk" / "log.db"


@pytest.fixture
def log(path: Path, clock: HandClock) -> Iterator[VisitLog]:
    with VisitLog.open(path, clock) as opened:
        yield opened


def test_a_visit_is_there_after_the_program_is_started_again(path: Path, clock: HandClock) -> None:
    use = TutorialUse("kz-criminal-record", 3, "kk", 5, 7, practised=True)
    with VisitLog.open(path, clock) as log:
        kiosk, epoch = log.kiosk, log.epoch
        open_visit = draft(
            clock, tutorials=[use], age_band="60_74", first_time=True, language="kk", note="өзі кірді"
        )
        clock.tick(minutes=16)
        visit = log.record(open_visit)
    with VisitLog.open(path, clock) as log:
        assert (log.kiosk, log.epoch) == (kiosk, epoch)
        assert log.visits_on(DAY) == [visit]
        assert log.current(visit.visit_epoch, visit.visit_seq) == visit
    assert (visit.seq, visit.revision, visit.change) == (1, 1, "new")
    assert (visit.started_at, visit.ended_at) == ("2026-11-22T07:00:00Z", "2026-11-22T07:16:00Z")
    assert (visit.minutes, visit.visit_date, visit.clock_trust) == (16, "2026-11-22", 1)
    assert visit.tutorials == (use,)
    assert visit.first_time is True


def test_ids_are_random_and_look_as_agreed(log: VisitLog) -> None:
    assert log.kiosk.startswith("k-")
    assert len(log.kiosk) == 12
    assert len(bytes.fromhex(log.epoch)) == 8


def test_a_visit_after_local_midnight_counts_for_the_local_day(log: VisitLog, clock: HandClock) -> None:
    clock.set(NOON.replace(hour=20))  # one in the morning in Kazakhstan
    assert log.record(draft(clock)).visit_date == "2026-11-23"


def test_a_visit_typed_before_a_power_cut_is_offered_again(path: Path, clock: HandClock) -> None:
    with VisitLog.open(path, clock) as log:
        assert log.draft() is None
        open_visit = draft(clock, note="с внуком", tutorials=[TutorialUse("gen-qr", 1, "ru", 2, 6)])
        log.save_draft(open_visit)
        open_visit.people = 2
        log.save_draft(open_visit)
    with VisitLog.open(path, clock) as log:
        assert log.draft() == open_visit
        log.record(open_visit)
        assert log.draft() is None
    with VisitLog.open(path, clock) as log:
        assert log.draft() is None
        log.save_draft(open_visit)
        log.discard_draft()
        assert log.draft() is None


def _save_and_be_killed(path: Path, visits: int) -> None:
    log = VisitLog.open(path, SystemClock())
    for number in range(visits):
        log.record(Draft.start(SystemClock(), volunteer="A-07", place="bulaevo", channel="self_service"))
        log.save_draft(Draft(note=f"after {number}"))
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process the POSIX way")
def test_a_killed_program_has_lost_nothing_that_it_acknowledged(path: Path) -> None:
    child = multiprocessing.get_context("spawn").Process(target=_save_and_be_killed, args=(path, 5))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    with VisitLog.open(path, SystemClock()) as log:
        assert log.unsent() == 5
        kept = log.draft()
        assert kept is not None
        assert kept.note == "after 4"


def test_a_draft_of_another_version_is_read_as_far_as_it_is_known(
    path: Path, log: VisitLog, clock: HandClock
) -> None:
    log.save_draft(draft(clock))
    with sqlite3.connect(path) as other:
        other.execute("""UPDATE drafts SET body = '{"people": 3, "from_the_future": 1}'""")
    other.close()
    assert log.draft() == Draft(people=3)


def test_an_unreadable_draft_is_not_offered_and_hinders_nothing(
    path: Path, log: VisitLog, clock: HandClock
) -> None:
    log.save_draft(draft(clock))
    with sqlite3.connect(path) as other:
        other.execute("UPDATE drafts SET body = '{]'")
    other.close()
    assert log.draft() is None
    log.save_draft(draft(clock))
    assert log.draft() == draft(clock)


def test_a_note_with_an_iin_is_refused_and_never_reaches_the_disk(
    path: Path, log: VisitLog, clock: HandClock
) -> None:
    open_visit = draft(clock, note="ИИН 900101300017 пришла", people=2)
    log.save_draft(open_visit)
    with pytest.raises(LogError, match="IIN"):
        log.record(open_visit)
    kept = log.draft()
    assert kept is not None
    assert (kept.note, kept.people) == ("", 2)
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"900101300017" not in files
    open_visit.note = "пришла с внуком"
    assert log.record(open_visit).people == 2


def test_the_note_is_kept_in_composed_form_and_has_an_end(log: VisitLog, clock: HandClock) -> None:
    note = unicodedata.normalize("NFD", "đã hiểu bước xác thực")
    assert log.record(draft(clock, note=f" {note} ")).note == unicodedata.normalize("NFC", note)
    with pytest.raises(LogError, match="140"):
        log.record(draft(clock, note="а" * 141))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"outcome": ""}, "how the visit ended"),
        ({"outcome": "not_told"}, "how the visit ended"),
        ({"people": 0}, "at least one person"),
        ({"outcome": "done_for", "services": ["kz.eds"]}, "own hands"),
        ({"channel": "telepathy"}, "telepathy"),
        ({"services": ["kz.unknown"]}, "kz.unknown"),
        ({"age_band": "old"}, "old"),
        ({"channel": "group", "people": 8, "women": 9}, "number of people"),
        ({"channel": "course", "people": 8, "age_bands": {"60_74": 5, "75_plus": 4}}, "number of people"),
        ({"app_installed": {"kz.egov_mobile": -1}}, "less than zero"),
        ({"app_installed": {"egov": 1}}, "egov"),
        ({"entry": "late", "visit_date": "yesterday"}, "yesterday"),
    ],
)
def test_what_cannot_be_true_is_refused_and_takes_no_number(
    log: VisitLog, clock: HandClock, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(LogError, match=why):
        log.record(draft(clock, **said))
    assert log.record(draft(clock)).seq == 1


def test_a_mistyped_return_code_is_refused_and_a_right_one_is_kept_as_printed(
    log: VisitLog, clock: HandClock
) -> None:
    with pytest.raises(KioskError, match="return code"):
        log.record(draft(clock, return_code="ABC"))
    assert log.record(draft(clock, return_code=PRINTED.lower())).return_code == PRINTED


def test_a_service_of_own_hands_may_end_with_help(log: VisitLog, clock: HandClock) -> None:
    assert log.record(draft(clock, services=["kz.eds"], outcome="with_help")).outcome == "with_help"


def test_a_group_has_counts_and_no_outcome(log: VisitLog, clock: HandClock) -> None:
    said = {"women": 7, "new_people": 3, "age_bands": {"60_74": 8, "75_plus": 0}, "age_band": "60_74"}
    visit = log.record(draft(clock, channel="group", people=12, first_time=True, **said))
    assert (visit.outcome, visit.women, visit.new_people, visit.age_bands) == ("", 7, 3, {"60_74": 8})
    assert (visit.age_band, visit.first_time) == ("not_asked", None)


def test_one_persons_visit_keeps_no_counts_left_over_from_a_group(log: VisitLog, clock: HandClock) -> None:
    visit = log.record(draft(clock, people=1, women=7, age_bands={"60_74": 8}, not_done_reason="gave_up"))
    assert (visit.women, visit.age_bands, visit.not_done_reason) == (None, {}, "")


def test_a_day_counts_consultations_people_and_who_can_do_it_alone(log: VisitLog, clock: HandClock) -> None:
    log.record(draft(clock))
    log.record(draft(clock, outcome="with_help", people=2))
    log.record(draft(clock, channel="group", people=12))
    log.record(draft(clock, channel="self_service", outcome=""))
    log.void(log.record(draft(clock)), "undo")
    slip = log.record(draft(clock, outcome="with_help"))
    log.edit(slip, {"outcome": "alone"}, "wrong tap")
    clock.tick(hours=24)
    log.record(draft(clock))
    assert log.today(DAY) == DayCounts(visits=4, people=16, alone=2, self_service=1)
    assert log.today("2026-11-23") == DayCounts(visits=1, people=1, alone=1)
    assert log.today("2026-11-24") == DayCounts()
    assert [visit.people for visit in log.visits_on(DAY)] == [1, 2, 12, 1, 1]


def test_a_correction_is_a_new_revision_and_the_old_one_stays(log: VisitLog, clock: HandClock) -> None:
    first = log.record(draft(clock))
    clock.tick(hours=1)
    clock.restart()
    changed = Draft.of(first)
    changed.outcome, changed.age_band = "with_help", "75_plus"
    second = log.edit(first, changed, "wrong tap")
    third = log.edit(first, {"people": 2}, "there were two")
    assert (second.revision, second.change, second.change_reason) == (2, "edit", "wrong tap")
    assert (third.visit_seq, third.seq, third.revision, third.outcome) == (first.seq, 3, 3, "with_help")
    assert (third.started_at, third.ended_at, third.boot) == (first.started_at, first.ended_at, first.boot)
    assert log.current(first.epoch, first.seq) == third
    (unsent,) = log.unbundled(100)
    assert revisions_of(log.batches([unsent])).visits == (first, second, third)


def test_what_was_taken_back_cannot_be_changed_and_every_change_has_a_reason(
    log: VisitLog, clock: HandClock
) -> None:
    visit = log.record(draft(clock))
    with pytest.raises(LogError, match="why"):
        log.edit(visit, {"people": 2}, " ")
    with pytest.raises(LogError, match="phone"):
        log.void(visit, "позвонить 8 701 234 56 78")
    with pytest.raises(TypeError, match="seq"):
        log.edit(visit, {"seq": 7}, "no")
    assert log.void(visit, "undo").change == "void"
    with pytest.raises(LogError, match="undone"):
        log.void(visit, "again")
    with pytest.raises(LogError, match="undone"):
        log.edit(visit, {"people": 2}, "again")
    with pytest.raises(LogError, match="no such visit"):
        log.current("f00", 1)
    assert log.unsent() == 2


def test_a_visit_typed_in_afterwards_has_its_day_and_no_minutes(log: VisitLog, clock: HandClock) -> None:
    visit = log.record(draft(clock, entry="late", visit_date="2026-11-20"))
    assert (visit.visit_date, visit.minutes, visit.started_at[:10]) == ("2026-11-20", None, "2026-11-22")
    assert log.edit(visit, {"visit_date": "2026-11-19"}, "a day earlier").visit_date == "2026-11-19"
    live = log.record(draft(clock, visit_date="2026-11-20"))
    assert live.visit_date == "2026-11-22"
    assert log.edit(live, {"visit_date": "2026-11-20"}, "no").visit_date == "2026-11-22"


def _record_many(log: VisitLog, open_visit: Draft) -> None:
    for _ in range(200):
        log.record(open_visit)


def test_a_full_disk_says_what_to_do_and_saving_works_again_when_there_is_room(
    log: VisitLog, clock: HandClock
) -> None:
    log.record(draft(clock))
    # SQLite itself reports a full disk at its own limit of pages.
    (pages,) = log._connection.execute("PRAGMA page_count").fetchone()
    log._connection.execute(f"PRAGMA max_page_count = {pages}")
    open_visit = draft(clock, note="мест нет " * 10)
    log.save_draft(open_visit)
    with pytest.raises(LogError, match="make room on the disk"):
        _record_many(log, open_visit)
    saved = log.unsent()
    assert saved == len(log.visits_on(DAY))
    log._connection.execute("PRAGMA max_page_count = 1000000")
    assert log.record(open_visit).seq == saved + 1


def test_a_log_that_another_program_holds_says_so_in_words(
    path: Path, log: VisitLog, clock: HandClock
) -> None:
    log._connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LogError, match="Another program"):
        log.record(draft(clock))
    other.execute("ROLLBACK")
    other.close()
    assert log.record(draft(clock)).seq == 1


def test_a_log_out_of_reach_is_refused_in_words(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LogError, match="cannot be opened"):
        VisitLog.open(tmp_path / "file" / "log.db", clock)


def test_every_connection_survives_power_cuts_and_only_the_user_reads_it(path: Path, log: VisitLog) -> None:
    pragma = {
        name: log._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    if os.name == "posix":
        assert all(file.stat().st_mode & 0o077 == 0 for file in path.parent.iterdir())
