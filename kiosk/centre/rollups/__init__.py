"""Figures that are kept up to date with every import, so that a country's report does not read the country."""

from __future__ import annotations

from kiosk.centre.figures import Figures
from kiosk.centre.recount import Recount
from kiosk.centre.store import Store

__all__ = ["figures_of"]


def figures_of(store: Store) -> Figures:
    """Return the figures of a store."""
    return Recount(store)
