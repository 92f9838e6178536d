"""The resident's window: it covers the screen, shows one thing at a time, and forgets everybody who leaves it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from kiosk.config import PRACTICE_PIN, Settings
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.speech import Manner, sentence
from kiosk.tutorials import Library
from kiosk.visits import Session, VisitLog
from kiosk.walkthrough import Walkthrough
from ui.desk.chooser import Chooser
from ui.desk.walkthrough_view import WalkthroughView
from ui.half import Half
from ui.idle import Idle
from ui.lock.exit_page import ExitPage
from ui.lock.guards import Guards
from ui.reading_order import ReadingOrder
from ui.resident.bar import ResidentBar
from ui.resident.called import Called
from ui.resident.feedback import FeedbackPage
from ui.resident.languages import LanguagesPage
from ui.resident.paper import PaperPage
from ui.resident.still_there import QUESTION, StillThere
from ui.speech import Speech
from ui.theme import CALM, HIGH_CONTRAST, Look, for_residents, look_of
from ui.widgets.pages import Pages
from ui.widgets.top_bar import TEXT_SCALES

_log = logging.getLogger(__name__)


class ResidentWindow(ReadingOrder, Half):
    """Locked from `begin` until a volunteer's PIN: then `left` carries the pseudonym.

    Each session ends in `forget`: by the resident, by idleness, or by the volunteer.
    """

    left = Signal(str)
    first_painted = Signal()

    def __init__(
        self,
        settings: Settings,
        languages: Languages,
        library: Library,
        log: VisitLog,
        session: Session,
        recordings: Path | None = None,
    ) -> None:
        super().__init__(languages[settings.languages[0]], _look(settings))
        self._settings = settings
        self._languages = languages
        self._library = library
        self._session = session
        self._painted = False
        volunteer = languages[settings.volunteer_language]
        pin = PRACTICE_PIN if settings.practice else ""
        offered = [languages[code] for code in settings.languages]
        self.bar = ResidentBar(offered)
        self.called = Called(volunteer)
        self.languages_page = LanguagesPage(offered)
        self.chooser = Chooser(library, settings.country, course=False)
        self.view = WalkthroughView(
            volunteer, self.look, languages.__getitem__, library.get, recordings, alone=True
        )
        self.paper = PaperPage(languages.__getitem__, settings.contact or settings.site)
        self.feedback = FeedbackPage()
        self.still_there = StillThere()
        self.exit_page = ExitPage(volunteer, self.look.at(1.0), log, pin)
        self._speech = Speech(self)
        self.guards = Guards(self)
        self.idle = Idle(settings.idle_seconds, self._busy, self)
        self._pages, self._root = Pages(), Pages()
        self._before: QWidget = self.languages_page
        self.setWindowTitle("One-Stop Kiosk")
        self.setWindowFlags(
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self._assemble()
        self._connect()
        self.refresh(self)
        self._show(self.languages_page)

    # Methods

    def begin(self) -> None:
        """Cover the screen and wait for the first resident."""
        self.forget()
        self.show()
        self.guards.close()

    def end(self) -> None:
        """Give the screen back."""
        self._end_session()
        self.forget()
        self.idle.rest()
        self.guards.open()

    def come_forward(self) -> None:
        """Cover the screen again, whatever came before it."""
        self.guards.cover()

    def open_tutorial(self, tutorial_id: str) -> None:
        """Open a walkthrough; the session begins with the first."""
        tutorial = self._library.get(tutorial_id)
        if tutorial is None:
            return
        self.view.open(Walkthrough(tutorial, self.language.code, self._settings.languages))
        self._show(self.view)
        self._follow()

    def choose_language(self, code: str) -> None:
        """Speak a language; who changes it on the way comes back to the same place."""
        self.speak(self._languages[code])
        self._show(self.chooser if self._before is self.languages_page else self._before)
        if self.view.walkthrough is not None:
            self._follow()

    def wear(self, look: Look) -> None:
        """Show everything in another text size or contrast."""
        self.dress(look)

    def forget(self) -> None:
        """Leave nothing of this resident: not on the screen, not behind it, not on the clipboard."""
        self._speech.reset()
        self.view.close_walkthrough()
        self.paper.forget()
        self.feedback.ask()
        self.chooser.forget()
        self.exit_page.close_page()
        self._show_called(False)
        clipboard = QGuiApplication.clipboard()
        clipboard.clear(QClipboard.Mode.Clipboard)
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        QGuiApplication.inputMethod().reset()
        self.wear(_look(self._settings))
        self.speak(self._languages[self._settings.languages[0]])
        self._before = self.languages_page
        self._root.setCurrentWidget(self._face)
        self._show(self.languages_page)
        self.idle.watch()

    # Internal: what it is made of

    def _assemble(self) -> None:
        pages: tuple[QWidget, ...] = (
            self.languages_page,
            self.chooser,
            self.view,
            self.paper,
            self.feedback,
        )
        for page in pages:
            self._pages.addWidget(page)
        self._face = QWidget()
        face = QVBoxLayout(self._face)
        face.setContentsMargins(0, 0, 0, 0)
        face.setSpacing(0)
        face.addWidget(self.bar)
        face.addWidget(self.called)
        face.addWidget(self._pages, 1)
        self.called.hide()
        for whole in (self._face, self.still_there, self.exit_page):
            self._root.addWidget(whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._root)
        # The screen gives the size; nothing that is shown asks for more.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def _connect(self) -> None:
        self._connect_bar()
        self.languages_page.chosen.connect(self.choose_language)
        self.chooser.chosen.connect(self.open_tutorial)
        self.view.moved.connect(self._follow)
        self.view.left.connect(self._show_topics)
        self.view.finished.connect(self._ask_whether_it_worked)
        self.view.wanted.connect(self.open_tutorial)
        self.view.take_home_wanted.connect(self._offer_sheet)
        self.paper.left.connect(lambda: self._show(self.view))
        self.paper.printed.connect(self._note_printed)
        self.feedback.told.connect(lambda code: self._attempt(lambda: self._session.tell(code)))
        self.feedback.another.connect(self._show_topics)
        self.feedback.done.connect(self._start_over)
        self.idle.asked.connect(self._ask_whether_there)
        self.idle.counted.connect(self.still_there.show_left)
        self.idle.expired.connect(self._expire)
        self.still_there.stay.connect(self._stay)

    def _connect_bar(self) -> None:
        bar = self.bar
        bar.language.clicked.connect(self._offer_languages)
        bar.text_size.clicked.connect(self._larger_text)
        bar.contrast.clicked.connect(self._other_contrast)
        bar.start_over.clicked.connect(self._start_over)
        bar.help.clicked.connect(self._call)
        bar.mark.held.connect(self._offer_exit)
        self.called.closed.connect(lambda: self._show_called(False))
        self.exit_page.declined.connect(self._close_exit)
        self.exit_page.left.connect(self.left)

    # Internal: the way

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        choosing = page is self.languages_page
        self.bar.show_way(language=not choosing, begun=not choosing or self._before is not page)

    def _show_topics(self) -> None:
        self.view.close_walkthrough()
        self.paper.forget()
        self.chooser.clear()
        self._show(self.chooser)

    def _offer_languages(self) -> None:
        self._before = self._pages.currentWidget() or self.languages_page
        self.view.voice.speech.stop()
        self._show(self.languages_page)

    def _offer_sheet(self) -> None:
        walk = self.view.walkthrough
        if walk is not None:
            self.paper.open(walk.tutorial, walk.language)
            self._show(self.paper)

    def _note_printed(self) -> None:
        walk = self.view.walkthrough
        if walk is not None:
            walk.printed = True
            self._follow()

    def _ask_whether_it_worked(self) -> None:
        self._follow()
        self.view.close_walkthrough()
        self.feedback.ask()
        self._show(self.feedback)

    def _larger_text(self) -> None:
        following = next((scale for scale in TEXT_SCALES if scale > self.look.scale), TEXT_SCALES[0])
        self.wear(self.look.at(following))

    def _other_contrast(self) -> None:
        self.wear(self.look.wearing(CALM if self.look.colours is HIGH_CONTRAST else HIGH_CONTRAST))

    def _call(self) -> None:
        QApplication.beep()
        self._show_called(True)

    def _show_called(self, called: bool) -> None:
        self.called.setVisible(called)
        self.bar.show_called(called)

    # Internal: the session

    def _follow(self) -> None:
        walk = self.view.walkthrough
        if walk is not None:
            use, services, language = walk.use(), walk.tutorial.services, walk.language
            self._attempt(lambda: self._session.follow(use, services, language))

    def _start_over(self) -> None:
        self._end_session()
        self.forget()

    def _end_session(self, idle: float = 0.0) -> None:
        self._attempt(lambda: self._session.end(idle))

    def _attempt(self, write: Callable[[], object]) -> None:
        """Write into the log. A resident can do nothing about a log that refuses; the volunteer's doctor can."""
        try:
            write()
        except KioskError as refused:
            _log.error("a session alone could not be written: %s", refused)

    # Internal: is anybody there?

    def _busy(self) -> bool:
        return self._speech.speaking or self.view.voice.speech.speaking

    def _ask_whether_there(self) -> None:
        if self._pages.currentWidget() is self.languages_page and self._before is self.languages_page:
            self.forget()  # nothing has begun that anybody could lose
            return
        self.exit_page.close_page()
        self.still_there.show_left(self.idle.left)
        self._root.setCurrentWidget(self.still_there)
        self.still_there.button.setFocus()
        how = sentence(self.language.text(QUESTION), self.language.code, Manner())
        if how is not None:
            self._speech.say(how)

    def _stay(self) -> None:
        self._speech.stop()
        self.idle.stay()
        self._root.setCurrentWidget(self._face)

    def _expire(self) -> None:
        self._end_session(self.idle.silence)
        self.forget()

    # Internal: the way out

    def _offer_exit(self) -> None:
        self.exit_page.dress(self.look.at(1.0))
        self._root.setCurrentWidget(self.exit_page)
        self.exit_page.open()

    def _close_exit(self) -> None:
        self.exit_page.close_page()
        self._root.setCurrentWidget(self._face)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, whoever asks, while it is locked."""
        event.setAccepted(not self.guards.on)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground; tell once that somebody can see it."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)


def _look(settings: Settings) -> Look:
    return for_residents(look_of(settings)).at(settings.text_scale / 100)
