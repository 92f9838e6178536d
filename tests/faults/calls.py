"""Fail every system call of an export in turn: `python -m tests.faults.calls`, or `--sample 60` of them.

A warmed process forks a child for each case; strace lets the Nth call of one kind fail (EIO, ENOSPC, EROFS), or
kills at it, in each thread of the child. Afterwards: what the log calls exported lies on the stick, byte for byte;
earlier bundles are as they were; the log is whole; the next export completes and every visit arrives as it was.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from kiosk.bundles import BundleRefused, verify
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.stick import Outcome, Stick, status
from kiosk.visits import VisitLog
from tests.desks import HandClock
from tests.faults.desk_work import quick_check
from tests.stick.shops import SHOP, Kiosk

#: What a program that keeps files asks of the system. Memory and threads are not the stick's.
CALLS = (
    *("openat", "read", "pread64", "write", "pwrite64", "close", "lseek", "ftruncate", "fallocate"),
    *("fsync", "fdatasync", "fadvise64", "rename", "unlink", "mkdir", "newfstatat", "statfs"),
    *("getdents64", "fcntl", "flock", "readlink", "chmod", "fchmod", "fchown"),
)
FAULTS = ("error=EIO", "error=ENOSPC", "error=EROFS", "signal=SIGKILL")
#: Seconds that one export may take under strace.
PATIENCE = 60.0
_OUTCOMES = tuple(Outcome)
_REFUSED, _UNFORESEEN = 100, 101


class Case(NamedTuple):
    """The Nth call of a kind, and what happens to it."""

    call: str
    number: int
    fault: str


class Shop:
    """A kiosk that has exported a first bundle and brought a receipt and a newer card home, with a day's visits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clock = HandClock()
        (folder / "made" / "stick").mkdir(parents=True)
        with self.kiosk("made") as kiosk:
            kiosk.join()
            kiosk.work(3)
            kiosk.export()
            kiosk.put(Stick(kiosk.stick).receipts(kiosk.log.kiosk), kiosk.receipt(2).signed(SHOP.manager))
            kiosk.give_card(replace(SHOP.card(), version=2))
            kiosk.work(2)
            kiosk.export()
            self.visits = kiosk.work(5)
            kiosk.give_card(replace(SHOP.card(), version=3))
            self.earlier = {path.name: path.read_bytes() for path in kiosk.on()}

    def kiosk(self, name: str) -> OpenKiosk:
        """Open the kiosk in a folder."""
        return OpenKiosk(self._folder / name, self._clock)

    def copy(self, name: str) -> None:
        """Make one more of what was made."""
        shutil.copytree(self._folder / "made", self._folder / name)

    def forget(self, name: str) -> None:
        """Remove it."""
        shutil.rmtree(self._folder / name)

    def run(self, name: str) -> int:
        """Export, and say in one number how it ended."""
        try:
            with self.kiosk(name) as kiosk:
                return _OUTCOMES.index(kiosk.export().outcome)
        except KioskError:
            return _REFUSED
        except BaseException:
            sys.excepthook(*sys.exc_info())
            return _UNFORESEEN

    def judge(self, name: str, ended: int) -> list[str]:
        """Return every violation in what is left."""
        if ended == _UNFORESEEN:
            return ["an exception that nobody foresaw"]
        faults = quick_check(self._folder / name / "data" / "log.db")
        with self.kiosk(name) as kiosk:
            faults += self._judge_stick(kiosk)
            if 0 <= ended < len(_OUTCOMES) and _OUTCOMES[ended].good and status(kiosk.data, kiosk.log).unsent:
                faults.append(f"{_OUTCOMES[ended]}, and something waits")
            following = kiosk.export()
            if not following.outcome.good:
                faults.append(f"the next export: {following.outcome}, {following.reason}")
            # A spooled bundle that could not be read is built anew: the same revision twice is one at the centre.
            arrived = {(visit.seq, repr(visit)) for visit in kiosk.received().visits}
            if sorted(seq for seq, _ in arrived) != list(range(1, len(self.visits) + 6)):
                faults.append(f"arrived: {sorted(arrived)}")
            faults += [f"left over: {path.name}" for path in kiosk.stick.rglob("*.part")]
        return faults

    def _judge_stick(self, kiosk: Kiosk) -> list[str]:
        faults = []
        on_stick = {path.name: path.read_bytes() for path in kiosk.on()}
        faults += [f"{name} has changed" for name, was in self.earlier.items() if on_stick.get(name) != was]
        for bundle in kiosk.log.bundles():
            if bundle.exported_at:
                try:
                    verify(on_stick.get(bundle.file, b""), kiosk.keys.signing_key)
                except BundleRefused as refused:
                    faults.append(f"{bundle.file} is called exported: {refused}")
        return faults


class OpenKiosk:
    """A kiosk whose log is open as long as the block lasts."""

    def __init__(self, folder: Path, clock: HandClock) -> None:
        self._folder = folder
        self._clock = clock

    def __enter__(self) -> Kiosk:
        data = DataFolder(self._folder / "data").create()
        self._log = VisitLog.open(data.log, self._clock)
        return Kiosk(data, self._log, self._clock, self._folder / "stick")

    def __exit__(self, *_: object) -> None:
        self._log.close()


def traced(shop: Shop, name: str, *options: str) -> int:
    """Export in a forked child under strace; return how it ended, -1 when it was killed."""
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(shop.run(name))
    os.waitpid(child, os.WUNTRACED)
    strace = subprocess.Popen(
        ["strace", "-f", "-p", str(child), *options],
        stderr=subprocess.PIPE,
        text=True,
        stdout=subprocess.DEVNULL,
    )
    assert strace.stderr is not None
    if "attached" not in (said := strace.stderr.readline()):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise OSError(said)
    os.kill(child, signal.SIGCONT)
    strace.communicate(timeout=PATIENCE)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if code >= 0 else -1


def count(shop: Shop, folder: Path) -> dict[str, int]:
    """Return how often one thread of an export makes each call."""
    shop.copy("counted")
    traced(shop, "counted", "-o", str(folder / "trace"), "-e", f"trace={','.join(CALLS)}")
    shop.forget("counted")
    lines = (folder / "trace").read_text(encoding="utf-8", errors="replace").splitlines()
    found = Counter(match.groups() for line in lines if (match := re.match(r"(\d+) +(\w+)\(", line)))
    most: dict[str, int] = {}
    for (_thread, call), times in found.items():
        most[call] = max(times, most.get(call, 0))
    return most


def cases(shop: Shop, folder: Path) -> list[Case]:
    """Return every call of an export with everything that can happen to it."""
    return [
        Case(call, number, fault)
        for call, times in sorted(count(shop, folder).items())
        for number in range(1, times + 1)
        for fault in FAULTS
    ]


def suffer(shop: Shop, case: Case) -> tuple[str, list[str]]:
    """Let one case happen; return how the export ended, and the violations."""
    shop.copy("case")
    inject = f"inject={case.call}:{case.fault}:when={case.number}"
    ended = traced(shop, "case", "-o", os.devnull, "-e", f"trace={case.call}", "-e", inject)
    faults = shop.judge("case", ended)
    shop.forget("case")
    words = {-1: "killed", _REFUSED: "refused in words", _UNFORESEEN: "unforeseen"}
    return words.get(ended) or _OUTCOMES[ended].value, faults


def main() -> int:
    """Fail the calls, print the figures, and fail when anything was violated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many cases by chance (all by default)")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="repeats a sample")
    asked = parser.parse_args()
    begun, endings, violations = time.monotonic(), Counter[str](), 0
    with tempfile.TemporaryDirectory() as place:
        shop = Shop(Path(place))
        chosen = cases(shop, Path(place))
        if asked.sample:
            chosen = Random(asked.seed).sample(chosen, min(asked.sample, len(chosen)))
        for case in chosen:
            ended, faults = suffer(shop, case)
            endings[ended] += 1
            violations += bool(faults)
            if faults:
                print(*case, ended, faults)
    print(dict(endings))
    print(
        f"{len(chosen)} cases, seed {asked.seed}, {time.monotonic() - begun:.0f} s, {violations} violations"
    )
    return 1 if violations or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
