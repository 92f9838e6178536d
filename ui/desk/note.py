"""Fields that a volunteer types into: a note that the guard reads along, and the code of a return card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kiosk import privacy
from kiosk.errors import KioskError
from kiosk.i18n import Language
from kiosk.visits.checks import NOTE_LENGTH
from ui.desk.visit_pages import WarningLine
from ui.half import Half, Part
from ui.theme import Look
from ui.widgets.field import frame_style
from ui.widgets.text import Label


class _Text(QPlainTextEdit):
    """A few lines. Tab leaves the field, and so does Enter: a note is one paragraph."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        # It would lie over the desk, and bring back by a tap what the guard has just refused.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter end the note."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class NoteField(Part, QWidget):
    """A note. `changed` carries what may be kept of it: all, or nothing while the guard refuses it.

    What a scanner types into it is no note: `scanned` carries the code.
    """

    changed = Signal(str)
    scanned = Signal(str)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self.field = _Text()
        self._left = Label("caption", colour="muted")
        self._refusal = ""
        self._warning = WarningLine(half)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._warning)
        column.addWidget(self._left)
        self._warning.show_as("danger")
        self.field.textChanged.connect(self._read_along)
        self.field.entered.connect(self._end)

    @property
    def refused(self) -> bool:
        """The guard lets nothing of the note be kept."""
        return bool(self._refusal)

    def show_note(self, note: str) -> None:
        """Show a note that was kept, without a word from `changed`."""
        self.field.blockSignals(True)
        self.field.setPlainText(note)
        self.field.document().clearUndoRedoStacks()
        self.field.blockSignals(False)
        self._judge()

    def _read_along(self) -> None:
        self._judge()
        self.changed.emit("" if self._refusal else self.field.toPlainText().strip())

    def _judge(self) -> None:
        text = self.field.toPlainText()
        found = privacy.guard(text) if text else None
        too_long = "A note has at most {most} characters." if len(text.strip()) > NOTE_LENGTH else ""
        self._refusal = found.message if found else too_long
        self.retranslate(self._half.language)

    def _end(self) -> None:
        words = self.field.toPlainText().split()
        try:
            code = privacy.normalise_return_code(words[-1] if words else "")
        except KioskError:
            self.focusNextChild()
            return
        self.field.setPlainText(" ".join(words[:-1]))
        self.scanned.emit(code)

    def retranslate(self, language: Language) -> None:
        """Say why the note is refused, and how much room is left."""
        self.field.setAccessibleName(language.text("Note"))
        self.field.setPlaceholderText(language.text("No names, no numbers of people."))
        said = language.text(self._refusal, most=NOTE_LENGTH) if self._refusal else ""
        self._warning.say(said and f"{said} {language.text('The visit can be saved; the note is left out.')}")
        room = NOTE_LENGTH - len(self.field.toPlainText().strip())
        self._left.setText(language.plural("{n} letter left", "{n} letters left", max(0, room)))

    def restyle(self, look: Look) -> None:
        """Take font and colours."""
        self.field.setFont(look.font("small"))
        self.field.setFixedHeight(max(84, look.size("small") * 5))
        self.field.setStyleSheet(frame_style("QPlainTextEdit", look))


class CodeField(Part, QWidget):
    """The code of a return card. `changed` carries a whole code or, while it is none, an empty text."""

    changed = Signal(str)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._wrong = False
        self._code = ""
        self.field = QLineEdit()
        self.field.setMaxLength(24)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        hints = Qt.InputMethodHint
        self.field.setInputMethodHints(
            hints.ImhLatinOnly | hints.ImhPreferUppercase | hints.ImhNoPredictiveText | hints.ImhSensitiveData
        )
        self._warning = WarningLine(half)
        self._warning.show_as("danger")
        self._said = Label("small", bold=True, colour="good")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.field, self._warning, self._said):
            column.addWidget(widget)
        self.field.textChanged.connect(self._judge)
        self.field.returnPressed.connect(self._end)

    def show_code(self, code: str) -> None:
        """Show a code that was kept, without a word from `changed`."""
        self.field.blockSignals(True)
        self.field.setText(code)
        self.field.blockSignals(False)
        self._code, self._wrong = code, False
        self.retranslate(self._half.language)

    def _judge(self, text: str) -> None:
        before = self._code
        try:
            self._code = privacy.normalise_return_code(text) if text.strip() else ""
            self._wrong = False
        except KioskError:
            self._code = ""
            # While it is typed it is merely not whole yet.
            self._wrong = privacy.is_wrong_code(text)
        self.retranslate(self._half.language)
        if self._code != before:
            self.changed.emit(self._code)

    def _end(self) -> None:
        self._wrong = bool(self.field.text().strip()) and not self._code
        self.retranslate(self._half.language)
        if self._code:
            self.focusNextChild()

    def retranslate(self, language: Language) -> None:
        """Say whether the code is right."""
        self.field.setAccessibleName(language.text("Code of the return card"))
        self.field.setPlaceholderText("7KA-29P-X3M")
        wrong = language.text(
            "This is not a return code, or a character of it is mistyped. Look at the card again."
        )
        self._warning.say(wrong if self._wrong else "")
        self._said.setVisible(bool(self._code))
        self._said.setText(language.text("The code is right: {code}", code=self._code) if self._code else "")

    def restyle(self, look: Look) -> None:
        """Take font and colours."""
        self.field.setFont(look.font("large", bold=True))
        self.field.setMinimumHeight(max(57, look.size("large") * 2 + 14))
        self.field.setStyleSheet(frame_style("QLineEdit", look))
