"""What is read from afar: a poster on one page, and slides with one step each."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from kiosk.handout import HandoutStep
from ui.handout.canvas import Type
from ui.handout.layout import Layout, ink
from ui.theme import CALM

_GAP = 700
#: Each try makes everything on a poster so much smaller.
_SHRINK = 0.94
#: The size of a warning's letters to those of its step.
_WARNED = 0.85


class Poster(Layout):
    """One page: the title, what each step does, the way to help. As large as the page allows."""

    def draw(self) -> None:
        """Draw the page at the largest size at which all of it fits."""
        code = self._width * 0.24
        room = self._canvas.height - 2 * self._margin - (code + _GAP if self._content.address else 0)
        point = 40.0
        while point > 8 and self._list(point, draw=False) > room:
            point *= _SHRINK
        self._list(point, draw=True)
        self._help(code, point)

    def _list(self, point: float, *, draw: bool) -> float:
        y = float(self._margin)
        for at, title in enumerate(self._content.titles):
            y += self._text(y, title, Type(point * 1.6, bold=True, colour=ink(at)), draw=draw)
        y += _GAP
        for step in self._content.steps:
            y += self._step(y, step, point, draw=draw)
        return y - self._margin

    def _step(self, top: float, step: HandoutStep, point: float, *, draw: bool) -> float:
        disc, y = point * 62, top
        for at, words in enumerate(step.choice):
            y += self._text(y, words, Type(point, bold=True, colour=ink(at)), draw=draw)
        if draw:
            number = Type(point, bold=True, colour=CALM.on_brand, centred=True)
            self._canvas.disc(self._margin, y, disc, self._languages[0].number(step.number), number)
        indent = disc + 300
        for at, text in enumerate(step.words):
            y += self._text(y, text.title, Type(point, colour=ink(at)), indent, draw=draw)
            if text.warning:
                warned = Type(point * _WARNED, bold=True, colour=CALM.on_danger)
                y += self._text(y, text.warning, warned, indent, draw=draw)
        return max(y - top, disc) + point * 12

    def _text(self, y: float, text: str, type_: Type, indent: float = 0, *, draw: bool) -> float:
        return self._canvas.text(self._margin + indent, y, self._width - indent, text, type_, draw=draw)

    def _help(self, code: float, point: float) -> None:
        content = self._content
        if not content.address:
            return
        top = self._canvas.height - self._margin - code
        self._canvas.code(self._margin, top, code, content.link)
        left, width = self._margin + code + _GAP, self._width - code - _GAP
        y = top + self._canvas.text(left, top, width, content.address, Type(point, bold=True))
        said = " · ".join(part for part in (content.help_line, content.contact) if part)
        self._canvas.text(left, y, width, said, Type(point * 0.8))


class Slides(Layout):
    """One step a page, its picture beside its words."""

    def draw(self) -> None:
        """Draw a title page, then every step."""
        width = self._canvas.width - 2 * self._margin
        y = self._canvas.height * 0.3
        for at, title in enumerate(self._content.titles):
            y += self._canvas.text(self._margin, y, width, title, Type(44, bold=True, colour=ink(at))) + _GAP
        for step in self._content.steps:
            self._canvas.new_page()
            self._slide(step)

    def _slide(self, step: HandoutStep) -> None:
        margin, height = self._margin, self._canvas.height - 2 * self._margin
        left = float(margin)
        if step.screen:
            wide = step.screen.size[0] > step.screen.size[1]
            picture = QRectF(margin, margin, self._canvas.width * (0.42 if wide else 0.26), height)
            self._canvas.picture(picture, step.screen, step.target, step.labels)
            left += picture.width() + 2 * _GAP
        width = self._canvas.width - margin - left
        factor = 1.0
        while factor > 0.3 and self._words(step, left, width, factor, draw=False) > height:
            factor *= _SHRINK
        self._words(step, left, width, factor, draw=True)

    def _words(self, step: HandoutStep, left: float, width: float, factor: float, *, draw: bool) -> float:
        y = float(self._margin)
        for at, words in enumerate(step.choice):
            y += self._canvas.text(left, y, width, words, Type(20, colour=ink(at)).scaled(factor), draw=draw)
        number = self._languages[0].number(step.number)
        for at, text in enumerate(step.words):
            title = f"{number}. {text.title}" if at == 0 else text.title
            y += self._canvas.text(
                left, y, width, title, Type(32, bold=True, colour=ink(at)).scaled(factor), draw=draw
            )
            y += 300 * factor
            y += self._canvas.text(
                left, y, width, text.body, Type(24, colour=ink(at)).scaled(factor), draw=draw
            )
            if text.warning:
                warned = Type(22, bold=True, colour=CALM.on_danger).scaled(factor)
                y += 300 * factor
                y += self._canvas.text(left, y, width, text.warning, warned, draw=draw)
            y += _GAP * factor
        return y - self._margin
