"""Keys and signed documents: who can be believed, and what never shows."""

from __future__ import annotations

import json
import logging
import os
import pickle
import shutil
import stat
import subprocess
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import KeyProblem
from kiosk.keys import (
    Card,
    CardStep,
    Context,
    Enrolment,
    EpochReceipt,
    KioskKeys,
    ManagerKeys,
    NewerVersion,
    Receipt,
    Roster,
    RosterPlace,
    RosterVolunteer,
    SigningKey,
    canonical,
    compare,
    decoded,
    digits,
    fingerprint,
    from_paper,
    joining_digits,
    key_id,
    open_sealed,
    paper_form,
    parse,
    read_card,
    read_document,
    read_enrolment,
    read_receipt,
    read_roster,
    seal,
    sign_document,
    verify,
)
from kiosk.visits import Place
from tests.programmes import KIOSK, PROGRAMME, Shop

SHOP = Shop()
PASSPHRASE = "төрт сөз бір құпия"
WHEN = "2026-11-22T08:15:00Z"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ManagerKeys, str]:
    """Make one manager's key file for all tests: opening one takes a second by intent."""
    folder = tmp_path_factory.mktemp("office") / "keys"
    keys, paper = ManagerKeys.create(folder, PASSPHRASE)
    return folder, keys, paper


# Canonical JSON

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=4))
def test_equal_members_give_equal_bytes_in_whatever_order_they_were_written(members: dict[str, Any]) -> None:
    try:
        data = canonical(members)
    except KeyProblem:
        return  # nested too deeply
    assert parse(data) == members
    assert canonical(dict(reversed(members.items()))) == data
    assert canonical(parse(data)) == data


def test_members_are_sorted_as_rfc_8785_sorts_them() -> None:
    # U+10000 is a surrogate pair in UTF-16 and so comes before U+FB33, against the order of code points.
    assert canonical({"\ufb33": 1, "\U00010000": 2, "€": 3, "\r": 4, "1": 5}) == (
        '{"\\r":4,"1":5,"€":3,"\U00010000":2,"\ufb33":1}'.encode()
    )


@pytest.mark.parametrize("value", [1.5, 2**53, {"a": {1: 2}}, b"bytes", "\ud800", float("nan"), {1, 2}])
def test_what_has_no_canonical_form_is_not_written(value: object) -> None:
    with pytest.raises(KeyProblem):
        canonical({"value": value})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":99999999999999999999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\ud800"}',
        b"\xef\xbb\xbf{}",
        b'{"a":"\xff"}',
        b"{} {}",
        b'{"a":' * 20 + b"1" + b"}" * 20,
        b'{"a":' + b"[" * 100_000,
    ],
)
def test_json_that_two_readers_could_read_differently_is_refused(data: bytes) -> None:
    with pytest.raises(KeyProblem):
        parse(data)


def test_a_flood_of_json_is_refused_before_it_is_read() -> None:
    with pytest.raises(KeyProblem):
        parse(b'{"a":"' + b"x" * 100 + b'"}', limit=100)


# Signatures


@pytest.mark.parametrize("other", [context for context in Context if context is not Context.RECEIPT])
def test_what_was_signed_as_a_receipt_never_passes_as_something_else(other: Context) -> None:
    signature = SHOP.kiosk.sign(Context.RECEIPT, b"data")
    verify(Context.RECEIPT, b"data", signature, SHOP.kiosk.signing_key)
    with pytest.raises(KeyProblem):
        verify(other, b"data", signature, SHOP.kiosk.signing_key)


@pytest.mark.parametrize("key", ["", "AAAA", "not base64!", "AA==\n", "A" * 43 + "="])
def test_an_unusable_key_verifies_nothing(key: str) -> None:
    with pytest.raises(KeyProblem):
        verify(Context.CARD, b"data", bytes(64), key)


def test_a_document_counts_only_when_its_trusted_signer_signed_every_byte_of_it() -> None:
    data = sign_document(Context.CARD, {"programme": "p-1", "unknown": [1, None]}, SHOP.manager.signer)
    assert read_document(Context.CARD, data, SHOP.manager.signing_key)[0] == {
        "programme": "p-1",
        "unknown": [1, None],
    }
    forged = sign_document(Context.CARD, {"programme": "p-1"}, SHOP.stranger.signer)
    changed = data.replace(b"p-1", b"p-2")
    swapped = canonical({**parse(data), "key": SHOP.stranger.signing_key})
    for refused in (forged, changed, swapped, b"{}", b'{"signed":{},"key":1,"signature":2}'):
        with pytest.raises(KeyProblem):
            read_document(Context.CARD, refused, SHOP.manager.signing_key)


def test_a_person_may_indent_a_document_without_breaking_it() -> None:
    data = sign_document(Context.CARD, {"b": 1, "a": 2}, SHOP.manager.signer)
    pretty = json.dumps(json.loads(data), indent=4).encode()
    assert read_document(Context.CARD, pretty) == read_document(Context.CARD, data)


def test_digits_are_six_groups_of_five_and_depend_on_every_part() -> None:
    groups = digits(b"a", b"bc")
    assert [len(group) for group in groups] == [5] * 6
    assert "".join(groups).isdecimal()
    assert digits(b"a", b"bc") == groups
    assert digits(b"ab", b"c") != groups
    assert digits(b"a", b"bc", b"") != groups


# Sealing


def test_any_one_of_two_managers_opens_and_nobody_else() -> None:
    sealed = seal(b"data", SHOP.recipients)
    assert SHOP.manager.open(sealed) == SHOP.second.open(sealed) == b"data"
    assert open_sealed(sealed, [SHOP.stranger, SHOP.second]) == b"data"
    for openers in ([SHOP.stranger], []):
        with pytest.raises(KeyProblem):
            open_sealed(sealed, openers)
    for cut in range(0, len(sealed), 7):
        with pytest.raises(KeyProblem):
            SHOP.manager.open(sealed[:cut])


# A kiosk's keys


def test_a_kiosk_finds_its_keys_again_and_never_overwrites_them(tmp_path: Path) -> None:
    made = KioskKeys.ensure(tmp_path / "keys")
    found = KioskKeys.ensure(tmp_path / "keys")
    assert (found.signing_key, found.sealing_key, found.key_id) == (
        made.signing_key,
        made.sealing_key,
        made.key_id,
    )
    assert made.key_id == key_id(made.signing_key)
    assert len(made.key_id) == 16
    with pytest.raises(KeyProblem, match="already"):
        KioskKeys.create(tmp_path / "keys")


def test_a_power_cut_between_the_two_key_files_leaves_a_kiosk_that_can_still_join(tmp_path: Path) -> None:
    KioskKeys.create(tmp_path)
    (tmp_path / "signing.pem").unlink()
    keys = KioskKeys.ensure(tmp_path)
    assert KioskKeys.load(tmp_path).sealing_key == keys.sealing_key


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_only_this_user_reads_the_key_files(tmp_path: Path, office: tuple[Path, ManagerKeys, str]) -> None:
    KioskKeys.create(tmp_path / "keys")
    for folder in (tmp_path / "keys", office[0]):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_age_program_opens_with_a_kiosks_key_file(tmp_path: Path) -> None:
    if shutil.which("age") is None:
        pytest.skip("age is not installed")
    keys = KioskKeys.create(tmp_path)
    command = ["age", "-d", "-i", str(tmp_path / "sealing.txt")]
    opened = subprocess.run(
        command, input=seal(b"roster", [keys.sealing_key]), check=True, capture_output=True
    )
    assert opened.stdout == b"roster"


def _secrets(keys: KioskKeys | ManagerKeys) -> list[str]:
    seed = keys.signer.seed()
    sealing = next(line for line in keys.sealing_file().splitlines() if line.startswith("AGE-SECRET-KEY-"))
    return [seed.hex(), repr(seed), sealing, sealing[16:], json.dumps(list(seed))]


def _everything_said(problem: BaseException) -> str:
    """Return all that an error, and each error behind it, could ever show in a log."""
    said, behind = "".join(traceback.format_exception(problem)), problem.__context__
    while behind is not None:
        said += repr(behind) + str(vars(behind)) + str(behind.args)
        behind = behind.__context__
    return said + repr(problem) + str(vars(problem))


def test_private_keys_show_in_no_repr_and_no_pickle() -> None:
    for keys in (SHOP.kiosk, SHOP.manager):
        shown = "".join([repr(keys), str(keys), repr(keys.signer), repr(vars(keys)), f"{keys}"])
        assert not any(secret in shown for secret in _secrets(keys))
        with pytest.raises(TypeError):
            pickle.dumps(keys)
        with pytest.raises(TypeError):
            pickle.dumps(keys.signer)


@pytest.mark.parametrize("name", ["signing.pem", "sealing.txt"])
@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-12], lambda data: data[:-40] + b"?" + data[-39:], lambda _: b""]
)
def test_a_spoiled_key_file_is_named_and_never_quoted(
    tmp_path: Path, name: str, spoil: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keys = KioskKeys.create(tmp_path)
    path = tmp_path / name
    original = path.read_bytes()
    path.write_bytes(spoil(original))
    with pytest.raises(KeyProblem, match=name) as problem:
        KioskKeys.load(tmp_path)
    said = _everything_said(problem.value) + caplog.text
    longest = max(original.decode().split("\n"), key=len)
    assert not any(secret in said for secret in [*_secrets(keys), longest, longest[20:40]])


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match=r"signing\.pem"):
        KioskKeys.load(tmp_path)


# A manager's keys


def test_a_manager_opens_the_keys_with_the_passphrase_however_it_was_typed(
    office: tuple[Path, ManagerKeys, str],
) -> None:
    import unicodedata

    folder, made, _paper = office
    found = ManagerKeys.load(folder, unicodedata.normalize("NFD", PASSPHRASE))
    assert (found.signing_key, found.sealing_key) == (made.signing_key, made.sealing_key)
    assert found.next_fingerprint == made.next_fingerprint
    with pytest.raises(KeyProblem, match="already"):
        ManagerKeys.create(folder, PASSPHRASE)


def test_a_wrong_passphrase_opens_nothing_and_the_file_shows_nothing(
    office: tuple[Path, ManagerKeys, str],
) -> None:
    folder, made, paper = office
    with pytest.raises(KeyProblem, match="passphrase") as problem:
        ManagerKeys.load(folder, "another passphrase")
    said = _everything_said(problem.value)
    held = (folder / "manager.age").read_bytes()
    assert held.startswith(b"age-encryption.org/v1\n-> scrypt ")
    for secret in [*_secrets(made), paper, PASSPHRASE]:
        assert secret not in said
        assert secret.encode() not in held


def test_a_short_passphrase_and_a_missing_file_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="8 characters"):
        ManagerKeys.create(tmp_path, "1234567")
    with pytest.raises(KeyProblem, match=r"manager\.age"):
        ManagerKeys.load(tmp_path, PASSPHRASE)


def test_the_next_signing_key_comes_back_from_paper_and_only_that_one() -> None:
    typed = SHOP.paper.lower().replace(" ", "-").replace("o", "0").replace("i", "1").replace("b", "8")
    successor, paper = SHOP.manager.succeeded_by(typed)
    assert fingerprint(successor.signing_key) == SHOP.manager.next_fingerprint
    assert successor.sealing_key == SHOP.manager.sealing_key
    with pytest.raises(KeyProblem, match="announced"):
        SHOP.manager.succeeded_by(paper)
    with pytest.raises(KeyProblem, match="paper") as problem:
        SHOP.manager.succeeded_by(SHOP.paper[:-1] + ("A" if SHOP.paper[-1] != "A" else "C"))
    assert SHOP.paper[:20] not in _everything_said(problem.value)


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.data())
def test_one_wrong_letter_on_paper_is_always_noticed(secret: bytes, data: st.DataObject) -> None:
    paper = paper_form(secret)
    assert from_paper(paper) == secret
    at = data.draw(st.integers(0, len(paper) - 1).filter(lambda index: paper[index] != " "))
    letter = data.draw(
        st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda letter: letter != paper[at])
    )
    with pytest.raises(KeyProblem):
        from_paper(paper[:at] + letter + paper[at + 1 :])


# The card


def test_a_card_comes_back_as_it_was_signed_and_shows_three_groups() -> None:
    card = SHOP.card(asks={"gender": True}, probe={"url": "https://example.org/ok", "token": "x"})
    data = card.signed(SHOP.manager)
    assert read_card(data) == card
    assert data.decode().isprintable() or "\n" in data.decode()
    assert len(card.digits()) == 3


def test_a_card_of_a_later_minor_version_is_read_and_of_a_later_major_one_named() -> None:
    members = parse(SHOP.card().signed(SHOP.manager))["signed"]
    members["format"]["minor"], members["weather"] = 9, "sun"
    assert read_card(sign_document(Context.CARD, members, SHOP.manager.signer)).programme == PROGRAMME
    members["format"]["major"] = 2
    with pytest.raises(NewerVersion):
        read_card(sign_document(Context.CARD, members, SHOP.manager.signer))


@pytest.mark.parametrize(
    "change",
    [
        {"programme": "../p"},
        {"programme": ""},
        {"version": 0},
        {"version": True},
        {"recipients": []},
        {"recipients": ["age1nokey"]},
        {"recipients": "age1"},
        {"name": None},
        {"next_signing_fingerprint": "x"},
        {"codebook": []},
        {"format": {"name": "one-stop-kiosk-roster", "major": 1, "minor": 0}},
        {"signing_key": KioskKeys.generate().signing_key},
    ],
)
def test_a_card_that_makes_no_sense_is_refused_though_it_is_signed(change: dict[str, object]) -> None:
    members = {**parse(SHOP.card().signed(SHOP.manager))["signed"], **change}
    with pytest.raises(KeyProblem):
        read_card(sign_document(Context.CARD, members, SHOP.manager.signer))


def test_a_card_without_a_sealing_key_is_not_written() -> None:
    with pytest.raises(KeyProblem):
        replace(SHOP.card(), recipients=()).signed(SHOP.manager)


def _successor_card(**changes: object) -> Card:
    successor, _paper = SHOP.manager.succeeded_by(SHOP.paper)
    return read_card(SHOP.card(**changes).signed(successor))


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (SHOP.card(), CardStep.SAME),
        (SHOP.card(version=4), CardStep.NEWER),
        (SHOP.card(version=2), CardStep.OLDER),
        (SHOP.card(programme="p-south", version=4), CardStep.OTHER_PROGRAMME),
        (SHOP.card(signing_key=SHOP.stranger.signing_key, version=4), CardStep.UNKNOWN_SIGNER),
        (_successor_card(version=4), CardStep.NEWER),
        (_successor_card(version=2), CardStep.OLDER),
    ],
)
def test_a_kiosk_takes_only_newer_cards_of_its_own_programmes_signer(found: Card, step: CardStep) -> None:
    current = SHOP.card(version=3)
    if step is CardStep.SAME:
        found = replace(found, version=3)
    assert compare(current, found) is step


# Joining, roster, receipt


def test_a_request_to_join_hides_the_sites_name_and_its_length() -> None:
    requests = [
        Enrolment.request(SHOP.card(), KIOSK, SHOP.kiosk, name, WHEN) for name in ("Булаево", "Ұзынкөл ауылы")
    ]
    # age adds some random bytes of its own, so only what is sealed can be compared.
    assert len({len(SHOP.manager.open(decoded(request.site))) for request in requests}) == 1
    written = [request.signed(SHOP.kiosk) for request in requests]
    assert "Булаево".encode() not in written[0]
    found = read_enrolment(written[0])
    assert found == requests[0]
    assert found.site_name(SHOP.second) == "Булаево"
    with pytest.raises(KeyProblem):
        found.site_name(SHOP.stranger)
    with pytest.raises(KeyProblem):
        replace(found, kiosk="k-another222").site_name(SHOP.manager)


def test_both_sides_show_the_same_digits_and_a_swapped_key_shows_others() -> None:
    card, keys = SHOP.card(), SHOP.kiosk
    request = read_enrolment(Enrolment.request(card, KIOSK, keys, "Булаево", WHEN).signed(keys))
    shown = joining_digits(card.programme, card.signing_key, KIOSK, keys.signing_key, keys.sealing_key)
    assert request.digits() == shown
    assert shown[:3] == card.digits()
    swapped = replace(request, sealing_key=SHOP.stranger.sealing_key)
    assert swapped.digits()[:3] == shown[:3]
    assert set(swapped.digits()[3:]).isdisjoint(shown[3:])


def test_a_request_in_another_kiosks_name_needs_that_kiosks_key() -> None:
    request = Enrolment.request(SHOP.card(), KIOSK, SHOP.kiosk, "Булаево", WHEN)
    for forged in (
        request.signed(SHOP.stranger),
        replace(request, sealing_key="age1nokey").signed(SHOP.kiosk),
        replace(request, kiosk="../../k").signed(SHOP.kiosk),
        replace(request, card_key="AA==").signed(SHOP.kiosk),
    ):
        with pytest.raises(KeyProblem):
            read_enrolment(forged)


def test_a_roster_is_for_one_kiosk_and_from_its_manager() -> None:
    roster = Roster(
        programme=PROGRAMME,
        kiosk=KIOSK,
        version=2,
        site="Булаево",
        places=[Place("kz", "Қазақстан", "country"), Place("bulaevo", "Булаево", "settlement", "kz")],
        volunteers=[RosterVolunteer("A-07"), RosterVolunteer("A-08", "lead", False)],
        settings={"country": "kz"},
    )
    sealed = roster.sealed(SHOP.manager, SHOP.kiosk.sealing_key)
    found = read_roster(sealed, SHOP.kiosk, SHOP.manager.signing_key)
    assert found.places == (
        RosterPlace("kz", "Қазақстан", "country"),
        RosterPlace("bulaevo", "Булаево", "settlement", "kz"),
    )
    assert replace(found, places=roster.places, volunteers=list(found.volunteers)) == roster
    with pytest.raises(KeyProblem):
        read_roster(sealed, SHOP.stranger, SHOP.manager.signing_key)
    with pytest.raises(KeyProblem):
        read_roster(roster.sealed(SHOP.second, SHOP.kiosk.sealing_key), SHOP.kiosk, SHOP.manager.signing_key)


def test_a_receipt_is_believed_from_the_manager_alone() -> None:
    receipt = Receipt(
        programme=PROGRAMME,
        kiosk=KIOSK,
        centre_time=WHEN,
        epochs=(
            EpochReceipt("0123456789abcdef", 40, ((43, 50),), ((41, 41),), "ab" * 32),
            EpochReceipt("e2", 0),
        ),
        wanted=(("0123456789abcdef", 51, 60),),
    )
    data = receipt.signed(SHOP.manager)
    assert read_receipt(data, SHOP.manager.signing_key) == receipt
    for forged in (receipt.signed(SHOP.second), data.replace(b":40", b":99")):
        with pytest.raises(KeyProblem):
            read_receipt(forged, SHOP.manager.signing_key)


def test_a_seed_of_another_length_is_no_key() -> None:
    with pytest.raises(KeyProblem):
        SigningKey.from_seed(b"short")
