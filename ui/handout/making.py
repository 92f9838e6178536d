"""Making a sheet: as a PDF file, or on the default printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk import __version__
from kiosk.config import write_atomically
from kiosk.errors import KioskError
from kiosk.handout import Handout, Kind
from kiosk.i18n import Language
from ui.handout.canvas import UNITS, Canvas
from ui.handout.pages import HandoutPages
from ui.handout.wall import Poster, Slides

Languages = Callable[[str], Language]

_A4, _A5, _SLIDE = QSizeF(210, 297), QSizeF(148, 210), QSizeF(338.7, 190.5)
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
        return _A5 if self.paper == "A5" and self.kind is Kind.HANDOUT else _A4

    @property
    def margin(self) -> int:
        """The white edge, in hundredths of a millimetre; printers need some of it."""
        return 1100 if self.size == _A5 else 1500

    @property
    def point(self) -> float:
        """The size of the running text."""
        return _POINTS[self.paper, self.large_print]


def save(content: Handout, sheet: Sheet, languages: Languages, path: Path) -> None:
    """Write a PDF with real text and embedded fonts. Raises OSError when the file cannot be written."""
    write_atomically(path, to_pdf(content, sheet, languages), mode=0o644)


def to_pdf(content: Handout, sheet: Sheet, languages: Languages) -> bytes:
    """Return the PDF."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS)
    writer.setTitle(content.titles[0])
    writer.setCreator(f"One-Stop Kiosk {__version__}")
    writer.setPageLayout(_layout(sheet))
    painter = QPainter(writer)
    _draw(painter, content, sheet, languages, writer.newPage)
    painter.end()
    return bytes(buffer.data().data())


def pictures(content: Handout, sheet: Sheet, languages: Languages, width: int) -> list[QImage]:
    """Return the pages as pictures, `width` pixels wide: how the sheet will look."""
    size = sheet.size
    scale = width / (size.width() * 100)
    pages: list[QImage] = []
    painter = QPainter()

    def turn() -> None:
        if painter.isActive():
            painter.end()
        pages.append(QImage(width, round(size.height() * 100 * scale), QImage.Format.Format_RGB32))
        pages[-1].fill(QColor("#FFFFFF"))
        painter.begin(pages[-1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)

    turn()
    _draw(painter, content, sheet, languages, turn)
    painter.end()
    return pages


def printer_there() -> bool:
    """Tell whether this computer has a default printer."""
    from PySide6.QtPrintSupport import QPrinterInfo  # as below

    return not QPrinterInfo.defaultPrinter().isNull()


def print_now(content: Handout, sheet: Sheet, languages: Languages) -> None:
    """Print on the default printer, without asking. Raises KioskError when there is none, or it refuses."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # half a megabyte that most desks never need

    found = QPrinterInfo.defaultPrinter()
    if found.isNull():
        raise KioskError("There is no printer here. Save the sheet onto the stick instead.")
    printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_layout(sheet))
    printer.setFullPage(True)
    printer.setDocName(content.titles[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise KioskError(
            "The printer {name} does not answer. Look at it, then try again.", name=found.printerName()
        )
    scale = printer.resolution() / UNITS
    painter.scale(scale, scale)
    _draw(painter, content, sheet, languages, printer.newPage)
    painter.end()


def _layout(sheet: Sheet) -> QPageLayout:
    size = QPageSize(sheet.size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))


def _draw(
    painter: QPainter, content: Handout, sheet: Sheet, languages: Languages, turn: Callable[[], object]
) -> None:
    size = sheet.size
    canvas = Canvas(painter, round(size.width() * 100), round(size.height() * 100), turn)
    if sheet.kind is Kind.POSTER:
        Poster(canvas, content, languages, sheet.margin).draw()
    elif sheet.kind is Kind.SLIDES:
        Slides(canvas, content, languages, sheet.margin).draw()
    else:
        HandoutPages(canvas, content, languages, sheet.margin, sheet.point).draw()
