"""Devices that fail, hang, or tell what was asked of them."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from kiosk.stick import Device, patience


class Recording(Device):
    """A device that tells what was asked of it, and can fail at any of it."""

    def __init__(self, fail_at: int | None = None, number: int = errno.EIO, os_name: str = "posix") -> None:
        super().__init__(os_name)
        self.calls: list[str] = []
        self._fail_at, self._number = fail_at, number

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if self._fail_at is not None and len(self.calls) > self._fail_at:
            raise OSError(self._number, os.strerror(self._number))

    def is_folder(self, path: Path) -> bool:
        self._call("is_folder")
        return super().is_folder(path)

    def is_file(self, path: Path) -> bool:
        self._call("is_file")
        return super().is_file(path)

    def free(self, folder: Path) -> int:
        self._call("free")
        return super().free(folder)

    def make_folder(self, path: Path) -> None:
        self._call("make_folder")
        super().make_folder(path)

    def write(self, path: Path, data: bytes) -> None:
        self._call("write")
        super().write(path, data)

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)

    def flush(self, path: Path) -> None:
        self._call("flush")
        super().flush(path)

    def flush_folder(self, folder: Path) -> None:
        self._call("flush_folder")
        super().flush_folder(folder)

    def read(self, path: Path, limit: int) -> bytes | None:
        self._call("read")
        return super().read(path, limit)

    def remove(self, path: Path) -> None:
        self._call("remove")
        super().remove(path)


class Hanging(Device):
    """A device that answers nothing more once it was asked `name`, until it is let go."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.freed = threading.Event()
        self.asked = threading.Event()
        setattr(self, name, self._hang)

    def _hang(self, *_: object) -> None:
        self.asked.set()
        self.freed.wait(60)


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a device that hangs be given up at once."""
    monkeypatch.setattr(patience, "PATIENCE_S", 0.05)
    monkeypatch.setattr(patience, "SLOWEST", 1e12)
