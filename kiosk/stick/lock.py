"""One export at a time, over all processes of this computer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.stick.outcomes import Outcome, StickError


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock in `path`; the system lets go of it when the process ends, however it ends.

    Raises StickError (busy) when another export holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock(handle):
            raise StickError(Outcome.BUSY)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
