"""A funder's report is data: which figures, in which order, under whose words. So are the targets."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kiosk.centre import Scope, Store, StoreError, as_json, as_text, funder_templates, report, report_titles
from kiosk.centre.people import Person, Team
from kiosk.centre.reports import indicator_labels, plan_targets, targets_list
from kiosk.centre.reports.indicators import Indicator
from kiosk.centre.reports.report import Report
from kiosk.centre.reports.template import read_template
from kiosk.centre.tables import said
from kiosk.centre.targets import Target
from kiosk.centre.writers import as_xlsx
from kiosk.config import DataFolder, resources
from kiosk.i18n import Languages
from tests.centre.conftest import Keep
from tests.centre.records import a_shift, a_visit
from tests.centre.sheets import write_xlsx

NOVEMBER = Scope.month(date(2026, 11, 1))
YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
LANGUAGES = ("kk", "ru", "en", "vi", "fi")


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "centre")


def write(data: DataFolder, text: str, name: str = "ours") -> None:
    data.templates.mkdir(parents=True, exist_ok=True)
    (data.templates / f"{name}.toml").write_text(
        f'[title]\nen = "Ours"\nfi = "Meidän"\n{text}', encoding="utf-8"
    )


def figures(store: Store, data: DataFolder, name: str = "ours", scope: Scope = NOVEMBER) -> dict[str, object]:
    told = report(store, name, scope, templates=funder_templates(data), show_few=True)
    return {str(row[0]): row[2] for row in told.table.rows}


def test_the_five_that_come_with_the_program_are_whole_in_five_languages(
    store: Store, data: DataFolder
) -> None:
    found = funder_templates(data)
    assert set(found) == {"north-kazakhstan", "undp", "almaty", "thai-nguyen", "digituki"}
    languages = Languages(resources().translations)
    for name in found:
        told = report(store, name, templates=found)
        texts = {code: as_text(told, languages[code]) for code in LANGUAGES}
        assert len({text.splitlines()[0] for text in texts.values()}) == len(LANGUAGES), name
        for code, text in texts.items():
            assert code == "en" or "per volunteer" not in text


def test_nothing_in_them_or_in_the_reports_knows_a_number() -> None:
    assert not [
        path for path in resources().templates.glob("*.toml") if "1500" in path.read_text(encoding="utf-8")
    ]


def test_a_manager_writes_another_without_programming(store: Store, keep: Keep, data: DataFolder) -> None:
    keep(
        a_visit(activity="club", channel="group", outcome="", people=16, age_band="not_asked"),
        a_visit(activity="club", channel="group", outcome="", people=14, age_band="not_asked"),
        a_visit(channel="chat"),
        a_visit(first_time=False, age_band="75_plus"),
        a_shift(activity="chat", minutes=600),
        a_shift(activity="club", minutes=120, volunteer="A-02"),
    )
    write(
        data,
        """
        [[tables]]
        figures = [
            "consultations",
            "consultations:channel!=group+course",
            "came_before:age=60_74+75_plus",
            "consultations:service=kz.*",
            { figure = "people_served:activity=club", per = ["week"] },
            { figure = "volunteer_hours:activity=chat", per = ["month"], label = { en = "Chat", fi = "Chatissa" } },
            { figure = "volunteer_hours", per = ["volunteer", "month"] },
        ]
        """,
    )
    assert figures(store, data) == {
        "consultations": 4,
        "consultations:channel!=group+course": 2,
        "came_before:age=60_74+75_plus": 1,
        "consultations:service=kz.*": 4,
        "people_served:activity=club per week": 7.0,
        "volunteer_hours:activity=chat per month": 10.0,
        "volunteer_hours per volunteer per month": 6.0,
    }
    told = report(store, "ours", NOVEMBER, templates=funder_templates(data))
    finnish = as_text(told, Languages(resources().translations)["fi"])
    assert finnish.startswith("Meidän")
    assert "Chatissa" in finnish


def test_places_teams_and_a_part_of_another_report(store: Store, keep: Keep, data: DataFolder) -> None:
    store.set_teams(
        [
            Team("t1", "One", "bulaevo", 9),
            Team("t2", "Two", "yavlenka", 4),
            Team("t3", "Three", "yavlenka", 5),
        ]
    )
    store.set_people([Person("A-01", team="t1")])
    keep(
        *(
            a_visit(place="bulaevo-desk", services=(f"kz.{code}",))
            for code in ("fines", "kaspi", "taxes")
            for _ in "12345"
        ),
        a_visit(place="yavlenka", volunteer="A-77", channel="home_visit", app_installed={"vn.vneid": 2}),
    )
    write(
        data,
        """
        [[tables]]
        places = "settlement"
        columns = [
            "teams", "team_members", "teams_at_work", "consultations", "household_visits", "installs:app=vn.vneid",
        ]
        [[tables]]
        report = "services"
        rows = 2
        [tables.title]
        en = "Asked for most"
        """,
    )
    told = report(store, "ours", NOVEMBER, templates=funder_templates(data))
    places, asked_for = told.tables
    assert [row[1:] for row in places.rows] == [
        ("Булаево", 1, 9, 1, 15, 0, 0),
        ("Явленка", 2, 9, 0, 1, 1, 2),
    ]
    assert places.total[2:] == (3, 18, 1, 16, 1, 2)
    assert len(asked_for.rows) == 2
    part = report(
        store, "ours", Scope(NOVEMBER.first, NOVEMBER.last, "yes"), templates=funder_templates(data)
    )
    assert [row[1] for row in part.table.rows] == ["Явленка"]


def test_a_small_number_of_people_in_a_places_column_is_hidden_and_the_work_beside_it_is_not(
    store: Store, keep: Keep, data: DataFolder
) -> None:
    older = {"first_time": False, "age_band": "75_plus"}
    keep(
        *(a_visit(place="bulaevo", **older) for _ in range(9)),
        *(a_visit(place="vozvyshenka", **older) for _ in range(6)),
        *(a_visit(place="yavlenka", **older) for _ in range(2)),
    )
    write(data, '[[tables]]\nplaces = "settlement"\ncolumns = ["consultations", "came_before:age=75_plus"]')
    told = json.loads(as_json(report(store, "ours", NOVEMBER, templates=funder_templates(data))))
    found = {row["place"]: row for row in told["rows"]}
    assert [row["consultations"] for row in found.values()] == [9, 6, 2]
    assert [row["came_before:age=75_plus"] for row in found.values()] == [9, None, None]
    assert found["yavlenka"]["hidden"] == {"came_before:age=75_plus": "few"}
    assert found["vozvyshenka"]["hidden"] == {"came_before:age=75_plus": "cover"}


def test_the_first_rows_are_taken_after_the_comparison_and_a_course_of_time_is_not_compared(
    store: Store, keep: Keep, data: DataFolder
) -> None:
    for month, counts in (("10", (9, 20, 30)), ("11", (40, 25, 6))):
        for code, count in zip(("kz.fines", "kz.kaspi", "kz.taxes"), counts, strict=True):
            keep(*(a_visit(visit_date=f"2026-{month}-05", services=(code,)) for _ in range(count)))
    write(data, '[[tables]]\nreport = "services"\nrows = 1\n[[tables]]\nreport = "months"')
    told = report(store, "ours", NOVEMBER, compare=True, templates=funder_templates(data), show_few=True)
    (row,) = json.loads(as_json(told))["tables"]["1-services"]["rows"]
    assert (row["code"], row["consultations"], row["consultations_before"]) == ("kz.fines", 40, 9)
    assert [column.name for column in told.tables[1].columns][:2] == ["month", "consultations"]
    assert "consultations_before" not in [column.name for column in told.tables[1].columns]


@pytest.mark.parametrize(
    "text",
    [
        "[[tables]]\nfigures = ['nonsense']",
        "[[tables]]\nfigures = ['consultations:colour=red']",
        "[[tables]]\nfigures = ['volunteers:age=75_plus']",
        "[[tables]]\nplaces = 'village'\ncolumns = ['consultations']",
        "[[tables]]\nfigures = [{figure = 'consultations', per = ['hour']}]",
        "[[tables]]\nnothing = 1",
        "[[tables]]\nfigures = 3",
        "",
        "[[tables",
    ],
)
def test_a_template_that_cannot_be_used_is_named_and_stops_no_other(
    store: Store, data: DataFolder, text: str
) -> None:
    write(data, text)
    with pytest.raises(StoreError, match=r"ours\.toml"):
        read_template(data.templates / "ours.toml")
    assert set(funder_templates(data)) > {"ours", "undp"}
    with pytest.raises(StoreError, match=r"ours\.toml"):
        report(store, "ours", templates=funder_templates(data))
    english = Languages(resources().translations)["en"]
    assert "ours.toml" in said(report_titles(data)["ours"], english)
    report(store, "undp", templates=funder_templates(data))


def test_a_managers_own_stands_for_ours_of_the_same_name(store: Store, data: DataFolder) -> None:
    write(data, "[[tables]]\nfigures = ['kiosks']", "undp")
    assert figures(store, data, "undp") == {"kiosks": 0}
    titles = report_titles(data)
    assert next(iter(titles)) == "summary"
    assert titles["undp"].own["fi"] == "Meidän"  # type: ignore[union-attr]


def test_every_indicator_has_a_value_also_of_nothing(store: Store, keep: Keep) -> None:
    keep(a_visit())
    for name in indicator_labels():
        store.set_targets([Target(name, date(2026, 1, 1), date(2026, 12, 31), 10)])
        (row,) = report(store, "targets").table.rows
        assert isinstance(row[6], int | float), name


# -- targets


def test_targets_say_how_far_the_programme_is(store: Store, keep: Keep) -> None:
    keep(
        *(a_visit(outcome="alone") for _ in range(3)),
        a_visit(outcome="with_help", place="yavlenka", visit_date="2026-05-02"),
    )
    store.set_targets(
        [
            Target("consultations", date(2026, 1, 1), date(2026, 12, 31), 8),
            Target("consultations", date(2026, 1, 1), date(2026, 12, 31), 1, "yavlenka"),
            Target("alone_rate", date(2026, 11, 1), date(2026, 11, 30), 0.5),
            Target("consultations", date(2027, 1, 1), date(2027, 12, 31), 100),
        ]
    )
    rows = json.loads(as_json(report(store, "targets", YEAR)))["rows"]
    assert [(row["place"], row["target"], row["actual"], row["reached"]) for row in rows] == [
        ("", 8, 4, 0.5),
        ("Явленка", 1, 1, 1.0),
        ("", 0.5, 1.0, 2.0),
    ]
    here = report(store, "targets", Scope(place="yes")).table.rows
    assert [row[2] for row in here] == ["Явленка"]


def test_a_list_of_targets_comes_from_a_spreadsheet_is_seen_first_and_goes_back_as_one(
    store: Store, tmp_path: Path
) -> None:
    languages = [Languages(resources().translations)[code] for code in ("en", "ru")]
    path = write_xlsx(
        tmp_path / "targets.xlsx",
        [
            ["Показатель", "Начало", "Конец", "План", "Место"],
            ["Консультации", "2026-01-01", "2026-12-31", 400, "Булаево"],
            ["alone_rate", "2026-01-01", "2026-12-31", "55 %", ""],
            ["nonsense", "2026-01-01", "2026-12-31", 1, ""],
            ["settlements", "2026-12-31", "2026-01-01", 30, ""],
            ["settlements", "tomorrow", "2026-12-31", 30, ""],
            ["settlements", "2026-01-01", "2026-12-31", "many", ""],
            ["settlements", "2026-01-01", "2026-12-31", 30, "atlantis"],
        ],
    )
    plan = plan_targets(store, path, languages)
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert plan.added == (Target("consultations", *year, 400, "bulaevo"), Target("alone_rate", *year, 0.55))
    assert [fault.line for fault in plan.faults] == [4, 5, 6, 7, 8]
    assert store.targets() == [], "nothing changes before somebody has seen it"
    store.set_targets(plan.found)
    (tmp_path / "back.xlsx").write_bytes(
        as_xlsx(Report("targets-list", "Targets", (targets_list(store),)), languages[1])
    )
    again = plan_targets(store, tmp_path / "back.xlsx", languages)
    assert again.faults == ()
    assert again.changes_nothing


def test_an_indicator_is_called_by_its_figure_and_its_codes() -> None:
    english = Languages(resources().translations)["en"]
    label = Indicator.parse("people_served:channel=group+course").label
    assert not isinstance(label, str)
    assert label.said(english) == "People served: Group, Course"
