"""Joining a programme at the desk: its name, two groups of digits to type, the kiosk's own digits to be compared."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

if TYPE_CHECKING:
    from kiosk.stick import Invitation

GROUPS, DIGITS = 3, 5
#: In pixels: two buttons have room beside each other.
_WIDE = 600
_GROUP = N_("Group {number} of the programme's digits")
NOT_THE_SAME = N_("These are not the manager's digits. Ask the manager to read them out again.")


class BothSides(QWidget):
    """The six groups of digits as the manager's window shows them: the programme's, and the kiosk's."""

    def __init__(self, groups: tuple[str, ...]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        for side, title in enumerate((N_("Programme"), N_("Kiosk"))):
            grid.addWidget(Label("small", message=title, colour="muted"), 2 * side, 0, 1, GROUPS + 1)
            for at in range(GROUPS):
                label = Label("heading", bold=True, wrap=False)
                label.setText(groups[GROUPS * side + at])
                grid.addWidget(label, 2 * side + 1, at)
        grid.setColumnStretch(GROUPS, 1)


class Joining(Part, QWidget):
    """One card that may be joined. The two groups that are asked for are not shown here: they come from the manager.

    `wanted` carries the site's name once the digits are right, `declined` that nothing is to be changed, `finished`
    that the volunteer has seen the kiosk's digits.
    """

    wanted = Signal(str)
    declined = Signal()
    finished = Signal()

    def __init__(self, half: Half, invited: Invitation, site: str) -> None:
        super().__init__()
        self._half = half
        self._invited = invited
        self._problem: KioskError | None = None
        self._asked = sorted(secrets.SystemRandom().sample(range(GROUPS), 2))
        self._joined = False
        self.heading = Label("normal", bold=True)
        self.leaves = Label("normal", colour="on_danger", bold=True)
        self.site = Field(N_("Name of this shop"), role="large", hint=False)
        self.site.setText(site)
        self.site.setMaxLength(80)
        self.fields = {at: Field(_GROUP, role="large", hint=False, number=at + 1) for at in self._asked}
        for field in self.fields.values():
            field.setMaxLength(DIGITS)
            field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            field.textEdited.connect(self._typing)
        self.said = Label("small", colour="on_danger", bold=True)
        self.join_button = Button(N_("Join"), kind="primary")
        self.join_button.clicked.connect(self._submit)
        self.later_button = Button(N_("Not now"))
        self.later_button.clicked.connect(self.declined)
        self.done_button = Button(N_("Close"), kind="primary")
        self.done_button.clicked.connect(self.finished)
        self._form, self._own = QWidget(), QWidget()
        self._lay_out()

    # Layout

    def _lay_out(self) -> None:
        self._fill_form()
        self._fill_own()
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        for part in (self.heading, self.leaves, self._form, self._own):
            inner.addWidget(part)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Scroller(inner), 1)
        column.addWidget(self.said)
        self._ways = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._ways.setSpacing(8)
        for button in (self.join_button, self.later_button, self.done_button):
            self._ways.addWidget(button, 1)
        column.addLayout(self._ways)
        for part in (self._own, self.said, self.done_button):
            part.hide()

    def _fill_form(self) -> None:
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label("small", message="Name of this shop", bold=True))
        column.addWidget(self.site)
        column.addWidget(
            Label(
                "normal",
                message=N_(
                    "The programme has three groups of digits. Type the two that are empty here, as"
                    " the manager wrote them or reads them out."
                ),
            )
        )
        column.addLayout(self._programme_groups())

    def _programme_groups(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for at in range(GROUPS):
            number = Label("large", colour="muted", wrap=False)
            number.setText(f"{at + 1}")
            grid.addWidget(number, at, 0)
            grid.addWidget(self.fields.get(at) or self._group(at), at, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _fill_own(self) -> None:
        column = QVBoxLayout(self._own)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(
            Label(
                "normal",
                message=N_(
                    "These are the digits of both sides. The manager compares all six groups before accepting this"
                    " kiosk."
                ),
            )
        )
        column.addWidget(BothSides(self._invited.groups))

    def _group(self, at: int) -> Label:
        label = Label("heading", bold=True, wrap=False)
        label.setText(self._invited.groups[at])
        return label

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons side by side where there is room."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        self._ways.setDirection(way.LeftToRight if self.width() >= _WIDE else way.TopToBottom)

    def take_focus(self) -> None:
        """Give the keyboard's focus to what is to be typed first."""
        first = self.fields[self._asked[0]] if self.site.text() else self.site
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is said

    def retranslate(self, language: Language) -> None:
        """Say the names again."""
        name = self._invited.card.name
        said = (
            N_("Asked to join {name}. Bring the stick back to the manager.")
            if self._joined
            else N_("Join {name}?")
        )
        self.heading.setText(language.text(said, name=name))
        self.leaves.setText(language.text(N_("This kiosk leaves {name} for it."), name=self._invited.leaves))
        self.leaves.setVisible(bool(self._invited.leaves) and not self._joined)
        if self._problem is not None:
            self.said.setText(language.text(self._problem.message, **self._problem.params))
        self.said.setVisible(self._problem is not None)

    def refuse(self, problem: KioskError) -> None:
        """Say why it did not join."""
        self._problem = problem
        self.join_button.setEnabled(True)
        self.retranslate(self._half.language)

    def say_joined(self) -> None:
        """Show the kiosk's digits alone: the manager will ask for them."""
        self._joined, self._problem = True, None
        for part in (self._form, self.join_button, self.later_button):
            part.hide()
        for part in (self._own, self.done_button):
            part.show()
        self.retranslate(self._half.language)
        self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def agrees(self) -> bool:
        """Tell whether the groups that were asked for were typed rightly."""
        return all(field.text().strip() == self._invited.groups[at] for at, field in self.fields.items())

    def _typing(self) -> None:
        if self._problem is not None:
            self._problem = None
            self.retranslate(self._half.language)

    def _submit(self) -> None:
        if not self.agrees():
            self.refuse(KioskError(NOT_THE_SAME))
            return
        self.join_button.setEnabled(False)
        self.wanted.emit(self.site.text())
