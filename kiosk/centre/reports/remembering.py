"""Figures that are asked for once a report: hiding small numbers and funder templates ask for the same ones again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.figures import Figures, Grain, LearningCurve, Reported, Step
from kiosk.centre.measures import Dimension, Measures

_T = TypeVar("_T")


class Remembered(Figures):
    """Another one's figures, each asked for once. Lives as long as one report; what it returns must not be changed."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._known: dict[tuple[object, ...], Any] = {}

    def _once(self, ask: Callable[..., _T], *about: object) -> _T:
        key = (ask.__name__, *about)
        if key not in self._known:
            self._known[key] = ask(*about)
        found: _T = self._known[key]
        return found

    def total(self, scope: Scope = EVERYTHING) -> Measures:
        """Return the scope's totals."""
        return self._once(self._figures.total, scope)

    def by(self, dimension: Dimension, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures by the codes of a dimension."""
        return self._once(self._figures.by, dimension, scope)

    def cross(
        self, one: Dimension, other: Dimension, scope: Scope = EVERYTHING
    ) -> dict[tuple[str, str], Measures]:
        """Return the figures by two dimensions."""
        return self._once(self._figures.cross, one, other, scope)

    def series(self, grain: Grain, scope: Scope = EVERYTHING) -> dict[date, Measures]:
        """Return the figures of each day, week or month."""
        return self._once(self._figures.series, grain, scope)

    def series_by(
        self, grain: Grain, dimension: Dimension, scope: Scope = EVERYTHING
    ) -> dict[date, dict[str, Measures]]:
        """Return the figures by a dimension for each day, week or month."""
        return self._once(self._figures.series_by, grain, dimension, scope)

    def children(self, scope: Scope = EVERYTHING) -> dict[str, Measures]:
        """Return the figures of each place directly in the scope's."""
        return self._once(self._figures.children, scope)

    def active(self, dimension: Dimension, scope: Scope = EVERYTHING) -> int:
        """Count different volunteers, kiosks or settlements."""
        return self._once(self._figures.active, dimension, scope)

    def hours_given(self, scope: Scope = EVERYTHING) -> tuple[float, float] | None:
        """Return the fewest and the most hours of one volunteer."""
        return self._once(self._figures.hours_given, scope)

    def people_reached(self, scope: Scope = EVERYTHING) -> int:
        """Estimate how many different people came."""
        return self._once(self._figures.people_reached, scope)

    def learning_curve(self, scope: Scope = EVERYTHING, service: str = "") -> LearningCurve:
        """Return how many visits people with a card needed until they were alone."""
        return self._once(self._figures.learning_curve, scope, service)

    def notices(self, scope: Scope = EVERYTHING) -> dict[Step, Reported]:
        """Return which steps were reported as no longer matching."""
        return self._once(self._figures.notices, scope)
