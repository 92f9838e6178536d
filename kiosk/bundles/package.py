"""datapackage.json: what the tables in a bundle are, in the words of Frictionless (Data Package, version 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kiosk.visits import Column, Kind, Notice, RecordKind, Shift, Visit, schema

#: Texts that have a type of their own in the package's schema.
_TYPED = {"_at": "datetime", "_date": "date"}


def describe(counts: Mapping[str, int], bound: Mapping[str, Any]) -> bytes:
    """Write datapackage.json: the tables' schemas, and `bound`, what the signed header says."""
    package = {
        "profile": "tabular-data-package",
        "name": "one-stop-kiosk-bundle",
        "title": "One-Stop Kiosk: visits, shifts and notices",
        "description": "The apostrophe that begins a cell only keeps spreadsheets from running it.",
        "resources": [_resource(kind, counts) for kind in (Visit, Shift, Notice)],
        "bundle": bound,
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def table_name(kind: RecordKind) -> str:
    """Return a table's name: visits, shifts or notices."""
    return f"{kind.__name__.lower()}s"


def _resource(kind: RecordKind, counts: Mapping[str, int]) -> dict[str, Any]:
    name = table_name(kind)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "rows": counts[name],
        "schema": {
            "fields": [{"name": column.name, "type": _type(column)} for column in schema(kind)],
            "primaryKey": ["kiosk", "epoch", "seq"],
            "missingValues": [""],
        },
    }


def _type(column: Column) -> str:
    if column.kind is not Kind.TEXT:
        return column.kind.value
    return next((kind for ending, kind in _TYPED.items() if column.name.endswith(ending)), "string")
