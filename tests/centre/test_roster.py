"""Lists that managers keep in a spreadsheet: seen before they change anything, refused line by line, never a name."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from kiosk.centre import WRITERS, Report, Store, StoreError
from kiosk.centre.people import LEAD, Person, Team
from kiosk.centre.roster import (
    looks_like_a_name,
    people_table,
    places_table,
    plan_people,
    plan_places,
    plan_teams,
    put_person,
    put_place,
    put_team,
    remove_place,
    remove_team,
    set_people,
    set_places,
    set_teams,
    teams_table,
)
from kiosk.centre.store import KnownKiosk
from kiosk.codebook import PLACE_LEVELS
from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.visits import Place, Revisions, batches_of
from tests.centre.conftest import TREE
from tests.centre.records import a_visit
from tests.centre.sheets import write_xlsx


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(resources().translations)


@pytest.fixture
def kept(store: Store) -> Store:
    store.put_kiosk(KnownKiosk("k-bulaevo", "Булаево", "bulaevo", "age1", "2026-11-20T10:00:00Z"))
    return store


def csv(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def said(plan_faults: object) -> list[tuple[int, str]]:
    return [(fault.line, str(fault.problem)) for fault in plan_faults]  # type: ignore[attr-defined]


def test_a_list_of_places_from_excel_is_seen_before_it_changes_anything(
    store: Store, tmp_path: Path, languages: Languages
) -> None:
    rows = [["Id", "Name", "Level", "Lies in (id)", "Note"]]
    rows += [[place.id, place.name, place.level, place.parent, "x"] for place in store.places()]
    rows += [["smirnovo", "Смирново", "Населённый пункт", "yes", ""]]
    before = store.places()
    plan = plan_places(store, write_xlsx(tmp_path / "places.xlsx", rows), [languages["ru"]])
    assert store.places() == before
    assert plan.faults == ()
    assert [place.name for place in plan.added] == ["Смирново"]
    assert (plan.changed, plan.removed) == ((), ())
    set_places(store, plan.found)
    assert {place.name for place in store.places()} == {*(place.name for place in before), "Смирново"}


def test_every_wrong_line_is_named_at_once(store: Store, tmp_path: Path) -> None:
    path = csv(
        tmp_path / "places.csv",
        "id;name;level;parent\nkz;Kazakhstan;country;\n;No id;region;kz\nr1;One;kingdom;kz\n"
        "r2;Two;region;nowhere\nkz;Again;region;\n",
    )
    plan = plan_places(store, path, [])
    assert [fault.line for fault in plan.faults if fault.line] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("code", "levels", "lies"),
    [
        (
            "kk",
            "«kingdom». Бар деңгейлер: Ел, Облыс, Аудан, Елді мекен, Бөлімше.",
            "«r2» орны (Облыс) «s1» орнының",
        ),
        (
            "fi",
            "”kingdom” on tuntematon. Tasot ovat: Maa, Maakunta, Seutu, Paikkakunta,",
            "”r2” (Maakunta) ei voi",
        ),
    ],
)
def test_what_is_wrong_with_a_list_is_said_in_the_managers_own_words(
    store: Store, tmp_path: Path, languages: Languages, code: str, levels: str, lies: str
) -> None:
    path = csv(
        tmp_path / "places.csv",
        "id;name;level;parent\nr1;One;kingdom;\nr2;Two;region;s1\ns1;Site;site;nowhere\n",
    )
    say = languages[code]
    faults = plan_places(store, path, [say]).faults
    told = [say.text(fault.problem.message, **fault.problem.params) for fault in faults]
    assert levels in told[0]
    assert lies in told[1]
    assert not any(level in sentence for level in PLACE_LEVELS for sentence in told)


def test_a_place_that_is_in_use_cannot_be_taken_away(kept: Store) -> None:
    with pytest.raises(StoreError, match="Move it first"):
        set_places(kept, [place for place in kept.places() if place.id != "bulaevo"])
    assert kept.places() == sorted(TREE)
    put_place(kept, Place("empty", "Empty", "settlement"))
    with kept.transaction():
        kept.insert(batches_of(Revisions((a_visit(place="empty"),))))
    with pytest.raises(StoreError, match="visits were recorded"):
        remove_place(kept, "empty")
    put_place(kept, Place("empty-2", "Empty", "settlement"))
    remove_place(kept, "empty-2")
    assert "empty-2" not in {place.id for place in kept.places()}


def test_a_place_that_holds_others_is_not_removed_under_them(store: Store) -> None:
    parent = next(place.parent for place in store.places() if place.parent)
    with pytest.raises(StoreError, match="lies in this place"):
        remove_place(store, parent)


@pytest.mark.parametrize(
    "name", ["Айгүль Сәрсенова", "Иван Петрович", "Nguyễn Thị Lan", "Marja Korhonen", "Айгүль", "ИВАНОВ Иван"]
)
def test_a_persons_name_is_noticed(name: str) -> None:
    assert looks_like_a_name(name)


@pytest.mark.parametrize("pseudonym", ["A-07", "a07", "Б-12", "vol 3", "lead", "team-2 07", "K7"])
def test_a_pseudonym_passes(pseudonym: str) -> None:
    assert not looks_like_a_name(pseudonym)


def test_a_list_of_volunteers_warns_of_names_and_refuses_numbers(
    kept: Store, tmp_path: Path, languages: Languages
) -> None:
    set_teams(kept, [Team("t1", "Клуб", "bulaevo", 12)])
    path = csv(
        tmp_path / "people.csv",
        "pseudonym,role,kiosk,team\nA-01,Старший,Булаево,Клуб\nМарат Иванов,,k-bulaevo,\n+7 701 123 45 67,,,\n"
        "A-02,boss,,\nA-03,,k-nowhere,\nA-01,,k-bulaevo,\nA-04,,,t9\n",
    )
    plan = plan_people(kept, path, [languages["ru"]])
    assert [fault.line for fault in plan.faults] == [4, 5, 6, 7, 8]
    assert [fault.line for fault in plan.warnings] == [3]
    assert plan.found[0] == Person("A-01", LEAD, "k-bulaevo", "t1")
    assert "701" not in " ".join(text for _line, text in said(plan.faults))


def test_the_present_list_comes_back_unchanged(kept: Store, tmp_path: Path, languages: Languages) -> None:
    """A manager exports the list, opens it, saves it and hands it in: nothing may change."""
    set_teams(kept, [Team("t1", "=Клуб", "bulaevo", 12)])
    set_people(kept, [Person("A-01", LEAD, "k-bulaevo", "t1"), Person("A-02")])
    for code, form in product(("en", "kk", "vi"), ("csv", "xlsx")):
        for table, plan in (
            (people_table(kept), plan_people),
            (places_table(kept), plan_places),
            (teams_table(kept), plan_teams),
        ):
            path = tmp_path / f"{table.name}-{code}.{form}"
            path.write_bytes(WRITERS[form](Report(table.name, table.title, (table,)), languages[code]))
            found = plan(kept, path, [languages[code]])
            assert found.changes_nothing, (code, table.name)
            assert found.faults == ()


def test_teams_count_members_and_are_not_removed_under_a_volunteer(kept: Store, tmp_path: Path) -> None:
    path = csv(
        tmp_path / "teams.csv", "id,name,place,members\nt1,Club,Булаево,14\nt2,Round,,many\n", "utf-16"
    )
    plan = plan_teams(kept, path, [])
    assert [fault.line for fault in plan.faults] == [3]
    assert plan.found[0].members == 14
    put_team(kept, plan.found[0])
    put_person(kept, Person("A-01", team="t1"))
    with pytest.raises(StoreError, match="A-01 belongs to it"):
        remove_team(kept, "t1")
    put_person(kept, Person("A-01"), before=Person("A-01", team="t1"))
    remove_team(kept, "t1")
    assert kept.teams() == []


def test_a_volunteer_keeps_the_team_when_a_kiosks_list_is_set_anew(kept: Store) -> None:
    put_team(kept, Team("t1", "Club"))
    put_person(kept, Person("A-01", kiosk="k-bulaevo", team="t1"))
    kept.set_volunteers("k-bulaevo", [("A-01", LEAD), ("A-02", "volunteer")])
    assert kept.people() == [Person("A-01", LEAD, "k-bulaevo", "t1"), Person("A-02", kiosk="k-bulaevo")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "id;name;level\nx;Посёлок;settlement".encode("cp1251"), "CSV UTF-8"),
        ("a.xlsx", b"not a spreadsheet", "no spreadsheet"),
        ("a.csv", b"", "Missing: id, name, level"),
        ("a.csv", b"id,title\nx,y", "Missing: name, level"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_in_words(
    store: Store, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StoreError, match=reason):
        plan_places(store, tmp_path / name, [])


def test_an_empty_list_shows_by_an_example_how_it_is_filled_in(
    store: Store, tmp_path: Path, languages: Languages
) -> None:
    store.set_places([])
    for table, plan in (
        (places_table(store), plan_places),
        (people_table(store), plan_people),
        (teams_table(store), plan_teams),
    ):
        path = tmp_path / f"{table.name}.xlsx"
        path.write_bytes(WRITERS["xlsx"](Report(table.name, table.title, (table,)), languages["kk"]))
        found = plan(store, path, [languages["kk"]])
        assert (found.faults, len(found.found)) == ((), len(table.rows))
