"""What parts are drawn with: plain shapes, the colours of an app, and the boxes that carry labels."""

from __future__ import annotations

from typing import NamedTuple

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


#: Line pictures on a field of 24 x 24.
GLYPHS = {
    "person": "M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8M4 21v-1a8 5.5 0 0 1 16 0v1",
    "paper": "M6 3h8l4 4v14h-12zM14 3v4h4M9 12h6M9 16h6",
    "shield": "M12 3l8 3v6c0 5-4 8-8 9c-4-1-8-4-8-9v-6zM9 12l2 2l4-4",
    "bell": "M6 17v-6a6 6 0 0 1 12 0v6l2 1h-16zM10 21h4",
    "card": "M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2zM3 10h18M7 15h3",
    "heart": "M12 20l-8-8a5 5 0 0 1 8-6a5 5 0 0 1 8 6z",
    "sliders": "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h12M20 12h0M18 10v4",
    "star": "M12 4l2.5 5l5.5 1l-4 4l1 5.5l-5-2.5l-5 2.5l1-5.5l-4-4l5.5-1z",
    "phone": "M5 4h4l2 5l-2.5 1.5a11 11 0 0 0 5 5l1.5-2.5l5 2v4a2 2 0 0 1-2 2a16 16 0 0 1-15-15a2 2 0 0 1 2-2",
    "home": "M4 12l8-8l8 8M6 10v10h12v-10M10 20v-6h4v6",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13a6.5 6.5 0 0 0 0 13M15.5 15.5l5 5",
    "lock": "M6 11h12v9h-12zM8.5 11v-3.5a3.5 3.5 0 0 1 7 0v3.5",
    "mail": "M3 6h18v13h-18zM3 7l9 7l9-7",
    "map": "M12 21c-4-5-7-8-7-11.5a7 7 0 0 1 14 0c0 3.5-3 6.5-7 11.5M12 12a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5",
    "next": "M9 5l7 7l-7 7",
    "alert": "M12 4l9 16h-18zM12 10v4M12 17v.01",
    "info": "M12 21a9 9 0 1 0 0-18a9 9 0 0 0 0 18M12 11v5M12 8v.01",
    "backspace": "M9 6h11v12h-11l-6-6zM12 10l4 4M16 10l-4 4",
}


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
