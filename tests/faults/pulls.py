"""Pull sticks out of a virtual machine that exports onto them: `python -m tests.faults.pulls --count 30 --fs vfat`.

Every bundle that an export in the machine has called safe must lie on the stick afterwards, byte for byte and with
its signature, once the file system was checked on this computer. Needs root, linux-image-amd64, qemu-system-x86,
busybox-static, cpio, dosfstools, mtools, exfatprogs and exfat-fuse.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from kiosk.bundles import read_header
from tests.faults.machine import Machine, make_initrd, running
from tests.stick.images import mounted_exfat

SIZE = 64 * 1024 * 1024
#: Seconds that a machine without acceleration may take for its start, or for one export.
PATIENCE = 180.0
#: The stick goes after at most so many bundles that were called safe, and so many seconds more.
MOST_SAFE, LONGEST = 8, 1.5


class Cut:
    """One stick: what was called safe on it, and what of that could not be found."""

    def __init__(self, image: Path, how: str) -> None:
        self.image = image
        self.how = how
        self.options = "-"
        self.safe: dict[str, str] = {}
        self.lost: list[str] = []
        self.said = ""


def make_image(path: Path, filesystem: str) -> None:
    """Make an empty stick."""
    with path.open("wb") as file:
        file.truncate(SIZE)
    make = {"vfat": ["mkfs.vfat", "-F", "32"], "exfat": ["mkfs.exfat"]}[filesystem]
    subprocess.run([*make, str(path)], check=True, capture_output=True)


def hear(machine: Machine, cut: Cut, until: int, then: float) -> None:
    """Take down what the machine says until so many bundles are safe, and for so long after."""
    deadline = time.monotonic() + PATIENCE
    counting = True
    while (left := deadline - time.monotonic()) > 0:
        if counting and len(cut.safe) >= until:
            counting, deadline = False, time.monotonic() + then
            continue
        line = machine.line(left)
        if line is not None:
            note(cut, line)
    if counting:
        raise TimeoutError(f"the machine says nothing more: {cut.said!r}")


def note(cut: Cut, line: str) -> None:
    """Take down one line."""
    cut.said = line if line.strip() else cut.said
    match line.split():
        case ["@", "safe", name, sha256]:
            cut.safe[name] = sha256
        case ["@", "mounted", _device, options]:
            cut.options = options


def drain(machine: Machine, cut: Cut) -> None:
    """Take down what was said before the stick was gone: until the guest says that its export has ended."""
    deadline = time.monotonic() + PATIENCE
    while (line := machine.line(max(0.1, deadline - time.monotonic()))) is not None:
        note(cut, line)
        if line.startswith("@ ended"):
            return


@contextmanager
def content(image: Path, filesystem: str, folder: Path) -> Iterator[Path]:
    """Check the file system, as a computer does that the stick is put into, and give its files."""
    if filesystem == "vfat":
        subprocess.run(["fsck.vfat", "-a", str(image)], capture_output=True, check=False)
        copied = folder / "copied"
        subprocess.run(["rm", "-rf", str(copied)], check=True)
        copied.mkdir()
        command = ["mcopy", "-s", "-n", "-i", str(image), "::/OneStopKiosk", str(copied)]
        subprocess.run(command, capture_output=True, check=False)
        yield copied
        return
    subprocess.run(["fsck.exfat", "-y", str(image)], capture_output=True, check=False)
    with mounted_exfat(image, folder / "mounted") as mounted:
        yield mounted


def judge(cut: Cut, filesystem: str, folder: Path) -> None:
    """Look for everything that was called safe."""
    with content(cut.image, filesystem, folder) as root:
        for name, sha256 in cut.safe.items():
            path = root / "OneStopKiosk" / "visits" / name
            found = path.read_bytes() if path.is_file() else b""
            if hashlib.sha256(found).hexdigest() != sha256:
                cut.lost.append(f"{name}: {len(found)} bytes")
            else:
                read_header(found)


def campaign(count: int, kills: int, filesystem: str, random: Random, folder: Path) -> Iterator[Cut]:
    """Pull `count` sticks out of one machine, then cut the power of `kills` machines."""
    command = f"{sys.executable} -B -m tests.faults.guest {filesystem} {random.getrandbits(32)}"
    initrd = make_initrd(folder, command)
    with running(folder, initrd) as machine:
        for number in range(count):
            yield strike(machine, f"s{number}", "pull", filesystem, random, folder)
    for number in range(kills):
        with running(folder, initrd) as machine:
            yield strike(machine, f"k{number}", "power", filesystem, random, folder)


def strike(machine: Machine, name: str, how: str, filesystem: str, random: Random, folder: Path) -> Cut:
    """Let the machine export onto a fresh stick, take it away, and judge."""
    cut = Cut(folder / f"{name}.img", how)
    make_image(cut.image, filesystem)
    machine.plug(name, cut.image)
    hear(machine, cut, random.randint(1, MOST_SAFE), random.uniform(0, LONGEST))
    if how == "pull":
        machine.pull(name)
        drain(machine, cut)
    else:
        machine.kill()
        while (line := machine.line(0.2)) is not None:
            note(cut, line)
    judge(cut, filesystem, folder)
    cut.image.unlink()
    return cut


def main() -> int:
    """Pull, print a line a stick and the sum, and fail when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="sticks to pull")
    parser.add_argument("--kills", type=int, default=5, help="machines to cut the power of")
    parser.add_argument("--fs", choices=("vfat", "exfat"), default="vfat")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="repeats a campaign's choices")
    asked = parser.parse_args()
    begun, cuts = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        for cut in campaign(asked.count, asked.kills, asked.fs, Random(asked.seed), Path(folder)):
            cuts.append(cut)
            print(
                f"{asked.fs} {cut.how} {cut.options}: {len(cut.safe)} safe, lost: {cut.lost}; {cut.said}",
                flush=True,
            )
    safe, lost = sum(len(cut.safe) for cut in cuts), sum(len(cut.lost) for cut in cuts)
    print(
        f"{asked.fs}: {len(cuts)} cuts, {safe} bundles called safe, {lost} lost; "
        f"seed {asked.seed}, {time.monotonic() - begun:.0f} s"
    )
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
