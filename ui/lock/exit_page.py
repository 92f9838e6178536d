"""The way out of resident mode: a code name where there are several, and its PIN."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import PinRefused, VisitLog
from ui.desk.volunteers import VolunteersPage
from ui.half import Half
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.paged_text import NO_MOST
from ui.widgets.pages import Pages
from ui.widgets.pin_entry import PinEntry
from ui.widgets.text import Label

_log = logging.getLogger(__name__)

#: A resident who came here by chance is back soon.
_OPEN_MS = 45_000
#: The pad is not wider than a hand, nor are the words beside it.
_WIDTH_MM = 110
_APART = 26


class ExitPage(Half):
    """`left` with the pseudonym of the volunteer whose PIN was right, `declined` to go back to the resident.

    Where a roster has taken the last PIN meanwhile, `left` comes at once, with nobody: the desk asks who is there.
    """

    left = Signal(str)
    declined = Signal()

    def __init__(self, language: Language, look: Look, log: VisitLog, practice_pin: str) -> None:
        super().__init__(language, look)
        self._log = log
        self._practice_pin = practice_pin
        self._volunteer = ""
        self._title = Label("heading", message=N_("Back to the desk"), bold=True)
        self._hint = Label("normal", colour="muted")
        self.names = VolunteersPage(self, gap=look.gap(0))
        self.entry = PinEntry(language)
        self.back_button = Button(N_("Back to the resident"), icon="back", kind="strong", role="large")
        self._pages = Pages()
        self._patience = QTimer(self, singleShot=True, interval=_OPEN_MS)
        self._patience.timeout.connect(self.declined)
        self._assemble()
        self.names.chosen.connect(self._ask_pin)
        self.entry.entered.connect(self._take)
        self.entry.pad.typed.connect(self._patience.start)
        self.back_button.clicked.connect(self.declined)
        self.refresh(self)

    def _assemble(self) -> None:
        for page in (self.names, self.entry):
            self._pages.addWidget(page)
        self._inside = QWidget()
        # Beside the pad, not above it: however long a refusal is, the keys stay as large as a finger needs.
        words = self._words = QVBoxLayout()
        words.setSpacing(self.look.gap(8))
        for label in (self._title, self._hint, self.entry.words):
            words.addWidget(label)
        words.addSpacing(self.look.gap(8))
        words.addWidget(self.back_button)
        words.addStretch(1)
        row = QHBoxLayout(self._inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_APART)
        row.addLayout(words, 1)
        row.addWidget(self._pages, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(26, 18, 26, 22)
        grid.addWidget(self._inside, 0, 0, Qt.AlignmentFlag.AlignHCenter)

    def open(self) -> None:
        """Ask who is there; with one volunteer only, at once for the PIN."""
        self._inside.setFixedWidth(min(2 * self.look.mm(_WIDTH_MM), self.width() - 52))
        known = [each.pseudonym for each in self._log.volunteers() if each.active and each.has_pin]
        if not known:
            _log.warning("resident mode: ended, nobody has a PIN")
            self.left.emit("")
            return
        self.names.show_volunteers(known)
        self.entry.clear()
        self._patience.start()
        if len(known) == 1:
            self._ask_pin(known[0])
        else:
            self._volunteer = ""
            self._hint.setText(self.language.text("Choose your code name."))
            self._turn_to(self.names)

    def _turn_to(self, page: QWidget) -> None:
        """Show the pad as high as the screen, or names in the middle of it."""
        width = (self._inside.width() - _APART) // 2
        wanted = max(self._words.totalHeightForWidth(width), self.names.whole_height(width))
        self._inside.setMaximumHeight(NO_MOST if page is self.entry else wanted)
        self._pages.setCurrentWidget(page)

    def close_page(self) -> None:
        """Forget what was typed."""
        self._patience.stop()
        self._volunteer = ""
        self.entry.clear()

    def _ask_pin(self, volunteer: str) -> None:
        self._volunteer = volunteer
        self._patience.start()
        said = (
            self.language.text("Practice shop: the PIN is {pin}", pin=self._practice_pin)
            if self._practice_pin
            else self.language.text("Type your PIN: 6 digits.")
        )
        self._hint.setText(f"{volunteer} · {said}")
        self.entry.clear()
        self._turn_to(self.entry)
        self.entry.pad.setFocus()

    def _take(self, digits: str) -> None:
        volunteer = self._volunteer
        try:
            self._log.check_pin(volunteer, digits)
        except PinRefused as refused:
            _log.warning("resident mode: the PIN of %s was refused", volunteer)
            self.entry.refuse(refused, refused.wait_seconds)
        except KioskError as refused:
            self.entry.refuse(refused)
        else:
            _log.info("resident mode: ended by %s", volunteer)
            self.close_page()
            self.left.emit(volunteer)
