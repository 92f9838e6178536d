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
    """How an export ended."""

    EXPORTED = "exported"
    NOTHING_NEW = "nothing_new"
    NO_PROGRAMME = "no_programme"
    NO_KEYS = "no_keys"
    NO_STICK = "no_stick"
    WRONG_PROGRAMME = "wrong_programme"
    READ_ONLY = "read_only"
    FULL = "full"
    GONE = "gone"
    NOT_VERIFIED = "not_verified"
    REFUSED = "refused"
    DISK_FULL = "disk_full"
    BUSY = "busy"
    STOPPED = "stopped"

    @property
    def good(self) -> bool:
        """Tell whether everything that was to go onto the stick is there, proven."""
        return self in (Outcome.EXPORTED, Outcome.NOTHING_NEW)


SENTENCES: dict[Outcome, str] = {
    Outcome.EXPORTED: N_("Exported and checked. Visits: {visits}. Files: {bundles}."),
    Outcome.NOTHING_NEW: N_("Nothing new: the stick has everything already."),
    Outcome.NO_PROGRAMME: N_(
        "This kiosk has not joined a programme, so it cannot export yet. Visits are kept."
    ),
    Outcome.NO_KEYS: N_("This kiosk's keys cannot be read, so nothing was exported. Visits are kept."),
    Outcome.NO_STICK: N_("There is no stick or folder at {path}."),
    Outcome.WRONG_PROGRAMME: N_("This stick belongs to another programme. Nothing was written."),
    Outcome.READ_ONLY: N_("The stick cannot be written. Visits are kept here."),
    Outcome.FULL: N_("There is not enough room on the stick. Visits are kept here."),
    Outcome.GONE: N_("The stick was pulled out, or does not answer. Visits are kept here."),
    Outcome.NOT_VERIFIED: N_("What was written could not be read back from the stick. Visits are kept here."),
    Outcome.REFUSED: N_("The stick refused the files ({reason}). Visits are kept here."),
    Outcome.DISK_FULL: N_("This computer's own disk is full or cannot be written. Nothing was exported."),
    Outcome.BUSY: N_("Another export is running."),
    Outcome.STOPPED: N_("Stopped. What was written is whole; the rest follows next time."),
}
ADVICE: dict[Outcome, str] = {
    Outcome.EXPORTED: N_("You can take the stick out now."),
    Outcome.NOTHING_NEW: N_("You can take the stick out now."),
    Outcome.NO_PROGRAMME: N_("Ask the manager for a stick with the programme's card, then join."),
    Outcome.NO_KEYS: N_("Ask the manager to let this kiosk join again."),
    Outcome.NO_STICK: N_("Put the stick in, wait a moment, and try again."),
    Outcome.WRONG_PROGRAMME: N_("Use a stick of your own programme, or ask the manager."),
    Outcome.READ_ONLY: N_("Look for a small lock on the stick, or take another stick."),
    Outcome.FULL: N_("Remove other files from the stick, or take another stick."),
    Outcome.GONE: N_("Put the stick in again and export once more."),
    Outcome.NOT_VERIFIED: N_("Do not use this stick any more. Take another one and export again."),
    Outcome.REFUSED: N_("Take another stick, or format this one as exFAT on another computer."),
    Outcome.DISK_FULL: N_("Make room on this computer's disk, then export again."),
    Outcome.BUSY: N_("Wait until it has ended."),
    Outcome.STOPPED: N_("Export again when there is time."),
}

_BY_NUMBER = {
    Outcome.FULL: (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    Outcome.READ_ONLY: (errno.EROFS, errno.EACCES, errno.EPERM),
    Outcome.GONE: (
        errno.EIO,
        errno.ENODEV,
        errno.ENXIO,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ENOTCONN,
        errno.ESTALE,
    ),
}
#: Windows gives many of its errors the number of "permission denied"; its own codes tell them apart.
_BY_WINDOWS_CODE = {
    Outcome.READ_ONLY: (5, 19),
    Outcome.GONE: (2, 3, 15, 21, 31, 55, 433, 483, 1006, 1117, 1167),
    Outcome.FULL: (39, 112),
}


def outcome_of(problem: OSError) -> Outcome:
    """Return what the system's error means for whoever holds the stick."""
    if isinstance(problem, NotVerifiedError):
        return Outcome.NOT_VERIFIED
    code = getattr(problem, "winerror", None)
    table, number = (_BY_NUMBER, problem.errno) if code is None else (_BY_WINDOWS_CODE, code)
    return next((outcome for outcome, numbers in table.items() if number in numbers), Outcome.REFUSED)


class StickError(KioskError):
    """A stick refused something; `outcome` says what it was."""

    def __init__(self, outcome: Outcome, reason: str = "", path: object = "") -> None:
        super().__init__(SENTENCES[outcome], reason=reason, path=path)
        self.outcome = outcome
        self.reason = reason


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what the system says of a stick into an outcome. Raises StickError."""
    try:
        yield
    except OSError as problem:
        raise StickError(outcome_of(problem), problem.strerror or str(problem)) from problem
