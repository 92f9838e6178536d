"""The figures that reports ask for: one interface, whoever counts.

figures = figures_of(store)
figures.total(Scope(first, last, "kz-sko")).alone_rate
figures.by(Dimension.SERVICE, scope)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.measures import Dimension, Measures


class Grain(StrEnum):
    """How finely a series is cut. A week is named by its Monday, a month by its first day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Step(NamedTuple):
    """A step of a walkthrough, in one language, that volunteers said no longer matches."""

    tutorial: str
    version: int
    step: str
    language: str


class Reported(NamedTuple):
    """How often a step was reported, and the last local day."""

    notices: int
    last: str


@dataclass(frozen=True)
class LearningCurve:
    """How many visits people needed until they could do it alone, by the return codes of a scope.

    `alone_at[n]`: codes whose visit number n of the scope was the first that ended "alone"; `not_yet[n]`: codes that
    came n times and never did. Groups are left out. Visits stand in the order of local day and time of day.
    """

    alone_at: Counter[int] = field(default_factory=Counter)
    not_yet: Counter[int] = field(default_factory=Counter)


class Figures(ABC):
    """Counts over a scope: local days, both ends included, at a place and everything below it."""

    @abstractmethod
    def total(self, scope: Scope = EVERYTHING) -> Measures:
        """Return the scope's totals."""

    @abstractmethod
    def by(self, dimension: Dimension, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures by the codes of a dimension; only codes that occur, in no order."""

    @abstractmethod
    def cross(
        self, one: Dimension, other: Dimension, scope: Scope = EVERYTHING
    ) -> dict[tuple[str, str], Measures]:
        """Return the figures by two dimensions, which are one of `measures.CROSSES`. Raises ValueError."""

    @abstractmethod
    def series(self, grain: Grain, scope: Scope = EVERYTHING) -> dict[date, Measures]:
        """Return the figures of each day, week or month that has any, in order."""

    @abstractmethod
    def series_by(
        self, grain: Grain, dimension: Dimension, scope: Scope = EVERYTHING
    ) -> dict[date, dict[str, Measures]]:
        """Return the figures by a dimension (one of `measures.CODED`) for each day, week or month, in order."""

    @abstractmethod
    def children(self, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures of each place directly in the scope's, with all that lies in it.

        What happened at the scope's place itself stands under its own id; under "", of everything, what happened at
        places that the tree lacks.
        """

    @abstractmethod
    def active(self, dimension: Dimension, scope: Scope = EVERYTHING) -> int:
        """Count different volunteers (with a visit or a shift), kiosks or settlements (with a consultation).

        PLACE counts settlements alone. Such counts of two periods or places must never be added.
        """

    @abstractmethod
    def hours_given(self, scope: Scope = EVERYTHING) -> tuple[float, float] | None:
        """Return the fewest and the most hours of one volunteer whose shifts ended; None when none did."""

    @abstractmethod
    def people_reached(self, scope: Scope = EVERYTHING) -> int:
        """Estimate how many different people came; the estimates of two periods must never be added.

        Different return codes, and the people of first visits without one. A card that was handed out on a returning
        visit adds nobody in the period of that visit: whoever holds it was counted when they came first.
        """

    @abstractmethod
    def learning_curve(self, scope: Scope = EVERYTHING, service: str = "") -> LearningCurve:
        """Return how many visits (about one service, if given) people with a card needed until they were alone."""

    @abstractmethod
    def notices(self, scope: Scope = EVERYTHING) -> dict[Step, Reported]:
        """Return which steps were reported as no longer matching."""
