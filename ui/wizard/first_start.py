"""The first start of a desk: languages, programme and place, a volunteer with a PIN, the size of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.config import Settings
from kiosk.i18n import N_, Language, Languages
from kiosk.visits import VisitLog
from ui.desk.signin import SignIn
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.progress import Progress
from ui.widgets.text import Label
from ui.wizard.choices import Choices
from ui.wizard.frame import SetupFrame
from ui.wizard.languages_page import LanguagesPage
from ui.wizard.place_page import PlacePage
from ui.wizard.screen_page import ScreenPage

_TITLES = (
    N_("Languages of this desk"),
    N_("Programme and place"),
    N_("The first volunteer"),
    N_("Screen size"),
)
_VOLUNTEER = 2


class FirstStart(SetupFrame):
    """Four screens, each of which may be left as it is. `finished` once the desk may open, `try_wanted` for a try.

    One button leads on, in the corner; where a page's own does, or the last digit of a PIN, there is none. What may be
    left for later has a quiet one beside it.
    """

    finished = Signal()
    try_wanted = Signal()

    def __init__(self, settings: Settings, languages: Languages, codes: Sequence[str], log: VisitLog) -> None:
        super().__init__(languages[settings.volunteer_language], Look())
        self.choices = Choices(settings, self)
        self._step = 0
        self.volunteer = ""
        self.languages_page = LanguagesPage(self, self.choices, languages, codes)
        self.place_page = PlacePage(self, self.choices)
        self.sign_in = SignIn(self, log, "", framed=True)
        self.screen_page = ScreenPage(self, self.choices)
        pages = (self.languages_page, self.place_page, self.sign_in, self.screen_page)
        self._shown = [self.add_page(page, scrolls=page is self.place_page) for page in pages]
        #: Where the keyboard begins on each screen.
        self._firsts: tuple[QWidget, ...] = (
            self.languages_page.volunteer.button(settings.volunteer_language),
            self.place_page.site,
            self.sign_in.name_page.field,
            self.screen_page.picture,
        )
        self._where = Label("normal", colour="muted", wrap=False)
        self._progress = Progress()
        self.try_button = Button(N_("Just try it"))
        self.back_button = Button(N_("Back"), icon="back", height=64)
        self.later_button = Button(N_("Do this later"), height=64)
        self.next_button = Button(N_("Next"), kind="primary", icon="next", icon_after=True, height=64)
        self._connect()
        self.sign_in.start()
        self.refresh(self)
        self.dress(self.look)
        self._turn_to(0)

    def _connect(self) -> None:
        self.head.addWidget(self.try_button, 0, Qt.AlignmentFlag.AlignTop)
        self.foot.addWidget(self.back_button)
        self.foot.addWidget(self._where)
        self.foot.addWidget(self._progress, 1)
        self.foot.addWidget(self.later_button)
        self.foot.addWidget(self.next_button)
        self.try_button.clicked.connect(self.try_wanted)
        self.back_button.clicked.connect(self._go_back)
        self.place_page.turned.connect(self._say)
        self.next_button.clicked.connect(self._go_on)
        self.later_button.clicked.connect(lambda: self._turn_to(self._step + 1))
        self.sign_in.turned.connect(self._say)
        self.sign_in.signed_in.connect(self._take_volunteer)

    @property
    def step(self) -> int:
        """Which screen is shown, from 0 on."""
        return self._step

    def _go_back(self) -> None:
        if self._step == _VOLUNTEER and self.sign_in.begun:
            self.sign_in.start()
        else:
            self._turn_to(self._step - 1)

    def _go_on(self) -> None:
        if self._wants_volunteer:
            self.sign_in.name_page.take()
        elif self._step == len(_TITLES) - 1:
            self.finished.emit()
        else:
            self._turn_to(self._step + 1)

    def _take_volunteer(self, volunteer: str) -> None:
        self.volunteer = volunteer
        self._turn_to(_VOLUNTEER + 1)

    def _turn_to(self, step: int) -> None:
        self._step = step
        self.pages.setCurrentWidget(self._shown[step])
        self._firsts[step].setFocus(Qt.FocusReason.OtherFocusReason)
        self.back_button.setEnabled(step > 0)
        self._progress.show_step(step + 1, len(_TITLES))
        self._say()

    def dress(self, look: Look) -> None:
        """Take another look; the PIN's keys, which cannot scroll by themselves, get the room that they need."""
        super().dress(look)
        self.sign_in.setMinimumHeight(self.sign_in.entry.sizeHint().height())

    def speak(self, language: Language) -> None:
        """Change the language of every screen."""
        super().speak(language)
        self._say()

    def _say(self) -> None:
        language = self.language
        self.title.setText(language.text(_TITLES[self._step]))
        steps = {"step": language.number(self._step + 1), "steps": language.number(len(_TITLES))}
        self._where.setText(language.text("{step} of {steps}", **steps))
        last = self._step == len(_TITLES) - 1
        self.next_button.set_message(N_("Open the desk") if last else N_("Next"), language)
        self.later_button.setVisible(self._wants_volunteer)
        self.next_button.setVisible(self._leads_on)

    @property
    def _wants_volunteer(self) -> bool:
        return self._step == _VOLUNTEER and not self.volunteer

    @property
    def _leads_on(self) -> bool:
        """Whether the button in the corner leads on from what is shown."""
        if self._shown[self._step] is self.place_page:
            return not self.place_page.asks
        return not self._wants_volunteer or self.sign_in.names_first
