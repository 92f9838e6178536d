"""The command line: help in every verb, plain sentences, exit codes that scripts can trust, nothing loaded in vain."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kiosk.centre import Store, new_programme
from kiosk.cli import Verbs, main
from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.visits import VisitLog

PASSPHRASE = {"KIOSK_PASSPHRASE": "correct horse"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A manager's data folder with a programme."""
    folder = tmp_path_factory.mktemp("office") / "centre"
    new_programme(DataFolder(folder), "Test", PASSPHRASE["KIOSK_PASSPHRASE"])
    return folder


def run(*words: str | Path, env: dict[str, str] | None = None, typed: str = "") -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env=env, input=typed, prog_name="kiosk")


def every_verb(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += every_verb(command, (*path, name))
    return found


def test_every_verb_of_the_design_is_there() -> None:
    assert {
        ("programme", "new"),
        ("programme", "card"),
        ("programme", "show"),
        ("join",),
        ("export",),
        ("status",),
        ("centre", "accept"),
        ("centre", "places"),
        ("import",),
        ("report",),
        ("tutorials", "check"),
        ("tutorials", "list"),
        ("tutorials", "search"),
        ("tutorials", "new"),
        ("demo",),
        ("doctor",),
    } <= set(every_verb(main))


@pytest.mark.parametrize("verb", every_verb(main), ids=" ".join)
def test_every_verb_has_help(verb: tuple[str, ...]) -> None:
    result = run(*verb, "--help")
    assert result.exit_code == 0
    assert "Usage: kiosk" in result.output
    lines = [line for line in result.output.splitlines() if line.strip()]
    assert len(lines[1].strip()) > 20, "the second line says what the verb does"


def test_help_loads_no_qt_and_a_verb_only_what_it_needs() -> None:
    code = (
        "import sys; from kiosk.cli import main; "
        "loaded = {name.split('.')[0] for name in sys.modules}; "
        "print(sorted(loaded & {'PySide6', 'pyrage', 'cryptography', 'sqlite_utils', 'babel'}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_what_is_refused_is_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    for words in (
        ("report", "summary"),
        ("import", tmp_path),
        ("programme", "show"),
        ("status",),
        ("export", tmp_path),
    ):
        result = run("--data", tmp_path / "empty", *words, env=PASSPHRASE)
        assert result.exit_code == 1, words
        assert result.stdout == ""
        assert result.stderr.startswith("There is no"), result.stderr
        assert "Traceback" not in result.stderr
    assert not (tmp_path / "empty").exists(), "looking makes nothing"


def test_wrong_usage_is_exit_code_2(office: Path) -> None:
    for words in (
        ("report",),
        ("report", "summary", "--from", "yesterday"),
        ("nonsense",),
        ("centre", "accept"),
    ):
        assert run("--data", office, *words).exit_code == 2, words


def test_a_refusal_is_said_in_the_users_language(office: Path, tmp_path: Path) -> None:
    assert run("--data", office, "--lang", "xx", "report", "--list").exit_code == 2
    result = run("--data", office, "--lang", "ru", "report", "nonsense")
    assert (result.exit_code, result.stdout) == (1, "")
    desk = DataFolder(tmp_path / "desk").create()
    Settings(volunteer_language="kk").save(desk.settings)
    assert run("--data", desk.root, "report", "--list").exit_code == 0


def test_a_damaged_settings_file_is_said_too(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("version = [", encoding="utf-8")
    result = run("--data", tmp_path, "report", "--list")
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


def test_a_wrong_passphrase_is_a_sentence(office: Path, tmp_path: Path) -> None:
    result = run("--data", office, "import", tmp_path, env={"KIOSK_PASSPHRASE": "wrong horse"})
    assert result.exit_code == 1
    assert "passphrase is wrong" in result.stderr


def test_a_passphrase_can_come_from_a_file_or_be_typed_unseen(office: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("correct horse\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    by_file = run("--data", office, "import", tmp_path / "empty", "--passphrase-file", tmp_path / "secret")
    typed = run("--data", office, "import", tmp_path / "empty", typed="correct horse\n")
    for result in (by_file, typed):
        assert result.exit_code == 1
        assert "there are no visits in it" in result.stdout
        assert "correct horse" not in result.output


def test_a_programme_is_made_once_and_shows_its_next_key_once(tmp_path: Path) -> None:
    made = run("--data", tmp_path / "centre", "programme", "new", "Digital skills", env=PASSPHRASE)
    assert made.exit_code == 0, made.output
    assert "Digital skills" in made.stdout
    again = run("--data", tmp_path / "centre", "programme", "new", "Another", env=PASSPHRASE)
    assert again.exit_code == 1
    assert "already" in again.stderr
    shown = run("--data", tmp_path / "centre", "programme", "show")
    digits = shown.stdout.splitlines()[1].rpartition(": ")[2]
    assert digits in made.stdout
    paper = [line.strip() for line in made.stdout.splitlines() if line.startswith("    ")]
    assert len(paper) == 4
    kept = b"".join(path.read_bytes() for path in (tmp_path / "centre").rglob("*") if path.is_file())
    for line in paper:
        assert line not in shown.stdout
        assert line.replace(" ", "").encode() not in kept


def test_a_short_passphrase_makes_no_programme(tmp_path: Path) -> None:
    result = run("--data", tmp_path / "centre", "programme", "new", "X", env={"KIOSK_PASSPHRASE": "short"})
    assert result.exit_code == 1
    assert "too short" in result.stderr
    assert not (tmp_path / "centre" / "programme.card").exists()


def test_a_card_for_a_stick_that_is_not_there_is_refused(office: Path, tmp_path: Path) -> None:
    result = run("--data", office, "programme", "card", tmp_path / "missing")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_places_come_from_a_spreadsheets_csv(office: Path, tmp_path: Path) -> None:
    tree = tmp_path / "places.csv"
    tree.write_bytes(
        "id;name;level;parent\r\nsko;СҚО;region;\r\nbul;Булаево;settlement;sko\r\n".encode("utf-8-sig")
    )
    result = run("--data", office, "centre", "places", tree)
    assert (result.exit_code, result.stdout) == (0, "The tree has 2 places.\n")
    with Store.open(office / "centre.db") as store:
        assert [place.name for place in store.places()] == ["Булаево", "СҚО"]
    tree.write_text("id,name\nx,y\n", encoding="utf-8")
    refused = run("--data", office, "centre", "places", tree)
    assert refused.exit_code == 1
    assert "level, parent" in refused.stderr


def test_reports_have_stable_names_and_go_into_files(office: Path, tmp_path: Path) -> None:
    found = json.loads(run("--data", office, "report", "summary", "--json").stdout)
    assert {
        "settlements",
        "consultations",
        "people_served",
        "volunteers",
        "alone_rate",
        "volunteer_hours",
    } <= set(found)
    listed = run("--data", office, "report", "--list").stdout
    assert [line.split()[0] for line in listed.splitlines()][:4] == ["summary", "services", "weeks", "places"]
    path = tmp_path / "weeks.csv"
    written = run(
        "--data", office, "report", "weeks", "--format", "csv", "--output", path, "--from", "2026-11-01"
    )
    assert written.exit_code == 0
    assert path.read_bytes().startswith("\ufeffWeek from,".encode())


def test_a_kiosk_without_a_programme_says_so(tmp_path: Path) -> None:
    VisitLog.open(DataFolder(tmp_path / "desk").create().log, SystemClock()).close()
    found = run("--data", tmp_path / "desk", "status")
    assert found.exit_code == 0
    assert "has not joined" in found.stdout
    exported = run("--data", tmp_path / "desk", "export", tmp_path)
    assert exported.exit_code == 1
    assert "has not joined" in exported.stderr
    assert run("--data", tmp_path / "desk", "export").exit_code == 1


def test_without_a_folder_the_one_that_the_desk_knows_is_taken_and_never_one_of_two(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "desk").create()
    with VisitLog.open(data.log, SystemClock()):
        pass
    known = [tmp_path / "synced", tmp_path / "network"]
    Settings(known_sticks=("uuid:1A2B", *(f"path:{path}" for path in known))).save(data.settings)
    known[0].mkdir()
    assert "has not joined" in run("--data", data.root, "export").output
    known[1].mkdir()
    several = run("--data", data.root, "export")
    assert several.exit_code == 1
    assert "Several sticks or folders" in several.output


def test_tutorials_can_be_listed_and_checked(tmp_path: Path) -> None:
    assert run("tutorials", "list").exit_code == 0
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "tutorial.toml").write_text("id = ", encoding="utf-8")
    result = run("tutorials", "check", tmp_path)
    assert result.exit_code == 1
    assert "tutorial.toml" in result.stdout or "broken" in result.stdout


def test_tutorials_are_searched_from_the_command_line_as_on_the_desk(tmp_path: Path) -> None:
    found = run("--data", tmp_path, "tutorials", "search", "celbvjcnm", "--json")
    assert json.loads(found.stdout)[0] == "kz-criminal-record"
    assert "kz-criminal-record" in run("--data", tmp_path, "tutorials", "search", "sottylyk").stdout
    assert run("--data", tmp_path, "tutorials", "search", "zzzqqq", "--json").stdout == "[]\n"


def test_a_demo_prints_what_to_try_and_refuses_a_full_folder(tmp_path: Path) -> None:
    made = run("demo", "--dir", tmp_path / "practice")
    assert made.exit_code == 0, made.output
    assert "123456" in made.stdout
    assert f"kiosk --data {tmp_path}/practice/centre report summary" in made.stdout
    again = run("demo", "--dir", tmp_path / "practice")
    assert again.exit_code == 1
    assert "not empty" in again.stderr
    assert run("demo", "--like", "atlantis", "--dir", tmp_path / "x").exit_code == 2


def test_without_a_verb_the_help_is_shown_until_a_face_says_what_is_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(main, "default", "")  # a test of the face may have come before
    result = run()
    assert (result.exit_code, result.stdout.startswith("Usage: kiosk")) == (0, True)
    monkeypatch.setattr(main, "default", "tutorials")
    assert isinstance(main, Verbs)
    monkeypatch.setitem(main.lazy, "tutorials", "kiosk.cli.tutorials:list_")
    assert "gen-qr" in run().stdout


def test_data_is_given_out_once_asked_for_and_the_trail_says_by_whom(office: Path, tmp_path: Path) -> None:
    told = run("--data", office, "centre", "export", "--package", tmp_path / "open")
    assert told.exit_code == 0, told.output
    assert "Visits: 0" in told.output
    assert (tmp_path / "open" / "datapackage.json").exists()
    again = run("--data", office, "centre", "export", "--package", tmp_path / "open")
    assert (again.exit_code, "not empty" in again.output) == (1, True)
    assert run("--data", office, "centre", "export").exit_code == 2
    wrong = run(
        "--data",
        office,
        "centre",
        "export",
        "--full",
        "--parquet",
        tmp_path / "f",
        env={"KIOSK_PASSPHRASE": "no"},
    )
    assert wrong.exit_code == 1
    assert not (tmp_path / "f").exists()
    full = run("--data", office, "centre", "export", "--full", "--parquet", tmp_path / "f", env=PASSPHRASE)
    assert full.exit_code == 0, full.output
    trail = json.loads(run("--data", office, "centre", "audit", "--json").output)
    taken = [
        (entry["who"] == "manager", entry["about"]["full"])
        for entry in trail
        if entry["deed"] == "export" and "full" in entry["about"]  # not a report's file
    ]
    assert taken == [(True, 0), (False, 1)]
    assert "saved data to a file" in run("--data", office, "centre", "audit").output


def test_a_report_goes_into_a_file_by_its_ending_in_the_readers_language(
    office: Path, tmp_path: Path
) -> None:
    book = tmp_path / "november.xlsx"
    month = ("--month", "2026-11", "--compare", "--language", "vi")
    assert run("--data", office, "report", "summary", *month, "--out", book).exit_code == 0
    assert book.read_bytes().startswith(b"PK")
    own = run("--data", office, "report", "ages", "--small-numbers", "--out", tmp_path / "own.csv")
    assert own.exit_code == 0
    trail = json.loads(run("--data", office, "centre", "audit", "--json").stdout)
    given = [entry["about"] for entry in trail if entry["about"].get("what") == "report"]
    assert [(about["report"], about["file"]) for about in given[-2:]] == [
        ("summary", "november.xlsx"),
        ("ages", "own.csv"),
    ]
    text = run("--data", office, "report", "undp", "--language", "fi")
    assert text.stdout.startswith("Vapaaehtoiset asiointipisteissä")
    listed = run("--data", office, "report", "--list").stdout
    assert {"targets", "calls", "thai-nguyen"} <= {line.split()[0] for line in listed.splitlines()}
    assert "people_reached" in run("--data", office, "report", "--indicators").stdout
    for wrong in (
        ("--format", "xlsx"),
        ("--month", "2026-11", "--from", "2026-11-01"),
        ("--language", "xx"),
    ):
        assert run("--data", office, "report", "summary", *wrong).exit_code == 2, wrong
    assert run("--data", office, "report", "summary", "--compare").exit_code == 1


def test_targets_are_read_from_a_list_and_a_wrong_line_is_named(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    assert run("--data", office, "centre", "targets", path, "--write").exit_code == 0
    assert run("--data", office, "centre", "targets", path).stdout == "The programme has 1 target.\n"
    rows = json.loads(run("--data", office, "report", "targets", "--json").stdout)["rows"]
    assert [(row["indicator"], row["target"], row["actual"]) for row in rows] == [("consultations", 1000, 0)]
    path.write_text("indicator,first,last,target\nwishes,2026-01-01,2026-12-31,5\n", encoding="utf-8")
    refused = run("--data", office, "centre", "targets", path)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Line 2: There is no indicator wishes.")
