"""Kiosks that ask to join: who they say they are, the digits to compare, and the acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Half, Part, half_of
from ui.manager.form import Problem, button_row, shrinking
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.picture import Picture
from ui.widgets.text import Label

UNNAMED = N_("A kiosk without a name")

NO_REQUEST = N_("Its request to join has not come. Import the whole stick instead of single files.")


@dataclass(frozen=True, slots=True)
class Asking:
    """A kiosk that asks to join.

    `name` is the site's own and empty while the keys are closed (only they can read it). `digits` are six
    groups: three for the programme, three for the kiosk; none while its request has not come. `bundles`
    counts its files that wait.
    """

    kiosk: str
    name: str
    digits: tuple[str, ...]
    bundles: int


class AskingRow(Part, QWidget):
    """One kiosk: its name; asked to, the digits and the question whether they are the same over there."""

    accepted = Signal(str)

    def __init__(self, asking: Asking) -> None:
        super().__init__()
        self.asking = asking
        self.name = Label("large", bold=True)
        self.count = Label("small", colour="on_notice")
        self.compare = Button(N_("Compare the digits"), kind="strong", height=48)
        self.compare.clicked.connect(self.open)
        self.problem = Problem()
        self.groups: list[Label] = []
        self.accept = Button(N_("They are the same: accept"), kind="primary", icon="check", bold=True)
        self.accept.clicked.connect(lambda: self.accepted.emit(self.asking.kiosk))
        self.later = Button(N_("Not now"))
        self.later.clicked.connect(self.close_question)
        self.question = self._question() if asking.digits else QWidget()
        self.question.hide()
        self.compare.setVisible(bool(asking.digits))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.count)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addWidget(shrinking(self.compare), 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.problem)
        layout.addWidget(self.question)

    def _question(self) -> QWidget:
        question = QWidget()
        digits = QGridLayout()
        digits.setHorizontalSpacing(28)
        digits.setVerticalSpacing(8)
        for row, title in enumerate((N_("Programme"), N_("Kiosk"))):
            digits.addWidget(Label("small", message=title, colour="muted"), row, 0)
            for column in range(3):
                group = Label("heading", bold=True, wrap=False)
                group.setText(self.asking.digits[3 * row + column])
                self.groups.append(group)
                digits.addWidget(group, row, column + 1)
        digits.setColumnStretch(4, 1)
        layout = QVBoxLayout(question)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(
            Label(
                message=N_(
                    "Call the volunteer at the kiosk. Its screen shows six groups of digits. Accept "
                    "the kiosk only if all six are the same as these."
                ),
                colour="on_notice",
            )
        )
        layout.addLayout(digits)
        layout.addWidget(button_row(self.accept, self.later))
        return question

    def open(self) -> None:
        """Show the digits and the question. A stray Enter does not answer it: "not now" has the focus."""
        self.compare.hide()
        self.problem.hide()
        self.question.show()
        self.later.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_question(self) -> None:
        """Hide them again; nothing was decided."""
        self.question.hide()
        self.compare.show()

    def set_busy(self, busy: bool) -> None:
        """Wait while the kiosk is being accepted."""
        self.accept.setEnabled(not busy)
        self.later.setEnabled(not busy)

    def retranslate(self, language: Language) -> None:
        """Say name and count again."""
        self.name.setText(self.asking.name or language.text(UNNAMED))
        waiting = language.plural("{n} file is waiting", "{n} files are waiting", self.asking.bundles)
        self.count.setText(f"{waiting} · {self.asking.kiosk}")
        if not self.asking.digits:
            self.problem.say(NO_REQUEST, language)
        self.compare.setAccessibleName(f"{self.compare.text()}: {self.name.text()}")


class Waiting(Card):
    """The kiosks that ask to join, on the notice's ground; hidden while there are none."""

    accepted = Signal(str)

    def __init__(self) -> None:
        super().__init__("notice", "notice_line")
        self.rows: tuple[AskingRow, ...] = ()
        heading = QHBoxLayout()
        heading.setSpacing(12)
        heading.addWidget(Picture("warning", 26, colour="on_notice", grows=True))
        heading.addWidget(
            Label("heading", message=N_("Kiosks that ask to join"), bold=True, colour="on_notice"), 1
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(20)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 20)
        layout.setSpacing(14)
        layout.addLayout(heading)
        layout.addLayout(self._list)
        self.hide()

    def show_asking(self, asking: Sequence[Asking]) -> None:
        """Show these kiosks; whose row is unchanged keeps it, with the question that may be open in it."""
        kept = {row.asking: row for row in self.rows}
        for row in self.rows:
            if row.asking not in asking:
                self._list.removeWidget(row)
                row.hide()
                row.deleteLater()
        half = half_of(self)
        self.rows = tuple(kept.get(one) or self._row(one, half) for one in asking)
        for number, row in enumerate(self.rows):
            self._list.insertWidget(number, row)
        self.setVisible(bool(self.rows))

    def row(self, kiosk: str) -> AskingRow | None:
        """Return a kiosk's row, None when it no longer asks."""
        return next((row for row in self.rows if row.asking.kiosk == kiosk), None)

    def _row(self, asking: Asking, half: Half | None) -> AskingRow:
        row = AskingRow(asking)
        row.accepted.connect(self.accepted)
        row.setParent(self)
        if half is not None:
            half.refresh(row)
        return row
