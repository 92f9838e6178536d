"""The page that one works at: what comes in, what became of each file, the programme's totals and plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.manager.form import shrinking
from ui.manager.intake import Intake
from ui.manager.lines import Kind, Line, LineList
from ui.manager.page import Beside, Page
from ui.manager.plots import Plots
from ui.manager.totals import Totals
from ui.manager.work import Overview
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chips import Chips
from ui.widgets.picture import Picture
from ui.widgets.text import Label

#: Which kinds of lines a filter shows.
FILTERS: dict[str, tuple[str, frozenset[Kind]]] = {
    "all": (N_("All files"), frozenset(Kind)),
    "new": (N_("New"), frozenset({Kind.NEW})),
    "already": (N_("Already here"), frozenset({Kind.ALREADY})),
    "gaps": (N_("Need a look"), frozenset({Kind.LOOK})),
    "waiting": (N_("Waiting"), frozenset({Kind.WAITING})),
    "refused": (N_("Not imported"), frozenset({Kind.REFUSED})),
}
#: The list is at least so many lines of its text high.
_LEAST_LINES = 11


class Welcome(Card):
    """What to do while nothing has come in yet."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 30, 36, 32)
        layout.setSpacing(14)
        layout.addWidget(Label("title", message=N_("No visits yet"), bold=True))
        steps = (
            N_("1. Write the programme's card onto a stick and take it to each kiosk."),
            N_("2. The kiosks join with it, keep a log of their visits, and put the visits onto the stick."),
            N_("3. Insert the stick here, or drop its files on the left. The figures then appear here."),
        )
        for step in steps:
            layout.addWidget(Label("large", message=step))


class Asking(Card):
    """How many kiosks ask to join, and the way to them."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("notice", "notice_line")
        self._count = 0
        self.words = Label("normal", bold=True, colour="on_notice")
        self.button = Button(N_("Compare the digits"), kind="notice", icon="next", icon_after=True)
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 16, 12)
        row.setSpacing(14)
        row.addWidget(Picture("warning", 26, colour="on_notice", grows=True))
        row.addWidget(self.words, 1)
        row.addWidget(shrinking(self.button))
        self.hide()

    def show_count(self, count: int, language: Language) -> None:
        """Show how many ask."""
        self._count = count
        self.retranslate(language)
        self.setVisible(bool(count))

    def retranslate(self, language: Language) -> None:
        """Say it again."""
        self.words.setText(language.plural("{n} kiosk asks to join.", "{n} kiosks ask to join.", self._count))


class Results(Part, QWidget):
    """What became of each file, with filters above; hidden while there is nothing to show."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._counts: Counter[Kind] = Counter()
        self.filters = Chips({code: message for code, (message, _) in FILTERS.items()}, columns=3, height=44)
        self.filters.chosen.connect(self._filter)
        self.filters.choose("all")
        self.lines = LineList(language)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 8, 6, 8)
        inside.addWidget(self.lines)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.filters)
        layout.addWidget(card, 1)
        self.hide()

    def clear(self) -> None:
        """A run starts."""
        self._counts.clear()
        self.lines.lines.clear()
        self.filters.choose("all")
        self._filter("all")
        self.retranslate(self._language)

    def add(self, line: Line) -> None:
        """One more file is through."""
        self.show()
        self._counts[line.kind] += 1
        self.lines.lines.add(line)
        self.retranslate(self._language)

    def _filter(self, code: str) -> None:
        self.lines.show_kinds(FILTERS[code][1])

    def retranslate(self, language: Language) -> None:
        """Say on each filter how many files it shows."""
        self._language = language
        for code, (message, kinds) in FILTERS.items():
            count = sum(self._counts[kind] for kind in kinds)
            self.filters.button(code).say(f"{language.text(message)} · {language.number(count)}")
        used = {code for code, (_, kinds) in FILTERS.items() if any(self._counts[kind] for kind in kinds)}
        self.filters.hide_codes(FILTERS.keys() - used - {"all", self.filters.value})

    def restyle(self, look: Look) -> None:
        """Keep some lines in sight."""
        self.lines.setMinimumHeight(round(_LEAST_LINES * look.size("small")))


class ImportPage(Page):
    """Intake at the left; totals, who asks to join and the files at the right."""

    kiosks_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.intake = Intake(language)
        self.asking = Asking()
        self.asking.wanted.connect(self.kiosks_wanted)
        self.totals = Totals()
        self.welcome = Welcome()
        self.plots = Plots()
        self.results = Results(language)
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for widget in (self.asking, self.totals, self.welcome, self.plots):
            layout.addWidget(widget)
        layout.addWidget(self.results, 1)
        layout.addStretch()
        self.intake.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        right.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.column.addWidget(Beside((self.intake, 5), (right, 12), ems=40), 1)
        self.totals.hide()
        self.welcome.hide()
        self.plots.hide()

    @property
    def lines(self) -> Sequence[Line]:
        """What became of each file of the last run."""
        return self.results.lines.lines.lines

    def begin(self) -> None:
        """A run starts."""
        self.results.clear()
        self.intake.begin()

    def advance(self, done: int, total: int, line: Line) -> None:
        """`done` of `total` files are through; `line` is what became of the last one."""
        self.welcome.hide()
        self.plots.hide()
        self.intake.advance(done, total, line)
        self.results.add(line)

    def show_overview(self, overview: Overview, language: Language) -> None:
        """Show what the store tells now."""
        self.problem.hide()
        self.asking.show_count(len(overview.asking), language)
        self.totals.show_summary(overview.summary, language)
        self.totals.setVisible(not overview.is_empty)
        self.plots.services.show_bars(overview.services, language)
        self.plots.weeks.show_weeks(overview.weeks, language)
        self.plots.setVisible(not overview.is_empty and not self.lines)
        self.welcome.setVisible(overview.is_empty and not overview.asking and not self.lines)
