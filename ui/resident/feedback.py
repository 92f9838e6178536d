"""Did it work? Three faces, by one tap; then another topic, or the end."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.half import Part
from ui.theme import Look, font, pixmap
from ui.widgets.button import Button
from ui.widgets.text import Label

_FACES = {
    "good": (N_("Yes, it worked"), "face-good"),
    "so_so": (N_("Partly"), "face-so-so"),
    "bad": (N_("No, it did not"), "face-bad"),
}
_THANKS, _SORRY = (
    N_("Thank you for telling us."),
    N_("A volunteer can help you: call one with the bell above."),
)
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
_GAP, _PADDING = 14, 16
#: Where the screen is low: the least face, and what lies above it and below the words.
_LEAST_FACE, _LEAST_PADDING, _BETWEEN = 44, 8, 12
#: What is said below the faces leaves them their room.
_MOST_SCALE = 1.25


class Face(Button):
    """A face, and below it what it says."""

    def __init__(self, message: str, icon: str) -> None:
        super().__init__(
            message, kind="strong", icon=icon, role="large", bold=True, height=110, checkable=True
        )
        self._lines = 0

    def share_height(self, lines: int) -> None:
        """Be a face of the same size as the others: the one with the most words has so much height for them."""
        self._lines = lines
        self.update()

    def words_height(self) -> int:
        """Return the height of the words at the present width."""
        return self._words_height(self.width())

    def _words_height(self, width: int) -> int:
        room = QRect(0, 0, max(width - 2 * _PADDING, 1), 10_000)
        metrics = QFontMetrics(font(self._letters(width), bold=True))
        return metrics.boundingRect(room, _WRAP, self.text()).height()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the smallest face and the words below it."""
        words = self._words_height(width)
        return max(self._look.touch(), _LEAST_FACE + _BETWEEN + words + 2 * _LEAST_PADDING)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the longest word below the face."""
        return QSize(self._longest_word() + 2 * _PADDING, self._look.touch() * 2)

    def _letters(self, width: int) -> int:
        return super()._letters(width + self._frame() - 2 * _PADDING)

    def _paint_content(self, painter: QPainter, colour: str) -> None:
        spare = (self.height() - _LEAST_FACE - _BETWEEN - self._lines) // 2
        above = min(_PADDING, max(spare, _LEAST_PADDING))
        room = self.rect().adjusted(_PADDING, above, -_PADDING, -above)
        painter.setFont(font(self._letters(self.width()), bold=True))
        side = max(24, min(room.height() - self._lines - _BETWEEN, room.width(), self._look.mm(40)))
        top = room.top() + max(0, room.height() - side - _BETWEEN - self._lines) // 2
        face = QRect(room.center().x() - side // 2, top, side, side)
        painter.drawPixmap(face, pixmap(self._icon, colour, side, self.devicePixelRatioF()))
        painter.setPen(colour)
        painter.drawText(room.adjusted(0, face.bottom() + _BETWEEN - room.top(), 0, 0), _WRAP, self.text())


class FeedbackPage(Part, QWidget):
    """`told` with a code of `codebook.FEEDBACK`, `another` for the topics, `done` for the end."""

    told = Signal(str)
    another = Signal()
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("title", message=N_("Did it work?"), bold=True)
        self._said = Label("large")
        self.faces = {code: Face(message, icon) for code, (message, icon) in _FACES.items()}
        self.another_button = Button(
            N_("Another topic"), kind="strong", icon="back", role="large", bold=True, height=72
        )
        self.done_button = Button(
            N_("Finish"), kind="primary", icon="check", role="large", bold=True, height=72
        )
        self._group = QButtonGroup(self)
        self._assemble()
        for code, face in self.faces.items():
            face.clicked.connect(lambda _on=False, code=code: self._tell(code))
        self.another_button.clicked.connect(self.another)
        self.done_button.clicked.connect(self.done)
        self._answer = ""

    def _assemble(self) -> None:
        self._row, self._way = QHBoxLayout(), QHBoxLayout()
        for face in self.faces.values():
            self._group.addButton(face)
            self._row.addWidget(face, 1)
        self._way.addWidget(self.another_button, 2)
        self._way.addWidget(self.done_button, 3)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(26, 18, 26, 22)
        self._column.addWidget(self._title)
        self._column.addLayout(self._row, 1)
        self._column.addWidget(self._said)
        self._column.addLayout(self._way)

    def ask(self) -> None:
        """Ask anew."""
        self._answer = ""
        self._group.setExclusive(False)
        for face in self.faces.values():
            face.setChecked(False)
        self._group.setExclusive(True)
        self._said.setText("")

    def retranslate(self, language: Language) -> None:
        """Say what was answered."""
        self._language = language
        self._say()
        self._share_height()

    def restyle(self, look: Look) -> None:
        """Keep what is tapped apart."""
        for layout in (self._row, self._way, self._column):
            layout.setSpacing(look.gap(_GAP))
        # Its line is kept free: what a finger aims at must not move when it speaks.
        held = look.at(min(look.scale, _MOST_SCALE))
        self._said.restyle(held)
        self._said.setMinimumHeight(round(held.size("large") * 1.4))
        self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every face the same size."""
        self._share_height()

    def _share_height(self) -> None:
        lines = max(face.words_height() for face in self.faces.values())
        for face in self.faces.values():
            face.share_height(lines)

    def _tell(self, code: str) -> None:
        self._answer = code
        self._say()
        self.told.emit(code)

    def _say(self) -> None:
        said = {"": "", "bad": _SORRY}.get(self._answer, _THANKS)
        self._said.setText(self._language.text(said) if said else "")
