"""Sticks that come and go.

Qt lists mounted volumes but does not say which are removable: each system is asked in its own way. One look
every two seconds everywhere (0.05 ms); on Linux the kernel tells of a mount within milliseconds as well.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QStorageInfo, QTimer, Signal

LOOK_EVERY_MS = 2000
_STICK_FILESYSTEMS = frozenset({"vfat", "exfat", "fuseblk", "msdos", "ntfs", "ntfs3"})
_NEVER = frozenset({"/", "/boot", "/boot/efi", "/efi", "/home"})
_DISCS = frozenset({"iso9660", "udf"})
_WINDOWS_REMOVABLE = 2


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick, or a folder that plays one. `id` stays the same when it is inserted again."""

    root: Path
    id: str
    name: str
    writable: bool = True


@dataclass(frozen=True, slots=True)
class Volume:
    """A mounted volume as the system lists it."""

    root: str
    device: str
    filesystem: str
    label: str
    size: int
    writable: bool


class Drives(QObject):
    """The sticks that are in. `appeared` and `vanished` carry a `Drive`."""

    appeared = Signal(object)
    vanished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._present: dict[str, Drive] = {}

    @property
    def present(self) -> tuple[Drive, ...]:
        """The sticks that are in now, the oldest first."""
        return tuple(self._present.values())

    def start(self) -> None:
        """Take a first look, which tells of every stick that is in already, and go on looking."""

    def stop(self) -> None:
        """Look no more."""

    def see(self, drives: Iterable[Drive]) -> None:
        """Take what is there now and tell of what has changed."""
        now = {drive.id: drive for drive in drives}
        gone = [drive for key, drive in self._present.items() if now.get(key) != drive]
        new = [drive for key, drive in now.items() if self._present.get(key) != drive]
        self._present = {**{k: d for k, d in self._present.items() if k in now}, **now}
        for drive in gone:
            self.vanished.emit(drive)
        for drive in new:
            self.appeared.emit(drive)


class FakeDrives(Drives):
    """Sticks that a test inserts and pulls."""

    def insert(self, drive: Drive) -> None:
        """Let a stick appear."""
        self.see([*self.present, drive])

    def pull(self, drive: Drive) -> None:
        """Take a stick away."""
        self.see([other for other in self.present if other != drive])


class StorageDrives(Drives):
    """What `find` finds (this machine's sticks), every two seconds and whenever Linux mounts something."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        find: Callable[[], list[Drive]] | None = None,
        every_ms: int = LOOK_EVERY_MS,
    ) -> None:
        super().__init__(parent)
        self._find = find or find_drives
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.look)
        self._mounts: int | None = None
        self._notifier: QSocketNotifier | None = None

    def start(self) -> None:
        """Take a first look and go on looking."""
        self._listen()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more, and let go of the kernel's list of mounts."""
        self._timer.stop()
        if self._notifier is not None and self._mounts is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            os.close(self._mounts)
        self._notifier = self._mounts = None

    def look(self) -> None:
        """Look now."""
        self.see(self._find())

    def _listen(self) -> None:
        if not sys.platform.startswith("linux") or self._mounts is not None:
            return
        try:
            self._mounts = os.open("/proc/self/mountinfo", os.O_RDONLY)
        except OSError:
            return  # a sandbox without /proc: the timer looks anyway
        self._notifier = QSocketNotifier(self._mounts, QSocketNotifier.Type.Exception, self)
        self._notifier.activated.connect(self.look)


def find_drives() -> list[Drive]:
    """Return this machine's sticks; with KIOSK_DRIVES set, that folder's subfolders play them."""
    if chosen := os.environ.get("KIOSK_DRIVES"):
        return folders_as_drives(Path(chosen))
    return removable_drives(mounted_volumes())


def folders_as_drives(folder: Path) -> list[Drive]:
    """Return a drive for each subfolder: sticks of a practice shop."""
    try:
        found = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []
    return [Drive(path, f"folder:{path.name}", path.name, os.access(path, os.W_OK)) for path in found]


def mounted_volumes() -> list[Volume]:
    """Ask Qt what is mounted."""
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


def linux_identity(volume: Volume, by_uuid: Path = Path("/dev/disk/by-uuid")) -> str:
    """Return the file system's serial, the same on every machine; else name and size."""
    try:
        device = Path(volume.device).resolve()
        for link in by_uuid.iterdir():
            if link.resolve() == device:
                return f"uuid:{link.name}"
    except OSError:
        pass
    return f"label:{volume.label}:{volume.size}"


def windows_removable(volume: Volume, drive_type: Callable[[str], int] | None = None) -> bool:
    """Tell whether Windows calls a volume removable."""
    return (drive_type or _drive_type)(volume.root) == _WINDOWS_REMOVABLE


def mac_removable(volume: Volume) -> bool:
    """Tell whether a volume is mounted where macOS puts sticks."""
    return volume.root.startswith("/Volumes/")


def other_identity(volume: Volume) -> str:
    r"""Return Windows' own name of the volume (`\\?\Volume{...}`); on a Mac, name and size."""
    return volume.device if volume.device.startswith("\\\\?\\") else f"label:{volume.label}:{volume.size}"


def _drive_type(root: str) -> int:
    import ctypes  # Windows alone comes here

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows only
    return int(kernel.GetDriveTypeW(root.replace("/", "\\").rstrip("\\") + "\\"))


def _reads_one(path: Path) -> bool:
    try:
        return path.read_text(encoding="ascii").strip() == "1"
    except (OSError, ValueError):
        return False
