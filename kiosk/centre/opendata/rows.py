"""Rows as they leave the centre, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kiosk.centre.opendata.columns import BANDS, Table
from kiosk.centre.placetree import PlaceTree
from kiosk.centre.store import Store
from kiosk.codebook import AGE_BANDS

Row = tuple[Any, ...]
#: The country of what happened at a place that the tree lacks, or whose tree has none.
UNKNOWN = "unknown"
_NO_BANDS = (None,) * len(BANDS)


@dataclass
class Source:
    """What a store has to give: local days from `first` to `last`; `full`: with what is personal."""

    store: Store
    full: bool = False
    first: date | None = None
    last: date | None = None
    _above: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tree = PlaceTree(self.store.places())

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield the rows of a table in the order of `columns_of`; booleans are 0 or 1, lists are JSON.

        Belongs into `Store.snapshot`.
        """
        own = [column for column in table.columns if self.full or not column.personal]
        expressions = [
            "place",
            f"substr({table.day}, 1, 7)",
            "place AS spot",
            *(f"{column.source or column.name} AS {column.name}" for column in own),
            *([table.bands] if table.bands else []),
        ]
        days = (
            self.first.isoformat() if self.first else "",
            self.last.isoformat() if self.last else "9999-12-31",
        )
        above = self._above
        for row in self.store.current(table.name, expressions, *days):
            place = row[0]
            where = above.get(place) or self._look_up(place)
            if table.bands:
                yield (where[0], row[1], *where[1:], *row[2:-1], *_bands(row[-1]))
            else:
                yield (where[0], row[1], *where[1:], *row[2:])

    def _look_up(self, place: str) -> Row:
        """Return the country, and id and name of region, district and settlement, and the place's own name."""
        found = {self._tree[above].level: above for above in self._tree.chain(place) if above in self._tree}
        cells: list[str | None] = [found.get("country", UNKNOWN)]
        for level in ("region", "district", "settlement"):
            at = found.get(level)
            cells += [at, self._tree[at].name if at else None]
        cells.append(self._tree[place].name if place in self._tree else None)
        self._above[place] = tuple(cells)
        return self._above[place]


def _bands(counts: str) -> Row:
    if counts == "{}":
        return _NO_BANDS
    found = json.loads(counts)
    return tuple(found.get(band) for band in AGE_BANDS)
