"""The log's files: what lies beside it under which name, and looking at it without changing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

#: How long to wait for another program that opens or writes the same log.
BUSY_SECONDS: Final = 5.0
#: SQLite's own size of a page; no log was ever made with another.
PAGE: Final = 4096


def beside(log: Path, ending: str) -> Path:
    """Return where another file of a log is: SQLite's `-wal` and `-shm`, our locks."""
    return log.with_name(log.name + ending)


def damaged_folder(log: Path) -> Path:
    """Return where damaged logs are kept, for ever."""
    return log.parent / "damaged"


@contextmanager
def reading(log: Path) -> Iterator[sqlite3.Connection]:
    """Open a log without changing it: also what its -wal holds is left where it is when this is closed.

    A -journal is what a power cut leaves of making a log: only who may write can roll it back.
    """
    mode = "rw" if beside(log, "-journal").exists() else "ro"
    address = f"{log.absolute().as_uri()}?mode={mode}"
    with closing(
        sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    ) as connection:
        yield connection
