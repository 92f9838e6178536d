"""How an export can end: a short vocabulary, one sentence and one thing to do each."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.stick.device import NotVerifiedError


class Outcome(StrEnum):
    """How an export ended, or why none could begin."""

    EXPORTED = "exported"
    NOTHING_NEW = "nothing_new"
    STOPPED = "stopped"
    NO_PROGRAMME = "no_programme"
    NO_KEYS = "no_keys"
    NO_STICK = "no_stick"
    SEVERAL = "several"
    FOREIGN = "foreign"
    WRONG_FORMAT = "wrong_format"
    READ_ONLY = "read_only"
    FULL = "full"
    SLOW = "slow"
    GONE = "gone"
    WRITE_ERROR = "write_error"
    NOT_VERIFIED = "not_verified"
    REFUSED = "refused"
    DISK_FULL = "disk_full"
    BUSY = "busy"

    @property
    def good(self) -> bool:
        """Tell whether everything that was to go onto the stick is there, proven."""
        return self in (Outcome.EXPORTED, Outcome.NOTHING_NEW)


SENTENCES: dict[Outcome, str] = {
    Outcome.EXPORTED: N_("Exported and checked. Visits: {visits}. Files: {bundles}."),
    Outcome.NOTHING_NEW: N_("Nothing new: the stick has everything already."),
    Outcome.STOPPED: N_("Stopped. What was written is whole; the rest follows next time."),
    Outcome.NO_PROGRAMME: N_(
        "This kiosk has not joined a programme, so it cannot export yet. Visits are kept."
    ),
    Outcome.NO_KEYS: N_("This kiosk's keys cannot be read, so nothing was exported. Visits are kept."),
    Outcome.NO_STICK: N_("There is no stick or folder at {path}."),
    Outcome.SEVERAL: N_("Several sticks or folders of this kiosk are there. Nothing was written."),
    Outcome.FOREIGN: N_("This stick belongs to another programme. Nothing was written."),
    Outcome.WRONG_FORMAT: N_("The stick has a format that this kiosk cannot use. Visits are kept here."),
    Outcome.READ_ONLY: N_("The stick cannot be written to. Visits are kept here."),
    Outcome.FULL: N_("There is not enough room on the stick. Visits are kept here."),
    Outcome.SLOW: N_("The stick is too slow, or hangs. Visits are kept here."),
    Outcome.GONE: N_("The stick was pulled out. Visits are kept here."),
    Outcome.WRITE_ERROR: N_("The stick reports an error. Visits are kept here."),
    Outcome.NOT_VERIFIED: N_("What was written could not be read back from the stick. Visits are kept here."),
    Outcome.REFUSED: N_("The stick refused the files ({reason}). Visits are kept here."),
    Outcome.DISK_FULL: N_("This computer's own disk is full or cannot be written to. Nothing was exported."),
    Outcome.BUSY: N_("Another export is running."),
}
ADVICE: dict[Outcome, str] = {
    Outcome.EXPORTED: N_("You can take the stick out now."),
    Outcome.NOTHING_NEW: N_("You can take the stick out now."),
    Outcome.STOPPED: N_("Export again when there is time."),
    Outcome.NO_PROGRAMME: N_("Ask the manager for a stick with the programme's card, then join."),
    Outcome.NO_KEYS: N_("Ask the manager to let this kiosk join again."),
    Outcome.NO_STICK: N_("Put the stick in, wait a moment, and try again."),
    Outcome.SEVERAL: N_("Leave only one in."),
    Outcome.FOREIGN: N_("Use a stick of your own programme, or ask the manager."),
    Outcome.WRONG_FORMAT: N_("Take another stick, or have this one formatted as exFAT."),
    Outcome.READ_ONLY: N_("Look for a small lock on the stick, or take another stick."),
    Outcome.FULL: N_("Remove other files from the stick, or take another stick."),
    Outcome.SLOW: N_("Take it out, put it in again and export once more, or take another stick."),
    Outcome.GONE: N_("Put the stick in again and export once more."),
    Outcome.WRITE_ERROR: N_("Do not use this stick any more. Take another one and export again."),
    Outcome.NOT_VERIFIED: N_("Do not use this stick any more. Take another one and export again."),
    Outcome.REFUSED: N_("Take another stick, or ask the manager."),
    Outcome.DISK_FULL: N_("Make room on this computer's disk, then export again."),
    Outcome.BUSY: N_("Wait until it has ended."),
}

_REFUSED_SILENTLY = N_("The stick refused the files. Visits are kept here.")

#: What POSIX systems say. Names and sizes that do not go, a damaged file system: formatting anew helps there.
_BY_NUMBER = {
    Outcome.FULL: (errno.ENOSPC, errno.EDQUOT),
    Outcome.READ_ONLY: (errno.EROFS, errno.EACCES, errno.EPERM),
    Outcome.WRONG_FORMAT: (
        errno.EINVAL,
        errno.EILSEQ,
        errno.ENAMETOOLONG,
        errno.EFBIG,
        errno.EOPNOTSUPP,
        errno.ENOSYS,
        *(getattr(errno, name) for name in ("EUCLEAN", "EMEDIUMTYPE") if hasattr(errno, name)),
    ),
    Outcome.SLOW: (errno.ETIMEDOUT,),
    Outcome.GONE: (
        errno.ENODEV,
        errno.ENXIO,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ENOTCONN,
        errno.ESTALE,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
    ),
    Outcome.WRITE_ERROR: (errno.EIO,),
}
#: Windows gives many of its errors the number of "permission denied"; its own codes tell them apart.
_BY_WINDOWS_CODE = {
    Outcome.READ_ONLY: (5, 19),
    Outcome.FULL: (39, 112),
    Outcome.WRONG_FORMAT: (50, 123, 206, 223, 1005, 1392, 1393),
    Outcome.SLOW: (121, 1460),
    Outcome.GONE: (2, 3, 15, 21, 31, 53, 55, 64, 67, 433, 1006, 1167),
    Outcome.WRITE_ERROR: (23, 29, 30, 483, 1117),
}


def outcome_of(problem: OSError) -> Outcome:
    """Return what the system's error means for whoever holds the stick."""
    if isinstance(problem, NotVerifiedError):
        return Outcome.NOT_VERIFIED
    code = getattr(problem, "winerror", None)
    table, number = (_BY_NUMBER, problem.errno) if code is None else (_BY_WINDOWS_CODE, code)
    return next((outcome for outcome, numbers in table.items() if number in numbers), Outcome.REFUSED)


def sentence_of(outcome: Outcome, reason: str = "") -> str:
    """Return what is said of an outcome; a reason that nobody gave leaves no empty brackets."""
    return SENTENCES[outcome] if reason or outcome is not Outcome.REFUSED else _REFUSED_SILENTLY


class StickError(KioskError):
    """A stick refused something; `outcome` says what it was."""

    def __init__(self, outcome: Outcome, reason: str = "", path: object = "") -> None:
        super().__init__(sentence_of(outcome, reason), reason=reason, path=path)
        self.outcome = outcome
        self.reason = reason


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what the system says of a stick into an outcome. Raises StickError."""
    try:
        yield
    except OSError as problem:
        raise StickError(outcome_of(problem), problem.strerror or str(problem)) from problem
