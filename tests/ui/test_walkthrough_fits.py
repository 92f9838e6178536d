"""Every step of every walkthrough is whole: no missing text, no missing glyph, no cut line, at any size we promise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library, Tutorial
from kiosk.walkthrough import Walkthrough
from tests.walkthrough.ways import answers, places
from ui.desk.walkthrough_view import WalkthroughView
from ui.half import Half, half_of
from ui.theme import ASSETS, CALM, Look
from ui.widgets.paged_text import Block, PagedText
from ui.widgets.phone import ScreenLabel

#: What the left half is left with beside the panel, below bar and banner.
SIZES = {"1366x768": (994, 640), "1024x768": (724, 640)}
#: A label may shrink so far to fit its box, no further: smaller letters are no picture of the app any more.
SMALLEST = 0.7
LAST = 99
#: The way to the next page says so, or which language follows on it.
READ_ON = tuple(
    said
    for language in map(Languages(resources().translations).__getitem__, LANGUAGES)
    for said in (language.text("Read on"), language.name)
)
WAYS = list(itertools.product(LANGUAGES, SIZES, (1.0, 2.0)))


@pytest.fixture(scope="module")
def fonts() -> list[QRawFont]:
    return [QRawFont(str(path), 20.0) for path in sorted((ASSETS / "fonts").glob("*.ttf"))]


def words(tutorial: Tutorial, code: str) -> str:
    text = tutorial.text(code)
    assert text is not None
    steps = [part for s in text.steps.values() for part in (s.title, s.body, s.warning)]
    return " ".join((text.title, text.summary, *text.bring, *steps))


@pytest.mark.parametrize("code", LANGUAGES)
def test_our_font_has_every_letter_that_a_walkthrough_needs(
    code: str, library: Library, fonts: list[QRawFont]
) -> None:
    needed = {c for tutorial in library for c in words(tutorial, code)}
    needed |= {
        c for t in library for label in t.labels.values() for text in label.texts.values() for c in text
    }
    missing = {c for c in needed if not c.isspace() and not all(f.supportsCharacter(ord(c)) for f in fonts)}
    assert missing == set()


def settle() -> None:
    """Let everything be laid out, and what was dropped be gone: without a loop that runs, Qt would keep it."""
    # Words ask for room, what stands around them asks the page, and the page lays out: a round of events each.
    for _ in range(4):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def faults(view: WalkthroughView, look: Look) -> Iterator[str]:
    """Turn every page of the step that is shown and say what is cut."""
    assert view.walkthrough is not None
    view.page.turn_to(0)
    settle()
    if max(column.pages for column in view.texts) > 1 and not view.next_button.text().startswith(READ_ON):
        yield "a page of words is never reached"
    shown = {block.text for column in view.texts for block in column.blocks}
    for column in view.texts:
        yield from column_faults(column, look)
    written = view.walkthrough.text()
    text = written.shown() if written and view.practice is None else None
    for part in (text.title, text.body, text.warning) if text else ():
        if part and part not in shown:
            yield f"missing: {part[:30]}"
    # Phone and answers may stand on the last page, alone.
    view.page.turn_to(LAST)
    settle()
    for button in view.page.choices.buttons.values():
        if button.isVisible() and button.heightForWidth(button.width()) > button.height():
            yield f"the answer “{button.text()}” is cut"
    for label in view.phone.labels if view.phone.isVisible() else ():
        yield from label_faults(label)


def column_faults(column: PagedText, look: Look) -> Iterator[str]:
    for page in range(column.pages):
        for rect in column.line_rects(page):
            if rect.top() < -0.5 or rect.bottom() > column.height() + 0.5:
                yield f"a line is cut on page {page}"
    title = column.blocks[0]
    metrics = QFontMetrics(look.font(title.role, bold=True))
    long = [word for word in title.text.split() if metrics.horizontalAdvance(word) > column.width()]
    if long:
        yield f"a word of the title is broken: {long}"


def label_faults(label: ScreenLabel) -> Iterator[str]:
    room = label.contentsRect()
    wrap = int(Qt.TextFlag.TextWordWrap)
    needed = QFontMetrics(label.font()).boundingRect(QRect(0, 0, room.width(), 10_000), wrap, label.text())
    if not label.text():
        yield "an element of the screen has no label"
    if needed.height() > room.height() + 1 or needed.width() > room.width() + 1:
        yield f"the label “{label.text()}” does not fit"
    if label.shrunk < SMALLEST:
        yield f"the label “{label.text()}” is set at {label.shrunk:.0%} of its size"


@pytest.mark.parametrize(
    "part", range(len(WAYS)), ids=[f"{code}-{size}-{scale}" for code, size, scale in WAYS]
)
def test_no_line_is_cut(part: int, languages: Languages, library: Library, qtbot: QtBot) -> None:
    """A cross-section: every walkthrough once, languages, sizes and scales in turn; the audit takes them all."""
    code, size, scale = WAYS[part]
    half = Half(languages[code], Look(CALM, scale))
    qtbot.addWidget(half)
    view = WalkthroughView(languages["en"], Look(CALM, scale), languages.__getitem__)
    view.setParent(half)
    half.resize(*SIZES[size])
    view.resize(*SIZES[size])
    half.refresh(half)
    half.show()
    found = [
        f"{tutorial.id}/{fault}"
        for tutorial in list(library)[part :: len(WAYS)]
        for fault in walk_faults(view, tutorial)
    ]
    assert found == [], "\n".join(found)


def walk_faults(view: WalkthroughView, tutorial: Tutorial) -> Iterator[str]:
    """Go every way through a walkthrough and say what is cut where."""
    half = half_of(view)
    assert half is not None
    walk = Walkthrough(tutorial, half.language.code)
    view.open(walk)
    for answer in answers(tutorial):
        for _ in places(walk, answer):
            view.show_step(first=True)
            settle()
            yield from (
                f"{walk.step.id if walk.step else 'a question'}: {fault}" for fault in faults(view, half.look)
            )


def test_words_that_lose_room_while_they_appear_are_laid_out_for_what_is_left(qtbot: QtBot) -> None:
    """A resident reads on after a step of one page, and a line for the volunteer comes in: no line may be cut by it."""
    window, text = QWidget(), PagedText()
    qtbot.addWidget(window)
    text.setParent(window)
    text.hide()
    window.show()
    text.resize(600, 4000)
    text.show_blocks((Block("One step after the other. " * 40),))
    text.pages_changed.connect(lambda: text.resize(600, 150))
    text.resize(600, 400)
    text.show()
    assert text.pages > 1
    assert text.height() == 150
    assert list(column_faults(text, Look())) == []
