"""What whole pages took goes back to the computer: old ones have two to four gigabytes for everybody."""

from __future__ import annotations

import ctypes
import sys

# The parameters' numbers in glibc's <malloc.h>.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_MB = 1 << 20


def give_back_pictures() -> None:
    """Let the allocator give back at once what is as large as a picture; a no-op where it is not glibc's.

    By itself, glibc stops doing so after the first large picture is freed (mallopt(3), "dynamic mmap threshold"): a
    desk then holds up to a hundred free megabytes between small things that stay.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _MB)
        mallopt(_TRIM_THRESHOLD, 4 * _MB)
