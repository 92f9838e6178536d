"""Plots: those of the first page, and the one that a report's table names."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.centre import Table
from kiosk.i18n import N_, Language
from ui.manager.page import Beside
from ui.report.plot import ReportPlot
from ui.report.series import figure_of
from ui.widgets.bars import Bars
from ui.widgets.card import Card
from ui.widgets.text import Label
from ui.widgets.weeks import Weeks

SERVICES_TITLE = N_("Services asked for")
WEEKS_TITLE = N_("Consultations by week")
#: Below this width, in ems, the plots stand one under the other.
_SIDE_BY_SIDE = 38


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


class Plots(Beside):
    """Both plots, side by side where there is room."""

    def __init__(self) -> None:
        self.services = Bars(SERVICES_TITLE)
        self.weeks = Weeks(WEEKS_TITLE)
        super().__init__(
            (PlotCard(SERVICES_TITLE, self.services, grows=False), 3),
            (PlotCard(WEEKS_TITLE, self.weeks, grows=True), 2),
            ems=_SIDE_BY_SIDE,
        )


def plot_of(table: Table, language: Language) -> QWidget | None:
    """Return a drawing of a table, None where it names none or has nothing to draw."""
    figure = figure_of(table, language)
    return ReportPlot(figure, language) if figure else None
