"""A window for what keeps a face from opening: what happened and what to do, never a traceback."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout

from kiosk.errors import KioskError
from kiosk.i18n import Language
from ui.half import Half
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.picture import Picture
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

_SIDE, _ABOVE, _GAP = 60, 40, 24
_WIDTH, _HEIGHT = 760, 420
#: What a window's frame and the screen's edge need.
_EDGE = 24


class RefusalWindow(Half):
    """Says one refusal in the volunteer's language; its button closes the program."""

    def __init__(self, language: Language, look: Look, problem: KioskError) -> None:
        super().__init__(language, look)
        self.setWindowTitle("One-Stop Kiosk")
        self.message = Label("large")
        self.message.setText(language.text(problem.message, **problem.params))
        self.close_button = Button("Close", kind="primary")
        self.close_button.clicked.connect(self.close)
        self._said = QVBoxLayout()
        self._said.setContentsMargins(0, 0, 0, 0)
        self._said.setSpacing(_GAP)
        self._said.addStretch(1)
        self._said.addWidget(
            Picture("warning", round(48 * look.scale), colour="on_danger"), 0, Qt.AlignmentFlag.AlignLeft
        )
        self._said.addWidget(self.message)
        self._said.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE)
        column.setSpacing(_GAP)
        column.addWidget(Scroller(self._said), 1)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh(self)
        self.fit(self.screen().availableSize())

    def fit(self, screen: QSize) -> None:
        """Be as large as shows the whole message, no larger than the screen; beyond that it scrolls."""
        room = screen - QSize(2 * _EDGE, 2 * _EDGE)
        width = min(round(_WIDTH * max(1.0, self.look.scale)), room.width())
        said = self._said.totalHeightForWidth(width - 2 * _SIDE)
        height = said + self.close_button.sizeHint().height() + _GAP + 2 * _ABOVE
        self.resize(width, min(max(_HEIGHT, height), room.height()))
