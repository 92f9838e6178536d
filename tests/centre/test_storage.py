"""Where the store is, by the commands that people type: moving, saving, building anew, asking the doctor."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.config import DataFolder, Settings
from tests import passphrases
from tests.centre.deliveries import PASSPHRASE, Deliveries, make
from tests.postgres import GUEST, Server


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Deliveries:
    return make(tmp_path_factory.mktemp("deliveries"))


class Manager:
    """Somebody who types."""

    def __init__(self, data: DataFolder, files: tuple[Path, ...]) -> None:
        self.data = data
        self.files = [str(file) for file in files]

    def type(self, *words: str | Path, expect: int = 0) -> str:
        runner = CliRunner(env={"KIOSK_PASSPHRASE": PASSPHRASE, "KIOSK_DB": "", "LANG": "en_GB.UTF-8"})
        with passphrases.quick():
            result = runner.invoke(main, ["--data", str(self.data.root), *map(str, words)])
        assert result.exit_code == expect, f"{words} {result.output}"
        return result.output

    def consultations(self, *words: str) -> int:
        return int(json.loads(self.type(*words, "report", "summary", "--json"))["consultations"])


@pytest.fixture
def manager(deliveries: Deliveries, tmp_path: Path) -> Manager:
    return Manager(deliveries.office(tmp_path / "office"), deliveries.files)


@pytest.fixture
def address(postgres: Server) -> Iterator[str]:
    with postgres.database() as address:
        yield address


def test_a_centre_grows_out_of_its_file_and_goes_on_on_a_server(manager: Manager, address: str) -> None:
    first, second = manager.files[:3], manager.files[3:7]
    manager.type("import", *first)
    before = manager.consultations()
    assert "read again: equal" in manager.type("centre", "copy", "--to", address)
    assert manager.consultations() == manager.consultations("--db", address) == before
    assert address in manager.type("centre", "use", address)
    manager.type("import", *second, expect=1)  # one of them is an old copy that went on
    assert manager.consultations() > before
    assert manager.consultations("--db", str(manager.data.centre)) == before
    assert "built anew from 6 bundles" in manager.type("centre", "rebuild")
    shutil.rmtree(manager.data.bundles)  # the server has the bytes of what came before it, too
    assert "kept whole" in manager.type("centre", "verify")
    manager.type("centre", "use", "--own")
    assert manager.consultations() == before


def test_a_password_is_kept_in_no_setting(manager: Manager, address: str) -> None:
    told = manager.type("centre", "use", address.replace("kiosk@", f"{GUEST}:sesame@"), expect=1)
    assert "Leave the password out" in told
    assert "sesame" not in told
    assert Settings.load(manager.data.settings).store == ""
    wrong = address.replace("kiosk@", f"{GUEST}:other@")
    assert "other" not in manager.type("--db", wrong, "report", "summary", expect=1)


def test_a_back_up_is_looked_into_and_put_back(manager: Manager, tmp_path: Path) -> None:
    manager.type("import", *manager.files[:2])
    saved = tmp_path / "usb" / "centre.backup"
    assert str(saved) in manager.type("centre", "backup", saved)
    before = manager.consultations()
    manager.type("import", *manager.files[8:10])
    assert manager.consultations("--db", str(saved)) == before < manager.consultations()
    for file in manager.data.root.glob("centre.db*"):
        file.unlink()
    manager.data.centre.write_bytes(saved.read_bytes())
    assert manager.consultations() == before


def test_a_lost_store_is_built_anew(manager: Manager, tmp_path: Path) -> None:
    manager.type("import", *manager.files[:2], *manager.files[8:10])
    (tmp_path / "stick").mkdir()
    manager.type("centre", "carry", tmp_path / "stick")  # writes the roll, as an acceptance does
    before = manager.consultations()
    for file in manager.data.root.glob("centre.db*"):
        file.unlink()
    assert "built anew from 4 bundles" in manager.type("centre", "rebuild")
    assert manager.consultations() == before


def test_the_doctor_names_the_engine_and_says_what_to_do(manager: Manager, address: str) -> None:
    assert "SQLite" in manager.type("doctor")
    manager.type("centre", "use", address)
    assert f"The centre's store is {address}: PostgreSQL" in manager.type("doctor")
    settings = Settings.load(manager.data.settings)
    settings.with_changes(store="postgresql://kiosk@127.0.0.1:1/gone").save(manager.data.settings)
    said = manager.type("doctor", expect=1)
    assert "postgresql://kiosk@127.0.0.1:1/gone cannot be reached" in said
    assert "Move it away" not in said
    settings.with_changes(store=str(manager.data.root / "gone.db")).save(manager.data.settings)
    assert "gone.db is not there" in manager.type("doctor", expect=1)
    assert not (manager.data.root / "gone.db").exists()


def test_a_server_that_is_off_is_said_in_the_managers_language(manager: Manager) -> None:
    said = manager.type(
        "--lang", "ru", "--db", "postgresql://kiosk@127.0.0.1:1/gone", "report", "summary", expect=1
    )
    assert "недоступен" in said
    assert "Есть ли сеть" in said
