"""The manager's window: the pages, the way between them, the keys, and the sticks that come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.centre import MANAGER
from kiosk.config import DataFolder, Settings
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language, Languages
from kiosk.keys import ManagerKeys
from ui.drives import Drive
from ui.half import Half
from ui.manager import rail, work
from ui.manager.doors import Doors
from ui.manager.errands import Errands
from ui.manager.import_page import ImportPage
from ui.manager.intake import local_paths
from ui.manager.kiosks_page import KiosksPage
from ui.manager.lines import Line
from ui.manager.patience import Beat
from ui.manager.places_page import PlacesPage
from ui.manager.privacy_page import PrivacyPage
from ui.manager.programme_page import ProgrammePage
from ui.manager.rail import Rail
from ui.manager.reports_page import ReportsPage
from ui.manager.topbar import ManagerBar
from ui.reading_order import ReadingOrder
from ui.tasks import Tasks
from ui.theme import CALM, HIGH_CONTRAST, Look, Metric

#: An office has a mouse: targets of 44 pixels of 96 dpi (WCAG 2.5.5), less than a desk's.
OFFICE_TARGET_MM = 11.64
TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)


def office_look(look: Look) -> Look:
    """Return a look for an office, where nobody touches the screen."""
    metric = look.metric
    return Look(
        look.colours,
        look.scale,
        Metric(metric.px_per_mm, OFFICE_TARGET_MM, metric.gap, metric.letters),
        look.still,
    )


def _in_order(languages: Languages) -> list[str]:
    """Return the languages' codes in the order that the desk has too; those that it does not know come last."""
    usual = [code for code in Settings().languages if code in languages.codes]
    return [*usual, *(code for code in languages.codes if code not in usual)]


class _Run:
    """One run of taking files in. What a call that was left behind still says when it comes back is not shown."""

    def __init__(self, page: ImportPage) -> None:
        self._page = page
        self.stop = Event()
        self.is_over = False

    def advance(self, done: int, total: int, line: Line) -> None:
        """One more file is through."""
        if not self.is_over:
            self._page.advance(done, total, line)

    def answered(self, stick: str) -> None:
        """One more receipt is on a stick."""
        if not self.is_over:
            self._page.intake.answered(stick)


class ManagerWindow(ReadingOrder, Half):
    """The window over one manager's data folder. `language_chosen` and `look_chosen` tell of a switch.

    `refreshed` comes when new totals stand, `imported` when those of a run do.

    `quick` does what is done in a moment, `slow` what reads and writes sticks.
    """

    language_chosen = Signal(str)
    look_chosen = Signal(object)
    refreshed = Signal()
    imported = Signal()

    def __init__(
        self,
        data: DataFolder,
        languages: Languages,
        language: Language,
        look: Look,
        quick: Tasks,
        slow: Tasks,
    ) -> None:
        look = office_look(look)
        super().__init__(language, look)
        self._data = data
        self._languages = languages
        self._tasks = quick
        self._errands = Errands(data, quick, slow, self._with_keys, self._who)
        self._keys: ManagerKeys | None = None
        self._then: Callable[[ManagerKeys], None] | None = None
        self._runs: list[_Run] = []
        self._from: QWidget | None = None
        self.bar = ManagerBar(language, look, [languages[code] for code in _in_order(languages)])
        self.rail = Rail()
        self.import_page = ImportPage(language)
        self.reports = ReportsPage(self._errands, language)
        self.kiosks = KiosksPage(self._errands, language)
        self.places = PlacesPage(self._errands, language)
        self.programme = ProgrammePage(self._errands, language)
        self.privacy = PrivacyPage(self._errands, language)
        self.doors = Doors(data, quick, language)
        self._lay_out()
        self._connect()
        self.refresh(self)
        self._title()
        self._begin()

    def _lay_out(self) -> None:
        self.by_name: dict[str, QWidget] = {
            rail.IMPORT: self.import_page,
            rail.REPORTS: self.reports,
            rail.KIOSKS: self.kiosks,
            rail.PLACES: self.places,
            rail.KEYS: self.programme,
            rail.PRIVACY: self.privacy,
        }
        self.pages = QStackedWidget()
        for page in (*self.by_name.values(), self.doors):
            self.pages.addWidget(page)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.rail)
        below.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(below, 1)
        self.setAcceptDrops(True)
        self.setMinimumSize(800, 480)
        for number, name in enumerate(self.by_name, 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(partial(self._open_by_key, name))
        QShortcut(QKeySequence.StandardKey.Cancel, self).activated.connect(self._back)

    def _connect(self) -> None:
        self.bar.language_chosen.connect(self.choose_language)
        self.bar.text_size_wanted.connect(self._next_text_size)
        self.bar.contrast_wanted.connect(self._switch_contrast)
        self.rail.wanted.connect(self.open)
        self.import_page.intake.chosen.connect(self.take_in)
        self.import_page.intake.stop_wanted.connect(self._stop)
        self.import_page.kiosks_wanted.connect(lambda: self.open(rail.KIOSKS))
        self.kiosks.list.waiting.accepted.connect(self.accept)
        self.kiosks.changed.connect(self._look_again)
        self.places.changed.connect(self._look_again)
        self.programme.changed.connect(self._look_again)
        self.privacy.kiosk_wanted.connect(self._open_kiosk)
        self.privacy.prepare_wanted.connect(self._open_prepare)
        self.programme.next_key_wanted.connect(lambda: self._knock(self.doors.ask_for_next_key))
        self.doors.opened.connect(self._opened)
        self.doors.renewed.connect(self._renewed)
        self.doors.left.connect(self._left)
        self.doors.bound.connect(self.rail.setHidden)

    # What a person does

    def choose_language(self, code: str) -> None:
        """Speak another language at once."""
        self.bar.speak(self._languages[code])
        self.speak(self._languages[code])
        self._title()
        self.language_chosen.emit(code)

    def wear(self, look: Look) -> None:
        """Change colours or text size."""
        look = office_look(look)
        self.bar.dress(look)
        self.dress(look)

    def open(self, page: str) -> None:
        """Open one of the pages; what it shows is asked for anew."""
        self._then = None  # whoever goes elsewhere no longer waits for the passphrase
        self.pages.setCurrentWidget(self.by_name[page])
        self.rail.mark(page)
        self._look_at(page)

    def _open_kiosk(self, kiosk: str) -> None:
        self.open(rail.KIOSKS)
        self.kiosks.open(kiosk)

    def _open_prepare(self) -> None:
        self.open(rail.PLACES)
        self.places.show_prepare()

    def _open_by_key(self, page: str) -> None:
        if self.pages.currentWidget() in self.by_name.values():
            self.open(page)

    def _back(self) -> None:
        """Esc goes back to the list, or leaves the door where a passphrase is asked for."""
        here = self.pages.currentWidget()
        if isinstance(here, KiosksPage | PlacesPage | PrivacyPage):
            here.show_list()
        elif here is self.doors:
            self.doors.leave()

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
        self.import_page.intake.show_drives(drives)
        self.places.prepare.prepare.show_drives(drives)
        self.reports.show_drives(drives)

    def _next_text_size(self) -> None:
        larger = [scale for scale in TEXT_SCALES if scale > self.look.scale]
        self._choose_look(self.look.at(larger[0] if larger else TEXT_SCALES[0]))

    def _switch_contrast(self) -> None:
        self._choose_look(self.look.wearing(CALM if self.look.colours == HIGH_CONTRAST else HIGH_CONTRAST))

    def _choose_look(self, look: Look) -> None:
        self.wear(look)
        self.look_chosen.emit(look)

    # The keys

    def _begin(self) -> None:
        if work.has_programme(self._data):
            self.open(rail.IMPORT)
        else:
            self.pages.setCurrentWidget(self.doors)
            self.doors.ask_for_programme()

    def _who(self) -> str:
        """Say for the audit trail who sits here, as far as it can be known."""
        return self._keys.key_id if self._keys is not None else MANAGER

    def _with_keys(self, action: Callable[[ManagerKeys], None]) -> None:
        if self._keys is not None:
            action(self._keys)
        elif work.has_programme(self._data):
            self._then = action
            self._knock(self.doors.ask_for_passphrase)

    def _knock(self, ask: Callable[[], None]) -> None:
        """Go to a door; whoever leaves it comes back here."""
        if self.pages.currentWidget() is not self.doors:
            self._from = self.pages.currentWidget()
        self.pages.setCurrentWidget(self.doors)
        ask()

    def _opened(self, keys: ManagerKeys) -> None:
        self._keys = keys
        action, self._then = self._then, None
        if self._from is None:
            self.open(rail.IMPORT)  # a programme was just made
        self._come_back()
        if action is not None:
            action(keys)

    def _left(self) -> None:
        self._then = None
        self._come_back()

    def _come_back(self) -> None:
        self.pages.setCurrentWidget(self._from or self.import_page)

    def _renewed(self, keys: ManagerKeys) -> None:
        self._keys, self._then = keys, None
        self.open(rail.KEYS)
        self.programme.say_done(
            N_("The keys are new. Prepare the sticks: they carry the new card."), self.language
        )

    # Work

    def _import(self, keys: ManagerKeys, paths: Sequence[Path]) -> None:
        run = _Run(self.import_page)
        told = work.Told(self._errands.relay(run.advance), self._errands.relay(run.answered), run.stop)
        self._start(run, lambda beat: work.take_in(self._data, keys, paths, told, beat))

    def _accept(self, keys: ManagerKeys, kiosk: str) -> None:
        row = self.kiosks.list.waiting.row(kiosk)
        if row is not None:
            row.set_busy(True)
        run = _Run(self.import_page)
        advance = self._errands.relay(run.advance)
        self._start(run, lambda _beat: work.accept(self._data, keys, kiosk, advance))

    def _start(self, run: _Run, job: Callable[[Beat], None]) -> None:
        """Run something that takes files in; a second one waits for the first and adds to its lines."""
        if not self._runs:
            self.import_page.begin()
        self._runs.append(run)
        self._errands.run_long(
            job, run.stop, lambda _none: self._ran(run), lambda problem: self._failed(run, problem)
        )

    def _stop(self) -> None:
        for run in self._runs:
            run.stop.set()

    def _ran(self, run: _Run) -> None:
        run.is_over = True
        self._runs.remove(run)
        if not self._runs:
            self.import_page.intake.end()
        if self.pages.currentWidget() is self.kiosks:
            self.kiosks.look_again()
        self._look_again(self.imported.emit)

    def _failed(self, run: _Run, problem: KioskError) -> None:
        self._ran(run)
        for row in self.kiosks.list.waiting.rows:
            row.set_busy(False)
        for said in (self.import_page.intake.problem, self.kiosks.list.problem):
            said.say(problem.message, self.language, **problem.params)

    def _look_again(self, then: Callable[[], None] | None = None) -> None:
        keys = self._keys

        def show(overview: work.Overview) -> None:
            self._show(overview)
            if then is not None:
                then()

        self._tasks.run(lambda: work.overview(self._data, keys), show, self._cannot_show)

    def _look_at(self, page: str) -> None:
        self._look_again()
        shown = self.by_name[page]
        if isinstance(shown, ReportsPage | KiosksPage | PlacesPage | ProgrammePage | PrivacyPage):
            shown.look_again()

    def _show(self, overview: work.Overview) -> None:
        self.bar.name_programme(overview.programme)
        self.rail.show_asking(len(overview.asking), self.language)
        self.import_page.show_overview(overview, self.language)
        self.kiosks.list.waiting.show_asking(overview.asking)
        self.refreshed.emit()

    def _cannot_show(self, problem: KioskError) -> None:
        self.import_page.refuse(problem, self.language)

    # Window

    def _title(self) -> None:
        self.setWindowTitle(self.language.text("One-Stop Kiosk · Manager"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take in no more files after the one under way; a paper that nobody wrote down changes nothing."""
        self._stop()
        self.doors.close_for_good()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, on every page but those that ask for a passphrase."""
        if self.pages.currentWidget() in self.by_name.values() and local_paths(event.mimeData().urls()):
            event.acceptProposedAction()
            self.import_page.intake.drop.set_hovered(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self.import_page.intake.drop.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in. They are copied, whatever is proposed: a moved file would leave the stick."""
        self.import_page.intake.drop.set_hovered(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.open(rail.IMPORT)
        self.take_in(local_paths(event.mimeData().urls()))
