"""The audit trail is read by people: every change of a programme stands in it, in words of their own language."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.centre import MANAGER, AuditEntry, Deed
from kiosk.centre.accepting import expect, move, rename, retire
from kiosk.centre.new_pins import ask_new_pin
from kiosk.centre.people import Person, Team
from kiosk.centre.reports.promised import put_target
from kiosk.centre.retention import keep
from kiosk.centre.roster import put_person, put_place, put_team, remove_place
from kiosk.centre.succession import change_card
from kiosk.centre.targets import Target
from kiosk.centre.trail import Names, details, what, when, who
from kiosk.cli import main
from kiosk.config import resources
from kiosk.i18n import Language, Languages
from kiosk.tutorials import LANGUAGES
from kiosk.visits import Place
from tests.centre.world import MOMENT, Office, SomeKiosk

PROMISE = Target("consultations", date(2026, 1, 1), date(2026, 12, 31), 390)


@pytest.fixture
def year(office: Office, bulaevo: SomeKiosk) -> Office:
    """A year in which everything of a programme was changed once."""
    store, keys, clock = office.store, office.keys, office.clock
    rename(office.data, store, keys, bulaevo.kiosk, "Булаево, библиотека", clock)
    move(office.data, store, keys, bulaevo.kiosk, "bulaevo", clock)
    retire(office.data, store, keys, bulaevo.kiosk, clock)
    expect(office.data, store, keys, bulaevo.kiosk, clock)
    put_place(store, Place("new", "Новое", "settlement", "mzh"))
    remove_place(store, "new")
    put_team(store, Team("t1", "Клуб", "bulaevo", 12))
    put_person(store, Person("A-07", kiosk=bulaevo.kiosk, team="t1"))
    ask_new_pin(store, bulaevo.kiosk, "A-07")
    put_target(store, PROMISE)
    put_target(store, PROMISE._replace(target=400.0), PROMISE)
    keep(store, 24, clock)
    change_card(office.data, store, keys, asks={"gender": True})
    return office


def told(office: Office, language: Language) -> list[str]:
    """The trail as it is read, after what every test's programme begins with."""
    names = Names.of(office.store, office.keys.key_id)
    return [
        f"{who(entry, names, language)}: {what(entry, language)}: {details(entry, names, language)}"
        for entry in office.store.audit_trail()[3:]
    ]


def test_everything_that_was_changed_can_be_told(year: Office, english: Language) -> None:
    me, somebody = f"you, with the key {year.keys.key_id}", "a manager, without a key"
    kiosk = "Булаево, библиотека"
    assert told(year, english) == [
        f"{me}: renamed a kiosk: {kiosk} · before: Булаево · after: {kiosk}",
        f"{me}: moved a kiosk to another place: {kiosk} · before: – · after: Булаево",
        f"{me}: marked a kiosk as closed: {kiosk}",
        f"{me}: marked a kiosk as open again: {kiosk}",
        f"{somebody}: changed the places: added: 1 · new",
        f"{somebody}: changed the places: removed: 1 · new",
        f"{somebody}: changed the teams: added: 1 · t1",
        f"{somebody}: changed the list of volunteers: added: 1",
        f"{somebody}: let a volunteer choose a new PIN: {kiosk}",
        f"{somebody}: changed the targets: added: 1",
        f"{somebody}: changed the targets: changed: 1",
        f"{somebody}: changed how long personal data is kept: 24 months · before: for ever",
        f"{me}: changed what the card says: card 2",
    ]
    assert when(year.store.audit_trail()[3], english) == "20 November 2026, 10:00 UTC"
    assert "A-07" not in str(year.store.audit_trail())


def test_what_changes_nothing_is_no_deed(year: Office, bulaevo: SomeKiosk) -> None:
    store, keys, clock = year.store, year.keys, year.clock
    before = store.audit_trail()
    rename(year.data, store, keys, bulaevo.kiosk, "Булаево, библиотека", clock)
    move(year.data, store, keys, bulaevo.kiosk, "bulaevo", clock)
    expect(year.data, store, keys, bulaevo.kiosk, clock)
    store.set_places(store.places())
    store.set_people(store.people())
    store.set_teams(store.teams())
    put_target(store, PROMISE._replace(target=400.0))
    change_card(year.data, store, keys, asks={"gender": True})
    assert store.audit_trail() == before


def test_a_deed_that_came_to_nothing_is_not_told(office: Office) -> None:
    before = office.store.audit_trail()

    def change() -> None:
        with office.store.transaction():
            office.store.set_teams([Team("t1", "Клуб")])
            keep(office.store, 12, office.clock)
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        change()
    assert office.store.audit_trail() == before
    assert office.store.protection().keep_months == 0


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_trail_is_told_in_five_languages(year: Office, code: str) -> None:
    languages = Languages(resources().translations)
    english, said = told(year, languages["en"]), told(year, languages[code])
    assert len(said) == len(english)
    assert code == "en" or not {*said} & {*english}


def test_old_and_strange_entries_are_told_too(english: Language) -> None:
    names = Names(places={"bulaevo": "Булаево"})
    entries = {
        (Deed.ERASE, ("months", 12), ("records", 3)): "12 months · 3 records lost their notes or codes",
        (Deed.ERASE, ("visits", 2)): "2 visits showed the code",
        (Deed.IMPORT, ("imported", 3), ("already", 1), ("forged", 1), ("visits", 1200)): (
            "3 new files · 1 file was here already · 1 file was refused · 1,200 new visits"
        ),
        (Deed.IMPORT, ("waiting", 1), ("request", 1), ("visits", 0)): (
            "2 files were set aside until their kiosks are accepted"
        ),
        (
            Deed.EXPORT,
            ("what", "report"),
            ("report", "summary"),
            ("first", "2026-11-01"),
            ("place", "bulaevo"),
        ): ("Programme summary · 1 November 2026 · Булаево"),
        (Deed.EXPORT, ("what", "parquet"), ("full", 1)): (
            "open data, as Parquet · with notes, return codes and code names"
        ),
        (Deed.REVOKE, ("kiosk", "k-x"), ("withdrawn", 1)): "k-x · 1 file was withdrawn",
        ("danced", ("with", "nobody")): "",
    }
    for (deed, *about), said in entries.items():
        entry = AuditEntry(1, "yesterday", MANAGER, str(deed), dict(about))
        assert details(entry, names, english) == said
        assert when(entry, english) == "yesterday"


def test_the_newest_come_first_and_one_deed_can_be_asked_for(year: Office) -> None:
    store = year.store
    assert [entry.deed for entry in store.newest_audits(2)] == [Deed.CARD_CHANGED, Deed.RETENTION]
    assert [entry.about for entry in store.newest_audits(9, Deed.TARGETS)] == [{"changed": 1}, {"added": 1}]
    assert store.audited()[Deed.PLACES] == 3
    assert sum(store.audited().values()) == len(store.audit_trail())


def test_the_trail_is_written_for_a_spreadsheet_and_says_so_itself(year: Office, tmp_path: Path) -> None:
    file = tmp_path / "trail.csv"
    said = CliRunner().invoke(
        main, ["--data", str(year.data.root), "--lang", "fi", "centre", "audit", "--write", str(file)]
    )
    assert said.exit_code == 0, said.output
    assert str(file) in said.output
    head, *rows = csv.reader(file.read_text("utf-8-sig").splitlines())
    assert head == ["Numero", "Aika (UTC)", "Kuka", "Mitä tehtiin", "Tarkemmin"]
    assert rows[3][1:4] == [MOMENT, f"hankevastaava, avain {year.keys.key_id}", "muutti kioskin nimeä"]
    assert len(rows) == len(year.store.audit_trail()) - 1
    assert year.store.audit_trail()[-1].about == {"file": "trail.csv", "what": "audit"}
