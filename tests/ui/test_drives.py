"""Sticks are noticed, told apart from other disks on three systems, and known again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSocketNotifier
from pytestqt.qtbot import QtBot

from ui.drives import (
    Drive,
    Drives,
    FakeDrives,
    StorageDrives,
    Volume,
    find_drives,
    folders_as_drives,
    linux_identity,
    linux_removable,
    mac_removable,
    mounted_volumes,
    other_identity,
    removable_drives,
    windows_removable,
)

STICK = Volume("/media/aigul/KIOSK", "/dev/sdb1", "vfat", "KIOSK", 8_000_000_000, writable=True)


@pytest.fixture
def sysfs(tmp_path: Path) -> Path:
    """Four disks as Linux shows them: built in, by USB, a card reader's card, and a USB disk not marked removable."""
    devices = {
        "pci/ata1/block/sda": ("0", "sda1"),
        "pci/usb2/2-1/block/sdb": ("1", "sdb1"),
        "pci/mmc0/block/mmcblk0": ("1", "mmcblk0p1"),
        "pci/usb3/3-2/block/sdc": ("0", "sdc1"),
    }
    block = tmp_path / "class" / "block"
    block.mkdir(parents=True)
    for place, (mark, partition) in devices.items():
        disk = tmp_path / "devices" / place
        (disk / partition).mkdir(parents=True)
        (disk / "removable").write_text(f"{mark}\n", encoding="ascii")
        (block / disk.name).symlink_to(disk)
        (block / partition).symlink_to(disk / partition)
    return block


def told(drives: Drives) -> list[tuple[str, str]]:
    events: list[tuple[str, str]] = []
    drives.appeared.connect(lambda drive: events.append(("in", drive.name)))
    drives.vanished.connect(lambda drive: events.append(("out", drive.name)))
    return events


@pytest.mark.parametrize("partition", ["sdb1", "mmcblk0p1", "sdc1"])
def test_linux_knows_a_stick_a_card_and_a_usb_disk(sysfs: Path, partition: str) -> None:
    volume = replace(STICK, root="/mnt/x", device=f"/dev/{partition}", filesystem="ext4")
    assert linux_removable(volume, sysfs)


def test_linux_leaves_the_built_in_disk_alone(sysfs: Path) -> None:
    assert not linux_removable(replace(STICK, root="/srv", device="/dev/sda1", filesystem="ext4"), sysfs)


@pytest.mark.parametrize("root", ["/", "/boot/efi", "/home"])
def test_a_system_that_was_started_from_a_stick_is_no_stick(sysfs: Path, root: str) -> None:
    assert not linux_removable(replace(STICK, root=root), sysfs)


def test_a_disc_is_no_stick(sysfs: Path) -> None:
    assert not linux_removable(replace(STICK, filesystem="iso9660"), sysfs)


@pytest.mark.parametrize(
    ("root", "filesystem", "stick"),
    [
        ("/media/aigul/KIOSK", "fuseblk", True),  # exFAT by FUSE: no disk behind it that sysfs knows
        ("/run/media/aigul/KIOSK", "exfat", True),
        ("/media/aigul/data", "ext4", False),
        ("/srv/share", "vfat", False),
    ],
)
def test_without_a_word_from_sysfs_the_usual_place_decides(
    sysfs: Path, root: str, filesystem: str, stick: bool
) -> None:
    assert linux_removable(replace(STICK, root=root, device="fuse", filesystem=filesystem), sysfs) is stick


def test_a_stick_is_known_again_by_its_serial_number(tmp_path: Path) -> None:
    device = tmp_path / "sdb1"
    device.touch()
    (tmp_path / "by-uuid").mkdir()
    (tmp_path / "by-uuid" / "1A2B-3C4D").symlink_to(device)
    assert linux_identity(replace(STICK, device=str(device)), tmp_path / "by-uuid") == "uuid:1A2B-3C4D"


def test_without_serial_numbers_name_and_size_tell_sticks_apart(tmp_path: Path) -> None:
    nowhere = tmp_path / "by-uuid"
    assert linux_identity(STICK, nowhere) == linux_identity(replace(STICK, device="/dev/sdz1"), nowhere)
    assert linux_identity(STICK, nowhere) != linux_identity(replace(STICK, size=1), nowhere)


def test_windows_says_itself_what_is_removable() -> None:
    asked: list[str] = []

    def drive_type(root: str) -> int:
        asked.append(root)
        return {"C:/": 3, "E:/": 2}[root]

    volumes = [replace(STICK, root=root) for root in ("C:/", "E:/")]
    assert [windows_removable(volume, drive_type) for volume in volumes] == [False, True]
    assert asked == ["C:/", "E:/"]


def test_windows_names_volumes_so_that_they_are_known_again() -> None:
    name = r"\\?\Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}" + "\\"
    assert other_identity(replace(STICK, device=name)) == name


def test_a_mac_mounts_sticks_below_volumes() -> None:
    assert mac_removable(replace(STICK, root="/Volumes/KIOSK"))
    assert not mac_removable(replace(STICK, root="/"))


def test_each_platform_is_asked_in_its_own_way() -> None:
    volume = replace(STICK, root="/Volumes/KIOSK", device="/dev/disk4s1")
    assert [drive.name for drive in removable_drives([volume], "darwin")] == ["KIOSK"]
    assert removable_drives([replace(volume, device="nothing")], "linux") == []


def test_this_machine_s_volumes_can_be_listed(qapp: object) -> None:
    volumes = mounted_volumes()
    assert any(volume.root in ("/", "C:/") for volume in volumes)
    assert all(isinstance(drive, Drive) for drive in removable_drives(volumes))


def test_a_stick_comes_and_goes() -> None:
    drives = FakeDrives()
    events = told(drives)
    stick = Drive(Path("/media/x"), "uuid:1", "KIOSK")
    drives.insert(stick)
    drives.see([stick])
    assert drives.present == (stick,)
    drives.pull(stick)
    assert events == [("in", "KIOSK"), ("out", "KIOSK")]
    assert drives.present == ()


def test_the_same_stick_mounted_elsewhere_is_told_anew() -> None:
    drives = FakeDrives()
    events = told(drives)
    drives.see([Drive(Path("/media/x"), "uuid:1", "KIOSK")])
    drives.see([Drive(Path("/media/y"), "uuid:1", "KIOSK")])
    assert events == [("in", "KIOSK"), ("out", "KIOSK"), ("in", "KIOSK")]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Bulaevo").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "a file").touch()
    monkeypatch.setenv("KIOSK_DRIVES", str(tmp_path))
    return tmp_path


def test_in_a_practice_shop_folders_play_the_sticks(practice: Path) -> None:
    assert find_drives() == [Drive(practice / "Bulaevo", "folder:Bulaevo", "Bulaevo", writable=True)]


def test_a_practice_folder_that_is_not_there_yet_holds_no_sticks(tmp_path: Path) -> None:
    assert folders_as_drives(tmp_path / "later") == []


@pytest.fixture
def watching(qapp: object) -> Iterator[StorageDrives]:
    drives = StorageDrives(every_ms=5)
    yield drives
    drives.stop()


def test_sticks_that_are_in_at_the_start_are_told_at_once(practice: Path, watching: StorageDrives) -> None:
    events = told(watching)
    watching.start()
    assert events == [("in", "Bulaevo")]


def test_a_stick_that_is_put_in_later_is_noticed(
    practice: Path, watching: StorageDrives, qtbot: QtBot
) -> None:
    watching.start()
    with qtbot.waitSignal(watching.appeared):
        (practice / "Mamlyutka").mkdir()
    with qtbot.waitSignal(watching.vanished):
        (practice / "Mamlyutka").rmdir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's list of mounts is Linux's")
def test_the_kernel_s_word_of_a_mount_does_not_wait_for_the_timer(practice: Path, qapp: object) -> None:
    drives = StorageDrives(every_ms=3_600_000)
    events = told(drives)
    drives.start()
    (practice / "Mamlyutka").mkdir()
    notifier = drives.findChild(QSocketNotifier)
    assert isinstance(notifier, QSocketNotifier)
    QCoreApplication.sendEvent(notifier, QEvent(QEvent.Type.SockAct))  # as when the kernel wakes it
    drives.stop()
    assert events == [("in", "Bulaevo"), ("in", "Mamlyutka")]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's list of mounts is Linux's")
def test_watching_ends_without_a_trace(practice: Path, watching: StorageDrives) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counting only
    for _ in range(3):
        watching.start()
        watching.stop()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
