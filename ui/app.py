"""The composition root: builds what a face needs and hands each part what it uses. Nobody else looks anything up."""

from __future__ import annotations

import faulthandler
import gc
import logging
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.config import PRACTICE_PIN, DataFolder, Settings, resources
from kiosk.errors import KioskError, SettingsError
from kiosk.i18n import SOURCE, Languages
from ui.garbage import Garbage
from ui.theme import HIGH_CONTRAST, Look, load_fonts, look_of

if TYPE_CHECKING:
    from kiosk.keys import Card
    from kiosk.visits import VisitLog
    from ui.connectivity import NetworkConnectivity
    from ui.desk.panel import VisitPanel
    from ui.desk.sync import SyncController
    from ui.desk.window import DeskWindow
    from ui.refusal import RefusalWindow
    from ui.resident.handover import Handover
    from ui.tasks import Tasks

_log = logging.getLogger(__name__)
LOG_NAME = "kiosk.log"
#: By then the first screen stands, even on an old machine; what it did not need may follow.
_AFTER_START_MS = 1000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass
class Face:
    """A window, and what must be closed after it: worker, sticks, log. It may turn into another (`ui.turning`)."""

    window: QWidget
    resources: ExitStack
    handover: Handover | None = None

    def open(self) -> None:
        """Show the window; a face that was handed over shows its own."""
        self.window.resize(1366, 768)
        if self.handover is None or self.handover.window is None:
            self.window.showMaximized()

    def come_forward(self) -> None:
        """Raise what is shown: the desk never comes before a resident's locked window."""
        if self.handover is None or not self.handover.come_forward():
            self.window.showMaximized()
            self.window.raise_()
            self.window.activateWindow()

    def close(self) -> None:
        """Wait for work in the background, then close the log."""
        self.resources.close()


def run(data: DataFolder, name: str, build: Callable[[DataFolder], Face]) -> int:
    """Open one face over a data folder and return the exit code once it is closed.

    A second start of the same face on the same folder raises the first one's window instead. What keeps the face from
    opening is said in a window of its own; the exit code is 1 then.
    """
    application = application_with_fonts()
    QTimer.singleShot(_AFTER_START_MS, settle)
    try:
        return _open(application, data, name, build)
    except KioskError as refused:
        _log.error("refused: %s", refused)
        window = explain(data, refused)
        window.show()
        application.exec()
        return 1


def _open(application: QApplication, data: DataFolder, name: str, build: Callable[[DataFolder], Face]) -> int:
    lock = QLockFile(str(data.create().root / f"{name}.lock"))
    # The lock's own process ends with it; a lock left by a power cut is stale and taken over at once.
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        if lock.error() != QLockFile.LockError.LockFailedError:
            reason = lock.error().name
            raise SettingsError(
                "The data folder {path} cannot be made: {reason}. Choose another with --data.",
                path=data.root,
                reason=reason,
            )
        _knock(_door(data, name))
        return 0
    _keep_log(data)
    face = build(data)
    QTimer.singleShot(_AFTER_START_MS, lambda: _listen(_door(data, name), face))
    face.open()
    try:
        return application.exec()
    finally:
        face.close()
        lock.unlock()


def explain(data: DataFolder, refused: KioskError) -> RefusalWindow:
    """Return a window that says a refusal in the volunteer's language, as far as the settings can be read."""
    from ui.refusal import RefusalWindow

    try:
        code = Settings.load(data.settings).volunteer_language
    except KioskError:
        code = SOURCE
    return RefusalWindow(Languages(resources().translations)[code], Look(), refused)


def settle() -> None:
    """Tell the collector that what stands now will stay: going through all of it took up to 20 ms between two taps."""
    gc.collect()
    gc.freeze()


def application_with_fonts() -> QApplication:
    """Return the application, its style and fonts set alike on every platform, and who collects its garbage."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("One-Stop Kiosk")
    application.setStyle("Fusion")
    load_fonts()
    application.setFont(Look().font())
    application.setPalette(Look().palette())
    if application.findChild(Garbage) is None:
        Garbage(application)
    return application


def build_desk(data: DataFolder, resident: bool = False) -> Face:
    """Build the desk over a data folder: log, languages, walkthroughs, panel, sync.

    `resident`: it begins handed over to a resident, locked. Raises KioskError when no PIN could end that.
    """
    # Each face loads its own rooms only: the other's cost time and memory for nothing.
    from kiosk.clock import SystemClock
    from kiosk.tutorials import Library
    from kiosk.visits import VisitLog
    from ui.desk.banner import Banner
    from ui.desk.panel import VisitPanel
    from ui.desk.window import DeskWindow
    from ui.resident.handover import Handover

    settings = Settings.load(data.settings)
    found = resources()
    languages = Languages(found.translations)
    clock = SystemClock()
    closing = ExitStack()
    log = closing.enter_context(VisitLog.open(data.log, clock, backups=data.backups))
    volunteer, look = languages[settings.volunteer_language], look_of(settings)
    names = {code: languages[code].name for code in settings.languages}
    pin = PRACTICE_PIN if settings.practice else ""
    panel = VisitPanel(
        *(volunteer, look, log, settings, clock),
        names=names,
        languages=languages.__getitem__,
        practice_pin=pin,
    )
    banner = Banner(volunteer, look)
    library = Library.load(found.tutorials, data.tutorials, settings.hidden_topics)
    window = DeskWindow(settings, languages, library, panel, banner, data.recordings)
    window.settings_changed.connect(lambda changes: _keep(data, **changes))
    handover = Handover(window, languages, library, log, clock, data)

    @cache
    def go_on() -> None:
        from ui.memory import give_back_pictures  # after the first paint

        give_back_pictures()
        window.prepare()
        speak_of_focus(settings)
        _watch_sticks(window, log, data, settings, closing)
        handover.take_up()

    window.first_painted.connect(go_on)
    handover.covered.connect(go_on)
    if resident:
        handover.give()
    return Face(window, closing, handover)


def speak_of_focus(settings: Settings) -> None:
    """Say aloud what has the focus, or no longer, as the settings bid."""
    from ui.spoken_focus import SpokenFocus  # after the first paint: few desks switch it on

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return
    if (known := application.findChild(SpokenFocus)) is not None:
        known.switch(
            settings.spoken_focus
        )  # a desk that comes back from its settings: two would say all twice
    else:
        SpokenFocus(application, settings.spoken_focus)


def _watch_sticks(
    window: DeskWindow, log: VisitLog, data: DataFolder, settings: Settings, closing: ExitStack
) -> None:
    """Begin to look for sticks and the network, and after the log: after the first paint, which needs none of it."""
    from ui.connectivity import NetworkConnectivity
    from ui.desk.join import JoinController
    from ui.desk.log_care import LogCare
    from ui.desk.sheets import SheetSaver
    from ui.desk.sync import SyncController
    from ui.drives import StorageDrives
    from ui.tasks import Tasks
    from ui.volumes import chosen_folders
    from ui.widgets.folder_dialog import choose_folder

    panel, banner = window.panel, window.banner
    drives = StorageDrives(window, folders=chosen_folders(settings.known_sticks))
    online, tasks = NetworkConnectivity(window), Tasks(window)
    closing.callback(tasks.close)
    closing.callback(drives.stop)
    sync = SyncController(
        *(log, data, settings, drives, online, tasks, banner, window),
        choose_folder=lambda chosen: choose_folder(window, banner.language, chosen),
    )
    closing.callback(sync.stop)
    sync.stick_remembered.connect(window.remember_stick)
    sync.exported.connect(lambda: window.take_settings(Settings.load(data.settings)))
    sync.exported.connect(panel.refresh_counts)
    panel.sync_wanted.connect(sync.export_now)
    panel.visit_closed.connect(sync.visit_saved)
    joining = JoinController(log.kiosk, data, tasks, banner, panel, window)
    if not settings.practice:  # a programme counts nothing of a try
        drives.appeared.connect(joining.appeared)
    sync.other_programme.connect(joining.offer)
    joining.joined.connect(sync.use)
    sheets = SheetSaver(drives, tasks, lambda: panel.volunteer, window.tell_of_sheet)
    window.sheet_wanted.connect(lambda name, pdf: sheets.save(name, bytes(pdf)))
    papers = SheetSaver(drives, tasks, lambda: panel.volunteer, panel.paperwork.tell)
    panel.sheet_wanted.connect(lambda name, pdf: papers.save(name, bytes(pdf)))
    sync.start()
    _ask_the_card(data, online, tasks, sync, panel)
    LogCare(log, data, tasks, banner, window).start()


def _ask_the_card(
    data: DataFolder, online: NetworkConnectivity, tasks: Tasks, sync: SyncController, panel: VisitPanel
) -> None:
    """Ask what the programme's card says, now and whenever a stick may have brought another one.

    It names the address that proves the desk online, and the questions that the programme asks.
    """

    def read() -> Card | None:
        if not data.card.exists():
            return None
        from kiosk.stick import load_card

        return load_card(data)

    def follow(card: Card | None) -> None:
        from ui.probe import Address

        online.ask(Address.of(card.probe) if card else None)
        if card is not None:
            panel.take_programme(card.asks, card.codebook)

    def ask() -> None:
        tasks.run(read, follow, lambda _problem: None)

    sync.exported.connect(ask)
    # Reading a card loads cryptography: not while the first resident waits.
    QTimer.singleShot(_AFTER_START_MS, online, ask)


def show_preview(data: DataFolder, name: str) -> int:
    """Show a walkthrough while it is written; return the exit code once the window is closed.

    Raises TutorialError when there is none of this name.
    """
    from kiosk.tutorials import Library
    from kiosk.tutorials.skeleton import find
    from ui.preview import PreviewWindow

    settings, found = Settings.load(data.settings), resources()
    folder = find(name, data.tutorials, found.tutorials)
    languages = Languages(found.translations)
    application = application_with_fonts()
    library = Library.load(found.tutorials, data.tutorials)
    window = PreviewWindow(folder, languages[settings.volunteer_language], languages, library)
    window.resize(1040, 768)
    window.show()
    return application.exec()


def build_manager(data: DataFolder) -> Face:
    """Build the manager's window over a manager's data folder."""
    from ui.drives import StorageDrives
    from ui.manager.window import ManagerWindow
    from ui.tasks import Tasks

    settings = Settings.load(data.settings)
    languages = Languages(resources().translations)
    quick, slow, closing = Tasks(), Tasks(), ExitStack()
    look = look_of(settings).at(settings.text_scale / 100)
    window = ManagerWindow(data, languages, languages[settings.volunteer_language], look, quick, slow)
    drives = StorageDrives(window)
    closing.callback(quick.close)
    closing.callback(slow.close)
    closing.callback(drives.stop)
    for changed in (drives.appeared, drives.vanished):
        changed.connect(lambda _drive: window.show_drives(drives.present))
    window.language_chosen.connect(lambda code: _keep(data, volunteer_language=code))
    window.look_chosen.connect(
        lambda look: _keep(
            data, text_scale=round(look.scale * 100), high_contrast=look.colours == HIGH_CONTRAST
        )
    )
    QTimer.singleShot(0, drives.start)
    return Face(window, closing)


def _keep(data: DataFolder, **chosen: object) -> None:
    """Keep what was chosen, beside what stands there now: a join or a roster may have written since the start."""
    Settings.load(data.settings).with_changes(**chosen).save(data.settings)


def _door(data: DataFolder, name: str) -> str:
    """Name the place where instances meet: a socket's name may be no longer than a hundred characters."""
    import hashlib

    return f"one-stop-kiosk-{name}-{hashlib.sha256(str(data.root).encode()).hexdigest()[:16]}"


def _knock(door: str) -> None:
    """Ask the first instance to come to the front."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(door)
    socket.waitForConnected(1000)
    socket.abort()


def _listen(door: str, face: Face) -> None:
    """Come to the front whenever a later instance knocks."""
    # After the start: 12 ms for something that no first screen needs.
    from PySide6.QtNetwork import QLocalServer

    server = QLocalServer(face.window)
    QLocalServer.removeServer(door)
    server.listen(door)
    server.newConnection.connect(face.come_forward)


def _keep_log(data: DataFolder) -> None:
    """Send the program's own log, Qt's messages and any crash to a file; visits never stand in it."""
    data.logs.mkdir(exist_ok=True, mode=0o700)
    _write_log_with(logging.FileHandler(data.logs / LOG_NAME, encoding="utf-8"))
    faulthandler.enable((data.logs / "crash.log").open("a", encoding="utf-8"))
    qInstallMessageHandler(_qt_message)
    sys.excepthook = _unforeseen
    QTimer.singleShot(_AFTER_START_MS, lambda: _rotate_log(data))


def _rotate_log(data: DataFolder) -> None:
    """Keep the log from growing without end."""
    # After the start: this module brings sockets and pickles along.
    from logging.handlers import RotatingFileHandler

    _write_log_with(
        RotatingFileHandler(data.logs / LOG_NAME, maxBytes=500_000, backupCount=3, encoding="utf-8")
    )


def _write_log_with(handler: logging.Handler) -> None:
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), message)


def _unforeseen(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """A fault that nobody foresaw is kept for the manager; the desk goes on with what the log has saved."""
    _log.critical("unforeseen", exc_info=(kind, problem, trace))
