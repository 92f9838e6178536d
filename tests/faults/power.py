"""Power cuts by hand: `python -m tests.faults.power --count 100`, as root.

A loop-mounted ext4 is shut down without flushing its journal while a child works on it: what the system had only
in memory is gone, as when the plug is pulled. Then it is mounted again, and what was acknowledged must be there.
"""

from __future__ import annotations

import argparse
import fcntl
import logging
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Self

from tests.faults.campaign import Operation, Tally, strike
from tests.faults.desk_work import DeskWork
from tests.faults.log_work import LogWork

#: EXT4_IOC_SHUTDOWN and EXT4_GOING_FLAGS_NOLOGFLUSH of the kernel's fs/ext4/ext4.h.
_SHUTDOWN, _NO_LOG_FLUSH = 0x8004587D, 2
_IMAGE_BYTES = 64 * 1024 * 1024
OPERATIONS: tuple[type[Operation], ...] = (DeskWork, LogWork)


class Disk:
    """An ext4 in a file, mounted on a folder."""

    def __init__(self, image: Path, folder: Path) -> None:
        self._image = image
        self.folder = folder

    @classmethod
    @contextmanager
    def mounted(cls, place: Path) -> Iterator[Self]:
        """Make a disk below `place`, and take it away again."""
        disk = cls(place / "disk.img", place / "disk")
        disk.folder.mkdir()
        with disk._image.open("wb") as file:
            file.truncate(_IMAGE_BYTES)
        _run("mkfs.ext4", "-q", "-F", str(disk._image))
        disk._mount()
        try:
            yield disk
        finally:
            with suppress(subprocess.CalledProcessError):
                _run("umount", str(disk.folder))

    def _mount(self) -> None:
        _run("mount", "-o", "loop", str(self._image), str(self.folder))

    def cut(self) -> None:
        """Cut the power."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(handle)

    def back(self) -> None:
        """Start again with what is on the disk."""
        _run("umount", str(self.folder))
        self._mount()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def cuts(kind: type[Operation], count: int, random: Random, place: Path) -> Tally:
    """Cut the power `count` times while an operation works; return what was wrong."""
    tally = Tally(kind.name)
    with Disk.mounted(place) as disk:
        for cut in range(count):
            if cut % 20 == 0:
                folder = disk.folder / f"{kind.name}-{cut}"
                folder.mkdir()
                operation = kind(folder)
                os.sync()  # the empty folder is there; what the operation makes durable is its own affair
            tally.kills += 1
            tally.faults += [f"cut {cut}: {fault}" for fault in strike(operation, random, disk)]
    return tally


def main() -> int:
    """Cut, print the figures, and fail when anything acknowledged was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="cuts for each operation")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="repeats a campaign's choices")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # damage on purpose is no news
    faults: list[str] = []
    for kind in OPERATIONS:
        with tempfile.TemporaryDirectory() as place:
            tally = cuts(kind, asked.count, Random(asked.seed), Path(place))
        print(tally.line().replace("kills", "cuts "))
        faults += tally.faults
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
