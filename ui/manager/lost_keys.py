"""The two ways out of a lost or stolen key: the next signing key from its paper, and everything from paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from ui.manager.form import Advice, Field, FormPage, Problem, button_row
from ui.manager.unlock import NOT_THE_SAME, PASSPHRASE_MISSING, show_button
from ui.widgets.button import Button
from ui.widgets.text import Label

PAPER_MISSING = N_("Type the letters and digits that are on the paper.")


class _PaperForm(FormPage):
    """A form that takes letters from paper; what was typed is forgotten as soon as it was handed on."""

    left = Signal()

    def __init__(self, title: str, hint: str, do: str) -> None:
        super().__init__(820)
        self._language: Language | None = None
        self.problem = Problem()
        self.do = Button(do, kind="primary", icon="check", bold=True)
        self.do.clicked.connect(self._submit)
        self.leave = Button(N_("Not now"))
        self.leave.clicked.connect(self.left)
        self.form.addWidget(Label("title", message=title, bold=True))
        self.form.addWidget(Label(message=hint))

    def _end(self) -> None:
        self.form.addWidget(self.problem)
        self.form.addWidget(button_row(self.do, self.leave))

    def _fields(self) -> tuple[Field, ...]:
        raise NotImplementedError

    def _submit(self) -> None:
        raise NotImplementedError

    def begin(self, language: Language) -> None:
        """Start with empty fields."""
        self._language = language
        self.problem.hide()
        self.set_busy(False)
        for field in self._fields():
            field.line.clear()
            field.accept()
        self._fields()[0].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while keys are made."""
        self.do.setEnabled(not busy)

    def refuse(self, problem: KioskError, language: Language) -> None:
        """Say why nothing was changed."""
        self.set_busy(False)
        self.problem.say(problem.message, language, **problem.params)


class NextKeyPage(_PaperForm):
    """`wanted` with the paper of the next signing key and the passphrase."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(
            N_("Sign with the next key"),
            N_(
                "Type the letters and digits of the next signing key from its paper, or let a scanner type its code."
            ),
            N_("Sign with it from now on"),
        )
        self.paper = Field(N_("Next signing key"))
        self.passphrase = Field(N_("Passphrase"), secret=True)
        self.form.addWidget(self.paper)
        self.form.addWidget(self.passphrase)
        self._end()

    def _fields(self) -> tuple[Field, ...]:
        return self.paper, self.passphrase

    def _submit(self) -> None:
        if self._language is None:
            return
        if not self.paper.text().strip():
            self.paper.refuse(PAPER_MISSING, self._language)
        elif not self.passphrase.text():
            self.passphrase.refuse(PASSPHRASE_MISSING, self._language)
        else:
            self.set_busy(True)
            self.problem.hide()
            self.wanted.emit(self.paper.text(), self.passphrase.text())


class RestorePage(_PaperForm):
    """`wanted` with the papers of the signing and the sealing key, and a new passphrase."""

    wanted = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(
            N_("Restore the keys from paper"),
            N_(
                "Type the letters and digits from the paper. In place of the signing key's paper, that of the next "
                "signing key will do."
            ),
            N_("Restore"),
        )
        self.signing = Field(N_("Signing key"))
        self.sealing = Field(N_("Sealing key"), hint=N_("Leave it empty if that paper is lost."))
        self.passphrase = Field(N_("New passphrase"), secret=True)
        self.again = Field(N_("The same passphrase again"), secret=True)
        self.shown = show_button()
        for field in (self.passphrase, self.again):
            self.shown.toggled.connect(field.show_text)
        pair = QHBoxLayout()
        pair.setSpacing(20)
        for field in (self.passphrase, self.again):
            pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.form.addWidget(self.signing)
        self.form.addWidget(self.sealing)
        self.form.addLayout(pair)
        self.form.addWidget(button_row(self.shown))
        self.form.addWidget(
            Advice(
                N_(
                    "Without the sealing key's paper, a new sealing key is made. What was sealed for the old one "
                    "alone stays closed; the kiosks send again whatever has no receipt yet."
                ),
                role="small",
            )
        )
        self._end()

    def _fields(self) -> tuple[Field, ...]:
        return self.signing, self.sealing, self.passphrase, self.again

    def _submit(self) -> None:
        if self._language is None:
            return
        if not self.signing.text().strip():
            self.signing.refuse(PAPER_MISSING, self._language)
        elif not self.passphrase.text():
            self.passphrase.refuse(PASSPHRASE_MISSING, self._language)
        elif self.passphrase.text() != self.again.text():
            self.again.refuse(NOT_THE_SAME, self._language)
        else:
            self.set_busy(True)
            self.problem.hide()
            self.wanted.emit(self.signing.text(), self.sealing.text(), self.passphrase.text())
