"""Each half of a screen speaks its own language, and a faulty translation never breaks one."""

from __future__ import annotations

import gettext
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from kiosk.i18n import Language, Languages


def _language(code: str, **messages: str) -> Language:
    catalogue = Catalog(locale=code)
    for source, text in messages.items():
        catalogue.add(source.replace("_", " "), text)
    catalogue.add(("{n} visit", "{n} visits"), ("{n} визит", "{n} визита", "{n} визитов"))
    written = io.BytesIO()
    write_mo(written, catalogue)
    written.seek(0)
    return Language(code, gettext.GNUTranslations(written))


def test_two_languages_speak_at_once() -> None:
    russian, english = _language("ru", Save="Сохранить"), Language("en", gettext.NullTranslations())
    assert (russian.text("Save"), english.text("Save")) == ("Сохранить", "Save")
    assert (russian.text(""), english.text("")) == ("", "")


def test_a_faulty_translation_falls_back_to_the_source() -> None:
    faulty = _language("ru", **{"{n}_of_{all}": "{m} из {all"})
    assert faulty.text("{n} of {all}", n=1, all=2) == "1 of 2"


@pytest.mark.parametrize(("count", "text"), [(1, "1 визит"), (3, "3 визита"), (5, "5 визитов")])
def test_plurals_follow_the_languages_own_rules(count: int, text: str) -> None:
    assert _language("ru").plural("{n} visit", "{n} visits", count) == text


def test_numbers_dates_and_times_are_the_languages_own() -> None:
    finnish = Language("fi", gettext.NullTranslations())
    assert finnish.number(1262.5) == "1\u00a0262,5"
    assert finnish.percent(0.5) == "50\u00a0%"
    assert finnish.date(date(2026, 11, 22)) == "22. marraskuuta 2026"
    assert finnish.time(datetime(2026, 11, 22, 8, 15, tzinfo=UTC)) == "8.15"


def test_dates_go_with_the_spelling_of_the_texts() -> None:
    english, vietnamese = (Language(code, gettext.NullTranslations()) for code in ("en", "vi"))
    assert english.date(date(2026, 11, 26)) == "26 November 2026"
    assert english.time(datetime(2026, 11, 26, 15, 5, tzinfo=UTC)) == "15:05"
    assert vietnamese.date(date(2026, 11, 26)) == "26 tháng 11 năm 2026"


def test_a_sentence_that_ends_with_an_abbreviation_has_one_full_stop() -> None:
    russian = _language("ru")
    day = russian.date(date(2026, 11, 26))
    assert russian.text("Taken in on {day}.", day=day) == "Taken in on 26 ноября 2026\u202fг."
    assert russian.text("Look into {path}.", path="../a") == "Look into ../a."


def test_an_unknown_language_speaks_the_source(tmp_path: Path) -> None:
    languages = Languages(tmp_path)
    assert languages.codes == ["en"]
    assert languages["xx"].text("Save") == "Save"
    assert languages["en"] is languages["en"]
