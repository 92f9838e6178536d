"""Saying a step aloud, by a program beside ours: it can be stopped at any moment, and a fault in it is not ours."""

from __future__ import annotations

import subprocess

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.speech import Manner, Utterance

#: How often it is looked whether the program has ended: the button changes so long after the last word.
_LOOK_MS = 150


class Speech(QObject):
    """One voice at a time. `changed` when it begins or ends; it never begins by itself."""

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.manner = Manner()
        self._process: subprocess.Popen[bytes] | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._notice_the_end)

    @property
    def speaking(self) -> bool:
        """Tell whether something is being said."""
        return self._process is not None

    def say(self, utterance: Utterance) -> None:
        """Say this, and no longer what was being said. A program that does not start says nothing."""
        self.stop()
        try:
            process = subprocess.Popen(
                utterance.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return
        self._process = process
        _hand_over(process, utterance.text.encode())
        self._look.start()
        self.changed.emit(True)

    def stop(self) -> None:
        """Be silent at once."""
        process, self._process = self._process, None
        if process is not None:
            self._look.stop()
            process.kill()
            process.wait()
            self.changed.emit(False)

    def reset(self) -> None:
        """Be silent, and forget what this resident chose."""
        self.stop()
        self.manner = Manner()

    def _notice_the_end(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            self.stop()


def _hand_over(process: subprocess.Popen[bytes], text: bytes) -> None:
    """Give a step's words to the program: they fit a pipe's buffer, so that nobody waits."""
    assert process.stdin is not None
    try:
        process.stdin.write(text)
        process.stdin.close()
    except OSError:  # it ended before it read: a player needs no text
        process.stdin = None
