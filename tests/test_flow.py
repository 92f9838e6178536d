"""The main job from end to end without a screen: a programme, a stick, a kiosk, its visits, the centre, the report.

Once by the functions that the screens call, once by the commands that a person types, once with the network cut off.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import centre, stick
from kiosk.centre import Outcome, Scope, Store, summary
from kiosk.cli import main
from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.keys import Card
from kiosk.stick import Stick
from kiosk.visits import Draft, Place, VisitLog
from tests import passphrases

ROOT = Path(__file__).parents[1]
PASSPHRASE = "correct horse"
PLACES = (
    Place("sko", "Северо-Казахстанская область", "region"),
    Place("bulaevo", "Булаево", "settlement", "sko"),
    Place("desk", "Булаево, ЦОН", "site", "bulaevo"),
)


class Clock:
    """A clock that somebody moves on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 16, 4, tzinfo=UTC)

    def pass_minutes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    def now(self) -> datetime:
        return self.at

    def offset(self) -> int:
        return 300

    def monotonic(self) -> float:
        return self.at.timestamp()

    def boot(self) -> str:
        return "boot"


def have_a_visit(log: VisitLog, clock: Clock, **fields: object) -> None:
    draft = Draft.start(clock, volunteer="A-07", place="desk")
    for name, value in {"services": ["kz.fines"], "outcome": "alone", "language": "kk", **fields}.items():
        setattr(draft, name, value)
    clock.pass_minutes(12)
    log.record(draft)


def by_functions(folder: Path) -> centre.Summary:
    """Go through the main job by the functions that desk and centre call; return what the report says."""
    clock = Clock()
    manager, desk, drive = (
        DataFolder(folder / "centre"),
        DataFolder(folder / "desk").create(),
        folder / "stick",
    )
    drive.mkdir()
    made = centre.new_programme(manager, "Digital skills", PASSPHRASE)
    centre.write_card(manager, drive)

    with VisitLog.open(desk.log, clock) as log, Store.open(manager.centre) as store:
        store.set_places(PLACES)

        def compare(card: Card, groups: tuple[str, ...]) -> bool:
            return card.name == "Digital skills" and groups[:3] == made.card.digits()

        stick.join(desk, log, drive, compare, "Булаево", clock=clock)
        shift = log.start_shift("A-07", "desk", "club")
        have_a_visit(log, clock)
        have_a_visit(log, clock, people=2, outcome="with_help")
        assert stick.export(desk, log, drive, clock=clock).outcome is stick.Outcome.EXPORTED

        # The manager puts the stick in before anybody has decided about the kiosk.
        keys = centre.manager_keys(manager, PASSPHRASE)
        first = centre.import_paths(manager, store, keys, [drive], clock=clock)
        assert [result.outcome for result in first] == [Outcome.REQUEST, Outcome.WAITING]
        centre.accept(manager, store, keys, log.kiosk, clock, place="desk")
        (waited,) = centre.import_waiting(manager, store, keys, log.kiosk, clock)
        assert (waited.outcome, waited.site, waited.new) == (Outcome.IMPORTED, "Булаево", 2)
        centre.answer_one(manager, store, keys, log.kiosk, drive, clock)
        centre.write_roster(manager, store, keys, log.kiosk, drive)

        # Back at the desk the stick brings the receipt and the places; the work goes on.
        have_a_visit(log, clock, channel="group", people=9, outcome="")
        clock.pass_minutes(60)
        log.end_shift(shift)
        result = stick.export(desk, log, drive, clock=clock)
        assert (result.receipt, result.roster) == (True, True)
        assert {place.id for place in log.places()} == {"sko", "bulaevo", "desk"}
        assert centre.import_paths(manager, store, keys, [drive], clock=clock)[-1].outcome is Outcome.IMPORTED
        stick.export(desk, log, drive, clock=clock)
        assert (log.unsent(), log.undelivered()) == (0, 0), "everything has its receipt"
        assert list(desk.spool.glob("*.kiosk")) == [], "what the centre has is cleared here"
        return summary(store, Scope(place="sko"))


def assert_told_rightly(found: centre.Summary) -> None:
    assert (found.settlements, found.consultations, found.people_served, found.volunteers) == (1, 3, 12, 1)
    assert (found.alone_rate, found.volunteer_hours) == (0.5, 1.6)


def test_the_whole_flow_by_functions(tmp_path: Path) -> None:
    assert_told_rightly(by_functions(tmp_path))


def run(*words: str | Path, typed: str = "", expect: int = 0) -> Result:
    result = CliRunner(env={"KIOSK_PASSPHRASE": PASSPHRASE}).invoke(
        main, [str(word) for word in words], input=typed
    )
    assert result.exit_code == expect, result.output
    return result


def by_commands(folder: Path) -> dict[str, object]:
    """Go through the main job by the commands that people type; return the report."""
    manager, desk, drive = folder / "centre", folder / "desk", folder / "stick"
    drive.mkdir()
    (folder / "places.csv").write_text(
        "id,name,level,parent\n"
        + "".join(f"{p.id},{p.name!r},{p.level},{p.parent}\n" for p in PLACES).replace("'", '"'),
        encoding="utf-8",
    )
    run("--data", manager, "programme", "new", "Digital skills")
    run("--data", manager, "centre", "places", folder / "places.csv")
    run("--data", manager, "programme", "card", drive)
    shown = run("--data", manager, "programme", "show").stdout
    (groups,) = re.findall(r"(\d{5}) (\d{5}) (\d{5})$", shown, re.MULTILINE)

    run("--data", desk, "join", drive, "--digits", f"{groups[0]} 00000", expect=1)
    run("--data", desk, "join", drive, "--digits", f"{groups[0]} {groups[2]}", "--site", "Булаево")
    with VisitLog.open(DataFolder(desk).log, SystemClock()) as log:
        draft = Draft.start(SystemClock(), volunteer="A-07", place="desk")
        draft.services, draft.outcome = ["kz.kaspi"], "with_help"
        log.record(draft)
        kiosk = log.kiosk
    run("--data", desk, "export", drive)
    status = json.loads(run("--data", desk, "status", "--json").stdout)
    assert (status["unsent"], status["undelivered"], status["at_centre"]) == (0, 1, None)

    waiting = json.loads(run("--data", manager, "import", drive, "--json").stdout)
    assert [result["outcome"] for result in waiting] == ["request", "waiting"]
    assert waiting[0]["digits"] == status["digits"], "both sides show the same"
    run("--data", manager, "centre", "accept", kiosk, typed="n\n")
    accepted = run(
        "--data", manager, "centre", "accept", "--all", "--from", drive, "--place", "desk", typed="y\n"
    )
    assert "Булаево: 1 new" in accepted.stdout
    again = run("--data", manager, "import", drive)
    assert again.stdout == "Булаево: 1 already here\n"
    run("--data", desk, "export", drive)
    status = json.loads(run("--data", desk, "status", "--json").stdout)
    assert (status["undelivered"], status["at_centre"]) == (0, 1)
    return dict(json.loads(run("--data", manager, "report", "summary", "--json").stdout))


def test_the_whole_flow_by_commands(tmp_path: Path) -> None:
    with passphrases.quick():
        found = by_commands(tmp_path)
    assert (found["settlements"], found["consultations"], found["people_served"]) == (1, 1, 1)
    assert found["alone_rate"] == 0.0


def test_joining_asks_for_two_groups_that_the_manager_reads_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, desk = tmp_path / "centre", tmp_path / "desk"
    with passphrases.quick():
        made = centre.new_programme(DataFolder(manager), "Digital skills", PASSPHRASE)
    (tmp_path / "stick").mkdir()
    run("--data", manager, "programme", "card", tmp_path / "stick")
    refused = run("--data", desk, "join", tmp_path / "stick", typed="11111\n22222\n", expect=1)
    assert "not confirmed" in refused.stderr
    assert not Stick(tmp_path / "stick").enrolments.exists()
    asked: list[int] = []
    groups = made.card.digits()

    def read_out(question: str, **_: object) -> str:
        asked.append(int(re.findall(r"group (\d)", question)[0]))
        return groups[asked[-1] - 1]

    monkeypatch.setattr("click.prompt", read_out)
    result = run("--data", desk, "join", tmp_path / "stick")
    assert "has asked to join" in result.stdout
    assert len(set(asked)) == 2


def test_the_whole_flow_needs_no_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("somebody wanted a network")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    with passphrases.quick():
        assert_told_rightly(by_functions(tmp_path))


def test_the_whole_flow_in_a_machine_without_a_network(tmp_path: Path) -> None:
    cut_off = ["unshare", "-rn"]
    try:
        subprocess.run([*cut_off, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        cut_off = []  # not on Linux, or not allowed here: then only the commands' own processes are tried
    script = (
        "import sys; from pathlib import Path; from tests import passphrases; from tests.test_flow import by_commands\n"
        "with passphrases.quick(): print(by_commands(Path(sys.argv[1]))['consultations'])"
    )
    command = [*cut_off, sys.executable, "-c", script, str(tmp_path)]
    ran = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LANG": "en_GB.UTF-8"},
    )
    assert (ran.returncode, ran.stdout) == (0, "1\n"), ran.stderr
