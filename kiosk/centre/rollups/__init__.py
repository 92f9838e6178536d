"""Figures that are kept up to date with every import, so that a country's report does not read the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.centre.figures import Figures
from kiosk.centre.rollups.reading import Rollups
from kiosk.centre.rollups.writing import Writer

if TYPE_CHECKING:
    from kiosk.centre.store import Store

__all__ = ["figures_of"]


def figures_of(store: Store) -> Figures:
    """Return the figures of a store. One that is older than its roll-ups is counted first, once."""
    writer = Writer(store.engine)
    if not writer.is_built() or store.engine.execute("SELECT 1 FROM rollup_pending LIMIT 1"):
        with store.transaction():
            writer.catch_up()
    return Rollups(store, store.engine)
