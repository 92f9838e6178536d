"""Reading a PDF again, with other people's programs: its text, where it stands, and its codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2
import zxingcpp

_POINT = 72 / 25.4


@dataclass(frozen=True)
class Page:
    """One page: its text without any space, how far the nearest letter is from the edge (mm), its codes."""

    text: str
    edge: float
    codes: tuple[str, ...]


def read(pdf: bytes, *, codes: bool = True) -> list[Page]:
    """Return the pages of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document[number], codes) for number in range(len(document))]
    finally:
        document.close()


def fonts(pdf: bytes) -> set[str]:
    """Return the names of the fonts that are embedded."""
    return {name.decode() for name in re.findall(rb"/FontName /[A-Z]*\+?([\w-]+)", pdf)}


def squashed(text: str) -> str:
    """Return a text without spaces and hyphens: a line may break at either, and a hyphen at its end is read as one
    that joins (pdfium gives U+FFFE for it).
    """
    return re.sub(r"[\s\ufffe\u00ad-]", "", text)


def _page(page: pypdfium2.PdfPage, codes: bool) -> Page:
    words = page.get_textpage()
    width, height = page.get_size()
    edges = []
    for number in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(number)
        edges += [left, bottom, width - right, height - top]
    found: tuple[str, ...] = ()
    if codes:
        picture = page.render(scale=2, grayscale=True)
        view = memoryview(bytes(picture.buffer)).cast("B", (picture.height, picture.stride))
        found = tuple(code.text for code in zxingcpp.read_barcodes(view, zxingcpp.BarcodeFormat.QRCode))
    return Page(squashed(words.get_text_range()), min(edges, default=width) / _POINT, found)
