"""Real file systems as sticks: images, mounted through loop devices and FUSE. Needs root, as on CI."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def command(*words: object) -> str:
    """Run a command and return what it said. Raises CalledProcessError."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def make_image(path: Path, megabytes: int, *make: str) -> Path:
    """Make an image of a stick with a file system on it."""
    with path.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    command(*make, path)
    return path


@contextmanager
def loop_device(image: Path) -> Iterator[str]:
    """Give an image a block device."""
    device = command("losetup", "--find", "--show", image).strip()
    try:
        yield device
    finally:
        command("losetup", "--detach", device)


def unmount(place: Path) -> None:
    """Unmount, when nobody looks at it any more: the desk may be looking just now."""
    wait_for(lambda: subprocess.run(["umount", place], capture_output=True, check=False).returncode == 0)


@contextmanager
def mounted(image: Path, place: Path, *options: str) -> Iterator[Path]:
    """Mount an image whose file system this computer's kernel knows."""
    place.mkdir(exist_ok=True)
    with loop_device(image) as device:
        command("mount", *options, device, place)
        try:
            yield place
        finally:
            unmount(place)


@contextmanager
def mounted_exfat(image: Path, place: Path) -> Iterator[Path]:
    """Mount an exFAT image by FUSE: most containers' kernels have no driver of their own."""
    place.mkdir(exist_ok=True)
    with loop_device(image) as device:
        command("mount.exfat-fuse", device, place)
        try:
            yield place
        finally:
            unmount(place)


class Bad:
    """A mounted stick and its fault (see `bad_stick`)."""

    def __init__(self, mount: Path, store: Path) -> None:
        self.mount = mount
        self.store = store

    def suffer(self, fault: str) -> None:
        """Take a fault; an empty one makes the stick well again."""
        Path(f"{self.store}.fault").write_text(fault, encoding="ascii")


@contextmanager
def mounted_bad_stick(folder: Path) -> Iterator[Bad]:
    """Mount a stick that misbehaves when it is told to."""
    bad = Bad(folder / "mount", folder / "store")
    bad.mount.mkdir()
    bad.store.mkdir()
    bad.suffer("")
    serve = [sys.executable, "-m", "tests.stick.bad_stick", str(bad.mount), str(bad.store)]
    process = subprocess.Popen(serve, cwd=Path(__file__).resolve().parents[2])
    try:
        wait_for(bad.mount.is_mount)
        yield bad
    finally:
        bad.suffer("")
        command("umount", "--lazy", bad.mount)
        process.wait(30)


def wait_for(ready: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something outside this process has come about. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.01)  # nobody tells: a process, or the kernel
