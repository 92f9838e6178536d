"""What a page of the manager's window is made of: a title, sections below it, questions that stand in the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from ui.half import Part, half_of
from ui.manager.form import Problem, button_row
from ui.manager.sight import bring_into_view
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.edges import Edges
from ui.widgets.scroll import Scroll, Scrolled
from ui.widgets.text import Label

#: Pixels of 100 % that a form is wide at most.
FORM_WIDTH = 1180


class Page(Part, QScrollArea):
    """A column of sections that scrolls where the window is small; what went wrong stands at its top.

    `widest` is how many pixels of 100 % a form is wide at most: a long line is hard to read.
    """

    def __init__(
        self, title: str = "", *, icon_back: bool = False, back: str = N_("Back to the list"), widest: int = 0
    ) -> None:
        super().__init__()
        self._widest = widest
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBar(Scroll())
        self._edges = Edges(self)
        # Always there, drawn only when wanted: one that comes and goes would make the words wrap, so that it is wanted.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        inside = Scrolled()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(28, 20, 14, 24)
        self.column.setSpacing(14)
        self.title = Label("title", message=title, bold=True)
        self.back = Button(back, icon="back", role="small")
        self.head = QHBoxLayout()
        self.head.setSpacing(16)
        self.head.addWidget(self.title, 1)
        self.back.setVisible(icon_back)
        self.head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self.done = Problem(colour="good")
        self.problem = Problem()
        if title or icon_back:
            self.column.addLayout(self.head)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.done)
        self._inside = inside
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def restyle(self, look: Look) -> None:
        """Larger words need longer lines."""
        if self._widest:
            self._inside.setMaximumWidth(round(self._widest * look.scale))

    def minimumSizeHint(self) -> QSize:
        """Small: it scrolls."""
        return QSize(320, 200)

    def say_done(self, message: str, language: Language, **params: object) -> None:
        """Say what was done."""
        self.problem.hide()
        self.done.say(message, language, **params)
        self.verticalScrollBar().setValue(0)

    def plural(self, singular: str, plural: str, count: int, language: Language, **params: object) -> None:
        """Say what was done, and how often."""
        self.problem.hide()
        self.done.plural(singular, plural, count, language, **params)
        self.verticalScrollBar().setValue(0)

    def refuse(self, problem: KioskError, language: Language) -> None:
        """Say why it was not."""
        self.done.hide()
        self.problem.say(problem.message, language, **problem.params)
        self.verticalScrollBar().setValue(0)

    def say_nothing(self) -> None:
        """Take back what was said of the last thing that was done."""
        self.done.hide()
        self.problem.hide()


class Section(Card):
    """Things that belong together, under a heading."""

    def __init__(self, heading: str = "", hint: str = "", *, ground: str = "card", edge: str = "") -> None:
        super().__init__(ground, edge)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(22, 18, 22, 20)
        self.column.setSpacing(12)
        self.heading = Label("heading", message=heading, bold=True)
        self.hint = Label("small", message=hint, colour="muted")
        if heading:
            self.column.addWidget(self.heading)
        if hint:
            self.column.addWidget(self.hint)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below what is there."""
        for widget in widgets:
            self.column.addWidget(widget)


class Beside(Part, QWidget):
    """Widgets side by side where there is room for them (with `foot`, on one line), else one under the other."""

    def __init__(self, *widgets: tuple[QWidget, int], ems: int = 44, foot: bool = False) -> None:
        super().__init__()
        self._ems = ems
        self._look = Look()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self.stacked = False
        self._shares = [share for _widget, share in widgets]
        for widget, share in widgets:
            self._box.addWidget(widget, share, Qt.AlignmentFlag.AlignBottom if foot else Qt.AlignmentFlag(0))

    def hang(self, widget: QWidget, *, hanging: bool) -> None:
        """Let a widget be only as high as it needs, or as high as the others again."""
        self._box.setAlignment(widget, Qt.AlignmentFlag.AlignTop if hanging else Qt.AlignmentFlag(0))

    def restyle(self, look: Look) -> None:
        """Larger words need more room."""
        self._look = look
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """Put them beside or under each other."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= self._ems * self._look.size("normal")
        self.stacked = not wide
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        for number, share in enumerate(self._shares):  # a width's share is no height's
            self._box.setStretch(number, share if wide else 0)


class Question(Section):
    """A question that stands in the page: nothing is done before it is answered. `answered` is a yes.

    A stray Enter does not answer it: the way back has the focus.
    """

    answered = Signal()

    def __init__(self, yes: str, *, kind: str = "strong") -> None:
        super().__init__(ground="notice", edge="notice_line")
        self.words = Problem(colour="on_notice")
        self.extra = QVBoxLayout()
        self.yes = Button(yes, kind=kind, icon="check", bold=True)
        self.no = Button(N_("Not now"))
        self.yes.clicked.connect(self._answer)
        self.no.clicked.connect(self.hide)
        self.column.addWidget(self.words)
        self.column.addLayout(self.extra)
        self.column.addWidget(button_row(self.yes, self.no))
        self.hide()

    def ask(self, message: str, language: Language, **params: object) -> None:
        """Show the question."""
        self.words.say(message, language, **params)
        self._open()

    def plural(self, singular: str, plural: str, count: int, language: Language, **params: object) -> None:
        """Show a question that says how many things it is about."""
        self.words.plural(singular, plural, count, language, **params)
        self._open()

    def _open(self) -> None:
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self)

    def _answer(self) -> None:
        self.hide()
        self.answered.emit()


def replace_widgets(layout: QLayout, widgets: list[QWidget]) -> None:
    """Show these widgets in a layout instead of those that are in it."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
    for widget in widgets:
        layout.addWidget(widget)
        half = half_of(widget)
        if half is not None:
            half.refresh(widget)


def link(message: str, icon: str, action: Callable[[], None], *, kind: str = "strong") -> Button:
    """Return a button that does something when it is pressed."""
    button = Button(message, kind=kind, icon=icon)
    button.clicked.connect(action)
    return button
