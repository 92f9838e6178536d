"""Saving a sheet onto the stick that is in: behind the PIN, proven like everything that goes onto a stick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.i18n import N_
from ui.drives import Drives
from ui.tasks import Tasks

Told = Callable[[str, dict[str, object], bool], None]

_WHO = N_("A volunteer signs in on the right first. Then it can be saved on a stick.")
_NO_STICK = N_("Put the stick in, wait a moment, and try again.")
_SAVED = N_("Saved on the stick: {name}")


class SheetSaver:
    """Writes PDFs to the newest stick in the background. `tell` gets a message, its values, and whether it is done."""

    def __init__(self, drives: Drives, tasks: Tasks, volunteer: Callable[[], str], tell: Told) -> None:
        self._drives = drives
        self._tasks = tasks
        self._volunteer = volunteer
        self._tell = tell

    def save(self, name: str, pdf: bytes) -> None:
        """Save `pdf` under `name`, or say what is missing."""
        if not self._volunteer():
            self._tell(_WHO, {}, False)
            return
        if not self._drives.present:
            self._tell(_NO_STICK, {}, False)
            return
        path = self._drives.present[-1].root / name
        self._tasks.run(
            lambda: _write(path, pdf),
            lambda _done: self._tell(_SAVED, {"name": name}, True),
            lambda problem: self._tell(problem.message, problem.params, False),
        )


def _write(path: Path, pdf: bytes) -> None:
    from kiosk.stick import write_surviving
    from kiosk.stick.outcomes import in_words

    with in_words():
        write_surviving(path, pdf)
