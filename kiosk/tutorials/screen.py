"""One mock-up screen: an SVG, and the boxes in it that carry a label or are tapped.

Most screens are put together by the kit (`kiosk.tutorials.kit`); a file drawn by hand holds plain shapes, and each
rectangle with an id is a box. Labels are laid over the boxes as real widgets by the face, so that a keyboard, a screen
reader and a long word all get along with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kiosk.errors import TutorialError

if TYPE_CHECKING:
    from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"

#: Size of a label above the cells of a code, in the drawing's units.
_CAPTION = 15.0
_NO_INSET = (0.0, 0.0, 0.0, 0.0)


class Box(NamedTuple):
    """A rectangle of the drawing, in its own units, and how a label on it is set.

    `inset` is what the label keeps clear of on the left, above, on the right and below; `typed` marks what a person
    writes into; `corner` is the radius of the corners; `cells` is how many characters
    stand apart from each other: a longer label stands above them, in what `inset` leaves there.
    """

    x: float
    y: float
    width: float
    height: float
    size: float = 16.0
    ink: str = "#10241F"
    bold: bool = False
    align: str = "center"
    inset: tuple[float, float, float, float] = (6.0, 0.0, 6.0, 0.0)
    typed: bool = False
    corner: float = 10.0
    cells: int = 0

    def label(self, text: str) -> Box:
        """Return where and how this box's label is set: what `inset` leaves, or above the cells.

        `cells` of the result is 0 unless the text stands in them, one character in each.
        """
        left, top, right, bottom = self.inset
        width = self.width - left - right
        # What has letters is the code's name, not a code.
        if self.cells and (len(text) > self.cells or any(map(str.isalpha, text))):
            return self._replace(
                x=self.x + left, width=width, height=top, size=_CAPTION, bold=False, inset=_NO_INSET, cells=0
            )
        return self._replace(
            x=self.x + left,
            y=self.y + top,
            width=width,
            height=self.height - top - bottom,
            inset=_NO_INSET,
        )


@dataclass(frozen=True)
class Screen:
    """A drawing; phones are higher than wide, pages of a computer wider than high.

    `path` is the file it comes from, `size` its width and height in units, `boxes` what carries a label or is tapped.
    """

    path: Path
    svg: bytes
    size: tuple[float, float]
    boxes: dict[str, Box]

    @classmethod
    def read(cls, path: Path) -> Screen:
        """Read a screen that was drawn by hand. Raises TutorialError when it is missing or no drawing."""
        root = parse(path)
        numbers = (root.get("viewBox") or "").split()
        if len(numbers) != 4:
            raise TutorialError("The screen {path} has no viewBox.", path=path)
        boxes = {name: _box(rect) for rect in root.iter(f"{SVG}rect") if (name := rect.get("id"))}
        return cls(path, path.read_bytes(), (float(numbers[2]), float(numbers[3])), boxes)


def parse(path: Path) -> ElementTree.Element:
    """Read a drawing as XML. Raises TutorialError when it is missing or no drawing."""
    # Loaded with the first screen drawn by hand: a desk that only starts parses none.
    from xml.etree import ElementTree

    try:
        # Expat bounds entity expansion itself since 2.4.1, which every supported Python carries.
        return ElementTree.fromstring(path.read_bytes())
    except OSError as problem:
        raise TutorialError("The screen {path} cannot be read.", path=path) from problem
    except ElementTree.ParseError as problem:
        raise TutorialError(
            "The screen {path} is not a drawing: {reason}", path=path, reason=problem
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
