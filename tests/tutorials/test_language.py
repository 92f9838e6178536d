"""Language by parties that we did not write: dictionaries, a language identifier, the programme's glossary."""

from __future__ import annotations

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kiosk.config import resources
from kiosk.tutorials import LANGUAGES, Library
from tests.tutorials.spelling import QUOTED, listed, unknown

LIBRARY = Library.load(resources().tutorials)


@pytest.mark.parametrize("language", ["ru", "en", "vi", "fi"])
def test_every_word_is_in_a_dictionary_or_was_looked_at_once(language: str) -> None:
    found = {word: places[0] for word, places in unknown(language).items()}
    assert found == {}, f"mend it, or add it to tests/tutorials/words/{language}.txt"


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_list_is_short_beside_the_dictionary(language: str) -> None:
    texts = [text for tutorial in LIBRARY if (text := tutorial.text(language))]
    said = sum(len(f"{step.title} {step.body}".split()) for text in texts for step in text.steps.values())
    # The Kazakh dictionary knows few of the forms that its suffixes make.
    assert len(listed(language)) < said * (0.2 if language == "kk" else 0.03)


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    made = LanguageIdentifier.from_model_file(MODEL_FILE)
    made.set_languages(list(LANGUAGES))
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_in_the_language_of_its_file(language: str, identifier: LanguageIdentifier) -> None:
    wrong = [
        f"{tutorial.id}: {name}"
        for tutorial in LIBRARY
        if (text := tutorial.text(language))
        for name, step in text.steps.items()
        if identifier.classify(QUOTED.sub(" ", f"{step.title}. {step.body} {step.warning}"))[0] != language
    ]
    assert wrong == []
