"""The report as a file: a spreadsheet shows every letter and every number as a number, and nothing in it runs."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from openpyxl import load_workbook

from kiosk.centre import WRITERS, Scope, Store, as_csv, as_json, as_text, as_xlsx, report
from kiosk.centre.reports.report import Report
from kiosk.centre.tables import Column, Format, Hidden, Table, Words
from kiosk.config import resources
from kiosk.i18n import Language, Languages
from kiosk.visits import Place
from tests.centre.conftest import Keep
from tests.centre.records import a_visit
from tests.office_suite import ODF, WORST_CSV, convert
from tests.programmes import KAZAKH, VIETNAMESE

FORMULA = '=HYPERLINK("http://x";"click")'
NAMES = (KAZAKH, VIETNAMESE, FORMULA, "+7 (705)", "@SUM(1)", "-2+3", "'quoted", 'Hämeenlinna, "tori"')
#: One row of each kind of cell; the numbers are such as a text would spoil.
TABLE = Table(
    "all",
    "Places",
    (
        Column("name", "Place", Format.NAME),
        Column("count", "Consultations", Format.COUNT),
        Column("hours", "Volunteer hours", Format.HOURS),
        Column("share", "Can do it alone now", Format.SHARE),
        Column("day", "Last on", Format.DAY),
        Column("month", "Month", Format.MONTH),
        Column("few", "People served", Format.COUNT),
    ),
    tuple((name, 1234567, 0.5, 0.375, "2026-11-30", "2026-02", Hidden.FEW) for name in NAMES),
    total=(Words("Together"), 9876536, None, None, None, None, Hidden.COVER),
)
TOLD = Report("all", "Places", (TABLE, replace(TABLE, name="again")), made_on=date(2026, 11, 25))


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(resources().translations)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, languages: Languages) -> Path:
    """What LibreOffice shows of a workbook and of two tables of text, one of them not ours and unguarded."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    folder = tmp_path_factory.mktemp("files")
    (folder / "book.xlsx").write_bytes(as_xlsx(TOLD, languages["vi"]))
    (folder / "table.csv").write_bytes(as_csv(replace(TOLD, tables=(TABLE,)), languages["kk"]))
    (folder / "control.csv").write_text(f"=SUM(1;1),{KAZAKH}\r\n", encoding="utf-8")
    convert([folder / "book.xlsx"], folder)
    convert([folder / "table.csv", folder / "control.csv"], folder, WORST_CSV)
    return folder


def sheets(path: Path) -> dict[str, list[list[Element]]]:
    """Return the cells of each sheet, row by row."""
    tree = ElementTree.parse(path)
    return {
        str(table.get(f"{{{ODF['table']}}}name")): [
            row.findall("table:table-cell", ODF) for row in table.iter(f"{{{ODF['table']}}}table-row")
        ]
        for table in tree.iter(f"{{{ODF['table']}}}table")
    }


def value(cell: Element) -> object:
    """Return what a cell holds, by its own type."""
    kind = cell.get(f"{{{ODF['office']}}}value-type")
    if kind in ("float", "percentage"):
        return float(str(cell.get(f"{{{ODF['office']}}}value")))
    if kind == "date":
        return date.fromisoformat(str(cell.get(f"{{{ODF['office']}}}date-value"))[:10])
    return "".join(cell.itertext()).strip() or None


def formulas(path: Path) -> list[str]:
    cells = ElementTree.parse(path).iter(f"{{{ODF['table']}}}table-cell")
    return [formula for cell in cells if (formula := cell.get(f"{{{ODF['table']}}}formula"))]


def test_a_workbook_reads_back_equal(opened: Path, languages: Languages) -> None:
    found = sheets(opened / "book.fods")
    assert list(found) == ["Địa điểm", "Địa điểm 2"], "a sheet a table, each with its own name"
    assert formulas(opened / "book.fods") == []
    for rows in found.values():
        lines = [[value(cell) for cell in row] for row in rows]
        assert lines[0][0] == "Địa điểm"
        head = next(number for number, line in enumerate(lines) if "Lượt tư vấn" in line)
        read = [line[:7] for line in lines[head + 1 : head + 1 + len(NAMES)]]
        assert read == [
            [name, 1234567.0, 0.5, 0.375, date(2026, 11, 30), date(2026, 2, 1), "<5"] for name in NAMES
        ]
        total = lines[head + 1 + len(NAMES)]
        assert total[:2] == ["Tổng cộng", 9876536.0]
    styles = (opened / "book.fods").read_text(encoding="utf-8")
    assert "number:percentage-style" in styles


def test_a_workbook_keeps_its_heading_in_sight_and_its_columns_wide(languages: Languages) -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(TOLD, languages["fi"]))).worksheets[0]
    heading = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "Opastukset")
    assert sheet.freeze_panes == f"A{heading + 1}"
    assert (sheet.cell(heading + 1, 2).number_format, sheet.cell(heading + 1, 4).number_format) == (
        "#,##0",
        "0%",
    )
    assert sheet.column_dimensions["A"].width > len(KAZAKH) / 2
    above = [str(sheet.cell(row, 1).value) for row in range(1, heading)]
    assert any(line.startswith("Jakso: ") for line in above)
    assert any(line.startswith("Laadittu: ") for line in above)


def test_a_change_of_a_share_is_a_number_of_points(store: Store, keep: Keep, languages: Languages) -> None:
    keep(*(a_visit(visit_date="2026-11-02", outcome=outcome) for outcome in ("alone", "with_help")))
    keep(*(a_visit(visit_date="2026-10-02", outcome="with_help") for _ in range(2)))
    told = report(store, "summary", Scope.month(date(2026, 11, 1)), compare=True)
    sheet = load_workbook(io.BytesIO(as_xlsx(told, languages["fi"]))).worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Osaa nyt itse")
    assert [cell.value for cell in row[1:4]] == [0.5, 0, 50]
    assert "%-yks." in row[3].number_format


def test_a_table_of_text_shows_every_letter_and_runs_no_formula(opened: Path) -> None:
    assert formulas(opened / "control.fods"), (
        "a formula that nobody guards is run: else the rest would prove nothing"
    )
    assert formulas(opened / "table.fods") == []
    ((_name, rows),) = sheets(opened / "table.fods").items()
    lines = [[value(cell) for cell in row] for row in rows]
    assert lines[0][0] == "Орын"
    names = [str(line[0]).removeprefix("'") for line in lines[1 : 1 + len(NAMES)]]
    assert names[:2] == [KAZAKH, VIETNAMESE]
    assert names[2].startswith("=HYPERLINK")
    assert lines[1][1:4] == [1234567.0, 0.5, 0.375]


def test_names_of_sheets_that_excel_would_refuse(english: Language) -> None:
    titles = ["a/b:c*d?e[f]", "A b c d e f", "x" * 60, "x" * 60, "'"]
    told = replace(TOLD, tables=tuple(replace(TABLE, title=Words(own={"en": title})) for title in titles))
    names = load_workbook(io.BytesIO(as_xlsx(told, english))).sheetnames
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_a_name_with_a_character_that_no_file_can_hold(english: Language) -> None:
    told = replace(TOLD, tables=(replace(TABLE, rows=(("Bula\x0bevo", 1, 1.0, 0.5, None, None, None),)),))
    sheet = load_workbook(io.BytesIO(as_xlsx(told, english))).worksheets[0]
    assert any(cell.value == "Bulaevo" for row in sheet.iter_rows() for cell in row)


# -- small numbers, in every file


@pytest.fixture
def few(store: Store, keep: Keep) -> Store:
    """A village where three people were helped with hearing, among many: no table may say that there are three."""
    store.set_places([Place("v", "Village", "settlement")])
    keep(*(a_visit(place="v", support_given="none") for _ in range(40)))
    keep(*(a_visit(place="v", support_given="seeing") for _ in range(7)))
    keep(*(a_visit(place="v", support_given="hearing") for _ in range(3)))
    return store


def test_no_file_tells_a_small_number(few: Store, languages: Languages) -> None:
    told = report(few, "support", Scope(place="v"))
    found = {row["code"]: row for row in json.loads(as_json(told))["rows"]}
    assert (found["hearing"]["people_served"], found["hearing"]["hidden"]["people_served"]) == (None, "few")
    assert (found["seeing"]["people_served"], found["seeing"]["hidden"]["people_served"]) == (None, "cover")
    assert found["none"]["people_served"] == 40
    assert json.loads(as_json(told))["small_numbers_hidden"] is True
    for code in ("kk", "ru", "en", "vi", "fi"):
        language = languages[code]
        text = as_text(told, language)
        assert "<5" in text
        lines = [
            line
            for line in as_csv(told, language).decode("utf-8-sig").splitlines()
            if line.startswith("hearing")
        ]
        assert lines[0].endswith("<5,<5")
        book = load_workbook(io.BytesIO(as_xlsx(told, language))).worksheets[0]
        cells = {cell.value for row in book.iter_rows() for cell in row}
        assert {"<5", "*", 40} <= cells
        assert not {3, 7} & cells


def test_the_managers_own_report_shows_them_and_says_so(few: Store, languages: Languages) -> None:
    told = report(few, "support", show_few=True)
    assert json.loads(as_json(told))["small_numbers_hidden"] is False
    mark = "for the programme's own use, not to hand out"
    english = languages["en"]
    assert mark in as_text(told, english)
    assert mark in as_csv(told, english).decode()
    book = load_workbook(io.BytesIO(as_xlsx(told, english))).worksheets[0]
    assert any(mark in str(cell.value) for row in book.iter_rows() for cell in row)


def test_a_village_does_not_show_what_its_district_less_the_other_villages_would(
    store: Store, keep: Keep
) -> None:
    # Together 14 people over 75; Bulaevo has 12 of them, so that Vozvyshenka's two would be the difference.
    keep(*(a_visit(place="bulaevo", age_band="75_plus") for _ in range(12)))
    keep(*(a_visit(place="bulaevo", age_band="60_74") for _ in range(30)))
    keep(*(a_visit(place="vozvyshenka", age_band="75_plus") for _ in range(2)))
    keep(*(a_visit(place="vozvyshenka", age_band="60_74") for _ in range(20)))
    keep(*(a_visit(place="vozvyshenka", age_band="50_59") for _ in range(9)))
    shown = {
        place: {row[0]: row[3] for row in report(store, "ages", Scope(place=place)).table.rows}
        for place in ("mzh", "bulaevo", "vozvyshenka")
    }
    assert shown["vozvyshenka"]["75_plus"] is Hidden.FEW
    whole, other = shown["mzh"]["75_plus"], shown["bulaevo"]["75_plus"]
    assert not (isinstance(whole, int) and isinstance(other, int))


def test_a_month_less_its_first_days_does_not_show_its_last_day(store: Store, keep: Keep) -> None:
    # On the last day two people over 75 came; until then there had been twelve.
    keep(*(a_visit(visit_date="2026-11-10", age_band="75_plus") for _ in range(12)))
    keep(*(a_visit(visit_date="2026-11-10", age_band="60_74") for _ in range(30)))
    keep(*(a_visit(visit_date="2026-11-30", age_band="75_plus") for _ in range(2)))
    keep(*(a_visit(visit_date="2026-11-30", age_band="60_74") for _ in range(9)))
    november = Scope.month(date(2026, 11, 1))
    shown = [
        {row[0]: row[3] for row in report(store, "ages", scope).table.rows}
        for scope in (november, replace(november, last=date(2026, 11, 29)))
    ]
    assert not all(isinstance(ages.get("75_plus"), int) for ages in shown)
    assert shown[0]["75_plus"] == 14, "the whole month is not what tells"


def test_a_year_less_its_other_months_does_not_show_a_month(store: Store, keep: Keep) -> None:
    for month in (1, 11, 12):
        few = 2 if month == 12 else 9
        keep(*(a_visit(visit_date=f"2026-{month:02}-10", age_band="75_plus") for _ in range(few)))
        keep(*(a_visit(visit_date=f"2026-{month:02}-10", age_band="60_74") for _ in range(20)))
    until_november = report(store, "ages", Scope(date(2026, 1, 1), date(2026, 11, 30))).table
    assert {row[0]: row[3] for row in until_november.rows}["75_plus"] is Hidden.COVER
    year = report(store, "ages", Scope(date(2026, 1, 1), date(2026, 12, 31))).table
    assert {row[0]: row[3] for row in year.rows}["75_plus"] == 20


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_totals_of_the_programme_are_not_hidden(
    store: Store, keep: Keep, languages: Languages, form: str
) -> None:
    keep(a_visit(), a_visit())
    told = report(store, "summary")
    assert not told.table.hides()
    assert told.table.rows[1][2] == 2
    assert WRITERS[form](told, languages["kk"])
