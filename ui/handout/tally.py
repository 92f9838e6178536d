"""The tally sheet: visits as columns, answers as rows in the panel's order, a tick for each. Nothing about a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QRectF

from kiosk.codebook import AGE_BANDS, CHANNELS, GENDERS, OUTCOMES, SERVICES
from kiosk.i18n import N_, Language
from ui.handout.canvas import Canvas, Type
from ui.handout.paper import A4, Paper
from ui.theme import CALM

#: Visits on a sheet.
COLUMNS = 16
_MARGIN, _LABEL = 1200.0, 6300.0
_ROW, _HEAD_ROW = 640.0, 560.0
_SMALL, _HEAD = Type(8.5), Type(8.5, bold=True, colour=CALM.brand)


def tally_sheet(language: Language, site: str, country: str, *, by_gender: bool) -> Paper:
    """Return a page of ticks and, for its back, the services of a country by number.

    `by_gender`: the programme asks for women and men apart.
    """

    def draw(canvas: Canvas) -> None:
        _Sheet(canvas, language, site, by_gender=by_gender).draw()
        canvas.new_page()
        _list_services(canvas, language, country)

    return Paper(language.text("Tally sheet"), A4, draw)


class _Sheet:
    """Draws from top to bottom; `_y` is where the next row begins."""

    def __init__(self, canvas: Canvas, language: Language, site: str, *, by_gender: bool) -> None:
        self._canvas = canvas
        self._language = language
        self._site = site
        self._by_gender = by_gender
        self._width = canvas.width - 2 * _MARGIN
        self._cell = (self._width - _LABEL) / COLUMNS
        self._y = _MARGIN

    def draw(self) -> None:
        """Draw the page."""
        self._top()
        for heading, rows in self._sections():
            self._heading(self._language.text(heading))
            for row in rows:
                self._row(row)
        self._y += 200
        said = self._language.text(
            "Only ticks and numbers: no names, no telephone numbers, no numbers of documents."
        )
        self._canvas.text(_MARGIN, self._y, self._width, said, Type(9, bold=True))

    def _top(self) -> None:
        canvas, language = self._canvas, self._language
        self._y += canvas.text(
            _MARGIN, self._y, self._width, language.text("Tally sheet"), Type(17, bold=True)
        )
        if self._site:
            self._y += canvas.text(_MARGIN, self._y, self._width, self._site, Type(9, colour=CALM.muted))
        self._y += 450
        part = self._width / 3
        for at, word in enumerate((N_("Day"), N_("Place"), N_("Volunteer's code name"))):
            left = _MARGIN + at * part
            canvas.text(left, self._y, part - 200, language.text(word), _SMALL._replace(colour=CALM.muted))
            canvas.line(left, self._y + 900, part - 300)
        self._y += 1200
        for column in range(COLUMNS):
            left = _MARGIN + _LABEL + column * self._cell
            number = _HEAD._replace(centred=True)
            canvas.text(left, self._y + 60, self._cell, language.number(column + 1), number)
        self._y += 420

    def _sections(self) -> Iterator[tuple[str, list[str]]]:
        yield N_("Where and how"), self._said(CHANNELS, but="self_service")
        yield (
            N_("What it was about"),
            self._words(N_("Number of the service (see the back)"), N_("One more service")),
        )
        yield N_("How it went"), self._said(OUTCOMES, but="not_told")
        yield N_("Age"), list(self._ages())
        yield N_("Has been here before?"), self._words(N_("First time"), N_("Came before"))
        yield CHANNELS["group"], self._words(N_("People"), N_("Women"), N_("New here"))

    def _said(self, codes: Mapping[str, str], but: str) -> list[str]:
        return self._words(*(label for code, label in codes.items() if code != but))

    def _words(self, *messages: str) -> list[str]:
        return [self._language.text(message) for message in messages]

    def _ages(self) -> Iterator[str]:
        text = self._language.text
        for code, label in AGE_BANDS.items():
            if code == "not_asked":
                continue
            if self._by_gender:
                yield from (f"{text(label)}, {text(GENDERS[gender])}" for gender in ("f", "m"))
            else:
                yield text(label)

    def _heading(self, text: str) -> None:
        self._y += 60
        self._canvas.text(_MARGIN, self._y + 90, _LABEL, text, _HEAD)
        self._y += _HEAD_ROW - 60

    def _row(self, text: str) -> None:
        type_ = _SMALL
        while type_.size > 6 and self._canvas.text_height(text, _LABEL - 200, type_) > _ROW:
            type_ = type_.scaled(0.94)
        high = self._canvas.text_height(text, _LABEL - 200, type_)
        self._canvas.text(_MARGIN + 100, self._y + (_ROW - high) / 2, _LABEL - 200, text, type_)
        for column in range(COLUMNS):
            cell = QRectF(_MARGIN + _LABEL + column * self._cell, self._y, self._cell, _ROW)
            self._canvas.box(cell.adjusted(30, 30, -30, -30), "#FFFFFF", CALM.edge, radius=60)
        self._y += _ROW


def _list_services(canvas: Canvas, language: Language, country: str) -> None:
    y, width = _MARGIN, canvas.width - 2 * _MARGIN
    y += canvas.text(_MARGIN, y, width, language.text("Numbers of the services"), Type(17, bold=True)) + 400
    for number, label in numbered_services(country):
        canvas.text(_MARGIN, y, 900, language.number(number), Type(11, bold=True, colour=CALM.brand))
        y += canvas.text(_MARGIN + 1000, y, width - 1000, language.text(label), Type(11)) + 90


def numbered_services(country: str) -> list[tuple[int, str]]:
    """Return the services that a desk of a country offers, numbered as on the sheet's back."""
    offered = [service for service in SERVICES.values() if service.code.startswith((f"{country}.", "gen."))]
    return [(number, service.label) for number, service in enumerate(offered, 1)]
