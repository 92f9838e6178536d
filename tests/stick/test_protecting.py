"""A person asks to be forgotten, or a programme's period is over: what is let go is gone, and no visit with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest

from kiosk.keys import Protection, Roster, Wish
from kiosk.privacy import new_return_code
from kiosk.stick import Stick
from kiosk.stick.protecting import months_before
from kiosk.visits import ERASED
from tests.stick.shops import SHOP, Kiosk

CODE, OTHER = (new_return_code(Random(seed)) for seed in (1, 2))
NOTE, OTHERS_NOTE = "келесі жолы әжесімен келеді", "сұрағы қалды"
WISH = Wish("0123456789abcdef", CODE)


def _bid(kiosk: Kiosk, version: int, *wishes: Wish, keep_months: int = 0) -> None:
    """Let the manager's roster on the stick say what has to go."""
    roster = Roster(
        SHOP.card().programme,
        kiosk.log.kiosk,
        version,
        "Булаево",
        protection=Protection(keep_months, wishes),
    )
    path = Stick(kiosk.stick).roster(kiosk.log.kiosk)
    kiosk.put(path, roster.sealed(SHOP.manager, kiosk.keys.sealing_key))


def _receipt(kiosk: Kiosk, contiguous_to: int) -> None:
    path = Stick(kiosk.stick).receipts(kiosk.log.kiosk)
    kiosk.put(path, kiosk.receipt(contiguous_to).signed(SHOP.manager))


def _left_of(kiosk: Kiosk, text: str) -> list[Path]:
    """The files of the data folder that still show a text."""
    files = (path for path in kiosk.data.root.rglob("*") if path.is_file())
    return [path for path in files if text.encode() in path.read_bytes()]


def test_who_asks_is_forgotten_here_and_the_stick_tells_the_centre(joined: Kiosk) -> None:
    joined.work(return_code=CODE, note=NOTE, first_time=True)
    joined.work(return_code=OTHER, note=OTHERS_NOTE, first_time=True)
    mistyped = joined.work(return_code=CODE, note=NOTE, first_time=False)[0]
    joined.log.edit(mistyped, {"return_code": OTHER}, "wrong card")
    joined.export()
    joined.log.keep_copy(joined.data.backups)
    assert _left_of(joined, CODE)
    before = joined.log.today(date(2026, 11, 22))

    _bid(joined, 2, WISH)
    joined.export()

    assert _left_of(joined, CODE) == _left_of(joined, NOTE) == []
    assert _left_of(joined, OTHERS_NOTE), "another person's note is none of it"
    assert joined.log.today(date(2026, 11, 22)) == before
    told = [visit for visit in joined.received().visits if visit.change_reason == ERASED]
    assert [(visit.visit_seq, visit.note, visit.return_code) for visit in told] == [(1, "", ""), (3, "", "")]


def test_a_wish_is_followed_once_so_a_new_card_with_the_old_code_counts_again(joined: Kiosk) -> None:
    joined.work(return_code=CODE)
    _bid(joined, 2, WISH)
    joined.export()
    again = joined.work(return_code=CODE)[0]
    _bid(joined, 3, WISH)
    joined.export()
    assert joined.log.current(again.visit_epoch, again.visit_seq).return_code == CODE


def test_a_visit_that_was_taken_back_is_forgotten_and_stays_taken_back(joined: Kiosk) -> None:
    joined.log.void(joined.work(return_code=CODE, note=NOTE)[0], "a slip")
    _bid(joined, 2, WISH)
    joined.export()
    assert joined.log.today(date(2026, 11, 22)).visits == 0
    assert _left_of(joined, CODE) == []


def test_after_the_period_notes_and_codes_go_but_only_where_the_centre_has_them(joined: Kiosk) -> None:
    for day, code in (("2024-11-21", CODE), ("2024-11-22", OTHER)):
        joined.work(entry="late", visit_date=day, return_code=code, note=NOTE)
    unsent = joined.work(entry="late", visit_date="2024-01-01", return_code=CODE, note=NOTE)[0]
    joined.export()
    _bid(joined, 2, keep_months=24)
    _receipt(joined, contiguous_to=2)
    joined.export()
    shown = [
        (visit.note, visit.return_code)
        for day in ("2024-11-21", "2024-11-22", "2024-01-01")
        for visit in joined.log.visits_on(day)
    ]
    assert shown == [("", ""), (NOTE, OTHER), (NOTE, CODE)]
    _receipt(joined, contiguous_to=3)
    joined.export()
    assert joined.log.current(unsent.visit_epoch, unsent.visit_seq).return_code == ""
    assert _left_of(joined, CODE) == []


def test_a_clock_of_1970_lets_nothing_go_before_its_time(joined: Kiosk) -> None:
    now = joined.clock.now()
    joined.clock.set(now.replace(year=1990))
    lost = joined.work(return_code=CODE)[0]
    joined.clock.set(now)
    joined.work(return_code=OTHER)
    joined.export()
    _bid(joined, 2, keep_months=12)
    _receipt(joined, contiguous_to=2)
    joined.export()
    assert joined.log.current(lost.visit_epoch, lost.visit_seq).return_code == CODE


def test_what_could_not_be_scoured_at_once_is_scoured_the_next_time(joined: Kiosk) -> None:
    joined.work(return_code=CODE, note=NOTE)
    joined.export()
    _bid(joined, 2, WISH)
    with closing(sqlite3.connect(joined.data.log, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM visits").fetchone()
        joined.export()
        assert _left_of(joined, CODE), "somebody was reading: the file keeps what is gone from the log"
    joined.export()
    assert _left_of(joined, CODE) == []


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 24, "2024-01-15"), ("2026-11-22", 1200, "1926-11-22")],
)
def test_months_end_where_calendars_end(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months).isoformat() == before
