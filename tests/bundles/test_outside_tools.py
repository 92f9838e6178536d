"""A manager without our program: unzip, age, a spreadsheet and Frictionless open what a kiosk has exported."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiosk.config import DataFolder
from kiosk.visits import Notice, Shift, Visit, VisitLog
from tests.desks import HandClock
from tests.office_suite import ODF, WORST_CSV, convert
from tests.programmes import KAZAKH, VIETNAMESE
from tests.stick.shops import SHOP, Kiosk

FORMULA = "=SUM(1;1)"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Open a day's bundle as a manager without our program does: unzip, age, unzip."""
    for tool in ("unzip", "age"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    root = tmp_path_factory.mktemp("day")
    (bundle,) = _export_a_day(root)
    (root / "identity.txt").write_text(SHOP.manager.sealing_file(), encoding="ascii")
    for command in (
        f"unzip -q {bundle} -d outside",
        "age -d -i identity.txt -o inside.zip outside/payload.age",
        "unzip -q inside.zip -d inside",
    ):
        subprocess.run(command.split(), check=True, cwd=root, capture_output=True)
    return root / "inside"


def _export_a_day(root: Path) -> list[Path]:
    data, clock = DataFolder(root / "data").create(), HandClock()
    (root / "stick").mkdir()
    with VisitLog.open(data.log, clock) as log:
        kiosk = Kiosk(data, log, clock, root / "stick")
        kiosk.join()
        log.start_shift("A-07", "bulaevo", "club")
        for note in (KAZAKH, VIETNAMESE, FORMULA):
            kiosk.work(note=note)
        log.add_notice("A-07", "bulaevo", "kz-criminal-record", 3, "open", "kk")
        kiosk.export()
    return kiosk.on()


def test_a_csv_reader_finds_every_word(opened: Path) -> None:
    with (opened / "visits.csv").open(encoding="utf-8", newline="") as file:
        notes = [line["note"] for line in csv.DictReader(file)]
    assert notes == [KAZAKH, VIETNAMESE, f"'{FORMULA}"]
    assert (opened / "shifts.csv").read_bytes().count(b"\r\n") == 2


def test_a_spreadsheet_shows_every_letter_and_runs_no_formula(opened: Path, tmp_path: Path) -> None:
    (tmp_path / "control.csv").write_text(f"{FORMULA},{KAZAKH}\r\n", encoding="utf-8")
    files = [tmp_path / "control.csv", *(opened / f"{name}.csv" for name in ("visits", "shifts", "notices"))]
    convert(files, tmp_path, WORST_CSV)
    cells, formulas = _sheet(tmp_path / "control.fods")
    assert formulas, "a formula that nobody guards is run: without this the rest would prove nothing"
    for name in ("visits", "shifts", "notices"):
        cells, formulas = _sheet(tmp_path / f"{name}.fods")
        assert not formulas
        if name == "visits":
            assert {KAZAKH, VIETNAMESE, f"'{FORMULA}"} <= cells


def _sheet(path: Path) -> tuple[set[str], list[str]]:
    """Return the texts of a spreadsheet's cells, and its formulas."""
    tree = ElementTree.parse(path)
    cells = tree.findall(".//table:table-cell", ODF)
    formulas = [formula for cell in cells if (formula := cell.get(f"{{{ODF['table']}}}formula"))]
    return {"".join(cell.itertext()).strip() for cell in cells}, formulas


def test_frictionless_finds_the_package_valid_and_a_spoilt_one_not(opened: Path, tmp_path: Path) -> None:
    assert _frictionless(opened) == 0
    spoilt = Path(shutil.copytree(opened, tmp_path / "spoilt"))
    table = (spoilt / "visits.csv").read_bytes()
    (spoilt / "visits.csv").write_bytes(table.replace(b"2026-11-22,", b"2026-11-32,"))
    assert _frictionless(spoilt) == 1


def _frictionless(package: Path) -> int:
    command = [Path(sys.executable).with_name("frictionless"), "validate", "datapackage.json"]
    return subprocess.run(list(map(str, command)), cwd=package, capture_output=True, check=False).returncode


def test_the_package_describes_every_column_in_the_words_of_frictionless(opened: Path) -> None:
    package = json.loads((opened / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    for resource, cls in zip(package["resources"], (Visit, Shift, Notice), strict=True):
        described = resource["schema"]
        assert resource["path"] == f"{resource['name']}.csv"
        assert [field["name"] for field in described["fields"]] == [field.name for field in fields(cls)]
        assert {field["type"] for field in described["fields"]} <= {
            "string", "integer", "boolean", "array", "object", "date", "datetime",
        }  # fmt: skip
        assert described["primaryKey"] == ["kiosk", "epoch", "seq"]
    assert package["bundle"]["programme"] == SHOP.card().programme
