"""The topic chooser: a field that searches as one types, the countries, and cards to open a walkthrough."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.codebook import COUNTRIES
from kiosk.i18n import N_, Language
from kiosk.tutorials import VOLUNTEERS, Library, Tutorial
from ui.half import Part, half_of
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.search_field import SearchField
from ui.widgets.text import Label
from ui.widgets.topic_card import TopicCard

if TYPE_CHECKING:
    from kiosk.search import Index

_GAP, _CHIP_GAP, _EDGE = 14, 10, 20
#: Letters from which on a second row of cards is worth more than the edge around them.
_LARGE = 2.2
_MOST_ROWS = 3
#: So many digits begin to look like a number of a person.
_DIGITS = 6
_COURSE, _FOR_VOLUNTEERS = "course", N_("For volunteers")
_NOTHING = N_("Nothing was found. Try another word, or ask the volunteer.")


class Chooser(Part, QWidget):
    """`chosen` with the id of a walkthrough. `course`: those for volunteers are offered too."""

    chosen = Signal(str)

    def __init__(
        self, library: Library, country: str, *, course: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._index: Index | None = None
        self._unread: deque[Tutorial] = deque()
        self._home = self._country = country
        self._course = course
        self._look = Look()
        self._page = 0
        self._edge = _EDGE
        self._search = SearchField()
        self._search.textChanged.connect(self._show_found)
        self._search.returnPressed.connect(self._open_first)
        self._countries = QButtonGroup(self)
        self._chips_by_code: dict[str, Button] = {}
        self._cards: dict[str, TopicCard] = {}
        self._grid = QGridLayout()
        self._settled = QTimer(self, interval=0, singleShot=True)
        self._settled.timeout.connect(self._agree_on_summaries)
        self._nothing = Label("large", message=_NOTHING, colour="muted")
        self._personal = Label("normal", colour="on_danger", bold=True)
        self._fewer = Button("Back", icon="back", kind="plain")
        self._more = Button("More", icon="next", icon_after=True, kind="plain")
        self._assemble()

    # Methods

    def prepare(self) -> None:
        """Begin to build the search index, once the desk has been painted: a walkthrough whenever nobody waits."""
        from kiosk.search import Index

        self._index = Index()
        self._unread = deque(self._library)
        QTimer.singleShot(0, self, self._read_one)

    def _read_one(self) -> None:
        if self._index is not None and self._unread:
            self._index.add(self._unread.popleft())
            QTimer.singleShot(0, self, self._read_one)

    @property
    def query(self) -> str:
        """What is searched for."""
        return self._search.text()

    def search(self, text: str) -> None:
        """Search as if it had been typed."""
        self._search.setText(text)

    def card(self, tutorial_id: str) -> TopicCard:
        """Return the card of one walkthrough, made when it is first shown: a desk that starts makes one page."""
        if tutorial_id not in self._cards:
            self._cards[tutorial_id] = self._card(self._library[tutorial_id])
        return self._cards[tutorial_id]

    def country_button(self, code: str) -> Button:
        """Return the button of one country."""
        return self._chips_by_code[code]

    @property
    def more_button(self) -> Button:
        """The way to the next page."""
        return self._more

    def clear(self) -> None:
        """Forget what was searched, its undo history included, and return to the first page."""
        self._search.setText("")
        self._mark_country()
        self._page = 0
        self._arrange()

    def forget(self) -> None:
        """Offer to the next resident what was offered to the first: the topics of the desk's country."""
        self._country = self._home
        self.clear()

    def shown(self) -> list[Tutorial]:
        """Return the walkthroughs that the country or the search offers, in order."""
        query = self._search.text().strip()
        if query and self._index is not None:
            while self._unread:  # somebody was faster than the desk
                self._index.add(self._unread.popleft())
            return self._index.find(query, self._country)
        if self._country == _COURSE:
            return [tutorial for tutorial in self._library if tutorial.audience == VOLUNTEERS]
        own = self._library.of_country(self._country)
        offered = own if self._country == "all" else own + self._library.of_country("all")
        return [tutorial for tutorial in offered if tutorial.audience != VOLUNTEERS]

    def _open_first(self) -> None:
        """Enter opens what was found first; where nothing was typed, nothing."""
        found = self.shown() if self.query.strip() and self._index is not None else []
        if found:
            self.chosen.emit(found[0].id)

    def retranslate(self, language: Language) -> None:
        """Say the hint of the search field again; the other parts say theirs."""
        self._search.setPlaceholderText(language.text("What do you need help with?"))
        self._search.setAccessibleName(language.text("Search"))
        self._warn_of_personal_data()
        self._arrange()

    def restyle(self, look: Look) -> None:
        """Take fonts and colours."""
        self._look = look
        self._edge = _EDGE if look.letters < _LARGE else _EDGE // 2
        self._column.setContentsMargins(26, self._edge, 26, self._edge)
        for layout, gap in ((self._chips, _CHIP_GAP), (self._grid, _GAP), (self._column, _GAP)):
            layout.setSpacing(look.gap(gap))
        self._search.restyle(look)  # its height decides how many cards there are
        self._arrange()

    # Internal

    def _assemble(self) -> None:
        self._chips = QVBoxLayout()
        self._chip_rows: list[list[Button]] = []
        self._chip_lines: list[QHBoxLayout] = []
        course = self._course and any(tutorial.audience == VOLUNTEERS for tutorial in self._library)
        for code, name in (COUNTRIES | ({_COURSE: _FOR_VOLUNTEERS} if course else {})).items():
            chip = Button(name, kind="plain", checkable=True, parent=self)
            chip.setChecked(code == self._country)
            chip.clicked.connect(lambda _on=False, code=code: self._choose_country(code))
            self._countries.addButton(chip)
            self._chips_by_code[code] = chip
        self._fewer.clicked.connect(lambda: self._turn(-1))
        self._more.clicked.connect(lambda: self._turn(1))
        pager = QHBoxLayout()
        pager.addWidget(self._fewer)
        pager.addStretch(1)
        pager.addWidget(self._more)
        column = self._column = QVBoxLayout(self)
        column.addWidget(self._search)
        column.addWidget(self._personal)
        column.addLayout(self._chips)
        column.addWidget(self._nothing)
        column.addLayout(self._grid, 1)
        column.addLayout(pager)

    def _card(self, tutorial: Tutorial) -> TopicCard:
        card = TopicCard(tutorial, self)
        card.clicked.connect(lambda: self.chosen.emit(tutorial.id))
        card.hide()
        if (half := half_of(self)) is not None:
            half.refresh(card)
        return card

    def _choose_country(self, code: str) -> None:
        self._country = code
        self._search.clear()
        self._mark_country()
        self._page = 0
        self._arrange()

    def _show_found(self) -> None:
        self._page = 0
        self._mark_country()
        self._warn_of_personal_data()
        self._arrange()

    def _mark_country(self) -> None:
        """What is found comes from everywhere: while somebody searches, no country is the chosen one."""
        searching = bool(self.query.strip())
        self._countries.setExclusive(False)
        for code, chip in self._chips_by_code.items():
            chip.setChecked(not searching and code == self._country)
        self._countries.setExclusive(True)

    def _warn_of_personal_data(self) -> None:
        """Say softly that nobody needs to be named here; nothing that is searched for is kept anyway."""
        typed, found = self._search.text(), None
        if "@" in typed or sum(sign.isdigit() for sign in typed) >= _DIGITS:
            from kiosk import privacy  # its patterns take long to compile, and most searches are words

            found = privacy.guard(typed)
        half = half_of(self)
        self._personal.setVisible(found is not None)
        self._personal.setText(half.language.text(found.message) if found and half else "")

    def _turn(self, by: int) -> None:
        self._page += by
        self._arrange()

    # Geometry

    def _arrange(self) -> None:
        """Lay as many cards as fit whole; the rest stand on further pages. Nothing is done while nobody sees it."""
        if not self.isVisible():
            return
        self._arrange_chips()
        offered = self.shown()
        starts, columns, rows = self._pages(offered)
        self._page = len(starts) - 1
        visible = offered[starts[-1] : starts[-1] + columns * rows]
        for card in self._cards.values():
            self._grid.removeWidget(card)
            card.setVisible(card.tutorial in visible)
        for number, tutorial in enumerate(visible):
            self._grid.addWidget(self.card(tutorial.id), number // columns, number % columns)
            self.card(tutorial.id).show()
        for number in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        for number in range(max(rows, self._grid.rowCount())):
            self._grid.setRowStretch(number, 1 if number < rows else 0)
        # A few finds keep the size of cards.
        self._grid.setRowStretch(rows, 1 if len(offered) <= columns else 0)
        self._settled.start()
        self._nothing.setVisible(not offered and self._personal.isHidden())
        self._fewer.setVisible(self._page > 0)
        self._more.setVisible(starts[-1] + columns * rows < len(offered))

    def _agree_on_summaries(self) -> None:
        """Let every card of the page say what it is good for, or none: one size of room, one look."""
        cards = [card for card in self._cards.values() if card.isVisible()]
        fits = all(card.summary_fits for card in cards)
        for card in cards:
            card.show_summary(fits)

    def _pages(self, offered: list[Tutorial]) -> tuple[list[int], int, int]:
        """Return where each page begins up to the present one, and the columns and rows of that one.

        No page behind it is looked at: its cards would have to be made, and their titles read.
        """
        starts = [0]
        while True:
            columns, rows = self._room(offered[starts[-1] :], more=len(starts) > 1)
            following = starts[-1] + columns * rows
            if len(starts) > self._page or following >= len(offered):
                return starts, columns, rows
            starts.append(following)

    def _arrange_chips(self) -> None:
        """Set the countries in rows, each as full as the width allows."""
        room = self.width() - 52
        rows: list[list[Button]] = [[]]
        for chip in self._chips_by_code.values():
            used = sum(other.sizeHint().width() + self._chips.spacing() for other in rows[-1])
            if rows[-1] and used + chip.sizeHint().width() > room:
                rows.append([])
            rows[-1].append(chip)
        if rows == self._chip_rows:
            return
        self._chip_rows = rows
        # A line that is no longer needed stays, empty: Python's hold on a layout outlives it where Qt deletes it, and
        # what Qt makes next at that address is taken for it, which ends in a crash.
        while len(self._chip_lines) < len(rows):
            self._chip_lines.append(self._chip_line())
        for at, line in enumerate(self._chip_lines):
            chips = rows[at] if at < len(rows) else []
            line.setSpacing(self._chips.spacing())
            for place, chip in enumerate(chips):
                line.insertWidget(place, chip)

    def _chip_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        self._chips.addLayout(line)
        return line

    def _room(self, offered: list[Tutorial], *, more: bool) -> tuple[int, int]:
        """Return how many columns and rows of the next cards fit whole; `more` says that a page lies before them."""
        width = self.width() - 52
        gap = self._grid.spacing()
        columns = max(1, min(3, width // round(240 * max(1.0, self._look.letters * 0.9))))
        if columns > 2 and len(offered) <= 4:
            columns = 2  # few topics: wide cards that say what each is good for
        card = (width - gap * (columns - 1)) // columns
        following = offered[: columns * _MOST_ROWS]
        needed = max((self.card(t.id).needed_height(card) for t in following), default=160)
        beside = self._chips.spacing()
        chips = (
            sum(max(chip.sizeHint().height() for chip in row) + beside for row in self._chip_rows) - beside
        )
        height = self.height() - (2 * self._edge + self._search.minimumHeight() + chips + 3 * gap)
        if not self._personal.isHidden():
            height -= self._personal.heightForWidth(width) + gap
        rows = max(1, (height + gap) // (needed + gap))
        if more or rows * columns < len(offered) or len(offered) > len(following):
            height -= self._more.sizeHint().height() + gap
            rows = max(1, (height + gap) // (needed + gap))
        return columns, min(rows, _MOST_ROWS, max(1, -(-len(offered) // columns)))

    def showEvent(self, event: QShowEvent) -> None:
        """Arrange what changed while the chooser was hidden."""
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        self._arrange()
