"""The tables in a bundle: CSV (RFC 4180, UTF-8) that a spreadsheet opens, written and read as rows."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Any
from zipfile import BadZipFile

import kiosk.bundles.cells as cells
from kiosk.bundles.refusals import damaged
from kiosk.errors import KeyProblem
from kiosk.visits import Batch, Column, Kind, RecordKind, Row, columns, schema

#: Rows that are held at once while a table is read, and the bytes that they may have: ours have 400 each.
_ROWS = 1000
_MAX_BATCH = 4 * 1024 * 1024
#: Names of columns: ours have 42 at most.
_MAX_COLUMNS = 200
#: What stands in a column of which an older version of the program knew nothing.
_MISSING: dict[Kind, str | int] = {
    Kind.TEXT: "",
    Kind.INTEGER: 0,
    Kind.BOOLEAN: 0,
    Kind.LIST: "[]",
    Kind.OBJECT: "{}",
}


def write_table(batch: Batch) -> bytes:
    """Write rows as CSV: a line of names, then a line a row.

    Raises ValueError when a cell does not hold what its column says.
    """
    by_column = zip(*batch.rows, strict=True)
    rows = zip(*map(cells.written, schema(batch.kind), by_column), strict=True)
    lines = [",".join(columns(batch.kind)), *map(",".join, rows), ""]
    return "\r\n".join(lines).encode()


def read_table(kind: RecordKind, file: IO[bytes], count: int, limit: int) -> Iterator[Batch]:
    """Read what `write_table` wrote, some rows at a time.

    Another version of the program may have written it: columns go by their names, unknown ones are ignored.
    `count` rows are expected, `limit` bytes are the most. Raises BundleRefused (damaged), which may come
    after some rows: whoever keeps rows keeps all or none.
    """
    raw, left = _Bounded(file, limit), count
    try:
        reader = csv.reader(io.TextIOWrapper(io.BufferedReader(raw), "utf-8", newline=""), strict=True)
        plan = _Plan(kind, next(reader, []))
        while texts := list(islice(reader, _ROWS)):
            left -= len(texts)
            if left < 0:
                raise damaged(f"more rows than announced: {kind.__name__}")
            yield Batch(kind, plan.rows(texts))
            raw.room = _MAX_BATCH
    except (ValueError, csv.Error, RecursionError, KeyProblem) as problem:
        place = f"{kind.__name__}, the {_ROWS} rows from {count - left} on"
        raise damaged(f"{place}: {type(problem).__name__}") from None
    if left:
        raise damaged(f"fewer rows than announced: {kind.__name__}")


class _Plan:
    """Which columns of a table become which columns of a record. Raises ValueError when that cannot be told."""

    def __init__(self, kind: RecordKind, names: Sequence[str]) -> None:
        where = {name: at for at, name in enumerate(names)}
        if (
            len(where) != len(names)
            or len(names) > _MAX_COLUMNS
            or not where.keys() >= {"kiosk", "epoch", "seq"}
        ):
            raise ValueError("the columns' names")
        self._width = len(names)
        self._kind = kind
        self._from = [(column, where.get(column.name)) for column in schema(kind)]

    def rows(self, texts: Sequence[Sequence[str]]) -> list[Row]:
        if set(map(len, texts)) != {self._width}:
            raise ValueError("a row of another length")
        by_column = tuple(zip(*texts, strict=True))
        found = [
            _missing(column, len(texts)) if at is None else cells.read(column, by_column[at])
            for column, at in self._from
        ]
        cells.check(self._kind, dict(zip(columns(self._kind), found, strict=True)))
        return list(zip(*found, strict=True))


def _missing(column: Column, count: int) -> list[str | int | None]:
    return [None if column.nullable else _MISSING[column.kind]] * count


class _Bounded(io.RawIOBase):
    """A stream that ends in a refusal when more comes out of it than it may hold, or than there is room for."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file = file
        self._left = limit
        self.room = _MAX_BATCH

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the buffer protocol has no name in 3.11
        """Read into `buffer`, never beyond the limit."""
        try:
            data = self._file.read(len(buffer))
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError) as problem:
            raise damaged(f"a table: {problem!r}") from None
        self._left -= len(data)
        self.room -= len(data)
        if min(self._left, self.room) < 0:
            raise damaged("a table is larger than it may be")
        buffer[: len(data)] = data
        return len(data)
