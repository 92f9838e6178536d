"""A page of the volunteer's half that lies over the day: what it is called, what it holds, the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import Language
from ui.desk.visit_pages import WarningLine
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.between import LARGE
from ui.widgets.button import Button
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label


class _Title(Label):
    """As large as beside the way back there is room for."""

    def __init__(self, message: str) -> None:
        super().__init__("heading", message=message, bold=True)

    def restyle(self, look: Look) -> None:
        self._role = "normal" if look.scale >= LARGE else "heading"
        super().restyle(look)


class OverPage(Part, QWidget):
    """Holds `inside` (it scrolls) and `foot` (it stays in sight). `left` comes with the way back."""

    left = Signal()

    def __init__(self, half: Half, title: str) -> None:
        super().__init__()
        self._half = half
        self._notice: KioskError | None = None
        self.heading = _Title(title)
        self.warning = WarningLine(half)
        self.back_button = Button("Back", icon="close", icon_only=True)
        self.back_button.clicked.connect(self.left)
        self.top = QVBoxLayout()
        self.inside = QVBoxLayout()
        self.foot = QVBoxLayout()
        self._scroller = Scroller(self.inside)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self.inside.setContentsMargins(0, 0, 0, 0)
        for part in (self.top, self.inside, self.foot):
            part.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.warning)
        column.addLayout(self.top)
        column.addWidget(self._scroller, 1)
        column.addLayout(self.foot)

    def scroll_up(self) -> None:
        """Show what stands first."""
        self._scroller.verticalScrollBar().setValue(0)

    def tell(self, notice: KioskError | None, ground: str = "danger") -> None:
        """Show what was refused, or done, above the page; None takes it away."""
        self._notice = notice
        self.warning.show_as(ground)
        self._say_notice(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say what holds values again."""
        self._say_notice(language)

    def _say_notice(self, language: Language) -> None:
        notice = self._notice
        self.warning.say(language.text(notice.message, **notice.params) if notice else "")
