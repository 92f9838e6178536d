"""The age by one tap: a grid of bands, or of bands for women and men where the programme asks for both."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import AGE_BANDS, GENDERS
from kiosk.i18n import Language
from ui.desk.visit_keys import AGE_KEYS, MEN_KEYS
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.chips import Chips

_NOT_ASKED = "not_asked"
_BANDS = tuple(band for band in AGE_BANDS if band != _NOT_ASKED)
#: Women and men of a band stand side by side.
_CELLS = tuple((band, gender) for band in _BANDS for gender in ("f", "m"))


def _cell(band: str, gender: str) -> str:
    return f"{band} {gender}"


class AgeGrid(Part, QWidget):
    """`chosen` carries the band and the gender; a tap on what is chosen takes it back."""

    chosen = Signal(str, str)

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._by_gender = False
        self.bands = Chips(AGE_BANDS, columns=4, gap=5, tight=True, keys=AGE_KEYS)
        cells = {_cell(*cell): "" for cell in _CELLS}
        keys = {_cell(b, "f"): AGE_KEYS[b] for b in _BANDS} | {_cell(b, "m"): MEN_KEYS[b] for b in _BANDS}
        self.cells = Chips(cells, columns=4, gap=5, role="caption", tight=True, keys=keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bands)
        column.addWidget(self.cells)
        self.bands.chosen.connect(lambda band: self.chosen.emit(band, ""))
        self.cells.chosen.connect(self._choose_cell)
        self.ask_gender(False)

    def button(self, band: str, gender: str = "") -> Button:
        """Return the button of a band, of women or men of it where `gender` says so."""
        return self.cells.button(_cell(band, gender)) if gender else self.bands.button(band)

    def ask_gender(self, asked: bool) -> None:
        """Show the bands for women and men apart, or together."""
        self._by_gender = asked
        self.bands.setVisible(not asked)
        self.cells.setVisible(asked)

    def show_age(self, band: str, gender: str) -> None:
        """Show what was answered; "not asked" is what nobody has answered yet."""
        self.bands.choose(band if band != _NOT_ASKED else "")
        self.cells.choose(_cell(band, gender))

    def press(self, letter: str) -> bool:
        """Tap the cell of a key; tell whether there is one."""
        return (self.cells if self._by_gender else self.bands).press(letter)

    def retranslate(self, language: Language) -> None:
        """Say the cells' two lines again."""
        for band, gender in _CELLS:
            cell, said = self.cells.button(_cell(band, gender)), language.text(GENDERS[gender])
            age = language.text(AGE_BANDS[band])
            short = language.term("age, in a narrow box", "under 18") if band == "under_18" else age
            cell.say(f"{short}\n{said}")
            cell.setAccessibleName(f"{age}, {said}")

    def _choose_cell(self, code: str) -> None:
        band, _, gender = code.partition(" ")
        self.chosen.emit(band, gender)
