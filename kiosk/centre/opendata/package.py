"""A Frictionless data package: CSV and a datapackage.json that says what stands in it. It opens in anything."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kiosk.bundles.cells import defused
from kiosk.centre.opendata.columns import Column, Kind, Table
from kiosk.centre.opendata.rows import Row

#: What people typed, or named: a spreadsheet must not run it.
_TYPED = frozenset(
    {
        "region_name",
        "district_name",
        "settlement_name",
        "place_name",
        "activity",
        "note",
        "change_reason",
        "name",
    }
)
#: JSON is JSON; that a list holds objects, its description says.
_TYPES = {Kind.USES: "array"}


class PackageWriter:
    """Writes tables as CSV into a folder, and what they are into its datapackage.json."""

    def __init__(self, folder: Path, name: str, title: str, licence: str = "") -> None:
        self._folder = folder
        self._package: dict[str, Any] = {
            "profile": "tabular-data-package",
            "name": name,
            "title": title,
            "description": (
                "Visits, shifts and notices of a programme of digital support. A visit is one row in its last state."
                " The apostrophe that begins a cell only keeps spreadsheets from running it."
            ),
            **({"licenses": [{"name": licence}]} if licence else {}),
            "resources": [],
        }

    def __enter__(self) -> PackageWriter:
        return self

    def __exit__(self, *_: object) -> None:
        described = json.dumps(self._package, ensure_ascii=False, indent=1)
        (self._folder / "datapackage.json").write_text(described, encoding="utf-8")

    def write(self, table: Table, columns: Sequence[Column], rows: Iterator[Row]) -> int:
        """Write a table; return how many rows it has."""
        typed = [index for index, column in enumerate(columns) if column.name in _TYPED]
        count = self._write(table.name, columns, (_safe(row, typed) for row in rows))
        self._describe(table.name, table.what, columns, table.key, count)
        return count

    def write_flat(self, name: str, what: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
        """Write a small table of texts."""
        columns = [Column(heading, Kind.TEXT, "") for heading in headings]
        typed = [index for index, column in enumerate(columns) if column.name in _TYPED]
        count = self._write(name, columns, (_safe(row, typed) for row in rows))
        self._describe(name, what, columns, (), count)

    def _write(self, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        count = 0
        with (self._folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in columns])
            for row in rows:
                writer.writerow(row)
                count += 1
        return count

    def _describe(
        self, name: str, what: str, columns: Sequence[Column], key: tuple[str, ...], count: int
    ) -> None:
        fields = [
            {
                "name": column.name,
                "type": _TYPES.get(column.kind, column.kind.value),
                **({"description": column.what} if column.what else {}),
                **({"trueValues": ["1"], "falseValues": ["0"]} if column.kind is Kind.BOOLEAN else {}),
            }
            for column in columns
        ]
        resource: dict[str, Any] = {
            "profile": "tabular-data-resource",
            "name": name,
            "path": f"{name}.csv",
            "description": what,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"lineTerminator": "\r\n"},
            "rows": count,
            "schema": {"fields": fields, "missingValues": [""], **({"primaryKey": list(key)} if key else {})},
        }
        self._package["resources"].append(resource)


def _safe(row: Row, typed: Sequence[int]) -> Row:
    if not any(row[index] and row[index][0] in "=+-@'\t\r\n＝＋－＠" for index in typed):
        return row
    cells = list(row)
    for index in typed:
        cells[index] = defused(cells[index]) if cells[index] else cells[index]
    return tuple(cells)
