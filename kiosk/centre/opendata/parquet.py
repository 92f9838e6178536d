"""Parquet, split into folders by country and month: what DuckDB, Spark, ClickHouse and pandas read at once.

DuckDB writes it (MIT; 66 MB installed, pyarrow 170 MB): whoever takes the data out has the tool to ask it questions
with. Rows wait for the others of their month in files of CSV beside the goal, so that memory is bounded however large
the store is.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from urllib.parse import quote

from kiosk.centre.engine import StoreError
from kiosk.centre.opendata.columns import WHERE_AND_WHEN, Column, Kind
from kiosk.centre.opendata.rows import Row

if TYPE_CHECKING:
    import duckdb

#: A country and a month.
Month = tuple[str, str]
#: The columns that become folders.
_FOLDERS = tuple(column.name for column in WHERE_AND_WHEN[:2])
#: Rows that may wait as CSV for the others of their month: some 3 GB beside the goal, however large the store is.
WAITING = 8_000_000
#: Rows after which those of a month become a file of Parquet.
ENOUGH = 500_000
#: Files that are open at once: clocks that were wrong may have left a month each.
OPEN = 200
_MEMORY = "256MB"
_USE = '[{"id":"VARCHAR","version":"INTEGER","language":"VARCHAR","seen":"INTEGER","steps":"INTEGER",' + (
    '"practised":"BOOLEAN","printed":"BOOLEAN","listened":"BOOLEAN"}]'
)
#: How a cell of CSV, here `#`, becomes what its column holds.
_CASTS = {
    Kind.TEXT: "#",
    Kind.INTEGER: "CAST(# AS BIGINT)",
    Kind.BOOLEAN: "CAST(# AS BOOLEAN)",
    # A clock that cannot have been right may have left a day that is none: empty then, and its month stays.
    Kind.DAY: "TRY_CAST(# AS DATE)",
    Kind.TIME: "TRY_CAST(# AS TIMESTAMPTZ)",
    Kind.CODES: """from_json(#, '["VARCHAR"]')""",
    Kind.COUNTS: "CAST(CAST(# AS JSON) AS MAP(VARCHAR, INTEGER))",
    Kind.USES: f"from_json(#, '{_USE}')",
}


class ParquetWriter:
    """Writes tables as Parquet below a folder. Use it in a `with` block."""

    def __init__(self, folder: Path) -> None:
        """Raises StoreError when DuckDB is not installed."""
        try:
            import duckdb  # an extra: the desks have no use for it
        except ImportError:
            raise StoreError(
                "Writing Parquet needs DuckDB, which is not installed here."
                ' Install it: pip install "one-stop-kiosk[analysis]"'
            ) from None
        self._folder = folder
        self._scratch = folder / ".scratch"
        self._scratch.mkdir()
        self._connection = duckdb.connect(
            config={
                "memory_limit": _MEMORY,
                "threads": 2,
                "preserve_insertion_order": False,
                "temp_directory": str(self._scratch / "spill"),
                "autoinstall_known_extensions": False,
            }
        )
        self._worker = ThreadPoolExecutor(1)

    def __enter__(self) -> ParquetWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.shutdown()
        self._connection.close()
        for left in sorted(self._scratch.rglob("*"), reverse=True):
            left.rmdir() if left.is_dir() else left.unlink()
        self._scratch.rmdir()

    def write(self, name: str, columns: Sequence[Column], rows: Iterator[Row]) -> int:
        """Write a table into `name/country=.../month=.../`, by its first two columns; return how many rows it has.

        Rows are read from the store while DuckDB writes what has come together.
        """
        months: dict[Month, _Month] = {}
        writing: deque[Future[None]] = deque()
        written = waiting = 0
        for key, run in groupby(rows, key=itemgetter(0, 1)):
            month = months.pop(key, None) or _Month(self._scratch / f"{len(months)}.csv", *key)
            months[key] = month  # the last one is the one that was used last
            came = month.take(run)
            written, waiting = written + came, waiting + came
            if len(months) > OPEN and (oldest := next((m for m in months.values() if m.is_open), None)):
                oldest.close()
            full = month if month.rows >= ENOUGH else None
            if waiting > WAITING:
                full = max(months.values(), key=lambda each: each.rows)
            if full:
                waiting -= full.rows
                self._put(full, name, columns, writing)
        for month in months.values():
            self._put(month, name, columns, writing)
        while writing:
            writing.popleft().result()
        return written

    def _put(self, month: _Month, name: str, columns: Sequence[Column], writing: deque[Future[None]]) -> None:
        """Let the worker make a file of what waits of a month; wait for it when too much waits for the worker."""
        if not month.rows:
            return
        file, number = month.hand_over()
        folder = self._folder / name / f"country={quote(month.country)}" / f"month={quote(month.name)}"
        goal = folder / f"part-{number:05}.parquet"
        writing.append(self._worker.submit(self._convert, file, columns, goal))
        if len(writing) > 2:
            writing.popleft().result()

    def _convert(self, file: Path, columns: Sequence[Column], goal: Path) -> None:
        goal.parent.mkdir(parents=True, exist_ok=True)
        self._copy(self._read(file, columns), goal)
        file.unlink()

    def write_flat(self, name: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
        """Write a small table of texts into one file of that name."""
        file = self._scratch / f"{name}.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        columns = [Column(heading, Kind.TEXT, "") for heading in headings]
        self._convert(file, columns, self._folder / f"{name}.parquet")

    def _read(self, file: Path, columns: Sequence[Column]) -> str:
        given = ", ".join(f"'{column.name}': 'VARCHAR'" for column in columns)
        kept = [column for column in columns if column.name not in _FOLDERS]
        cells = ", ".join(f"{_CASTS[c.kind].replace('#', _name(c.name))} AS {_name(c.name)}" for c in kept)
        return (
            f"SELECT {cells} FROM read_csv({_text(file)}, header = false, delim = ',', quote = '\"', escape = '\"',"
            f" nullstr = '', auto_detect = false, new_line = '\\r\\n', columns = {{{given}}})"
        )

    def _copy(self, query: str, goal: Path) -> None:
        _run(self._connection, f"COPY ({query}) TO {_text(goal)} (FORMAT parquet, COMPRESSION zstd)")


class _Month:
    """The rows of one country and month that wait in a file of CSV."""

    def __init__(self, file: Path, country: str, name: str) -> None:
        self.country = country
        self.name = name
        self.rows = 0
        self._file = file
        self._stream: TextIO | None = None
        self._numbers = count()

    @property
    def is_open(self) -> bool:
        """Whether the file is open."""
        return self._stream is not None

    def take(self, rows: Iterator[Row]) -> int:
        """Add rows; return how many."""
        if self._stream is None:
            self._stream = self._file.open("a", encoding="utf-8", newline="")
        held = list(rows)
        csv.writer(self._stream).writerows(held)
        self.rows += len(held)
        return len(held)

    def close(self) -> None:
        """Close the file; the next row opens it again."""
        if self._stream:
            self._stream.close()
            self._stream = None

    def hand_over(self) -> tuple[Path, int]:
        """Give the file and its number away and begin anew."""
        self.close()
        number = next(self._numbers)
        given = self._file.with_suffix(f".{number}.csv")
        self._file.rename(given)
        self.rows = 0
        return given, number


def _run(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    import duckdb

    try:
        connection.execute(statement)
    except duckdb.IOException as problem:
        raise OSError(str(problem)) from problem


def _name(column: str) -> str:
    return f'"{column}"'


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
