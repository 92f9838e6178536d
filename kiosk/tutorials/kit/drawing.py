"""What parts are drawn with: plain shapes, the colours of an app, and the boxes that carry labels."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.tutorials.kit.glyphs import GLYPHS
from kiosk.tutorials.screen import Box

#: Accents by name. White text on each reaches 4.5:1 (WCAG 1.4.3), and so does each on white and on its own tint.
ACCENTS = {
    "blue": "#1D5FD1",
    "teal": "#0B726D",
    "green": "#1B7536",
    "red": "#BE2626",
    "purple": "#6D3BBF",
    "orange": "#A94C08",
    "grey": "#4B5563",
}
INK, MUTED, WHITE = "#10241F", "#47525F", "#FFFFFF"
#: Grounds and lines. `EDGE` reaches 3:1 on white (WCAG 1.4.11): it is all that shows where a field is.
LINE, EDGE, GROUND, SHADE = "#E1E6ED", "#8390A2", "#F3F5F8", "#D3DAE3"
RED, GREEN = ACCENTS["red"], ACCENTS["green"]


class Area(NamedTuple):
    """A rectangle in the drawing's units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, left: float, top: float, right: float | None = None, bottom: float | None = None) -> Area:
        """Return what is left inside margins; right and bottom are like left and top unless given."""
        right, bottom = left if right is None else right, top if bottom is None else bottom
        return Area(self.x + left, self.y + top, self.width - left - right, self.height - top - bottom)

    def columns(self, count: int, gap: float) -> list[Area]:
        """Return this area parted into columns of one width."""
        width = (self.width - gap * (count - 1)) / count
        return [Area(self.x + number * (width + gap), self.y, width, self.height) for number in range(count)]


class Drawing:
    """Collects shapes as SVG, and the boxes by their ids."""

    def __init__(self, accent: str) -> None:
        self.accent = ACCENTS[accent]
        self.tint = _blend(self.accent, 0.12)
        self.boxes: dict[str, Box] = {}
        self._shapes: list[str] = []

    def rect(self, area: Area, fill: str, radius: float = 0, stroke: str = "", opacity: float = 1) -> None:
        """Draw a rectangle, rounded by `radius`, with an edge of `stroke`'s colour."""
        x, y, width, height = (_number(value) for value in area)
        edge = f' stroke="{stroke}" stroke-width="1.5"' if stroke else ""
        round_ = f' rx="{_number(radius)}"' if radius else ""
        see = f' fill-opacity="{opacity}"' if opacity < 1 else ""
        self._shapes.append(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{round_}{edge}{see}/>'
        )

    def raised(self, area: Area, radius: float) -> None:
        """Draw a white card that lies above the ground."""
        self.rect(Area(area.x, area.y + 3, area.width, area.height), INK, radius, opacity=0.08)
        self.rect(area, WHITE, radius, LINE)

    def circle(
        self, x: float, y: float, radius: float, fill: str, stroke: str = "", width: float = 2
    ) -> None:
        """Draw a circle around a point."""
        edge = f' stroke="{stroke}" stroke-width="{_number(width)}"' if stroke else ""
        self._shapes.append(
            f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" fill="{fill}"{edge}/>'
        )

    def ellipse(
        self, x: float, y: float, across: float, down: float, stroke: str, fill: str = "none"
    ) -> None:
        """Draw an ellipse around a point by its two radii."""
        self._shapes.append(
            f'<ellipse cx="{_number(x)}" cy="{_number(y)}" rx="{_number(across)}" ry="{_number(down)}"'
            f' fill="{fill}" stroke="{stroke}" stroke-width="3"/>'
        )

    def path(self, data: str, stroke: str = "none", width: float = 2, fill: str = "none") -> None:
        """Draw a path with round ends."""
        self._shapes.append(
            f'<path d="{data}" fill="{fill}" stroke="{stroke}" stroke-width="{_number(width)}"'
            ' stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def glyph(self, name: str, area: Area, colour: str) -> None:
        """Draw a small line picture into a square."""
        scale = area.width / 24
        self._shapes.append(
            f'<g transform="translate({_number(area.x)} {_number(area.y)}) scale({scale:.3f})">'
            f'<path d="{GLYPHS[name]}" fill="none" stroke="{colour}" stroke-width="2"'
            ' stroke-linecap="round" stroke-linejoin="round"/></g>'
        )

    def figure(self, x: float, y: float, text: str, size: float) -> None:
        """Write a key's digit: decoration, which needs no label."""
        self._shapes.append(
            f'<text x="{_number(x)}" y="{_number(y)}" font-family="Noto Sans" font-size="{_number(size)}"'
            f' text-anchor="middle" fill="{INK}">{text}</text>'
        )

    def svg(self, width: float, height: float) -> bytes:
        """Return the whole drawing."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_number(width)} {_number(height)}">'
        return "\n".join((head, *self._shapes, "</svg>")).encode()


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _blend(colour: str, share: float) -> str:
    """Mix a colour into white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)
