"""Making a sheet: as a PDF file, or on the default printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

import ui.handout.paper as paper
from kiosk.config import write_atomically
from kiosk.handout import Handout, Kind
from kiosk.i18n import Language
from ui.handout.canvas import Canvas
from ui.handout.pages import HandoutPages
from ui.handout.wall import Poster, Slides

Languages = Callable[[str], Language]

_SLIDE = QSizeF(338.7, 190.5)
#: Running text, in points; large print after the recommendation of at least 16 for readers with poor sight.
_POINTS = {("A4", False): 12.0, ("A5", False): 10.5, ("A4", True): 18.0, ("A5", True): 16.0}


@dataclass(frozen=True)
class Sheet:
    """What is made: the kind, the paper (A4 or A5, for the handout), and whether in large print."""

    kind: Kind = Kind.HANDOUT
    paper: str = "A4"
    large_print: bool = False

    @property
    def size(self) -> QSizeF:
        """The page, in millimetres."""
        if self.kind is Kind.SLIDES:
            return _SLIDE
        return paper.A5 if self.paper == "A5" and self.kind is Kind.HANDOUT else paper.A4

    @property
    def margin(self) -> int:
        """The white edge, in hundredths of a millimetre; printers need some of it."""
        return 1100 if self.size == paper.A5 else 1500

    @property
    def point(self) -> float:
        """The size of the running text."""
        return _POINTS[self.paper, self.large_print]


def save(content: Handout, sheet: Sheet, languages: Languages, path: Path) -> None:
    """Write a PDF with real text and embedded fonts. Raises OSError when the file cannot be written."""
    write_atomically(path, to_pdf(content, sheet, languages), mode=0o644)


def to_pdf(content: Handout, sheet: Sheet, languages: Languages) -> bytes:
    """Return the PDF."""
    return paper.to_pdf(_paper(content, sheet, languages))


def pictures(content: Handout, sheet: Sheet, languages: Languages, width: int) -> list[QImage]:
    """Return the pages as pictures, `width` pixels wide: how the sheet will look."""
    return paper.pictures(_paper(content, sheet, languages), width)


def printer_there() -> bool:
    """Tell whether this computer has a default printer."""
    from PySide6.QtPrintSupport import QPrinterInfo  # as below

    return not QPrinterInfo.defaultPrinter().isNull()


def print_now(content: Handout, sheet: Sheet, languages: Languages) -> None:
    """Print on the default printer, without asking. Raises KioskError when there is none, or it refuses."""
    paper.print_now(_paper(content, sheet, languages))


def _paper(content: Handout, sheet: Sheet, languages: Languages) -> paper.Paper:
    def draw(canvas: Canvas) -> None:
        if sheet.kind is Kind.POSTER:
            Poster(canvas, content, languages, sheet.margin).draw()
        elif sheet.kind is Kind.SLIDES:
            Slides(canvas, content, languages, sheet.margin).draw()
        else:
            HandoutPages(canvas, content, languages, sheet.margin, sheet.point).draw()

    return paper.Paper(content.titles[0], sheet.size, draw)
