"""One recorded visit: everything that is known of it, and every change with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from kiosk.visits import Change, Revision, Visit
from kiosk.visits.history import NOT_YOURS, OWN_DAYS
from ui.desk.history.fields import Places, began, changed_by, changes, facts, reason
from ui.desk.over_page import OverPage
from ui.half import Half
from ui.theme import Look
from ui.widgets.between import LARGE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.text import Label


class VisitPage(OverPage):
    """`change_wanted` and `void_wanted` are offered where the volunteer may change the visit."""

    change_wanted = Signal()
    void_wanted = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__(half, N_("A visit"))
        self._revisions: Sequence[Revision] = ()
        self._places = Places({})
        self._may_change = False
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(0, 2)
        self._facts.setColumnStretch(1, 3)
        self._chain = QVBoxLayout()
        self._chain.setSpacing(8)
        self._changes_heading = Label("normal", message="What was changed", bold=True)
        self._not_yours = Label("small", colour="muted")
        self.change_button = Button(N_("Change"), kind="strong")
        self.change_button.clicked.connect(self.change_wanted)
        self.void_button = Button(N_("Does not count…"))
        self.void_button.clicked.connect(self.void_wanted)
        self.inside.addLayout(self._facts)
        self.inside.addSpacing(6)
        self.inside.addWidget(self._changes_heading)
        self.inside.addLayout(self._chain)
        self.inside.addStretch(1)
        for part in (self._not_yours, self.change_button, self.void_button):
            self.foot.addWidget(part)

    @property
    def visit(self) -> Visit:
        """The visit that is shown, as it is now."""
        return self._revisions[-1].visit

    def show_visit(self, revisions: Sequence[Revision], places: Places, may_change: bool) -> None:
        """Show another visit by all its states, the first one first."""
        self._revisions, self._places, self._may_change = revisions, places, may_change
        self.tell(None)
        self.retranslate(self._half.language)
        self.scroll_up()

    def clear(self) -> None:
        """Show nothing."""
        self._revisions = ()
        _empty(self._facts)
        _empty(self._chain)

    def restyle(self, look: Look) -> None:
        """Lay the facts out for another size of text."""
        if self._revisions:
            self._say_facts(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say everything again."""
        super().retranslate(language)
        self._not_yours.setText(language.text(NOT_YOURS, days=language.number(OWN_DAYS)))
        if not self._revisions:
            return
        counts = self.visit.change != Change.VOID
        self._not_yours.setVisible(counts and not self._may_change)
        self.change_button.setVisible(counts and self._may_change)
        self.void_button.setVisible(counts and self._may_change)
        self._say_facts(language)
        self._say_chain(language)

    def _say_facts(self, language: Language) -> None:
        _empty(self._facts)
        said = [(N_("Time"), began(self.visit, language))]
        said += [(fact.name, fact.value) for fact in facts(self.visit, language, self._places)]
        said.append((N_("Volunteer"), self.visit.volunteer))
        large = self._half.look.scale >= LARGE
        for row, (name, value) in enumerate(said):
            self._facts.addWidget(self._text(language.text(name), colour="muted"), 2 * row, 0, 1, 1 + large)
            self._facts.addWidget(self._text(value), 2 * row + large, 1 - large, 1, 1 + large)

    def _say_chain(self, language: Language) -> None:
        _empty(self._chain)
        self._changes_heading.setVisible(len(self._revisions) > 1)
        for before, after in zip(self._revisions, self._revisions[1:], strict=False):
            card = Card(edge="line")
            column = QVBoxLayout(card)
            column.setContentsMargins(12, 8, 12, 8)
            column.setSpacing(2)
            self._add_text(column, changed_by(after, language), colour="muted")
            for name, was, now in changes(before.visit, after.visit, language, self._places):
                self._add_text(column, name, bold=True)
                self._add_text(column, language.text("was: {value}", value=was), colour="muted")
                self._add_text(column, language.text("is: {value}", value=now))
            if after.visit.change == Change.VOID:
                self._add_text(column, language.text("Does not count any more"), bold=True)
            why = reason(after.visit.change_reason, language)
            self._add_text(column, language.text("Why: {reason}", reason=why))
            self._chain.addWidget(card)
            self._half.refresh(card)

    def _add_text(self, column: QVBoxLayout, text: str, *, colour: str = "ink", bold: bool = False) -> None:
        column.addWidget(self._text(text, colour=colour, bold=bold))

    def _text(self, text: str, *, colour: str = "ink", bold: bool = False) -> Label:
        label = Label("small", colour=colour, bold=bold)
        label.setText(text)
        label.restyle(self._half.look)
        return label


def _empty(column: QLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
