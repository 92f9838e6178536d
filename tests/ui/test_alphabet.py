"""A manager looks for a name where the alphabet of her language has it; elsewhere it is taken for missing."""

from __future__ import annotations

import pytest

from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.visits import Place
from ui.alphabet import alphabet
from ui.manager.picker import place_entries


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(resources().translations)


@pytest.mark.parametrize(
    ("code", "ordered"),
    [
        ("kk", ["Ақтау", "Әйтеке", "Баянауыл", "Орал", "Өскемен", "Үржар", "Шымкент", "Іле"]),
        ("vi", ["An Khê", "Cần Thơ", "Dĩ An", "Đà Nẵng", "Huế", "Vinh"]),
        ("fi", ["Oulu", "Vaasa", "Åbo", "Äänekoski", "Öja"]),
        ("en", ["Kiosk 2", "kiosk 10", "Library"]),
    ],
)
def test_names_stand_as_their_readers_expect(languages: Languages, code: str, ordered: list[str]) -> None:
    names = ordered[::-1]
    assert sorted(names, key=alphabet(languages[code])) == ordered


def test_places_lie_in_each_other_each_level_in_its_own_order(languages: Languages) -> None:
    places = [
        Place("kz", "Қазақстан", "country"),
        Place("u", "Үржар", "settlement", "abai"),
        Place("o", "Өскемен", "settlement", "kz"),
        Place("a", "Әйтеке", "settlement", "kz"),
        Place("abai", "Абай", "region", "kz"),
    ]
    entries = place_entries(places, languages["kk"])
    assert [(entry.title, entry.indent) for entry in entries] == [
        ("Қазақстан", 0),
        ("Абай", 1),
        ("Үржар", 2),
        ("Әйтеке", 1),
        ("Өскемен", 1),
    ]
