"""A report on paper: what it is about, each table with its plot, and what a reader must know."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont

from kiosk.centre import Report, Table
from kiosk.centre.tables import NUMBERS, said
from kiosk.i18n import N_, Language
from ui.handout.canvas import POINT, Canvas, Type, advance, searchable
from ui.handout.paper import A4, Paper
from ui.report.drawing import Drawing
from ui.report.series import figure_of
from ui.theme import CALM, font

_MARGIN, _GAP = 1600, 500  # hundredths of a millimetre
_TITLE, _HEADING = Type(20, bold=True, colour=CALM.brand), Type(13, bold=True)
_TEXT, _MUTED = Type(9.5), Type(9.5, colour=CALM.muted)
_CELL, _CELL_BOLD = Type(9), Type(9, bold=True)
_PAD = 140
#: Columns of figures narrower than this cannot be told apart.
_LEAST = 1300
_LANDSCAPE = QSizeF(A4.height(), A4.width())


def paper_of(report: Report, language: Language) -> Paper:
    """Return a report's pages; wide tables lie on their side."""
    title = said(report.title, language)
    widest = max(sum(_natural(table, language)) for table in report.tables)
    size = _LANDSCAPE if widest > A4.width() * 100 - 2 * _MARGIN else A4
    return Paper(title, size, lambda canvas: ReportPages(canvas, report, language).draw())


class ReportPages:
    """Sets one report on a canvas, from top to bottom."""

    def __init__(self, canvas: Canvas, report: Report, language: Language) -> None:
        self._canvas = canvas
        self._report = report
        self._language = language
        self._y = float(_MARGIN)
        self._width = canvas.width - 2 * _MARGIN
        self._bottom = canvas.height - _MARGIN - 600

    def draw(self) -> None:
        """Draw every page."""
        self._head()
        for table in self._report.tables:
            self._table(table)
        self._notes()
        self._foot()

    def _head(self) -> None:
        self._write(said(self._report.title, self._language), _TITLE)
        self._y += 150
        lines = self._report.heading(self._language)
        self._write(" · ".join(f"{name}: {value}" for name, value in lines), _MUTED)
        self._y += _GAP

    def _table(self, table: Table) -> None:
        figure = figure_of(table, self._language)
        drawing = Drawing(figure, self._language, CALM, 9.5 * POINT, _letters) if figure else None
        high = drawing.height(self._width) if drawing else 0.0
        self._need(1200 + min(high, self._bottom - _MARGIN - 2000) + 1200)
        if len(self._report.tables) > 1:
            self._write(said(table.title, self._language), _HEADING)
            self._y += 200
        if drawing and high < self._bottom - self._y:
            drawing.draw(self._canvas.painter, QRectF(_MARGIN, self._y, self._width, high))
            self._y += high + _GAP * 0.8
        self._rows(table)
        self._y += _GAP

    def _rows(self, table: Table) -> None:
        headings, rows = table.shown(self._language)
        widths = self._widths(table)
        numbers = [table.columns[at].format in NUMBERS and not table.is_key(at) for at in table.for_people()]
        if table.is_figures:
            numbers = [False, *[True] * (len(headings) - 1)]
        self._line(headings, widths, numbers, _CELL_BOLD, rule=CALM.ink)
        last = len(rows) - 1 if table.total else -1
        for number, row in enumerate(rows):
            type_ = _CELL_BOLD if number == last else _CELL
            if self._y + self._high(row, widths, type_) > self._bottom:
                self._turn()
                self._line(headings, widths, numbers, _CELL_BOLD, rule=CALM.ink)
            self._line(row, widths, numbers, type_)

    def _line(
        self,
        cells: list[str],
        widths: list[float],
        numbers: list[bool],
        type_: Type,
        *,
        rule: str = CALM.line,
    ) -> None:
        x, high = float(_MARGIN), self._high(cells, widths, type_)
        for cell, width, number in zip(cells, widths, numbers, strict=True):
            room = width - 2 * _PAD
            shift = max(0.0, room - advance(cell, type_)) if number else 0.0
            self._canvas.text(x + _PAD + shift, self._y + _PAD * 0.6, room - shift + 10, cell, type_)
            x += width
        self._y += high
        self._canvas.rule(_MARGIN, self._y, self._width, rule)

    def _high(self, cells: list[str], widths: list[float], type_: Type) -> float:
        tallest = (
            self._canvas.text_height(c, w - 2 * _PAD, type_) for c, w in zip(cells, widths, strict=True)
        )
        return max(tallest, default=0.0) + _PAD

    def _widths(self, table: Table) -> list[float]:
        """Share the page: each column gets what it needs, then room for its whole heading, the first one the rest."""
        wanted = _natural(table, self._language)
        spare = self._width - sum(wanted)
        if spare >= 0:
            headings, _rows = table.shown(self._language)
            more = [
                max(advance(h, _CELL_BOLD) + 2 * _PAD + 60 - width, 0.0)
                for h, width in zip(headings, wanted, strict=True)
            ]
            part = min(1.0, 0.7 * spare / sum(more)) if any(more) else 0.0
            wanted = [width + part * extra for width, extra in zip(wanted, more, strict=True)]
            return [wanted[0] + self._width - sum(wanted), *wanted[1:]]
        room = self._width - _LEAST * len(wanted)
        over = [max(width - _LEAST, 0.0) for width in wanted]
        return [_LEAST + room * extra / sum(over) for extra in over]

    def _notes(self) -> None:
        for note in self._report.notes():
            text = note.said(self._language)
            self._need(self._canvas.text_height(text, self._width, _MUTED))
            self._write(text, _MUTED)
            self._y += 80

    def _write(self, text: str, type_: Type) -> None:
        self._y += self._canvas.text(_MARGIN, self._y, self._width, text, type_)

    def _need(self, high: float) -> None:
        if self._y + high > self._bottom:
            self._turn()

    def _turn(self) -> None:
        self._foot()
        self._canvas.new_page()
        self._y = float(_MARGIN)

    def _foot(self) -> None:
        number = self._language.number(self._canvas.pages)
        text = self._language.text(
            N_("{title} · page {number}"), title=said(self._report.title, self._language), number=number
        )
        self._canvas.text(_MARGIN, self._canvas.height - _MARGIN, self._width, text, _MUTED.scaled(0.85))


def _natural(table: Table, language: Language) -> list[float]:
    """Return how wide each column would like to be: its longest cell, and the longest word of its heading."""
    headings, rows = table.shown(language)
    found = []
    for at, heading in enumerate(headings):
        words = max((advance(word, _CELL_BOLD) for word in heading.split()), default=0.0)
        cells = max((advance(row[at], _CELL_BOLD) for row in rows), default=0.0)
        found.append(max(min(max(words, cells), 7000.0) + 2 * _PAD + 60, float(_LEAST)))
    return found


def _letters(size: float, bold: bool) -> QFont:
    return searchable(font(max(1, round(size)), bold=bold))
