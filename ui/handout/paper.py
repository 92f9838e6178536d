"""Pages as a PDF, as pictures, or on the default printer: whatever is drawn on a canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QMarginsF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk import __version__
from kiosk.errors import KioskError
from kiosk.handout import NO_PRINTER
from ui.handout.canvas import UNITS, Canvas

A4, A5, A7 = QSizeF(210, 297), QSizeF(148, 210), QSizeF(105, 74)


@dataclass(frozen=True)
class Paper:
    """What is to be put on paper: its title, the page's size in millimetres, and how it is drawn."""

    title: str
    size: QSizeF
    draw: Callable[[Canvas], None]

    def on(self, painter: QPainter, turn: Callable[[], object]) -> None:
        """Draw every page in hundredths of a millimetre; `turn` begins the next one."""
        self.draw(Canvas(painter, round(self.size.width() * 100), round(self.size.height() * 100), turn))


def to_pdf(paper: Paper) -> bytes:
    """Return a PDF with real text and embedded fonts."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS)
    writer.setTitle(paper.title)
    writer.setCreator(f"One-Stop Kiosk {__version__}")
    writer.setPageLayout(_layout(paper.size))
    painter = QPainter(writer)
    paper.on(painter, writer.newPage)
    painter.end()
    return bytes(buffer.data().data())


def pictures(paper: Paper, width: int) -> list[QImage]:
    """Return the pages as pictures, `width` pixels wide: how they will look."""
    scale = width / (paper.size.width() * 100)
    height = round(paper.size.height() * 100 * scale)
    pages: list[QImage] = []
    painter = QPainter()

    def turn() -> None:
        if painter.isActive():
            painter.end()
        pages.append(QImage(width, height, QImage.Format.Format_RGB32))
        pages[-1].fill(QColor("#FFFFFF"))
        painter.begin(pages[-1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)

    turn()
    paper.on(painter, turn)
    painter.end()
    return pages


def print_now(paper: Paper) -> None:
    """Print on the default printer, without asking. Raises KioskError when there is none, or it refuses."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # half a megabyte that most desks never need

    found = QPrinterInfo.defaultPrinter()
    if found.isNull():
        raise KioskError(NO_PRINTER)
    printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_layout(paper.size))
    printer.setFullPage(True)
    printer.setDocName(paper.title)
    painter = QPainter()
    if not painter.begin(printer):
        raise KioskError(
            "The printer {name} does not answer. Look at it, then try again.", name=found.printerName()
        )
    scale = printer.resolution() / UNITS
    painter.scale(scale, scale)
    paper.on(painter, printer.newPage)
    painter.end()


def _layout(size: QSizeF) -> QPageLayout:
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    return QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
