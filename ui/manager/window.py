"""The manager's window: takes files in, shows what came of each and what the programme's totals are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.centre import NewProgramme
from kiosk.config import DataFolder, Settings
from kiosk.errors import KioskError
from kiosk.i18n import Language, Languages
from kiosk.keys import ManagerKeys
from ui.drives import Drive
from ui.half import Half, Part
from ui.manager import work
from ui.manager.intake import Intake, local_paths
from ui.manager.overview import OverviewPanel
from ui.manager.topbar import ManagerBar
from ui.manager.unlock import CreatePage, PaperPage, UnlockPage
from ui.tasks import Tasks
from ui.theme import Look


class Desk(Part, QWidget):
    """The main page: the column at the left, the overview beside it."""

    def __init__(self, intake: Intake, overview: OverviewPanel) -> None:
        super().__init__()
        self._look = Look()
        self._intake = intake
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(intake)
        row.addWidget(overview, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the column its share."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self, look: Look) -> None:
        """Larger words need a wider column."""
        self._look = look
        self._fit()
        self.update()

    def _fit(self) -> None:
        em = self._look.size("normal")
        self._intake.setFixedWidth(min(max(round(self.width() * 0.26), 17 * em), 23 * em, self.width() // 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the column's ground and the line beside it."""
        painter = QPainter(self)
        width = self._intake.width()
        painter.fillRect(0, 0, width, self.height(), self._look.colour("card"))
        painter.fillRect(width - 1, 0, 1, self.height(), self._look.colour("line"))


def _in_order(languages: Languages) -> list[str]:
    """Return the languages' codes in the order that the desk has too; those that it does not know come last."""
    usual = [code for code in Settings().languages if code in languages.codes]
    return [*usual, *(code for code in languages.codes if code not in usual)]


class ManagerWindow(Half):
    """The window over one manager's data folder. `language_chosen` tells of a switch."""

    language_chosen = Signal(str)
    #: The right side shows what the store holds now.
    refreshed = Signal()

    def __init__(
        self, data: DataFolder, languages: Languages, language: Language, look: Look, tasks: Tasks
    ) -> None:
        super().__init__(language, look)
        self._data = data
        self._languages = languages
        self._tasks = tasks
        self._keys: ManagerKeys | None = None
        self._then: Callable[[ManagerKeys], None] | None = None
        self._runs = 0
        self._stop = Event()
        self.bar = ManagerBar(languages[code] for code in _in_order(languages))
        self.intake = Intake(language)
        self.overview = OverviewPanel()
        self.desk = Desk(self.intake, self.overview)
        self.unlock = UnlockPage()
        self.create_page = CreatePage()
        self.paper = PaperPage()
        self.pages = QStackedWidget()
        for page in (self.desk, self.unlock, self.create_page, self.paper):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.pages, 1)
        self.setAcceptDrops(True)
        self.setMinimumSize(800, 560)
        self._connect()
        self.refresh(self)
        self._title()
        self._begin()

    def _connect(self) -> None:
        self.bar.language_chosen.connect(self.choose_language)
        self.intake.chosen.connect(self.take_in)
        self.intake.stop_wanted.connect(self._stop.set)
        self.overview.accepted.connect(self.accept)
        self.overview.new_shop.wanted.connect(self._choose_where_the_card_goes)
        self.unlock.passphrase_typed.connect(self._try_passphrase)
        self.unlock.left.connect(self._leave_unlock)
        self.create_page.asked.connect(self._create)
        self.paper.written_down.connect(self._paper_done)

    # What a person does

    def choose_language(self, code: str) -> None:
        """Speak another language at once."""
        self.speak(self._languages[code])
        self._title()
        self.language_chosen.emit(code)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files, folders and sticks; the passphrase is asked for first where it has not been yet."""
        self._with_keys(lambda keys: self._import(keys, paths))

    def accept(self, kiosk: str) -> None:
        """Let a kiosk into the programme, whose digits somebody has compared; what waited of it comes in."""
        self._with_keys(lambda keys: self._accept(keys, kiosk))

    def use_keys(self, keys: ManagerKeys) -> None:
        """Take keys that are open already: no passphrase is asked for."""
        self._keys = keys

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer the sticks that are in, for whoever watches them."""
        self.intake.show_drives(drives)

    def write_card(self, target: Path) -> None:
        """Put the programme's card onto a stick or into a folder, for a shop that wants to join."""
        new_shop = self.overview.new_shop
        self._tasks.run(
            lambda: work.write_card(self._data, target),
            lambda path: new_shop.say_done(path, self.language),
            lambda problem: new_shop.refuse(problem, self.language),
        )

    def _choose_where_the_card_goes(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.language.text("Put the card on a stick"))
        if chosen:
            self.write_card(Path(chosen))

    # The programme

    def _begin(self) -> None:
        if work.has_programme(self._data):
            self._show_desk()
        else:
            self.pages.setCurrentWidget(self.create_page)
            self.create_page.begin(self.language)

    def _show_desk(self) -> None:
        self.pages.setCurrentWidget(self.desk)
        self._look_again()

    def _create(self, name: str, passphrase: str) -> None:
        self._tasks.run(
            lambda: work.create(self._data, name, passphrase),
            self._created,
            lambda problem: self.create_page.refuse(problem, self.language),
        )

    def _created(self, made: NewProgramme) -> None:
        self._keys = made.keys
        self.create_page.forget()
        self.paper.show_paper(made.paper)
        self.refresh(self.paper)
        self.pages.setCurrentWidget(self.paper)

    def _paper_done(self) -> None:
        self.paper.forget()
        self._show_desk()

    # The passphrase

    def _with_keys(self, action: Callable[[ManagerKeys], None]) -> None:
        if self._keys is not None:
            action(self._keys)
            return
        if not work.has_programme(self._data):
            return  # the page that makes one is open
        self._then = action
        self.pages.setCurrentWidget(self.unlock)
        self.unlock.begin(self.language)

    def _try_passphrase(self, passphrase: str) -> None:
        self._tasks.run(
            lambda: work.unlock(self._data, passphrase),
            self._unlocked,
            lambda problem: self.unlock.refuse(problem, self.language),
        )

    def _unlocked(self, keys: ManagerKeys) -> None:
        self._keys = keys
        action, self._then = self._then, None
        self.unlock.begin(self.language)  # leaves no passphrase in the field
        self.pages.setCurrentWidget(self.desk)
        if action is not None:
            action(keys)

    def _leave_unlock(self) -> None:
        self._then = None
        self.unlock.begin(self.language)
        self.pages.setCurrentWidget(self.desk)

    # Work

    def _import(self, keys: ManagerKeys, paths: Sequence[Path]) -> None:
        self._run(lambda advance: work.take_in(self._data, keys, paths, advance, self._stop))

    def _accept(self, keys: ManagerKeys, kiosk: str) -> None:
        row = self.overview.waiting.row(kiosk)
        if row is not None:
            row.set_busy(True)
        self._run(lambda advance: work.accept(self._data, keys, kiosk, advance))

    def _run(self, job: Callable[[work.Advance], None]) -> None:
        """Run something that takes files in; a second one waits for the first and adds to its lines."""
        if self._runs == 0:
            self._stop.clear()
            self.intake.begin()
        self._runs += 1
        advance = self._tasks.relay(self.intake.advance)
        self._tasks.run(lambda: job(advance), self._ran, self._failed)

    def _ran(self, _nothing: None) -> None:
        self._runs -= 1
        if self._runs == 0:
            self.intake.end()
        self._look_again()

    def _failed(self, problem: KioskError) -> None:
        self._ran(None)
        for row in self.overview.waiting.rows:
            row.set_busy(False)
        self.intake.problem.say(problem.message, self.language, **problem.params)

    def _look_again(self) -> None:
        keys = self._keys
        self._tasks.run(lambda: work.overview(self._data, keys), self._show, self._cannot_show)

    def _show(self, overview: work.Overview) -> None:
        self.bar.name_programme(overview.programme, self.language)
        self.overview.show_overview(overview, self.language)
        self.refreshed.emit()

    def _cannot_show(self, problem: KioskError) -> None:
        self.overview.problem.say(problem.message, self.language, **problem.params)

    # Window

    def _title(self) -> None:
        self.setWindowTitle(self.language.text("One-Stop Kiosk · Manager"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take in no more files after the one under way."""
        self._stop.set()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, on the main page."""
        if self.pages.currentWidget() is self.desk and local_paths(event.mimeData().urls()):
            event.acceptProposedAction()
            self.intake.drop.set_hovered(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self.intake.drop.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in. They are copied, whatever is proposed: a moved file would leave the stick."""
        self.intake.drop.set_hovered(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take_in(local_paths(event.mimeData().urls()))
