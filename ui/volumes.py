"""Which of the mounted volumes are sticks.

Qt does not say which of the mounted volumes are removable: each system is asked in its own way.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStorageInfo

from kiosk.config import FOLDER_TARGET

_STICK_FILESYSTEMS = frozenset({"vfat", "exfat", "fuseblk", "msdos", "ntfs", "ntfs3"})
_NEVER = frozenset({"/", "/boot", "/boot/efi", "/efi", "/home"})
_DISCS = frozenset({"iso9660", "udf"})
_WINDOWS_REMOVABLE = 2
#: How Windows calls a volume whose file system it does not know (ERROR_UNRECOGNIZED_VOLUME).
_WINDOWS_UNRECOGNIZED = 1005


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick, or a folder that somebody chose. `id` stays the same when it is inserted again.

    One that is not `readable` is there as a device, and has no file system that this computer knows.
    """

    root: Path
    id: str
    name: str
    writable: bool = True
    readable: bool = True
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Volume:
    """A mounted volume as the system lists it; `size` in bytes, 0 where nobody has asked yet."""

    root: str
    device: str
    filesystem: str
    label: str
    size: int
    writable: bool


def find_drives() -> list[Drive]:
    """Return this machine's sticks; with KIOSK_DRIVES set, that folder's subfolders play them."""
    if chosen := os.environ.get("KIOSK_DRIVES"):
        return folders_as_drives(Path(chosen))
    volumes = mounted_volumes()
    return [*removable_drives(volumes), *unreadable_drives(volumes)]


def chosen_folder(path: Path) -> Drive:
    """Return a folder that somebody chose: a synced one, a network's, one to be mailed."""
    return Drive(
        path, f"{FOLDER_TARGET}{path}", path.name or str(path), os.access(path, os.W_OK), folder=True
    )


def chosen_folders(known: Iterable[str]) -> list[Path]:
    """Return the folders among the ids of known targets."""
    return [Path(target.removeprefix(FOLDER_TARGET)) for target in known if target.startswith(FOLDER_TARGET)]


def folders_as_drives(folder: Path) -> list[Drive]:
    """Return a drive for each subfolder: sticks of a practice shop."""
    try:
        found = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []
    return [Drive(path, f"folder:{path.name}", path.name, os.access(path, os.W_OK)) for path in found]


def mounted_volumes() -> list[Volume]:
    """Return what is mounted. No volume is asked where the system's own list says it all."""
    if sys.platform.startswith("linux"):
        return linux_volumes()
    return [
        Volume(
            root=info.rootPath(),
            device=bytes(info.device().data()).decode(errors="replace"),
            filesystem=bytes(info.fileSystemType().data()).decode(errors="replace").lower(),
            label=info.name() or Path(info.rootPath()).name,
            size=info.bytesTotal(),
            writable=not info.isReadOnly(),
        )
        for info in QStorageInfo.mountedVolumes()
        if info.isValid() and info.isReady()
    ]


def linux_volumes(mounts: Path = Path("/proc/self/mountinfo")) -> list[Volume]:
    """Read the kernel's list of mounts (proc(5)). `size` stays 0.

    QStorageInfo asks every volume for its size, and holds Python's lock meanwhile: one dead network folder would
    hold the whole program.
    """
    found = []
    for line in _read(mounts).splitlines():
        mount, _, source = line.partition(" - ")
        _id, _parent, _number, _inner, root, options = mount.split(" ")[:6]
        filesystem, device = source.split(" ")[:2]
        root, writable = _unescaped(root), "ro" not in options.split(",")
        found.append(Volume(root, _unescaped(device), filesystem.lower(), Path(root).name, 0, writable))
    return found


def _unescaped(text: str) -> str:
    """Return a name of the kernel's list as it is: blanks and the like stand there as \\040."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), text)


def removable_drives(volumes: Iterable[Volume], platform: str = sys.platform) -> list[Drive]:
    """Choose the volumes that are sticks, as this platform tells them."""
    removable = {"win32": windows_removable, "darwin": mac_removable}.get(platform, linux_removable)
    identity = linux_identity if platform.startswith("linux") else other_identity
    return [
        Drive(Path(volume.root), identity(volume), volume.label or volume.root, volume.writable)
        for volume in volumes
        if removable(volume)
    ]


def linux_removable(volume: Volume, sysfs: Path = Path("/sys/class/block")) -> bool:
    """Tell whether a volume is a stick.

    It is on the USB bus, or marked removable, or has a stick's file system in the usual place.
    """
    if volume.root in _NEVER or volume.filesystem in _DISCS:
        return False
    if volume.device.startswith("/dev/"):
        block = (sysfs / Path(volume.device).resolve().name).resolve()
        if "/usb" in block.as_posix():
            return True
        # A partition's mark stands at its disk, one folder up.
        if any(_reads_one(place / "removable") for place in (block, block.parent)):
            return True
    usual = volume.root.startswith(("/media/", "/run/media/"))
    return usual and volume.filesystem in _STICK_FILESYSTEMS


def unreadable_drives(volumes: Iterable[Volume], platform: str = sys.platform) -> list[Drive]:
    """Return the sticks that have no file system which this system knows; none where it cannot be known."""
    if platform.startswith("linux"):
        return linux_unreadable({volume.device for volume in volumes})
    return windows_unreadable() if platform == "win32" else []


def linux_unreadable(
    mounted: Set[str], sysfs: Path = Path("/sys/class/block"), udev: Path = Path("/run/udev/data")
) -> list[Drive]:
    """Return the removable disks on which udev has found no file system, neither on them nor on a partition."""
    found = []
    for disk in sorted(sysfs.glob("*")) if udev.is_dir() else ():
        block = disk.resolve()
        if (block / "partition").exists() or not (
            _reads_one(block / "removable") or "/usb" in block.as_posix()
        ):
            continue
        places = [block, *(path.parent for path in block.glob("*/partition"))]
        if any(f"/dev/{place.name}" in mounted for place in places) or _read(block / "size") in ("", "0"):
            continue
        told = [_read(udev / f"b{_read(place / 'dev')}") for place in places]
        if told[0] and not any("E:ID_FS_USAGE=filesystem" in text for text in told):
            number = _read(block / "diskseq") or disk.name
            found.append(Drive(Path("/dev") / disk.name, f"disk:{number}", disk.name, False, False))
    return found


def windows_unreadable(
    letters: Iterable[str] = "DEFGHIJKLMNOPQRSTUVWXYZ",
    drive_type: Callable[[str], int] | None = None,
    problem: Callable[[str], int] | None = None,
) -> list[Drive]:
    """Return the removable volumes whose file system Windows does not know."""
    roots = [f"{letter}:/" for letter in letters]
    return [
        Drive(Path(root), f"disk:{root}", root, writable=False, readable=False)
        for root in roots
        if (drive_type or _drive_type)(root) == _WINDOWS_REMOVABLE
        and (problem or _volume_problem)(root) == _WINDOWS_UNRECOGNIZED
    ]


def linux_identity(volume: Volume, by_uuid: Path = Path("/dev/disk/by-uuid")) -> str:
    """Return the file system's serial, the same on every machine; else name and size."""
    try:
        device = Path(volume.device).resolve()
        for link in by_uuid.iterdir():
            if link.resolve() == device:
                return f"uuid:{link.name}"
    except OSError:
        pass
    return f"label:{volume.label}:{volume.size or _size(volume.root)}"


def windows_removable(volume: Volume, drive_type: Callable[[str], int] | None = None) -> bool:
    """Tell whether Windows calls a volume removable."""
    return (drive_type or _drive_type)(volume.root) == _WINDOWS_REMOVABLE


def mac_removable(volume: Volume) -> bool:
    """Tell whether a volume is mounted where macOS puts sticks."""
    return volume.root.startswith("/Volumes/")


def other_identity(volume: Volume) -> str:
    r"""Return Windows' own name of the volume (`\\?\Volume{...}`); on a Mac, name and size."""
    return volume.device if volume.device.startswith("\\\\?\\") else f"label:{volume.label}:{volume.size}"


def _size(root: str) -> int:
    try:
        return shutil.disk_usage(root).total
    except OSError:
        return 0


def _drive_type(root: str) -> int:
    return int(_kernel32().GetDriveTypeW(_windows_path(root)))


def _volume_problem(root: str) -> int:
    kernel = _kernel32()
    known = kernel.GetVolumeInformationW(_windows_path(root), None, 0, None, None, None, None, 0)
    return 0 if known else int(kernel.GetLastError())


def _kernel32() -> Any:  # noqa: ANN401 - ctypes finds its functions by name
    import ctypes  # Windows alone comes here

    return getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows only


def _windows_path(root: str) -> str:
    return root.replace("/", "\\").rstrip("\\") + "\\"


def _reads_one(path: Path) -> bool:
    return _read(path) == "1"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
