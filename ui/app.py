"""The composition root: builds what a face needs and hands each part what it uses. Nobody else looks anything up."""

from __future__ import annotations

import faulthandler
import gc
import hashlib
import logging
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.config import PRACTICE_PIN, DataFolder, Settings, resources
from kiosk.i18n import Languages
from ui.theme import CALM, HIGH_CONTRAST, Look, load_fonts

if TYPE_CHECKING:
    from kiosk.visits import VisitLog
    from ui.desk.window import DeskWindow

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True)
class Face:
    """A window, and what must be closed after it: worker, sticks, log."""

    window: QWidget
    resources: ExitStack

    def close(self) -> None:
        """Wait for work in the background, then close the log."""
        self.resources.close()


def run(data: DataFolder, name: str, build: Callable[[DataFolder], Face]) -> int:
    """Open one face over a data folder and return the exit code once it is closed.

    A second start of the same face on the same folder raises the first one's window instead.
    """
    # A start makes many objects and no garbage: collecting while it lasts would be a tenth of it.
    gc.disable()
    application = application_with_fonts()
    QTimer.singleShot(0, gc.enable)
    door = _instance_name(data, name)
    if _raised_elsewhere(door):
        return 0
    _keep_log(data)
    face = build(data.create())
    server = QLocalServer(application)
    QLocalServer.removeServer(door)
    server.listen(door)
    server.newConnection.connect(lambda: _raise(face.window))
    face.window.resize(1366, 768)
    face.window.showMaximized()
    try:
        return application.exec()
    finally:
        face.close()


def application_with_fonts() -> QApplication:
    """Return the application, its style and fonts set alike on every platform."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("One-Stop Kiosk")
    application.setStyle("Fusion")
    load_fonts()
    application.setFont(Look().font())
    application.setPalette(Look().palette())
    return application


def build_desk(data: DataFolder) -> Face:
    """Build the desk over a data folder: log, languages, walkthroughs, panel, sync."""
    # Each face loads its own rooms only: the other's cost time and memory for nothing.
    from kiosk.clock import SystemClock
    from kiosk.tutorials import Library
    from kiosk.visits import VisitLog
    from ui.desk.banner import Banner
    from ui.desk.panel import VisitPanel
    from ui.desk.window import DeskWindow

    settings = Settings.load(data.settings)
    found = resources()
    languages = Languages(found.translations)
    clock = SystemClock()
    closing = ExitStack()
    log = closing.enter_context(VisitLog.open(data.log, clock, backups=data.backups))
    volunteer, look = languages[settings.volunteer_language], _look(settings)
    names = {code: languages[code].name for code in settings.languages}
    pin = PRACTICE_PIN if settings.practice else ""
    panel = VisitPanel(volunteer, look, log, settings, clock, names=names, practice_pin=pin)
    banner = Banner(volunteer, look)
    window = DeskWindow(settings, languages, Library.load(found.tutorials), panel, banner)
    window.settings_changed.connect(lambda changed: changed.save(data.settings))

    def go_on() -> None:
        window.prepare()
        _watch_sticks(window, log, data, settings, closing)

    window.first_painted.connect(go_on)
    return Face(window, closing)


def _watch_sticks(
    window: DeskWindow, log: VisitLog, data: DataFolder, settings: Settings, closing: ExitStack
) -> None:
    """Begin to look for sticks and for the network: after the first paint, which needs neither."""
    from ui.connectivity import NetworkConnectivity
    from ui.desk.sync import SyncController
    from ui.drives import StorageDrives
    from ui.tasks import Tasks

    panel, banner = window.panel, window.banner
    drives, online, tasks = StorageDrives(window), NetworkConnectivity(window), Tasks(window)
    closing.callback(tasks.close)
    closing.callback(drives.stop)
    sync = SyncController(log, data, settings, drives, online, tasks, banner, window)
    sync.stick_remembered.connect(window.remember_stick)
    sync.exported.connect(panel.refresh_counts)
    panel.sync_wanted.connect(sync.export_now)
    panel.visit_closed.connect(sync.visit_saved)
    sync.start()


def build_manager(data: DataFolder) -> Face:
    """Build the manager's window over a manager's data folder."""
    from ui.drives import StorageDrives
    from ui.manager.window import ManagerWindow
    from ui.tasks import Tasks

    settings = Settings.load(data.settings)
    languages = Languages(resources().translations)
    tasks, closing = Tasks(), ExitStack()
    window = ManagerWindow(data, languages, languages[settings.volunteer_language], _look(settings), tasks)
    drives = StorageDrives(window)
    closing.callback(tasks.close)
    closing.callback(drives.stop)
    for changed in (drives.appeared, drives.vanished):
        changed.connect(lambda _drive: window.show_drives(drives.present))
    window.language_chosen.connect(
        lambda code: Settings.load(data.settings).with_changes(volunteer_language=code).save(data.settings)
    )
    QTimer.singleShot(0, drives.start)
    return Face(window, closing)


def _look(settings: Settings) -> Look:
    return Look(HIGH_CONTRAST if settings.high_contrast else CALM)


def _instance_name(data: DataFolder, face: str) -> str:
    place = hashlib.sha256(str(data.root).encode()).hexdigest()[:12]
    return f"one-stop-kiosk-{face}-{place}"


def _raised_elsewhere(name: str) -> bool:
    """Knock at the first instance's door; its window comes to the front."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    answered = socket.waitForConnected(200)
    socket.abort()
    return answered


def _raise(window: QWidget) -> None:
    window.showMaximized()
    window.raise_()
    window.activateWindow()


def _keep_log(data: DataFolder) -> None:
    """Send the program's own log, Qt's messages and any crash to a rotating file; visits never stand in it."""
    data.create().logs.mkdir(exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(data.logs / "kiosk.log", maxBytes=500_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    faulthandler.enable((data.logs / "crash.log").open("a", encoding="utf-8"))
    qInstallMessageHandler(_qt_message)
    sys.excepthook = _unforeseen


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), message)


def _unforeseen(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """A fault that nobody foresaw is kept for the manager; the desk goes on with what the log has saved."""
    _log.critical("unforeseen", exc_info=(kind, problem, trace))
