"""The parts that say something: messages, notifications, notes, questions."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.tutorials.kit.controls import draw_button
from kiosk.tutorials.kit.drawing import GREEN, WHITE, Area, Drawing
from kiosk.tutorials.kit.part import SIDE, part
from kiosk.tutorials.screen import Box


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
    drawing.raised(slip, 18)
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
    """Draw a system's question with its buttons one below the other; the last one is the main one and stands first."""
    frame = area.inset(20, 4)
    drawing.raised(frame, 22)
    words, *answers = ids
    inner = frame.inset(16, 14)
    top = inner.y + inner.height - 58 * len(answers) + 10
    asked = Area(inner.x, inner.y - 6, inner.width, top - inner.y)
    drawing.boxes[words] = Box(*asked, size=17, inset=(4, 0, 4, 0))
    for number, name in enumerate(reversed(answers)):
        place = Area(inner.x, top + 58 * number, inner.width, 48)
        draw_button(drawing, place, name, WHITE if number else drawing.accent)
