"""The right side: who asks to join, the programme's totals, what people come for, week by week."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from ui.half import Part
from ui.manager.form import Problem, shrinking
from ui.manager.totals import Totals
from ui.manager.waiting import Waiting
from ui.manager.work import Overview
from ui.theme import Look
from ui.widgets.bars import Bars
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.scroll import Scroll, Scrolled
from ui.widgets.text import Label
from ui.widgets.weeks import Weeks

SERVICES_TITLE = N_("Services asked for")
WEEKS_TITLE = N_("Consultations by week")
#: Below this width, in ems, the plots stand one under the other.
_SIDE_BY_SIDE = 48


class PlotCard(Card):
    """A plot under its title."""

    def __init__(self, title: str, plot: QWidget, *, grows: bool) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 20)
        layout.setSpacing(12)
        layout.addWidget(Label("heading", message=title, bold=True))
        layout.addWidget(plot, 1 if grows else 0)
        layout.addStretch()


class Plots(Part, QWidget):
    """Both plots, side by side where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self.services = Bars(SERVICES_TITLE)
        self.weeks = Weeks(WEEKS_TITLE)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self._box.addWidget(PlotCard(SERVICES_TITLE, self.services, grows=False), 3)
        self._box.addWidget(PlotCard(WEEKS_TITLE, self.weeks, grows=True), 2)

    def restyle(self, look: Look) -> None:
        """Larger words need more room."""
        self._look = look
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the plots beside or under each other."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= _SIDE_BY_SIDE * self._look.size("normal")
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if wide else directions.TopToBottom)


class Welcome(Card):
    """What to do while nothing has come in yet."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 30, 36, 32)
        layout.setSpacing(14)
        layout.addWidget(Label("title", message=N_("No visits yet"), bold=True))
        steps = (
            N_("1. Write the programme's card onto a stick and take it to each shop."),
            N_("2. The shops join with it, keep their visit log, and put their visits onto the stick."),
            N_("3. Insert the stick here, or drop its files on the left. The figures then appear here."),
        )
        for step in steps:
            layout.addWidget(Label("large", message=step))


class NewShop(Card):
    """The way to one more shop: the programme's card on a stick. Under it stands how that went."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = Button(N_("Put the card on a stick"), kind="strong", icon="usb", height=48)
        self.button.clicked.connect(self.wanted)
        self.done = Problem(colour="good")
        self.problem = Problem()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Label(message=N_("A new shop joins with the programme's card.")))
        words.addWidget(self.done)
        words.addWidget(self.problem)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 16, 22, 16)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(shrinking(self.button), 0, Qt.AlignmentFlag.AlignVCenter)

    def say_done(self, path: Path, language: Language) -> None:
        """Say where the card is."""
        self.problem.hide()
        self.done.say(N_("The card is there and was read back: {path}"), language, path=path)

    def refuse(self, problem: KioskError, language: Language) -> None:
        """Say why it is not there."""
        self.done.hide()
        self.problem.say(problem.message, language, **problem.params)


class OverviewPanel(QScrollArea):
    """The whole right side; it scrolls where the window is small."""

    accepted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.problem = Problem()
        self.waiting = Waiting()
        self.waiting.accepted.connect(self.accepted)
        self.totals = Totals()
        self.plots = Plots()
        self.welcome = Welcome()
        self.new_shop = NewShop()
        self.setVerticalScrollBar(Scroll())
        inside = Scrolled()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        for widget in (self.problem, self.waiting, self.welcome, self.totals, self.plots, self.new_shop):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(inside)
        for widget in (self.welcome, self.totals, self.plots):
            widget.hide()

    def show_overview(self, overview: Overview, language: Language) -> None:
        """Show what the store tells now."""
        self.problem.hide()
        self.waiting.show_asking(overview.asking)
        self.totals.show_summary(overview.summary, language)
        self.plots.services.show_bars(overview.services, language)
        self.plots.weeks.show_weeks(overview.weeks, language)
        self.welcome.setVisible(overview.is_empty and not overview.asking)
        self.totals.setVisible(not overview.is_empty)
        self.plots.setVisible(not overview.is_empty)
