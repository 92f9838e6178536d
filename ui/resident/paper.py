"""A walkthrough on paper, for a resident alone: how it will look, and one button. No files, no choice of printers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent
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
from ui.widgets.text import Label

_NO_PRINTER = N_("A volunteer can print this for you: call one with the bell above.")
#: Text scale from which on the page's picture has little room beside the words; in pixels, from which width on it has.
_LARGE, _WIDE = 1.5, 1200
_GAP = 14
#: So many targets high a page is on which they have.
_LOW = 6


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
        self._preview = Preview()
        self._title = Label("title", message=N_("Take it home"), bold=True)
        self._said = Label("step")
        self.large = Button(N_("Large print"), icon="text-size", role="large", checkable=True)
        self.print_button = Button(
            N_("Print"), kind="primary", icon="printer", role="large", bold=True, height=72
        )
        self.back_button = Button(N_("Back"), kind="strong", icon="back", role="large", bold=True, height=72)
        self._assemble()
        self.large.clicked.connect(self._show)
        self.print_button.clicked.connect(self._print)
        self.back_button.clicked.connect(self.left)

    def _assemble(self) -> None:
        self._way = QHBoxLayout()
        self._way.addWidget(self.back_button, 2)
        self._way.addWidget(self.print_button, 3)
        self._column = QVBoxLayout()
        self._column.addWidget(self._title)
        self._column.addWidget(self.large)
        self._column.addWidget(self._said)
        self._column.addStretch(1)
        self._column.addLayout(self._way)
        row = self._row = QHBoxLayout(self)
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
        self._tutorial = None
        self._said.setText("")
        self._preview.show_page(QImage())

    def retranslate(self, language: Language) -> None:
        """Make the sheet in the resident's language."""
        if self._tutorial is not None and language.code != self._code:
            self.open(self._tutorial, language.code)

    def restyle(self, look: Look) -> None:
        """At large print the words take more of the width."""
        self._look = look
        self._make_room()
        for layout in (self._way, self._column):
            layout.setSpacing(look.gap(_GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen they do so, too."""
        self._make_room()

    def _make_room(self) -> None:
        low = self.height() < _LOW * self._look.touch()
        large = self._look.scale >= _LARGE
        self._preview.setVisible(not low and (not large or self.width() >= _WIDE))
        self._row.setStretch(0, 2 if large else 4)

    def _sheet(self) -> Sheet:
        return Sheet(large_print=self.large.isChecked())

    def _show(self) -> None:
        if self._tutorial is not None:
            content = handout(self._tutorial, (self._code,), self._contact, date.today())
            self._preview.show_page(pictures(content, self._sheet(), self._languages, 900)[0])

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
