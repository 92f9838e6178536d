"""The doctor: whoever is asked on the telephone "what does it say?" must be able to read the true reason."""

from __future__ import annotations

import json
import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.config import DataFolder
from kiosk.demo import build
from kiosk.doctor import examine
from kiosk.health import State
from tests.desks import HandClock


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("doctor") / "practice"
    build(root)
    return root


@pytest.fixture
def desk(practice: Path, tmp_path: Path) -> DataFolder:
    shutil.copytree(practice / "kiosks" / "desk", tmp_path / "desk")
    return DataFolder(tmp_path / "desk")


@pytest.fixture
def office(practice: Path, tmp_path: Path) -> DataFolder:
    shutil.copytree(practice / "centre", tmp_path / "centre")
    return DataFolder(tmp_path / "centre")


def states(data: DataFolder) -> dict[str, State]:
    clock = HandClock(datetime.now(UTC).replace(microsecond=0))
    return {finding.check: finding.state for finding in examine(data, clock)}


def doctor(data: DataFolder, *words: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data.root), "doctor", *words])


def bad_or_odd(data: DataFolder) -> set[str]:
    return {check for check, state in states(data).items() if state is not State.GOOD}


def test_a_healthy_desk_and_office_have_nothing_bad(desk: DataFolder, office: DataFolder) -> None:
    assert State.BAD not in states(desk).values()
    assert State.BAD not in states(office).values()
    assert states(office)["recipients"] is State.LOOK, "one lost key would close every visit"


def test_looking_changes_nothing(desk: DataFolder) -> None:
    before = {p: p.read_bytes() for p in desk.root.rglob("*") if p.is_file() and p.suffix != ".db-shm"}
    doctor(desk)
    doctor(desk, "--json")
    after = {p: p.read_bytes() for p in desk.root.rglob("*") if p.is_file() and p.suffix != ".db-shm"}
    assert {p for p in after if after[p] != before.get(p)} <= {desk.root / "log.db-wal"}


def test_a_damaged_log_is_named_and_what_to_do(desk: DataFolder) -> None:
    data = bytearray(desk.log.read_bytes())
    for page in range(4, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    desk.log.write_bytes(data)
    said = doctor(desk)
    assert said.exit_code == 1
    assert "! The visit log" in said.output
    assert "Open the desk: it keeps the damaged log" in said.output


def test_no_log_at_all_is_a_new_desk_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert states(DataFolder(tmp_path / "new"))["log"] is State.LOOK
    assert not (tmp_path / "new" / "log.db").exists()


@pytest.mark.parametrize("year", [1970, 2000])
def test_a_dead_battery_is_named(desk: DataFolder, year: int) -> None:
    clock = HandClock(datetime(year, 1, 1, tzinfo=UTC))
    found = {finding.check: finding.state for finding in examine(desk, clock)}
    assert found["clock"] is State.BAD


def test_keys_that_others_can_read_are_named(desk: DataFolder) -> None:
    (desk.keys / "signing.pem").chmod(0o644)
    assert states(desk)["keys_private"] is State.BAD


def test_lost_and_unusable_keys_are_named_without_their_content(desk: DataFolder) -> None:
    secret = (desk.keys / "sealing.txt").read_text().split()[-1]
    (desk.keys / "signing.pem").write_text("nothing")
    said = doctor(desk)
    assert "! The key file" in said.output
    assert secret not in said.output
    shutil.rmtree(desk.keys)
    assert states(desk)["keys"] is State.BAD


def test_a_damaged_file_in_the_spool_is_counted(desk: DataFolder) -> None:
    path = next(desk.spool.glob("*.kiosk"), None)
    if path is None:
        runner = CliRunner()
        (desk.root / "stick").mkdir()
        runner.invoke(main, ["--data", str(desk.root), "export", str(desk.root / "stick")])
        path = next(desk.spool.glob("*.kiosk"))
    assert states(desk)["spool"] is State.GOOD
    path.write_bytes(path.read_bytes()[:-50])
    assert states(desk)["spool"] is State.LOOK


def test_a_store_without_a_kept_file_is_bad(office: DataFolder) -> None:
    next(office.bundles.rglob("*.kiosk")).unlink()
    assert states(office)["kept"] is State.BAD


def test_an_old_copy_is_not_a_recent_one(desk: DataFolder) -> None:
    desk.backups.mkdir(exist_ok=True)
    copy = desk.backups / "log-000001-daily-2026-01-01.db"
    copy.write_bytes(b"")
    assert states(desk)["copies"] is State.GOOD
    for path in desk.backups.iterdir():
        os.utime(path, (time.time() - 9 * 86400,) * 2)
    assert states(desk)["copies"] is State.LOOK


def test_json_has_stable_names(desk: DataFolder) -> None:
    found = json.loads(doctor(desk, "--json").stdout)
    assert {"check", "state", "said", "advice", "values"} == set(found[0])
    assert {"disk", "settings", "clock", "log", "copies", "card", "keys", "export"} <= {
        f["check"] for f in found
    }


def test_the_report_for_the_manager_holds_no_visit(desk: DataFolder, tmp_path: Path) -> None:
    desk.logs.mkdir(exist_ok=True)
    (desk.logs / "kiosk.log").write_text("something happened\n")
    file = tmp_path / "report.txt"
    assert doctor(desk, "--report", str(file)).exit_code == 0
    text = file.read_text()
    assert "SQLite" in text
    assert "something happened" in text
    assert "A-0" not in text, "no volunteer"


def test_a_check_that_fails_itself_does_not_silence_the_others(desk: DataFolder) -> None:
    desk.card.unlink()
    desk.card.mkdir()
    found = states(desk)
    assert found["check"] is State.BAD
    assert found["log"] is State.GOOD
