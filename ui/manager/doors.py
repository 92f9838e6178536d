"""What stands before the pages: the first programme, the passphrase, and keys that come from paper."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kiosk.centre import NewProgramme
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.keys import ManagerKeys
from ui.half import Part, half_of
from ui.manager import work
from ui.manager.lost_keys import NextKeyPage, RestorePage
from ui.manager.unlock import CreatePage, PaperPage, UnlockPage
from ui.tasks import Tasks

NOT_WRITTEN_DOWN = N_("The paper was not written down, so nothing was changed.")


class Doors(Part, QStackedWidget):
    """`opened` with keys by their passphrase or of a new programme, `renewed` with keys from paper, `left` without any.

    `bound` tells whether there is no way around the door that is open: a programme must be made, or a paper written.
    """

    opened = Signal(object)
    renewed = Signal(object)
    left = Signal()
    bound = Signal(bool)

    def __init__(self, data: DataFolder, tasks: Tasks, language: Language) -> None:
        super().__init__()
        self._data = data
        self._tasks = tasks
        self._language = language
        self._made: ManagerKeys | None = None
        self._written = Event()
        self._leaving = False
        self.unlock = UnlockPage()
        self.restore = RestorePage()
        self.next_key = NextKeyPage()
        self.create_page = CreatePage()
        self.paper = PaperPage()
        for door in (self.unlock, self.restore, self.next_key, self.create_page, self.paper):
            self.addWidget(door)
        self.unlock.passphrase_typed.connect(self._try_passphrase)
        self.unlock.lost.connect(self.ask_for_papers)
        self.restore.wanted.connect(self._restore)
        self.next_key.wanted.connect(self._take_next_key)
        for page in (self.unlock, self.restore, self.next_key):
            page.left.connect(self.leave)
        self.create_page.asked.connect(self._create)
        self.paper.written_down.connect(self._paper_done)

    def retranslate(self, language: Language) -> None:
        """Answers are shown in this language."""
        self._language = language

    # Which door

    def ask_for_passphrase(self) -> None:
        """Show where the passphrase is typed."""
        self._show(self.unlock)
        self.unlock.begin(self._language)

    def ask_for_papers(self) -> None:
        """Show where the keys are made anew from paper."""
        self._show(self.restore)
        self.restore.begin(self._language)

    def ask_for_next_key(self) -> None:
        """Show where the next signing key is typed from its paper."""
        self._show(self.next_key)
        self.next_key.begin(self._language)

    def ask_for_programme(self) -> None:
        """Show where a programme is made."""
        self._show(self.create_page)
        self.create_page.begin(self._language)

    def show_paper(self, paper: str) -> None:
        """Show what must be written down before anything goes on."""
        self.paper.show_paper(paper)
        if (half := half_of(self)) is not None:
            half.refresh(self.paper)
        self._show(self.paper)

    def leave(self) -> None:
        """Go back to where one was; no passphrase stays in a field."""
        if self.currentWidget() not in (self.create_page, self.paper):
            self._forget()
            self.left.emit()

    def close_for_good(self) -> None:
        """The window goes: a paper that nobody wrote down changes nothing."""
        self._leaving = not self._written.is_set()
        self._written.set()

    def _show(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        self.bound.emit(page in (self.create_page, self.paper))

    def _forget(self) -> None:
        for page in (self.unlock, self.restore, self.next_key):
            page.begin(self._language)

    # A programme and its passphrase

    def _create(self, name: str, passphrase: str) -> None:
        self._tasks.run(
            lambda: work.create(self._data, name, passphrase),
            self._created,
            lambda problem: self.create_page.refuse(problem, self._language),
        )

    def _created(self, made: NewProgramme) -> None:
        self._made = made.keys
        self.create_page.forget()
        self.show_paper(made.paper)

    def _paper_done(self) -> None:
        self.paper.forget()
        self.bound.emit(False)
        self._written.set()
        made, self._made = self._made, None
        if made is not None:
            self.opened.emit(made)

    def _try_passphrase(self, passphrase: str) -> None:
        self._tasks.run(
            lambda: work.unlock(self._data, passphrase),
            self._unlocked,
            lambda problem: self.unlock.refuse(problem, self._language),
        )

    def _unlocked(self, keys: ManagerKeys) -> None:
        self._forget()
        self.opened.emit(keys)

    # Keys from paper

    def _restore(self, signing: str, sealing: str, passphrase: str) -> None:
        show = self._hand_out()
        self._tasks.run(
            lambda: work.restore(self._data, signing, sealing, passphrase, show),
            self._restored,
            lambda problem: self._refuse(self.restore, problem),
        )

    def _take_next_key(self, paper: str, passphrase: str) -> None:
        show = self._hand_out()
        self._tasks.run(
            lambda: work.take_next_key(self._data, paper, passphrase, show),
            self._restored,
            lambda problem: self._refuse(self.next_key, problem),
        )

    def _hand_out(self) -> Callable[[str], None]:
        """Return what shows a paper and waits, in the worker's thread, until somebody has written it down."""
        self._written.clear()
        show = self._tasks.relay(self.show_paper)

        def hand_out(paper: str) -> None:
            show(paper)
            self._written.wait()
            if self._leaving:
                raise KioskError(NOT_WRITTEN_DOWN)

        return hand_out

    def _refuse(self, page: RestorePage | NextKeyPage, problem: KioskError) -> None:
        self._show(page)
        page.refuse(problem, self._language)

    def _restored(self, keys: ManagerKeys) -> None:
        self._forget()
        self.bound.emit(False)
        self.renewed.emit(keys)
