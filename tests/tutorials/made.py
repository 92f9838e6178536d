"""A small walkthrough that has everything the format knows, and passes every check: tests spoil it rule by rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

ID = "gen-made"

TUTORIAL = """\
id = "gen-made"
version = 1
country = "all"
topic = "messages"
services = ["gen.messengers"]
audience = "resident"
minutes = 5
app_languages = ["en", "ru"]
reviewed = false
expires = 2027-11-22
address = "example.org"
help_line = ""

[[sources]]
id = "made"
address = "example.org/help"
date = "2026-01"
confidence = "high"

[branch]
after = "open-app"
options = ["codes", "none"]

[[steps]]
id = "open-app"
screen = "home"
target = "app"
wrong = ["shop"]
sources = ["made"]

[[steps]]
id = "type-code"
screen = "sign-in"
target = "code"
do = "type"
value = "000000"
message = "sms"
only = "codes"
sources = ["made"]

[[steps]]
id = "ask-bank"
only = "none"
sources = ["made"]

[[steps]]
id = "read-page"
screen = "sign-in"
target = "heading"
do = "look"
sources = []
needs_local_review = true

[labels.app]
en = "Messenger"
ru = "Мессенджер"

[labels.shop]
en = "Shop"
ru = "Магазин"

[labels.heading]
en = "Sign in"
ru = "Вход"
needs_local_review = true

# invented
[labels.code]
en = "000000"
ru = "000000"

[labels.sms]
en = "Your code: 000000"
ru = "Ваш код: 000000"
needs_local_review = true
"""

SCREENS = """\
[home]
device = "phone"
accent = "blue"
parts = [
  "icons app shop",
  "lines 3",
]

[sign-in]
device = "phone"
accent = "teal"
parts = [
  "title heading",
  "code code",
  "keyboard digits",
]
"""

#: Every language says the same: title, summary, question and options, then title, body and warning of each step.
WORDS: dict[str, tuple[str, ...]] = {
    "kk": (
        "Жаңа мессенджерге кіру",
        "Туыстарыңызға хабарлама жазып, қоңырау шаласыз; бұл тегін әрі қауіпсіз.",
        "Сізде код бар ма?",
        "Менде код бар",
        "Менде код жоқ",
        "Қосымшаны ашыңыз",
        "Бірінші экраннан «Messenger» қосымшасын тауып, оны басыңыз.",
        "Келген кодты теріңіз",
        "Хабарламадағы кодты өзіңіз теріңіз. Ол алты цифрдан тұрады: 000000.",
        "Кодты ешкімге айтпаңыз.",
        "Банктен сұраңыз",
        "Банктің бөлімшесіне барып, кодты қалай алуға болатынын сұраңыз.",
        "Бетті оқып шығыңыз",
        "Экрандағы жазуды асықпай оқып шығыңыз, содан кейін әрі қарай өтіңіз.",
    ),
    "ru": (
        "Вход в новый мессенджер",
        "Вы пишете родным и звоните им; это бесплатно и безопасно.",
        "У вас есть код?",
        "У меня есть код",
        "У меня нет кода",
        "Откройте приложение",
        "Найдите на первом экране приложение «Мессенджер» и нажмите на него.",
        "Введите код из сообщения",
        "Введите код из сообщения сами. В нём шесть цифр: 000000.",
        "Никому не говорите код.",
        "Спросите в банке",
        "Придите в отделение банка и спросите, как получить код.",
        "Прочитайте страницу",
        "Спокойно прочитайте, что написано на экране, и идите дальше.",
    ),
    "en": (
        "Sign in to a new messenger",
        "You write to your family and call them; it is free and safe.",
        "Do you have a code?",
        "I have a code",
        "I have none",
        "Open the app",
        "Find the app «Messenger» on the first screen and tap it.",
        "Type the code from the message",
        "Type the code from the message yourself. It has six digits: 000000.",
        "Tell nobody the code.",
        "Ask at the bank",
        "Go to an office of the bank and ask how to get a code.",
        "Read the page",
        "Read calmly what stands on the screen, then go on.",
    ),
    "vi": (
        "Đăng nhập ứng dụng nhắn tin mới",
        "Bạn nhắn tin và gọi điện cho người thân; miễn phí và an toàn.",
        "Bạn có mã không?",
        "Tôi có mã",
        "Tôi không có mã",
        "Mở ứng dụng",
        "Tìm ứng dụng «Messenger» trên màn hình đầu tiên và chạm vào.",
        "Nhập mã trong tin nhắn",
        "Bạn tự nhập mã trong tin nhắn. Mã có sáu chữ số: 000000.",
        "Không nói mã cho ai.",
        "Hỏi ngân hàng",
        "Đến chi nhánh ngân hàng và hỏi cách nhận mã.",
        "Đọc trang này",
        "Hãy bình tĩnh đọc chữ trên màn hình, rồi đi tiếp.",
    ),
    "fi": (
        "Kirjaudu uuteen viestisovellukseen",
        "Kirjoitat omaisille ja soitat heille; se on ilmaista ja turvallista.",
        "Onko sinulla koodi?",
        "Minulla on koodi",
        "Minulla ei ole koodia",
        "Avaa sovellus",
        "Etsi ensimmäiseltä näytöltä sovellus «Messenger» ja napauta sitä.",
        "Kirjoita viestin koodi",
        "Kirjoita viestin koodi itse. Siinä on kuusi numeroa: 000000.",
        "Älä kerro koodia kenellekään.",
        "Kysy pankista",
        "Mene pankin konttoriin ja kysy, miten koodin saa.",
        "Lue sivu",
        "Lue rauhassa, mitä näytöllä lukee. Jatka sitten.",
    ),
}


def language_file(code: str) -> str:
    """Return one language's text as its file holds it."""
    (
        title,
        summary,
        question,
        codes,
        none,
        open_,
        open_body,
        type_,
        type_body,
        never,
        ask,
        ask_body,
        read,
        page,
    ) = WORDS[code]
    keywords = ", ".join(
        f'"{word}"' for word in [*f"{title} {question} {ask} {open_} {codes}".split(), "sms", "app"][:12]
    )
    return f"""\
version = 1
title = "{title}"
summary = "{summary}"
keywords = [{keywords}]
bring = []

[branch]
question = "{question}"
codes = "{codes}"
none = "{none}"

[steps.open-app]
title = "{open_}"
body = "{open_body}"
hint = "{open_}"

[steps.type-code]
title = "{type_}"
body = "{type_body}"
warning = "{never}"

[steps.ask-bank]
title = "{ask}"
body = "{ask_body}"

[steps.read-page]
title = "{read}"
body = "{page}"
"""


def make(place: Path) -> Path:
    """Write the walkthrough below `place` and return its folder."""
    folder = place / ID
    folder.mkdir(parents=True)
    (folder / "tutorial.toml").write_text(TUTORIAL, encoding="utf-8")
    (folder / "screens.toml").write_text(SCREENS, encoding="utf-8")
    for code in WORDS:
        (folder / f"{code}.toml").write_text(language_file(code), encoding="utf-8")
    return folder


Spoil = Callable[[Path], object]


def swap(name: str, old: str, new: str) -> Spoil:
    """Return a way to spoil a file of the walkthrough; it fails when there is nothing to spoil."""

    def spoil(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """Return a way to spoil several things."""
    return lambda folder: [spoil(folder) for spoil in spoils]


def write(name: str, text: str) -> Spoil:
    """Return a way to write a file anew."""

    def spoil(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return spoil


def drop(name: str) -> Spoil:
    """Return a way to lose a file."""
    return lambda folder: (folder / name).unlink()
