"""One mock-up screen: an SVG without text, and the boxes in it that carry a label or are tapped.

The boxes are plain rectangles with an id. Their labels are laid over them as real widgets by the face, so that a
keyboard, a screen reader and a long word all get along with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kiosk.errors import TutorialError

if TYPE_CHECKING:
    from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
#: What a screen may be drawn with. No text (labels are widgets), nothing that loads, runs or moves other elements.
ALLOWED = frozenset({"svg", "g", "rect", "circle", "ellipse", "line", "path", "polyline", "polygon"})
FORBIDDEN_ATTRIBUTES = frozenset({"transform", "style", "class", "href", "filter"})


class Box(NamedTuple):
    """A rectangle of the drawing, in its own units, and how a label on it is set."""

    x: float
    y: float
    width: float
    height: float
    size: float = 16.0
    ink: str = "#10241F"
    bold: bool = False
    align: str = "center"


@dataclass(frozen=True)
class Screen:
    """A drawing of `width` x `height` units; phones are higher than wide, pages of a computer wider than high."""

    path: Path
    svg: bytes

    @classmethod
    def read(cls, path: Path) -> Screen:
        """Read a screen. Raises TutorialError when the file is missing."""
        try:
            return cls(path, path.read_bytes())
        except OSError as problem:
            raise TutorialError("The screen {path} cannot be read.", path=path) from problem

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height in the drawing's units."""
        numbers = (self._root.get("viewBox") or "").split()
        if len(numbers) != 4:
            raise TutorialError("The screen {path} has no viewBox.", path=self.path)
        return float(numbers[2]), float(numbers[3])

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Every rectangle that has an id."""
        return {name: _box(rect) for rect in self._root.iter(f"{SVG}rect") if (name := rect.get("id"))}

    @cached_property
    def forbidden(self) -> list[str]:
        """What stands in the drawing that must not: element and attribute names."""
        found = []
        for element in self._root.iter():
            name = str(element.tag).removeprefix(SVG)
            if name not in ALLOWED:
                found.append(name)
            plain = {attribute.rpartition("}")[2] for attribute in element.attrib}
            found += sorted(a for a in plain if a in FORBIDDEN_ATTRIBUTES or a.startswith("on"))
        return found

    @cached_property
    def _root(self) -> ElementTree.Element:
        # Loaded with the first screen: a desk that only starts parses none.
        from xml.etree import ElementTree

        try:
            # Expat bounds entity expansion itself since 2.4.1, which every supported Python carries.
            return ElementTree.fromstring(self.svg)
        except ElementTree.ParseError as problem:
            raise TutorialError(
                "The screen {path} is not a drawing: {reason}", path=self.path, reason=problem
            ) from problem


def _box(rect: ElementTree.Element) -> Box:
    def number(name: str) -> float:
        return float(rect.get(name, "0"))

    return Box(
        number("x"),
        number("y"),
        number("width"),
        number("height"),
        float(rect.get("data-size", "16")),
        rect.get("data-ink", "#10241F"),
        rect.get("data-weight") == "bold",
        rect.get("data-align", "center"),
    )
