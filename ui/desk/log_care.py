"""What the desk does for its log while nobody looks, and what it tells the volunteer about it."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from kiosk.clock import Clock, SystemClock
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import Happened, VisitLog
from ui.desk.banner import Banner
from ui.tasks import Tasks

#: The first copy waits until the desk has come to rest; a desk that is never closed makes its own each day.
SETTLES_MS = 5_000
LOOKS_AGAIN_MS = 3_600_000

_log = logging.getLogger(__name__)


class LogCare(QObject):
    """Tells what happened to the log until the volunteer has read it, and has a copy made each day."""

    def __init__(
        self,
        log: VisitLog,
        data: DataFolder,
        tasks: Tasks,
        banner: Banner,
        parent: QObject | None = None,
        *,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(parent)
        self._visits = log
        self._data = data
        self._tasks = tasks
        self._banner = banner
        self._clock = clock or SystemClock()
        self._again = QTimer(self, interval=LOOKS_AGAIN_MS)
        self._again.timeout.connect(self.tell)
        self._again.timeout.connect(self.keep_copy)

    def start(self) -> None:
        """Begin; call it after the first paint."""
        self.tell()
        QTimer.singleShot(SETTLES_MS, self, self.keep_copy)
        self._again.start()

    def tell(self) -> None:
        """Say what happened to the log, if nobody has read it yet."""
        happened = self._visits.happened()
        if happened is not None:
            self._banner.show_line(
                lambda language: _say(happened, language), [(N_("Close"), self._visits.was_told)]
            )

    def keep_copy(self) -> None:
        """Have today's copy made, on the worker."""
        data, clock = self._data, self._clock
        self._tasks.run(lambda: copy_log(data, clock), _note_copy, _note_refusal)


def copy_log(data: DataFolder, clock: Clock) -> Path | None:
    """Make today's copy on the worker, over a log of its own; return it, None when today has one."""
    with VisitLog.open(data.log, clock, backups=data.backups) as log:
        return log.keep_copy(data.backups)


def _say(happened: Happened, language: Language) -> tuple[str, str]:
    message, values = happened.sentence()
    said = {name: language.number(v) if isinstance(v, int) else v for name, v in values.items()}
    return "", language.text(message, **said)


def _note_copy(copy: Path | None) -> None:
    if copy is not None:
        _log.info("the log was copied to %s", copy.name)


def _note_refusal(problem: KioskError) -> None:
    """A copy that could not be made is for who looks after the kiosk (`kiosk doctor`), not for the volunteer."""
    _log.warning("no copy of the log today: %s", problem)
