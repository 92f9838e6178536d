"""The parts that one writes into, presses and reads: bars, fields, buttons."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.tutorials.kit.drawing import EDGE, GREEN, GROUND, INK, RED, SHADE, WHITE, Area, Drawing
from kiosk.tutorials.kit.part import SIDE, part
from kiosk.tutorials.screen import Box


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


@part("field", 72)
def field(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an input field."""
    frame = area.inset(SIDE, 8)
    drawing.rect(frame, WHITE, 10, EDGE)
    drawing.boxes[ids[0]] = Box(*frame, align="left", inset=(14, 0, 14, 0), typed=True)


@part("code", 84)
def code(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw six cells for a code; a label that they do not hold stands above them."""
    frame = area.inset(SIDE - 6, 4)
    cells = frame.inset(6, 26, 6, 6)
    width = (cells.width - 5 * 8) / 6
    for number in range(6):
        drawing.rect(Area(cells.x + number * (width + 8), cells.y, width, cells.height), WHITE, 10, EDGE)
    drawing.boxes[ids[0]] = Box(
        *frame, size=24, bold=True, align="left", inset=(6, 26, 6, 6), typed=True, cells=6
    )


@part("button", 72)
def button(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the main button."""
    draw_button(drawing, area.inset(SIDE, 8), ids[0], drawing.accent)


@part("button-light", 72)
def button_light(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an outlined button."""
    draw_button(drawing, area.inset(SIDE, 8), ids[0], WHITE)


@part("button-red", 72)
def button_red(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a red button."""
    draw_button(drawing, area.inset(SIDE, 8), ids[0], RED)


@part("button-green", 72)
def button_green(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a green button."""
    draw_button(drawing, area.inset(SIDE, 8), ids[0], GREEN)


@part("buttons", 72, (2, 2))
def buttons(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw two buttons side by side, the second is the main one."""
    left, right = area.inset(SIDE, 8).columns(2, 12)
    draw_button(drawing, left, ids[0], WHITE)
    draw_button(drawing, right, ids[1], drawing.accent)


def draw_button(drawing: Drawing, area: Area, name: str, fill: str) -> None:
    """Draw one button; a white one is outlined."""
    drawing.rect(area, fill, 14, drawing.accent if fill == WHITE else "")
    ink = drawing.accent if fill == WHITE else WHITE
    drawing.boxes[name] = Box(*area, size=17, ink=ink, bold=True, corner=14)


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
