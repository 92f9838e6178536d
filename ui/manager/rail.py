"""The way between the pages: a quiet column at the left, each page by its icon and its word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button

IMPORT, REPORTS, KIOSKS, PLACES, KEYS, PRIVACY = (
    "import",
    "reports",
    "kiosks",
    "places",
    "keys",
    "privacy",
)
PAGES: Mapping[str, tuple[str, str]] = {
    IMPORT: (N_("Import"), "import"),
    REPORTS: (N_("Reports"), "reports"),
    KIOSKS: (N_("Kiosks"), "screen"),
    PLACES: (N_("Places and people"), "place"),
    KEYS: (N_("Programme and keys"), "key"),
    PRIVACY: (N_("Data protection"), "shield"),
}
#: In ems of the rail's own text.
_WIDTH = 12.5
#: Pixels by which a word that is reckoned too wide may still stand on one line.
_SLACK = 8
#: The rail's text grows with the pages', but only so far that they keep the room.
MOST_SCALE = 1.5


class Way(Button):
    """The way to one page; its text is held to what the rail has room for, whoever restyles it."""

    def __init__(self, message: str, icon: str) -> None:
        super().__init__(
            message, kind="tab", icon=icon, role="small", checkable=True, height=64, leading=True
        )

    def restyle(self, look: Look) -> None:
        """Take the look, no larger than the rail's."""
        super().restyle(look.at(min(look.scale, MOST_SCALE)))


class Rail(Part, QWidget):
    """`wanted` carries the page that somebody chose."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._asking = 0
        self._words: Sequence[str] = ()
        self.buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 14, 11, 14)
        column.setSpacing(6)
        group = QButtonGroup(self)
        for page, (message, icon) in PAGES.items():
            said = "" if page == KIOSKS else message  # its count is said with it, by the rail
            button = Way(said, icon)
            button.clicked.connect(lambda _on=False, page=page: self.wanted.emit(page))
            group.addButton(button)
            column.addWidget(button)
            self.buttons[page] = button
        column.addStretch()

    def mark(self, page: str) -> None:
        """Show which page is open."""
        self.buttons[page].setChecked(True)

    def show_asking(self, count: int, language: Language) -> None:
        """Say beside the kiosks how many ask to join."""
        self._asking = count
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say the count again."""
        word = language.text(PAGES[KIOSKS][0])
        self.buttons[KIOSKS].say(word)
        self.buttons[KIOSKS].setAccessibleName(word)
        self.buttons[KIOSKS].set_badge(language.number(self._asking) if self._asking else "")
        if self._asking:
            asking = language.plural("{n} kiosk asks to join.", "{n} kiosks ask to join.", self._asking)
            self.buttons[KIOSKS].setAccessibleName(f"{word}. {asking}")
        self._fit([language.text(message) for message, _icon in PAGES.values()])

    def _fit(self, words: Sequence[str]) -> None:
        """Be so wide that no word that stands on one line goes onto two when its page is open, and bold."""
        self._words = words
        size, frame = self._look.size("small"), self.buttons[IMPORT].least_frame() + 21
        plain, bold = (QFontMetrics(self._look.font("small", bold=bold)) for bold in (False, True))
        room = round(_WIDTH * size) - frame
        short = [
            bold.horizontalAdvance(word) + 2
            for word in words
            if plain.horizontalAdvance(word) <= room + _SLACK
        ]
        counted = self.buttons[KIOSKS].minimumSizeHint().width() + 21  # its number stands beside its word
        self.setFixedWidth(max(max(room, *short, 0) + frame, counted))

    def restyle(self, look: Look) -> None:
        """Take the look, with the text held to what the rail has room for."""
        self._look = look.at(min(look.scale, MOST_SCALE))
        for button in self.buttons.values():
            button.restyle(self._look)
        self._fit(self._words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line beside it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("card"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._look.colour("line"))
