"""Trust over the years by the commands that people type, and no private key anywhere but where it belongs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.keys import KioskKeys, ManagerKeys, Paper, paper_code
from kiosk.visits import Draft, VisitLog
from tests import passphrases

PASSPHRASE = "correct horse"


class People:
    """A manager, another one, a kiosk, a stick, and everything that was ever said on a screen."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.office, self.deputy, self.desk, self.stick = (
            root / name for name in ("office", "deputy", "desk", "stick")
        )
        self.stick.mkdir()
        self.said = ""
        self.paper = ""

    def run(self, who: Path, *words: str | Path, typed: str = "", expect: int = 0) -> Result:
        result = CliRunner(env={"KIOSK_PASSPHRASE": PASSPHRASE, "LANG": "en_GB.UTF-8"}).invoke(
            main, ["--data", str(who), *map(str, words)], input=typed
        )
        assert result.exit_code == expect, (words, result.output)
        self.said += result.output
        return result

    def visit(self) -> None:
        with VisitLog.open(DataFolder(self.desk).log, SystemClock()) as log:
            draft = Draft.start(SystemClock(), volunteer="A-07", place="desk")
            draft.services, draft.outcome = ["kz.kaspi"], "with_help"
            log.record(draft)

    def outcomes(self, who: Path, *paths: Path, expect: int = 0) -> list[str]:
        found = json.loads(self.run(who, "import", *paths, "--json", expect=expect).stdout)
        return [result["outcome"] for result in found]

    @property
    def groups(self) -> list[str]:
        shown = self.run(self.office, "programme", "show").stdout
        return re.findall(r"(\d{5}) (\d{5}) (\d{5})$", shown, re.MULTILINE)[0]  # type: ignore[no-any-return]

    @property
    def kiosk(self) -> str:
        return str(self.status()["kiosk"])

    def status(self) -> dict[str, object]:
        return dict(json.loads(self.run(self.desk, "status", "--json").stdout))


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    """A programme with one kiosk that has sent a visit."""
    with passphrases.quick():
        people = People(tmp_path)
        made = people.run(people.office, "programme", "new", "Digital skills")
        people.paper = papers_in(made.stdout)
        people.run(people.office, "programme", "card", people.stick)
        people.run(
            people.desk, "join", people.stick, "--digits", " ".join(people.groups[:2]), "--site", "Bulaevo"
        )
        people.visit()
        people.run(people.desk, "export", people.stick)
        people.run(people.office, "centre", "accept", "--all", "--yes", "--from", people.stick)
        assert people.outcomes(people.office, people.stick) == ["imported"]
        people.run(people.desk, "export", people.stick)
        yield people


def papers_in(output: str) -> str:
    return " ".join(line.strip() for line in output.splitlines() if line.startswith("    "))


def secrets_of(people: People) -> list[bytes]:
    """Return every private key of the story, in the forms in which one could leak."""
    found: list[bytes] = []
    holders = [KioskKeys.load(people.desk / "keys"), ManagerKeys.load(people.office / "keys", PASSPHRASE)]
    for keys in holders:
        seed = keys.signer.seed()
        private = next(line for line in keys.sealing_file().splitlines() if line.startswith("AGE-SECRET"))
        pem = keys.signer.pem().decode().splitlines()[1]
        found += [seed, seed.hex().encode(), private.encode(), private.lower().encode(), pem.encode()]
        if isinstance(keys, ManagerKeys):
            for form in keys.papers().values():
                found += [form.splitlines()[0].encode(), paper_code(form)[:18].encode()]
    return found


def test_a_deputy_opens_and_imports_and_the_kiosk_never_notices(people: People) -> None:
    wrong = people.run(people.deputy, "programme", "join", people.stick, "--digits", "00000 11111", expect=1)
    assert "not confirmed" in wrong.output
    joined = people.run(
        people.deputy, "programme", "join", people.stick, "--digits", " ".join(people.groups[1:])
    )
    key = papers_in(joined.stdout)
    assert key.startswith("age1")
    added = people.run(people.office, "programme", "add-key", key)
    assert re.findall(r"\d{5} \d{5} \d{5}", added.stdout) == re.findall(r"\d{5} \d{5} \d{5}", joined.stdout)
    people.run(people.office, "programme", "card", people.stick)
    people.visit()
    people.run(people.desk, "export", people.stick)
    people.run(people.office, "centre", "carry", people.root / "stick")
    assert "on the card" in people.run(people.deputy, "programme", "join", people.stick).stdout
    assert people.outcomes(people.office, people.stick)[-1] == "imported"
    outcomes = people.outcomes(people.deputy, people.stick, expect=1)
    assert (outcomes[0], outcomes[-1]) == ("kiosks", "imported")
    assert "other_key" in outcomes, "what was sealed before the deputy was there stays closed to the deputy"
    people.run(people.deputy, "programme", "add-key", key, expect=1)
    people.run(people.desk, "export", people.stick)
    assert people.status()["undelivered"] == 0
    assert people.run(people.office, "programme", "drop-key", key).exit_code == 0


def test_a_stolen_kiosk_is_revoked_told_and_accepted_again_with_new_keys(people: People) -> None:
    people.run(people.office, "centre", "revoke", people.kiosk)
    assert "revoked" in people.run(people.office, "programme", "show").stdout
    people.visit()
    people.run(people.desk, "export", people.stick)
    assert people.outcomes(people.office, people.stick, expect=1) == ["already", "revoked"]
    people.run(people.desk, "export", people.stick)
    assert people.status()["revoked"] is True
    assert "no longer takes" in people.run(people.desk, "status").output
    people.run(people.desk, "join", people.stick, "--new-keys")
    people.run(people.desk, "export", people.stick)
    people.run(people.office, "centre", "accept", "--all", "--yes", "--from", people.stick)
    assert people.outcomes(people.office, people.stick, expect=1).count("imported") == 1
    people.run(people.desk, "export", people.stick)
    status = people.status()
    assert (status["revoked"], status["undelivered"], status["at_centre"]) == (False, 0, 2)
    assert status["at_centre_to"]


def test_a_mistaken_revocation_is_taken_back(people: People) -> None:
    people.run(people.office, "centre", "revoke", people.kiosk, "--after", "1")
    people.run(people.office, "centre", "revoke", people.kiosk, "--undo")
    people.run(people.office, "centre", "revoke", people.kiosk, "--undo", expect=1)
    people.run(people.office, "centre", "revoke", people.kiosk, "--after", "7", expect=1)
    assert people.outcomes(people.office, people.stick) == ["already"]


def test_damaged_bytes_are_found_and_mended_from_the_stick(people: People) -> None:
    assert "kept whole" in people.run(people.office, "centre", "verify").stdout
    (kept,) = (people.office / "bundles").glob("k-*/*.kiosk")
    kept.write_bytes(b"spoiled")
    people.run(people.office, "centre", "verify", expect=1)
    found = json.loads(people.run(people.office, "centre", "verify", "--json", expect=1).stdout)
    assert found[0]["bundle"] == 1
    assert "whole again" in people.run(people.office, "import", people.stick).stdout
    people.run(people.office, "centre", "verify")
    asked = people.run(people.office, "centre", "want", people.kiosk, "e1:1-3")
    assert "3 records" in asked.stdout
    people.run(people.office, "centre", "want", people.kiosk, "nonsense", expect=2)


def test_keys_go_onto_paper_and_come_back_and_the_next_one_takes_over(people: People) -> None:
    page = people.root / "paper.html"
    people.run(people.office, "programme", "paper", page)
    lines = re.findall(r"<li>(.*?)</li>", page.read_text(encoding="utf-8"))
    signing, sealing = " ".join(lines[:4]), " ".join(lines[4:])
    page.unlink()
    before = ManagerKeys.load(people.office / "keys", PASSPHRASE)
    (people.office / "keys" / "manager.age").unlink()
    misread = "B" + signing[1:] if signing[0] != "B" else "C" + signing[1:]
    wrong = people.run(people.office, "programme", "restore", typed=f"{misread}\n{sealing}\n", expect=1)
    assert "Line 1" in wrong.output
    people.run(people.office, "programme", "restore", typed=f"{signing}\n{sealing}\n")
    found = ManagerKeys.load(people.office / "keys", PASSPHRASE)
    assert (found.signing_key, found.sealing_key) == (before.signing_key, before.sealing_key)
    people.run(people.office, "programme", "next-key", typed=f"{people.paper}\n")
    people.visit()
    people.run(people.desk, "export", people.stick)
    assert people.outcomes(people.office, people.stick)[-1] == "imported"
    people.run(people.desk, "export", people.stick)
    assert (people.status()["undelivered"], people.status()["card_version"]) == (0, 2)


def test_a_lost_sealing_key_leaves_no_visit_waiting_for_ever(people: People) -> None:
    people.visit()
    people.run(people.desk, "export", people.stick)
    for bundle in sorted((people.stick / "OneStopKiosk" / "visits").iterdir())[1:]:
        bundle.unlink()
    signing = ManagerKeys.load(people.office / "keys", PASSPHRASE).papers()[Paper.SIGNING]
    people.run(people.office, "programme", "restore", typed=f"{paper_code(signing)}\n\n")
    people.run(people.office, "programme", "card", people.stick)
    people.run(people.desk, "export", people.stick)
    assert people.outcomes(people.office, people.stick)[-1] == "imported"
    people.run(people.desk, "export", people.stick)
    assert people.status()["undelivered"] == 0


def test_private_keys_stand_nowhere_but_in_their_folder(people: People) -> None:
    people.run(people.office, "programme", "show")
    people.run(people.office, "centre", "carry", people.root / "missing", expect=1)
    people.run(people.office, "centre", "carry", people.stick)
    (people.desk / "keys" / "sealing.txt").rename(people.desk / "keys" / "hidden")
    people.run(people.desk, "export", people.stick, expect=1)
    (people.desk / "keys" / "hidden").rename(people.desk / "keys" / "sealing.txt")
    secrets = secrets_of(people)
    for path in people.root.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.parent.name == "keys":
            assert path.stat().st_mode & 0o077 == 0
            assert path.suffix != ".age" or not any(secret in content for secret in secrets)
            continue
        assert not any(secret in content for secret in secrets), path
    assert not any(secret in people.said.encode() for secret in secrets)
