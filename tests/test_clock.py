"""Times are written in one form and read back; a start of the machine has one name."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import SystemClock, _boot_name, moment, stamp


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2199, 1, 1)), st.integers(-720, 840))
def test_a_moment_is_read_back_as_it_was_written_in_any_zone(when: datetime, offset: int) -> None:
    there = when.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert moment(stamp(there)) == there
    assert moment(stamp(there)).tzinfo == UTC


@pytest.mark.parametrize(
    "text", ["", "2026-11-22", "2026-11-22 08:15:00Z", "2026-11-22T08:15:00+00:00", "2026-13-22T08:15:00Z"]
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(text)


def test_the_systems_clock_says_what_the_log_needs() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo == UTC
    assert clock.now().microsecond == 0
    assert -12 * 60 <= clock.offset() <= 14 * 60
    assert clock.monotonic() <= clock.monotonic()
    assert clock.boot()


def test_a_laptop_that_slept_in_a_visit_was_away_no_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = getattr(time, "CLOCK_BOOTTIME", None)  # Linux alone has a second clock that does not sleep
    monkeypatch.setattr(time, "clock_gettime", {asked: 400.0}.__getitem__, raising=False)
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    assert SystemClock().monotonic() == (100.0 if asked is None else 400.0)


def test_where_the_kernel_names_no_start_each_run_names_itself(tmp_path: Path) -> None:
    assert _boot_name(tmp_path / "none") != _boot_name(tmp_path / "none")
    named = tmp_path / "boot_id"
    named.write_text("6f0bb1a4-0f7e-4c0e-9a70-1c2d3e4f5a6b\n")
    assert _boot_name(named) == "6f0bb1a40f7e"
