"""Sealing, and the keys of kiosks and managers: where they lie, and that they never show."""

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
from pathlib import Path

import pytest

from kiosk.errors import KeyProblem
from kiosk.keys import (
    KioskKeys,
    ManagerKeys,
    fingerprint,
    key_id,
    open_sealed,
    seal,
)
from tests.programmes import Shop

SHOP = Shop()
PASSPHRASE = "төрт сөз бір құпия"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ManagerKeys, str]:
    """Make one manager's key file for all tests: opening one takes a second by intent."""
    folder = tmp_path_factory.mktemp("office") / "keys"
    keys, paper = ManagerKeys.create(folder, PASSPHRASE)
    return folder, keys, paper


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
    with pytest.raises(KeyProblem, match="Line 4") as problem:
        SHOP.manager.succeeded_by(SHOP.paper[:-1] + ("A" if SHOP.paper[-1] != "A" else "C"))
    assert SHOP.paper[:20] not in _everything_said(problem.value)
