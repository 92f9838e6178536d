"""Kill a working process at a random moment, and hold what it left against what it had acknowledged.

The parent has imported everything once and forks a child for each kill. The child does an operation's work and
tells each acknowledgement through a pipe before it goes on; the parent kills it (SIGKILL) some acknowledgements
and some fraction of a millisecond later, and lets the operation judge.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, Protocol

#: Tells the parent one acknowledgement: anything that JSON can hold.
Tell = Callable[[Any], None]

#: A child that neither says anything nor ends for so long hangs, which is a fault too.
PATIENCE = 60.0  # seconds
#: After so many kills an operation begins with a fresh folder, so that judging stays fast.
KILLS_IN_ONE_PLACE = 25


class Operation(Protocol):
    """What is killed. One object lives through many kills in one folder and remembers what was acknowledged."""

    #: Its name in the figures.
    name: str
    #: The kill comes after at most so many acknowledgements ...
    most_told: int
    #: ... and at most so many seconds later.
    longest: float

    def __init__(self, folder: Path) -> None:
        """Prepare an empty folder; nothing may stay open, for the process forks."""

    def work(self, random: Random, tell: Tell) -> None:
        """Work in the child until it is killed; returning is allowed."""

    def judge(self, told: list[Any]) -> list[str]:
        """Look, in the parent, at what the killed child left; return every violation in words."""


class Power(Protocol):
    """What can be cut from under a working child."""

    def cut(self) -> None:
        """Cut it: what is not on the disk is gone."""

    def back(self) -> None:
        """Give it back, once the child has ended."""


def strike(operation: Operation, random: Random, power: Power | None = None) -> list[str]:
    """Let a child work, kill it, and return the violations. With `power`, that is cut first."""
    reading, writing = os.pipe()
    seed = random.getrandbits(64)
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_child(operation, Random(seed), writing)
    os.close(writing)
    try:
        heard = _listen(reading, random.randint(0, operation.most_told), random.uniform(0, operation.longest))
        if power:
            # Stopped first: the system's own cut races with a flush under way, which then tells of success (plain
            # writes and flushes show the same). A stopped child has none under way.
            os.kill(child, signal.SIGSTOP)
            os.waitid(os.P_PID, child, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            power.cut()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    heard += _rest(reading)
    os.close(reading)
    told = [json.loads(line) for line in heard.split(b"\n")[:-1]]
    failed = [item for item in told if isinstance(item, dict) and "fault" in item]
    if power:  # what the child says of it is no fault
        power.back()
        return operation.judge([item for item in told if item not in failed])
    return [f"the child failed: {item['fault']}" for item in failed] or operation.judge(told)


def _be_the_child(operation: Operation, random: Random, pipe: int) -> None:
    def tell(what: Any) -> None:
        os.write(pipe, json.dumps(what).encode() + b"\n")

    try:
        operation.work(random, tell)
    except BaseException:
        tell({"fault": traceback.format_exc()[-3000:]})
    finally:
        os._exit(0)  # no cleaning up: the parent's test runner is not ours


def _listen(pipe: int, acknowledgements: int, then: float) -> bytes:
    """Read until so many acknowledgements have come and so much time has passed, or the child has ended."""
    heard, until = b"", time.monotonic() + PATIENCE
    counting = True
    while True:
        if counting and heard.count(b"\n") >= acknowledgements:
            counting, until = False, time.monotonic() + then
        left = until - time.monotonic()
        if left <= 0:
            if counting:
                raise TimeoutError(f"the child hangs after {heard[-500:]!r}")
            return heard
        if select.select([pipe], [], [], left)[0]:
            if not (more := os.read(pipe, 65536)):
                return heard
            heard += more


def _rest(pipe: int) -> bytes:
    heard = b""
    while more := os.read(pipe, 65536):
        heard += more
    return heard


class Tally:
    """How often an operation was killed, and what was wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kills = 0
        self.faults: list[str] = []

    def line(self) -> str:
        """One line for people."""
        return f"{self.name:12} {self.kills:6} kills  {len(self.faults)} violations"


def run(kinds: list[type[Operation]], count: int, random: Random, root: Path) -> list[Tally]:
    """Kill each kind of operation in turn, `count` times in all, in folders below `root`.

    Interrupted by hand (Ctrl-C), it returns what it has found so far.
    """
    tallies = [Tally(kind.name) for kind in kinds]
    with suppress(KeyboardInterrupt):
        for number, (kind, tally) in enumerate(zip(kinds, tallies, strict=True)):
            for kill in range(count // len(kinds) + (number < count % len(kinds))):
                if kill % KILLS_IN_ONE_PLACE == 0:
                    folder = root / f"{kind.name}-{kill}"
                    folder.mkdir()
                    operation = kind(folder)
                found = strike(operation, random)
                tally.kills += 1
                tally.faults += [f"{kind.name}, kill {kill} in {folder}: {fault}" for fault in found]
    return tallies
