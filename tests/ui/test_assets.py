"""The shipped fonts hold every letter of the five languages; the shipped icons draw in any colour."""

import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QRawFont, QTextLayout
from PySide6.QtSvg import QSvgRenderer

from kiosk.tutorials.check.letters import KNOWN
from kiosk.tutorials.model import TOPICS

ASSETS = Path(__file__).parents[2] / "ui" / "assets"
WEIGHTS = {"Regular": 400, "Bold": 700}
ICONS = sorted((ASSETS / "icons").glob("*.svg"))

VIETNAMESE = "áàảãạ ăắằẳẵặ âấầẩẫậ đ éèẻẽẹ êếềểễệ íìỉĩị óòỏõọ ôốồổỗộ ơớờởỡợ úùủũụ ưứừửữự ýỳỷỹỵ"
LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LOWER_CASE = {
    "kk": RUSSIAN + "әғқңөұүһі",
    "ru": RUSSIAN,
    "en": LATIN,
    "fi": LATIN + "åäöšž",
    "vi": LATIN + VIETNAMESE.replace(" ", ""),
}
ALPHABETS = {language: letters + letters.upper() for language, letters in LOWER_CASE.items()}
SIGNS = "0123456789 .,:;!?()[]{}+-=/*%&@#_'\"<>|\\~^$\u00a0\u00ad\u2009\u202f\u2010\u2011–—«»„“”‘’‹›…•·×−№€₸₫"
# Content may arrive decomposed: letter and accent as separate characters.
TEXTS = {**ALPHABETS, "signs": SIGNS, "decomposed": unicodedata.normalize("NFD", "".join(ALPHABETS.values()))}

pytestmark = pytest.mark.usefixtures("qapp")


def font_path(style: str) -> str:
    return str(ASSETS / "fonts" / f"NotoSans-{style}.ttf")


def test_the_alphabets_above_are_whole() -> None:
    sizes = {language: len(set(letters)) for language, letters in ALPHABETS.items()}
    assert sizes == {"kk": 84, "ru": 66, "en": 52, "fi": 62, "vi": 52 + 134}


@pytest.mark.parametrize("style", WEIGHTS)
def test_font_loads_as_one_family_with_its_weight(style: str) -> None:
    font_id = QFontDatabase.addApplicationFont(font_path(style))
    assert QFontDatabase.applicationFontFamilies(font_id) == ["Noto Sans"]
    raw = QRawFont(font_path(style), 20)
    assert (raw.familyName(), raw.weight()) == ("Noto Sans", WEIGHTS[style])


@pytest.mark.parametrize("style", WEIGHTS)
@pytest.mark.parametrize("name", TEXTS)
def test_font_has_every_character(style: str, name: str) -> None:
    font = QRawFont(font_path(style), 20)
    assert [c for c in TEXTS[name] if not font.supportsCharacter(ord(c))] == []


@pytest.mark.parametrize("style", WEIGHTS)
@pytest.mark.parametrize("name", TEXTS)
def test_shaping_leaves_no_empty_box(style: str, name: str) -> None:
    layout = QTextLayout(TEXTS[name])
    layout.setRawFont(QRawFont(font_path(style), 20))  # this file only, no fallback to system fonts
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    assert glyphs
    assert 0 not in glyphs


@pytest.mark.parametrize("style", WEIGHTS)
def test_the_check_of_walkthroughs_knows_the_letters_of_the_fonts(style: str) -> None:
    font = QRawFont(font_path(style), 20)
    assert [c for c in sorted(KNOWN) if not font.supportsCharacter(ord(c))] == []


def test_there_is_a_picture_for_every_topic() -> None:
    assert set(TOPICS) <= {path.stem for path in ICONS}


def test_there_are_icons() -> None:
    assert ICONS


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_icon_draws_in_the_colour_asked_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    colour = QColor("magenta")
    renderer = QSvgRenderer(source.replace("currentColor", colour.name()).encode())
    assert renderer.viewBox().getRect() == (0, 0, 24, 24)

    image = QImage(96, 96, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    pixels = (image.pixelColor(x, y) for x in range(96) for y in range(96))
    assert {pixel.name() for pixel in pixels if pixel.alpha() == 255} == {colour.name()}
