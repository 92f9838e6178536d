"""Nothing that names a person gets into a note, what a desk writes every day does; codes and PINs hold."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.errors import KioskError
from kiosk.privacy import (
    Kind,
    guard,
    hash_pin,
    is_wrong_code,
    new_return_code,
    normalise_return_code,
    numbers,
    retry_delay,
    verify_pin,
)
from kiosk.privacy.codes import ALPHABET
from kiosk.privacy.personal_data import MESSAGES


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.IIN, "ИИН 900101300017"),
        (Kind.IIN, "900101 300017"),
        (Kind.IIN, "90.01.01-300/017"),
        (Kind.IIN, "9OOlOl3OOOl7"),
        (Kind.IIN, "９００１０１３０００１７"),
        (Kind.IIN, "٩٠٠١٠١٣٠٠٠١٧"),
        (Kind.IIN, "9 0 О І 0 1 3 0 0 0 1 7"),
        (Kind.IIN, "900101\u200b300017"),
        (Kind.IIN, "900101\u00a0300017, пришла сама"),
        (Kind.CCCD, "CCCD 001 099 012 345"),
        (Kind.CCCD, "079203012345"),
        (Kind.CMND, "CMND 012345678"),
        (Kind.CMND, "cmnd số 012 345 678"),
        (Kind.HETU, "131052-308T"),
        (Kind.HETU, "131052A308T"),
        (Kind.HETU, "131052+308T"),
        (Kind.HETU, "131052Y308T"),
        (Kind.HETU, "13 10 52 – 308 t"),
        (Kind.HETU, "hetu 131052а308Т"),
        (Kind.HETU, "131052F308T"),
        (Kind.HETU, "13lO52-3O8T"),
        (Kind.PHONE, "+7 701 234 56 78"),
        (Kind.PHONE, "8 (701) 234-56-78"),
        (Kind.PHONE, "тел.87012345678"),
        (Kind.PHONE, "тел87012345678"),
        (Kind.PHONE, "7012345678"),
        (Kind.PHONE, "8-7Ol-234-56-78"),
        (Kind.PHONE, "+84 912 345 678"),
        (Kind.PHONE, "0912.345.678"),
        (Kind.PHONE, "0084 912345678"),
        (Kind.PHONE, "040 123 4567"),
        (Kind.PHONE, "050-12345"),
        (Kind.PHONE, "+358 (0)40 1234567"),
        (Kind.PHONE, "+358 40 1234567"),
        (Kind.PHONE, "+44 20 7946 0958"),
        (Kind.PHONE, "22.11.2026 8 701 234 56 78"),
        (Kind.EMAIL, "ivan.petrov@mail.ru"),
        (Kind.EMAIL, "Ivan＠Mail.Ru"),
        (Kind.EMAIL, "ivan (at) mail.ru"),
        (Kind.EMAIL, "ivan @ mail . kz"),
        (Kind.EMAIL, "лиза@почта.рф"),
        (Kind.CARD, "4111 1111 1111 1111"),
        (Kind.CARD, "карта 5500-0000-0000-0004"),
        (Kind.CARD, "4111 1111 1111 1111, 12/28"),
        (Kind.IBAN, "FI21 1234 5600 0007 85"),
        (Kind.IBAN, "kz86125kzt5004100100"),
        (Kind.IBAN, "счёт KZ86-125K-ZT50-0410-0100"),
        (Kind.DIGITS, "полис 555123499"),
        (Kind.DIGITS, "9 0000 0000 0"),
        (Kind.DIGITS, "１２０ ４５６ ７８９ ９９"),
    ],
)
def test_what_names_a_person_is_found_by_its_kind(kind: Kind, text: str) -> None:
    found = guard(text)
    assert found is not None
    assert found.kind == kind
    assert found.message == MESSAGES[kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "пришла с внуком, всё получилось",
        "Bà cụ tự đăng ký được VNeID",
        "позвонить 1414",
        "hotline 1900 0368, phím 4",
        "1900 9068",
        "0295 000, Mon-Fri 8-21",
        "0295 000 8-21",
        "0295 419 600",
        "116 006",
        "112, 102, 9999",
        "18001096 / 1800 9000",
        "1414 / 1900 0368",
        "8 800 080 7777",
        "7111, 156, 5656",
        "196 600 тенге",
        "150 000 000 đồng",
        "150000000 đồng",
        "1 262,5",
        "1 262,50 €",
        "пенсия 196 600,75 тг за 3 месяца",
        "22.11.2026",
        "2026-11-22",
        "22/11/2026 10:30",
        "05 03 2026",
        "22.11.2026 - 25.11.2026",
        "22.11.2026–25.11.2026",
        "22.11.26, 23.11.26",
        "22.11.2026 1414",
        "10:30-12:45",
        "талон A-128",
        "талон А-128, окно 12",
        "7KA-29P-X3M",
        "at 8 I called 1414",
        "8 o'clock, I said",
        "код 12345678 устарел",
        "@egov",
        "встреча в 10 @ библиотека",
        "KZ 12 января",
    ],
)
def test_what_a_desk_writes_every_day_passes(text: str) -> None:
    assert guard(text) is None


def test_every_kind_has_a_message_of_its_own() -> None:
    assert set(MESSAGES) == set(Kind)
    assert len(set(MESSAGES.values())) == len(Kind)


def test_a_finding_does_not_hold_what_was_found() -> None:
    assert "9001" not in repr(guard("900101300017"))


_SEPARATORS = ["", " ", "\u00a0", "\u2009", "-", "–", "‑", ".", "/", " - ", "\u200d"]
_SCRIPTS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]
#: Such a letter is read as a word of its own, unless a check digit or a phone's shape says otherwise.
_LONE_LOOK_ALIKE = re.compile(r"(?<!\w)[Оl](?!\w)")
_FAR_DATES = re.compile(r"(?:\d\D?){2}(?:\d\D?){2}(?:19|20)")


@st.composite
def disguised(draw: st.DrawFn, plain: st.SearchStrategy[str]) -> str:
    """Write a number as people do: grouped in some way, in some script's digits, with some look-alikes."""
    digits = draw(plain)
    size, separator = draw(st.integers(1, 6)), draw(st.sampled_from(_SEPARATORS))
    groups = [digits[i : i + size] for i in range(0, len(digits), size)]
    text = separator.join(groups)
    script = draw(st.sampled_from(_SCRIPTS))
    text = "".join(script[int(c)] if c in "0123456789" else c for c in text)
    if size > 1 and draw(st.booleans()):
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + {script[0]: "О", script[1]: "l"}.get(text[at], text[at]) + text[at + 1 :]
    return f"{draw(st.sampled_from(['', 'ИИН ', 'это: ', 'số ', '(']))}{text}"


def _iin(parts: tuple[int, int, int, int, int]) -> str:
    year, month, day, century, serial = parts
    body = f"{year:02}{month:02}{day:02}{century}{serial:04}"
    return next((body + check for check in "0123456789" if numbers.is_iin(body + check)), "")


iins = st.tuples(
    st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(0, 6), st.integers(0, 9999)
).map(_iin)


def _with_luhn(body: str) -> str:
    return next(body + check for check in "0123456789" if numbers.is_card(body + check))


cards = st.from_regex(r"[2-6][0-9]{11,17}", fullmatch=True).map(_with_luhn)
phones = st.one_of(
    st.from_regex(r"[78]7[0-9]{9}", fullmatch=True),
    st.from_regex(r"0([3579][0-9]|8[1-9])[0-9]{7}", fullmatch=True),
    st.from_regex(r"0(4[0-9]|50)[0-9]{7}", fullmatch=True),
)


@given(disguised(iins.filter(bool)))
def test_an_iin_is_found_in_any_spacing_script_and_look_alike(text: str) -> None:
    found = guard(text)
    assert found is not None
    assert found.kind == Kind.IIN


@given(disguised(phones))
def test_a_phone_number_is_found_in_any_spacing_script_and_look_alike(text: str) -> None:
    assert guard(text) is not None


@given(disguised(cards))
def test_a_card_is_found_in_any_spacing_script_and_look_alike(text: str) -> None:
    assert guard(text) is not None


@given(disguised(st.from_regex(r"[0-9]{9,24}", fullmatch=True)))
def test_any_long_number_is_found(text: str) -> None:
    assume(not _LONE_LOOK_ALIKE.search(text))
    plain = re.sub(r"\D", "", text.translate(str.maketrans("Оl", "01")))
    digits = "".join(str(int(digit)) for digit in plain)
    assume(not _FAR_DATES.match(digits) and not digits.startswith(("1800", "1900", "0800", "029", "8800")))
    assert guard(text) is not None


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Nd", "Nl", "No", "So"], exclude_characters="@"),
        max_size=140,
    )
)
def test_words_without_numbers_pass(text: str) -> None:
    assume("at)" not in text.lower() and "at]" not in text.lower())
    assert guard(text) is None


@given(st.text(max_size=140))
def test_the_guard_takes_any_text(text: str) -> None:
    guard(text)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"]),
    st.sampled_from(["", " 1414", ", A-128"]),
)
def test_every_date_of_our_time_passes(day: date, form: str, more: str) -> None:
    assert guard(f"приём {day.strftime(form)}{more}") is None


codes = st.integers().map(lambda seed: new_return_code(random.Random(seed)))


@given(codes)
def test_a_return_code_is_read_as_printed_and_passes_the_guard(code: str) -> None:
    assert normalise_return_code(code) == code
    assert re.fullmatch(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}", code)
    assert guard(f"карта {code}") is None


_CYRILLIC = str.maketrans("ABCEKMPX", "АВСЕКМРХ")
_RUSSIAN_LAYOUT = str.maketrans("ABCEKMPX", "ФИСУЛЬЗЧ")
_KAZAKH_DIGITS = str.maketrans("23456789", "әіңғ,.үұ")


@given(codes, st.booleans(), st.sampled_from(["", " ", "–"]))
def test_a_code_is_accepted_from_every_keyboard(code: str, lower: bool, separator: str) -> None:
    typed = [code, code.translate(_CYRILLIC), code.translate(_RUSSIAN_LAYOUT)]
    typed.append(code.translate(_RUSSIAN_LAYOUT).translate(_KAZAKH_DIGITS))
    for text in typed:
        grouped = text.replace("-", separator)
        assert normalise_return_code(grouped.lower() if lower else grouped) == code


def _is_code(text: str) -> bool:
    try:
        normalise_return_code(text)
    except KioskError:
        return False
    return True


@given(codes, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_every_single_mistyped_character_is_noticed(code: str, at: int, wrong: str) -> None:
    plain = code.replace("-", "")
    assume(plain[at] != wrong)
    assert not _is_code(plain[:at] + wrong + plain[at + 1 :])


@given(codes, st.integers(0, 7))
def test_swapped_neighbours_are_noticed_but_for_one_pair(code: str, at: int) -> None:
    plain = code.replace("-", "")
    pair = plain[at : at + 2]
    assume(pair[0] != pair[1] and set(pair) != {ALPHABET[0], ALPHABET[-1]})
    assert not _is_code(plain[:at] + pair[::-1] + plain[at + 2 :])


@pytest.mark.parametrize("text", ["", "7KA-29P", "7KA-29P-X3M-2", "0OI-1LQ-WWW", "приём", "７"])
def test_what_is_no_code_is_refused(text: str) -> None:
    assert not _is_code(text)


def test_codes_of_many_cards_differ() -> None:
    draw = random.Random(7)
    assert len({new_return_code(draw) for _ in range(2000)}) == 2000


def test_a_pin_is_kept_as_a_salted_hash_that_only_it_opens() -> None:
    kept = hash_pin("314159")
    assert "314159" not in kept
    assert kept.startswith("scrypt$14$8$1$")
    assert kept != hash_pin("314159")
    assert verify_pin("314159", kept)
    assert verify_pin(" ٣١٤١٥٩", kept)
    assert not verify_pin("314158", kept)
    assert not verify_pin("31415", kept)


@pytest.mark.parametrize("kept", ["", "scrypt$14$8$1$AA==", "md5$14$8$1$AA==$AA==", "scrypt$x$8$1$AA==$AA=="])
def test_a_broken_hash_opens_nothing(kept: str) -> None:
    assert not verify_pin("314159", kept)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "      "])
def test_a_pin_has_six_digits(pin: str) -> None:
    with pytest.raises(KioskError, match="six digits"):
        hash_pin(pin)


def test_the_delay_grows_to_five_minutes_and_no_further() -> None:
    assert [retry_delay(failures) for failures in (0, 2, 3, 4, 8, 9, 1000)] == [0, 0, 5, 10, 160, 300, 300]


@pytest.mark.parametrize("dash", ["-", "–", " ", "", "Ө", "ө"])
def test_a_code_is_read_whatever_its_dashes_become(dash: str) -> None:
    """On the Kazakh layout the key of the dash gives a letter."""
    code = new_return_code(random.Random(3))
    assert normalise_return_code(code.replace("-", dash)) == code


@pytest.mark.parametrize(("keys", "typed"), [("AX", "ã"), ("EX", "Ẽ"), ("AA", "â"), ("EE", "ê")])
def test_a_code_typed_through_vietnamese_telex_is_read(keys: str, typed: str) -> None:
    """Telex makes one letter of two keys: whoever types AX on such a keyboard sends ã."""
    drawn = random.Random(11)
    code = next(c for c in iter(lambda: new_return_code(drawn), "") if keys in c.replace("-", ""))
    assert normalise_return_code(code.replace("-", "").replace(keys, typed, 1)) == code


def test_a_code_is_called_wrong_only_when_it_can_no_longer_become_right() -> None:
    code = new_return_code(random.Random(5))
    assert not any(is_wrong_code(code[:length]) for length in range(len(code) + 1))
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert is_wrong_code(wrong)
    assert is_wrong_code(code + "7")
    assert is_wrong_code("7K?")
