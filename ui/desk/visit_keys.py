"""Keys of the visit: which letter a key stands for in any layout, and what a scanner types."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

#: Three rows of keys for three questions, as they stand one below the other: how it went, the age, and Save.
OUTCOME_KEYS = {"alone": "Q", "with_help": "W", "done_for": "E", "not_done": "R"}
AGE_KEYS = {
    "under_18": "A",
    "18_34": "S",
    "35_49": "D",
    "50_59": "F",
    "60_74": "G",
    "75_plus": "H",
}
#: Where women and men are asked for apart, men's ages stand on the row below.
MEN_KEYS = {"under_18": "Z", "18_34": "X", "35_49": "C", "50_59": "V", "60_74": "B", "75_plus": "N"}
FIRST_TIME_KEY, CAME_BEFORE_KEY = "K", "L"
CHANNEL_KEYS = {
    "desk": "T",
    "home_visit": "Y",
    "outreach": "U",
    "phone": "I",
    "video": "O",
    "chat": "P",
    "group": "M",
    "course": "J",
}

#: The keys of the Latin letters on the Russian layout, which the Kazakh one keeps.
_CYRILLIC = dict(zip("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM", strict=True))
#: The digits' keys on the Kazakh layout.
_KAZAKH_DIGITS = {"Ә": "2", "І": "3", "Ң": "4", "Ғ": "5", "Ү": "8", "Ұ": "9", "Қ": "0"}
_WITH = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def letter_of(event: QKeyEvent) -> str:
    """Return the Latin capital or the digit on the key, in whichever layout it was struck; else nothing."""
    if event.modifiers() & _WITH:
        return ""
    text = event.text().upper()
    text = _CYRILLIC.get(text) or _KAZAKH_DIGITS.get(text) or text
    return text if len(text) == 1 and text.isascii() and text.isalnum() else ""


class VisitKeys(QObject):
    """Tells a person's keys from a scanner's: `struck` carries a letter or a digit, `scanned` what a scanner typed.

    A scanner types faster than fingers and ends with Enter. A letter is therefore believed only when nothing follows
    it for `GAP_MS`: the letters of a code would otherwise answer questions.
    """

    struck = Signal(str)
    scanned = Signal(str)

    #: Milliseconds. Scanners that type need 2 to 30 from key to key, fingers 60 and more.
    GAP_MS = 35
    #: More keys than fingers strike together: these came from a scanner, or something fell on the keyboard.
    _FINGERS = 3

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._typed = ""
        self._letters: list[str] = []
        self._pause = QTimer(self, interval=self.GAP_MS, singleShot=True)
        self._pause.timeout.connect(self.settle)

    def take(self, event: QKeyEvent) -> bool:
        """Take a key press; tell whether it was one for the visit."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._end()
        letter = letter_of(event)
        if not letter and not (self._typed and event.text()):
            return False
        if event.isAutoRepeat():
            return True
        self._typed += event.text()
        self._letters += [letter] if letter else []
        self._pause.start()
        return True

    def settle(self) -> None:
        """Nothing followed: a person typed."""
        letters = self._letters if len(self._letters) <= self._FINGERS else []
        self._forget()
        for letter in letters:
            self.struck.emit(letter)

    def _end(self) -> bool:
        if len(self._letters) <= self._FINGERS:
            return False
        typed = self._typed
        self._forget()
        self.scanned.emit(typed)
        return True

    def _forget(self) -> None:
        self._pause.stop()
        self._typed, self._letters = "", []
