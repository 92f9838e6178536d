"""Saying aloud what has the focus, for whoever cannot see the screen (EN 301 549, clause 5.1.3.1).

Switched on in the settings or by F8. Secrets are not said: a pad for digits keeps silent, a field does not say what is
typed in it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.i18n import Language
from kiosk.speech import Manner, sentence
from ui.half import half_of
from ui.speech import Speech
from ui.widgets.digit_pad import DigitPad


class SpokenFocus(QObject):
    """Follows the focus of an application while it is `on`; any key ends what is being said."""

    def __init__(self, application: QApplication, on: bool = False) -> None:
        super().__init__(application)
        self.speech = Speech(self)
        self._on = on
        application.focusChanged.connect(self._moved)
        application.installEventFilter(self)

    @property
    def on(self) -> bool:
        """Whether it speaks."""
        return self._on

    def switch(self, on: bool) -> None:
        """Begin or end to speak, and say so of what has the focus now."""
        self._on = on
        self.speech.stop()
        if on:
            self._moved(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End what is being said at every key, and switch at F8."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.speech.stop()
            if event.key() == Qt.Key.Key_F8 and watched.isWindowType():
                self.switch(not self._on)
                return True
        return False

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        half = half_of(now) if now is not None else None
        if not self._on or now is None or half is None or _is_secret(now):
            return
        utterance = sentence(described(now, half.language), half.language.code, Manner())
        if utterance is not None:
            self.speech.say(utterance)


def described(widget: QWidget, language: Language) -> str:
    """Return what is said of a control: its name, whether it is chosen or cannot be used, and what more there is."""
    interface = QAccessible.queryAccessibleInterface(widget)
    name, more = (interface.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description))
    parts = [name]
    if isinstance(widget, QAbstractButton) and widget.isCheckable() and widget.isChecked():
        parts.append(language.text("chosen"))
    if more and more != name:
        parts.append(more)
    return ". ".join(part.strip().rstrip(".") for part in parts if part)


def _is_secret(widget: QWidget | None) -> bool:
    while widget is not None:
        if isinstance(widget, DigitPad):
            return True
        widget = widget.parentWidget()
    return False
