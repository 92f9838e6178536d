"""What the audit asks of any screen beside its sizes: names, contrast by its pixels, glyphs, and the keyboard's way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QImage, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from ui.half import half_of
from ui.widgets.button import Button
from ui.widgets.paged_text import PagedText
from ui.widgets.phone import ScreenLabel

#: WCAG 2.1, 1.4.3: of text against its ground, and of text that is large (18 pt, or 14 pt in bold).
READABLE, READABLE_LARGE = 4.5, 3.0
#: 1.4.6: of the words of a step.
READABLE_STEP = 7.0
_LARGE_PX, _LARGE_BOLD_PX = 24, 19
#: Words are as dark as the darkest of their pixels that together fill this part of a widget, or, where a short word
#: stands in a wide label, that are so many: fewer are a speck.
_PRESENT, _STROKE = 0.0015, 12


def inaccessible(window: QWidget) -> Iterator[str]:
    """Say what keeps somebody from using the screen that a window shows."""
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield from _unreadable(widget, window, picture)
            yield from _without_glyphs(widget)
            yield from _nameless(widget)
    yield from _lost_on_the_way(window)


# Contrast


def _unreadable(widget: QWidget, window: QWidget, picture: QImage) -> Iterator[str]:
    text = _text(widget)
    if not text or not widget.isEnabled() or isinstance(widget, ScreenLabel):
        return  # what is disabled is exempt (WCAG 1.4.3), and a phone's picture shows that phone's own colours
    seen = widget.visibleRegion().boundingRect()
    if seen.height() < widget.height() * 0.8:
        return  # the rest has been scrolled away
    area = QRect(widget.mapTo(window, seen.topLeft()), seen.size()).adjusted(6, 4, -6, -4)
    dense = picture.devicePixelRatio()  # a scaled screen has more pixels than the window counts
    pixels = QRectF(area.x() * dense, area.y() * dense, area.width() * dense, area.height() * dense)
    ratio = _contrast_in(picture, pixels.toRect())
    wanted = READABLE_STEP if isinstance(widget, PagedText) else _wanted(widget.font())
    if ratio is not None and ratio < wanted:
        yield f"contrast {ratio:.1f} of {wanted}: “{text[:30]}”"


def _contrast_in(picture: QImage, area: QRect) -> float | None:
    """Return the strongest contrast of a colour in an area against the one that fills most of it."""
    if area.width() < 4 or area.height() < 4:
        return None
    part = picture.copy(area)
    pixels = memoryview(part.constBits()).cast("I")
    counts = Counter(pixels)
    ground, _ = counts.most_common(1)[0]
    found, least = 0, min(_PRESENT * len(pixels), _STROKE)
    # The edge of a letter lies between its colour and the ground: it never shows more contrast than there is.
    ranked = sorted(((_ratio(colour, ground), count) for colour, count in counts.items()), reverse=True)
    for ratio, count in ranked:
        found += count
        if found >= least and ratio > 1:
            return ratio
    return None


@lru_cache(maxsize=4096)
def _ratio(one: int, other: int) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(pixel: int) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    colour = QColor(pixel)
    parts = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in colour.getRgbF()[:3]
    )
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _wanted(font: QFont) -> float:
    large = font.pixelSize() >= (_LARGE_BOLD_PX if font.bold() else _LARGE_PX)
    return READABLE_LARGE if large else READABLE


# Glyphs


def _without_glyphs(widget: QWidget) -> Iterator[str]:
    text = _text(widget)
    if text and (missing := _missing(text, widget.font().family(), widget.font().bold())):
        yield f"no glyph for {missing!r}: “{text[:30]}”"


@lru_cache(maxsize=8192)
def _missing(text: str, family: str, bold: bool) -> str:
    """Return the characters for which no font has a glyph: system fonts are switched off."""
    font = QFont(family)
    font.setPixelSize(20)
    font.setBold(bold)
    layout = QTextLayout(text.replace("\n", " "), font)
    layout.beginLayout()
    layout.createLine().setLineWidth(1e6)
    layout.endLayout()
    runs = layout.glyphRuns(0, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll)
    units = text.encode("utf-16-le")
    found = [
        at
        for run in runs
        for at, glyph in zip(run.stringIndexes(), run.glyphIndexes(), strict=True)
        if not glyph
    ]
    return "".join(units[2 * at : 2 * at + 2].decode("utf-16-le", "replace") for at in found)


# Names


def _nameless(widget: QWidget) -> Iterator[str]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _name(widget):
        yield f"nameless: {type(widget).__name__} {widget.objectName()}"


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


# The keyboard's way


def _lost_on_the_way(window: QWidget) -> Iterator[str]:
    """Walk as Tab does: all that can be used is reached, from the top to the bottom, from left to right."""
    usable = [widget for widget in window.findChildren(QWidget) if _is_usable(widget) and _in_sight(widget)]
    way = _way(window)
    for widget in usable:
        if widget not in way and isValid(widget) and _in_sight(widget):  # it may have been replaced meanwhile
            yield f"Tab does not reach it: “{_name(widget)}”"
    for widget in way:
        if chosen := _chosen_instead(widget):
            yield f"Tab comes to “{_name(widget)}” and not to “{_name(chosen)}”, which is chosen"
    for one, other in pairwise(way):
        if half_of(one) is half_of(other) and _goes_back(*_places(one, other, window)):
            yield f"Tab goes back from “{_name(one)}” to “{_name(other)}”"


def _way(window: QWidget) -> list[QWidget]:
    """Press Tab until it comes back to where it began."""
    if not window.isActiveWindow():
        window.activateWindow()
        QApplication.processEvents()
    before = QApplication.focusWidget()
    if before is not None:
        before.clearFocus()
    way: list[QWidget] = []
    while window.focusNextPrevChild(True):  # type: ignore[attr-defined]
        here = QApplication.focusWidget()
        if here is None or here in way:
            break
        way.append(here)
    if before is not None:
        before.setFocus()
    return way


def _is_usable(widget: QWidget) -> bool:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
    return isinstance(widget, kinds) and widget.isEnabled() and not _is_part(widget)


def _chosen_instead(widget: QWidget) -> QAbstractButton | None:
    """Return the button of an exclusive group that is chosen, where Tab comes to another."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    return chosen if chosen is not widget and chosen is not None and chosen.isVisible() else None


def _in_sight(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _is_part(widget: QWidget) -> bool:
    """Tell whether a button is reached through another: by the arrows in a group, or as the cross of a field by Esc."""
    if isinstance(widget, QAbstractButton):
        group = widget.group()
        if widget.autoExclusive() or (group is not None and group.exclusive()):
            return True
    return isinstance(widget.parentWidget(), QLineEdit) or (
        isinstance(widget, Button) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus
    )


def _places(one: QWidget, other: QWidget, window: QWidget) -> tuple[QRect, QRect]:
    """Return where two widgets stand to each other: what scrolls together as it is written, else as it is framed."""
    area, area_of_other = _scrolls_in(one), _scrolls_in(other)
    if area is not None and area is area_of_other:
        return _place(one, area.widget()), _place(other, area.widget())
    return _place(area or one, window), _place(area_of_other or other, window)


def _scrolls_in(widget: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def _place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint()), widget.size())


def _goes_back(here: QRect, there: QRect) -> bool:
    """Tell whether a step leads back up, or back to the left in the same row; the next column may begin higher."""
    same_row = (
        min(here.bottom(), there.bottom()) - max(here.top(), there.top())
        > min(here.height(), there.height()) / 2
    )
    if same_row:
        return there.left() < here.left()
    return there.bottom() <= here.top() and there.left() < here.right()


def _text(widget: QWidget) -> str:
    if isinstance(widget, PagedText):
        return widget.text()
    if isinstance(widget, QAbstractButton):
        return "" if getattr(widget, "_icon_only", False) else widget.text()
    if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.RichText:
        return widget.text()
    return ""
