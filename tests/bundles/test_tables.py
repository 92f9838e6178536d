"""The tables: every text of every record comes through exactly."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.bundles.tables import read_table, write_table
from kiosk.visits import Batch, Kind, Notice, Shift, TutorialUse, Visit, from_row, schema, to_row
from tests.programmes import EPOCH, visit

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(
    lambda text: unicodedata.normalize("NFC", text)
)
AWKWARD = st.sampled_from(
    [
        "",
        "'",
        "''=1",
        "=cmd|' /C calc'!A0",
        "+7",
        "-",
        "@SUM(1)",
        "\t=1",
        "\r",
        "\n",
        ",",
        '"',
        "＝1",
        "a\r\nb",
        "\0",
    ]
)
NUMBER = st.integers(-(2**31), 2**31)
COUNTS = st.dictionaries(TEXT, NUMBER, max_size=3)
USE = st.builds(
    TutorialUse, *[TEXT, NUMBER, TEXT, NUMBER, NUMBER, st.booleans(), st.booleans(), st.booleans()]
)
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "change": st.sampled_from(["new", "edit", "void"]),
    "tutorials": st.lists(USE, max_size=2).map(tuple),
    "services": st.lists(TEXT, max_size=3).map(tuple),
    "seq": st.integers(1, 2**40),
    "revision": st.integers(1, 99),
    "clock_trust": st.integers(0, 2),
}
for _name in ("visit_seq", "shift_seq"):
    BY_NAME[_name] = BY_NAME["seq"]
for _name in ("epoch", "visit_epoch", "shift_epoch"):
    BY_NAME[_name] = st.just(EPOCH)
for _name in ("started_at", "ended_at", "made_at"):
    BY_NAME[_name] = st.datetimes().map(lambda when: when.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))
for _name in ("visit_date", "shift_date", "notice_date"):
    BY_NAME[_name] = st.dates().map(lambda day: day.isoformat())
BY_KIND: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: TEXT | AWKWARD,
    Kind.INTEGER: NUMBER,
    Kind.BOOLEAN: st.booleans(),
    Kind.OBJECT: COUNTS,
}


def records(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Make records of every text, number and list that a log could ever hold."""
    values = {}
    for column in schema(cls):
        value = BY_NAME[column.name] if column.name in BY_NAME else BY_KIND[column.kind]
        values[column.name] = st.none() | value if column.nullable else value
    return st.builds(cls, **values)


def written(record: Visit) -> str:
    return write_table(Batch(Visit, [to_row(record)])).decode()


def read_back(cls: type[Any], table: bytes, count: int) -> tuple[Any, ...]:
    batches = read_table(cls, io.BytesIO(table), count, len(table))
    return tuple(from_row(cls, row) for batch in batches for row in batch.rows)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_text_of_any_record_comes_out_of_the_table_exactly(data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from([Visit, Shift, Notice]))
    held = tuple(data.draw(st.lists(records(cls), max_size=3)))
    table = write_table(Batch(cls, [to_row(record) for record in held]))
    assert read_back(cls, table, len(held)) == held


@settings(max_examples=100, deadline=None)
@given(TEXT | AWKWARD)
def test_no_cell_begins_with_what_a_spreadsheet_would_run(text: str) -> None:
    table = written(visit(1, note=text, place=text))
    for cell in next(iter(list(csv.reader(io.StringIO(table, newline="")))[1:])):
        assert (
            not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
            or cell.lstrip("-").isdigit()
        )


def test_a_table_of_an_older_program_lacks_columns_and_one_of_a_newer_has_more() -> None:
    lines = list(csv.reader(io.StringIO(written(visit(1)), newline="")))
    at = lines[0].index("resident_feedback")
    older = [[cell for index, cell in enumerate(line) if index != at] for line in lines]
    newer = [["mood", *lines[0]], ["x", *lines[1]]]
    for table, feedback in ((older, ""), (newer, "good")):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(table)
        (found,) = read_back(Visit, text.getvalue().encode(), 1)
        assert found == replace(visit(1), resident_feedback=feedback)


def test_lists_that_a_newer_program_wrote_come_in_in_the_one_form_of_this_one() -> None:
    ours = '"[{""id"":""kz-criminal-record"",""language"":""kk"",""listened"":true,'
    table = written(visit(1))
    newer = table.replace(ours, ours.replace('"[{', '"[ { ""mood"": ""good"", '))
    assert newer != table
    assert read_back(Visit, newer.encode(), 1) == (visit(1),)


def test_a_long_table_is_read_some_rows_at_a_time() -> None:
    held = [to_row(visit(seq)) for seq in range(1, 2502)]
    table = write_table(Batch(Visit, held))
    found = list(read_table(Visit, io.BytesIO(table), len(held), len(table)))
    assert [len(batch.rows) for batch in found] == [1000, 1000, 501]
    assert [row for batch in found for row in batch.rows] == held


@pytest.mark.parametrize("epoch", [None, "", "'", EPOCH])
def test_an_empty_text_and_none_stay_apart(epoch: str | None) -> None:
    held = visit(1, shift_epoch=epoch)
    assert read_back(Visit, written(held).encode(), 1) == (held,)
