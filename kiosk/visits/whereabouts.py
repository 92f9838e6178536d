"""Where a log lies: which machine, which disk, which file. A copy of the log lies somewhere else.

What cannot be known is empty and compares with nothing: a wrong alarm only begins a new epoch, but one at every
start would tell the manager nothing. Numbers of files are asked only of file systems that keep them; device
numbers change from start to start and are not asked at all.
"""

from __future__ import annotations

import os
import sys
from binascii import crc32
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

#: File systems on which a file keeps its number as long as it lives (FAT, FUSE and network shares do not).
_NUMBER_KEPT = frozenset(
    {"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "zfs", "bcachefs", "overlay", "tmpfs"}
)
#: Where sysfs tells a disk's own number, the most exact first.
_SERIALS = ("wwid", "device/wwid", "serial", "device/serial", "device/cid")


class Whereabouts(NamedTuple):
    """A machine, a disk in it, a file on it; each a short text, empty where it is not known."""

    machine: str = ""
    disk: str = ""
    file: str = ""

    @classmethod
    def of(cls, path: Path) -> Self:
        """Ask where the file at `path` lies. Raises OSError when it is not there."""
        found = path.stat()
        if sys.platform == "win32":
            return cls(_short(_windows_machine()), _short(str(found.st_dev)), str(found.st_ino))
        if sys.platform != "linux":
            return cls(file=str(found.st_ino))
        kind, source = _mount(path)
        number = str(found.st_ino) if kind in _NUMBER_KEPT else ""
        return cls(_short(_linux_machine()), _short(_serial(found.st_dev, source)), number)

    def differs(self, other: Self) -> bool:
        """Tell whether two whereabouts cannot be the same place."""
        return any(one and two and one != two for one, two in zip(self, other, strict=True))


def _short(text: str) -> str:
    """Enough to tell two apart, too little to know the machine by: the file may be copied anywhere."""
    return f"{crc32(text.encode()):08x}" if text else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _mount(path: Path, table: Path = Path("/proc/self/mountinfo")) -> tuple[str, str]:
    """Return the file system that holds `path`: its kind and what is mounted there."""
    here, best, found = path.resolve(), -1, ("", "")
    with suppress(OSError):
        for line in table.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            before, _, after = line.partition(" - ")
            point = Path(before.split()[4].replace("\\040", " "))
            if len(point.parts) >= best and here.is_relative_to(point):
                kind, source = after.split()[:2]
                best, found = len(point.parts), (kind, source)
    return found


def _serial(device: int, source: str, system: Path = Path("/sys/dev/block")) -> str:
    """Return the number that the disk itself carries: of a partition, the disk's; of a mapped one, what is below."""
    if os.major(device) == 0:  # a file system with a number of its own, such as btrfs
        try:
            device = Path(source).stat().st_rdev
        except OSError:
            return ""
    for folder in _disks(system / f"{os.major(device)}:{os.minor(device)}"):
        for name in _SERIALS:
            if found := _read(folder / name):
                return found
    return ""


def _disks(device: Path) -> Iterator[Path]:
    with suppress(OSError):
        folder = device.resolve(strict=True)
        while below := sorted((folder / "slaves").glob("*")):
            folder = below[0].resolve(strict=True)
        yield folder
        yield folder.parent


def _linux_machine() -> str:
    """Return the machine's id (machine-id(5)); D-Bus keeps one where systemd is not."""
    return _read(Path("/etc/machine-id")) or _read(Path("/var/lib/dbus/machine-id"))


def _windows_machine() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with (
        suppress(OSError),
        winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key,
    ):
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    return ""
