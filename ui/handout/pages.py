"""The handout: steps one below another, each whole on its page, and at the end where help is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF

from kiosk.handout import Handout, HandoutStep
from kiosk.i18n import N_, Language
from ui.handout.canvas import Canvas, Type
from ui.handout.layout import Layout, ink
from ui.theme import CALM

_GAP = 500
_CODE = 2400


class HandoutPages(Layout):
    """Lays a handout out. `point` is the size of the running text, in points."""

    def __init__(
        self,
        canvas: Canvas,
        content: Handout,
        languages: Callable[[str], Language],
        margin: int,
        point: float,
    ) -> None:
        super().__init__(canvas, content, languages, margin)
        self._left = margin
        self._bottom = canvas.height - margin - 700
        self._y = float(margin)
        self._body = Type(point)
        self._small = Type(point * 0.82, colour=CALM.muted)
        self._title = Type(point * 1.9, bold=True)
        self._step_title = Type(point * 1.2, bold=True)

    def draw(self) -> None:
        """Draw every page."""
        self._head()
        for step in self._content.steps:
            self._step(step)
        self._help()
        self._foot()

    # What stands on the pages

    def _head(self) -> None:
        for at, title in enumerate(self._content.titles):
            self._put(title, self._title.scaled(1 if at == 0 else 0.7), colour=ink(at))
        for at, summary in enumerate(self._content.summaries):
            self._put(summary, self._body, colour=ink(at))
        for at, (language, things) in enumerate(zip(self._languages, self._content.bring, strict=True)):
            if things:
                self._y += _GAP / 3
                self._put(language.text("Bring with you"), self._body._replace(bold=True), colour=ink(at))
                for thing in things:
                    self._put(f"•  {thing}", self._body, colour=ink(at))
        self._y += _GAP

    def _put(self, text: str, type_: Type, colour: str = CALM.ink) -> None:
        """Set a paragraph over the whole width, on a new page where this one is full."""
        set_so = type_._replace(colour=colour)
        self._make_room(self._canvas.text_height(text, self._width, set_so))
        self._y += self._canvas.text(self._left, self._y, self._width, text, set_so)

    def _step(self, step: HandoutStep) -> None:
        picture = self._picture_width(step)
        disc = self._step_title.size * 60
        left = self._left + (picture + _GAP if picture else 0)
        width = self._left + self._width - left - disc - 200
        high = self._words_height(step, width)
        drawn = picture / step.screen.size[0] * step.screen.size[1] if step.screen else 0
        choice = sum(self._canvas.text_height(words, self._width, self._step_title) for words in step.choice)
        self._make_room(max(high, drawn) + (choice + _GAP if choice else 0))
        for at, words in enumerate(step.choice):
            self._put(words, self._step_title, colour=ink(at))
        if step.choice:
            self._y += _GAP / 2
        top = self._y
        if step.screen:
            area = QRectF(self._left, top, picture, drawn)
            self._canvas.picture(area, step.screen, step.target, step.labels)
        number = Type(self._step_title.size, bold=True, colour=CALM.on_brand, centred=True)
        self._canvas.disc(left, top, disc, self._languages[0].number(step.number), number)
        self._words(step, left + disc + 200, top, width)
        self._y = top + max(high, drawn) + _GAP

    def _picture_width(self, step: HandoutStep) -> float:
        if step.screen is None:
            return 0
        wide = step.screen.size[0] > step.screen.size[1]
        return self._width * (0.34 if wide else 0.155)

    def _words_height(self, step: HandoutStep, width: float) -> float:
        return self._words(step, 0, 0, width, draw=False)

    def _words(self, step: HandoutStep, left: float, top: float, width: float, *, draw: bool = True) -> float:
        """Set a step's words in each language, or only measure them; return their height."""
        y = top
        for at, text in enumerate(step.words):
            colour = ink(at)
            y += 0 if at == 0 else _GAP / 2
            y += self._canvas.text(
                left, y, width, text.title, self._step_title._replace(colour=colour), draw=draw
            )
            y += self._body.size * 8
            y += self._canvas.text(left, y, width, text.body, self._body._replace(colour=colour), draw=draw)
            if text.warning:
                y += self._warning(left, y, width, text.warning, draw=draw)
        return y - top

    def _warning(self, left: float, top: float, width: float, text: str, *, draw: bool) -> float:
        type_ = self._body._replace(colour=CALM.on_notice, bold=True)
        inside, pad = width - 500, 180
        high = self._canvas.text_height(text, inside, type_) + 2 * pad
        if draw:
            self._canvas.box(QRectF(left, top + 150, width, high), CALM.notice, CALM.notice_line)
            self._canvas.text(left + 250, top + 150 + pad, inside, text, type_)
        return high + 150

    def _help(self) -> None:
        """Set where help is: address and help line side by side, each with its code, the shop's own line below."""
        content = self._content
        cells = [
            cell
            for cell in (
                (N_("Official address"), content.address, content.link),
                (N_("Help line"), content.help_line, content.call),
            )
            if cell[1]
        ]
        width = (self._width - _GAP) / 2
        contact = (N_("Your service desk"), content.contact, "")
        high = max((self._cell_height(cell, width) for cell in cells), default=0)
        below = self._cell_height(contact, self._width) + _GAP / 2 if content.contact else 0
        if not high + below:
            return
        self._make_room(high + below + _GAP)
        self._canvas.line(self._left, self._y, self._width)
        self._y += _GAP / 2
        for at, cell in enumerate(cells):
            self._cell(cell, self._left + at * (width + _GAP), width)
        self._y += high + _GAP / 2 if cells else 0
        if content.contact:
            self._cell(contact, self._left, self._width)
            self._y += below

    def _cell_height(self, cell: tuple[str, str, str], width: float) -> float:
        heading, text, code = cell
        room = width - (_CODE + 300 if code else 0)
        words = self._canvas.text_height(self._said(heading), room, self._small)
        words += self._canvas.text_height(text, room, self._step_title)
        return max(words, _CODE if code else 0)

    def _cell(self, cell: tuple[str, str, str], left: float, width: float) -> None:
        heading, text, code = cell
        if code:
            self._canvas.code(left, self._y, _CODE, code)
            left, width = left + _CODE + 300, width - _CODE - 300
        below = self._canvas.text(left, self._y, width, self._said(heading), self._small)
        self._canvas.text(left, self._y + below, width, text, self._step_title)

    def _said(self, heading: str) -> str:
        return " · ".join(dict.fromkeys(language.text(heading) for language in self._languages))

    # Pages

    def _make_room(self, high: float) -> None:
        if self._y + high > self._bottom and self._y > self._margin:
            self._foot()
            self._canvas.new_page()
            self._y = float(self._margin)

    def _foot(self) -> None:
        language = self._languages[0]
        words = f"{language.date(self._content.day)} · {language.number(self._canvas.pages)}"
        self._canvas.text(
            self._left, self._canvas.height - self._margin - 350, self._width, words, self._small
        )
