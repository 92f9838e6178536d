"""The page of a walkthrough: words, and a phone or answers with them, turned in pages where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.i18n import N_, Language
from ui.announcing import announce
from ui.desk.review_mark import ReviewMark
from ui.desk.step_head import LARGE, StepHead
from ui.desk.step_sheet import Sheet, Words
from ui.desk.step_words import StepWords
from ui.desk.way import Way
from ui.half import Part
from ui.theme import TARGET, Look
from ui.widgets.button import Button
from ui.widgets.choices import Choices
from ui.widgets.paged_text import NO_MOST, PagedText
from ui.widgets.phone import Phone
from ui.widgets.progress import Progress
from ui.widgets.text import Label

_MARGIN, _TOP, _BOTTOM = 26, 18, 22
#: Least width, in sizes of the step's letter, at which a column of text still reads well.
_COLUMN_EMS = 15
#: The same for what is said beside a phone on which it is to be done.
_TASK_EMS = 7
_GAP = 12
#: On a page that is lower than so many targets the way on is as high as a finger needs.
_LOW = 6
#: How often a page is laid out, where what is shown changes how many there are.
_TRIES = 3


class StepPage(Part, QWidget):
    """Lays a sheet out. `went_on` and `went_back` where no page of it is left to turn.

    `alone`: no volunteer stands beside the resident, and what is for volunteers is left out.
    """

    went_on = Signal()
    went_back = Signal()

    def __init__(self, volunteer: Language, look: Look, *, alone: bool = False) -> None:
        super().__init__()
        self._look = look
        self._alone = alone
        self._language = volunteer
        self._sheet = Sheet("", Words(""))
        self._page = 0
        self._bare = self._tight = self._laying = False
        self.phone = Phone()
        self.choices = Choices()
        self.mark = ReviewMark(volunteer, look.at(1.0))
        self._head = StepHead()
        self.both, self.practice, self.home = self._head.both, self._head.practice, self._head.home
        self.flag = self._head.flag
        self.slower, self.quieter, self.louder = self.manner
        self._way = Way()
        self.back, self.listen, self.next = self._way.back, self._way.listen, self._way.next
        self._fallback = Label("small", colour="on_notice")
        self._words = StepWords()
        self._progress = Progress()
        self._assemble()
        self.next.clicked.connect(self._turn_on)
        self.back.clicked.connect(self._turn_back)
        self._words.pages_changed.connect(self._show_page)

    # Properties

    @property
    def texts(self) -> list[PagedText]:
        """The columns of text that are shown."""
        return self._words.texts

    @property
    def language(self) -> Language:
        """The resident's language, in which the sheet is shown."""
        return self._language

    @property
    def manner(self) -> tuple[Button, ...]:
        """How the voice speaks: shown while it does, in the place of the tools."""
        return self._head.manner

    # Methods

    def offer(self, *, step: bool, practice: bool, paper: bool, unchecked: bool) -> None:
        """Offer what can be done here: at a `step`, to practise, to take it on `paper`; mark what is `unchecked`."""
        self.practice.setVisible(practice)
        self.home.setVisible(paper)
        self.both.setVisible(not self._alone)
        self.flag.setVisible(step and not self._alone)
        self.mark.setVisible(unchecked and not self._alone)

    def show_sheet(self, sheet: Sheet, language: Language, *, first: bool = False) -> None:
        """Show a sheet in the resident's language; `first` turns to its first page, else the page is kept."""
        if first:
            self._page = 0
        self._sheet, self._language = sheet, language
        self._head.say(self._sheet.caption)
        self._fallback.setText(sheet.fallback)
        self._fallback.setVisible(bool(sheet.fallback))
        self._progress.show_step(sheet.number, sheet.of)
        self.choices.offer(sheet.choices, sheet.chosen)
        self._say()
        self.arrange()
        if first:
            announce(self, ". ".join(part for part in (sheet.caption, *sheet.words) if part))

    def turn_to(self, page: int) -> None:
        """Turn to a page, the last one where there are fewer."""
        self._page = page
        self._show_page()

    @contextmanager
    def keeping_focus(self) -> Iterator[None]:
        """Let what is to do next take the focus where what held it goes; its ring shows only if it did before."""
        before = QApplication.focusWidget()
        held = before is not None and self.isAncestorOf(before)
        visibly = getattr(before, "focused_by_keyboard", False)
        yield
        if held and QApplication.focusWidget() is not before:
            self.take_focus(visibly=visibly)

    def take_focus(self, *, visibly: bool) -> None:
        """Give the keyboard's focus to what is to do: on the phone in practice, an answer, or the way on."""
        if self.phone.isVisible() and self.phone.live:
            self.phone.take_focus(visibly=visibly)
            return
        answers = self.choices.buttons.values() if self.choices.isVisible() else ()
        wanted = next(iter(answers), self.next if self.next.isVisible() else self.back)
        reason = Qt.FocusReason.TabFocusReason if visibly else Qt.FocusReason.OtherFocusReason
        wanted.setFocus(reason)

    def restyle(self, look: Look) -> None:
        """Take fonts and colours; at large print the phone gets a page of its own."""
        self._look = look
        self.mark.dress(look.at(1.0))
        self._head.restyle(look)
        self._way.restyle(look)
        self._column.setSpacing(look.gap(_GAP))
        self._head.say(self._sheet.caption)
        self._say()
        self.arrange()

    def arrange(self) -> None:
        """Put the phone beside the words where there is room for both."""
        beside = self._beside()
        index = self._row.indexOf(self.phone)
        if beside and index != 0:
            self._words.removeWidget(self.phone)
            self._row.insertWidget(0, self.phone)
        elif not beside and index == 0:
            self._row.removeWidget(self.phone)
            self._words.addWidget(self.phone, 1)
        self.phone.setFixedWidth(self._phone_width()) if beside else self.phone.setMaximumWidth(NO_MOST)
        if not beside:
            self.phone.setMinimumWidth(0)
        self._name_tools()
        self._show_page()

    # Internal: words

    def _say(self) -> None:
        self._tight = False
        self._way.keep_height()
        self._name_tools()
        self._say_so("title")
        # A smaller title rather than answers on another page than their question.
        if self._narrow or (self._sheet.choices and not self._answers_fit()):
            self._say_so("heading")
        # And tools without their names.
        self._tight = bool(self._sheet.choices) and not self._answers_fit()
        if self._tight:
            self._name_tools()

    def _say_so(self, title: str) -> None:
        sheet = self._sheet
        self._words.say(sheet.words, sheet.beside, title, self._text_width(), self._look)

    # Internal: geometry

    def _assemble(self) -> None:
        column = self._column = QVBoxLayout()
        column.addWidget(self._head)
        column.addWidget(self._fallback)
        self._words_at = column.count()
        column.addLayout(self._words, 1)
        column.addWidget(self.choices)
        self._spare = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._spare_at = column.count()
        column.addItem(self._spare)
        column.addWidget(self.mark)
        column.addWidget(self._progress)
        column.addLayout(self._way)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_MARGIN, _TOP, _MARGIN, _BOTTOM)
        self._row.setSpacing(26)
        self._row.addWidget(self.phone)
        self._row.addLayout(column, 1)

    @property
    def _low(self) -> bool:
        return self.height() < _LOW * self._look.touch()

    def _phone_width(self) -> int:
        height, width = max(self.height() - 40, 200), self.width() - 2 * _MARGIN
        if self.phone.wide:
            return min(round(height * 1.25), round(width * 0.5))
        return min(round((height - 30) / 2) + 30, round(width * 0.4))

    def _beside(self) -> bool:
        """Tell whether the phone has room beside text of this size; what is tried on it is not to be parted from it."""
        room = self.width() - 2 * _MARGIN - self._phone_width() - 26
        return room >= (_TASK_EMS if self._sheet.task else _COLUMN_EMS) * self._look.size("step")

    @property
    def _narrow(self) -> bool:
        """Whether words stand beside the phone in a column that is narrower than they would like."""
        if not (self._sheet.task and self._sheet.picture and self._beside()):
            return False
        return self._text_width() < _COLUMN_EMS * self._look.size("step")

    def _text_width(self) -> int:
        beside = self._phone_width() + 26 if self._beside() and self._sheet.picture else 0
        return self.width() - 2 * _MARGIN - beside

    def _name_tools(self) -> None:
        scarce = self._look.letters >= LARGE or self._low or self._tight
        self._head.name_tools(self._text_width(), scarce=scarce)

    # Internal: pages

    def _room(self) -> int:
        """The height that words and answers have together."""
        return self._left_by(*([] if self._bare else [self._head]), self._progress)

    def _alone_room(self) -> int:
        """The height that phone or answers have on a page of their own."""
        return self._left_by()

    def _left_by(self, *parts: QWidget | QLayout) -> int:
        """The height that is left by some parts, by the way on, and by the lines that are said on every page."""
        lines = [line for line in (self._fallback, self.mark) if not line.isHidden()]
        around = (*parts, self._way, *lines)
        used = sum(_height(part, self._text_width()) + self._look.gap(_GAP) for part in around)
        return self.height() - _TOP - _BOTTOM - used

    def _own_pages(self) -> int:
        """Return how many pages the phone or the answers need for themselves, after the words."""
        if self._sheet.picture:
            return 0 if self._beside() else 1
        if not self._sheet.choices or self._answers_fit():
            return 0
        width, room = self._text_width(), self._alone_room()
        return self.choices.pages(width, room, self._first_room()) - (self._first_room() is not None)

    def _first_room(self) -> int | None:
        """The height below the words in which the first answers begin; None where they have a page of their own."""
        if not self._sheet.choices or self._words.pages > 1:
            return None
        room = self._answers_room()
        return room if self.choices.begin(self._text_width(), room) else None

    def _answers_fit(self) -> bool:
        """Tell whether the answers have room below their question; where one language is read, without the head."""
        self._bare = False
        if self.choices.fit(self._text_width(), self._answers_room()):
            return True
        self._bare = self._sheet.beside is None
        fits = self._bare and self.choices.fit(self._text_width(), self._answers_room())
        self._bare = fits
        return fits

    def _answers_room(self) -> int:
        """The height that the words leave to the answers."""
        return self._room() - self._words.whole_height - self._look.gap(_GAP)

    def _hold_together(self, together: bool) -> None:
        """Let answers follow their question at once, with what is spare below them; else the words take all of it."""
        self._words.keep_to(self._words.whole_height if together else None)
        grows = QSizePolicy.Policy.Expanding if together else QSizePolicy.Policy.Fixed
        self._spare.changeSize(0, 0, QSizePolicy.Policy.Minimum, grows)
        self._column.setStretch(self._words_at, int(not together))
        self._column.setStretch(self._spare_at, int(together))

    def _pages(self) -> int:
        return self._words.pages + self._own_pages()

    def _show_page(self) -> None:
        if self._laying:
            return  # words that are laid out anew meanwhile are looked at again below
        self._laying = True
        try:
            self._lay_until_steady()
        finally:
            self._laying = False
        self._words.turn(self._page)

    def _lay_until_steady(self) -> None:
        """Show what stands on this page: the names of the ways on need room, which changes how many pages there are."""
        heights = []
        for _ in range(_TRIES):
            if self._lay():
                return
            heights.append(_height(self._way, self._text_width()))
        # Two names for the way on, of which each makes a page of the other: the higher one has its room on both.
        self._way.keep_height(max(heights[1:]))
        self._lay()

    def _lay(self) -> bool:
        """Show what stands on this page; tell whether there are still so many pages then."""
        self._bare = False
        pages = self._pages()
        self._lay_page(pages)
        self._name_ways(last=self._page == pages - 1)
        # Now, not at the next show: a button that is shown and hidden again by what its show sets off is both.
        self._row.activate()
        return self._pages() == pages

    def _name_ways(self, *, last: bool) -> None:
        message = self._sheet.on if last else N_("Read on")
        self.next.setVisible(bool(message))
        self.next.set_message(message or N_("Next"), self._language)
        if not last and self._words.second_begins_on(self._page + 1):
            self._way.name_other(self._sheet.beside_name, self._text_width())
        self.back.set_message(self._sheet.back, self._language)
        one_line = self._narrow or self._look.letters >= LARGE
        self._way.fit(self._text_width(), one_line=one_line, narrow=self._narrow)

    def _lay_page(self, pages: int) -> None:
        """Show what stands on this page, one of so many."""
        texts = self._words.pages
        self._page = max(0, min(self._page, pages - 1))
        last = self._page == pages - 1
        alone = self._page >= texts
        first = None if last and not alone else self._first_room()
        room = self._alone_room() if alone or first is not None else self._answers_room()
        number = max(0, self._page - texts + (first is not None))
        self.choices.lay_out(self._text_width(), room, number, first)
        # On a page of its own the phone is as large as it can be: who needs large print needs that too.
        shown: dict[QWidget, bool] = {
            self.phone: self._sheet.picture and (alone or self._beside()),
            self.choices: bool(self._sheet.choices) and (last or alone or first is not None),
            **{column: said and not alone for column, said in self._words.columns.items()},
            self._head: not alone and not self._bare,
            self._progress: not alone,
        }
        # What goes, goes first, and what frames the words comes before them: Qt lays out at every show, and words that
        # have another height for a moment would count other pages.
        for widget in [w for w in shown if not shown[w]] + [w for w in reversed(shown) if shown[w]]:
            widget.setVisible(shown[widget])
        self._hold_together(shown[self.choices] and not alone)

    def _turn_on(self) -> None:
        if self._page < self._pages() - 1:
            self._page += 1
            self._show_page()
        else:
            self.went_on.emit()

    def _turn_back(self) -> None:
        if self._page > 0:
            self._page -= 1
            self._show_page()
        else:
            self.went_back.emit()

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return QSize(700, 600)

    def minimumSizeHint(self) -> QSize:
        """The page fits itself to the room it gets; it never asks the window for more."""
        return QSize(300, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        self._way.set_height(TARGET if self._low else None)
        self.arrange()
        self._say()
        self._show_page()


def _height(part: QWidget | QLayout, width: int) -> int:
    return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
