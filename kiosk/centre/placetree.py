"""The tree of places as reports walk it: what lies in what, and in which settlement."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.visits import Place

#: A place with more places than this in it keeps figures for each day: below, its few kiosks are read instead.
MANY = 12


class PlaceTree:
    """A programme's places. "" stands for all of them, and for the places that the tree lacks."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = {place.id: place for place in places}
        self._children: dict[str, list[str]] = {}
        for place in places:
            self._children.setdefault(place.parent if place.parent in self._places else "", []).append(
                place.id
            )
        self._chains: dict[str, tuple[str, ...]] = {}
        self._spots: dict[str, str] = {}
        self._many: dict[str, bool] = {"": True}

    def __contains__(self, place: object) -> bool:
        return place in self._places

    def __getitem__(self, place: str) -> Place:
        return self._places[place]

    def places(self) -> list[str]:
        """Return all places."""
        return list(self._places)

    def children(self, place: str = "") -> list[str]:
        """Return what lies directly in a place; the roots of "" ."""
        return self._children.get(place, [])

    def chain(self, place: str) -> tuple[str, ...]:
        """Return the place, all that it lies in, and "" at last; a ring in a hand-made tree ends by itself."""
        if (known := self._chains.get(place)) is None:
            found = [place] if place else []
            above = self._parent(place)
            while above and above not in found:
                found.append(above)
                above = self._parent(above)
            known = self._chains[place] = (*found, "")
        return known

    def _parent(self, place: str) -> str:
        known = self._places.get(place)
        return known.parent if known else ""

    def below(self, place: str) -> set[str]:
        """Return a place and everything in it."""
        found, waiting = {place}, [place]
        while waiting:
            inside = [child for child in self.children(waiting.pop()) if child not in found]
            found.update(inside)
            waiting += inside
        return found

    def is_large(self, place: str) -> bool:
        """Tell whether a place keeps figures for each day; "" always does."""
        if (known := self._many.get(place)) is None:
            known = self._many[place] = len(self.below(place)) > MANY
        return known

    def spot(self, place: str) -> str:
        """Return the settlement that a place is or lies in, or the place itself where there is none."""
        if (known := self._spots.get(place)) is None:
            settlements = (above for above in self.chain(place) if self.is_settlement(above))
            known = self._spots[place] = next(settlements, place)
        return known

    def is_settlement(self, place: str) -> bool:
        """Tell whether the tree knows a place as a settlement."""
        return place in self._places and self._places[place].level == "settlement"
