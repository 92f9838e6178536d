"""The parts that show a picture: cameras, codes, calls, keyboards."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.tutorials.kit.drawing import EDGE, GREEN, GROUND, INK, LINE, RED, SHADE, WHITE, Area, Drawing
from kiosk.tutorials.kit.part import SIDE, part
from kiosk.tutorials.screen import Box

_NIGHT = "#1B2430"
#: Height of the line of text on a picture.
_CAPTION = 56


@part("camera", 300, (0, 1))
def camera(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a viewfinder with a frame."""
    frame = area.inset(SIDE, 8)
    drawing.rect(frame, _NIGHT, 16)
    x, y = frame.middle
    y -= 20 if ids else 0
    for across, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        left, top = x + across * 84, y + down * 84
        drawing.path(f"M{left - across * 34:.0f} {top:.0f}H{left:.0f}V{top - down * 34:.0f}", WHITE, 5)
    words = set(ids[0].split("-")) if ids else set()
    if words & {"qr", "code"}:
        _code(drawing, x, y, 110)
    elif words & {"card", "chip", "document", "passport"}:
        _identity(drawing, Area(x - 66, y - 42, 132, 84))
    else:
        drawing.path(f"M{x - 74:.0f} {y:.0f}H{x + 74:.0f}", drawing.tint, 3)
    _caption(drawing, frame, ids)


def _identity(drawing: Drawing, card: Area) -> None:
    drawing.rect(card, WHITE, 10)
    _bust(drawing, card.x + 30, card.y + 30, 10, SHADE)
    for number in range(3):
        drawing.rect(Area(card.x + 62, card.y + 18 + 16 * number, 56 - 10 * number, 7), SHADE, 3)
    drawing.rect(Area(card.x + 98, card.y + 62, 22, 14), "#F2C14E", 3)


@part("face", 300, (0, 1))
def face(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an oval for the face check."""
    frame = area.inset(SIDE, 8)
    drawing.rect(frame, _NIGHT, 16)
    x, y = frame.middle
    y -= 20 if ids else 0
    drawing.ellipse(x, y, 78, 100, drawing.tint, "#2E3A4A")
    drawing.circle(x, y - 22, 32, EDGE)
    drawing.path(f"M{x - 52:.0f} {y + 68:.0f}a52 48 0 0 1 104 0a78 100 0 0 1 -104 0z", fill=EDGE)
    _caption(drawing, frame, ids)


@part("video", 300, (0, 1))
def video(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the two faces of a video call."""
    frame = area.inset(SIDE, 8)
    drawing.rect(frame, "#2E3A4A", 16)
    _bust(drawing, frame.middle[0], frame.middle[1] - 24, 46, SHADE)
    small = Area(frame.x + frame.width - 92, frame.y + 12, 80, 96)
    drawing.rect(small, "#51606F", 12, WHITE)
    _bust(drawing, small.middle[0], small.middle[1] - 8, 18, WHITE)
    _caption(drawing, frame, ids)


def _bust(drawing: Drawing, x: float, y: float, size: float, colour: str) -> None:
    drawing.circle(x, y, size, colour)
    wide, high = size * 1.9, size * 1.25
    drawing.path(
        f"M{x - wide:.1f} {y + size + 8 + high:.1f}a{wide:.1f} {high:.1f} 0 0 1 {2 * wide:.1f} 0z",
        fill=colour,
    )


def _caption(drawing: Drawing, frame: Area, ids: Sequence[str]) -> None:
    for name in ids:
        above = frame.height - _CAPTION
        drawing.boxes[name] = Box(*frame, ink=WHITE, bold=True, inset=(12, above, 12, 4), corner=16)


@part("qr", lambda ids: 264 if ids else 220, (0, 1))
def qr(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a QR code that was made up: no phone reads anything from it."""
    _code(drawing, area.middle[0], area.y + 110, 188)
    for name in ids:
        drawing.boxes[name] = Box(*area.inset(SIDE, 4), bold=True, inset=(4, 212, 4, 2))


def _code(drawing: Drawing, x: float, y: float, side: float) -> None:
    modules = 21
    left, top, unit = x - side / 2, y - side / 2, side / modules
    drawing.rect(Area(left - 12, top - 12, side + 24, side + 24), WHITE, 12, LINE)
    state, dark = 0x2F6E2B, []
    for number in range(modules * modules):
        state = (state * 1_103_515_245 + 12_345) % 2**31
        row, column = divmod(number, modules)
        eye = min(row, modules - 1 - row) < 8 and min(column, modules - 1 - column) < 8
        if not (eye and (row < 8 or column < 8)) and state >> 16 & 1:
            dark.append(
                f"M{left + column * unit:.1f} {top + row * unit:.1f}h{unit:.2f}v{unit:.2f}h-{unit:.2f}z"
            )
    drawing.path("".join(dark), fill=INK)
    for across, down in ((0, 0), (14, 0), (0, 14)):
        mark = Area(left + across * unit, top + down * unit, 7 * unit, 7 * unit)
        for inset, fill in ((0, INK), (unit, WHITE), (2 * unit, INK)):
            drawing.rect(mark.inset(inset, inset), fill)


@part("caller", lambda ids: 240 + 36 * (len(ids) - 1), (1, 2))
def caller(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw an avatar, who calls and, where it is shown, from which number."""
    x = area.middle[0]
    drawing.circle(x, area.y + 96, 58, SHADE)
    drawing.circle(x, area.y + 80, 22, WHITE)
    drawing.path(f"M{x - 38:.0f} {area.y + 136:.0f}a38 30 0 0 1 76 0a58 58 0 0 1 -76 0z", fill=WHITE)
    name, number = area._replace(height=240), Area(area.x, area.y + 232, area.width, 36)
    drawing.boxes[ids[0]] = Box(*name.inset(SIDE, 8), size=22, bold=True, inset=(4, 156, 4, 4))
    if len(ids) > 1:
        drawing.boxes[ids[1]] = Box(*number.inset(SIDE, 2), size=18, inset=(4, 0, 4, 0))


@part("call-buttons", 150, (1, 2), place="bottom")
def call_buttons(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw the red button that hangs up and, where there is one, the green one that answers."""
    width = area.width / len(ids)
    for number, name in enumerate(ids):
        cell = Area(area.x + number * width, area.y, width, area.height).inset(10, 4, 10, 10)
        x, y = cell.middle[0], cell.y + 46
        drawing.circle(x, y, 38, GREEN if number else RED)
        if number:
            drawing.glyph("phone", Area(x - 18, y - 18, 36, 36), WHITE)
        else:
            drawing.path(
                f"M{x - 21:.0f} {y + 5:.0f}q0 -12 21 -12t21 12v3q0 3 -3 3h-6q-3 0 -3 -3v-5"
                "q-9 -4 -18 0v5q0 3 -3 3h-6q-3 0 -3 -3z",
                fill=WHITE,
            )
        drawing.boxes[name] = Box(*cell, bold=True, inset=(2, 88, 2, 2), corner=20)


@part("picture", 140, (0, 0))
def picture(drawing: Drawing, area: Area, ids: Sequence[str]) -> None:
    """Draw a neutral picture."""
    frame = area.inset(SIDE, 6)
    drawing.rect(frame, drawing.tint, 16)
    left, base, width = frame.x, frame.y + frame.height - 16, frame.width
    drawing.circle(left + width * 0.76, frame.y + 38, 15, WHITE)
    drawing.path(
        f"M{left + width * 0.12:.0f} {base:.0f}l{width * 0.22:.0f} -62l{width * 0.16:.0f} 42l{width * 0.11:.0f} -26"
        f"l{width * 0.26:.0f} 46z",
        fill=WHITE,
    )


@part("keyboard", 236, (0, 0), place="bottom", wide=True, words="keyboard")
def keyboard(drawing: Drawing, area: Area, words: Sequence[str]) -> None:
    """Draw a keyboard of digits, or one of letters, which bears none: it stands for every script."""
    drawing.rect(area, "#DDE2E9")
    width = min(area.width, 400) - 16
    inner = Area(area.middle[0] - width / 2, area.y + 8, width, area.height - 16)
    if words[0] == "digits":
        _digits(drawing, inner)
    else:
        _letters(drawing, inner)


def _digits(drawing: Drawing, area: Area) -> None:
    width, height = (area.width - 12) / 3, (area.height - 18) / 4
    for number, key in enumerate((*"123456789", "", "0", "backspace")):
        line, column = divmod(number, 3)
        cell = Area(area.x + column * (width + 6), area.y + line * (height + 6), width, height)
        if key:
            drawing.rect(cell, WHITE if key.isdigit() else GROUND, 8)
        if key.isdigit():
            drawing.figure(cell.middle[0], cell.middle[1] + 8, key, 22)
        elif key:
            drawing.glyph(key, Area(cell.middle[0] - 13, cell.middle[1] - 13, 26, 26), INK)


def _letters(drawing: Drawing, area: Area) -> None:
    height = (area.height - 18) / 4
    for line, count in enumerate((10, 9, 7)):
        width = (area.width - 9 * 5) / 10
        left = area.middle[0] - (count * (width + 5) - 5) / 2
        for number in range(count):
            x = left + number * (width + 5)
            drawing.rect(Area(x, area.y + line * (height + 6), width, height), WHITE, 6)
            drawing.circle(x + width / 2, area.y + line * (height + 6) + height / 2, 2.5, EDGE)
    bottom = area.y + 3 * (height + 6)
    drawing.rect(Area(area.x + area.width * 0.24, bottom, area.width * 0.52, height), WHITE, 6)
    for x in (area.x, area.x + area.width * 0.78):
        drawing.rect(Area(x, bottom, area.width * 0.22, height), GROUND, 6)
