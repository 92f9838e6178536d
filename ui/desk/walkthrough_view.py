"""A walkthrough on the screen: its steps, its question, what replaced it, and its practice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from kiosk.tutorials import CHANGED, Step, StepText, Tutorial
from kiosk.walkthrough import Practice, Walkthrough
from ui.desk.step_page import StepPage
from ui.desk.step_sheet import Sheet, Words
from ui.desk.voice import Voice
from ui.half import Part
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.choices import Choice
from ui.widgets.paged_text import PagedText
from ui.widgets.phone import Phone

_REPLACED = N_("What took its place")
_GONE = N_("Nothing took its place.")
_DONE = N_("You did it yourself!")
_DONE_BODY = N_(
    "Nothing was sent, and nothing that you typed was kept. On your own phone it goes just like this."
)
_TAP = N_("Tap the right place on the picture of the phone.")
_AGAIN = "again"


class WalkthroughView(Part, QWidget):
    """Shows a `Walkthrough`; `moved` after every step, `finished` after the last one.

    `left` when the resident goes back to the topics before that,
    `wanted` with the id of another walkthrough that the resident chose on a card of what has changed,
    `take_home_wanted` when the resident wants it on paper.
    """

    moved = Signal()
    finished = Signal()
    left = Signal()
    wanted = Signal(str)
    take_home_wanted = Signal()
    no_longer_matches = Signal()

    def __init__(
        self,
        volunteer: Language,
        look: Look,
        languages: Callable[[str], Language],
        tutorials: Callable[[str], Tutorial | None] = lambda _id: None,
        recordings: Path | None = None,
        *,
        alone: bool = False,
    ) -> None:
        super().__init__()
        self._languages = languages
        self._tutorials = tutorials
        self._volunteer = volunteer
        self._walk: Walkthrough | None = None
        self._practice: Practice | None = None
        self._page = StepPage(volunteer, look, alone=alone)
        self._voice = Voice(self._page, recordings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._connect()

    # Properties

    @property
    def walkthrough(self) -> Walkthrough | None:
        """What is shown."""
        return self._walk

    @property
    def practice(self) -> Practice | None:
        """The practice that is under way, None while steps are read."""
        return self._practice

    @property
    def page(self) -> StepPage:
        """The page that everything is shown on."""
        return self._page

    @property
    def voice(self) -> Voice:
        """What reads a step aloud."""
        return self._voice

    @property
    def phone(self) -> Phone:
        """The mock-up phone."""
        return self._page.phone

    @property
    def texts(self) -> list[PagedText]:
        """The columns of text that are shown."""
        return self._page.texts

    @property
    def review_text(self) -> str:
        """What the volunteer is told about this step's claims, empty when all of them are checked."""
        return "" if self._page.mark.isHidden() else self._page.mark.text

    @property
    def next_button(self) -> Button:
        """The way on."""
        return self._page.next

    @property
    def back_button(self) -> Button:
        """The way back."""
        return self._page.back

    # Methods

    def open(self, walkthrough: Walkthrough) -> None:
        """Show a walkthrough at its present step."""
        self._stop_practice()
        self._walk = walkthrough
        self._page.both.setChecked(False)
        self.show_step(first=True)

    def show_both(self, both: bool) -> None:
        """Show the step in the volunteer's language as well, or no longer."""
        self._page.both.setChecked(both)

    def practise(self) -> None:
        """Let the resident try the rest of the walkthrough by hand, from the step that is shown."""
        if self._walk is not None and Practice.offered(self._walk):
            self._practice = Practice(self._walk)
            by_key = self._page.practice.focused_by_keyboard
            self.show_step(first=True)
            self.phone.take_focus(visibly=by_key)

    def close_walkthrough(self) -> None:
        """Show nothing: the next resident finds no trace."""
        self._stop_practice()
        self._voice.forget()
        self._walk = None

    def speak_beside(self, language: Language) -> None:
        """Take the volunteer's language: that of the mark and of the second column."""
        self._volunteer = language
        self._page.mark.speak(language)
        self.show_step()

    def retranslate(self, language: Language) -> None:
        """Say the step again in the resident's language, at the same place."""
        if self._walk is not None:
            self._walk.language = language.code
            self.show_step()

    def show_step(self, *, first: bool = False) -> None:
        """Show the walkthrough's present place; `first` turns to the first page of it."""
        if self._walk is not None:
            with self._page.keeping_focus():
                self._show_place(self._walk, first=first)

    def _show_place(self, walk: Walkthrough, *, first: bool) -> None:
        step = None if self._finished else walk.step
        self._voice.offer(walk, step if self._practice is None else None)
        if step is None:
            self.phone.show_screen(None, "", self._label, "")
        elif self._practice is not None:
            self._show_practice(walk, step, self._practice)
        else:
            text = walk.text()
            title = text.shown().title if text else ""
            self.phone.show_screen(walk.tutorial.screen(step), step.target, self._label, title)
        reading = self._practice is None
        self._page.offer(
            step=reading and step is not None,
            practice=reading and step is not None and Practice.offered(walk),
            paper=reading and walk.tutorial.kind != CHANGED,
            unchecked=reading and step is not None and walk.tutorial.needs_local_review(step),
        )
        self._page.show_sheet(self._sheet(walk, step), self._languages(walk.language), first=first)

    # Internal: what is shown

    @property
    def _finished(self) -> bool:
        return self._practice is not None and self._practice.finished

    def _label(self, element: str) -> str:
        return self._walk.tutorial.label(element, self._walk.language) if self._walk else ""

    def _sheet(self, walk: Walkthrough, step: Step | None) -> Sheet:
        second = self._second_language()
        sheet = Sheet(
            caption=self._caption(walk),
            words=self._words(walk, step, walk.language),
            beside=self._words(walk, step, second) if second else None,
            beside_name=self._languages(second).name if second else "",
            picture=step is not None and bool(step.screen),
            number=max(walk.number, 1),
            of=walk.count,
            on=N_("Finish") if walk.at_end else N_("Next"),
        )
        if self._finished:
            return sheet._replace(
                choices=(Choice(_AGAIN, self._languages(walk.language).text(N_("Do it again"))),),
                on=N_("Finish"),
                back=N_("Back to the steps"),
            )
        if walk.asking:
            return sheet._replace(choices=self._answers(walk, second), chosen=walk.answer, on="")
        if walk.replaced:
            return sheet._replace(choices=self._replacements(walk))
        if self._practice is not None:
            return sheet._replace(
                task=True,
                on=N_("Next") if self._practice.does == "look" else N_("Show me"),
                back=N_("Back to the steps"),
            )
        return sheet._replace(fallback=self._fallback(walk))

    def _caption(self, walk: Walkthrough) -> str:
        language = self._languages(walk.language)
        if walk.replaced:
            return walk.tutorial.title(walk.language)
        message = N_("step {n} of {of}") if self._practice is None else N_("practice · step {n} of {of}")
        step = language.text(message, n=language.number(max(walk.number, 1)), of=language.number(walk.count))
        return f"{walk.tutorial.title(walk.language)} · {step}"

    def _words(self, walk: Walkthrough, step: Step | None, code: str) -> Words:
        language = self._languages(code)
        if self._finished:
            return Words(language.text(_DONE), language.text(_DONE_BODY))
        if walk.asking:
            question = walk.question(code)
            return Words(question.question if question else "")
        text = walk.text(code)
        if step is None or text is None:
            return Words(language.text(_REPLACED), "" if walk.tutorial.replaced_by else language.text(_GONE))
        text = text.shown()
        if self._practice is not None:
            return self._task(self._practice, step, text, language)
        return Words(text.title, text.body, text.warning)

    def _fallback(self, walk: Walkthrough) -> str:
        text, language = walk.text(), self._languages(walk.language)
        if text is None:
            return ""
        if text.language != language.code:
            other = self._languages(text.language).name
            return language.text("Shown in another language: {language}", language=other)
        return language.text("This translation is older than the walkthrough.") if text.outdated else ""

    def _second_language(self) -> str | None:
        if not self._page.both.isChecked() or self._walk is None:
            return None
        spare = "ru" if self._walk.language != "ru" else "en"
        return self._volunteer.code if self._volunteer.code != self._walk.language else spare

    # Internal: answers

    def _answers(self, walk: Walkthrough, second: str | None) -> tuple[Choice, ...]:
        texts = [words for code in (walk.language, second) if code and (words := walk.question(code))]
        options = walk.tutorial.branch.options if walk.tutorial.branch else ()
        return tuple(
            Choice(option, "\n".join(words.options.get(option, option) for words in texts))
            for option in options
        )

    def _replacements(self, walk: Walkthrough) -> tuple[Choice, ...]:
        found = (self._tutorials(name) for name in walk.tutorial.replaced_by)
        return tuple(Choice(each.id, each.title(walk.language)) for each in found if each is not None)

    def _choose(self, code: str) -> None:
        walk = self._walk
        if walk is None:
            return
        if self._finished:
            self._leave_practice(walk)
            self.practise()
        elif walk.replaced:
            self.wanted.emit(code)
        else:
            self._step(lambda: walk.choose(code))

    # Internal: practice

    def _show_practice(self, walk: Walkthrough, step: Step, practice: Practice) -> None:
        screen = walk.tutorial.screen(step)
        if screen is None:
            self.phone.show_screen(None, "", self._label, "")
            return
        pointed = step.target if practice.helped or practice.does != "tap" else ""
        message = self._label(step.message) if step.message else ""
        self.phone.practise(screen, self._label, pointed=pointed, message=message)
        if practice.does == "type" and self.phone.field is None:
            text = walk.text()
            self.phone.ask(step.target, step.value, text.shown().title if text else "", practice.read)

    def _task(self, practice: Practice, step: Step, text: StepText, language: Language) -> Words:
        label = practice.walk.tutorial.label(step.target, language.code)
        body = text.body if practice.does == "look" or practice.helped else ""
        if practice.does == "type":
            asked = language.text(N_("Type here: {value}"), value=step.value)
            body = f"{asked}\n{text.body}" if practice.helped else asked
        elif practice.does == "tap" and not practice.helped:
            body = language.text(_TAP)
        if not practice.missed:
            return Words(text.title, body)
        general = language.text(N_("Not there. Look for “{label}”."), label=label)
        return Words(text.title, hint=practice.hint(language.code) or general)

    def _tap(self, box: str) -> None:
        practice = self._practice
        if practice is None:
            self._go_on()
        elif practice.tap(box):
            self._practised()
        else:
            self.show_step(first=practice.does == "tap")

    def _type(self, typed: str) -> None:
        if self._practice is not None and self._practice.type(typed):
            self._practised()

    def _practised(self) -> None:
        """Show what follows in the practice; what was typed is gone."""
        with self._page.keeping_focus():
            self.phone.forget()
            self.show_step(first=True)
        self.moved.emit()

    def _leave_practice(self, walk: Walkthrough) -> None:
        """Show the steps again: where the practice was left, or from the first one once all of it is done."""
        finished = self._finished
        self._stop_practice()
        if finished:
            walk.go(0)
        self.show_step(first=True)

    def _stop_practice(self) -> None:
        self._practice = None
        self.phone.forget()

    # Internal: the way

    def _connect(self) -> None:
        page = self._page
        page.went_on.connect(self._go_on)
        page.went_back.connect(self._go_back)
        page.practice.clicked.connect(self.practise)
        page.both.toggled.connect(lambda _on: self.show_step())
        page.flag.clicked.connect(self.no_longer_matches)
        page.home.clicked.connect(self.take_home_wanted)
        self._voice.heard.connect(self.moved)
        self._voice.ended.connect(self.show_step)
        page.choices.chosen.connect(self._choose)
        page.phone.tapped.connect(self._tap)
        page.phone.typed.connect(self._type)

    def _go_on(self) -> None:
        walk, practice = self._walk, self._practice
        if walk is None:
            return
        if practice is not None and not practice.finished:
            self._help_or_go_on(practice)
        elif walk.at_end:
            self.finished.emit()
        else:
            self._step(walk.next)

    def _help_or_go_on(self, practice: Practice) -> None:
        if practice.may_go_on:
            practice.go_on()
            self._practised()
        else:
            practice.help()
            self.show_step()

    def _go_back(self) -> None:
        walk = self._walk
        if walk is None:
            return
        if self._practice is not None:
            self._leave_practice(walk)
        elif walk.at_start:
            self.left.emit()
        else:
            self._step(walk.back)

    def _step(self, move: Callable[[], None]) -> None:
        move()
        self.show_step(first=True)
        self.moved.emit()

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return QSize(700, 600)
