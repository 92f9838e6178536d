"""The damaged log's files, kept for ever in a folder of their own, and the states in which they may be read."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kiosk.clock import stamp
from kiosk.config import sync_folder
from kiosk.visits.files import PAGE, beside, damaged_folder
from kiosk.visits.witness import witness_of


class Source(NamedTuple):
    """A file to read from; `own`: the damaged log itself, and not an older copy of it."""

    path: Path
    own: bool


def move_aside(log: Path, now: datetime) -> Path:
    """Move the log, and what lies beside it, into a new folder, or into that of a salvage that was cut off."""
    damaged = damaged_folder(log)
    folders = sorted(damaged.glob("*"), key=lambda folder: folder.stat().st_mtime_ns)
    cut_off = not log.exists() and bool(folders)
    aside = folders[-1] if cut_off else _new_folder(damaged, now)
    for left in aside.glob("work-*"):
        shutil.rmtree(left)
    # The log goes first: where it is gone, the next start knows what to go on with.
    for path in (log, *(beside(log, ending) for ending in ("-wal", "-shm", "-journal")), witness_of(log)):
        if path.exists() and not (aside / path.name).exists():
            path.replace(aside / path.name)
    sync_folder(aside)
    sync_folder(log.parent)
    return aside


def _new_folder(damaged: Path, now: datetime) -> Path:
    name, number = stamp(now).replace(":", "-"), 1
    while (folder := damaged / (f"{name}-{number}" if number > 1 else name)).exists():
        number += 1
    folder.mkdir(parents=True, mode=0o700)
    sync_folder(damaged)
    return folder


def readable_states(log: Path, work: Path, fresh: Path) -> list[Source]:
    """Copy the damaged log in each state in which something may be read: with its -wal, without, and under the
    schema of a fresh log. The last can always be opened. None where the log is gone.
    """
    if not log.exists():
        return []
    states = [Source(work / f"{name}.db", own=True) for name in ("with-wal", "alone", "fresh-schema")]
    for state in states:
        shutil.copyfile(log, state.path)
    if (wal := beside(log, "-wal")).exists():
        shutil.copyfile(wal, beside(states[0].path, "-wal"))
    _put_schema(states[-1].path, fresh)
    return states


def _put_schema(log: Path, fresh: Path) -> None:
    """Write over a log the pages of a fresh one that say where each table begins: the first, and what it leads to."""
    with closing(sqlite3.connect(fresh)) as connection:
        roots = {root for (root,) in connection.execute("SELECT rootpage FROM sqlite_master")}
    pages = fresh.read_bytes()
    size = max(log.stat().st_size // PAGE * PAGE, len(pages))
    with log.open("r+b") as file:
        file.truncate(size)
        for number in sorted(set(range(1, len(pages) // PAGE + 1)) - roots):
            file.seek((number - 1) * PAGE)
            file.write(pages[(number - 1) * PAGE : number * PAGE])
        # https://sqlite.org/fileformat2.html#the_database_header: the file's size, and no list of free pages.
        file.seek(28)
        file.write((size // PAGE).to_bytes(4, "big") + bytes(8))
