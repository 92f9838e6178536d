"""The bar that is always in the same place: languages, text size, contrast, start over, call a volunteer."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from kiosk.i18n import N_, Language
from ui.half import Half
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

#: The bar's own text grows with the step's, but only so far that five languages still stand side by side.
MOST_SCALE = 1.25
TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)
BRAND = "One-Stop Kiosk"


class TopBar(Half):
    """Speaks the resident's language."""

    language_chosen = Signal(str)
    text_size_wanted = Signal()
    contrast_wanted = Signal()
    start_over_wanted = Signal()
    help_wanted = Signal()
    fold_wanted = Signal()
    hand_over_wanted = Signal()

    def __init__(self, language: Language, look: Look, languages: Iterable[Language]) -> None:
        super().__init__(language, look, background="card")
        self._brand = Label("large", bold=True, colour="brand", wrap=False)
        self._brand.setText(BRAND)
        self._languages = QButtonGroup(self)
        self._languages.setExclusive(True)
        self._tools = [
            self._tool(N_("Text size"), "text-size", self.text_size_wanted, alone=True),
            self._tool(N_("Contrast"), "contrast", self.contrast_wanted),
            self._tool(N_("Start over"), "restart", self.start_over_wanted),
            self._tool(N_("Call a volunteer"), "call", self.help_wanted),
            self._tool(N_("Hand over to the resident"), "hand-over", self.hand_over_wanted, alone=True),
            self._tool(N_("Hide the visit panel"), "fold", self.fold_wanted, alone=True),
        ]
        self.handover_button.hide()
        self._assemble(list(languages))
        self.refresh(self)
        self.show_language(language)

    # Methods

    def show_language(self, language: Language) -> None:
        """Speak a language and mark its button."""
        self.speak(language)
        for button in self._languages.buttons():
            button.setChecked(button.property("code") == language.code)
        self._fit()

    def offer_handover(self, offered: bool) -> None:
        """Offer to hand the desk over to the resident: only to a volunteer who is signed in."""
        self.handover_button.setVisible(offered)
        self._fit()

    def show_folded(self, folded: bool) -> None:
        """Offer to bring the visit panel back, or to fold it away."""
        tool = self._tools[-1]
        tool.set_icon("unfold" if folded else "fold")
        tool.set_message(N_("Show the visit panel") if folded else N_("Hide the visit panel"), self.language)

    def dress(self, look: Look) -> None:
        """Take the look, with the text held to what the bar has room for."""
        super().dress(look.at(min(look.scale, MOST_SCALE)))
        self._fit()

    def language_button(self, code: str) -> Button:
        """Return the button of one language."""
        return next(
            b for b in self._languages.buttons() if isinstance(b, Button) and b.property("code") == code
        )

    @property
    def handover_button(self) -> Button:
        """Hands the desk over to the resident; shown while a volunteer is signed in."""
        return self._tools[-2]

    def sizeHint(self) -> QSize:
        """A line of buttons."""
        return QSize(1024, 68)

    # Internal

    def _assemble(self, languages: list[Language]) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(18, 5, 14, 6)
        row.setSpacing(6)
        row.addWidget(self._brand)
        row.addSpacing(8)
        for language in languages:
            button = Button(kind="tab", role="normal", checkable=True)
            button.say(language.name)
            button.setProperty("code", language.code)
            button.clicked.connect(lambda _on=False, code=language.code: self.language_chosen.emit(code))
            self._languages.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        for tool in self._tools:
            row.addWidget(tool)

    def _tool(self, message: str, icon: str, signal: object, *, alone: bool = False) -> Button:
        button = Button(message, icon=icon, icon_only=alone)
        button.setProperty("alone", alone)
        button.clicked.connect(signal)
        return button

    def _fit(self) -> None:
        """Leave out the brand, then the words on the tools, where the bar would be wider than the window."""
        for words, brand in ((True, True), (True, False), (False, False)):
            for tool in self._tools:
                tool.set_icon_only(not words or bool(tool.property("alone")))
            shown = [b for b in (*self._tools, *self._languages.buttons()) if not b.isHidden()]
            wanted = sum(b.sizeHint().width() + 6 for b in shown) + 60
            if wanted + (self._brand.sizeHint().width() if brand else 0) <= self.width():
                break
        # Once, and at the end: Qt lays out at every show.
        self._brand.setVisible(brand)
        self._row.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("line"))
