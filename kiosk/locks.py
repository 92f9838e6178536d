"""Locks over all processes of this computer. The system lets go of them when a process ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

#: Where Windows locks byte by byte: who shares takes one of them, who is alone takes all.
_BYTES = 64
_RETRY_SECONDS = 0.002


class FileLock:
    """A lock on a file of its own: many may share it, or one has it alone. Two objects exclude each other also
    within one process.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)

    def take(self, *, shared: bool = False, patience: float = 0.0) -> bool:
        """Take the lock, or change what is held of it; return whether it was free within `patience` seconds.

        Changing from alone to shared always succeeds.
        """
        until = time.monotonic() + patience
        while not _lock(self._handle, shared):
            if time.monotonic() >= until:
                return False
            time.sleep(_RETRY_SECONDS)  # the system's own waiting has no end
        return True

    def release(self) -> None:
        """Let others have it; it can be taken again."""
        _unlock(self._handle)

    def close(self) -> None:
        """Let go of it for good."""
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, shared: bool) -> bool:
        _unlock(handle)
        pieces = [(place, 1) for place in range(_BYTES)] if shared else [(0, _BYTES)]
        return any(_lock_bytes(handle, *piece) for piece in pieces)

    def _lock_bytes(handle: int, place: int, count: int) -> bool:
        os.lseek(handle, place, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, count)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        for place, count in [(0, _BYTES), *((place, 1) for place in range(_BYTES))]:
            os.lseek(handle, place, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_UNLCK, count)
            except OSError:
                continue  # this piece was not held

else:
    import fcntl

    def _lock(handle: int, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
