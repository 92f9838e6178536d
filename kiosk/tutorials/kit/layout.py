"""A screen put together from parts: `screens.toml` read, checked, and laid out from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.i18n import N_
from kiosk.tutorials.kit.drawing import ACCENTS, GROUND, INK, LINE, WHITE, Area, Drawing
from kiosk.tutorials.kit.part import PARTS, Part
from kiosk.tutorials.screen import Screen

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Device(NamedTuple):
    """What a screen is shown on: its size, how much its own bar takes at the top, and the width of a page's column."""

    width: float
    height: float
    top: float
    column: float

    @property
    def room(self) -> float:
        """The height that parts may fill."""
        return self.height - self.top


DEVICES = {"phone": Device(360, 720, 28, 360), "page": Device(720, 540, 32, 440)}


class Fault(NamedTuple):
    """What is wrong with a screen: the line of text it concerns, a catalogue message, its values."""

    where: str
    message: str
    params: dict[str, object]


class _Placed(NamedTuple):
    part: Part
    words: tuple[str, ...]
    height: float


def names(body: dict[str, Any]) -> list[str]:
    """Return the ids of a screen's boxes, as they stand in its parts."""
    return [word for line in _lines(body) for word in _ids(line)]


def build(path: Path, body: dict[str, Any]) -> Screen:
    """Lay a screen out. Parts that the kit does not know are left out: `faults` names them."""
    device = DEVICES.get(body.get("device", "phone"), DEVICES["phone"])
    accent = body.get("accent", "blue")
    drawing = Drawing(accent if accent in ACCENTS else "blue")
    placed = [each for line in _lines(body) if (each := _place(line)) is not None]
    _ground(drawing, device, placed)
    _lay_out(drawing, device, placed)
    return Screen(
        path, drawing.svg(device.width, device.height), (device.width, device.height), drawing.boxes
    )


def faults(body: dict[str, Any]) -> Iterator[Fault]:
    """Say what is wrong with a screen."""
    lines = _lines(body)
    for key, known in (("device", DEVICES), ("accent", ACCENTS)):
        if (value := body.get(key, "")) not in known:
            yield Fault(
                f"{key} =",
                N_("“{value}” is no {key} of the kit. Choose one of: {known}."),
                {"value": value, "key": key, "known": ", ".join(known)},
            )
    if not lines:
        yield Fault("parts", N_("This screen has no parts. Write at least one."), {})
    for line in lines:
        yield from _line_faults(line)
    boxes = names(body)
    for name in sorted({name for name in boxes if boxes.count(name) > 1}):
        yield Fault(
            name, N_("Two boxes of this screen are called “{id}”. Give each its own id."), {"id": name}
        )
    device = DEVICES.get(body.get("device", "phone"), DEVICES["phone"])
    needed = sum(each.height for line in lines if (each := _place(line)) is not None)
    if needed > device.room:
        yield Fault(
            "parts",
            N_("The parts need {needed} units, the screen has {room}. Take a part away or split the screen."),
            {"needed": round(needed), "room": round(device.room)},
        )


def _line_faults(line: str) -> Iterator[Fault]:
    name, *words = line.split() or [""]
    part = PARTS.get(name)
    if part is None:
        known = ", ".join(sorted(PARTS))
        yield Fault(
            line, N_("The kit has no part “{part}”. Choose one of: {known}."), {"part": name, "known": known}
        )
    elif part.words == "number" and (len(words) != 1 or not words[0].isdigit()):
        yield Fault(
            line, N_("After “{part}” stands one whole number, for example “{part} 2”."), {"part": name}
        )
    elif part.words == "keyboard" and words not in (["digits"], ["letters"]):
        yield Fault(line, N_("Write “keyboard digits” or “keyboard letters”."), {})
    elif part.words == "ids" and not part.least <= len(words) <= part.most:
        yield Fault(
            line,
            N_("“{part}” takes {least} to {most} ids of boxes, here are {n}."),
            {"part": name, "least": part.least, "most": part.most, "n": len(words)},
        )
    elif part.words == "ids" and (odd := [word for word in words if not _ID.fullmatch(word)]):
        yield Fault(
            line, N_("An id is small Latin letters, digits and hyphens: “{id}” is not."), {"id": odd[0]}
        )


def _lines(body: dict[str, Any]) -> list[str]:
    return [str(line) for line in body.get("parts", ())]


def _ids(line: str) -> list[str]:
    name, *words = line.split() or [""]
    return words if name in PARTS and PARTS[name].words == "ids" else []


def _place(line: str) -> _Placed | None:
    if next(_line_faults(line), None) is not None:
        return None
    name, *words = line.split()
    return _Placed(PARTS[name], tuple(words), PARTS[name].height(words))


def _lay_out(drawing: Drawing, device: Device, placed: list[_Placed]) -> None:
    """Set what hangs at the top, what flows, and what stands at the bottom; a question floats in the middle."""
    y, bottom = device.top, device.height
    for each in (p for p in placed if p.part.place == "bottom"):
        bottom -= each.height
    spare = bottom - y - sum(each.height for each in placed if each.part.place != "bottom")
    stand = bottom
    for each in sorted(placed, key=lambda p: ("top", "flow", "bottom").index(p.part.place)):
        if each.part.place == "bottom":
            each.part.draw(drawing, _area(device, each, stand), each.words)
            stand += each.height
            continue
        if each.part is PARTS["dialog"]:
            y += max(spare, 0) / 2
        each.part.draw(drawing, _area(device, each, y), each.words)
        y += each.height


def _area(device: Device, each: _Placed, y: float) -> Area:
    width = device.width if each.part.wide else device.column
    return Area((device.width - width) / 2, y, width, each.height)


def _ground(drawing: Drawing, device: Device, placed: list[_Placed]) -> None:
    """Paint what stands behind the parts: the device's own bar, a page's column, the shade behind a question."""
    parts = [each.part for each in placed if each.part.place == "flow"]
    whole = Area(0, 0, device.width, device.height)
    asks = PARTS["dialog"] in parts
    drawing.rect(whole, "#C4CAD2" if asks else WHITE)
    coloured = bool(parts) and parts[0] is PARTS["bar"]
    hung = sum(each.height for each in placed if each.part.place == "top")
    if device.column < device.width:
        _window(drawing, device)
    else:
        head = Area(0, 0, device.width, device.top + hung + 1)
        drawing.rect(head, drawing.accent if coloured else GROUND if hung else WHITE)
        _status(drawing, device, WHITE if coloured else INK)


def _status(drawing: Drawing, device: Device, ink: str) -> None:
    """Paint a phone's status bar: signal, network, battery."""
    right = device.width - 22
    drawing.rect(Area(right - 22, 9, 22, 11), "none", 3, ink)
    drawing.rect(Area(right - 20, 11, 15, 7), ink, 1.5)
    drawing.rect(Area(right + 1.5, 12.5, 2, 4), ink, 1)
    for number in range(4):
        high = 3 + 2.5 * number
        drawing.rect(Area(right - 58 + 6 * number, 20 - high, 4, high), ink, 1)
    drawing.rect(Area(22, 10, 30, 9), ink, 4.5, opacity=0.75)


def _window(drawing: Drawing, device: Device) -> None:
    """Paint a browser's window around a page."""
    drawing.rect(Area(0, 0, device.width, device.top), GROUND)
    drawing.rect(Area(0, device.top - 1, device.width, 1), LINE)
    for number in range(3):
        drawing.circle(18 + 18 * number, device.top / 2, 5, "#B7C0CC")
    drawing.rect(Area(84, 7, 150, device.top - 7), WHITE, 6)
    drawing.rect(Area(98, 16, 84, 8), "#B7C0CC", 4)
