"""Figures that are kept up to date with every import, so that a country's report does not read the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.centre.figures import Figures
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.rollups.reading import Rollups

if TYPE_CHECKING:
    from kiosk.centre.store import Store

__all__ = ["figures_of"]


def figures_of(store: Store, tree: PlaceTree | None = None) -> Figures:
    """Return the figures of a store, in whose tree of places they are asked for. What waits is counted first."""
    store.catch_up()
    return Rollups(store, store.engine, tree or PlaceTree(store.places()))
