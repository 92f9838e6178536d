"""Writing a report as a PDF to print, and its plots as a picture."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPainter

from kiosk.centre import WRITERS, Report, Writer
from kiosk.centre.schema import StoreError
from kiosk.centre.tables import said
from kiosk.i18n import Language
from ui.handout import paper
from ui.report.drawing import Drawing
from ui.report.pages import paper_of
from ui.report.series import figure_of
from ui.theme import CALM, font

#: In pixels: wide enough for a slide, letters large enough to be read on it.
_WIDE, _EDGE, _EM, _TITLE = 1600, 60, 26.0, 38


def as_pdf(report: Report, language: Language) -> bytes:
    """Write a report as a PDF with real text, embedded fonts and its plots."""
    return paper.to_pdf(paper_of(report, language))


def as_png(report: Report, language: Language) -> bytes:
    """Write a report's plots, one below the other under their titles, as a picture.

    Raises StoreError when the report has nothing to draw.
    """
    figures = [figure for table in report.tables if (figure := figure_of(table, language))]
    if not figures:
        raise StoreError("This report has no plot. Write it as PDF, XLSX or CSV instead.")
    drawings = [Drawing(figure, language, CALM, _EM, _letters) for figure in figures]
    room = _WIDE - 2 * _EDGE
    heights = [drawing.height(room) + _TITLE * 2 + _EDGE for drawing in drawings]
    image = QImage(_WIDE, round(sum(heights)) + _TITLE * 2 + _EDGE, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setPen(QColor(CALM.muted))
    painter.setFont(_letters(_EM * 0.8, False))
    about = " · ".join([said(report.title, language), *(value for _name, value in report.heading(language))])
    painter.drawText(QRectF(_EDGE, _EDGE / 2, room, _TITLE * 1.5), about)
    top = _TITLE * 2.0
    for drawing, high in zip(drawings, heights, strict=True):
        painter.setPen(QColor(CALM.ink))
        painter.setFont(_letters(_TITLE, True))
        painter.drawText(QRectF(_EDGE, top, room, _TITLE * 1.6), drawing.figure.title)
        drawing.draw(painter, QRectF(_EDGE, top + _TITLE * 2, room, high - _TITLE * 2 - _EDGE))
        top += high
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def _letters(size: float, bold: bool) -> QFont:
    return font(round(size), bold=bold)


#: Every way to write a report, by the ending of its file.
ALL_WRITERS: Mapping[str, Writer] = {**WRITERS, "pdf": as_pdf, "png": as_png}
