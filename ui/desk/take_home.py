"""A walkthrough on paper: how it will look, in which languages and size, to the printer or onto a stick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.handout import NO_PRINTER, Kind, handout
from kiosk.i18n import N_, Language
from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

if TYPE_CHECKING:
    from kiosk.tutorials import Tutorial
    from ui.handout import Sheet

#: Text scale from which on the choices stand below each other, so that the page's picture keeps its room.
_LARGE = 1.5
#: In pixels: with large print, a page's picture has room beside the choices from here on.
_WIDE = 600
#: On a low screen the picture of a page is small rather than that it pushes a button out.
_LEAST_HIGH = 120
_KINDS = {Kind.HANDOUT: N_("Handout"), Kind.POSTER: N_("Poster"), Kind.SLIDES: N_("Slides")}


class Preview(Part, QWidget):
    """The page as it will be, on its edge of grey."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._page = QImage()
        self.setMinimumSize(180, _LEAST_HIGH)

    def show_page(self, page: QImage) -> None:
        """Show one page."""
        self._page = page
        self.update()

    def restyle(self, look: Look) -> None:
        """Take the colour of the edge."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return QSize(420, 560)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page as large as it fits."""
        if self._page.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._page.size().scaled(self.size() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.fillRect(left - 1, top - 1, size.width() + 2, size.height() + 2, self._look.colour("edge"))
        painter.drawImage(left, top, self._page.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))


class _Choices(Scroller):
    """What can be chosen: as wide as its words need; where the screen is low it scrolls."""

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__(column)
        self._column = column

    def minimumSizeHint(self) -> QSize:
        """Never narrower than what stands in it."""
        return QSize(self._column.minimumSize().width(), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Other words may need another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out anew: the size that words got while they were hidden Qt does not tell to their layout."""
        super().showEvent(event)
        self._column.invalidate()
        self._column.activate()


class TakeHome(Part, QWidget):
    """`left` to go back; `printed` when a sheet was made; `save_wanted` with a file's name and the PDF itself.

    `class_wanted`: the slides on a projector, in the languages of `codes`.
    """

    left = Signal()
    printed = Signal()
    save_wanted = Signal(str, bytes)
    class_wanted = Signal()

    def __init__(self, languages: Callable[[str], Language], contact: str) -> None:
        super().__init__()
        self._languages = languages
        self._contact = contact
        self._tutorial: Tutorial | None = None
        self._look = Look()
        self._codes: tuple[str, str] = ("en", "en")
        self._pages: list[QImage] = []
        self._page = 0
        self._title = Label("heading", message=N_("Take it home"), bold=True)
        self._said = Label("normal", colour="muted")
        self._preview = Preview()
        self._kinds = {kind: Button(text, checkable=True, kind="tab") for kind, text in _KINDS.items()}
        self._both = Button(N_("Two languages"), icon="both-languages", checkable=True)
        self._large = Button(N_("Large print"), icon="text-size", checkable=True)
        self._small_paper = Button(N_("Small paper (A5)"), icon="paper", checkable=True)
        self._turn = Button(N_("Turn the page"), icon="next", icon_after=True)
        self.print_button = Button(N_("Print"), icon="printer", kind="primary", role="large", height=72)
        self.save_button = Button(N_("Save on a stick"), icon="usb", kind="strong", height=64)
        self.class_button = Button(N_("Show it to a class"), icon="screen", height=64)
        self.back_button = Button(N_("Back"), icon="back", height=64)
        self._assemble()
        self._connect()

    # Methods

    def open(self, tutorial: Tutorial, language: str, beside: str) -> None:
        """Offer a walkthrough on paper in `language`, `beside` as the second one."""
        from ui.handout import printer_there

        self._tutorial = tutorial
        self._codes = (language, beside)
        self._kinds[Kind.HANDOUT].setChecked(True)
        for option in (self._both, self._large, self._small_paper):
            option.setChecked(False)
        self._said.setText("")
        self._offer_printing(printer_there())
        self._show()

    def close_tutorial(self) -> None:
        """Forget what was shown."""
        self._tutorial, self._pages = None, []
        self._preview.show_page(QImage())

    def say(self, text: str) -> None:
        """Tell how printing or saving ended."""
        self._said.setText(text)

    def retranslate(self, language: Language) -> None:
        """Make the sheet in the resident's language."""
        if self._tutorial is not None and language.code != self._codes[0]:
            self._codes = (language.code, self._codes[1])
            self._say_printer()
            self._show()

    def restyle(self, look: Look) -> None:
        """At large print the choices are stacked and scroll: the page is not to shrink as the letters grow."""
        self._look = look
        self._stack(large=look.scale >= _LARGE)
        self._offer_printing(self.print_button.isEnabled())
        self._make_room()

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages of the sheet, as it is now."""
        return self._content()

    @property
    def pages(self) -> int:
        """How many pages the sheet has."""
        return len(self._pages)

    # Internal

    def _assemble(self) -> None:
        options = QVBoxLayout()
        options.setSpacing(10)
        options.addWidget(self._title)
        options.addWidget(_Choices(self._choices()), 1)
        options.addWidget(self._said)
        options.addWidget(self.print_button)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.back_button, 1)
        below.addWidget(self.save_button, 2)
        options.addLayout(below)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(26, 18, 26, 22)
        self._row.setSpacing(26)
        self._row.addWidget(self._preview, 5)
        self._row.addLayout(options, 4)

    def _choices(self) -> QVBoxLayout:
        group = QButtonGroup(self)
        kinds = self._kind_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for kind in self._kinds.values():
            group.addButton(kind)
            kinds.addWidget(kind)
        self._option_grid = QGridLayout()
        self._option_grid.setSpacing(10)
        self._stack(large=False)
        choices = QVBoxLayout()
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(10)
        choices.addLayout(kinds)
        choices.addLayout(self._option_grid)
        choices.addStretch(1)
        choices.addWidget(self.class_button)
        return choices

    def _stack(self, *, large: bool) -> None:
        ways = QBoxLayout.Direction
        self._kind_row.setDirection(ways.TopToBottom if large else ways.LeftToRight)
        columns = 1 if large else 2
        for at, widget in enumerate((self._both, self._turn, self._large, self._small_paper)):
            self._option_grid.addWidget(widget, at // columns, at % columns)
        self.back_button.set_icon_only(large)

    def _connect(self) -> None:
        for option in (*self._kinds.values(), self._both, self._large, self._small_paper):
            option.clicked.connect(self._show)
        self._turn.clicked.connect(self._turn_page)
        self.class_button.clicked.connect(self.class_wanted)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.back_button.clicked.connect(self.left)

    def _sheet(self) -> Sheet:
        from ui.handout import Sheet

        kind = next(kind for kind, button in self._kinds.items() if button.isChecked())
        return Sheet(kind, "A5" if self._small_paper.isChecked() else "A4", self._large.isChecked())

    def _content(self) -> tuple[str, ...]:
        return self._codes if self._both.isChecked() else self._codes[:1]

    def _show(self) -> None:
        from ui.handout import pictures  # a drawing of the whole sheet: only for whoever asks for one

        if self._tutorial is None:
            return
        sheet = self._sheet()
        handed = sheet.kind is Kind.HANDOUT
        self._large.setVisible(handed)
        self._small_paper.setVisible(handed)
        self.class_button.setVisible(sheet.kind is Kind.SLIDES)
        content = handout(self._tutorial, self._content(), self._contact, date.today())
        self._pages = pictures(content, sheet, self._languages, 900)
        self._page = 0
        self._make_room()
        self._preview.show_page(self._pages[0])

    def _turn_page(self) -> None:
        self._page = (self._page + 1) % len(self._pages)
        self._preview.show_page(self._pages[self._page])

    def _print(self) -> None:
        from ui.handout import print_now, printer_there

        if self._tutorial is None:
            return
        content = handout(self._tutorial, self._content(), self._contact, date.today())
        language = self._languages(self._codes[0])
        try:
            print_now(content, self._sheet(), self._languages)
        except KioskError as problem:
            self._offer_printing(printer_there())
            self.say(language.text(problem.message, **problem.params))
            return
        self.say(language.text(N_("It is at the printer.")))
        self.printed.emit()

    def _save(self) -> None:
        from ui.handout import to_pdf

        if self._tutorial is not None:
            content = handout(self._tutorial, self._content(), self._contact, date.today())
            self.save_wanted.emit(
                _file_name(content.titles[0]), to_pdf(content, self._sheet(), self._languages)
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the page grow with the window."""
        self._make_room()
        self._preview.update()

    def _make_room(self) -> None:
        large = self._look.scale >= _LARGE
        self._preview.setVisible(not large or self.width() >= _WIDE)
        # Nobody turns pages that are not seen.
        self._turn.setVisible(len(self._pages) > 1 and not self._preview.isHidden())

    def _offer_printing(self, there: bool) -> None:
        """Let the way that leads to a sheet stand out; nobody taps in vain where there is no printer."""
        self.print_button.setEnabled(there)
        # At large print what cannot be used anyway leaves its room to the choices.
        self.print_button.setVisible(there or self._look.scale < _LARGE)
        self.print_button.set_kind("primary" if there else "plain")
        self.save_button.set_kind("strong" if there else "primary")
        self._say_printer()

    def _say_printer(self) -> None:
        there = self.print_button.isEnabled()
        self.say("" if there else self._languages(self._codes[0]).text(NO_PRINTER))


def _file_name(title: str) -> str:
    """Return a name that every file system takes: the title's letters and digits."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in title).split()) + ".pdf"
