"""`kiosk centre places, people, teams, list, rename, move, retire` and `kiosk programme prepare, change`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk.centre import Store, accept, manager_keys, new_programme, programme_card, take_requests
from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from tests.centre.world import SomeKiosk
from tests.cli.test_cli import PASSPHRASE, run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "centre"
    data = DataFolder(folder)
    keys = new_programme(data, "Test", PASSPHRASE["KIOSK_PASSPHRASE"]).keys
    kiosk = SomeKiosk(programme_card(data))
    kiosk.ask(folder.parent / "stick")
    with Store.open(data.centre) as store:
        take_requests(data, store, [folder.parent / "stick"])
        accept(data, store, keys, kiosk.kiosk, SystemClock())
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "centre"))


def test_lists_go_out_and_come_back_and_wrong_lines_change_nothing(office: Path, tmp_path: Path) -> None:
    places = tmp_path / "places.xlsx"
    assert run("--data", office, "centre", "places", "--save", places).exit_code == 0
    assert run("--data", office, "centre", "places", places).stdout == "The tree has 2 places.\n"
    people = tmp_path / "people.csv"
    people.write_text("pseudonym,role,kiosk,team\nA-01,lead,k-bulaevo,\n", encoding="utf-8")
    tried = run("--data", office, "centre", "people", "--try", people)
    assert "1 added, 0 changed, 0 removed" in tried.stderr
    with Store.open(office / "centre.db") as store:
        assert store.people() == []
    assert run("--data", office, "centre", "people", people).exit_code == 0
    people.write_text("pseudonym,team\nA-01,t9\nA-02,\n", encoding="utf-8")
    refused = run("--data", office, "centre", "people", people)
    assert refused.exit_code == 1
    assert "Line 2: There is no team" in refused.stderr
    with Store.open(office / "centre.db") as store:
        assert [person.pseudonym for person in store.people()] == ["A-01"]


def test_a_kiosk_is_renamed_retired_and_listed(office: Path) -> None:
    assert run("--data", office, "centre", "rename", "k-bulaevo", "Библиотека", env=PASSPHRASE).exit_code == 0
    assert "no longer" not in run("--data", office, "centre", "list").stdout
    assert run("--data", office, "centre", "retire", "k-bulaevo", env=PASSPHRASE).exit_code == 0
    (listed,) = json.loads(run("--data", office, "centre", "list", "--json").stdout)
    assert (listed["name"], listed["retired"], listed["bundles"]) == ("Библиотека", True, 0)
    assert "closed" in run("--data", office, "centre", "list").stdout
    run("--data", office, "centre", "retire", "--undo", "k-bulaevo", env=PASSPHRASE)
    moved = run("--data", office, "centre", "move", "k-bulaevo", "atlantis", env=PASSPHRASE)
    assert (moved.exit_code, "not in the list of places" in moved.stderr) == (1, True)


def test_a_stick_is_prepared_and_the_card_asks_more(office: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    said = run("--data", office, "programme", "prepare", tmp_path / "stick", env=PASSPHRASE)
    assert "The card and what 1 kiosk needs to know" in said.stdout
    assert (tmp_path / "stick" / "OneStopKiosk" / "roster" / "k-bulaevo.age").exists()
    changed = run("--data", office, "programme", "change", "--ask", "gender", env=PASSPHRASE)
    assert changed.exit_code == 0
    data = DataFolder(office)
    assert programme_card(data).asks == {"gender": True}
    assert manager_keys(data, PASSPHRASE["KIOSK_PASSPHRASE"]).signing_key == programme_card(data).signing_key
