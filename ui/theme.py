"""How the program looks: colours by role, sizes by role, the shipped font and the tinted icons.

A `Look` is one half's appearance: a set of colours and a text scale. Widgets take what they need from it in
`restyle`; there is no style sheet, because re-polishing one costs more than a language switch may.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyle

if TYPE_CHECKING:
    from kiosk.config import Settings

ASSETS = Path(__file__).resolve().parent / "assets"
FAMILY = "Noto Sans"


@dataclass(frozen=True)
class Colours:
    """Colours by what they are for. Every text pair reaches 4.5:1, the step's text 7:1 (WCAG 1.4.3, 1.4.6)."""

    ink: str = "#10241F"
    muted: str = "#48605A"
    paper: str = "#F4F6F5"
    card: str = "#FFFFFF"
    line: str = "#C4D0CB"
    edge: str = "#7C918A"
    brand: str = "#0B4F45"
    brand_pressed: str = "#083B34"
    brand_soft: str = "#DDEFEA"
    on_brand: str = "#FFFFFF"
    notice: str = "#FFF3D6"
    on_notice: str = "#4A3500"
    notice_line: str = "#E8CC86"
    danger: str = "#FDECEA"
    on_danger: str = "#5C120D"
    danger_line: str = "#B3261E"
    good: str = "#1B6E45"
    pointer: str = "#F59E0B"
    focus: str = "#B45309"


CALM = Colours()
HIGH_CONTRAST = Colours(
    ink="#000000",
    muted="#000000",
    paper="#FFFFFF",
    card="#FFFFFF",
    line="#000000",
    edge="#000000",
    brand="#00332C",
    brand_pressed="#000000",
    brand_soft="#FFF59D",
    notice="#FFF59D",
    on_notice="#000000",
    notice_line="#000000",
    danger="#FFFFFF",
    on_danger="#7A0000",
    danger_line="#7A0000",
    good="#00401F",
    focus="#7A0000",
)

#: Text sizes in pixels at 100 %, by role.
SIZES = {
    "tiny": 12,
    "caption": 14,
    "small": 15,
    "normal": 17,
    "large": 20,
    "heading": 22,
    "step": 24,
    "title": 32,
    "figure": 32,
}


#: What a screen is taken for that nobody has measured: 96 pixels an inch.
PX_PER_MM = 96 / 25.4
#: The least target of the desk, in pixels on such a screen: 15 mm.
TARGET = 57


#: How much larger than in `SIZES` a title can become.
_MOST_TITLE = 2.0
#: A little over the 22 that older readers need, so that no rounding takes it away.
_STEP_POINTS, _MM_PER_POINT = 22.5, 25.4 / 72


@dataclass(frozen=True)
class Metric:
    """How large things are in the hand, on this screen: what a ruler would measure.

    A target is at least `target` mm wide and high; between two lie at least `gap` mm. `letters` multiplies `SIZES`.
    """

    px_per_mm: float = PX_PER_MM
    target: float = 15.0
    gap: float = 0.0
    letters: float = 1.0


@dataclass(frozen=True)
class Look:
    """The appearance of one half: its colours, how large its text is (1.0 = 100 %), the screen's real size.

    `still`: nothing moves that could stand still.
    """

    colours: Colours = CALM
    scale: float = 1.0
    metric: Metric = Metric()
    still: bool = False

    @property
    def letters(self) -> float:
        """How much larger letters are than `SIZES`."""
        return self.scale * self.metric.letters

    def at(self, scale: float) -> Look:
        """Return the same look at another text scale."""
        return replace(self, scale=scale)

    def wearing(self, colours: Colours) -> Look:
        """Return the same look in other colours."""
        return replace(self, colours=colours)

    def mm(self, millimetres: float) -> int:
        """Return so many millimetres of this screen in pixels, rounded up: a least size is never fallen short of."""
        return math.ceil(round(millimetres * self.metric.px_per_mm, 3))

    def touch(self, pixels: int = TARGET) -> int:
        """Return the height of a target that is `pixels` high at a desk that nobody has measured."""
        return max(self.mm(self.metric.target), math.ceil(pixels * self.mm(self.metric.target) / TARGET))

    def gap(self, pixels: int) -> int:
        """Return the distance of two targets: `pixels`, or more where a finger needs it."""
        return max(pixels, self.mm(self.metric.gap))

    def size(self, role: str) -> int:
        """Return the text size of a role, in pixels."""
        letters = self.letters
        if role == "title":  # it stands out by its weight: what is read needs the room more
            letters = min(letters, _MOST_TITLE * self.metric.px_per_mm / PX_PER_MM)
        return round(SIZES[role] * letters)

    def font(self, role: str = "normal", *, bold: bool = False) -> QFont:
        """Return the font of a role."""
        return font(self.size(role), bold=bold)

    def colour(self, role: str) -> QColor:
        """Return a colour by its role, a name of `Colours`."""
        return QColor(getattr(self.colours, role))

    def palette(self) -> QPalette:
        """Return a palette for Qt's own widgets; Fusion's defaults fail on contrast."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "paper",
            QPalette.ColorRole.WindowText: "ink",
            QPalette.ColorRole.Base: "card",
            QPalette.ColorRole.AlternateBase: "paper",
            QPalette.ColorRole.Text: "ink",
            QPalette.ColorRole.Button: "card",
            QPalette.ColorRole.ButtonText: "ink",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Highlight: "brand",
            QPalette.ColorRole.HighlightedText: "on_brand",
            QPalette.ColorRole.ToolTipBase: "ink",
            QPalette.ColorRole.ToolTipText: "card",
            QPalette.ColorRole.Link: "brand",
        }
        for role, name in roles.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette


def for_residents(look: Look) -> Look:
    """Return the look of a face for residents: larger targets with room between them, a step's text of 22 points."""
    px_per_mm = look.metric.px_per_mm
    letters = _STEP_POINTS * _MM_PER_POINT * px_per_mm / SIZES["step"]
    return replace(look, metric=Metric(px_per_mm, target=20.0, gap=4.0, letters=letters))


def look_of(settings: Settings) -> Look:
    """Return the look that a desk has chosen, at 100 %."""
    colours = HIGH_CONTRAST if settings.high_contrast else CALM
    still = settings.reduced_motion or _system_keeps_still()
    return Look(colours, metric=Metric(settings.px_per_mm or PX_PER_MM), still=still)


def _system_keeps_still() -> bool:
    """Tell whether the person has asked the system for no animations: Qt says it by how long one may take."""
    style = QApplication.style() if QApplication.instance() is not None else None
    return style is not None and style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) <= 0


def load_fonts() -> None:
    """Register the shipped Noto Sans, so that every machine shows every letter alike."""
    for path in sorted((ASSETS / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


@cache
def font(size: int, *, bold: bool = False) -> QFont:
    """Return the shipped font at a size in pixels."""
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return made


@cache
def _drawing(name: str) -> bytes:
    return (ASSETS / "icons" / f"{name}.svg").read_bytes()


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon, `size` logical pixels square, tinted; `ratio` is the screen's device pixel ratio."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace(b"currentColor", colour.encode())))
    side = round(size * ratio)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: str, size: int = 24) -> QIcon:
    """Return a tinted icon for Qt's own widgets."""
    return QIcon(pixmap(name, colour, size))
