"""Parquet, split into folders by country and month: what DuckDB, Spark, ClickHouse and pandas read at once.

DuckDB writes it (MIT; 66 MB installed, pyarrow 170 MB): whoever takes the data out has the tool to ask it questions
with. Rows go to it in pieces, by a file of CSV beside the goal, so that memory is bounded however large the store is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.centre.engine import StoreError
from kiosk.centre.opendata.columns import Column, Kind
from kiosk.centre.opendata.rows import Row

if TYPE_CHECKING:
    import duckdb

#: Rows of a piece: some 150 MB of CSV.
PIECE = 500_000
_MEMORY = "512MB"
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
        """Write a table into `name/country=.../month=.../`, one file each; return how many rows it has.

        The next piece is read from the store while DuckDB writes the last one.
        """
        count, number = 0, 0
        writing: Future[None] | None = None
        while piece := self._piece(number, islice(rows, PIECE)):
            file, held = piece
            if writing:
                writing.result()
            writing = self._worker.submit(self._put, file, self._folder / name, columns, number)
            count += held
            number += 1
        if writing:
            writing.result()
        if number:
            self._worker.submit(self._join, self._folder / name).result()
        return count

    def write_flat(self, name: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
        """Write a small table of texts into one file of that name."""
        file, _count = self._piece(0, iter(rows)) or (None, 0)
        if file:
            columns = [Column(heading, Kind.TEXT, "") for heading in headings]
            self._copy(self._read(file, columns), self._folder / f"{name}.parquet", "")
            file.unlink()

    def _piece(self, number: int, rows: Iterator[Row]) -> tuple[Path, int] | None:
        file = self._scratch / f"{number}.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            written = _Counted(rows)
            csv.writer(stream).writerows(written)
        if written.count:
            return file, written.count
        file.unlink()
        return None

    def _put(self, file: Path, folder: Path, columns: Sequence[Column], number: int) -> None:
        split = f", PARTITION_BY (country, month), FILENAME_PATTERN 'part-{number:05}-', OVERWRITE_OR_IGNORE"
        self._copy(self._read(file, columns), folder, split)
        file.unlink()

    def _read(self, file: Path, columns: Sequence[Column]) -> str:
        given = ", ".join(f"'{column.name}': 'VARCHAR'" for column in columns)
        cells = ", ".join(f"{_CASTS[c.kind].replace('#', _name(c.name))} AS {_name(c.name)}" for c in columns)
        return (
            f"SELECT {cells} FROM read_csv({_text(file)}, header = false, delim = ',', quote = '\"', escape = '\"',"
            f" nullstr = '', auto_detect = false, new_line = '\\r\\n', columns = {{{given}}})"
        )

    def _join(self, folder: Path) -> None:
        """Make one file of each folder's pieces: a cluster engine likes few large files."""
        for month in sorted({file.parent for file in folder.rglob("part-*.parquet")}):
            pieces = sorted(month.glob("part-*.parquet"))
            if len(pieces) > 1:
                one = month / ".joined"
                self._copy(
                    f"SELECT * FROM read_parquet({_text(month / 'part-*.parquet')}, hive_partitioning = false)",
                    one,
                    "",
                )
                for piece in pieces:
                    piece.unlink()
                one.rename(pieces[0])

    def _copy(self, query: str, goal: Path, how: str) -> None:
        _run(self._connection, f"COPY ({query}) TO {_text(goal)} (FORMAT parquet, COMPRESSION zstd{how})")


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


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
