"""Many files written to a stick at once: each is as safe as one written alone, and none is called safe that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.stick import Device, patience, write_together
from tests.stick.devices import Hanging, Recording, impatient


@pytest.fixture
def files(tmp_path: Path) -> dict[Path, bytes]:
    """What two kiosks are told: a receipt and a roster each."""
    folder = tmp_path / "OneStopKiosk"
    return {
        folder / kind / name: f"{kind} {name}".encode() for name in "ab" for kind in ("receipts", "roster")
    }


def test_each_step_is_done_for_all_files_before_the_next(files: dict[Path, bytes]) -> None:
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    device = Recording()
    assert write_together(files, device) == {}
    after = [call for call in device.calls if call != "is_folder"]
    assert after == ["write", "replace"] * 4 + ["flush"] * 4 + ["flush_folder"] * 2 + ["read"] * 4
    assert {path: path.read_bytes() for path in files} == files


@pytest.mark.parametrize("moment", range(40))
def test_a_stick_pulled_at_any_moment_has_what_was_called_safe(files: dict[Path, bytes], moment: int) -> None:
    device = Recording(fail_at=moment)
    failed = write_together(files, device)
    safe = files.keys() - failed.keys()
    assert all(path.read_bytes() == files[path] for path in safe)
    assert len(safe) <= device.calls[:moment].count("read"), "nothing is safe that was not read again"
    assert bool(failed) == (len(device.calls) > moment)


def test_one_file_that_cannot_be_written_leaves_the_others_alone(files: dict[Path, bytes]) -> None:
    blocked = next(iter(files))
    (blocked / "a folder in its place").mkdir(parents=True)
    assert list(write_together(files, Device())) == [blocked]
    del files[blocked]
    assert all(path.read_bytes() == data for path, data in files.items())
    assert not list(blocked.parent.glob("*.part"))


def test_one_folder_that_cannot_be_made_is_the_failure_of_all_its_files(files: dict[Path, bytes]) -> None:
    blocked = next(iter(files)).parent
    blocked.parent.mkdir()
    blocked.write_bytes(b"a file where a folder should be")
    assert write_together(files, Device()).keys() == {path for path in files if path.parent == blocked}


def test_one_file_that_the_device_does_not_flush_is_not_called_safe(files: dict[Path, bytes]) -> None:
    worn = list(files)[2]

    class Worn(Device):
        def flush(self, path: Path) -> None:
            if path == worn:
                raise OSError(5, "Input/output error")
            super().flush(path)

    assert write_together(files, Worn()).keys() == {worn}


@pytest.mark.parametrize("name", ["write", "flush", "flush_folder", "read"])
def test_a_stick_that_hangs_is_given_up_once_and_not_for_each_file(
    files: dict[Path, bytes], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    impatient(monkeypatch)
    hanging = Hanging(name)
    with patience.Patient(hanging) as device:
        failed = write_together(files, device)
    assert failed.keys() == files.keys()
    assert all(isinstance(problem, TimeoutError) for problem in failed.values())
    hanging.freed.set()
