"""The parts of an app's screen: bars, fields, buttons, lists, messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

from kiosk.tutorials.kit.drawing import (
    ACCENTS,
    EDGE,
    GREEN,
    GROUND,
    INK,
    LINE,
    RED,
    SHADE,
    WHITE,
    Area,
    Drawing,
)
from kiosk.tutorials.screen import Box

#: Distance of most parts from the screen's sides.
SIDE = 16
_PICTURES = ("paper", "person", "shield", "card", "heart", "star", "map", "mail", "sliders", "bell")
_TABS = ("home", "search", "paper", "person")


class Part(NamedTuple):
    """How a part is set: its height by its words, how many boxes it has, and where it stands.

    `place` is `flow` (one below the other), `top` (over everything) or `bottom`. `wide` parts take a page's whole
    width, the others its column. `words` says what stands after the part's name: `ids`, `number` or a keyboard's kind.
    """

    draw: Callable[[Drawing, Area, Sequence[str]], None]
    height: Callable[[Sequence[str]], float]
    least: int
    most: int
    place: str = "flow"
    wide: bool = False
    words: str = "ids"


PARTS: dict[str, Part] = {}
Draw = Callable[[Drawing, Area, Sequence[str]], None]


def part(
    name: str,
    height: float | Callable[[Sequence[str]], float],
    ids: tuple[int, int] = (1, 1),
    *,
    place: str = "flow",
    wide: bool = False,
    words: str = "ids",
) -> Callable[[Draw], Draw]:
    """Enter a function that draws a part into the kit, under its name and with its height."""

    def enter(draw: Draw) -> Draw:
        by_words = height if callable(height) else lambda _words: height
        PARTS[name] = Part(draw, by_words, *ids, place=place, wide=wide, words=words)
        return draw

    return enter


def pick(name: str, choices: Sequence[str]) -> str:
    """Choose by a box's id: always the same for one box, different for most."""
    return choices[crc32(name.encode()) % len(choices)]


# Bars and headings


@part("bar", 56, wide=True)
def bar(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the app's top bar."""
    drawing.rect(area, drawing.accent)
    drawing.boxes[ids[0]] = Box(
        *area.inset(8, 4), size=18, ink=WHITE, bold=True, align="left", inset=(10, 0, 10, 0)
    )


@part("address", 56, wide=True)
def address(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the browser's address field."""
    drawing.rect(area, GROUND)
    field_ = area.inset(12, 4)
    drawing.rect(field_, WHITE, 24, EDGE)
    drawing.glyph("lock", Area(field_.x + 14, field_.y + 15, 18, 18), INK)
    drawing.boxes[ids[0]] = Box(*field_, align="left", inset=(42, 0, 14, 0), typed=True, corner=24)


@part("title", 52)
def title(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Set a heading."""
    drawing.boxes[ids[0]] = Box(*area.inset(SIDE, 2), size=22, bold=True, align="left", inset=(2, 0, 2, 0))


@part("text", 60)
@part("text3", 104)
def text(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Set a paragraph."""
    drawing.boxes[ids[0]] = Box(*area.inset(SIDE, 2), size=15, align="left", inset=(2, 0, 2, 0))


@part("amount", 84)
def amount(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Set a large sum."""
    drawing.boxes[ids[0]] = Box(*area.inset(SIDE, 8), size=34, bold=True, typed=True)


# Fields and buttons


@part("field", 72)
def field(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an input field."""
    frame = area.inset(SIDE, 8)
    drawing.rect(frame, WHITE, 10, EDGE)
    drawing.boxes[ids[0]] = Box(*frame, align="left", inset=(14, 0, 14, 0), typed=True)


@part("code", 84)
def code(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw six cells for a code."""
    frame = area.inset(SIDE, 12)
    width = (frame.width - 5 * 8) / 6
    for number in range(6):
        drawing.rect(Area(frame.x + number * (width + 8), frame.y, width, frame.height), WHITE, 10, EDGE)
    drawing.boxes[ids[0]] = Box(*frame, size=26, bold=True, inset=(0, 0, 0, 0), typed=True, cells=6)


@part("button", 72)
def button(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the main button."""
    _button(drawing, area.inset(SIDE, 8), ids[0], drawing.accent)


@part("button-light", 72)
def button_light(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an outlined button."""
    _button(drawing, area.inset(SIDE, 8), ids[0], WHITE)


@part("button-red", 72)
def button_red(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a red button."""
    _button(drawing, area.inset(SIDE, 8), ids[0], RED)


@part("button-green", 72)
def button_green(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a green button."""
    _button(drawing, area.inset(SIDE, 8), ids[0], GREEN)


@part("buttons", 72, (2, 2))
def buttons(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw two buttons side by side, the second is the main one."""
    left, right = _columns(area.inset(SIDE, 8), 2, 12)
    _button(drawing, left, ids[0], WHITE)
    _button(drawing, right, ids[1], drawing.accent)


def _button(drawing: Drawing, area: Area, name: str, fill: str) -> None:
    drawing.rect(area, fill, 14, drawing.accent if fill == WHITE else "")
    ink = drawing.accent if fill == WHITE else WHITE
    drawing.boxes[name] = Box(*area, size=17, ink=ink, bold=True, corner=14)


# Lists


@part("row", 68)
def row(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a list row with an arrow."""
    _row(drawing, area, ids[0], 12)


@part("icon-row", 76)
def icon_row(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a list row with a small picture in front."""
    _row(drawing, area, ids[0], 68)
    tile = Area(area.x + SIDE + 2, area.y + (area.height - 44) / 2, 44, 44)
    drawing.rect(tile, drawing.tint, 12)
    drawing.glyph(pick(ids[0], _PICTURES), tile.inset(10, 10), drawing.accent)


def _row(drawing: Drawing, area: Area, name: str, left: float) -> None:
    drawing.rect(Area(area.x + SIDE, area.y + area.height - 1.5, area.width - 2 * SIDE, 1.5), LINE)
    drawing.glyph("next", Area(area.x + area.width - SIDE - 24, area.middle[1] - 10, 20, 20), EDGE)
    drawing.boxes[name] = Box(*area.inset(8, 4), align="left", inset=(left, 0, 38, 0))


@part("check", 64)
def check(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a tick box with its label."""
    y = area.middle[1]
    drawing.rect(Area(area.x + SIDE + 4, y - 13, 26, 26), WHITE, 6, EDGE)
    drawing.boxes[ids[0]] = Box(*area.inset(8, 4), align="left", inset=(50, 0, 8, 0))


@part("choice", 64)
def choice(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a round choice with its label."""
    drawing.circle(area.x + SIDE + 17, area.middle[1], 13, WHITE, EDGE)
    drawing.boxes[ids[0]] = Box(*area.inset(8, 4), align="left", inset=(50, 0, 8, 0))


@part("toggle", 64)
def toggle(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a switch with its label."""
    y = area.middle[1]
    drawing.rect(Area(area.x + area.width - SIDE - 52, y - 15, 50, 30), EDGE, 15)
    drawing.circle(area.x + area.width - SIDE - 37, y, 11, WHITE)
    drawing.boxes[ids[0]] = Box(*area.inset(8, 4), align="left", inset=(12, 0, 68, 0))


@part("card", 116)
def card(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a card: a document or an item, with its label and grey lines."""
    frame = area.inset(SIDE, 8)
    _raised(drawing, frame, 16)
    drawing.rect(Area(frame.x + 14, frame.y + 16, 5, frame.height - 32), drawing.accent, 2.5)
    for number, width in enumerate((0.62, 0.4)):
        line = Area(frame.x + 34, frame.y + 62 + 16 * number, (frame.width - 60) * width, 8)
        drawing.rect(line, SHADE, 4)
    below = frame.height - 58
    drawing.boxes[ids[0]] = Box(*frame, size=17, bold=True, align="left", inset=(34, 6, 14, below), corner=16)


@part("tiles", lambda ids: 112 * -(-len(ids) // 2), (2, 4))
def tiles(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw tiles, two in a row."""
    for number, name in enumerate(ids):
        line, column = divmod(number, 2)
        across = _columns(Area(area.x + SIDE, 0, area.width - 2 * SIDE, 0), 2, 12)[column]
        tile = Area(across.x, area.y + 112 * line + 6, across.width, 100)
        drawing.rect(tile, drawing.tint, 16)
        drawing.glyph(pick(name, _PICTURES), Area(tile.x + 14, tile.y + 12, 26, 26), drawing.accent)
        drawing.boxes[name] = Box(*tile, size=15, bold=True, align="left", inset=(14, 42, 8, 6), corner=16)


@part("icons", lambda ids: 124 * -(-len(ids) // 3), (1, 9))
def icons(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw app icons, three in a row, their labels below."""
    for number, name in enumerate(ids):
        line, column = divmod(number, 3)
        across = _columns(Area(area.x + 8, 0, area.width - 16, 0), 3, 4)[column]
        cell = Area(across.x, area.y + 124 * line + 4, across.width, 116)
        tile = Area(cell.middle[0] - 30, cell.y + 6, 60, 60)
        drawing.rect(tile, ACCENTS[pick(name + "colour", tuple(ACCENTS))], 16)
        drawing.glyph(pick(name, _PICTURES), tile.inset(15, 15), WHITE)
        drawing.boxes[name] = Box(*cell, size=14, inset=(2, 70, 2, 2), corner=16)


@part("tabs", 72, (2, 4), place="bottom", wide=True)
def tabs(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the navigation at the bottom."""
    drawing.rect(area, WHITE)
    drawing.rect(Area(area.x, area.y, area.width, 1.5), LINE)
    for number, (name, cell) in enumerate(
        zip(ids, _columns(area.inset(6, 4, 6, 6), len(ids), 2), strict=True)
    ):
        ink = drawing.accent if number == 0 else INK
        drawing.glyph(_TABS[number], Area(cell.middle[0] - 12, cell.y + 6, 24, 24), ink)
        drawing.boxes[name] = Box(*cell, size=13, ink=ink, bold=number == 0, inset=(1, 31, 1, 2))


# Messages


@part("sms", 104)
def sms(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an incoming message."""
    bubble = Area(area.x + SIDE, area.y + 6, (area.width - 2 * SIDE) * 0.88, area.height - 12)
    drawing.rect(bubble, "#E8ECF1", 18)
    drawing.rect(Area(bubble.x, bubble.y + bubble.height - 18, 18, 18), "#E8ECF1", 5)
    drawing.boxes[ids[0]] = Box(*bubble, size=15, align="left", inset=(14, 4, 12, 4), corner=18)


@part("reply", 76)
def reply(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an outgoing message."""
    width = (area.width - 2 * SIDE) * 0.8
    bubble = Area(area.x + area.width - SIDE - width, area.y + 6, width, area.height - 12)
    drawing.rect(bubble, drawing.accent, 18)
    drawing.rect(Area(bubble.x + width - 18, bubble.y + bubble.height - 18, 18, 18), drawing.accent, 5)
    drawing.boxes[ids[0]] = Box(
        *bubble, size=15, ink=WHITE, align="left", inset=(14, 4, 12, 4), typed=True, corner=18
    )


@part("push", 96, place="top", wide=True)
def push(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a notification at the top."""
    width = min(area.width - 16, 420)
    slip = Area(area.middle[0] - width / 2, area.y + 4, width, area.height - 12)
    _raised(drawing, slip, 18)
    tile = Area(slip.x + 12, slip.y + 14, 34, 34)
    drawing.rect(tile, GREEN, 10)
    drawing.glyph("mail", tile.inset(7, 7), WHITE)
    drawing.boxes[ids[0]] = Box(*slip, size=15, align="left", inset=(58, 3, 12, 3), corner=18)


@part("notice", 88)
def notice(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a yellow box with a hint."""
    _boxed(drawing, area, ids[0], ("#FFF3D6", "#E8CC86", "#4A3500"), "info")


@part("warning", 88)
def warning(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a red box with a warning."""
    _boxed(drawing, area, ids[0], ("#FDECEA", "#E9B4AF", "#5C120D"), "alert")


def _boxed(drawing: Drawing, area: Area, name: str, colours: tuple[str, str, str], glyph: str) -> None:
    ground, edge, ink = colours
    frame = area.inset(SIDE, 6)
    drawing.rect(frame, ground, 12, edge)
    drawing.glyph(glyph, Area(frame.x + 12, frame.middle[1] - 12, 24, 24), ink)
    drawing.boxes[name] = Box(*frame, size=15, ink=ink, align="left", inset=(46, 3, 10, 3), corner=12)


@part("dialog", 236, (2, 3))
def dialog(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a system's question with its buttons one below the other, the first is the main one."""
    frame = area.inset(20, 4)
    _raised(drawing, frame, 22)
    words, *answers = ids
    inner = frame.inset(16, 14)
    top = inner.y + inner.height - 56 * len(answers) + 4
    asked = Area(inner.x, inner.y - 4, inner.width, top - inner.y)
    drawing.boxes[words] = Box(*asked, size=17, inset=(4, 0, 4, 0))
    for number, name in enumerate(answers):
        place = Area(inner.x, top + 56 * number, inner.width, 50)
        _button(drawing, place, name, WHITE if number else drawing.accent)


# Nothing to tap


@part("lines", lambda words: 22 * float(words[0]) + 8, words="number")
def lines(drawing: Drawing, area: Area, words: Sequence[str]) -> None:
    """Draw grey lines of text."""
    for number in range(int(words[0])):
        share = (0.92, 0.8, 0.97, 0.6)[number % 4]
        width = (area.width - 2 * SIDE - 4) * share
        drawing.rect(Area(area.x + SIDE + 2, area.y + 10 + 22 * number, width, 10), SHADE, 5)


@part("space", lambda words: float(words[0]), words="number")
def space(drawing: Drawing, area: Area, words: Sequence[str]) -> None:
    """Leave room."""


def _columns(area: Area, count: int, gap: float) -> list[Area]:
    width = (area.width - gap * (count - 1)) / count
    return [Area(area.x + number * (width + gap), area.y, width, area.height) for number in range(count)]


def _raised(drawing: Drawing, area: Area, radius: float) -> None:
    """Draw a white card that lies above the ground."""
    drawing.rect(Area(area.x, area.y + 3, area.width, area.height), INK, radius, opacity=0.08)
    drawing.rect(area, WHITE, radius, LINE)
