"""Which languages residents find at this desk, in which order; and the volunteer's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language, Languages
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.text import Label
from ui.wizard.choices import Choices


class LanguageRow(QWidget):
    """One language: offered or not, and two buttons that move it."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__()
        self.code = code
        self.offered = Button(icon="check", checkable=True, role="large")
        self.offered.say(name)
        self.up = Button(icon="up", icon_only=True)
        self.down = Button(icon="down", icon_only=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.offered, 1)
        row.addWidget(self.up)
        row.addWidget(self.down)


class LanguagesPage(Part, QWidget):
    """The first of the offered languages is what each resident begins with."""

    def __init__(self, half: Half, choices: Choices, languages: Languages, codes: Sequence[str]) -> None:
        super().__init__()
        self._half = half
        self._choices = choices
        self._languages = languages
        chosen = choices.settings.languages
        self._order = [*chosen, *(code for code in codes if code not in chosen)]
        self.rows = {code: self._row(code) for code in self._order}
        self.volunteer = Chips(dict.fromkeys(codes, ""), columns=len(codes))
        for code in codes:
            self.volunteer.button(code).say(languages[code].name)
        self.volunteer.choose(choices.settings.volunteer_language)
        self.volunteer.chosen.connect(self._speak)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._lay_out()
        self._arrange()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label("normal", message="You work in", bold=True))
        column.addWidget(self.volunteer)
        column.addSpacing(8)
        column.addWidget(Label("normal", message="Residents find these, in this order", bold=True))
        column.addLayout(self._column)
        column.addStretch(1)

    def _row(self, code: str) -> LanguageRow:
        row = LanguageRow(code, self._languages[code].name)
        row.offered.clicked.connect(lambda: self._offer(code))
        row.up.clicked.connect(lambda: self._move(code, -1))
        row.down.clicked.connect(lambda: self._move(code, 1))
        return row

    # Choosing

    def _offer(self, code: str) -> None:
        offered = self._choices.settings.languages
        if code in offered:
            left = tuple(other for other in offered if other != code)
            self._keep(left or offered)  # a desk without a language is none
        else:
            self._keep((*offered, code))

    def _move(self, code: str, by: int) -> None:
        at = self._order.index(code)
        to = at + by
        self._order[at], self._order[to] = self._order[to], self._order[at]
        self._keep(tuple(c for c in self._order if c in self._choices.settings.languages))
        row = self.rows[code]
        # Whoever moves a language by the keyboard goes on moving it.
        button = row.up if by < 0 else row.down
        (button if button.isEnabled() else row.offered).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, offered: tuple[str, ...]) -> None:
        self._order = [*self._order]
        in_order = tuple(code for code in self._order if code in offered)
        self._choices.change(languages=in_order)
        self._arrange()

    def _arrange(self) -> None:
        offered = self._choices.settings.languages
        for at, code in enumerate(self._order):
            row = self.rows[code]
            self._column.removeWidget(row)
            self._column.insertWidget(at, row)
            row.offered.setChecked(code in offered)
            row.offered.set_icon("check" if code in offered else "")
            row.up.setEnabled(at > 0)
            row.down.setEnabled(at < len(self._order) - 1)
        for before, after in zip(self._order, self._order[1:], strict=False):
            QWidget.setTabOrder(self.rows[before].down, self.rows[after].offered)

    def _speak(self, code: str) -> None:
        self._choices.change(volunteer_language=code)
        self._half.speak(self._languages[code])

    def retranslate(self, language: Language) -> None:
        """Name the buttons that move a language by what they do."""
        for code, row in self.rows.items():
            name = self._languages[code].name
            up, down = (
                language.text(N_("Move {name} up"), name=name),
                language.text(N_("Move {name} down"), name=name),
            )
            row.up.say(up)
            row.down.say(down)
