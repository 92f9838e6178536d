"""The desk: one window of two halves. Left the walkthrough, right the visit; each in its own reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout

from kiosk.config import Settings
from kiosk.i18n import N_, Language, Languages
from kiosk.tutorials import Library
from kiosk.walkthrough import Walkthrough
from ui.desk.banner import Banner
from ui.desk.chooser import Chooser
from ui.desk.panel import VisitPanel
from ui.half import Half
from ui.reading_order import ReadingOrder
from ui.theme import CALM, HIGH_CONTRAST, Colours, Look, look_of
from ui.widgets.top_bar import TEXT_SCALES, TopBar

if TYPE_CHECKING:
    from ui.classroom import Classroom
    from ui.desk.take_home import TakeHome
    from ui.desk.walkthrough_view import WalkthroughView

#: The visit panel's width as a share of the window's, and its bounds in pixels.
_PANEL_SHARE, _PANEL_LEAST, _PANEL_MOST = 0.27, 300, 372


class DeskWindow(ReadingOrder, Half):
    """The whole window is the resident's half; panel and banner are the volunteer's, inside it."""

    settings_changed = Signal(object)
    first_painted = Signal()
    sheet_wanted = Signal(str, bytes)
    hand_over_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        languages: Languages,
        library: Library,
        panel: VisitPanel,
        banner: Banner,
        recordings: Path | None = None,
    ) -> None:
        super().__init__(languages[settings.languages[0]], _look(settings))
        self._settings = settings
        self._languages = languages
        self._library = library
        self._panel = panel
        self._banner = banner
        self._recordings = recordings
        self._bar = TopBar(self.language, self.look, [languages[code] for code in settings.languages])
        self._chooser = Chooser(library, settings.country)
        self._painted = False
        self._classroom: Classroom | None = None
        self._left = QStackedWidget()
        self.setWindowTitle("One-Stop Kiosk")
        self._assemble()
        self._connect()
        self._bar.dress(self.look)
        self.refresh(self)

    # Properties

    @cached_property
    def view(self) -> WalkthroughView:
        """The walkthrough; built when it is first wanted, or by `prepare` after the first paint."""
        from ui.desk.walkthrough_view import WalkthroughView

        view = WalkthroughView(
            self._panel.language,
            self.look,
            self._languages.__getitem__,
            self._library.get,
            self._recordings,
        )
        view.moved.connect(self._follow)
        view.finished.connect(self.show_topics)
        view.left.connect(self.show_topics)
        view.wanted.connect(self.open_tutorial)
        view.no_longer_matches.connect(self._report_step)
        view.take_home_wanted.connect(self._offer_sheet)
        self._left.addWidget(view)
        self.refresh(view)
        return view

    @cached_property
    def take_home(self) -> TakeHome:
        """The page that puts a walkthrough on paper; built when it is first wanted."""
        from ui.desk.take_home import TakeHome

        page = TakeHome(self._languages.__getitem__, self._settings.contact or self._settings.site)
        page.left.connect(lambda: self._left.setCurrentWidget(self.view))
        page.printed.connect(self._note_printed)
        page.save_wanted.connect(self.sheet_wanted)
        page.class_wanted.connect(lambda: self.teach(page.codes))
        self._left.addWidget(page)
        self.refresh(page)
        return page

    @property
    def settings(self) -> Settings:
        """What this desk has chosen."""
        return self._settings

    @property
    def bar(self) -> TopBar:
        """The bar at the top."""
        return self._bar

    @property
    def chooser(self) -> Chooser:
        """The topic chooser."""
        return self._chooser

    @property
    def banner(self) -> Banner:
        """The yellow line."""
        return self._banner

    @property
    def panel(self) -> VisitPanel:
        """The visit panel."""
        return self._panel

    # Methods

    def open_tutorial(self, tutorial_id: str) -> None:
        """Open a walkthrough and fill the visit with it."""
        tutorial = self._library.get(tutorial_id)
        if tutorial is None:
            return
        self.view.open(Walkthrough(tutorial, self.language.code, self._settings.languages))
        self._left.setCurrentWidget(self.view)
        self._follow()
        # Its other languages are read while the resident reads the first step: a switch then finds them ready.
        QTimer.singleShot(0, lambda: [tutorial.text(code) for code in self._settings.languages])

    def choose_language(self, code: str) -> None:
        """Speak the resident's language everywhere but in the volunteer's half; the step stays."""
        language = self._languages[code]
        self.speak(language)
        self._bar.show_language(language)
        self._panel.hear(code)
        if self._left.currentWidget() is not self._chooser:
            # The eye first: the draft is written once the new words are painted.
            QTimer.singleShot(0, self._follow)

    def wear(self, look: Look) -> None:
        """Show the resident's half in another text size or contrast."""
        self.dress(look)
        self._bar.dress(look)

    def prepare(self) -> None:
        """Build what the first screen did not need: the other pages, and the index over every language's texts."""
        _ = self.view
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.teach)
        self._panel.prepare()
        self._library.prove_own(self._settings.languages)
        self._name_left_out()
        self._chooser.prepare()
        # Said once behind the curtain: Qt makes much at the first time, and the first tap on a language must not wait.
        self.speak(self.language)
        self._bar.speak(self.language)

    def show_topics(self) -> None:
        """Go back to the topics; what was read and searched is forgotten."""
        self.view.close_walkthrough()
        if "take_home" in self.__dict__:
            self.take_home.close_tutorial()
        self._chooser.clear()
        self._left.setCurrentWidget(self._chooser)

    def show_to(self, volunteer: str) -> None:
        """Come back from a resident, to the volunteer whose PIN was typed; to nobody, where nobody has one."""
        self._start_over()
        self.showMaximized()
        if self._panel.volunteer not in ("", volunteer):
            self._panel.sign_out()
        if volunteer:
            self._panel.sign_in.signed_in.emit(volunteer)

    def take_settings(self, settings: Settings) -> None:
        """Use what a roster has changed: choices that are kept later must not bring the old place back."""
        self._settings = settings
        self._panel.duty.take_settings(settings)

    def remember_stick(self, stick: str) -> None:
        """Keep a stick that the volunteer said yes to among this desk's own."""
        if stick not in self._settings.known_sticks:
            self._change(known_sticks=(*self._settings.known_sticks, stick))

    def tell_of_sheet(self, message: str, values: dict[str, object], done: bool) -> None:
        """Say how saving a sheet ended, in the resident's language."""
        self.take_home.say(self.language.text(message, **values))
        if done:
            self._note_printed()

    # Internal

    def _name_left_out(self) -> None:
        """Tell the volunteer which of the shop's own walkthroughs cannot be shown, and why."""
        left_out = self._library.left_out
        if not left_out:
            return

        def say(language: Language) -> tuple[str, str]:
            why = (language.text(refused.message, **refused.params) for refused in left_out)
            return language.text("Some walkthroughs are left out:"), " ".join(why)

        self._banner.show_line(say, [(N_("Understood"), self._banner.clear)])

    def _assemble(self) -> None:
        self._left.addWidget(self._chooser)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._left, 1)
        row.addWidget(self._panel)
        self._panel.setFixedWidth(_PANEL_MOST)  # nobody lays the topics out for room that it will take
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._banner)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self._bar.language_chosen.connect(self.choose_language)
        self._bar.text_size_wanted.connect(self._larger_text)
        self._bar.contrast_wanted.connect(self._other_contrast)
        self._bar.start_over_wanted.connect(self._start_over)
        self._bar.help_wanted.connect(self._call)
        self._bar.fold_wanted.connect(self._fold_panel)
        self._bar.hand_over_wanted.connect(self.hand_over_wanted)
        self._panel.signed_in.connect(lambda _volunteer: self._bar.offer_handover(True))
        self._panel.signed_out.connect(lambda: self._bar.offer_handover(False))
        self._chooser.chosen.connect(self.open_tutorial)
        self._panel.visit_closed.connect(self.show_topics)
        self._panel.volunteer_language_chosen.connect(self._speak_to_volunteer)

    def _follow(self) -> None:
        """Let the visit know which step is shown, in which language."""
        walk = self.view.walkthrough
        if walk is not None:
            self._panel.follow(walk.use(), walk.tutorial.services, walk.language)

    def teach(self, codes: Sequence[str] = ()) -> None:
        """Show the open walkthrough to a class, in its own language or in those that are named."""
        from ui.desk.teaching import classroom  # few desks teach

        walk = self.view.walkthrough
        if walk is None:
            return
        if self._classroom is not None:  # one class at a time: its slides are tens of megabytes
            self._classroom.close()
        room = classroom(walk, codes or (walk.language,), self._languages.__getitem__)
        room.left.connect(self._end_class)
        self._classroom = room
        room.open_beside(self)

    def _end_class(self) -> None:
        room, self._classroom = self._classroom, None
        if room is not None:
            room.deleteLater()
        self.activateWindow()

    def _offer_sheet(self) -> None:
        walk = self.view.walkthrough
        if walk is not None:
            self.take_home.open(walk.tutorial, walk.language, self._panel.language.code)
            self._left.setCurrentWidget(self.take_home)

    def _note_printed(self) -> None:
        walk = self.view.walkthrough
        if walk is not None:
            walk.printed = True
            self._follow()

    def _report_step(self) -> None:
        walk = self.view.walkthrough
        if walk is not None and walk.step is not None:
            self._panel.report_step(walk.tutorial.id, walk.tutorial.version, walk.step.id, walk.language)

    def _start_over(self) -> None:
        """The next resident begins as this one did: first language, normal text, the topics."""
        self.wear(_look(self._settings))
        self._wear_beside(self.look.colours)
        self.choose_language(self._settings.languages[0])
        self.show_topics()

    def _larger_text(self) -> None:
        following = next((scale for scale in TEXT_SCALES if scale > self.look.scale), TEXT_SCALES[0])
        self.wear(self.look.at(following))

    def _other_contrast(self) -> None:
        colours = CALM if self.look.colours is HIGH_CONTRAST else HIGH_CONTRAST
        self.wear(self.look.wearing(colours))
        self._wear_beside(colours)

    def _wear_beside(self, colours: Colours) -> None:
        """The volunteer's half and the line above never stand in other colours than the resident's."""
        for half in (self._panel, self._banner):
            half.dress(half.look.wearing(colours))

    def _fold_panel(self) -> None:
        """Give the walkthrough the whole width, or the visit its place again."""
        folded = not self._panel.isHidden()
        self._panel.setVisible(not folded)
        self._bar.show_folded(folded)

    def _call(self) -> None:
        QApplication.beep()
        QApplication.alert(self)
        self._banner.call_for_help()

    def _speak_to_volunteer(self, code: str) -> None:
        language = self._languages[code]
        for half in (self._panel, self._banner):
            half.speak(language)
        self.view.speak_beside(language)
        self._change(volunteer_language=code)

    def _change(self, **changes: object) -> None:
        self._settings = self._settings.with_changes(**changes)
        self._panel.duty.take_settings(self._settings)
        self.settings_changed.emit(changes)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground; tell once that somebody can see the desk."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panel its share."""
        width = round(self.width() * _PANEL_SHARE)
        self._panel.setFixedWidth(max(_PANEL_LEAST, min(width, _PANEL_MOST)))


def _look(settings: Settings) -> Look:
    return look_of(settings).at(settings.text_scale / 100)
