"""A pad of ten digits for a PIN, and the dots that show how many have been typed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import Language
from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button

PIN_LENGTH = 6
_GAP, _HIGH = 12, 62
#: Columns of the keys, and on a low screen.
_USUAL, _MOST = 3, 4
_APART, _NEAR = 8, 5


class _Dots(Part, QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.filled = 0
        self._look = Look()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(PIN_LENGTH * 30, 34)

    def restyle(self, look: Look) -> None:
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = self.width() / 2 - (PIN_LENGTH - 1) * 15
        for place in range(PIN_LENGTH):
            full = place < self.filled
            painter.setPen(QPen(self._look.colour("brand" if full else "edge"), 2))
            painter.setBrush(self._look.colour("brand" if full else "card"))
            painter.drawEllipse(QPointF(first + place * 30, self.height() / 2), 8, 8)


class DigitPad(Part, QWidget):
    """Ten digits and a backspace, by finger or keyboard. `entered` carries all six once they are there."""

    entered = Signal(str)
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = ""
        self._look = Look()
        self._language: Language | None = None
        self._dots = _Dots()
        self._keys: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        self._grid = self._lay_out()
        column.addWidget(self._dots)
        column.addLayout(self._grid)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> QGridLayout:
        for digit in "1234567890":
            key = self._key(digit)
            key.say(digit)
            key.clicked.connect(lambda _=False, d=digit: self._type(d))
        back = Button("Delete the last digit", icon="backspace", icon_only=True, height=_HIGH)
        back.setObjectName("backspace")
        back.clicked.connect(self._delete)
        self._keys.append(back)
        grid = QGridLayout()
        self._place(grid, _USUAL)
        return grid

    def _place(self, grid: QGridLayout, columns: int) -> None:
        """Put the keys as on a telephone, or side by side in as many columns as a low screen needs."""
        self._columns = columns
        last = len(self._keys) - 2
        for place, key in enumerate(self._keys):
            at = place + (place >= last) if columns == _USUAL else place
            grid.addWidget(key, *divmod(at, columns))
        for column in range(_MOST):
            grid.setColumnStretch(column, 1 if column < columns else 0)

    def fit(self, width: int, height: int) -> None:
        """Be no higher than this, where the width has room for what the height lacks."""
        look, rows = self._look, (len(self._keys) + _USUAL) // _USUAL
        usual = (
            self._dots.sizeHint().height() + _GAP + rows * look.touch(_HIGH) + (rows - 1) * look.gap(_APART)
        )
        wide = width >= _MOST * look.touch(_HIGH) + (_MOST - 1) * look.gap(_NEAR)
        columns = _MOST if usual > height and wide else _USUAL
        if columns != self._columns:
            self._place(self._grid, columns)
            self._grid.setSpacing(look.gap(_APART if columns == _USUAL else _NEAR))

    def _key(self, name: str) -> Button:
        key = Button(role="large", height=_HIGH)
        key.setObjectName(f"digit {name}")
        self._keys.append(key)
        return key

    def clear(self) -> None:
        """Forget what was typed."""
        self._digits = ""
        self._show()

    def allow(self, allowed: bool) -> None:
        """Take digits, or refuse them for now."""
        for key in self._keys:
            key.setEnabled(allowed)

    def restyle(self, look: Look) -> None:
        """Keep the keys as far apart as fingers need."""
        self._look = look
        self._grid.setSpacing(look.gap(_APART if self._columns == _USUAL else _NEAR))

    def retranslate(self, language: Language) -> None:
        """Say how many digits are typed."""
        self._language = language
        said = language.text("{typed} of {all} digits", typed=len(self._digits), all=PIN_LENGTH)
        self._dots.setAccessibleName(said)
        self.setAccessibleName(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits from the keyboard too."""
        text = event.text()
        if text.isascii() and text.isdigit() and self._keys[0].isEnabled():
            self._type(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self._delete()
        else:
            super().keyPressEvent(event)

    def _type(self, digit: str) -> None:
        if len(self._digits) >= PIN_LENGTH:
            return
        self._digits += digit
        self._show()
        self.typed.emit()
        if len(self._digits) == PIN_LENGTH:
            self.entered.emit(self._digits)

    def _delete(self) -> None:
        self._digits = self._digits[:-1]
        self._show()

    def _show(self) -> None:
        self._dots.filled = len(self._digits)
        self._dots.update()
        if self._language is not None:
            self.retranslate(self._language)
