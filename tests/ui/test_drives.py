"""Sticks are noticed, told apart from other disks on three systems, and known again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.stick.images import make_image, mounted_bad_stick, mounted_exfat
from ui.drives import Drive, Drives, FakeDrives, StorageDrives
from ui.volumes import (
    Volume,
    chosen_folder,
    chosen_folders,
    find_drives,
    folders_as_drives,
    linux_identity,
    linux_removable,
    linux_unreadable,
    linux_volumes,
    mac_removable,
    mounted_volumes,
    other_identity,
    removable_drives,
    windows_removable,
    windows_unreadable,
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


def udev(folder: Path, sysfs: Path, usage: dict[str, str]) -> Path:
    """What udev knows of each device: with a size, and what it found on it."""
    folder.mkdir()
    for number, link in enumerate(sorted(sysfs.iterdir())):
        place = link.resolve()
        (place / "dev").write_text(f"8:{number}\n", encoding="ascii")
        (place / "size").write_text("2048\n", encoding="ascii")
        if place.parent.name != "block":
            (place / "partition").write_text("1\n", encoding="ascii")
        found = usage.get(place.name, "")
        (folder / f"b8:{number}").write_text(f"E:ID_BUS=usb\n{found}\n", encoding="ascii")
    return folder


def test_linux_names_a_stick_without_a_file_system(sysfs: Path, tmp_path: Path) -> None:
    known = udev(
        tmp_path / "udev", sysfs, {"sdc1": "E:ID_FS_USAGE=filesystem", "sdb1": "E:ID_FS_USAGE=crypto"}
    )
    assert [drive.name for drive in linux_unreadable(set(), sysfs, known)] == ["mmcblk0", "sdb"]
    assert [drive.name for drive in linux_unreadable({"/dev/sdb1"}, sysfs, known)] == ["mmcblk0"]
    assert linux_unreadable(set(), sysfs, tmp_path / "no udev here") == []


def test_an_empty_card_reader_is_no_unreadable_stick(sysfs: Path, tmp_path: Path) -> None:
    known = udev(tmp_path / "udev", sysfs, {"sdc1": "E:ID_FS_USAGE=filesystem"})
    (sysfs / "mmcblk0" / "size").write_text("0\n", encoding="ascii")
    assert [drive.name for drive in linux_unreadable(set(), sysfs, known)] == ["sdb"]


def test_windows_names_a_stick_without_a_file_system() -> None:
    kinds, problems = {"E:/": 2, "F:/": 2, "G:/": 2}, {"E:/": 1005, "F:/": 21, "G:/": 0}
    found = windows_unreadable("CEFG", lambda root: kinds.get(root, 3), problems.__getitem__)
    assert [(drive.root, drive.readable) for drive in found] == [(Path("E:/"), False)]


def test_a_stick_that_cannot_be_read_is_told_and_not_counted_among_those_present() -> None:
    drives = FakeDrives()
    events = told(drives)
    drives.insert(Drive(Path("/dev/sdb"), "disk:7", "sdb", writable=False, readable=False))
    assert (events, drives.present, [drive.name for drive in drives.unreadable]) == (
        [("in", "sdb")],
        (),
        ["sdb"],
    )


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


def test_the_kernel_s_list_of_mounts_is_read_with_its_blanks_and_locks(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        "90 22 8:17 / /media/aigul/MY\\040STICK ro,nosuid - vfat /dev/sdb1 rw,flush\n",
        encoding="utf-8",
    )
    assert linux_volumes(mounts)[1] == Volume(
        "/media/aigul/MY STICK", "/dev/sdb1", "vfat", "MY STICK", 0, False
    )
    assert linux_volumes(tmp_path / "none") == []


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


def test_sticks_that_are_in_at_the_start_are_told(
    practice: Path, watching: StorageDrives, qtbot: QtBot
) -> None:
    events = told(watching)
    watching.start()
    qtbot.waitUntil(lambda: events == [("in", "Bulaevo")])


def test_a_stick_that_is_put_in_later_is_noticed(
    practice: Path, watching: StorageDrives, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(watching.appeared):
        watching.start()
    with qtbot.waitSignal(watching.appeared):
        (practice / "Mamlyutka").mkdir()
    with qtbot.waitSignal(watching.vanished):
        (practice / "Mamlyutka").rmdir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a real image")
def test_a_real_exfat_stick_is_noticed_by_the_kernel_s_word_alone(tmp_path: Path, qtbot: QtBot) -> None:
    image = make_image(tmp_path / "stick.img", 4, "mkfs.exfat", "-n", "BULAEVO")
    place = Path("/media", f"kiosk-{os.getpid()}")  # where desktops mount sticks
    drives = StorageDrives(every_ms=3_600_000)
    drives.start()
    try:
        with qtbot.waitSignal(drives.vanished, timeout=20_000), ExitStack() as mounted:
            with qtbot.waitSignal(drives.appeared, timeout=20_000) as appeared:
                mounted.enter_context(mounted_exfat(image, place))
            assert [(drive.root, drive.writable, drive.readable) for drive in appeared.args] == [
                (place, True, True)
            ]
        assert drives.present == ()
    finally:
        drives.stop()
        place.rmdir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a real file system")
def test_a_volume_that_never_answers_keeps_the_window_alive(tmp_path: Path, qtbot: QtBot) -> None:
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    folder = tmp_path / "chosen"
    folder.mkdir()
    with mounted_bad_stick(tmp_path) as bad:
        bad.suffer("hang:statfs")
        drives = StorageDrives(folders=[folder], every_ms=5)
        timer.start(1)
        drives.start()
        # The sticks cannot be listed now; folders are looked for all the same.
        qtbot.waitUntil(lambda: [drive.root for drive in drives.present] == [folder])
        qtbot.waitUntil(lambda: len(ticks) > 50)
        bad.suffer("")
    drives.stop()
    timer.stop()


def test_nobody_is_woken_while_nothing_changes(qtbot: QtBot) -> None:
    looks, heard = list[int](), list[object]()

    def find() -> list[Drive]:
        looks.append(1)
        return []

    drives = StorageDrives(find=find, every_ms=5)
    drives._found.connect(lambda look, _drives: heard.append(look))
    drives.start()
    qtbot.waitUntil(lambda: len(looks) > 20)
    drives.stop()
    qtbot.wait(10)
    assert len(heard) == len(set(heard)) == 2, "the sticks and the folders, once each"


def test_a_folder_that_somebody_chose_comes_and_goes_like_a_stick(tmp_path: Path, qtbot: QtBot) -> None:
    drives = StorageDrives(find=lambda: [], every_ms=5)
    drives.start()
    drives.add_folder(tmp_path / "network")
    with qtbot.waitSignal(drives.appeared) as appeared:
        (tmp_path / "network").mkdir()
    assert appeared.args == [chosen_folder(tmp_path / "network")]
    assert chosen_folders(["uuid:1A2B", appeared.args[0].id]) == [tmp_path / "network"]
    with qtbot.waitSignal(drives.vanished):
        (tmp_path / "network").rmdir()
    drives.stop()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's list of mounts is Linux's")
def test_watching_ends_without_a_trace(practice: Path, watching: StorageDrives) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counting only
    for _ in range(3):
        watching.start()
        watching.stop()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
