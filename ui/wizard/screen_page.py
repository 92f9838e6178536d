"""How large this screen is: a bank card is held against a picture of one."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Half, Part
from ui.theme import PX_PER_MM, Look
from ui.widgets.between import LARGE
from ui.widgets.button import Button
from ui.widgets.text import Label
from ui.wizard.card_picture import CardPicture
from ui.wizard.choices import Choices

_STEP = 0.03


class ScreenPage(Part, QWidget):
    """Measures the screen; `px_per_mm` is set once somebody has moved the card's edge."""

    def __init__(self, half: Half, choices: Choices) -> None:
        super().__init__()
        self._half = half
        self._choices = choices
        self.picture = CardPicture()
        self.picture.show_size(choices.settings.px_per_mm or PX_PER_MM)
        self.picture.changed.connect(self._keep)
        self.smaller = Button(N_("Smaller"), icon="minus")
        self.larger = Button(N_("Larger"), icon="plus")
        for button, step in ((self.smaller, -_STEP), (self.larger, _STEP)):
            button.setAutoRepeat(True)
            button.clicked.connect(lambda _on=False, step=step: self.picture.grow(step))
        self.forget = Button(N_("Forget the measurement"), icon="undo")
        self.forget.clicked.connect(self._forget)
        self._said = Label("normal", bold=True)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            Label(
                "normal",
                message=N_(
                    "Hold any bank card against the upper left corner of the picture. Make the picture"
                    " the same size as the card. Buttons then have the size that fingers need."
                ),
            )
        )
        # The buttons stay in sight of what they change: below it, or beside it where letters are large.
        self._measuring = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._measuring.setSpacing(10)
        self._measuring.addWidget(self.picture, 1)
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ways.setSpacing(10)
        for button in (self.smaller, self.larger, self.forget):
            self._ways.addWidget(button)
        self._ways.addStretch(1)
        self._measuring.addLayout(self._ways)
        column.addLayout(self._measuring, 1)
        column.addWidget(self._said)

    def restyle(self, look: Look) -> None:
        """Put the buttons where letters of this size leave room."""
        below, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        large = look.scale >= LARGE
        self._measuring.setDirection(beside if large else below)
        self._ways.setDirection(below if large else beside)

    def _keep(self, px_per_mm: float) -> None:
        self._choices.change(px_per_mm=px_per_mm)
        self.retranslate(self._half.language)

    def _forget(self) -> None:
        self._choices.change(px_per_mm=None)
        self.picture.show_size(PX_PER_MM)
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say how large the screen is now taken to be."""
        known = self._choices.settings.px_per_mm
        self.forget.setVisible(known is not None)
        if known is None:
            self._said.setText(language.text("Nobody has measured this screen yet."))
        else:
            inches = round(known * 25.4)
            self._said.setText(
                language.text("Measured: {number} points an inch.", number=language.number(inches))
            )
