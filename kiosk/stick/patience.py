"""Waiting for a device, but not for ever: a stick that hangs must not hang the export."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Self, TypeVar

from kiosk.stick.device import Device

#: Seconds that one call may take. Cheap sticks stop for many while they tidy up; a pulled one answers at once.
PATIENCE_S = 60.0
#: Bytes a second below which a stick is of no use; USB 1.1 has twenty times as many.
SLOWEST = 50_000
#: Bytes that a device writes at most to note one file, whatever the file holds.
_ENTRY = 50_000
#: Bytes that are read at most in a usual bundle.
_USUAL = 2_000_000

T = TypeVar("T")


class Patient(Device):
    """A device whose every call is given so much time and no more.

    The system offers no way out of a call that a device never answers, so a thread of its own makes the calls, and
    is left behind with the one that hangs. After that this object refuses everything: TimeoutError (ETIMEDOUT). What
    the call does once it comes back harms nothing: a `.part`, or a file that nobody has called safe.
    """

    def __init__(self, device: Device | None = None, seconds: float | None = None) -> None:
        super().__init__()
        self._device = device or Device()
        self._seconds = PATIENCE_S if seconds is None else seconds
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._hangs = False
        self._unflushed = 0
        # A daemon: the program can end while the call still hangs.
        self._thread = threading.Thread(target=self._work, name="kiosk-device", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._calls.put(None)

    def _work(self) -> None:
        while call := self._calls.get():
            call()

    def _wait(self, call: Callable[[], T], size: int = 0) -> T:
        answer: Future[T] = Future()
        if not self._hangs:
            self._calls.put(partial(_answer, call, answer))
            try:
                return answer.result(self._seconds + size / SLOWEST)
            except TimeoutError:
                if answer.done():
                    raise  # a network's own
                self._hangs = True
        raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))

    def is_folder(self, path: Path) -> bool:
        """Tell whether there is a folder."""
        return self._wait(lambda: self._device.is_folder(path))

    def is_file(self, path: Path) -> bool:
        """Tell whether there is a file."""
        return self._wait(lambda: self._device.is_file(path))

    def identity(self, folder: Path) -> int:
        """Return the number of the file system that a folder is on."""
        return self._wait(lambda: self._device.identity(folder))

    def present(self, folder: Path) -> bool:
        """Tell whether what a folder is on is still there."""
        return self._wait(lambda: self._device.present(folder))

    def free(self, folder: Path) -> int:
        """Return the bytes that are free."""
        return self._wait(lambda: self._device.free(folder))

    def make_folder(self, path: Path) -> None:
        """Make a folder in one that exists."""
        self._wait(lambda: self._device.make_folder(path))

    def write(self, path: Path, data: bytes) -> None:
        """Write and close a file."""
        self._unflushed += len(data)
        self._wait(lambda: self._device.write(path, data), len(data))

    def replace(self, source: Path, target: Path) -> None:
        """Give a file its final name."""
        self._wait(lambda: self._device.replace(source, target))

    def flush(self, path: Path) -> None:
        """Make a file durable."""
        self._wait(lambda: self._device.flush(path), self._unflushed)

    def flush_many(self, paths: Sequence[Path]) -> dict[Path, OSError]:
        """Make files durable, and return those that failed."""
        size = self._unflushed + len(paths) * _ENTRY
        try:
            return self._wait(lambda: self._device.flush_many(paths), size)
        except TimeoutError as problem:
            return dict.fromkeys(paths, problem)

    def flush_folder(self, folder: Path) -> None:
        """Make a folder's names durable."""
        self._wait(lambda: self._device.flush_folder(folder))
        self._unflushed = 0

    def read(self, path: Path, limit: int) -> bytes | None:
        """Return a file's content as the device has it."""
        return self._wait(lambda: self._device.read(path, limit), min(limit, _USUAL))

    def remove(self, path: Path) -> None:
        """Remove a file."""
        self._wait(lambda: self._device.remove(path))


def _answer(call: Callable[[], T], answer: Future[T]) -> None:
    try:
        answer.set_result(call())
    except BaseException as problem:  # it belongs to whoever waits
        answer.set_exception(problem)
