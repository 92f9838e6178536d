"""What the manager's programme wants to know at this desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.codebook import ACTIVITIES


@dataclass
class Programme:
    """The optional questions of the programme and its activities (code to message); without a card, none.

    One object for the whole desk: the card is read after the first paint, and may change when a stick brings another.
    """

    questions: Mapping[str, Any] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)

    def asks(self, question: str) -> bool:
        """Tell whether an optional question is to be asked."""
        return bool(self.questions.get(question))

    def take(self, questions: Mapping[str, Any], codebook: Mapping[str, Any]) -> bool:
        """Follow a card; tell whether it says something else than the one before."""
        before = self.questions, self.activities
        self.questions = dict(questions)
        listed = codebook.get("activities", ())
        names = listed if isinstance(listed, Mapping) else {str(code): str(code) for code in listed}
        self.activities = {code: ACTIVITIES.get(code, str(name)) for code, name in names.items()}
        return before != (self.questions, self.activities)
