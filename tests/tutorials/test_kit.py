"""The kit: every part as high as its table says, legible, and large enough for a finger, on a phone and on a page."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiosk.tutorials import Screen, kit
from kiosk.tutorials.kit.drawing import ACCENTS, WHITE, Drawing

#: Part, how it is written, its height: the table that CONTRIBUTING.md gives to writers.
LINES = {
    "bar a": 56,
    "address a": 56,
    "title a": 52,
    "text a": 60,
    "text3 a": 104,
    "field a": 72,
    "code a": 84,
    "button a": 72,
    "button-light a": 72,
    "button-red a": 72,
    "button-green a": 72,
    "buttons a b": 72,
    "row a": 68,
    "icon-row a": 76,
    "check a": 64,
    "toggle a": 64,
    "choice a": 64,
    "card a": 116,
    "tiles a b": 112,
    "tiles a b c d": 224,
    "icons a b c": 124,
    "icons a b c d": 248,
    "tabs a b c d": 72,
    "sms a": 104,
    "reply a": 76,
    "push a": 96,
    "notice a": 88,
    "warning a": 88,
    "dialog a b": 236,
    "dialog a b c": 236,
    "camera a": 300,
    "camera": 300,
    "face a": 300,
    "qr": 220,
    "qr a": 264,
    "caller a": 240,
    "call-buttons a b": 150,
    "call-buttons a": 150,
    "amount a": 84,
    "video a": 300,
    "picture": 140,
    "lines 3": 74,
    "space 40": 40,
    "keyboard digits": 236,
    "keyboard letters": 236,
}
TYPED = {"address a", "field a", "code a", "amount a", "reply a"}


def screen(line: str, device: str = "phone", accent: str = "blue") -> Screen:
    return kit.build(Path("screens.toml"), {"device": device, "accent": accent, "parts": [line]})


def luminance(colour: str) -> float:
    """Relative luminance, after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_part_of_the_kit_is_in_the_table() -> None:
    assert {line.split()[0] for line in LINES} == set(kit.PARTS)


@pytest.mark.parametrize("line", LINES)
def test_a_part_is_as_high_as_writers_are_told(line: str) -> None:
    fits = {"device": "phone", "accent": "blue", "parts": [line, f"space {692 - LINES[line]}"]}
    above = {**fits, "parts": [line, f"space {693 - LINES[line]}"]}
    assert list(kit.faults(fits)) == []
    assert [fault.where for fault in kit.faults(above)] == ["parts"]


@pytest.mark.parametrize("device", kit.DEVICES)
@pytest.mark.parametrize("line", LINES)
def test_every_box_can_be_hit_by_a_finger_and_lies_whole_on_the_screen(line: str, device: str) -> None:
    drawn = screen(line, device)
    width, height = drawn.size
    for name, box in drawn.boxes.items():
        assert box.height >= 48, name
        assert box.width >= 80, name
        assert box.x >= 4, name
        assert box.y >= 4, name
        assert box.x + box.width <= width - 4, name
        assert box.y + box.height <= height - 4, name


@pytest.mark.parametrize("line", LINES)
def test_no_two_boxes_lie_on_each_other(line: str) -> None:
    boxes = list(screen(line).boxes.values())
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


@pytest.mark.parametrize("line", LINES)
def test_what_is_typed_into_is_a_field_and_nothing_else_is(line: str) -> None:
    assert all(box.typed == (line in TYPED) for box in screen(line).boxes.values())


@pytest.mark.parametrize("accent", ACCENTS)
def test_text_on_an_accent_and_an_accent_on_white_and_on_its_tint_can_be_read(accent: str) -> None:
    drawing = Drawing(accent)
    assert contrast(drawing.accent, WHITE) >= 4.5
    assert contrast(drawing.accent, drawing.tint) >= 4.5


@pytest.mark.parametrize("line", [line for line in LINES if " a" in line])
@pytest.mark.parametrize("accent", ACCENTS)
def test_every_label_can_be_read_on_what_lies_below_it(line: str, accent: str) -> None:
    drawn = screen(line, accent=accent)
    for name, box in drawn.boxes.items():
        place = box.label("label")
        ground = ground_at(drawn, place.x + place.width / 2, place.y + place.height / 2)
        assert contrast(box.ink, ground) >= 4.5, (name, box.ink, ground)


def ground_at(drawn: Screen, x: float, y: float) -> str:
    """Return the colour of the topmost plain rectangle or circle under a point."""
    found = WHITE
    for shape in ElementTree.fromstring(drawn.svg):
        value = {key: float(shape.get(key, "0")) for key in ("x", "y", "width", "height", "cx", "cy", "r")}
        fill = shape.get("fill", "none")
        inside = (
            value["x"] <= x <= value["x"] + value["width"] and value["y"] <= y <= value["y"] + value["height"]
        )
        round_ = (x - value["cx"]) ** 2 + (y - value["cy"]) ** 2 <= value["r"] ** 2
        if fill.startswith("#") and not shape.get("fill-opacity") and (inside or round_):
            found = fill
    return found


def test_a_screen_that_a_writer_has_half_finished_is_drawn_as_far_as_it_goes() -> None:
    body = {"device": "watch", "accent": "gold", "parts": ["title heading", "sings", "button go"]}
    assert list(kit.build(Path("screens.toml"), body).boxes) == ["heading", "go"]


def test_what_stands_at_the_bottom_stays_there_and_a_question_floats_in_the_middle() -> None:
    tabs = screen("tabs a b").boxes["a"]
    assert tabs.y + tabs.height > 700
    asked = screen("dialog a b c").boxes
    assert 200 < asked["a"].y < asked["b"].y < 480
