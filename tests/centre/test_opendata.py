"""The open path: other people's programs read what we give out, count what we count, and see nobody."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kiosk.centre import Deed, Store, StoreError, summary
from kiosk.centre.measures import Dimension
from kiosk.centre.opendata import Exported, Form, Wanted, export, parquet
from kiosk.centre.opendata.columns import TABLES, VISITS, columns_of
from kiosk.centre.rollups import figures_of
from kiosk.i18n import Language, Languages
from kiosk.visits import TutorialUse, Visit, columns
from tests.centre.conftest import Keep
from tests.centre.records import a_correction, a_notice, a_shift, a_visit

DOCS = Path(__file__).parents[2] / "docs" / "open-data.md"
CODES = ("K7PMWX4ER", "H3QJ9TDVA")
NOTE = "asked for the blue form, бабушка Алма"


@pytest.fixture
def russian() -> Language:
    return Languages(Path(__file__).parents[2] / "translations")["ru"]


@pytest.fixture
def filled(store: Store, keep: Keep) -> Store:
    """Some weeks of a small programme, with everything in it that could be counted wrongly."""
    first = a_visit(
        place="bulaevo-desk", volunteer="A-01", first_time=True, return_code=CODES[0], outcome="with_help"
    )
    again = a_visit(
        place="bulaevo-desk",
        visit_date="2026-11-12",
        first_time=False,
        return_code=CODES[0],
        outcome="alone",
        note=NOTE,
    )
    wrong = a_visit(place="yavlenka", outcome="done_for", services=("kz.kaspi", "kz.fines"), people=2)
    undone = a_visit(place="yavlenka", people=9)
    group = a_visit(
        channel="group",
        place="vozvyshenka",
        activity="=club",
        people=12,
        women=8,
        new_people=5,
        age_bands={"60_74": 7, "75_plus": 3},
        outcome="",
        age_band="not_asked",
        app_installed={"kz.egov_mobile": 6, "kz.kaspi": 2},
        visit_date="2026-10-30",
    )
    used = TutorialUse("kz-fines", 3, "kk", 4, 7, practised=True)
    keep(
        first,
        again,
        wrong,
        a_correction(wrong, outcome="with_help", people=3),
        undone,
        a_correction(undone, change="void"),
        group,
        a_visit(channel="self_service", outcome="not_told", volunteer="", place="bulaevo-desk"),
        a_visit(
            entry="late",
            minutes=None,
            place="nowhere",
            tutorials=(used,),
            volunteer="B-02",
            age_band="75_plus",
        ),
        a_visit(
            clock_trust=0, visit_date="1970-01-01", place="yavlenka", return_code=CODES[1], first_time=True
        ),
        a_shift(place="bulaevo-desk", minutes=150),
        a_shift(place="yavlenka", minutes=None, volunteer="C-03"),
        a_notice(),
    )
    return store


def read(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the Parquet of a folder a question."""
    with duckdb.connect() as connection:
        source = f"read_parquet('{folder}/visits/*/*/*.parquet', hive_partitioning = true)"
        return connection.execute(query.replace("VISITS", source)).fetchall()


def test_parquet_lies_by_country_and_month_and_holds_what_counts_now(
    filled: Store, russian: Language, tmp_path: Path
) -> None:
    done = export(filled, tmp_path / "open-data", Form.PARQUET, russian)
    assert done == Exported(visits=7, shifts=2, notices=1)
    folders = {
        p.parent.relative_to(tmp_path / "open-data").as_posix()
        for p in tmp_path.rglob("visits/*/*/*.parquet")
    }
    assert folders == {
        "visits/country=kz/month=2026-10",
        "visits/country=kz/month=2026-11",
        "visits/country=kz/month=1970-01",
        "visits/country=unknown/month=2026-11",
    }
    found = read(
        tmp_path / "open-data", "SELECT people, outcome, services, revision FROM VISITS WHERE revision > 1"
    )
    assert found == [(3, "with_help", ["kz.kaspi", "kz.fines"], 2)], (
        "corrected; what was taken back is not there"
    )
    (group,) = read(
        tmp_path / "open-data",
        "SELECT region_name, settlement_name, women, group_60_74, group_18_34, map_entries(app_installed), hour,"
        " activity FROM VISITS WHERE channel = 'group'",
    )
    apps = [{"key": "kz.egov_mobile", "value": 6}, {"key": "kz.kaspi", "value": 2}]
    assert group == ("Северо-Казахстанская область", "Возвышенка", 8, 7, None, apps, 10, "=club")
    (late,) = read(
        tmp_path / "open-data",
        "SELECT hour, minutes, place_name, tutorials[1].seen, tutorials[1].practised"
        " FROM VISITS WHERE entry = 'late'",
    )
    assert late == (None, None, None, 4, True)


def test_without_full_nothing_points_to_a_person(filled: Store, russian: Language, tmp_path: Path) -> None:
    export(filled, tmp_path / "pq", Form.PARQUET, russian)
    export(filled, tmp_path / "package", Form.PACKAGE, russian)
    columns = {row[0] for row in read(tmp_path / "pq", "DESCRIBE SELECT * FROM VISITS")}
    hidden = {"note", "return_code", "volunteer", "started_at", "ended_at", "change_reason", "shift_seq"}
    assert not columns & hidden
    everything = json.dumps(read(tmp_path / "pq", "SELECT * FROM VISITS"), default=str, ensure_ascii=False)
    everything += "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "package").iterdir())
    for secret in (NOTE, *CODES, "A-01", "B-02", "C-03", "T05:00", "wrong tap"):
        assert secret not in everything, secret


def test_with_full_everything_is_there_and_the_audit_trail_says_so(
    filled: Store, russian: Language, tmp_path: Path
) -> None:
    export(filled, tmp_path / "pq", Form.PARQUET, russian, Wanted(full=True), who="key-of-the-manager")
    found = read(
        tmp_path / "pq", "SELECT note, volunteer, return_code, started_at FROM VISITS WHERE note IS NOT NULL"
    )
    assert [row[:3] for row in found] == [(NOTE, "A-01", CODES[0])]
    assert found[0][3].isoformat().endswith("+00:00") or found[0][3].utcoffset() is not None
    (entry,) = filled.newest_audits(2, Deed.EXPORT)
    assert (entry.who, entry.deed) == ("key-of-the-manager", Deed.EXPORT)
    assert (entry.about["what"], entry.about["full"], entry.about["visits"]) == ("parquet", 1, 7)


def test_an_export_that_fails_leaves_no_folder_and_no_entry(
    filled: Store, russian: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet.ParquetWriter, "write_flat", full)
    with pytest.raises(StoreError, match="No space left"):
        export(filled, tmp_path / "pq", Form.PARQUET, russian)
    assert [path.name for path in tmp_path.iterdir() if "pq" in path.name] == []
    assert filled.newest_audits(1, Deed.EXPORT) == []


def test_a_folder_with_something_in_it_is_refused(filled: Store, russian: Language, tmp_path: Path) -> None:
    (tmp_path / "pq").mkdir()
    (tmp_path / "pq" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="not empty"):
        export(filled, tmp_path / "pq", Form.PACKAGE, russian)


@pytest.mark.parametrize(("enough", "waiting", "most"), [(7, 1000, 1000), (1000, 10, 1000), (1000, 1000, 2)])
def test_a_country_goes_out_in_pieces_and_nothing_twice(
    store: Store,
    keep: Keep,
    russian: Language,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    enough: int,
    waiting: int,
    most: int,
) -> None:
    monkeypatch.setattr(parquet, "ENOUGH", enough)
    monkeypatch.setattr(parquet, "WAITING", waiting)
    monkeypatch.setattr(parquet, "OPEN", most)
    keep(
        *(
            a_visit(visit_date=f"2026-{7 + n % 5:02}-10", place="bulaevo", note=f"line\n{n}")
            for n in range(40)
        )
    )
    export(store, tmp_path / "pq", Form.PARQUET, russian, Wanted(full=True))
    files = list((tmp_path / "pq" / "visits").rglob("*.parquet"))
    assert len(files) == 5 if min(enough, waiting) == 1000 else len(files) > 5
    assert read(tmp_path / "pq", "SELECT count(DISTINCT note), count(*) FROM VISITS") == [(40, 40)]
    assert not [path.name for path in (tmp_path / "pq").iterdir() if path.name.startswith(".")]


def test_a_period_is_cut_out(filled: Store, russian: Language, tmp_path: Path) -> None:
    november = Wanted(first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert export(filled, tmp_path / "package", Form.PACKAGE, russian, november).visits == 5


def test_the_package_is_what_frictionless_calls_valid(
    filled: Store, russian: Language, tmp_path: Path
) -> None:
    wanted = Wanted(full=True, licence="CC-BY-4.0")
    export(filled, tmp_path / "package", Form.PACKAGE, russian, wanted, name="Цифровые навыки")
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"],
        cwd=tmp_path / "package",
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["valid"], report
    assert {task["name"]: task["stats"]["rows"] for task in report["tasks"]} | {"codes": 0} == {
        "visits": 7,
        "shifts": 2,
        "notices": 1,
        "places": 8,
        "codes": 0,
    }
    described = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))
    assert (described["title"], described["licenses"]) == ("Цифровые навыки", [{"name": "CC-BY-4.0"}])


def test_a_spreadsheet_runs_nothing_and_a_person_can_read_the_codes(
    filled: Store, russian: Language, tmp_path: Path
) -> None:
    export(filled, tmp_path / "package", Form.PACKAGE, russian)
    with (tmp_path / "package" / "visits.csv").open(encoding="utf-8", newline="") as file:
        assert {row["activity"] for row in csv.DictReader(file)} == {"'=club", ""}
    with (tmp_path / "package" / "codes.csv").open(encoding="utf-8", newline="") as file:
        labels = {(row["column"], row["code"]): row["label"] for row in csv.DictReader(file)}
    assert labels["outcome", "alone"] == russian.text("Can do it alone now") != "Can do it alone now"


def test_where_duckdb_is_missing_it_is_said_what_to_install(
    filled: Store, russian: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(StoreError, match=r"one-stop-kiosk\[analysis\]"):
        export(filled, tmp_path / "pq", Form.PARQUET, russian)
    assert export(filled, tmp_path / "package", Form.PACKAGE, russian).visits == 7


def documented() -> dict[str, str]:
    """Return the queries of the page by the word that stands beside each."""
    found = re.findall(r"```sql ?([^\n]*)\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return {name: query.strip() for name, query in found}


def test_the_documented_queries_count_what_the_reports_count(
    filled: Store, russian: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(filled, tmp_path / "open-data", Form.PARQUET, russian, Wanted(full=True))
    monkeypatch.chdir(tmp_path)
    queries = documented()
    with duckdb.connect() as connection:
        connection.execute(queries.pop(""))
        answers = {name: connection.execute(query).fetchall() for name, query in queries.items()}
    told, figures = summary(filled), figures_of(filled)
    assert answers["summary"] == [
        (
            told.settlements,
            told.consultations,
            told.people_served,
            told.household_visits,
            told.group_sessions,
            told.alone_rate,
        )
    ]
    assert answers["hours"] == [(told.volunteer_hours,)]
    assert answers["self_service"] == [(told.self_service_sessions,)]
    assert answers["volunteers full"] == [(told.volunteers,)]
    services = figures.by(Dimension.SERVICE)
    assert {row[0]: row[2:] for row in answers["services"]} == {
        code: (counted.consultations, counted.people) for code, counted in services.items()
    }
    assert all(label != code for code, label, *_ in answers["services"])
    installs = figures.by(Dimension.APP)
    assert dict(answers["apps"]) == {app: counted.installs for app, counted in installs.items() if app}
    ages = figures.by(Dimension.AGE)
    assert dict(answers["ages"]) == {
        band: counted.people for band, counted in ages.items() if band not in ("not_asked", "")
    }
    assert dict(answers["learning full"]) == dict(figures.learning_curve().alone_at)
    assert [row[1:] for row in answers["regions"]] == []


def test_the_columns_on_the_page_are_the_columns_of_the_files() -> None:
    page = DOCS.read_text(encoding="utf-8")
    missing = [
        column.name
        for table in TABLES
        for column in columns_of(table, full=True)
        if not re.search(rf"`{column.name}`", page)
        and not column.name.startswith("group_")
        and "_name" not in column.name
    ]
    assert missing == []


def test_a_new_field_of_the_visit_is_given_out_or_left_out_on_purpose() -> None:
    given = {column.name for column in columns_of(VISITS, full=True)} | {"age_bands"}
    stays = {"epoch", "seq", "change", "utc_offset", "boot"}
    assert set(columns(Visit)) - given == stays
