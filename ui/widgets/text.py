"""Lines and paragraphs of text by role."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look


class Label(Part, QLabel):
    """Text in one of the roles of `theme.SIZES`. With `message` it translates itself; else use `setText`."""

    def __init__(
        self,
        role: str = "normal",
        *,
        message: str = "",
        bold: bool = False,
        colour: str = "ink",
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._message = message
        self._bold = bold
        self._colour = colour
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def retranslate(self, language: Language) -> None:
        """Say the message again."""
        if self._message:
            self.setText(language.text(self._message))

    def restyle(self, look: Look) -> None:
        """Take the role's size and colour."""
        self.setFont(look.font(self._role, bold=self._bold))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, look.colour(self._colour))
        self.setPalette(palette)

    def set_colour(self, colour: str, look: Look) -> None:
        """Change the colour's role."""
        self._colour = colour
        self.restyle(look)
