"""Hearing a step: the button that begins and ends it, and how fast and loud it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.i18n import N_
from kiosk.speech import Manner, Utterance, recording, utterance
from kiosk.tutorials import Step
from kiosk.walkthrough import Walkthrough
from ui.desk.step_page import StepPage
from ui.speech import Speech


class Voice(QObject):
    """Reads the shown step aloud when it is asked to; whatever else is done ends it.

    `heard` when it was heard for the first time, `ended` when it is silent again. Where this computer has no voice
    and the step no recording, the button is hidden: a volunteer reads it then.
    """

    heard = Signal()
    ended = Signal()

    def __init__(self, page: StepPage, recordings: Path | None) -> None:
        super().__init__(page)
        self._page = page
        self._recordings = recordings
        self._walk: Walkthrough | None = None
        self._step: Step | None = None
        self.speech = Speech(self)
        self.speech.changed.connect(self._show)
        page.listen.clicked.connect(self._toggle)
        page.slower.clicked.connect(partial(self._speak_so, Manner.slower))
        page.quieter.clicked.connect(partial(self._speak_so, Manner.quieter))
        page.louder.clicked.connect(partial(self._speak_so, Manner.louder))

    def offer(self, walk: Walkthrough, step: Step | None) -> None:
        """Offer to read this step; None: nothing can be read now. What was being said ends."""
        self.speech.stop()
        self._walk, self._step = walk, step
        self._page.listen.setVisible(self._utterance() is not None)

    def forget(self) -> None:
        """Be silent, and speak to the next resident as to everybody."""
        self.speech.reset()
        self._walk = self._step = None

    # Internal

    def _utterance(self) -> Utterance | None:
        walk, step = self._walk, self._step
        text = walk.text() if walk is not None and step is not None else None
        if walk is None or step is None or text is None:
            return None
        recorded = recording(walk.tutorial, step, text.language, self._recordings)
        return utterance(text, recorded, self.speech.manner)

    def _toggle(self) -> None:
        if self.speech.speaking:
            self.speech.stop()
        else:
            self._begin()

    def _begin(self) -> None:
        how = self._utterance()
        if how is None or self._walk is None:
            return
        self.speech.say(how)
        if self.speech.speaking and not self._walk.listened:
            self._walk.listened = True
            self.heard.emit()

    def _speak_so(self, change: Callable[[Manner], Manner], _checked: bool = False) -> None:
        self.speech.manner = change(self.speech.manner)
        self._begin()

    def _show(self, speaking: bool) -> None:
        page = self._page
        page.listen.set_icon("stop" if speaking else "listen")
        page.listen.set_message(N_("Stop") if speaking else N_("Listen"), page.language)
        for button in page.manner:
            button.setVisible(speaking)
        if not speaking:
            self.ended.emit()
            return
        for button in (page.practice, page.both, page.home):
            button.hide()
        page.arrange()
