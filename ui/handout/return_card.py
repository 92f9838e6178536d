"""Return cards: a code in large print and as QR, "bring this next time"; one on A7, or eight on a sheet to cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from kiosk.i18n import Language
from ui.handout.canvas import Canvas, Type
from ui.handout.paper import A4, A7, Paper
from ui.theme import CALM

#: Cards on a sheet of A4: two columns of four.
ON_A_SHEET = 8
_WIDTH, _HEIGHT = 10500, 7400
_MARGIN = 600


def card(code: str, language: Language, site: str) -> Paper:
    """Return one card."""
    return Paper(language.text("Return card"), A7, lambda canvas: _draw(canvas, 0, 0, code, language, site))


def sheet(codes: Sequence[str], language: Language, site: str) -> Paper:
    """Return a page of up to eight cards with lines to cut along."""

    def draw(canvas: Canvas) -> None:
        for at, code in enumerate(codes[:ON_A_SHEET]):
            _draw(canvas, at % 2 * _WIDTH, at // 2 * (_HEIGHT + 25), code, language, site)

    return Paper(language.text("Return cards"), A4, draw)


def _draw(canvas: Canvas, x: float, y: float, code: str, language: Language, site: str) -> None:
    area = QRectF(x, y, _WIDTH, _HEIGHT)
    canvas.box(area.adjusted(150, 150, -150, -150), "#FFFFFF", CALM.line)
    inner = _WIDTH - 2 * _MARGIN
    top = y + _MARGIN
    top += _fitted(
        canvas, x + _MARGIN, top, inner, language.text("Bring this card next time"), Type(15, bold=True), 1300
    )
    square = 3300.0
    canvas.code(x + _MARGIN - 150, top + 150, square, code)
    left, room = x + _MARGIN + square + 150, inner - square - 150
    canvas.text(left, top + 500, room, language.text("Your code"), Type(10, colour=CALM.muted))
    _fitted(canvas, left, top + 1050, room, code, Type(24, bold=True), 1200, one_line=True)
    below = top + square + 250
    said = language.text("It holds no name. It only tells us that you have been here before.")
    below += _fitted(canvas, x + _MARGIN, below, inner, said, Type(9.5), y + _HEIGHT - below - _MARGIN - 350)
    if site:
        canvas.text(x + _MARGIN, y + _HEIGHT - _MARGIN - 250, inner, site, Type(8.5, colour=CALM.muted))


def _fitted(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    text: str,
    type_: Type,
    room: float,
    *,
    one_line: bool = False,
) -> float:
    """Set a text as large as the room allows, at most as `type_` says; return its height."""
    line = canvas.text_height("0", width, type_)
    while type_.size > 6:
        high = canvas.text_height(text, width, type_)
        if high <= room and (not one_line or high <= line):
            break
        type_ = type_.scaled(0.94)
        line = canvas.text_height("0", width, type_)
    return canvas.text(x, y, width, text, type_)
