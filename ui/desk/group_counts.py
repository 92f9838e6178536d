"""A group in a few taps: how many, how many women, how many new, and their ages."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import AGE_BANDS
from kiosk.i18n import N_, Language
from kiosk.visits import Draft
from ui.desk.question import Question, State
from ui.desk.visit_keys import AGE_KEYS
from ui.half import Half, Part
from ui.widgets.chips import Chips

_PEOPLE, _WOMEN, _NEW = "people", "women", "new_people"
_COUNTERS = {_PEOPLE: N_("People"), _WOMEN: N_("Women"), _NEW: N_("New here")}
_COUNTER_KEYS = {_PEOPLE: "Q", _WOMEN: "W", _NEW: "E"}
_BANDS = {band: label for band, label in AGE_BANDS.items() if band != "not_asked"}
_NUMBERS = tuple(str(number) for number in range(13))
_TEN_MORE, _CLEAR = "ten_more", "clear"
_MOST = 9999


class GroupCounts(Part, QWidget):
    """Writes a group's counts into a draft. `changed` after each.

    A number goes to the counter that is lit. After it, by tap, the next one is lit: people, women, new. An age band
    that is tapped takes everybody who is in no other band; a number then says how many it really is.
    """

    changed = Signal()

    def __init__(self, half: Half) -> None:
        super().__init__()
        self._half = half
        self._draft = Draft()
        self._active = self._last = _PEOPLE
        self._typed = ""
        self.counters = Chips(dict.fromkeys(_COUNTERS, ""), columns=3, gap=5, tight=True, keys=_COUNTER_KEYS)
        numbers = dict.fromkeys((*_NUMBERS, _TEN_MORE, _CLEAR), "")
        self.numbers = Chips(numbers, columns=5, gap=5, tight=True, role="normal", bold=True, checkable=False)
        self.bands = Chips(
            dict.fromkeys(_BANDS, ""), columns=3, gap=5, tight=True, several=True, keys=AGE_KEYS
        )
        self._how_many, self._ages = Question(half, 1), Question(half, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for widget in (self._how_many, self.counters, self.numbers, self._ages, self.bands):
            column.addWidget(widget)
        self.counters.chosen.connect(self._light)
        self.numbers.chosen.connect(self._tap_number)
        self.bands.chosen.connect(self._tap_band)

    # Showing

    def open(self, draft: Draft) -> None:
        """Show another draft; how many came is asked first."""
        self._draft = draft
        self._light(_PEOPLE)

    def show_counts(self) -> None:
        """Show the draft's counts again."""
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say every count again."""
        for code, label in (_COUNTERS | _BANDS).items():
            chips = self.counters if code in _COUNTERS else self.bands
            count = self._count(code)
            said = language.number(count) if count is not None else "–"
            chips.button(code).say(f"{language.text(label)}\n{said}")
            chips.button(code).setAccessibleName(f"{language.text(label)}: {said}")
        for number in _NUMBERS:
            self.numbers.button(number).say(language.number(int(number)))
            self.numbers.button(number).setEnabled(self._allowed(self._active, int(number)))
        self.numbers.button(_TEN_MORE).say("+ 10")
        self.numbers.button(_TEN_MORE).setEnabled(
            self._allowed(self._last, (self._count(self._last) or 0) + 10)
        )
        self.numbers.button(_CLEAR).say("–")
        self.numbers.button(_CLEAR).setAccessibleName(language.text("Not counted"))
        self.counters.choose(self._active)
        lit = [band for band in _BANDS if self._draft.age_bands.get(band) or band == self._active]
        self.bands.choose(*lit)
        self._how_many.say(language.text("How many came"))
        self._ages.say(language.text("Their ages"))
        counted = self._draft.people > 1
        self._how_many.show_state(State.ANSWERED if counted else State.NEXT)
        all_aged = sum(self._draft.age_bands.values()) == self._draft.people
        self._ages.show_state(
            State.ANSWERED if counted and all_aged else State.NEXT if counted else State.WAITS
        )

    # Answers

    def press(self, letter: str) -> bool:
        """Take a key: a letter chooses a counter or a band, digits are its number."""
        if not letter.isdigit():
            self._typed = ""
            return self.counters.press(letter) or self.bands.press(letter)
        longer = int(self._typed + letter)
        if not self._allowed(self._active, longer):
            # No such number of women in this group: the digit begins the next count.
            following = self._following(self._active)
            if not self._typed or following == self._active:
                return True
            self._light(following)
            longer = int(letter)
        if self._allowed(self._active, longer):
            typed = str(longer)
            self._set(self._active, longer)
            self._typed = typed
        return True

    def _tap_number(self, code: str) -> None:
        if code == _CLEAR:
            self._set(self._active, None)
        elif code == _TEN_MORE:
            self._set(self._last, (self._count(self._last) or 0) + 10)
        else:
            counter = self._active
            self._set(counter, int(code))
            self._light(self._following(counter), keep_last=True)

    def _tap_band(self, band: str) -> None:
        if band == self._active and self._count(band):
            self._set(band, None)
            self._light(_PEOPLE)
            return
        if not self._count(band):
            self._set(band, self._left(band))
        self._light(band)

    def _light(self, counter: str, *, keep_last: bool = False) -> None:
        self._typed = ""
        self._active = counter
        if not keep_last:
            self._last = counter
        self.retranslate(self._half.language)

    def _following(self, counter: str) -> str:
        order = (*_COUNTERS, _NEW)
        return order[order.index(counter) + 1] if counter in _COUNTERS else counter

    def _set(self, counter: str, number: int | None) -> None:
        draft, self._last, self._typed = self._draft, counter, ""
        if counter == _PEOPLE:
            draft.people = number or 1
            self._shrink()
        elif counter == _WOMEN:
            draft.women = number
        elif counter == _NEW:
            draft.new_people = number
        elif number:
            draft.age_bands[counter] = number
        else:
            draft.age_bands.pop(counter, None)
        self.changed.emit()

    def _shrink(self) -> None:
        """Fewer people: counts that no longer fit are asked again."""
        draft = self._draft
        if (draft.women or 0) > draft.people:
            draft.women = None
        if (draft.new_people or 0) > draft.people:
            draft.new_people = None
        if sum(draft.age_bands.values()) > draft.people:
            draft.age_bands.clear()

    def _count(self, counter: str) -> int | None:
        draft = self._draft
        known = {_PEOPLE: draft.people, _WOMEN: draft.women, _NEW: draft.new_people}
        return known[counter] if counter in known else draft.age_bands.get(counter)

    def _left(self, band: str) -> int:
        """Return how many people are in no other band."""
        return self._draft.people - sum(n for other, n in self._draft.age_bands.items() if other != band)

    def _allowed(self, counter: str, number: int) -> bool:
        if counter == _PEOPLE:
            return 1 <= number <= _MOST
        return number <= (self._draft.people if counter in _COUNTERS else self._left(counter))
