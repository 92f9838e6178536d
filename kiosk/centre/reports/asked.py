"""What a report is made from: the figures of a store, its tree of places, the period and place, the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from kiosk.centre.counting import Scope
from kiosk.centre.figures import Figures
from kiosk.centre.people import Team
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.reports.remembering import Remembered
from kiosk.centre.rollups import figures_of
from kiosk.centre.store import Store
from kiosk.centre.tables import Table
from kiosk.clock import Clock


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a store."""

    store: Store
    figures: Figures
    tree: PlaceTree
    clock: Clock
    scope: Scope

    @classmethod
    def of(cls, store: Store, scope: Scope, clock: Clock) -> Asked:
        """Ask a store about a scope."""
        tree = PlaceTree(store.places())
        return cls(store, Remembered(figures_of(store, tree)), tree, clock, scope)

    def at(self, scope: Scope) -> Asked:
        """Ask the same about another scope."""
        return replace(self, scope=scope)

    def everywhere(self) -> Scope:
        """Return the same period in all places."""
        return replace(self.scope, place="")

    def at_level(self, level: str) -> list[str]:
        """Return the places of a level in the scope's part of the tree, by name."""
        inside = [place for place in self.tree.below(self.scope.place) if place in self.tree]
        found = [self.tree[place] for place in inside if self.tree[place].level == level]
        return [place.id for place in sorted(found, key=lambda place: (place.name, place.id))]

    def teams(self) -> list[Team]:
        """Return the teams of the scope's part of the tree; a team without a place belongs to the whole alone."""
        teams = self.store.teams()
        if not self.scope.place:
            return teams
        inside = self.tree.below(self.scope.place)
        return [team for team in teams if team.place in inside]


#: Makes a report's tables.
Make = Callable[[Asked], tuple[Table, ...]]


class Kind(NamedTuple):
    """A report: its title, the function that makes it, and where that is a cross of two codes, the reports of these."""

    title: str
    make: Make
    margins: tuple[str, str] | None = None
    #: Whether a comparison with the period before says something.
    compares: bool = True
    #: How small numbers are hidden where the usual way does not fit.
    hide: Callable[[Table], Table] | None = None


def plain(make: Callable[[Figures, Scope], Table | tuple[Table, ...]]) -> Make:
    """Make a report of figures alone."""
    return lambda asked: _tables(make(asked.figures, asked.scope))


def placed(make: Callable[[Figures, Scope, PlaceTree], Table]) -> Make:
    """Make a report of figures by place."""
    return lambda asked: (make(asked.figures, asked.scope, asked.tree),)


def _tables(made: Table | tuple[Table, ...]) -> tuple[Table, ...]:
    return (made,) if isinstance(made, Table) else made
