"""What runs inside the virtual machine: real exports onto every stick that is plugged in, until it is pulled.

Lines that begin with "@" are for the host: what was plugged in, whose signature to look for, and each bundle that
an export has called safe.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.stick import export, join
from kiosk.visits import Draft, VisitLog
from tests.stick.shops import SHOP, Stick

STICK = Path("/mnt")
#: As desktops mount sticks, and as the kernel does by itself.
OPTIONS = {"vfat": ("", "flush"), "exfat": ("",)}
_DETACH = 2
_libc = ctypes.CDLL(None, use_errno=True)


def say(*words: object) -> None:
    """Tell the host."""
    sys.stdout.write("@ " + " ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def next_device(seen: set[str]) -> str:
    """Wait for a stick that was not there before."""
    while True:
        for block in Path("/sys/block").glob("sd*"):
            number = (block / "diskseq").read_text(encoding="ascii").strip()
            if number not in seen and (block / "size").read_text(encoding="ascii").strip() != "0":
                seen.add(number)
                return f"/dev/{block.name}"
        time.sleep(0.05)  # the kernel tells nobody in this bare machine


def mount(device: str, filesystem: str, options: str) -> None:
    """Mount a stick. Raises OSError."""
    if _libc.mount(device.encode(), str(STICK).encode(), filesystem.encode(), 0, options.encode()):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), device)


def use(random: Random) -> None:
    """Join, then visit after visit and export after export, until the stick is gone."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder)).create()
        card = Stick(STICK).card
        card.parent.mkdir(parents=True, exist_ok=True)
        card.write_bytes(SHOP.card().signed(SHOP.manager))
        with VisitLog.open(data.log, clock) as log:
            join(data, log, STICK, lambda _card, _digits: True, "Bulaevo", clock=clock)
            acknowledged: set[str] = set()
            while True:
                for _ in range(random.choice((1, 5, 40, 150))):
                    visit = Draft.start(clock, volunteer="A-07", place="bulaevo")
                    visit.outcome, visit.services = "alone", ["kz.criminal_record"]
                    log.record(visit)
                result = export(data, log, STICK, clock=clock)
                if not result.outcome.good:
                    say("ended", result.outcome.value)
                    return
                for bundle in log.bundles():
                    if bundle.exported_at and bundle.file not in acknowledged:
                        acknowledged.add(bundle.file)
                        content = (data.spool / bundle.file).read_bytes()
                        say("safe", bundle.file, hashlib.sha256(content).hexdigest())


def main() -> None:
    """Serve one stick after another; the host ends it."""
    filesystem, random = sys.argv[1], Random(int(sys.argv[2]))
    seen: set[str] = set()
    say("ready")
    while True:
        device = next_device(seen)
        options = random.choice(OPTIONS[filesystem])
        try:
            mount(device, filesystem, options)
            say("mounted", device, options or "-")
            use(random)
        except OSError as problem:  # pulled before the first export
            say("ended", problem)
        _libc.umount2(str(STICK).encode(), _DETACH)


if __name__ == "__main__":
    main()
