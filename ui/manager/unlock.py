"""The passphrase: asked once a session, chosen when a programme is made, and the paper that outlives it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from ui.manager.form import Advice, Field, FormPage, Problem, button_row
from ui.widgets.button import Button
from ui.widgets.text import Label

NAME_MISSING = N_("Give the programme a name.")
PASSPHRASE_MISSING = N_("Type the passphrase.")
NOT_THE_SAME = N_("The two passphrases are not the same. Type the second one again.")


class UnlockPage(FormPage):
    """Asks for the manager's passphrase. Forgets it as soon as it was handed on."""

    passphrase_typed = Signal(str)
    left = Signal()
    lost = Signal()

    def __init__(self) -> None:
        super().__init__(560)
        self._language: Language | None = None
        self.passphrase = Field(N_("Passphrase"), secret=True)
        self.shown = show_button()
        self.shown.toggled.connect(self.passphrase.show_text)
        self.open = Button(N_("Open"), kind="primary", icon="key", bold=True)
        self.open.clicked.connect(self._submit)
        self.passphrase.line.returnPressed.connect(self._submit)
        self.leave = Button(N_("Not now"))
        self.leave.clicked.connect(self.left)
        self.lose = Button(N_("The passphrase is lost"), role="small", height=44)
        self.lose.clicked.connect(self.lost)
        self.form.addWidget(Label("title", message=N_("Open the keys"), bold=True))
        self.form.addWidget(
            Label(
                message=N_(
                    "The visits are sealed. Your passphrase opens them. "
                    "It is asked once, until this window is closed."
                )
            )
        )
        self.form.addWidget(self.passphrase)
        self.form.addWidget(button_row(self.shown))
        self.form.addWidget(button_row(self.open, self.leave))
        self.form.addWidget(button_row(self.lose))

    def begin(self, language: Language) -> None:
        """Start with an empty field."""
        self._language = language
        self.passphrase.line.clear()
        self.passphrase.accept()
        self.shown.setChecked(False)
        self.set_busy(False)
        self.passphrase.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while the passphrase is being tried: about a second, which is what guards it."""
        for widget in (self.passphrase.line, self.open):
            widget.setEnabled(not busy)

    def refuse(self, problem: KioskError, language: Language) -> None:
        """Say that it was not the one."""
        self.set_busy(False)
        self.passphrase.refuse(problem.message, language, **problem.params)

    def _submit(self) -> None:
        if not self.open.isEnabled() or self._language is None:
            return
        passphrase = self.passphrase.text()
        if not passphrase:
            self.passphrase.refuse(PASSPHRASE_MISSING, self._language)
            return
        self.set_busy(True)
        self.passphrase_typed.emit(passphrase)


class CreatePage(FormPage):
    """Makes a programme: its name, a passphrase twice, and what losing it means."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(760)
        self._language: Language | None = None
        self.name = Field(N_("Name of the programme"))
        self.passphrase = Field(
            N_("Passphrase"), secret=True, hint=N_("Four words that only you would put together are best.")
        )
        self.again = Field(N_("The same passphrase again"), secret=True)
        self.shown = show_button()
        for field in (self.passphrase, self.again):
            self.shown.toggled.connect(field.show_text)
        self.problem = Problem()
        self.create_button = Button(N_("Create the programme"), kind="primary", icon="check", bold=True)
        self.create_button.clicked.connect(self._submit)
        self.again.line.returnPressed.connect(self._submit)
        self._lay_out()

    def _lay_out(self) -> None:
        self.form.addWidget(Label("title", message=N_("Create a programme"), bold=True))
        self.form.addWidget(
            Label(message=N_("Every kiosk seals its visits for you. Only your keys can open them."))
        )
        self.form.addWidget(self.name)
        pair = QHBoxLayout()
        pair.setSpacing(20)
        for field in (self.passphrase, self.again):
            pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(pair)
        self.form.addWidget(button_row(self.shown))
        self.form.addWidget(
            Advice(
                N_(
                    "If you lose the passphrase, nobody can recover it. With the paper from the next page the "
                    "programme goes on with new keys. What was sealed before opens again only with the paper "
                    "copy that you make under “Programme and keys”."
                ),
                icon="warning",
                ground="notice",
                colour="on_notice",
            )
        )
        self.form.addWidget(self.problem)
        self.form.addWidget(button_row(self.create_button))

    def begin(self, language: Language) -> None:
        """Put the cursor into the first field."""
        self._language = language
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while the keys are made."""
        self.create_button.setEnabled(not busy)

    def refuse(self, problem: KioskError, language: Language) -> None:
        """Say why no programme was made."""
        self.set_busy(False)
        self.problem.say(problem.message, language, **problem.params)

    def forget(self) -> None:
        """Take what was typed out of the fields."""
        for field in (self.name, self.passphrase, self.again):
            field.line.clear()

    def _submit(self) -> None:
        if not self.create_button.isEnabled() or self._language is None:
            return
        self.problem.hide()
        if not self.name.text().strip():
            self.name.refuse(NAME_MISSING, self._language)
        elif not self.passphrase.text():
            self.passphrase.refuse(PASSPHRASE_MISSING, self._language)
        elif self.passphrase.text() != self.again.text():
            self.again.refuse(NOT_THE_SAME, self._language)
        else:
            self.set_busy(True)
            self.asked.emit(self.name.text().strip(), self.passphrase.text())


class PaperPage(FormPage):
    """Shows once what has to stand on paper: the key for the day on which this one is lost."""

    written_down = Signal()

    def __init__(self) -> None:
        super().__init__(680)
        self._groups: list[Label] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 8, 0, 8)
        self._grid.setHorizontalSpacing(22)
        self._grid.setVerticalSpacing(10)
        self.done = Button(N_("I have written it down"), kind="primary", icon="check", bold=True)
        self.done.clicked.connect(self.written_down)
        holder = QWidget()
        holder.setLayout(self._grid)
        self.form.addWidget(Label("title", message=N_("Write this on paper now"), bold=True))
        self.form.addWidget(Label("large", message=N_("Next signing key"), bold=True))
        self.form.addWidget(holder)  # first, so that large letters are seen whole without scrolling
        self.form.addWidget(
            Label(
                message=N_(
                    "If your keys or the passphrase are lost, these letters and digits let the programme go on "
                    "with new keys. They are shown only now and kept nowhere else. Write the key's name above "
                    "them, and keep the paper locked away, not beside this computer."
                )
            )
        )
        self.form.addWidget(button_row(self.done))

    def show_paper(self, paper: str) -> None:
        """Lay the groups out in rows of five, the order in which one writes."""
        self.forget()
        for number, group in enumerate(paper.split()):
            label = Label("heading", bold=True, wrap=False)
            label.setText(group)
            self._grid.addWidget(label, number // 5, number % 5)
            self._groups.append(label)

    def paper(self) -> str:
        """Return what is shown."""
        return " ".join(label.text() for label in self._groups)

    def forget(self) -> None:
        """Take the letters off the screen."""
        for label in self._groups:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._groups.clear()


def show_button() -> Button:
    """Return the switch that shows what is typed."""
    return Button(N_("Show what I type"), icon="review", checkable=True, height=44, role="small")
