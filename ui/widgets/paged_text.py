"""Text that is turned in pages instead of being cut: a line is shown whole or stands on the next page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.half import Part
from ui.theme import Look
from ui.typesetting import beginnings, overhang, set_together

_BOX_PADDING = 14.0
_BAR = 6.0
#: The height of a line of the title, in sizes of its letters.
_LINE = 1.45
#: What ends a line inside a paragraph: Qt lays out a single one and passes over a new line.
_LINE_END = "\u2028"


#: How much of a page a sentence must leave to those before it, to be let to the next one.
_LEAST_FILLED = 0.4
_ENDS = ".!?…:»”)"
_MORE = "\u00a0…"
_SENTENCE_END = re.compile(r"[.!?…][»”)]*\s+")
#: Numbers of blocks, and where in them a page begins.
Parted = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Block:
    """A paragraph: its text, role and weight; `box` puts it on a ground: `danger` (a warning) or `notice` (a hint)."""

    text: str
    role: str = "step"
    bold: bool = False
    box: str = ""
    colour: str = "ink"


@dataclass
class _Line:
    layout: QTextLayout
    number: int
    block: Block
    top: float
    height: float
    left: float
    page: int = 0
    begins: bool = False


#: Qt's own: as high as there is room for.
NO_MOST = 16_777_215


class PagedText(Part, QLabel):
    """A label (so that screen readers read it whole) that lays its blocks out itself, page by page.

    `pages_changed` when the number of pages is another than before.
    """

    pages_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._blocks: tuple[Block, ...] = ()
        self._lines: list[_Line] = []
        self._pages = 1
        self._page = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # Properties

    @property
    def pages(self) -> int:
        """How many pages the text takes at this size."""
        return self._pages

    @property
    def whole(self) -> float:
        """How high it would be on one page."""
        if not self._lines:
            return 0.0
        last = self._lines[-1]
        return last.top + last.height + (_BOX_PADDING if last.block.box else 0.0)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is shown."""
        return self._blocks

    # Methods

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        """Show other text, from its first page."""
        if blocks == self._blocks:
            return
        self._blocks = blocks
        self._page = 0
        self.setText("\n".join(block.text for block in blocks))
        self._lay_out()

    def turn(self, page: int) -> None:
        """Show a page, the last one where there are fewer."""
        self._page = max(0, min(page, self._pages - 1))
        self.update()

    def restyle(self, look: Look) -> None:
        """Take font and colours."""
        self._look = look
        self._lay_out()

    def keep_to(self, height: int | None) -> None:
        """Be so high and no higher; without a height, as high as there is room for."""
        self.setMaximumHeight(NO_MOST if height is None else height)

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        most = self.maximumHeight()
        return QSize(360, 300 if most == NO_MOST else most)

    def minimumSizeHint(self) -> QSize:
        """At least one line of a word."""
        return QSize(120, round(self._look.size("title") * _LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._lay_out()
        if self.size() != event.size():
            # It was given other room by what its pages led to. While a widget is being shown, Qt does not say so again.
            self._lay_out()

    def line_rects(self, page: int) -> list[QRectF]:
        """Return where the lines of a page lie: what a test holds against the widget's size."""
        start = self._start_of(page)
        return [
            QRectF(0, line.top - start, self.width(), line.height)
            for line in self._lines
            if line.page == page
        ]

    def page_of(self, text: str) -> int:
        """Return on which page a block with this text begins, the last of them; -1 where there is none."""
        return next(
            (line.page for line in reversed(self._lines) if line.block.text == text and not line.number), -1
        )

    # Layout

    def _lay_out(self) -> None:
        before = self._pages
        self._pages = self._lay_lines()
        if self._pages > 1:
            self._part_at_sentences(self._pages)
        self._page = min(self._page, self._pages - 1)
        self.update()
        if self._pages != before:
            self.pages_changed.emit()

    def _lay_lines(self, parted: Parted = frozenset()) -> int:
        """Lay out all lines, with a new page where the text is `parted`; return how many pages there are."""
        self._lines, top = [], 0.0
        for number, block in enumerate(self._blocks):
            top += self._gap(block) if number else 0.0
            top = self._add(block, top, [at for where, at in parted if where == number])
        return self._break_pages() + 1

    def _part_at_sentences(self, pages: int) -> None:
        """Let pages end with a sentence where that costs no page more."""
        parted: Parted = frozenset()
        while (torn := self._torn()) is not None and torn not in parted:
            parted |= {torn}
            if self._lay_lines(parted) > pages:
                self._lay_lines(parted - {torn})
                return

    def _torn(self) -> tuple[int, int] | None:
        """Return the block and the place in it where the first sentence begins that two pages share."""
        for before, line in pairwise(self._lines):
            block, start = line.block, line.layout.lineAt(line.number).textStart()
            if before.page == line.page or before.block is not block or block.box or block.bold:
                continue
            if block.text[:start].rstrip()[-1:] in _ENDS:
                continue
            begins = max((found.end() for found in _SENTENCE_END.finditer(block.text[:start])), default=0)
            top = next(
                (each.top for each in self._lines if each.layout is line.layout and _holds(each, begins)), 0.0
            )
            if begins and top - self._start_of(before.page) >= _LEAST_FILLED * self.height():
                return self._blocks.index(block), begins
        return None

    def _gap(self, block: Block) -> float:
        return self._look.size("step") * (0.9 if block.box else 0.5)

    def _add(self, block: Block, top: float, parted: list[int]) -> float:
        font, size = self._look.font(block.role, bold=block.bold), self._look.size(block.role)
        inset = 2 * _BOX_PADDING + _BAR if block.box else 0.0
        hanging = {
            letter: 0 if block.box else overhang(letter, size, bold=block.bold)
            for letter in beginnings(block.text, wraps=True)
        }
        room = max(self.width() - inset - max(hanging.values(), default=0), 40)
        text = set_together(block.text, size, room, bold=block.bold).replace("\n", _LINE_END)
        for at in parted:  # a sentence that begins a page begins a line
            text = text[: at - 1] + _LINE_END + text[at:]
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        spacing = QFontMetricsF(font).height() * (1.12 if block.role == "step" else 1.04)
        layout.beginLayout()
        top += _BOX_PADDING if block.box else 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, 0))
            begins = line.textStart() in parted
            left = hanging.get(text[line.textStart() : line.textStart() + 1], 0)
            self._lines.append(_Line(layout, line.lineNumber(), block, top, spacing, left, begins=begins))
            top += spacing
        layout.endLayout()
        return top + (_BOX_PADDING if block.box else 0.0)

    def _break_pages(self) -> int:
        """Give every line its page; a block in a box, or a title, is kept whole where a page can hold it."""
        page, start, room = 0, 0.0, float(self.height())
        for number, line in enumerate(self._lines):
            bottom = line.top + line.height + (_BOX_PADDING if line.block.box else 0)
            first = number == 0 or self._lines[number - 1].block is not line.block
            if first and (line.block.box or line.block.bold):
                padding = _BOX_PADDING if line.block.box else 0.0
                whole = sum(each.height for each in self._lines if each.block is line.block) + 2 * padding
                bottom = max(bottom, line.top - padding + whole) if whole <= room else bottom
            if line.begins or (bottom - start > room + 0.5 and line.top > start):
                page += 1
                start = line.top - (_BOX_PADDING if line.block.box else 0)
            line.page = page
        return page

    def _start_of(self, page: int) -> float:
        first = next((line for line in self._lines if line.page == page), None)
        if first is None:
            return 0.0
        return first.top - (_BOX_PADDING if first.block.box else 0.0)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines of this page, boxes first."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start = self._start_of(self._page)
        shown = [line for line in self._lines if line.page == self._page]
        for block in dict.fromkeys(line.block for line in shown if line.block.box):
            self._paint_box(painter, [line for line in shown if line.block is block], start)
        for line in shown:
            left = _BOX_PADDING + _BAR if line.block.box else line.left
            painter.setPen(self._look.colour(f"on_{line.block.box}" if line.block.box else line.block.colour))
            text = line.layout.lineAt(line.number)
            lift = (line.height - text.height()) / 2
            text.draw(painter, QPointF(left, line.top - start + lift))
            if line is shown[-1] and self._goes_on(line):
                self._paint_more(painter, line, QPointF(left, line.top - start + lift))

    def _goes_on(self, line: _Line) -> bool:
        """Tell whether the next page begins in the middle of a sentence of this line."""
        after = next(iter(self._lines[self._lines.index(line) + 1 :]), None)
        if after is None or after.block is not line.block:
            return False
        text = line.layout.lineAt(line.number)
        said = line.layout.text()[: text.textStart() + text.textLength()].rstrip()
        return said.rstrip("»”)")[-1:] not in _ENDS  # a quoted word ends no sentence

    def _paint_more(self, painter: QPainter, line: _Line, at: QPointF) -> None:
        """Paint an ellipsis after what is torn from the rest of its sentence: half a sentence can say the opposite."""
        text, metrics = line.layout.lineAt(line.number), QFontMetricsF(line.layout.font())
        end = at.x() + text.naturalTextWidth()
        if end + metrics.horizontalAdvance(_MORE) <= self.width():
            painter.setFont(line.layout.font())
            painter.drawText(QPointF(end, at.y() + text.ascent()), _MORE)

    def _paint_box(self, painter: QPainter, lines: list[_Line], start: float) -> None:
        top = lines[0].top - start - _BOX_PADDING
        height = lines[-1].top + lines[-1].height - lines[0].top + 2 * _BOX_PADDING
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(lines[0].block.box))
        painter.drawRoundedRect(QRectF(0, top, self.width(), height), 6, 6)
        painter.setBrush(self._look.colour(f"{lines[0].block.box}_line"))
        painter.drawRoundedRect(QRectF(0, top, _BAR, height), 2, 2)


def _holds(line: _Line, place: int) -> bool:
    found = line.layout.lineAt(line.number)
    return found.textStart() <= place < found.textStart() + found.textLength()
