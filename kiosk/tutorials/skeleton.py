"""A new walkthrough to begin with: complete but for the facts, so that its check names just those."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from kiosk.config import write_atomically
from kiosk.errors import TutorialError
from kiosk.i18n import N_

#: The languages that a country's apps speak.
APP_LANGUAGES = {
    "kz": ("kk", "ru", "en"),
    "vn": ("vi",),
    "fi": ("fi", "sv", "en"),
    "all": ("kk", "ru", "en", "vi", "fi"),
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BUTTON = {
    "kk": "Бастау",
    "ru": "Начать",
    "en": "Start",
    "vi": "Bắt đầu",
    "fi": "Aloita",
    "sv": "Börja",
}
_TUTORIAL = """\
id = "{id}"
version = 1
country = "{country}"
topic = "phone"
services = ["gen.other"]
audience = "resident"
minutes = 10
app_languages = [{languages}]
reviewed = false
expires = {expires}
address = ""
help_line = ""

# Where the facts come from. One [[sources]] for each; steps name them by their id.
[[sources]]
id = "office"
address = ""
date = ""
confidence = "high"

[[steps]]
id = "start"
screen = "welcome"
target = "start"
sources = ["office"]
needs_local_review = true

[labels.start]
{labels}
needs_local_review = true
"""
_SCREENS = """\
[welcome]
device = "phone"
accent = "blue"
parts = [
  "picture",
  "lines 3",
  "button start",
]
"""
_TEXT = """\
version = 1
title = "{title}"
summary = "{summary}"
keywords = []
bring = []

[steps.start]
title = "{step}"
body = "{body}"
"""
_WORDS = {
    "kk": (
        "Жаңа нұсқаулық",
        "Не үшін керек екенін осында бір сөйлеммен жазыңыз.",
        "«Бастау» батырмасын басыңыз",
        "Телефоныңызда қосымшаны ашып, содан кейін осы батырманы басыңыз.",
    ),
    "ru": (
        "Новая инструкция",
        "Напишите здесь одним предложением, для чего это нужно.",
        "Нажмите «Начать»",
        "Откройте приложение на своём телефоне и нажмите на эту кнопку.",
    ),
    "en": (
        "A new walkthrough",
        "Say here in one sentence what it is good for.",
        "Tap «Start»",
        "Open the app on your own phone and tap this button.",
    ),
    "vi": (
        "Hướng dẫn mới",
        "Hãy viết ở đây một câu: việc này để làm gì.",
        "Chạm vào «Bắt đầu»",
        "Mở ứng dụng trên điện thoại của bạn và chạm vào nút này.",
    ),
    "fi": (
        "Uusi ohje",
        "Kirjoita tähän yhdellä lauseella, mihin tämä on hyvä.",
        "Napauta «Aloita»",
        "Avaa sovellus omassa puhelimessasi ja napauta sitten tätä painiketta.",
    ),
}


def make(place: Path, name: str, country: str, today: date | None = None) -> Path:
    """Write a new walkthrough below `place` and return its folder.

    Raises TutorialError when the name is no id, the country is unknown, or the folder is there already.
    """
    folder, today = place / name, today or date.today()
    if not _ID.fullmatch(name):
        raise TutorialError(N_("An id is small Latin letters, digits and hyphens: “{id}” is not."), id=name)
    if folder.exists():
        raise TutorialError(N_("{path} is there already. Choose another id."), path=folder)
    spoken = APP_LANGUAGES[country]
    files = {
        "tutorial.toml": _TUTORIAL.format(
            id=name,
            country=country,
            languages=", ".join(f'"{code}"' for code in spoken),
            expires=date(today.year + 1, today.month, min(today.day, 28)),
            labels="\n".join(f'{code} = "{_BUTTON[code]}"' for code in spoken),
        ),
        "screens.toml": _SCREENS,
    }
    for code, (title, summary, step, body) in _WORDS.items():
        shown = _BUTTON[code if code in spoken else spoken[0]]
        named = step.replace(_BUTTON[code], shown)
        files[f"{code}.toml"] = _TEXT.format(title=title, summary=summary, step=named, body=body)
    for file, text in files.items():
        write_atomically(folder / file, text.encode(), mode=0o644)
    return folder


def find(name: str, own: Path, shipped: Path) -> Path:
    """Return the folder of a walkthrough: a path, an id of the shop's own, or one that came with the program.

    Raises TutorialError when there is none of this name.
    """
    for folder in (Path(name), own / name, shipped / name):
        if (folder / "tutorial.toml").exists():
            return folder
    raise TutorialError(N_("There is no walkthrough {name}. Their ids: kiosk tutorials list"), name=name)
