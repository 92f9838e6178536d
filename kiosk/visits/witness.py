"""The witness beside the log: how far the log had come, and where it lay.

A log cannot know that it is an older copy of itself, or a copy in another place: it says the same as it did
then. A small file beside it knows. It is written after each revision, without waiting for the disk: when it is
behind the log, a power cut was in between and nothing is concluded; when the log is behind it, or lies elsewhere,
the log was put back or copied, and goes on in a new epoch. What puts back the whole folder, witness and all,
onto the same disk is only seen from outside: by a receipt or a stick that knows more.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from kiosk.config import write_atomically
from kiosk.visits.whereabouts import Whereabouts

_NUMBERS = "{seq:>19} {bundle:>12}\n"


def witness_of(log: Path) -> Path:
    """Return where the witness of the log at `log` is."""
    return log.with_suffix(".witness")


class Witness(NamedTuple):
    """What is testified: revision and bundle of an epoch of a kiosk, and the log's whereabouts."""

    kiosk: str
    epoch: str
    seq: int
    bundle: int
    where: Whereabouts = Whereabouts()

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Read a witness; None when there is none that can be read."""
        try:
            numbers, _, body = path.read_text(encoding="ascii").partition("\n")
            seq, bundle = numbers.split()
            found = json.loads(body)
            where = Whereabouts(*(str(found[name]) for name in Whereabouts._fields))
            return cls(str(found["kiosk"]), str(found["epoch"]), int(seq), int(bundle), where)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Write the witness, whole and on the disk."""
        body = json.dumps({"kiosk": self.kiosk, "epoch": self.epoch, **self.where._asdict()})
        write_atomically(path, f"{_NUMBERS.format(seq=self.seq, bundle=self.bundle)}{body}\n".encode())


class Testimony:
    """The open witness of a log that is being written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None
        self._epoch = ""

    def reached(self, epoch: str, seq: int, bundle: int) -> None:
        """Testify to a commit, without waiting for the disk. An aid only: what fails here hinders no visit."""
        with suppress(OSError):
            if epoch != self._epoch:
                self._open(epoch)
            if self._handle is not None:
                os.lseek(self._handle, 0, os.SEEK_SET)
                os.write(self._handle, _NUMBERS.format(seq=seq, bundle=bundle).encode())

    def _open(self, epoch: str) -> None:
        """Find the witness of an epoch: another connection may have begun a new one, with a file of its own."""
        self.close()
        found = Witness.read(self._path)
        if found is not None and found.epoch == epoch:
            self._handle = os.open(self._path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
            self._epoch = epoch

    def close(self) -> None:
        """Close the file."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle, self._epoch = None, ""
