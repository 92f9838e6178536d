"""A walkthrough on paper, for a resident alone: how it will look, page by page, and one button to print it.

No files, no choice of printers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.handout import handout
from kiosk.i18n import N_, Language
from kiosk.tutorials import Tutorial
from ui.desk.take_home import Preview
from ui.half import Part
from ui.handout import Sheet, pictures, print_now, printer_there
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

_NO_PRINTER = N_("A volunteer can print this for you: call one with the bell above.")
#: Text scale from which on the page's picture has little room beside the words; in pixels, from which width on it has.
_LARGE, _WIDE = 1.5, 900
_GAP = 14
#: So many targets high a page is on which they have.
_LOW = 6


class _Turning(Part, QWidget):
    """Which page is shown, and the ways to the one before and the one after. `turned` carries the page, from 0 on."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._page, self._pages = 0, 1
        self.before = Button(N_("Previous page"), icon="back", icon_only=True)
        self.after = Button(N_("Turn the page"), icon="next", icon_only=True)
        self._where = Label("large", wrap=False)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.before)
        self._row.addWidget(self._where, 1, Qt.AlignmentFlag.AlignCenter)
        self._row.addWidget(self.after)
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))

    @property
    def page(self) -> int:
        """The page that is shown."""
        return self._page

    def begin(self, pages: int, language: Language) -> None:
        """Stand at the first of so many pages."""
        self._page, self._pages = 0, pages
        self.retranslate(language)
        self._offer()

    def turn(self, by: int) -> None:
        """Go on or back by a page, where there is one."""
        page = max(0, min(self._page + by, self._pages - 1))
        if page != self._page:
            self._page = page
            self._offer()
            self.turned.emit(page)

    def _offer(self) -> None:
        """Let nobody turn in vain; the keyboard goes to the other way where one ends."""
        ways = (
            (self.before, self.after, self._page > 0),
            (self.after, self.before, self._page < self._pages - 1),
        )
        for way, other, there in ways:
            if not there and way.hasFocus():
                other.setEnabled(True)
                other.setFocus(Qt.FocusReason.TabFocusReason)
        for way, _, there in ways:
            way.setEnabled(there)
        self._say()

    def retranslate(self, language: Language) -> None:
        """Say which page this is."""
        self._language = language
        self._say()

    def _say(self) -> None:
        language = self._language
        numbers = {"step": language.number(self._page + 1), "steps": language.number(self._pages)}
        self._where.setText(language.text(N_("{step} of {steps}"), **numbers))

    def restyle(self, look: Look) -> None:
        """Keep what is tapped apart."""
        self._row.setSpacing(look.gap(_GAP))


class PaperPage(Part, QWidget):
    """`left` to go back, `printed` when a sheet was made."""

    left = Signal()
    printed = Signal()

    def __init__(self, languages: Callable[[str], Language], contact: str) -> None:
        super().__init__()
        self._languages = languages
        self._contact = contact
        self._tutorial: Tutorial | None = None
        self._code = "en"
        self._look = Look()
        self._sheets: list[QImage] = []
        self._preview = Preview()
        self.turning = _Turning()
        self._title = Label("title", message=N_("Take it home"), bold=True)
        self._said = Label("step")
        self.large = Button(N_("Large print"), icon="text-size", role="large", checkable=True)
        self.print_button = Button(
            N_("Print"), kind="primary", icon="printer", role="large", bold=True, height=72
        )
        self.back_button = Button(N_("Back"), kind="strong", icon="back", role="large", bold=True, height=72)
        self._assemble()
        self.turning.turned.connect(lambda page: self._preview.show_page(self._sheets[page]))
        self.large.clicked.connect(self._show)
        self.print_button.clicked.connect(self._print)
        self.back_button.clicked.connect(self.left)

    def _assemble(self) -> None:
        self._way = QHBoxLayout()
        self._way.addWidget(self.back_button, 2)
        self._way.addWidget(self.print_button, 3)
        self._words = QVBoxLayout()
        self._words.setContentsMargins(0, 0, 0, 0)
        for part in (self._title, self.large, self._said):
            self._words.addWidget(part)
        self._words.addStretch(1)
        self._column = QVBoxLayout()
        self._column.addWidget(Scroller(self._words), 1)
        self._column.addWidget(self.turning)
        self._column.addLayout(self._way)
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 18, 26, 22)
        row.setSpacing(26)
        row.addWidget(self._preview, 4)
        row.addLayout(self._column, 5)

    def open(self, tutorial: Tutorial, code: str) -> None:
        """Show a walkthrough's sheet in the resident's language."""
        self._tutorial, self._code = tutorial, code
        there = printer_there()
        self.large.setChecked(False)
        self.print_button.setVisible(there)
        self._said.setText("" if there else self._languages(code).text(_NO_PRINTER))
        self._show()

    def forget(self) -> None:
        """Lose the sheet."""
        self._tutorial, self._sheets = None, []
        self._said.setText("")
        self._preview.show_page(QImage())

    def retranslate(self, language: Language) -> None:
        """Make the sheet in the resident's language."""
        if self._tutorial is not None and language.code != self._code:
            self.open(self._tutorial, language.code)

    def restyle(self, look: Look) -> None:
        """Take the look; the page keeps its room however large the letters are, and the words scroll."""
        self._look = look
        self._make_room()
        for layout in (self._way, self._words, self._column):
            layout.setSpacing(look.gap(_GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen, or with large print on a narrow one, there are only words."""
        self._make_room()

    def _make_room(self) -> None:
        low = self.height() < _LOW * self._look.touch()
        large = self._look.scale >= _LARGE
        self._preview.setVisible(not low and (not large or self.width() >= _WIDE))
        # Nobody turns pages that are not seen.
        self.turning.setVisible(len(self._sheets) > 1 and not self._preview.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages by the keys that are named after it."""
        by = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if by and self.turning.isVisible():
            self.turning.turn(by)
        else:
            super().keyPressEvent(event)

    def _sheet(self) -> Sheet:
        return Sheet(large_print=self.large.isChecked())

    def _show(self) -> None:
        if self._tutorial is not None:
            content = handout(self._tutorial, (self._code,), self._contact, date.today())
            self._sheets = pictures(content, self._sheet(), self._languages, 900)
            self.turning.begin(len(self._sheets), self._languages(self._code))
            self._make_room()
            self._preview.show_page(self._sheets[0])

    def _print(self) -> None:
        if self._tutorial is None:
            return
        content, language = (
            handout(self._tutorial, (self._code,), self._contact, date.today()),
            self._languages(self._code),
        )
        try:
            print_now(content, self._sheet(), self._languages)
        except KioskError:
            self._said.setText(language.text(_NO_PRINTER))
            return
        self._said.setText(language.text(N_("It is at the printer.")))
        self.printed.emit()
