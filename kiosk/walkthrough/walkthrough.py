"""A place in a tutorial, on one of its ways, and what of it becomes part of the visit."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.tutorials import CHANGED, LANGUAGES, BranchText, Step, StepText, Tutorial
from kiosk.visits import TutorialUse


class Walkthrough:
    """A place in a tutorial, a language, and the steps that were shown. Changing the language keeps the place.

    Besides its steps a tutorial can have one question, which chooses the way on, and a card that says what replaced
    something: both are places of their own, between or after the steps.
    """

    def __init__(self, tutorial: Tutorial, language: str, fallbacks: Sequence[str] = LANGUAGES) -> None:
        self.tutorial = tutorial
        self.language = language
        #: The resident finished a practice of it, heard a step of it, took it home on paper.
        self.practised = self.listened = self.printed = False
        self._fallbacks = tuple(fallbacks)
        self._answer = ""
        self._position = 0
        self._seen: set[str] = set()
        self.go(0)

    # Where

    @property
    def position(self) -> int:
        """The place that is shown, from 0."""
        return self._position

    @property
    def asking(self) -> bool:
        """The tutorial's question is shown, not a step."""
        return self._position == self._question

    @property
    def replaced(self) -> bool:
        """What took the place of something gone is shown, not a step."""
        return self.tutorial.kind == CHANGED and self._position == self._places - 1

    @property
    def step(self) -> Step | None:
        """The step that is shown; None while something else is."""
        if self.asking or self.replaced:
            return None
        past = self._question is not None and self._position > self._question
        return self.steps[self._position - past]

    @property
    def at_start(self) -> bool:
        """Nothing lies before this place."""
        return self._position == 0

    @property
    def at_end(self) -> bool:
        """Nothing lies after this place."""
        return self._position == self._places - 1 and not self.asking

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the chosen way; those before the question while nothing is chosen."""
        if self._question is not None and not self._answer:
            return self.tutorial.steps[: self._question]
        return self._way(self._answer)

    @property
    def number(self) -> int:
        """Which step of its way this is, from 1; at the question, how many lie behind."""
        past = self._question is not None and self._position >= self._question
        return self._position + (0 if past else 1)

    @property
    def count(self) -> int:
        """How many steps the way has; while nothing is chosen, the longest one."""
        options = self.tutorial.branch.options if self.tutorial.branch else ()
        ways = (self._answer,) if self._answer or not options else options
        return max(len(self._way(option)) for option in ways)

    @property
    def _question(self) -> int | None:
        """Where the question stands: after so many steps."""
        branch = self.tutorial.branch
        if branch is None:
            return None
        return next((n for n, step in enumerate(self.tutorial.steps, 1) if step.id == branch.after), 0)

    @property
    def _places(self) -> int:
        return len(self.steps) + (self._question is not None) + (self.tutorial.kind == CHANGED)

    def _way(self, answer: str) -> tuple[Step, ...]:
        return tuple(step for step in self.tutorial.steps if step.only in ("", answer))

    # What is read there

    def text(self, language: str | None = None) -> StepText | None:
        """Return the step's words, in the resident's language or in another one to show beside it."""
        if (step := self.step) is None:
            return None
        return self.tutorial.step_text(step, language or self.language, self._fallbacks)

    def question(self, language: str | None = None) -> BranchText | None:
        """Return the words of the question, None for a tutorial of one way."""
        return self.tutorial.question(language or self.language, self._fallbacks)

    @property
    def answer(self) -> str:
        """The option that was chosen, empty while none is."""
        return self._answer

    # Going

    def go(self, position: int) -> None:
        """Show a place by its number; beyond either end it stays at the end. No place lies past an open question."""
        self._position = max(0, min(position, self._places - 1))
        if (step := self.step) is not None:
            self._seen.add(step.id)

    def next(self) -> None:
        """Show the next place."""
        self.go(self._position + 1)

    def back(self) -> None:
        """Show the place before."""
        self.go(self._position - 1)

    def choose(self, option: str) -> None:
        """Answer the question and show the first step of the way that follows; chosen again, the way changes."""
        if self._question is not None:
            self._answer = option
            self.go(self._question + 1)

    def use(self) -> TutorialUse:
        """Return what the visit keeps of this walkthrough."""
        way = self._way(self._answer)
        return TutorialUse(
            id=self.tutorial.id,
            version=self.tutorial.version,
            language=self.language,
            seen=sum(step.id in self._seen for step in way),
            steps=self.count,
            practised=self.practised,
            printed=self.printed,
            listened=self.listened,
        )
