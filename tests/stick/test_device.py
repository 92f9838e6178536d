"""Sticks that are full, locked, pulled or lying: nothing is lost and nothing is claimed."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from kiosk.bundles import Header, verify
from kiosk.config import DataFolder
from kiosk.stick import (
    ADVICE,
    SENTENCES,
    Device,
    ExportResult,
    NotVerifiedError,
    Outcome,
    Stick,
    StickError,
    outcome_of,
    patience,
    status,
    write_surviving,
)
from kiosk.stick import spool as spool_room
from kiosk.visits import VisitLog
from tests.desks import HandClock
from tests.stick.devices import Hanging, Recording, impatient
from tests.stick.shops import Kiosk


def test_the_order_of_writing_is_the_one_that_survives_a_pulled_stick(tmp_path: Path) -> None:
    device = Recording()
    (tmp_path / "visits").mkdir()
    write_surviving(tmp_path / "visits" / "a.kiosk", b"data", device)
    assert device.calls == ["write", "replace", "flush", "flush_folder", "read"]
    assert [path.name for path in (tmp_path / "visits").iterdir()] == ["a.kiosk"]


def test_an_equal_file_that_an_interrupted_export_left_in_memory_is_flushed_before_it_is_believed(
    joined: Kiosk,
) -> None:
    joined.work()
    joined.export()
    device = Recording()
    assert joined.export(device=device).bundles_already == 1
    believed = device.calls.index("flush")
    assert device.calls[believed - 1 : believed + 3] == ["read", "flush", "flush_folder", "read"]


def test_windows_flushes_the_file_and_neither_folder_nor_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        flushed.append(handle)
        real(handle)

    def refused(*_: object) -> int:
        raise AssertionError("Windows has no such call")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "posix_fadvise", refused, raising=False)
    monkeypatch.setattr(Device, "flush_folder", lambda self, folder: refused() if not self._windows else None)
    write_surviving(tmp_path / "a.kiosk", b"data", Device(os_name="nt"))
    assert (tmp_path / "a.kiosk").read_bytes() == b"data"
    assert len(flushed) == 1


def test_the_folder_call_of_a_real_device_does_nothing_on_windows(tmp_path: Path) -> None:
    Device(os_name="nt").flush_folder(tmp_path / "there is none")
    with pytest.raises(FileNotFoundError):
        Device(os_name="posix").flush_folder(tmp_path / "there is none")


def test_a_stick_that_gives_other_bytes_back_is_never_called_safe(joined: Kiosk) -> None:
    class Rotten(Device):
        def write(self, path: Path, data: bytes) -> None:
            super().write(path, data[:-1] + b"?" if path.parent.name == "visits" else data)

    joined.work()
    result = joined.export(device=Rotten())
    assert (result.outcome, result.bundles_written) == (Outcome.NOT_VERIFIED, 0)
    assert status(joined.data, joined.log).unsent == 1
    assert joined.export().outcome is Outcome.EXPORTED
    assert len(joined.received().visits) == 1


def _whole(kiosk: Kiosk) -> list[Header]:
    """The bundles on the stick that are whole: those that are not stand under no name that is believed."""
    return [verify(path, kiosk.keys.signing_key).header for path in kiosk.on()]


def _calls_of_an_export(tmp_path: Path) -> int:
    clock = HandClock()
    data, stick = DataFolder(tmp_path / "count").create(), tmp_path / "count-stick"
    stick.mkdir()
    with VisitLog.open(data.log, clock) as log:
        kiosk = Kiosk(data, log, clock, stick)
        kiosk.join()
        for _ in range(2):
            kiosk.work(2)
            device = Recording()
            kiosk.export(device=device)
        kiosk.work(1)
        device = Recording()
        kiosk.export(device=device)
    return len(device.calls)


@pytest.mark.parametrize(
    ("number", "outcomes"),
    [
        (errno.EIO, {Outcome.WRITE_ERROR, Outcome.GONE}),
        (errno.ENODEV, {Outcome.GONE}),
        (errno.ENOSPC, {Outcome.FULL}),
        (errno.EROFS, {Outcome.READ_ONLY, Outcome.NOTHING_NEW, Outcome.EXPORTED}),
        (errno.EINVAL, {Outcome.WRONG_FORMAT}),
        (errno.ETIMEDOUT, {Outcome.SLOW}),
        (errno.ELOOP, {Outcome.REFUSED}),
    ],
)
def test_a_stick_that_fails_at_any_call_loses_nothing_and_claims_nothing(
    tmp_path: Path, number: int, outcomes: set[Outcome]
) -> None:
    clock, total = HandClock(), _calls_of_an_export(tmp_path)
    # Every call with the commonest error; with each other one every third call.
    failing = range(total) if number == errno.EIO else range(number % 3, total, 3)
    data, stick = DataFolder(tmp_path / "data").create(), tmp_path / "stick"
    stick.mkdir()
    with VisitLog.open(data.log, clock) as log:
        kiosk = Kiosk(data, log, clock, stick)
        kiosk.join()
        kiosk.work(2)
        kiosk.export()
        for turn, fail_at in enumerate(failing):
            kiosk.work(1)
            before = {path: path.read_bytes() for path in kiosk.on()}
            unsent = status(data, log).unsent
            failed = kiosk.export(device=Recording(fail_at, number))
            assert failed.outcome in outcomes
            if failed.outcome.good:
                continue
            assert status(data, log).unsent == unsent - failed.rows
            assert all(path.read_bytes() == content for path, content in before.items())
            if turn % 4 == 0:
                assert kiosk.export().outcome.good
                assert status(data, log).unsent == 0
        kiosk.export()
        assert len(kiosk.received().visits) == 2 + len(failing)
        assert sum(header.rows for header in _whole(kiosk)) == 2 + len(failing)
        assert not list(stick.rglob("*.part"))


def test_a_full_stick_is_known_before_anything_is_written(joined: Kiosk) -> None:
    class Small(Device):
        def free(self, folder: Path) -> int:
            return 100

    joined.work()
    result = joined.export(device=Small())
    assert (result.outcome, joined.on()) == (Outcome.FULL, [])
    assert status(joined.data, joined.log).unsent == 1


def test_a_stick_with_everything_on_it_already_may_be_full_and_read_only(joined: Kiosk) -> None:
    class Locked(Device):
        def flush(self, path: Path) -> None:
            raise OSError(errno.EROFS, "read-only")

        def free(self, folder: Path) -> int:
            return 0

    joined.work()
    joined.export()
    assert joined.export(device=Locked()).outcome is Outcome.NOTHING_NEW


def test_a_torn_file_of_the_right_name_is_written_again(joined: Kiosk) -> None:
    joined.work()
    joined.export()
    whole = joined.on()[0].read_bytes()
    for torn in (b"", whole[:-1], whole + b"\0", whole[:-1] + b"?"):
        joined.on()[0].write_bytes(torn)
        assert joined.export().bundles_written == 1
        assert [path.read_bytes() for path in joined.on()] == [whole]


def test_stale_parts_of_this_kiosk_are_swept_and_anothers_are_left(joined: Kiosk) -> None:
    stick = Stick(joined.stick)
    request = stick.enrolment(joined.log.kiosk)
    ours = [stick.part(joined.log.kiosk, joined.log.epoch), request.with_name(request.name + ".part")]
    theirs = stick.part("k-other", "0" * 16)
    for path in (*ours, theirs):
        joined.put(path, b"half")
    assert joined.export().outcome is Outcome.NOTHING_NEW
    assert not any(path.exists() for path in ours)
    assert theirs.exists()


def test_a_stick_that_carries_fifty_thousand_files_is_never_listed(
    joined: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = Stick(joined.stick).visits
    visits.mkdir(parents=True)
    for number in range(50_000):
        os.mknod(visits / f"k-other-{number:016}-000001.kiosk")

    scandir = os.scandir

    def listed(folder: Path) -> object:
        assert not Path(folder).is_relative_to(joined.stick)
        return scandir(folder)

    joined.work()
    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", listed)
        patched.setattr(os, "listdir", listed)
        assert joined.export().outcome is Outcome.EXPORTED
        assert joined.export().outcome is Outcome.NOTHING_NEW


def test_a_stick_pulled_in_the_middle_that_leaves_its_folder_behind_is_not_believed(joined: Kiosk) -> None:
    class Pulled(Device):
        asked = 0

        def identity(self, folder: Path) -> int:
            self.asked += 1
            return super().identity(folder) + (self.asked > 1)

    joined.work()
    assert joined.export(device=Pulled()).outcome is Outcome.GONE
    assert status(joined.data, joined.log).unsent == 1


class Failing(Device):
    """A device whose next flush is an input/output error; afterwards it is `there`, or not."""

    def __init__(self, there: bool) -> None:
        super().__init__()
        self._there = there

    def flush(self, path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    def present(self, folder: Path) -> bool:
        if not self._there:
            raise OSError(errno.ENODEV, "No such device")
        return True


@pytest.mark.parametrize(("there", "outcome"), [(True, Outcome.WRITE_ERROR), (False, Outcome.GONE)])
def test_a_stick_that_fails_is_told_from_one_that_was_pulled(
    joined: Kiosk, there: bool, outcome: Outcome
) -> None:
    joined.work()
    assert joined.export(device=Failing(there)).outcome is outcome
    assert status(joined.data, joined.log).unsent == 1


def test_linux_knows_a_device_that_is_gone_while_its_folders_still_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Device().present(tmp_path)
    monkeypatch.setattr(os, "major", lambda _number: 4095)  # a block device that nobody has
    assert not Device().present(tmp_path)


@pytest.mark.parametrize("name", ["is_folder", "read", "write", "flush", "free"])
def test_a_stick_that_hangs_is_given_up_and_the_next_one_is_written(
    joined: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    joined.work()
    device = Hanging(name)
    with monkeypatch.context() as hurried:  # the next stick has all the time that it needs
        impatient(hurried)
        assert joined.export(device=device).outcome is Outcome.SLOW
    assert device.asked.is_set()
    assert status(joined.data, joined.log).unsent == 1
    (tmp_path / "other").mkdir()
    assert joined.export(tmp_path / "other").outcome is Outcome.EXPORTED
    device.freed.set()


def test_a_slow_stick_is_given_time_for_what_it_was_given_to_write() -> None:
    class Slow(Device):
        def write(self, path: Path, data: bytes) -> None:
            threading.Event().wait(0.1)

    with patience.Patient(Slow(), 0.01) as device:
        device.write(Path("large"), b" " * 50_000)
        with pytest.raises(TimeoutError):
            device.write(Path("small"), b" ")
        with pytest.raises(TimeoutError):  # it has hung once: no call may tread on that one
            device.free(Path("/"))


def test_this_computers_own_full_disk_is_not_blamed_on_the_stick(
    joined: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    joined.work()
    monkeypatch.setattr(spool_room, "write_atomically", full)
    result = joined.export()
    assert result.outcome is Outcome.DISK_FULL
    assert status(joined.data, joined.log).unsent == 1


def test_a_file_that_stands_where_our_folder_should_be_is_no_place_to_write(
    joined: Kiosk, tmp_path: Path
) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "OneStopKiosk").write_text("not a folder", encoding="utf-8")
    joined.work()
    assert not joined.export(tmp_path / "blocked").outcome.good
    assert status(joined.data, joined.log).unsent == 1


def test_every_outcome_has_its_sentence_and_its_advice(tmp_path: Path) -> None:
    assert SENTENCES.keys() == ADVICE.keys() == set(Outcome)
    for outcome in Outcome:
        message, params = ExportResult(outcome, tmp_path).sentence()
        assert message.format(**params)
        assert "()" not in message.format(**params)
        assert outcome.good or str(StickError(outcome))
    assert len(set(SENTENCES.values())) == len(Outcome)


def test_windows_own_error_codes_are_told_apart() -> None:
    class WindowsError(OSError):
        winerror = 0

    def named(code: int) -> Outcome:
        problem = WindowsError(errno.EACCES, "?")
        problem.winerror = code
        return outcome_of(problem)

    assert [named(code) for code in (19, 21, 112, 1005, 121, 1117, 87)] == [
        Outcome.READ_ONLY,
        Outcome.GONE,
        Outcome.FULL,
        Outcome.WRONG_FORMAT,
        Outcome.SLOW,
        Outcome.WRITE_ERROR,
        Outcome.REFUSED,
    ]
    assert outcome_of(NotVerifiedError()) is Outcome.NOT_VERIFIED
