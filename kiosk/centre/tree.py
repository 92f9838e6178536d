"""What is a tree of places, and what is wrong with a list that is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kiosk.centre.engine import StoreError
from kiosk.codebook import PLACE_LEVELS, Place
from kiosk.i18n import N_, Messages

LEVELS: Mapping[str, str] = {
    "country": N_("Country"),
    "region": N_("Region"),
    "district": N_("District"),
    "settlement": N_("Settlement"),
    "site": N_("Site"),
}


def below(places: Sequence[Place], place: str) -> list[str]:
    """Return the ids of everything that lies in a place."""
    inside: dict[str, list[str]] = {}
    for each in places:
        inside.setdefault(each.parent, []).append(each.id)
    found: list[str] = []
    level = inside.get(place, []) if place else []
    while level:
        found += level
        level = [child for each in level for child in inside.get(each, [])]
    return found


def check_tree(places: Sequence[Place]) -> None:
    """Refuse what is no tree of places: a place twice, an unknown level or parent, a ring. Raises StoreError."""
    for _index, problem in faults(places):
        raise problem


def faults(places: Sequence[Place]) -> Iterator[tuple[int, StoreError]]:
    """Yield what is wrong with each place, by its index in the list."""
    by_id = {place.id: place for place in reversed(places)}
    seen: set[str] = set()
    for index, place in enumerate(places):
        if place.id in seen:
            yield index, StoreError("The place “{place}” stands twice in the list.", place=place.id)
            continue
        seen.add(place.id)
        if (problem := _fault(place, by_id)) is not None:
            yield index, problem


def _fault(place: Place, by_id: Mapping[str, Place]) -> StoreError | None:
    if not place.id or not place.name:
        return StoreError("Every place needs an id and a name.")
    if place.level not in PLACE_LEVELS:
        return StoreError(
            "The place “{place}” has the unknown level “{level}”. The levels are: {levels}.",
            place=place.id,
            level=place.level,
            levels=Messages(LEVELS.values()),
        )
    if place.parent and place.parent not in by_id:
        return StoreError(
            "The place “{place}” is part of “{parent}”, which is not in the list.",
            place=place.id,
            parent=place.parent,
        )
    above = by_id.get(place.parent) if place.parent else None
    # A place lies in one of a higher level; that also rules out rings.
    if above and above.level in PLACE_LEVELS[PLACE_LEVELS.index(place.level) :]:
        return StoreError(
            "The place “{place}” ({level}) cannot be part of “{parent}” ({above}).",
            place=place.id,
            level=Messages((LEVELS[place.level],)),
            parent=above.id,
            above=Messages((LEVELS[above.level],)),
        )
    return None
