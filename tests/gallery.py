"""Every screen in every language on a few sheets, for the README: `make gallery` after `make shots`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter

from kiosk.tutorials import LANGUAGES
from tests.shots import OUT

SHEETS = Path("docs/gallery")
#: Pictures in a row, and how wide one is: small enough to be many, large enough that a title can be read.
ACROSS, WIDE, EDGE = 6, 400, 10
_QUALITY = 68


def group(name: str) -> str:
    """Return the sheet that a screen belongs to."""
    first = name.partition("-")[0]
    return first if first in ("manager", "resident") else "desk"


def sheet(pictures: Iterable[Path]) -> QImage:
    """Return pictures in rows, each as high as its width allows."""
    small = [
        QImage(str(path)).scaledToWidth(WIDE, Qt.TransformationMode.SmoothTransformation) for path in pictures
    ]
    rows = [small[first : first + ACROSS] for first in range(0, len(small), ACROSS)]
    heights = [max(image.height() for image in row) + EDGE for row in rows]
    whole = QImage(ACROSS * (WIDE + EDGE) + EDGE, sum(heights) + EDGE, QImage.Format.Format_RGB32)
    whole.fill(QColor("#8FA39C"))
    painter = QPainter(whole)
    top = EDGE
    for row, high in zip(rows, heights, strict=True):
        for at, image in enumerate(row):
            painter.drawImage(QRect(EDGE + at * (WIDE + EDGE), top, image.width(), image.height()), image)
        top += high
    painter.end()
    return whole


def main() -> int:
    """Write the sheets of every language whose pictures there are."""
    QGuiApplication(sys.argv[:1])
    SHEETS.mkdir(parents=True, exist_ok=True)
    for code in LANGUAGES:
        found: dict[str, list[Path]] = {}
        for path in sorted((OUT / code / "100").glob("*.png")):
            found.setdefault(group(path.stem), []).append(path)
        for name, pictures in found.items():
            writer = QImageWriter(str(SHEETS / f"{code}-{name}.jpg"), b"jpg")
            writer.setQuality(_QUALITY)
            writer.write(sheet(pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
