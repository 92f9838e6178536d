"""What is said once a volunteer was called: to the resident that somebody comes, to the volunteer who asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

_MOST_SCALE = 1.25


class Called(Part, QWidget):
    """A line below the bar; it goes when somebody closes it."""

    closed = Signal()

    def __init__(self, volunteer: Language) -> None:
        super().__init__()
        self._look = Look()
        self._volunteer = volunteer
        self._words = Label("large", colour="on_notice", bold=True)
        self._aside = Label("normal", colour="on_notice")
        self.button = Button(N_("Close"), kind="notice", icon="close", bold=True)
        self.button.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._words)
        words.addWidget(self._aside)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.button)

    def retranslate(self, language: Language) -> None:
        """Say it in both languages, where they are two."""
        self._words.setText(language.text(N_("A volunteer has been called. You can go on meanwhile.")))
        self._aside.setText(self._volunteer.text(N_("A resident asks for help.")))
        self._aside.setVisible(self._volunteer.code != language.code)

    def restyle(self, look: Look) -> None:
        """Take the colours; the text is held to what leaves room for what the resident reads."""
        self._look = look
        # The bar above ends with a margin of its own.
        self._row.setContentsMargins(26, max(8, look.gap(0) - 8), 18, 9)
        held = look.at(min(look.scale, _MOST_SCALE))
        for part in (self._words, self._aside, self.button):
            part.restyle(held)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground and draw the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("notice"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.colour("notice_line"))
