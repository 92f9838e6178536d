"""A stick that misbehaves, as a real file system: `python -m tests.stick.bad_stick MOUNT STORE`.

It keeps its files in STORE and does wrong what the file STORE.fault names: it stores other bytes, lies about sizes,
drops writes, fails, or hangs until the file is empty again. The kernel keeps its memory of files over an open
(`kernel_cache`), as it does for a real stick: who reads back without dropping it gets what he wrote.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import Any

import mfusepy as fuse

#: What a counterfeit stick really holds; it claims more, and what is beyond is gone.
REAL_BYTES = 1024


class BadStick(fuse.Operations):
    """A folder of the disk, seen through a fault."""

    use_ns = True

    def __init__(self, store: Path) -> None:
        self._store = store
        self._fault_file = Path(f"{store}.fault")

    def _fault(self, call: str) -> str:
        """Return the present fault, after suffering it where it is one of this call."""
        fault = self._fault_file.read_text(encoding="ascii")
        kind, _, where = fault.partition(":")
        if where == call and kind in errno.__dict__:
            raise fuse.FuseOSError(getattr(errno, kind))
        while where == call and kind == "hang" and self._fault_file.read_text(encoding="ascii"):
            time.sleep(0.01)  # the fault itself
        return fault

    def _path(self, path: str) -> Path:
        return self._store / path.lstrip("/")

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        fault = self._fault("getattr")
        found = self._path(path).lstat()
        size = found.st_size
        if path.endswith(".kiosk"):
            size += {"longer": 1, "shorter": -1}.get(fault, 0)
        names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_atime_ns", "st_mtime_ns", "st_ctime_ns")
        told = {name.removesuffix("_ns"): getattr(found, name) for name in names}
        return {**told, "st_size": size}

    def readdir(self, path: str, fh: int) -> list[str]:
        self._fault("readdir")
        return [".", "..", *os.listdir(self._path(path))]  # noqa: PTH208 - names, as FUSE wants them

    def mkdir(self, path: str, mode: int) -> int:
        self._fault("mkdir")
        self._path(path).mkdir(mode)
        return 0

    def unlink(self, path: str) -> int:
        self._fault("unlink")
        self._path(path).unlink()
        return 0

    def rename(self, old: str, new: str) -> int:
        self._fault("rename")
        self._path(old).replace(self._path(new))
        return 0

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        self._fault("create")
        return os.open(self._path(path), os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)

    def open(self, path: str, flags: int) -> int:
        self._fault("open")
        return os.open(self._path(path), flags & ~os.O_APPEND)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        os.truncate(self._path(path), length)
        return 0

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        self._fault("read")
        return os.pread(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        fault = self._fault("write")
        if fault == "other":
            os.pwrite(fh, bytes([data[0] ^ 1]) + data[1:], offset)
        elif fault == "counterfeit":
            os.pwrite(fh, data[: max(0, REAL_BYTES - offset)], offset)
            os.truncate(fh, max(offset + len(data), os.fstat(fh).st_size))
        elif fault != "drop":
            os.pwrite(fh, data, offset)
        return len(data)

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        self._fault("fsync")
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        self._fault("fsyncdir")
        return 0

    def release(self, path: str, fh: int) -> int:
        os.close(fh)
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        fault = self._fault("statfs")
        found = os.statvfs(self._store)
        names = ("f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_namemax")
        told = {name: getattr(found, name) for name in names}
        return {**told, "f_bavail": 0, "f_bfree": 0} if fault == "full" else told


def main() -> None:
    """Serve until unmounted."""
    place, store = sys.argv[1:]
    fuse.FUSE(
        BadStick(Path(store)),
        place,
        foreground=True,
        kernel_cache=True,
        attr_timeout=0,
        fsname="/dev/bad-stick",
        subtype="bad",
    )


if __name__ == "__main__":
    main()
