"""The parts that hold things to choose from: rows, ticks, cards, tiles, icons."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.tutorials.kit.drawing import ACCENTS, EDGE, INK, LINE, SHADE, WHITE, Area, Drawing
from kiosk.tutorials.kit.glyphs import pick, picture_of
from kiosk.tutorials.kit.part import SIDE, part
from kiosk.tutorials.screen import Box

_TABS = ("home", "search", "paper", "person")


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
    drawing.glyph(picture_of(ids[0]), tile.inset(10, 10), drawing.accent)


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
    drawing.raised(frame, 16)
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
        across = area.inset(SIDE, 0).columns(2, 12)[column]
        tile = Area(across.x, area.y + 112 * line + 6, across.width, 100)
        drawing.rect(tile, drawing.tint, 16)
        drawing.glyph(picture_of(name), Area(tile.x + 14, tile.y + 12, 26, 26), drawing.accent)
        drawing.boxes[name] = Box(*tile, size=15, bold=True, align="left", inset=(14, 42, 8, 6), corner=16)


@part("icons", lambda ids: 124 * -(-len(ids) // 3), (1, 9))
def icons(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw app icons, three in a row, their labels below."""
    for number, name in enumerate(ids):
        line, column = divmod(number, 3)
        across = area.inset(8, 0).columns(3, 4)[column]
        cell = Area(across.x, area.y + 124 * line + 4, across.width, 116)
        tile = Area(cell.middle[0] - 30, cell.y + 6, 60, 60)
        drawing.rect(tile, ACCENTS[pick(name + "colour", tuple(ACCENTS))], 16)
        drawing.glyph(picture_of(name), tile.inset(15, 15), WHITE)
        drawing.boxes[name] = Box(*cell, size=14, inset=(2, 70, 2, 2), corner=16)


@part("tabs", 72, (2, 4), place="bottom", wide=True)
def tabs(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the navigation at the bottom."""
    drawing.rect(area, WHITE)
    drawing.rect(Area(area.x, area.y, area.width, 1.5), LINE)
    for number, (name, cell) in enumerate(
        zip(ids, area.inset(10, 4, 10, 8).columns(len(ids), 2), strict=True)
    ):
        ink = drawing.accent if number == 0 else INK
        drawing.glyph(picture_of(name, _TABS[number]), Area(cell.middle[0] - 12, cell.y + 6, 24, 24), ink)
        drawing.boxes[name] = Box(*cell, size=13, ink=ink, bold=number == 0, inset=(1, 31, 1, 2))
