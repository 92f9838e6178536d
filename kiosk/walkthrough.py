"""One resident's way through a tutorial, and what of it becomes part of the visit."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.tutorials import LANGUAGES, Step, StepText, Tutorial
from kiosk.visits import TutorialUse


class Walkthrough:
    """A position in a tutorial, a language, and the steps that were shown. Changing the language keeps the place."""

    def __init__(self, tutorial: Tutorial, language: str, fallbacks: Sequence[str] = LANGUAGES) -> None:
        self.tutorial = tutorial
        self.language = language
        self._fallbacks = tuple(fallbacks)
        self._position = 0
        self._seen = {0}

    @property
    def position(self) -> int:
        """The step that is shown, from 0."""
        return self._position

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.tutorial.steps[self._position]

    @property
    def at_start(self) -> bool:
        """Nothing lies before this step."""
        return self._position == 0

    @property
    def at_end(self) -> bool:
        """Nothing lies after this step."""
        return self._position == len(self.tutorial.steps) - 1

    def text(self, language: str | None = None) -> StepText:
        """Return the step's words, in the resident's language or in another one to show beside it."""
        return self.tutorial.step_text(self.step, language or self.language, self._fallbacks)

    def go(self, position: int) -> None:
        """Show a step by its number; beyond either end it stays at the end."""
        self._position = max(0, min(position, len(self.tutorial.steps) - 1))
        self._seen.add(self._position)

    def next(self) -> None:
        """Show the next step."""
        self.go(self._position + 1)

    def back(self) -> None:
        """Show the step before."""
        self.go(self._position - 1)

    def use(self) -> TutorialUse:
        """Return what the visit keeps of this walkthrough."""
        return TutorialUse(
            id=self.tutorial.id,
            version=self.tutorial.version,
            language=self.language,
            seen=len(self._seen),
            steps=len(self.tutorial.steps),
        )
