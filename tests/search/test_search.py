"""People type as they can: without marks, in capitals, on the wrong keyboard, in the letters that they have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import resources
from kiosk.search import Index, fold, readings, sound
from kiosk.tutorials import LANGUAGES, Library, Tutorial
from kiosk.tutorials.model import TutorialHead

TABLE = Path(__file__).with_name("queries.tsv")


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(Library.load(resources().tutorials))


def titled(name: str, title: str, *keywords: str, country: str = "all") -> Tutorial:
    head = TutorialHead("en", 1, title, "", keywords, ())
    made = Tutorial(
        folder=Path("/nowhere"),
        id=name,
        version=1,
        country=country,
        topic="phone",
        services=(),
        audience="resident",
        minutes=5,
        app_languages=(),
        reviewed=False,
        expires=date(2100, 1, 1),
        address="",
        help_line="",
        _heads={code: head if code == "en" else None for code in LANGUAGES},
    )
    made.__dict__["_body"] = _NoBody()
    return made


class _NoBody:
    def __init__(self) -> None:
        self.labels: dict[str, object] = {}


def test_what_people_really_type_finds_the_topic_among_the_first_three(index: Index) -> None:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    missed = [
        (language, query, [found.id for found in index.find(query)[:3]])
        for language, query, wanted in rows
        if not {found.id for found in index.find(query)[:3]} & set(wanted.split("|"))
    ]
    assert len(rows) >= 150
    assert all(sum(row[0] == language for row in rows) >= 30 for language in LANGUAGES)
    assert len(missed) <= len(rows) * 0.03, missed


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Электронная цифровая подпись", "Электронная"),
        ("Электронная цифровая подпись", "электронная"),
        ("Запись к врачу", "ЗАПИСЬ"),
        ("ЭЦҚ алу", "эцқ"),
        ("Chữ ký số", "chữ"),
        ("Chữ ký số", "chu ky"),
        ("Đăng ký khai sinh", "Dang ky"),
        ("Sähköinen allekirjoitus", "sähköinen"),
        ("Sähköinen allekirjoitus", "SÄHKÖINEN"),
        ("Sähköinen allekirjoitus", "Sahkoinen"),
        ("Digital signature", "DIGITAL"),
        ("Қазақстан", "казакстан"),
    ],
)
def test_titles_that_other_searches_lose_are_found(title: str, query: str) -> None:
    index = Index([titled("wanted", title), titled("other", "Something else")])
    assert [found.id for found in index.find(query)] == ["wanted"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cghfdrf j celbvjcnb", "справка о судимости"),
        ("cjnnsks0", "соттылық"),
        ("куыузеш", "resepti"),
        ("'wg", "эцп"),
        ("chuwx kys soos", "chữ ký số"),
        ("dduwowngf", "đường"),
        ("ddijnh danh", "định danh"),
    ],
)
def test_a_keyboard_in_the_wrong_language_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert fold(meant) in readings(typed)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("sudimost", "судимость"),
        ("sottylyq", "соттылық"),
        ("sottylyk", "соттылық"),
        ("spravka", "справка"),
        ("zhumys", "жұмыс"),
        ("jumys", "жұмыс"),
        ("zayavka", "заявка"),
        ("qoltanba", "қолтаңба"),
        ("obshchestvo", "общество"),
    ],
)
def test_latin_letters_sound_like_the_cyrillic_word(latin: str, cyrillic: str) -> None:
    assert sound(fold(latin)) == sound(fold(cyrillic))


@pytest.mark.parametrize("typed", ["certificaet", "cretificate", "certifikate", "sertificate", "certificat"])
def test_a_slip_of_the_finger_is_forgiven(typed: str) -> None:
    index = Index([titled("wanted", "A certificate"), titled("other", "A calendar")])
    assert [found.id for found in index.find(typed)][:1] == ["wanted"]


def test_a_word_inside_a_compound_is_found() -> None:
    index = Index([titled("wanted", "Matkalippu"), titled("other", "Kirjasto")])
    assert [found.id for found in index.find("lippu")] == ["wanted"]


def test_words_written_apart_or_together_are_the_same() -> None:
    index = Index([titled("app", "WhatsApp"), titled("site", "Address", "suomi.fi")])
    assert [found.id for found in index.find("whats app")] == ["app"]
    assert [found.id for found in index.find("suomifi")] == ["site"]


def test_every_letter_typed_keeps_the_topic_in_sight() -> None:
    index = Index([titled("wanted", "Renew the digital signature"), titled("other", "Pay a fine")])
    query = "digital signature"
    lost = [
        query[:end]
        for end in range(2, len(query) + 1)
        if [found.id for found in index.find(query[:end])][:1] != ["wanted"]
    ]
    assert lost == []


def test_of_equal_topics_the_own_country_comes_first() -> None:
    index = Index(
        [titled(f"{country}-tax", "Car tax", country=country) for country in ("vn", "kz", "fi", "all")]
    )
    assert [found.id for found in index.find("car tax", country="fi")][:2] == ["fi-tax", "all-tax"]
    assert len(index.find("car tax", country="fi")) == 4


def test_nonsense_finds_nothing(index: Index) -> None:
    assert index.find("zzzqqq") == []
    assert index.find("  ") == []
    assert index.find("?!") == []


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_the_search_answers(text: str) -> None:
    Index([titled("one", "A certificate"), titled("two", "Справка")]).find(text, "kz")
