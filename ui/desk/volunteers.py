"""The two pages before the PIN: choosing a code name, and giving the first one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.i18n import N_
from ui.half import Half
from ui.widgets.button import Button
from ui.widgets.chips import GAP, Chips
from ui.widgets.field import Field
from ui.widgets.scroll import Scroller

_LONGEST_NAME = 12
#: So many buttons stand on the page without scrolling.
_FITTING = 10


class VolunteersPage(QWidget):
    """A button for each volunteer. `chosen` carries the pseudonym."""

    chosen = Signal(str)

    def __init__(self, half: Half, gap: int = GAP) -> None:
        super().__init__()
        self._half = half
        self._gap = max(gap, GAP)
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._chips: Chips | None = None
        self._offered: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._inside)
        self._scrolls = False

    def _scroll(self) -> None:
        """Let a long list scroll; a short one does without, because a scroll area costs a tenth of the start."""
        self._scrolls = True
        self._column.removeItem(self._inside)
        self._inside.setParent(None)
        self._column.addWidget(Scroller(self._inside))

    @property
    def offers(self) -> bool:
        """Somebody can be chosen."""
        return bool(self._offered)

    def show_volunteers(self, pseudonyms: Sequence[str], names: Mapping[str, str] | None = None) -> None:
        """Offer these, in this order; `names` is what people here call some of them."""
        self._offered = tuple(pseudonyms)
        volunteers = {who: "\n".join(filter(None, (who, (names or {}).get(who)))) for who in pseudonyms}
        if len(volunteers) > _FITTING and not self._scrolls:
            self._scroll()
        if self._chips is not None:
            self._inside.removeWidget(self._chips)
            self._chips.hide()
            self._chips.deleteLater()
        self._chips = Chips(
            dict.fromkeys(volunteers, ""),
            columns=2,
            role="large",
            height=66,
            gap=self._gap,
            checkable=False,
        )
        self._chips.chosen.connect(self.chosen)
        for pseudonym, said in volunteers.items():
            self.button(pseudonym).say(said)
        self._inside.insertWidget(0, self._chips)
        self._half.refresh(self._chips)
        if self._inside.count() == 1:
            self._inside.addStretch(1)

    def whole_height(self, width: int) -> int:
        """Return how high all the buttons are at this width."""
        return self._chips.heightForWidth(width) if self._chips is not None else 0

    def button(self, pseudonym: str) -> Button:
        """Return a volunteer's button."""
        if self._chips is None:
            raise LookupError(pseudonym)
        return self._chips.button(pseudonym)


class NamePage(QWidget):
    """A field for the first code name; one is suggested, so that a finger is enough.

    `framed`: the window around it has the button that takes the name.
    """

    named = Signal(str)

    def __init__(self, *, framed: bool = False) -> None:
        super().__init__()
        self.field = Field(N_("Code name"), role="large", hint=False)
        self.field.setText("A-01")
        self.field.setMaxLength(_LONGEST_NAME)
        self.field.returnPressed.connect(self.take)
        self.next_button = Button("Next", kind="primary", height=64)
        self.next_button.clicked.connect(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.field)
        column.addWidget(self.next_button)
        column.addStretch(1)
        self.next_button.setVisible(not framed)

    def take(self) -> None:
        """Take the name that stands in the field, if there is one."""
        if pseudonym := self.field.text().strip():
            self.named.emit(pseudonym)
