"""What a volunteer sees after saving: that it is saved, and how to take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import Language
from kiosk.visits import DayCounts
from ui.announcing import announce
from ui.desk.visit_pages import WarningLine
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.picture import Picture
from ui.widgets.text import Label

#: How long "Saved." stays before the panel shows the day again.
STAYS_MS = 6000


class Saved(Part, QWidget):
    """ "Saved.", the day's counts, Undo. `finished` comes by itself, by a tap anywhere, or by the button."""

    undo = Signal()
    finished = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._counts = DayCounts()
        self.timer = QTimer(self, interval=STAYS_MS, singleShot=True)
        self.timer.timeout.connect(self.finished)
        self._line = Label("normal", colour="muted")
        self._problem: KioskError | None = None
        self._warning = WarningLine(half)
        self.undo_button = Button("Undo", icon="undo")
        self.undo_button.clicked.connect(self._undo)
        self.done_button = Button("Back to today", kind="primary", height=64)
        self.done_button.clicked.connect(self._finish)
        self.begins_with: QWidget = self.done_button
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Picture("check", 40, colour="good"))
        head.addWidget(Label("title", message="Saved.", bold=True), 1)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addWidget(self._warning)
        column.addStretch(2)
        column.addWidget(self.undo_button)
        column.addWidget(self.done_button)

    def show_counts(self, counts: DayCounts) -> None:
        """Begin: the visit is in the log and these are the day's counts."""
        self._counts = counts
        self._problem = None
        self.retranslate(self._half.language)
        announce(self, f"{self._half.language.text('Saved.')} {self._line.text()}")

    def tell(self, problem: KioskError) -> None:
        """Say why the visit could not be taken back, and stay."""
        self._problem = problem
        self._warning.show_as("danger")
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say the counts again."""
        visits = language.plural("{n} visit today", "{n} visits today", self._counts.visits)
        people = language.plural("{n} person", "{n} people", self._counts.people)
        self._line.setText(f"{visits} · {people}")
        self._warning.say(
            language.text(self._problem.message, **self._problem.params) if self._problem else ""
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Go on by itself after a while, as long as somebody can see it."""
        self.timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing happens behind a closed window: the log may be closed as well."""
        self.timer.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap anywhere goes on."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._finish()

    def _finish(self) -> None:
        self.timer.stop()
        self.finished.emit()

    def _undo(self) -> None:
        self.timer.stop()
        self.undo.emit()
