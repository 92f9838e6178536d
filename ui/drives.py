"""Sticks that come and go, and folders that somebody chose.

One look every two seconds everywhere (0.05 ms); on Linux the kernel tells of a mount within milliseconds as well.
Looking asks every volume, and one that hangs (a dead network folder, a dying stick) answers never: threads look, by
themselves, and the window hears of what has changed.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Signal, SignalInstance

from ui.volumes import Drive, chosen_folder, find_drives

__all__ = ["Drive", "Drives", "FakeDrives", "StorageDrives"]

LOOK_EVERY_MS = 2000


class Drives(QObject):
    """The sticks that are in. `appeared` and `vanished` carry a `Drive`."""

    appeared = Signal(object)
    vanished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._present: dict[str, Drive] = {}

    @property
    def present(self) -> tuple[Drive, ...]:
        """The sticks that are in now and can be read, the oldest first."""
        return tuple(drive for drive in self._present.values() if drive.readable)

    @property
    def unreadable(self) -> tuple[Drive, ...]:
        """The sticks that are in and cannot be read."""
        return tuple(drive for drive in self._present.values() if not drive.readable)

    def add_folder(self, folder: Path) -> None:
        """Look for a folder that somebody chose as well."""

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


Find = Callable[[], Iterable[Drive]]


class StorageDrives(Drives):
    """What `find` finds (this machine's sticks), every two seconds and whenever Linux mounts something.

    Folders that somebody chose are looked for by a thread of their own: a dead network must not hide the sticks.
    """

    _found = Signal(object, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        find: Find | None = None,
        folders: Sequence[Path] = (),
        every_ms: int = LOOK_EVERY_MS,
    ) -> None:
        super().__init__(parent)
        self._folders = list(folders)
        finds = (find or find_drives, self._find_folders)
        self._looks = tuple(_Look(find_, self._found, every_ms / 1000) for find_ in finds)
        self._seen: dict[_Look, list[Drive]] = {}
        self._found.connect(self._take)
        self._mounts: int | None = None
        self._notifier: QSocketNotifier | None = None

    def start(self) -> None:
        """Take a first look and go on looking."""
        self._listen()
        for look in self._looks:
            look.begin(again=True)

    def stop(self) -> None:
        """Look no more, and let go of the kernel's list of mounts."""
        for look in self._looks:
            look.stop()
        if self._notifier is not None and self._mounts is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            os.close(self._mounts)
        self._notifier = self._mounts = None

    def look(self) -> None:
        """Look now; what is found is told once the volumes have answered."""
        for look in self._looks:
            look.begin()

    def add_folder(self, folder: Path) -> None:
        """Look for a folder that somebody chose as well."""
        if folder not in self._folders:
            self._folders.append(folder)
            self.look()

    def _find_folders(self) -> list[Drive]:
        return [chosen_folder(path) for path in tuple(self._folders) if path.is_dir()]

    def _take(self, look: _Look, drives: list[Drive]) -> None:
        self._seen[look] = drives
        self.see(drive for seen in self._seen.values() for drive in seen)

    def _listen(self) -> None:
        if not sys.platform.startswith("linux") or self._mounts is not None:
            return
        try:
            self._mounts = os.open("/proc/self/mountinfo", os.O_RDONLY)
        except OSError:
            return  # a sandbox without /proc: the threads look anyway
        self._notifier = QSocketNotifier(self._mounts, QSocketNotifier.Type.Exception, self)
        self._notifier.activated.connect(self.look)


class _Look:
    """One way of looking, by one thread at a time; `found` is emitted when it sees something else than before."""

    #: Seconds to wait at the end for a look under way; one that hangs is left behind.
    _FAREWELL_S = 1.0

    def __init__(self, find: Find, found: SignalInstance, every_s: float) -> None:
        self._find = find
        self._found = found
        self._every_s = every_s
        self._changed = threading.Condition()
        self._wanted = self._again = False
        self._thread: threading.Thread | None = None

    def begin(self, *, again: bool = False) -> None:
        """Look, or look once more after the look that is under way; `again`: and then every so many seconds."""
        with self._changed:
            self._wanted = True
            self._again = self._again or again
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="kiosk-drives", daemon=True)
                self._thread.start()
            else:
                self._changed.notify()

    def stop(self) -> None:
        """Tell nothing more."""
        with self._changed:
            self._wanted = self._again = False
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(self._FAREWELL_S)

    def _work(self) -> None:
        before: list[Drive] | None = None
        while self._goes_on():
            # What cannot be listed now is looked for again; a window that has closed meanwhile hears nothing.
            with suppress(OSError, RuntimeError):
                drives = list(self._find())
                if drives != before:
                    self._found.emit(self, drives)
                    before = drives

    def _goes_on(self) -> bool:
        """Wait until it is time to look; tell whether to look at all."""
        with self._changed:
            if self._again and not self._wanted:
                self._changed.wait(self._every_s)
            goes_on = self._wanted or self._again
            self._wanted = False
            if not goes_on:
                self._thread = None
            return goes_on
