"""One step of a walkthrough: the phone beside the words, one or two languages, and the way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from kiosk.tutorials import StepText
from kiosk.walkthrough import Walkthrough
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.paged_text import Block, PagedText
from ui.widgets.phone import Phone
from ui.widgets.progress import Progress
from ui.widgets.text import Label

_MARGIN = 26
#: Least width, in sizes of the step's letter, at which a column of text still reads well.
_COLUMN_EMS = 15
#: The same where two languages stand side by side.
_NARROW_EMS = 11
_NOT_CHECKED = N_("For the volunteer: not yet checked on a real phone here.")


class ReviewMark(Half):
    """Tells the volunteer, in the volunteer's language, that a claim of this step waits for a local check."""

    def __init__(self, language: Language, look: Look) -> None:
        super().__init__(language, look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._text = Label("caption", message=_NOT_CHECKED, colour="on_notice")
        row.addWidget(self._text)
        self.refresh(self)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()


class WalkthroughView(Part, QWidget):
    """Shows a `Walkthrough`; `moved` after every step, `left` when the resident goes back to the topics."""

    moved = Signal()
    left = Signal()
    no_longer_matches = Signal()

    def __init__(self, volunteer: Language, look: Look, languages: Callable[[str], Language]) -> None:
        super().__init__()
        self._languages = languages
        self._volunteer = volunteer
        self._look = look
        self._walk: Walkthrough | None = None
        self._page = 0
        self._two_columns = False
        self._phone = Phone()
        self._caption = Label("small", colour="muted")
        self._fallback = Label("small", colour="on_notice")
        self._both = Button("Two languages", icon="both-languages", checkable=True)
        self._flag = Button("This step no longer matches", icon="flag", icon_only=True)
        self._words = PagedText()
        self._other = PagedText()
        self._mark = ReviewMark(volunteer, Look(look.colours))
        self._progress = Progress()
        self._back = Button("Back", kind="strong", icon="back", role="large", bold=True, height=72)
        self._next = Button(
            "Next", kind="primary", icon="next", icon_after=True, role="large", bold=True, height=72
        )
        self._assemble()
        self._connect()

    # Properties

    @property
    def walkthrough(self) -> Walkthrough | None:
        """What is shown."""
        return self._walk

    @property
    def phone(self) -> Phone:
        """The mock-up phone."""
        return self._phone

    @property
    def texts(self) -> list[PagedText]:
        """The columns of text that are shown."""
        return [column for column in (self._words, self._other) if not column.isHidden()]

    @property
    def review_text(self) -> str:
        """What the volunteer is told about this step's claims, empty when all of them are checked."""
        return "" if self._mark.isHidden() else self._mark.text

    @property
    def next_button(self) -> Button:
        """The way on."""
        return self._next

    @property
    def back_button(self) -> Button:
        """The way back."""
        return self._back

    # Methods

    def open(self, walkthrough: Walkthrough) -> None:
        """Show a walkthrough at its present step."""
        self._walk = walkthrough
        self._page = 0
        self._both.setChecked(False)
        self.show_step()

    def show_both(self, both: bool) -> None:
        """Show the step in the volunteer's language as well, or no longer."""
        self._both.setChecked(both)
        self.show_step()

    def close_walkthrough(self) -> None:
        """Show nothing: the next resident finds no trace."""
        self._walk = None

    def speak_beside(self, language: Language) -> None:
        """Take the volunteer's language: that of the mark and of the second column."""
        self._volunteer = language
        self._mark.speak(language)
        self.show_step()

    def retranslate(self, language: Language) -> None:
        """Say the step again in the resident's language, at the same place."""
        if self._walk is not None:
            self._walk.language = language.code
            self.show_step()

    def restyle(self, look: Look) -> None:
        """Take fonts and colours; at large print the phone gets a page of its own."""
        self._look = look
        self._mark.dress(Look(look.colours))
        self._arrange()

    # Internal: what is shown

    def show_step(self) -> None:
        """Show the walkthrough's present step."""
        walk = self._walk
        if walk is None:
            return
        language = self._languages(walk.language)
        text = walk.text()
        title = walk.tutorial.title(walk.language)
        step = language.text(
            "step {n} of {of}",
            n=language.number(walk.position + 1),
            of=language.number(len(walk.tutorial.steps)),
        )
        self._caption.setText(f"{title} · {step}")
        self._show_fallback(text, language)
        self._show_words(text)
        self._phone.show_screen(
            walk.tutorial.screen(walk.step), walk.step.target, self._label_text, text.title
        )
        self._mark.setVisible(walk.tutorial.needs_local_review(walk.step))
        self._progress.show_step(walk.position + 1, len(walk.tutorial.steps))
        self._arrange()

    def _label_text(self, element: str) -> str:
        return self._walk.tutorial.label(element, self._walk.language) if self._walk else ""

    def _show_fallback(self, text: StepText, language: Language) -> None:
        missing = text.language != language.code
        self._fallback.setVisible(missing or text.outdated)
        if missing:
            other = self._languages(text.language).name
            self._fallback.setText(language.text("Shown in another language: {language}", language=other))
        elif text.outdated:
            self._fallback.setText(language.text("This translation is older than the walkthrough."))

    def _show_words(self, text: StepText) -> None:
        second = self._second_language()
        blocks = _blocks(text, "ink")
        if second is None or self._walk is None:
            self._two_columns = False
            self._words.show_blocks(blocks)
            return
        beside = _blocks(self._walk.text(second), "brand")
        wide = self._text_width() >= 2 * _NARROW_EMS * self._look.size("step")
        if wide:
            blocks, beside = (
                _blocks(text, "ink", "heading"),
                _blocks(self._walk.text(second), "brand", "heading"),
            )
        self._two_columns = wide
        self._words.show_blocks(blocks if wide else blocks + beside)
        self._other.show_blocks(beside)

    def _second_language(self) -> str | None:
        if not self._both.isChecked() or self._walk is None:
            return None
        spare = "ru" if self._walk.language != "ru" else "en"
        return self._volunteer.code if self._volunteer.code != self._walk.language else spare

    # Internal: geometry and pages

    def _assemble(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self._caption, 1)
        tools.addWidget(self._both)
        tools.addWidget(self._flag)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addWidget(self._words, 1)
        columns.addWidget(self._other, 1)
        way = QHBoxLayout()
        way.setSpacing(14)
        way.addWidget(self._back, 1)
        way.addWidget(self._next, 3)
        self._text_column = QVBoxLayout()
        self._text_column.setSpacing(12)
        self._text_column.addLayout(tools)
        self._text_column.addWidget(self._fallback)
        self._text_column.addLayout(columns, 1)
        self._text_column.addWidget(self._mark)
        self._text_column.addWidget(self._progress)
        self._text_column.addLayout(way)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_MARGIN, 18, _MARGIN, 22)
        self._row.setSpacing(26)
        self._row.addWidget(self._phone)
        self._row.addLayout(self._text_column, 1)
        self._columns = columns

    def _connect(self) -> None:
        self._next.clicked.connect(self._go_on)
        self._back.clicked.connect(self._go_back)
        self._phone.tapped.connect(self._go_on)
        self._both.clicked.connect(self.show_step)
        self._flag.clicked.connect(self.no_longer_matches)
        self._words.pages_changed.connect(self._show_page)

    def _phone_width(self) -> int:
        height, width = max(self.height() - 40, 200), self.width() - 2 * _MARGIN
        if self._phone.wide:
            return min(round(height * 1.25), round(width * 0.5))
        return min(round((height - 30) / 2) + 30, round(width * 0.4))

    def _beside(self) -> bool:
        """Tell whether the phone has room beside text of this size."""
        room = self.width() - 2 * _MARGIN - self._phone_width() - 26
        return room >= _COLUMN_EMS * self._look.size("step")

    def _text_width(self) -> int:
        beside = self._phone_width() + 26 if self._beside() else 0
        return self.width() - 2 * _MARGIN - beside

    def _arrange(self) -> None:
        beside = self._beside()
        index = self._row.indexOf(self._phone)
        if beside and index != 0:
            self._columns.removeWidget(self._phone)
            self._row.insertWidget(0, self._phone)
        elif not beside and index == 0:
            self._row.removeWidget(self._phone)
            self._columns.addWidget(self._phone, 1)
        self._phone.setFixedWidth(self._phone_width()) if beside else self._phone.setMaximumWidth(16_777_215)
        if not beside:
            self._phone.setMinimumWidth(0)
        self._both.set_icon_only(self._text_width() < 26 * self._look.size("normal"))
        self._show_page()

    def _pages(self) -> int:
        texts = max(self._words.pages, self._other.pages if self._two_columns else 1)
        return texts + (0 if self._beside() or not self._has_picture() else 1)

    def _way_on(self, pages: int) -> str:
        if self._page < pages - 1:
            return N_("Read on")
        return N_("Finish") if self._walk is not None and self._walk.at_end else N_("Next")

    def _speech(self) -> Language:
        return self._languages(self._walk.language) if self._walk else self._volunteer

    def _has_picture(self) -> bool:
        return self._walk is not None and bool(self._walk.step.screen)

    def _show_page(self) -> None:
        pages = self._pages()
        self._page = max(0, min(self._page, pages - 1))
        beside = self._beside()
        picture = not beside and self._has_picture() and self._page == pages - 1
        self._phone.setVisible(self._has_picture() and (beside or picture))
        self._words.setVisible(not picture)
        self._other.setVisible(self._two_columns and not picture)
        self._next.set_message(self._way_on(pages), self._speech())
        self._words.turn(self._page)
        self._other.turn(self._page)

    def _go_on(self) -> None:
        if self._walk is None:
            return
        if self._page < self._pages() - 1:
            self._page += 1
            self._show_page()
        elif self._walk.at_end:
            self.left.emit()
        else:
            self._step(self._walk.next)

    def _go_back(self) -> None:
        if self._walk is None:
            return
        if self._page > 0:
            self._page -= 1
            self._show_page()
        elif self._walk.at_start:
            self.left.emit()
        else:
            self._step(self._walk.back)

    def _step(self, move: Callable[[], None]) -> None:
        move()
        self._page = 0
        self.show_step()
        self.moved.emit()

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return QSize(700, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        self._arrange()
        if self._walk is not None:
            self._show_words(self._walk.text())
            self._show_page()


def _blocks(text: StepText, colour: str, title: str = "title") -> tuple[Block, ...]:
    blocks = [Block(text.title, title, bold=True, colour=colour), Block(text.body, "step")]
    if text.warning:
        blocks.append(Block(text.warning, "step", box=True))
    return tuple(blocks)
