"""One measured figure: what it is, its value, its floor in the same run, and what we aim at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A value in `unit`; with a `floor` its ratio counts, else the value itself. `aim` is the most it should be."""

    name: str
    value: float
    unit: str
    aim: float
    floor: float | None = None
    note: str = ""

    @property
    def judged(self) -> float:
        """What is held against the aim."""
        return self.value / self.floor if self.floor else self.value

    def line(self) -> str:
        """One line for people."""
        met = "met" if self.judged <= self.aim else "MISSED"
        against = f"/ {self.floor:.2f} {self.unit} = {self.judged:.2f}" if self.floor else ""
        return f"{self.name:44} {self.value:8.2f} {self.unit} {against:22} aim <= {self.aim:g}  {met}  {self.note}"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
