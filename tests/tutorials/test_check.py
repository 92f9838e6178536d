"""`kiosk tutorials check`: the shipped walkthroughs pass, and one broken walkthrough per rule does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.config import resources
from kiosk.tutorials.check import check
from tests.tutorials.made import Spoil, both, drop, language_file, make, swap, write

SHIPPED = resources().tutorials
TODAY = date(2026, 11, 22)
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 720">{}</svg>'
SEVENTH = 'icons app shop a-1 a-2 a-3 a-4 a-5",\n  "card c-1",\n  "card c-2",\n  "card c-3'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make(tmp_path)


def test_what_we_ship_is_without_fault() -> None:
    assert [str(problem) for problem in check(SHIPPED, TODAY)] == []


def test_the_walkthrough_that_is_spoiled_below_is_without_fault(own: Path) -> None:
    assert [str(problem) for problem in check(own, TODAY)] == []


#: What is spoiled: how, the file that is named, the line that it is named at (None: the whole file), what is said.
FAULTS: dict[str, tuple[Spoil, str, str | None, str]] = {
    "a file that is not TOML": (
        swap("tutorial.toml", "[branch]", "[branch"),
        "tutorial.toml",
        "[branch",
        "cannot be read",
    ),
    "a language file that is not TOML": (
        swap("fi.toml", "bring = []", "bring = ["),
        "fi.toml",
        "[branch]",
        "cannot be read",
    ),
    "screens that are not TOML": (
        swap("screens.toml", "[home]", "[home"),
        "screens.toml",
        "[home",
        "cannot be read",
    ),
    "a language is missing": (drop("vi.toml"), "vi.toml", None, "This language is missing"),
    "a step is missing in a language": (
        swap("fi.toml", "[steps.ask", "[steps.not"),
        "fi.toml",
        None,
        "is missing",
    ),
    "a step that nobody shows": (
        swap("fi.toml", "[steps.ask", "[steps.not"),
        "fi.toml",
        "[steps.not-bank]",
        "has no step",
    ),
    "a step without words": (
        swap("en.toml", 'title = "Read the page"', 'title = " "'),
        "en.toml",
        "[steps.read-page]",
        "needs a title",
    ),
    "an empty summary": (
        swap("en.toml", 'summary = "', 'summary = ""\nold = "'),
        "en.toml",
        "summary =",
        "is empty",
    ),
    "no keywords to find it by": (
        swap("en.toml", "keywords = [", 'keywords = ["one"]\nold = ['),
        "en.toml",
        "keywords",
        "keywords",
    ),
    "a service that the codebook lacks": (
        swap("tutorial.toml", "gen.messengers", "gen.crime"),
        "tutorial.toml",
        "gen.crime",
        "has no service",
    ),
    "a country that we do not know": (
        swap("tutorial.toml", 'country = "all"', 'country = "se"'),
        "tutorial.toml",
        "country",
        "country = “se” is unknown",
    ),
    "a topic that has no picture": (
        swap("tutorial.toml", '"messages"', '"chess"'),
        "tutorial.toml",
        "topic",
        "is unknown",
    ),
    "an audience that we do not know": (
        swap("tutorial.toml", '"resident"', '"all"'),
        "tutorial.toml",
        "audience",
        "is unknown",
    ),
    "a kind that we do not know": (
        swap("tutorial.toml", "minutes", 'kind = "video"\nminutes'),
        "tutorial.toml",
        "kind",
        "is unknown",
    ),
    "something replaced that is not gone": (
        swap("tutorial.toml", "minutes", 'replaced_by = ["gen-qr"]\nminutes'),
        "tutorial.toml",
        "replaced_by",
        "Only a card",
    ),
    "replaced by what nobody has": (
        swap("tutorial.toml", "minutes", 'kind = "changed"\nreplaced_by = ["gen-nothing"]\nminutes'),
        "tutorial.toml",
        "replaced_by",
        "no such walkthrough",
    ),
    "an expired walkthrough": (
        swap("tutorial.toml", "expires = 2027", "expires = 2025"),
        "tutorial.toml",
        "expires",
        "expired",
    ),
    "an address nobody types": (
        swap("tutorial.toml", '"example.org"', '"https://example.org"'),
        "tutorial.toml",
        "address =",
        "as people type it",
    ),
    "another folder's id": (
        swap("tutorial.toml", 'id = "gen-made"', 'id = "gen-other"'),
        "tutorial.toml",
        "id =",
        "folder's name",
    ),
    "no steps": (
        lambda folder: (folder / "tutorial.toml").write_text(
            (folder / "tutorial.toml").read_text(encoding="utf-8").partition("[branch]")[0], encoding="utf-8"
        ),
        "tutorial.toml",
        None,
        "There are no steps",
    ),
    "two steps of one name": (
        swap("tutorial.toml", 'id = "ask-bank"', 'id = "open-app"'),
        "tutorial.toml",
        'id = "open-app"',
        "Two steps",
    ),
    "an id that is no file name": (
        swap("tutorial.toml", 'id = "ask-bank"', 'id = "Ask bank"'),
        "tutorial.toml",
        'id = "Ask bank"',
        "small Latin letters",
    ),
    "a source that is not listed": (
        swap("tutorial.toml", 'sources = ["made"]', 'sources = ["none"]'),
        "tutorial.toml",
        'sources = ["none"]',
        "is not listed",
    ),
    "a source of unknown worth": (
        swap("tutorial.toml", '"high"', '"certain"'),
        "tutorial.toml",
        "confidence",
        "is unknown",
    ),
    "a source without a date": (
        swap("tutorial.toml", '"2026-01"', '""'),
        "tutorial.toml",
        'id = "made"',
        "needs an address and a date",
    ),
    "a claim without a source": (
        swap("tutorial.toml", "needs_local_review = true\n\n[labels.app]", "\n[labels.app]"),
        "tutorial.toml",
        'id = "read-page"',
        "no source to rely on",
    ),
    "a claim on a weak source": (
        swap("tutorial.toml", '"high"', '"low"'),
        "tutorial.toml",
        'id = "open-app"',
        "no source to rely on",
    ),
    "an option that the branch lacks": (
        swap("tutorial.toml", 'only = "none"', 'only = "never"'),
        "tutorial.toml",
        'only = "never"',
        "no option of [branch]",
    ),
    "a branch of one way": (
        swap("tutorial.toml", 'options = ["codes", "none"]', 'options = ["codes"]'),
        "tutorial.toml",
        "options",
        "two or three different options",
    ),
    "a question after a step that is not there": (
        swap("tutorial.toml", 'after = "open-app"', 'after = "close-app"'),
        "tutorial.toml",
        "after",
        "no such step",
    ),
    "an option's step before the question": (
        swap("tutorial.toml", 'wrong = ["shop"]', 'only = "codes"'),
        "tutorial.toml",
        'id = "open-app"',
        "before the question",
    ),
    "a question that changes nothing": (
        both(swap("tutorial.toml", 'only = "codes"', ""), swap("tutorial.toml", 'only = "none"', "")),
        "tutorial.toml",
        "[branch]",
        "changes nothing",
    ),
    "an answer after which nothing follows": (
        both(
            swap("tutorial.toml", 'after = "open-app"', 'after = "read-page"'),
            swap(
                "tutorial.toml",
                "[labels.app]",
                '[[steps]]\nid = "end"\nonly = "codes"\nsources = ["made"]\n\n[labels.app]',
            ),
        ),
        "tutorial.toml",
        "options",
        "nothing follows",
    ),
    "an option without words": (
        swap("ru.toml", 'none = "', 'nobody = "'),
        "ru.toml",
        "[branch]",
        "has no text",
    ),
    "words for an option that is not there": (
        swap("ru.toml", 'none = "', 'nobody = "'),
        "ru.toml",
        'nobody = "',
        "has no option",
    ),
    "a screen that is not there": (
        swap("tutorial.toml", 'screen = "home"', 'screen = "house"'),
        "tutorial.toml",
        'screen = "house"',
        "no screen “house”",
    ),
    "a screen that nobody shows": (
        swap("tutorial.toml", 'screen = "home"', 'screen = "sign-in"'),
        "screens.toml",
        "[home]",
        "No step shows",
    ),
    "a target that is not on the screen": (
        swap("tutorial.toml", 'target = "code"', 'target = "no-code"'),
        "tutorial.toml",
        'target = "no-code"',
        "has no box",
    ),
    "a wrong box that is not on the screen": (
        swap("tutorial.toml", '["shop"]', '["bazaar"]'),
        "tutorial.toml",
        '["bazaar"]',
        "has no box",
    ),
    "right and wrong at once": (
        swap("tutorial.toml", '["shop"]', '["app"]'),
        "tutorial.toml",
        'wrong = ["app"]',
        "right and wrong",
    ),
    "a step to tap without a target": (
        swap("tutorial.toml", 'target = "app"\n', ""),
        "tutorial.toml",
        'id = "open-app"',
        "names no target",
    ),
    "a target without a screen": (
        swap("tutorial.toml", 'only = "none"', 'only = "none"\ntarget = "app"'),
        "tutorial.toml",
        'id = "ask-bank"',
        "no screen",
    ),
    "a deed that nobody knows": (
        swap("tutorial.toml", 'do = "look"', 'do = "sing"'),
        "tutorial.toml",
        'do = "sing"',
        "is unknown",
    ),
    "a value that nobody types": (
        swap("tutorial.toml", 'do = "look"', 'value = "000000"'),
        "tutorial.toml",
        "value",
        "write do = “type”",
    ),
    "typing without a value": (
        swap("tutorial.toml", 'value = "000000"\n', ""),
        "tutorial.toml",
        'do = "type"',
        "Write the invented value",
    ),
    "a value of one keyboard only": (
        swap("tutorial.toml", 'value = "000000"', 'value = "жок"'),
        "tutorial.toml",
        'value = "жок"',
        "every keyboard",
    ),
    "a value longer than its code": (
        swap("tutorial.toml", 'value = "000000"', 'value = "0000000"'),
        "tutorial.toml",
        "value",
        "has 6 cells",
    ),
    "typing into a heading": (
        swap("tutorial.toml", 'target = "code"', 'target = "heading"'),
        "tutorial.toml",
        'target = "heading"',
        "Nobody can type",
    ),
    "a message without words": (
        swap("tutorial.toml", 'message = "sms"', 'message = "mail"'),
        "tutorial.toml",
        'message = "mail"',
        "has no text",
    ),
    "a box without a label": (
        lambda folder: (folder / "tutorial.toml").write_text(
            (folder / "tutorial.toml")
            .read_text(encoding="utf-8")
            .replace('[labels.shop]\nen = "Shop"\nru = "Магазин"\n', ""),
            encoding="utf-8",
        ),
        "screens.toml",
        '"icons app shop"',
        "has no label",
    ),
    "a label without a box": (
        swap("screens.toml", '"title heading",', '"lines 2",'),
        "tutorial.toml",
        "[labels.heading]",
        "No screen has a box",
    ),
    "a label not in the app's language": (
        swap("tutorial.toml", 'ru = "Магазин"\n', ""),
        "tutorial.toml",
        "[labels.shop]",
        "lacks the app's language",
    ),
    "a label in a language that the app lacks": (
        swap("tutorial.toml", 'ru = "Магазин"', 'ru = "Магазин"\nfi = "Kauppa"'),
        "tutorial.toml",
        'fi = "Kauppa"',
        "does not speak",
    ),
    "a part that the kit lacks": (
        swap("screens.toml", "title heading", "headline heading"),
        "screens.toml",
        "headline heading",
        "no part “headline”",
    ),
    "a part without its box": (
        swap("screens.toml", "title heading", "title"),
        "screens.toml",
        '"title"',
        "ids of boxes",
    ),
    "a part without its number": (
        swap("screens.toml", "lines 3", "lines few"),
        "screens.toml",
        "lines few",
        "whole number",
    ),
    "a keyboard of neither kind": (
        swap("screens.toml", "keyboard digits", "keyboard"),
        "screens.toml",
        '"keyboard"',
        "Write “keyboard digits”",
    ),
    "an id that is no id": (
        swap("screens.toml", "title heading", "title Heading!"),
        "screens.toml",
        "title Heading!",
        "small Latin letters",
    ),
    "one id for two boxes": (
        swap("screens.toml", '"lines 3"', '"row app"'),
        "screens.toml",
        "app",
        "Two boxes",
    ),
    "a screen higher than the phone": (
        swap("screens.toml", "icons app shop", SEVENTH),
        "screens.toml",
        "parts",
        "The parts need",
    ),
    "a screen without parts": (
        swap("screens.toml", '"icons app shop",\n  "lines 3",\n', ""),
        "screens.toml",
        "parts",
        "has no parts",
    ),
    "a device that nobody sells": (
        swap("screens.toml", '"phone"', '"watch"'),
        "screens.toml",
        "device",
        "is no device",
    ),
    "a colour that the kit lacks": (
        swap("screens.toml", '"teal"', '"gold"'),
        "screens.toml",
        "accent",
        "is no accent",
    ),
    "a drawing with text in it": (
        write("screens/page.svg", DRAWN.format("<text>x</text>")),
        "screens/page.svg",
        "<text>",
        "may not hold",
    ),
    "a drawing that nobody shows": (
        write("screens/page.svg", DRAWN.format("")),
        "screens/page.svg",
        None,
        "No step shows",
    ),
    "a target too small for a finger": (
        both(
            write("screens/page.svg", DRAWN.format('<rect id="app" x="9" y="9" width="20" height="20"/>')),
            swap("tutorial.toml", 'screen = "home"', 'screen = "page"'),
        ),
        "screens/page.svg",
        'id="app"',
        "too small",
    ),
    "text in the wrong language": (
        write("kk.toml", language_file("ru")),
        "kk.toml",
        "[steps.open-app]",
        "does not look like",
    ),
    "an English text called Finnish": (
        write("fi.toml", language_file("en")),
        "fi.toml",
        "[steps.open-app]",
        "does not look like",
    ),
    "an outdated translation": (
        swap("tutorial.toml", "version = 1", "version = 2"),
        "kk.toml",
        "version",
        "written for version",
    ),
    "a title that no large print holds": (
        swap("en.toml", 'title = "', 'title = "' + "long " * 12),
        "en.toml",
        "long long",
        "Shorten it",
    ),
    "decomposed letters": (swap("vi.toml", 'body = "', 'body = "e\u0323\u0302 '), "vi.toml", None, "NFC"),
    "a step in the wrong language": (
        both(
            swap("vi.toml", "Nhập mã trong tin nhắn", "Type the code"),
            swap(
                "vi.toml",
                "Bạn tự nhập mã trong tin nhắn. Mã có sáu chữ số",
                "Type it yourself, it is the one",
            ),
            swap("vi.toml", "Không nói mã cho ai.", "Tell it to nobody."),
        ),
        "vi.toml",
        "[steps.type-code]",
        "does not look like",
    ),
    "a letter that our font lacks": (
        swap("en.toml", "then go on", "then → go on"),
        "en.toml",
        "→",
        "Our font has no",
    ),
    "another number in one language": (
        swap("fi.toml", ": 000000", ": 00000"),
        "fi.toml",
        "00000",
        "The numbers of",
    ),
    "another address in one language": (
        swap("fi.toml", "Mene pankin", "Avaa bank.fi. Mene pankin"),
        "fi.toml",
        "bank.fi",
        "The addresses of",
    ),
    "a label that one language does not name": (
        swap("ru.toml", "«Мессенджер»", "с сообщениями"),
        "ru.toml",
        "с сообщениями",
        "name the label",
    ),
    "a label that its box does not hold": (
        swap(
            "tutorial.toml",
            'en = "Shop"',
            'en = "A shop for all who want everything at once, and at the lowest price"',
        ),
        "tutorial.toml",
        "A shop for all",
        "fit its box",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_walkthrough_is_named_with_its_file_its_line_and_what_to_do(name: str, own: Path) -> None:
    spoil, file, line, words = FAULTS[name]
    spoil(own)
    found = [problem for problem in check(own, TODAY) if words in str(problem)]
    assert found, [str(problem) for problem in check(own, TODAY)]
    assert found[0].path == own / file
    if line is None:
        assert found[0].line == 0
    else:
        assert line in (own / file).read_text(encoding="utf-8").splitlines()[found[0].line - 1]
