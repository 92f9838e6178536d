"""When the log goes onto a stick, and the yellow line that says so.

As soon as both are true, there is something to send and a known stick is in, it is exported: woken by a stick
that appears, by the shop coming back online, by a visit that was saved, or by the button.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.clock import Clock, SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import VisitLog
from ui.connectivity import Connectivity
from ui.desk.banner import CLOSE, LATER, Banner
from ui.drives import Drive, Drives
from ui.tasks import Tasks

if TYPE_CHECKING:
    from kiosk.stick import ExportResult

__all__ = ["Banner", "SyncController"]

#: A visit that was saved waits this long for the next one before the stick is written.
SETTLES_MS = 30_000
#: How long a good result stays.
RESULT_STAYS_MS = 12_000


class SyncController(QObject):
    """Watches sticks and the network, asks about new sticks, exports in the background, says how it went.

    `stick_remembered` carries the id of a stick that the volunteer said yes to: the desk's settings keep it.
    `exported` comes after every attempt, so that counts are taken again; `other_programme` carries a stick whose card
    is another programme's.
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
        self._busy = False
        self._next: Drive | None = None
        self._settle = QTimer(self, interval=SETTLES_MS, singleShot=True)
        self._settle.timeout.connect(self._export_quietly)
        drives.appeared.connect(self._appeared)
        drives.vanished.connect(self._vanished)
        connectivity.online_changed.connect(self._online_changed)

    def start(self) -> None:
        """Begin to watch; call it after the first paint. A known stick that is in already is used at once."""
        self._connectivity.start()
        self._drives.start()

    # What wakes it

    def visit_saved(self) -> None:
        """A visit was saved: with a known stick in, it goes there once no further visit comes for a while."""
        if self._stick() is not None:
            self._settle.start()

    def export_now(self) -> None:
        """Export at the volunteer's wish: onto the known stick, else ask about the one that is in."""
        known = self._stick()
        if known is not None:
            self._export(known)
        elif not self._joined():
            self._say_no_programme()
        elif self._drives.present:
            self._ask(self._drives.present[-1])
        else:
            self._banner.show_line(_say_insert, [LATER])

    def _appeared(self, drive: Drive) -> None:
        if not self._joined():
            return  # nothing could be sealed yet: no question about sticks
        if drive.id in self._known:
            self._export(drive)
        elif drive.id not in self._refused and drive.writable:
            self._ask(drive)

    def _vanished(self, drive: Drive) -> None:
        if self._banner.about == drive.id:
            self._banner.clear()

    def _online_changed(self, online: bool) -> None:
        known = self._stick()
        if not online:
            return
        waiting = self._log.waiting()
        if known is not None:
            self._export(known)
        elif waiting and self._joined():
            self._banner.show_line(lambda language: _say_online_again(language, waiting), [LATER])

    def _export_quietly(self) -> None:
        known = self._stick()
        if known is not None and self._log.waiting():
            self._export(known)

    # Sticks

    def _stick(self) -> Drive | None:
        return next((drive for drive in self._drives.present if drive.id in self._known), None)

    def _joined(self) -> bool:
        return self._data.card.exists()

    def _ask(self, drive: Drive) -> None:
        self._banner.show_line(
            lambda language: ("", language.text("Use the stick {name} for this shop?", name=drive.name)),
            [(N_("Yes"), lambda: self.use(drive)), (N_("No"), lambda: self._refused.add(drive.id))],
            about=drive.id,
        )

    def use(self, drive: Drive) -> None:
        """Use a stick from now on without asking: the volunteer said yes, or has joined by it."""
        self._known.add(drive.id)
        self._refused.discard(drive.id)
        self.stick_remembered.emit(drive.id)
        self._export(drive)

    # Exporting

    def _export(self, drive: Drive) -> None:
        if self._busy:
            self._next = drive
            return
        self._busy = True
        self._settle.stop()
        self._banner.show_line(_say_working)
        data, clock, root = self._data, self._clock, drive.root
        self._tasks.run(
            lambda: export_to(data, clock, root), lambda result: self._done(result, drive), self._failed
        )

    def _done(self, result: ExportResult, drive: Drive) -> None:
        message, values = result.sentence()
        advice = result.advice

        def say(language: Language) -> tuple[str, str]:
            said = {name: _written(value, language) for name, value in values.items()}
            return language.text(message, **said), language.text(advice)

        if result.revoked:
            self._say_revoked()
        elif result.outcome.good:  # it says that the stick can be taken out, and goes with it
            self._banner.show_line(say, [CLOSE], about=drive.id, stays_ms=RESULT_STAYS_MS)
        elif result.card == "other_programme":
            change = (N_("Change the programme"), lambda: self.other_programme.emit(drive))
            self._banner.show_line(say, [change, CLOSE], about=drive.id)
        else:
            self._banner.show_line(say, [CLOSE])
        self._ended()

    def _say_revoked(self) -> None:
        from kiosk.stick import REVOKED

        self._banner.show_line(lambda language: ("", language.text(REVOKED)), [CLOSE])

    def _failed(self, problem: KioskError) -> None:
        self._banner.show_line(
            lambda language: (
                language.text("Not exported."),
                language.text(problem.message, **problem.params),
            ),
            [CLOSE],
        )
        self._ended()

    def _ended(self) -> None:
        self._busy = False
        self.exported.emit()
        following, self._next = self._next, None
        if following in self._drives.present:
            self._export(following)

    def _say_no_programme(self) -> None:
        self._banner.show_line(_say_not_joined, [CLOSE])


def export_to(data: DataFolder, clock: Clock, root: Path) -> ExportResult:
    """Export on the worker, over a log of its own: one connection is never shared between threads."""
    # cryptography and age cost a tenth of a second: not part of the start.
    from kiosk import stick

    with VisitLog.open(data.log, clock) as log:
        return stick.export(data, log, root, clock=clock)


def _written(value: object, language: Language) -> object:
    return language.number(value) if isinstance(value, int) else value


def _say_working(language: Language) -> tuple[str, str]:
    return language.text("Exporting to the stick."), language.text("Leave it in.")


def _say_insert(language: Language) -> tuple[str, str]:
    return language.text("No stick is in."), language.text("Insert the shop's stick.")


def _say_not_joined(language: Language) -> tuple[str, str]:
    return (
        language.text("This shop has no programme yet."),
        language.text("The visits are safe on this computer and can be exported later."),
    )


def _say_online_again(language: Language, waiting: int) -> tuple[str, str]:
    return language.text("Online again."), language.plural(
        "{n} entry waits for export — insert the shop's stick.",
        "{n} entries wait for export — insert the shop's stick.",
        waiting,
    )
