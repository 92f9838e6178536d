"""The programme's totals: one card a figure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.centre.totals import SUMMARY_LABELS, Summary
from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look
from ui.widgets.card import Card
from ui.widgets.text import Label

#: What the cards show, by the names of `Summary`, in their order.
FIGURES = ("settlements", "consultations", "people_served", "alone_rate", "volunteer_hours")


@dataclass(frozen=True, slots=True)
class Figure:
    """One card's words: the figure, what it counts, and a remark."""

    value: str
    label: str
    remark: str = ""


def figures(summary: Summary, language: Language) -> tuple[Figure, ...]:
    """Say a summary's five figures; a rate that nobody can judge yet is a dash."""
    rate = "–" if summary.alone_rate is None else language.percent(summary.alone_rate)
    values = {
        "settlements": language.number(summary.settlements),
        "consultations": language.number(summary.consultations),
        "people_served": language.number(summary.people_served),
        "alone_rate": rate,
        "volunteer_hours": language.number(summary.volunteer_hours),
    }
    remarks = {
        "consultations": language.plural(
            "{n} of them with an uncertain time", "{n} of them with an uncertain time", summary.time_uncertain
        )
        if summary.time_uncertain
        else "",
        "volunteer_hours": language.plural("{n} volunteer", "{n} volunteers", summary.volunteers),
    }
    return tuple(
        Figure(values[name], language.text(SUMMARY_LABELS[name]), remarks.get(name, "")) for name in FIGURES
    )


class FigureCard(Card):
    """One figure, large, over its words. Read aloud as one thing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"figure-{name}")
        self.value = Label("figure", bold=True, wrap=False)
        self.label = Label("small", colour="muted")
        self.remark = Label("small", colour="muted")
        self.remark.hide()
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(2)
        layout.addWidget(self.value)
        layout.addWidget(self.label)
        layout.addWidget(self.remark)
        layout.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def least_width(self) -> int:
        """Return the width below which a word would not fit."""
        words = [(self.value, self.value.text())]
        words += [(label, word) for label in (self.label, self.remark) for word in label.text().split()]
        margins = self._layout.contentsMargins()
        widest = max((label.fontMetrics().horizontalAdvance(word) for label, word in words), default=0)
        return widest + margins.left() + margins.right() + 4

    def show_figure(self, figure: Figure) -> None:
        """Show other words."""
        self.value.setText(figure.value)
        self.label.setText(figure.label)
        self.remark.setText(figure.remark)
        self.remark.setVisible(bool(figure.remark))
        self.setAccessibleName(f"{figure.label}: {figure.value}")
        self.setAccessibleDescription(figure.remark)


class Totals(Part, QWidget):
    """The cards, in one row where they have room, in two or three where they have not."""

    def __init__(self) -> None:
        super().__init__()
        self._summary: Summary | None = None
        self.cards = tuple(FigureCard(name) for name in FIGURES)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        for column in range(_GRID):
            self._grid.setColumnStretch(column, 1)
        self._columns = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._arrange(len(self.cards))

    def show_summary(self, summary: Summary, language: Language) -> None:
        """Show other totals."""
        self._summary = summary
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say every figure again."""
        if self._summary is None:
            return
        for card, figure in zip(self.cards, figures(self._summary, language), strict=True):
            card.show_figure(figure)
        self._fit()

    def restyle(self, look: Look) -> None:
        """Larger words may need another arrangement."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another arrangement."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest card alone: the others then go below."""
        return QSize(self._least(), super().minimumSizeHint().height())

    def _fit(self) -> None:
        spacing = self._grid.spacing()
        room = (self.width() + spacing) // (self._least() + spacing)
        columns = next((columns for columns in (5, 3, 2) if columns <= room), 1)
        self._arrange(columns)
        # A grid asks what spans several of its columns for its height at another width than it then gives.
        width = (self.width() + spacing) // columns - spacing
        highest = max(card.heightForWidth(width) for card in self.cards)
        for card in self.cards:
            card.setMinimumHeight(highest)

    def _least(self) -> int:
        return max(card.least_width() for card in self.cards)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for card in self.cards:
            self._grid.removeWidget(card)
        last = len(self.cards) % columns  # the cards of the last row share its width
        for number, card in enumerate(self.cards):
            row, column = divmod(number, columns)
            share = last if last and number >= len(self.cards) - last else columns
            width = _GRID // share
            self._grid.addWidget(card, row, column * width, 1, width)


#: Divisible by every number of cards that a row may have.
_GRID = 30
