"""Copies of the log in the folder for them: one a day and one before each upgrade, three of a kind kept."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.config import sync_folder

#: So many of each kind are kept, the newest.
KEPT: Final = 3
_NAME: Final = re.compile(r"log-(\d{6,})-(daily|before)-([\w-]+)\.db")


class Copy(NamedTuple):
    """A copy of the log. `number` rises from copy to copy, whatever the clock says; `of` is the day, or the step."""

    number: int
    kind: str
    of: str
    path: Path


def copies(folder: Path) -> list[Copy]:
    """Return the copies in a folder, the newest first."""
    found = ((_NAME.fullmatch(path.name), path) for path in folder.glob("log-*.db"))
    return sorted((Copy(int(name[1]), name[2], name[3], path) for name, path in found if name), reverse=True)


def daily(connection: sqlite3.Connection, folder: Path, day: str) -> Path | None:
    """Copy the log unless the newest daily copy is of this day; return the new copy, or None."""
    newest = next((copy for copy in copies(folder) if copy.kind == "daily"), None)
    return None if newest and newest.of == day else keep(connection, folder, "daily", day)


def keep(connection: sqlite3.Connection, folder: Path, kind: str, of: str) -> Path:
    """Write a compact copy of an open log, and let go of the oldest of its kind.

    It appears under its name only when it is whole, sound and on the disk. Raises sqlite3.Error or OSError
    when the log or the disk refuses; the copies that were there stay.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob("log-*.part"):
        left.unlink()
    number = max((copy.number for copy in copies(folder)), default=0) + 1
    copy = folder / f"log-{number:06}-{kind}-{of}.db"
    part = copy.with_suffix(".part")
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        part.chmod(0o600)
        _check(part)
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.replace(copy)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    for old in [known for known in copies(folder) if known.kind == kind][KEPT:]:
        old.path.unlink()
    sync_folder(folder)
    return copy


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy.as_uri() + "?mode=ro", uri=True)) as connection:
        ((said,),) = connection.execute("PRAGMA quick_check(1)")
    if said != "ok":
        raise sqlite3.DatabaseError(f"the copy is not sound: {said}")
