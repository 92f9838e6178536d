"""What SQLite or the system says about the log, in words that a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.errors import LogError
from kiosk.i18n import N_

FULL: Final = N_(
    "The disk is full, so nothing was saved. What you typed is still here:"
    " make room on the disk, then save again."
)
IN_USE: Final = N_("Another program is using the visit log. Close it, then try again.")
OUT_OF_REACH: Final = N_(
    "The visit log {path} cannot be opened or written. Check that you may write to its folder."
)
DAMAGED: Final = N_(
    "The visit log {path} is damaged. Close the program and start it again: it saves what can be saved."
)
_REFUSED: Final = N_("The visit log refused this ({reason}). What you typed is still here: try again.")

_SENTENCES: Final = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: IN_USE,
    sqlite3.SQLITE_LOCKED: IN_USE,
    sqlite3.SQLITE_READONLY: OUT_OF_REACH,
    sqlite3.SQLITE_CANTOPEN: OUT_OF_REACH,
    sqlite3.SQLITE_PERM: OUT_OF_REACH,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
#: What a full disk looks like where SQLite has no code of its own for it: the shared memory beside the log.
_NO_ROOM_FOR_MEMORY: Final = frozenset({sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP})
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn a failure of the log at `path` into a LogError that says what to do."""
    try:
        yield
    except sqlite3.Error as problem:
        raise _explained(problem, path) from problem
    except OSError as problem:
        raise LogError(FULL if problem.errno in _NO_ROOM else OUT_OF_REACH, path=path) from problem


def is_damage(problem: sqlite3.Error) -> bool:
    """Tell whether SQLite found the file itself wrong, and not its surroundings."""
    return _code(problem) & 0xFF in _DAMAGE


def _explained(problem: sqlite3.Error, path: Path) -> LogError:
    code = _code(problem)
    if code in _NO_ROOM_FOR_MEMORY:
        return LogError(FULL, path=path)
    return LogError(_SENTENCES.get(code & 0xFF, _REFUSED), path=path, reason=problem)


def _code(problem: sqlite3.Error) -> int:
    return getattr(problem, "sqlite_errorcode", 0)
