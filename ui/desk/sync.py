"""When the log goes onto a stick, and the yellow line that says so.

As soon as both are true, there is something to send and a known stick is in, it is exported: woken by a stick
that appears, by the shop coming back online, by a visit that was saved, or by the button. A known folder (synced,
on the network) is a stick that is always in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.clock import Clock, SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import VisitLog
from ui.connectivity import Connectivity
from ui.desk.banner import CLOSE, LATER, Action, Banner, Say
from ui.desk.sync_lines import (
    Running,
    ask_about,
    outcome_line,
    result_line,
    say_insert,
    say_not_joined,
    say_online_again,
)
from ui.drives import Drive, Drives
from ui.tasks import Tasks
from ui.volumes import chosen_folder

if TYPE_CHECKING:
    from kiosk.stick import ExportResult
    from kiosk.stick.exporting import Progress

__all__ = ["Banner", "SyncController"]

#: A visit that was saved waits this long for the next one before the stick is written.
SETTLES_MS = 30_000
#: How long a good result stays.
RESULT_STAYS_MS = 12_000
#: How often the line says anew how far an export is.
_TELLS_EVERY_MS = 1000

#: Lets somebody choose a folder, and calls back with it.
ChooseFolder = Callable[[Callable[[Path], None]], object]


class SyncController(QObject):
    """Watches sticks and the network, asks about new sticks, exports in the background, says how it went.

    `stick_remembered` carries the id of a stick or folder that the volunteer said yes to: the desk's settings keep
    it. `exported` comes after every attempt, so that counts are taken again; `other_programme` carries a stick
    whose card is another programme's.
    """

    stick_remembered = Signal(str)
    exported = Signal()
    other_programme = Signal(object)

    def __init__(
        self,
        log: VisitLog,
        data: DataFolder,
        settings: Settings,
        drives: Drives,
        connectivity: Connectivity,
        tasks: Tasks,
        banner: Banner,
        parent: QObject | None = None,
        *,
        clock: Clock | None = None,
        choose_folder: ChooseFolder | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._data = data
        self._known = set(settings.known_sticks)
        self._refused: set[str] = set()
        self._drives = drives
        self._connectivity = connectivity
        self._tasks = tasks
        self._banner = banner
        self._clock = clock or SystemClock()
        self._choose_folder = choose_folder
        self._now: Drive | None = None
        self._next: list[Drive] = []
        self._results: list[tuple[Drive, ExportResult]] = []
        self._running, self._begun, self._stop = Running(), 0.0, threading.Event()
        self._settle = QTimer(self, interval=SETTLES_MS, singleShot=True)
        self._settle.timeout.connect(self._export_quietly)
        self._telling = QTimer(self, interval=_TELLS_EVERY_MS)
        self._telling.timeout.connect(self._tell)
        drives.appeared.connect(self._appeared)
        drives.vanished.connect(self._vanished)
        connectivity.online_changed.connect(self._online_changed)

    def start(self) -> None:
        """Begin to watch; call it after the first paint. A known stick that is in already is used at once."""
        self._connectivity.start()
        self._drives.start()

    def stop(self) -> None:
        """End an export after the file that is being written: the program closes."""
        self._next.clear()
        self._stop.set()

    # What wakes it

    def visit_saved(self) -> None:
        """A visit was saved: with a known stick in, it goes there once no further visit comes for a while."""
        if self._targets():
            self._settle.start()

    def export_now(self) -> None:
        """Export at the volunteer's wish: onto the known sticks, else ask about the one that is in."""
        if targets := self._targets():
            self._export(*targets)
        elif not self._joined():
            self._banner.show_line(say_not_joined, [CLOSE])
        elif self._drives.present:
            self._ask(self._drives.present[-1])
        elif self._drives.unreadable:
            self._say_unreadable(self._drives.unreadable[-1])
        else:
            self._banner.show_line(say_insert, [LATER, *self._other_folder()])

    def _appeared(self, drive: Drive) -> None:
        if not self._joined():
            return  # nothing could be sealed yet: no question about sticks
        if not drive.readable:
            self._say_unreadable(drive)
        elif drive.id in self._known:
            if not drive.folder or self._log.waiting():
                self._export(drive)
        elif drive.id not in self._refused and drive.writable:
            self._ask(drive)

    def _vanished(self, drive: Drive) -> None:
        if self._banner.about == drive.id:
            self._banner.clear()

    def _online_changed(self, online: bool) -> None:
        waiting = self._log.waiting() if online else 0
        if waiting and (targets := self._targets()):
            self._export(*targets)
        elif waiting and self._joined():
            self._banner.show_line(say_online_again(waiting), [LATER])

    def _export_quietly(self) -> None:
        if self._log.waiting():
            self._export(*self._targets())

    # Sticks and folders

    def _targets(self) -> list[Drive]:
        return [drive for drive in self._drives.present if drive.id in self._known]

    def _joined(self) -> bool:
        return self._data.card.exists()

    def _ask(self, drive: Drive) -> None:
        no: Action = (N_("No"), lambda: self._refused.add(drive.id))
        self._banner.show_line(ask_about(drive), [(N_("Yes"), lambda: self.use(drive)), no], about=drive.id)

    def use(self, drive: Drive) -> None:
        """Use a stick or folder from now on without asking: the volunteer said yes, or has joined by it."""
        self._known.add(drive.id)
        self._refused.discard(drive.id)
        self.stick_remembered.emit(drive.id)
        if drive.folder:
            self._drives.add_folder(drive.root)
        self._export(drive)

    def _other_folder(self) -> list[Action]:
        choose = self._choose_folder
        if choose is None:
            return []

        def ask() -> None:
            choose(self._folder_chosen)

        return [(N_("Folder"), ask)]

    def _folder_chosen(self, path: Path) -> None:
        folder = chosen_folder(path)
        once: Action = (N_("Only now"), lambda: self._export(folder))
        self._banner.show_line(ask_about(folder), [(N_("Always"), lambda: self.use(folder)), once])

    def _say_unreadable(self, drive: Drive) -> None:
        from kiosk.stick import Outcome

        self._banner.show_line(outcome_line(Outcome.WRONG_FORMAT), [CLOSE], about=drive.id)

    # Exporting

    def _export(self, *drives: Drive) -> None:
        """Export onto these, one after another; what is written now is not written twice."""
        self._next += [drive for drive in drives if drive not in (self._now, *self._next)]
        if self._now is None and self._next:
            self._begin(self._next.pop(0))

    def _begin(self, drive: Drive) -> None:
        self._now = drive
        self._running, self._begun, self._stop = Running(), time.monotonic(), threading.Event()
        self._settle.stop()
        self._telling.start()
        self._say_working()
        data, clock, root = self._data, self._clock, drive.root
        progress = _progress(self._tasks.relay(self._heard), self._stop)
        self._tasks.run(
            lambda: export_to(data, clock, root, progress),
            lambda result: self._done(result, drive),
            self._failed,
        )

    def _heard(self, done: int, total: int) -> None:
        self._running.done, self._running.total = done, total

    def _tell(self) -> None:
        self._running.seconds = time.monotonic() - self._begun
        if self._running.long:
            self._say_working()

    def _say_working(self) -> None:
        stop: Action = (N_("Stop"), self._stop_after_this_file)
        offered = self._running.long and not self._running.stopping
        self._banner.show_line(self._running.say, [stop] if offered else [])

    def _stop_after_this_file(self) -> None:
        self._stop.set()
        self._next.clear()
        self._running.stopping = True
        self._say_working()

    def _done(self, result: ExportResult, drive: Drive) -> None:
        self._results.append((drive, result))
        if self._ended():
            return
        results, self._results = self._results, []
        line = result_line(results)
        foreign = next((drive for drive, result in results if result.card == "other_programme"), None)
        if any(result.revoked for _, result in results):
            self._say_revoked()
        elif foreign is not None:
            change: Action = (N_("Change the programme"), lambda: self.other_programme.emit(foreign))
            self._banner.show_line(line, [change, CLOSE], about=foreign.id)
        elif all(result.outcome.good for _, result in results):
            # It says that the stick can be taken out, and goes with it.
            self._banner.show_line(line, [CLOSE], about=drive.id, stays_ms=RESULT_STAYS_MS)
        else:
            self._banner.show_line(line, [CLOSE])

    def _say_revoked(self) -> None:
        from kiosk.stick import REVOKED

        self._banner.show_line(lambda language: ("", language.text(REVOKED)), [CLOSE])

    def _failed(self, problem: KioskError) -> None:
        self._results = []
        if not self._ended():
            self._banner.show_line(_not_exported(problem), [CLOSE])

    def _ended(self) -> bool:
        """Tell that an attempt has ended; return whether the next one has begun."""
        self._telling.stop()
        self._now = None
        self.exported.emit()
        while self._next:
            following = self._next.pop(0)
            if following.folder or following in self._drives.present:
                self._begin(following)
                return True
        return False


def _progress(tell: Callable[..., None], stop: threading.Event) -> Progress:
    def progress(done: int, total: int) -> bool:
        tell(done, total)
        return not stop.is_set()

    return progress


def export_to(data: DataFolder, clock: Clock, root: Path, progress: Progress) -> ExportResult:
    """Export on the worker, over a log of its own: one connection is never shared between threads."""
    # cryptography and age cost a tenth of a second: not part of the start.
    from kiosk import stick

    with VisitLog.open(data.log, clock) as log:
        return stick.export(data, log, root, progress, clock=clock)


def _not_exported(problem: KioskError) -> Say:
    def say(language: Language) -> tuple[str, str]:
        return language.text("Not exported."), language.text(problem.message, **problem.params)

    return say
