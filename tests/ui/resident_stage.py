"""Every screen of resident mode and how to come to it, for pictures and for the audit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.clock import SystemClock
from kiosk.config import Settings
from kiosk.i18n import Languages
from kiosk.tutorials import Library
from kiosk.visits import PinRefused, Session, VisitLog
from tests.ui.stage import ASKS, BESIDE, CHANGED, CODE, Come, Walks, question
from ui.resident.window import ResidentWindow
from ui.theme import HIGH_CONTRAST, Look

WRONG_PIN = "The PIN is not right. Wait {seconds} seconds, then try again."


class ResidentStage(Walks):
    """A resident's window over a fresh log, unlocked, and the ways to its screens."""

    def __init__(self, log: VisitLog, languages: Languages, library: Library, code: str, look: Look) -> None:
        self.library = library
        for number in range(1, 6):
            log.add_volunteer(f"A-{number:02}", "123456")
        settings = Settings(
            volunteer_language=BESIDE[code],
            site="Bulaevo",
            text_scale=round(look.scale * 100),
            high_contrast=look.colours is HIGH_CONTRAST,
            px_per_mm=look.metric.px_per_mm,
        )
        session = Session(log, SystemClock(), "bulaevo")
        self.window = ResidentWindow(settings, languages, library, log, session)
        self.code = code

    def screens(self) -> Iterator[tuple[str, Come]]:
        """Yield each screen's name and how to come to it, in the order in which a session brings them."""
        window = self.window
        page, chooser, exit_page = window.view.page, window.chooser, window.exit_page
        yield "resident-languages", window.forget
        yield "resident-topics", lambda: (chooser.prepare(), window.choose_language(self.code))
        yield "resident-topics-2", chooser.more_button.click
        yield "resident-search", lambda: chooser.search("eGov")
        yield "resident-search-nothing", lambda: chooser.search("qqqqqq")
        yield "resident-step", lambda: self.go(CODE, 2)
        yield "resident-listening", lambda: window.view.voice.speech.changed.emit(True)
        yield "resident-called", lambda: (self._silent(), window.bar.help.click())
        yield (
            "resident-practice",
            lambda: (window.called.button.click(), self.go(CODE), window.view.practise()),
        )
        yield "resident-practice-hint", partial(self._tap, "address-bar")
        yield "resident-practice-shown", page.next.click
        yield "resident-practice-done", self._finish
        yield "resident-question", lambda: self.go(ASKS, question(self.library, ASKS))
        yield "resident-changed", lambda: self.go(CHANGED)
        yield "resident-changed-end", lambda: self.go(CHANGED, 99)
        yield "resident-paper", lambda: (self.go(CODE), page.home.click())
        yield "resident-language-again", window.bar.language.click
        yield "resident-feedback", lambda: (window.choose_language(self.code), window.view.finished.emit())
        yield "resident-feedback-bad", window.feedback.faces["bad"].click
        yield "resident-still-there", window.idle._ask
        yield "resident-exit", lambda: (window.still_there.button.click(), window.bar.mark.held.emit())
        yield "resident-exit-pin", lambda: exit_page.names.button("A-02").click()
        yield "resident-exit-refused", lambda: exit_page.entry.refuse(PinRefused(WRONG_PIN, 20), 20)

    def _tap(self, box: str) -> None:
        self.window.view.phone.targets[box].click()

    def _silent(self) -> None:
        self.window.view.voice.speech.changed.emit(False)

    def _finish(self) -> None:
        practice = self.window.view.practice
        assert practice is not None
        while not practice.finished:
            practice.go_on()
        self.window.view.show_step(first=True)
