"""The resident's bar, always in the same place: language, text size, contrast, start over, call a volunteer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.lock.mark import HoldMark
from ui.theme import Look
from ui.widgets.button import Button

_SIDE, _ABOVE = 18, 8
_GAP = 10
#: The bar's own text grows with the step's only so far that everything still stands in one line.
_MOST_SCALE = 1.25
_TEXT_SIZE, _CONTRAST = N_("Text size"), N_("Contrast")
_CALL, _CALLED = N_("Call a volunteer"), N_("Volunteer called")


class ResidentBar(Part, QWidget):
    """Each button says with its own signal what is wanted. Where room is scarce, words give way to their icons.

    So they do until a language is chosen; each icon is then named in all `languages`.
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        super().__init__()
        self._look = Look()
        self._languages = languages
        self._speaks = languages[0]
        self._chosen = True
        self.mark = HoldMark()
        self.language = Button(icon="globe", bold=True)
        self.text_size = Button(_TEXT_SIZE, icon="text-size", icon_only=True)
        self.contrast = Button(_CONTRAST, icon="contrast", icon_only=True)
        self.start_over = Button(N_("Start over"), icon="restart")
        self.help = Button(_CALL, icon="call", kind="strong", bold=True)
        #: What is there before anybody has chosen a language.
        self._always = ((self.text_size, _TEXT_SIZE), (self.contrast, _CONTRAST), (self.help, _CALL))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE + 1)
        row.addWidget(self.language)
        row.addStretch(1)
        for button in self._rest:
            row.addWidget(button)

    # A mark that nobody misses comes last, where a thumb does not rest.
    @property
    def _rest(self) -> tuple[Button, ...]:
        return self.text_size, self.contrast, self.start_over, self.help, self.mark

    def show_way(self, *, language: bool, begun: bool) -> None:
        """Offer the other languages, and a new start once there is something to leave."""
        self.language.setVisible(language)
        self.start_over.setVisible(begun)
        self._chosen = begun
        self._name_in_all()
        self._fit()

    def show_called(self, called: bool) -> None:
        """Show on the bell whether a volunteer was called."""
        self.help.set_icon("check" if called else "call")
        self.help.set_message(_CALLED if called else _CALL, self._speaks)
        if not called:
            self._name_in_all()
        self._fit()

    def _name_in_all(self) -> None:
        """Name what is there in every language, until one is chosen."""
        if self._chosen:
            return
        for button, message in self._always:
            names = (each.text(message) for each in self._languages)
            button.say(" · ".join(dict.fromkeys(names)))

    def retranslate(self, language: Language) -> None:
        """Name the language."""
        self._speaks = language
        self.language.say(language.name)
        self._fit()

    def restyle(self, look: Look) -> None:
        """Take the look, with the text held to what the bar has room for."""
        self._look = look
        self._row.setSpacing(look.gap(_GAP))
        held = look.at(min(look.scale, _MOST_SCALE))
        for button in (self.language, *self._rest):
            button.restyle(held)
        self._fit()

    def sizeHint(self) -> QSize:
        """A line of buttons."""
        return QSize(1024, self._look.touch() + 2 * _ABOVE + 1)

    def _fit(self) -> None:
        shown = [button for button in (self.language, *self._rest) if not button.isHidden()]
        room = self.width() - 2 * _SIDE
        for given_up in range(4):
            self.start_over.set_icon_only(given_up > 0)
            self.language.set_icon_only(given_up > 1)
            self.help.set_icon_only(given_up > 2 or not self._chosen)
            wanted = sum(button.sizeHint().width() for button in shown)
            if wanted + self._row.spacing() * len(shown) <= room:
                break
        self._row.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground and draw the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("card"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.colour("line"))
